"""Source cells of the reference tables → single sources that a page can link.

A cell holds one or more sources, separated by `` ; ``. Each is an address, an
address with a word before it (``dates: …``), or words where no address was kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from zhence.evidence import Text

_LED = re.compile(r"(?P<role>[a-z]+): (?P<rest>https?://.+)\Z")
_EXCERPT = " (search excerpt came without address)"
_ROLES: Mapping[str, Text] = {"dates": Text("日期", "dates")}
_WORDS: Mapping[str, Text] = {
    "roster in a public repository (names only)": Text(
        "公开代码库中的名录（仅有名称）", "roster in a public repository (names only)"
    ),
}


@dataclass(frozen=True, slots=True)
class Cited:
    """One source: an address with its host, or a name without an address.

    *role* says what of the row it is about, ``None``: all of it.
    """

    name: Text
    url: str | None = None
    role: Text | None = None


def cited(cell: str) -> tuple[Cited, ...]:
    """Return the sources of a cell, in its order.

    >>> [c.name.en for c in cited("roster (x) ; dates: http://a.cn/1.html")]
    ['roster (x)', 'a.cn']
    """
    return tuple(_one(part.strip()) for part in cell.split(" ; ") if part.strip())


def _one(part: str) -> Cited:
    led = _LED.match(part)
    if led is not None:
        role = _ROLES.get(led["role"], Text(led["role"], led["role"]))
        return Cited(_host(led["rest"]), led["rest"], role)
    if part.startswith(("http://", "https://")):
        return Cited(_host(part), part)
    if part.startswith("no-url:"):
        page = part.removeprefix("no-url:").removesuffix(_EXCERPT)
        return Cited(Text(f"{page}（未留网址）", f"{page} (no address kept)"))
    return Cited(_WORDS.get(part, Text(part, part)))


def _host(url: str) -> Text:
    host = urlsplit(url).hostname or url
    return Text(host, host)
