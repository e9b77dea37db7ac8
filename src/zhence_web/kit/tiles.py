"""Tiles under the maps, from Tianditu (天地图), where an operator brings a key.

Off by default: a page asks no other machine. With a key every reader's browser asks
Tianditu for tiles, which tells it where they look, so it is the operator's choice.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

HOST = "https://t0.tianditu.gov.cn"
_SERVICE = (
    "{host}/{layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER={layer}"
    "&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={{z}}&TILEROW={{y}}"
    "&TILECOL={{x}}&tk={key}"
)


def tianditu(key: str) -> Mapping[str, str]:
    """Return the addresses of ground and names, a tile left open; no key: none."""
    if not key:
        return {}
    return {
        name: _SERVICE.format(host=HOST, layer=layer, key=quote(key, safe=""))
        for name, layer in (("tiles", "vec"), ("names", "cva"))
    }
