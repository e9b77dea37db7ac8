"""The method of an index as one frozen value.

A changed weight is an edit and a replay: a new recipe, never an edited result.
Recipes are written in YAML; the caller reads the file and hands over plain data.
"""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field, ValidationError, field_validator

from zhence.errors import BadInputError, Fault, Where
from zhence.evidence import Label
from zhence.index import refusals
from zhence.index.aggregate import Aggregate
from zhence.index.denominate import Denominate
from zhence.index.impute import Fill, Impute
from zhence.index.normalise import Normalise
from zhence.index.rank import Rank
from zhence.index.scales import APART
from zhence.index.screen import Screen
from zhence.index.sensitivity import Sensitivity
from zhence.index.spec import Mean, Panel, Spec
from zhence.index.treat import Treat
from zhence.index.tree import Node, Tree
from zhence.index.uncertainty import Uncertainty
from zhence.index.weigh import INFORMED, Weigh

_COMPARING = frozenset({Mean.COPELAND, Mean.TOPSIS, Mean.VIKOR})
_FILLING = frozenset({Fill.MEAN, Fill.GROUP_MEAN, Fill.MEDIAN, Fill.GROUP_MEDIAN})


class Title(Spec):
    """A title in both languages."""

    zh: str = ""
    en: str = ""


class Columns(Spec):
    """Which columns of the data say who and when; *time* is absent for one period."""

    unit: str = "subject"
    time: str | None = None


class Recipe(Spec):
    """One method, from the raw table to ranks; a stage left out does nothing.

    *label* says whose method it is; only an authority's own is ``official``.
    """

    id: str = Field(min_length=1)
    title: Title = Title()
    label: Label = Label.OURS
    columns: Columns = Columns()
    nodes: tuple[Node, ...]
    denominate: Denominate = Denominate()
    impute: Impute = Impute()
    screen: Screen = Screen()
    treat: Treat | None = None
    normalise: Normalise = Normalise()
    weigh: Weigh = Weigh()
    aggregate: Aggregate = Aggregate()
    rank: Rank = Rank()
    uncertainty: Uncertainty | None = None
    sensitivity: Sensitivity | None = None

    @field_validator("nodes")
    @classmethod
    def _grows(cls, nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        Tree(nodes)
        return nodes

    @property
    def tree(self) -> Tree:
        """Return the tree of the nodes."""
        return Tree(self.nodes)

    def movers(self) -> tuple[Fault, ...]:
        """Return the stages in which a unit or year that joins moves the others.

        Empty for goalposts, given weights and means: then no score depends on who
        else is there. A page that shows the index shows these too.
        """
        return tuple(
            refusals.warn("index_moves_others", stage=stage, method=method)
            for stage, method in dict.fromkeys(self._comparing())
        )

    def _comparing(self) -> Iterator[tuple[str, str]]:
        for fill in (self.impute.method, *self.impute.codes.values()):
            if fill in _FILLING:
                yield "impute", fill
        if self.treat is not None:
            yield "treat", "outlier test"
        based = self.normalise.panel is Panel.BASE
        for scale in (self.normalise, *self.normalise.codes.values()):
            if scale.method not in APART and not based:
                yield "normalise", scale.method
        for weights in (self.weigh, *self.weigh.below.values()):
            if weights.method in INFORMED:
                yield "weigh", weights.method
        for mean in (*self.aggregate.methods, *self.aggregate.nodes.values()):
            if mean in _COMPARING:
                yield "aggregate", mean


def read_recipe(plain: object, file: str | None = None) -> Recipe:
    """Return the recipe that plain data (as YAML gives it) describes.

    Raises:
        BadInputError: every wrong key and value at once, each with its path.

    >>> read_recipe({"id": "x", "nodes": [{"code": "top"}], "colour": 1})
    Traceback (most recent call last):
        ...
    zhence.errors.BadInputError: <input>: [index_tree] ...
    """
    try:
        return Recipe.model_validate(plain)
    except ValidationError as error:
        faults = (
            refusals.refuse(
                "index_recipe",
                where=".".join(str(step) for step in one["loc"]) or "recipe",
                what=one["msg"],
            ).faults[0]
            for one in error.errors()
        )
        raise BadInputError(_placed(fault, file) for fault in faults) from error


def _placed(fault: Fault, file: str | None) -> Fault:
    return Fault(fault.code, fault.zh, fault.en, Where(file), fault.remedy)
