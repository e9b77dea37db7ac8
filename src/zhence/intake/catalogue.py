"""The indicator catalogue from its CSV file, every fault at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

from zhence.errors import BadInputError, Fault, UnitError, Where
from zhence.evidence import Label, Text
from zhence.facts.catalogue import (
    Aggregation,
    Catalogue,
    Indicator,
    Kind,
    named_twice,
    plain_name,
)
from zhence.intake.delimited import read_records
from zhence.intake.faults import fault, in_column
from zhence.intake.numbers import read_number
from zhence.units import Dimension, Unit, unit

# Aliases may be left out; every other column has to be there.
_COLUMNS = (
    "code",
    "name_zh",
    "name_en",
    "kind",
    "unit",
    "dimension",
    "nonnegative",
    "max",
    "level",
    "aggregation",
    "components",
    "titles",
    "definition_zh",
    "definition_en",
    "label",
    "policies",
    "levels",
)

# What the catalogue calls a dimension, and which dimensions of units it means.
# A unit that measures something else is only spelt like it: a score of 95 分 is
# no money.
_DIMENSIONS: Mapping[str, frozenset[Dimension]] = {
    "money": frozenset({Dimension.MONEY}),
    "area": frozenset({Dimension.AREA}),
    "count": frozenset(
        {Dimension.COUNT, Dimension.PERSONS, Dimension.VISITS, Dimension.RATIO}
    ),
    "ratio": frozenset({Dimension.RATIO, Dimension.POINTS}),
    "duration": frozenset({Dimension.YEARS}),
    "energy": frozenset({Dimension.COAL, Dimension.POWER}),
    "mass": frozenset({Dimension.MASS}),
    "money_per_area": frozenset({Dimension.MONEY_PER_AREA}),
    "money_per_person": frozenset({Dimension.MONEY_PER_PERSON}),
    "money_per_energy": frozenset(
        {Dimension.MONEY_PER_COAL, Dimension.MONEY_PER_POWER}
    ),
    "energy_per_money": frozenset({Dimension.COAL_PER_MONEY}),
    "money_per_mass": frozenset({Dimension.MONEY_PER_MASS}),
    "ordinal": frozenset({Dimension.GRADE}),
}
_GRADE = "级"
_BOOLEANS = {"true": True, "false": False}
_BETWEEN = "|"

T = TypeVar("T")


def default_reference_dir() -> Path:
    """Return where the code lists are: inside the wheel, or in the repository.

    The path need not exist; whoever reads from it says what is missing.
    """
    package = Path(__file__).resolve().parents[1]
    shipped = package / "_data" / "reference"
    return shipped if shipped.is_dir() else package.parents[1] / "reference"


def default_catalogue() -> Catalogue:
    """Return the catalogue that comes with zhence."""
    return read_catalogue(default_reference_dir() / "indicators.csv")


def read_catalogue(path: Path) -> Catalogue:
    """Read the catalogue at *path*.

    An indicator whose unit zhence cannot convert has none: it may be listed and
    shown, but no figure of it is let in.

    Raises:
        BadInputError: every wrong cell, every name that means two things, and
            every component that is not in the catalogue.
    """
    records = read_records(path)
    columns = records[0][1] if records else {}
    missing = [name for name in _COLUMNS if name not in columns]
    if missing:
        where = Where(path.name, 1)
        raise BadInputError(
            fault("column_missing", where, title=name) for name in missing
        )
    faults: list[Fault] = []
    rows = [_Record(dict(cells), Where(path.name, n), faults) for n, cells in records]
    indicators = [row.indicator() for row in rows]
    faults.extend(_named_twice(rows, indicators))
    faults.extend(_dangling(rows, indicators))
    if faults:
        raise BadInputError(faults)
    return Catalogue(tuple(indicators))


class _Record:
    """One row of the file; wrong cells become faults and a harmless value."""

    def __init__(
        self, cells: Mapping[str, str], where: Where, faults: list[Fault]
    ) -> None:
        self._cells = cells
        self.where = where
        self._faults = faults

    def indicator(self) -> Indicator:
        kind = self._one_of("kind", {k.value: k for k in Kind})
        return Indicator(
            code=self._required("code"),
            name=Text(self._required("name_zh"), self._required("name_en")),
            kind=kind,
            unit=self._unit(kind),
            non_negative=self._one_of("nonnegative", _BOOLEANS),
            maximum=self._maximum(),
            level=self._many("level"),
            aggregation=self._one_of("aggregation", {a.value: a for a in Aggregation}),
            components=self._components(),
            titles=self._many("titles"),
            aliases=self._many("aliases"),
            definition=Text(self._cells["definition_zh"], self._cells["definition_en"]),
            label=self._one_of("label", {one.value: one for one in Label}),
            policies=self._many("policies"),
            levels=self._levels(kind),
        )

    def _required(self, column: str) -> str:
        text = self._cells[column].strip()
        if not text:
            self._faults.append(in_column(fault("value_missing"), column, self.where))
        return text

    def _one_of(self, column: str, choices: Mapping[str, T]) -> T:
        """Return the choice; of a wrong word any, since nothing will be built."""
        text = self._cells[column].strip()
        if text not in choices:
            self._wrong(column, " ".join(choices))
        return choices.get(text, next(iter(choices.values())))

    def _many(self, column: str) -> tuple[str, ...]:
        parts = self._cells.get(column, "").split(_BETWEEN)
        return tuple(part.strip() for part in parts if part.strip())

    def _unit(self, kind: Kind) -> Unit | None:
        text = self._cells["unit"].strip()
        means = _DIMENSIONS.get(self._cells["dimension"].strip(), frozenset())
        if kind is Kind.ORDINAL:
            text = _GRADE
        try:
            measure = unit(text)
        except UnitError:
            return None
        return measure if measure.dimension in means else None

    def _maximum(self) -> Fraction | None:
        text = self._cells["max"].strip()
        try:
            return read_number(text).value
        except BadInputError as error:
            self._faults.extend(in_column(f, "max", self.where) for f in error.faults)
            return None

    def _components(self) -> tuple[str, str] | None:
        text = self._cells["components"].strip()
        above, _, below = text.partition("/")
        if not text:
            return None
        if not above or not below:
            self._wrong("components", "numerator/denominator")
            return None
        return above, below

    def _levels(self, kind: Kind) -> tuple[str, ...]:
        levels = self._many("levels")
        if kind is Kind.ORDINAL and not levels:
            self._wrong("levels", "none|1A|2A")
        return levels

    def _wrong(self, column: str, choices: str) -> None:
        value = self._cells[column]
        self._faults.append(
            fault(
                "catalogue_value",
                self.where,
                column=column,
                value=value,
                choices=choices,
            )
        )


def _named_twice(
    records: list[_Record], indicators: list[Indicator]
) -> Iterator[Fault]:
    """Yield each name that an earlier row has already given to something else."""
    held: dict[str, Indicator] = {}
    for record, indicator in zip(records, indicators, strict=True):
        for name in indicator.names:
            first = held.setdefault(plain_name(name), indicator)
            if name and first is not indicator:
                yield named_twice(name, first, indicator, record.where)


def _dangling(records: list[_Record], indicators: list[Indicator]) -> Iterator[Fault]:
    codes = {indicator.code for indicator in indicators}
    for record, indicator in zip(records, indicators, strict=True):
        for part in indicator.components or ():
            if part not in codes:
                yield fault("catalogue_component", record.where, value=part)
