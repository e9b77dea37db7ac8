"""The YAML form of what stands around a recipe (``packs/index/*.yaml``).

The stages themselves are the settings of :mod:`zhence.index`; here is what the
recipe says of itself: what it measures, on which clauses and sources it rests, where
its goalposts were frozen, and which tables its data come from.
"""

from __future__ import annotations

from pydantic import Field

from zhence.packs.schema import LabelName, Words
from zhence.packs.words import Form


class IndexSourceForm(Form):
    """A document or page that a choice rests on, and what it is worth."""

    title: Words
    address: str = ""
    label: LabelName
    note: Words | None = None


class FrozenForm(Form):
    """Where the goalposts come from: a period, two percentiles, and the table.

    *file* stands beside the packs, so that anybody can freeze them again.
    """

    base: str
    share: tuple[str, str]
    by: str | None = None
    file: str
    source: str


class AboutForm(Form):
    """What a recipe says of itself.

    *types* groups the categories of a policy under the labels of ``normalise.by``.
    """

    what: Words
    types: dict[str, list[str]] = Field(default_factory=dict)
    clauses: list[str] = Field(default_factory=list)
    sources: dict[str, IndexSourceForm] = Field(default_factory=dict)
    frozen: FrozenForm | None = None
    notes: list[Words] = Field(default_factory=list)


class DataForm(Form):
    """Which files of the data folder hold the figures, and the tree if it is one.

    *nodes* is looked for beside the recipe first.
    """

    file: str | None = None
    nodes: str | None = None
