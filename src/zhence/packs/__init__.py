"""The law as data: YAML folders → the values that judge."""

from zhence.packs.load import load_pack, load_packs, load_texts
from zhence.packs.pack import Clause, Home, Pack

__all__ = ["Clause", "Home", "Pack", "load_pack", "load_packs", "load_texts"]
