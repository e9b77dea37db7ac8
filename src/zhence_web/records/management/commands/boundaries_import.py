"""Replace the boundaries of the maps: ``manage boundaries_import FILE --licence …``."""

from __future__ import annotations

import hashlib
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from zhence.errors import ZhenceError
from zhence.geo import read_boundaries
from zhence_web.records.boundaries.actions import Origin, take_layer

_ACTOR = "boundaries_import"


class Command(BaseCommand):
    """Read a file of boundaries and show it instead of the one before."""

    help = (
        "show the boundaries of a GeoJSON file or Shapefile on the maps; without a"
        " map number (审图号) they are said to be a sketch"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, and what only a person knows of it."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--licence", required=True, help="what may be done with it")
        parser.add_argument("--map-number", default="", help="审图号")
        parser.add_argument(
            "--title",
            default="",
            help='what to call it on the pages, such as "县界 / Counties"',
        )
        parser.add_argument("--crs", help="EPSG:4490, EPSG:4549, GCJ-02 …")
        parser.add_argument("--code", default="", help="the field with the codes")
        parser.add_argument("--name", default="", help="the field with the names")

        parser.add_argument(
            "--mend", action="store_true", help="cut crossing rings; for a sketch"
        )

    def handle(self, *_: object, **given: object) -> None:
        """Take it in, and say what was left out."""
        path = Path(str(given["file"]))
        said = given["crs"]
        try:
            layer = read_boundaries(
                path,
                crs=None if said is None else str(said),
                code=str(given["code"]),
                name=str(given["name"]),
                mend=bool(given["mend"]),
            )
            taken = take_layer(
                layer,
                Origin(
                    name=str(given["title"]) or path.stem,
                    licence=str(given["licence"]),
                    map_number=str(given["map_number"]),
                    file_name=path.name,
                    sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
                ),
                actor=_ACTOR,
                at=timezone.now(),
            )
        except ZhenceError as error:
            raise CommandError(str(error)) from None
        for fault in taken.left_out:
            self.stderr.write(str(fault))
        self.stdout.write(
            f"边界 {taken.boundaries} 个，未取 {len(taken.left_out)} 个；"
            f"原坐标系 {layer.system.code}，存为 CGCS2000 /"
            f" {taken.boundaries} boundaries taken, {len(taken.left_out)} left out;"
            f" came as {layer.system.code}, kept as CGCS2000"
        )
