"""What was made once for whoever looks, kept until a deed changes what it shows."""

from zhence_web.records.kept.changes import MOVING, SETTLED, Changes
from zhence_web.records.kept.early import KeptFirst
from zhence_web.records.kept.pages import kept_page, unkept
from zhence_web.records.kept.store import Kept, forget

__all__ = [
    "MOVING",
    "SETTLED",
    "Changes",
    "Kept",
    "KeptFirst",
    "forget",
    "kept_page",
    "unkept",
]
