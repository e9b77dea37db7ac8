"""Everything the site is opened with: the packs, the catalogue, the folders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from zhence.facts.catalogue import Catalogue
from zhence.intake.catalogue import read_catalogue
from zhence.packs import Pack, load_packs
from zhence.packs.locate import data_folder


@dataclass(frozen=True, slots=True)
class Sources:
    """Packs and reference data of this installation, read once."""

    packs_folder: Path
    reference: Path
    catalogue: Catalogue
    packs: Mapping[str, Pack]


def read_sources() -> Sources:
    """Read what came with the program.

    Raises:
        BadPackError: every fault of every pack.
        BadInputError: the catalogue cannot be read.
    """
    packs, reference = data_folder("packs"), data_folder("reference")
    catalogue = read_catalogue(reference / "indicators.csv")
    return Sources(packs, reference, catalogue, load_packs(packs, catalogue))
