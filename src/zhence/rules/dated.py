"""Values in force on a date, each with its citation.

"Not in force" is its own answer: a value that no document gives for a day is
not zero and not the nearest one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from zhence.errors import BadInputError, Fault
from zhence.evidence import Citation, Text
from zhence.units import Dimension, Unit, exact_number, unit

ParameterValue = Fraction | str | bool | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class DatedValue:
    """One value with the first and last day on which it is in force.

    *value* ``None`` says that the text leaves the number open: what depends on
    it is shown, not judged.
    """

    value: ParameterValue
    start: date | None = None
    last: date | None = None
    citation: Citation | None = None

    def in_force(self, on: date | None) -> bool:
        """Say whether the value holds on *on* (``None``: any day will do)."""
        if on is None:
            return True
        return (self.start is None or self.start <= on) and (
            self.last is None or on <= self.last
        )


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named number, choice or list of a policy, with its dated values.

    *unit* is that of the numbers, ``None`` for choices and lists; *levels* are
    the names of an ordinal scale from the lowest up.
    """

    id: str
    title: Text
    values: tuple[DatedValue, ...]
    unit: Unit | None = None
    levels: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()

    def on(self, day: date | None) -> DatedValue | None:
        """Return the value in force on *day*, or ``None`` when there is none.

        Without a day the newest value is returned.
        """
        held = [v for v in self.values if v.in_force(day)]
        return held[-1] if held else None

    def number(self, day: date | None) -> Fraction | None:
        """Return the number in force in smallest units (grades: their rank).

        ``None`` when no number is in force or the text leaves it open.
        """
        held = self.on(day)
        if held is None or held.value is None:
            return None
        if isinstance(held.value, str) and self.levels:
            return Fraction(self.levels.index(held.value))
        if not isinstance(held.value, Fraction):
            raise BadInputError(
                Fault(
                    "parameter_not_number",
                    f"参数 {self.id} 不是数",
                    f"parameter {self.id} is not a number",
                    remedy="use a parameter with a numeric value here",
                )
            )
        return held.value * self.unit.factor if self.unit else held.value

    def replaced(self, text: str) -> Parameter:
        """Return the parameter with the one value that *text* gives, undated.

        Numbers are exact decimals or fractions, with an optional unit that
        converts ("80 %", "3亿元"); lists are comma separated.

        Raises:
            BadInputError: the text is no value of this parameter's kind.
        """
        value = self._read(text)
        share = self.unit is not None and self.unit.dimension is Dimension.RATIO
        if share and isinstance(value, Fraction) and self.unit is not None:
            part = value * self.unit.factor / unit("1").factor
            if not 0 <= part <= 1:
                raise BadInputError(self._wrong(text, "a share such as 0.30 or 30 %"))
        return replace(self, values=(DatedValue(value),))

    def _read(self, text: str) -> ParameterValue:
        plain = text.strip()
        allowed = self.levels or self.choices
        if plain in allowed:
            return plain
        if plain in {"none", ""}:
            return None
        if allowed:
            raise BadInputError(self._wrong(text, "one of " + ", ".join(allowed)))
        sample = next((v.value for v in self.values if v.value is not None), None)
        if isinstance(sample, bool):
            if plain not in {"true", "false"}:
                raise BadInputError(self._wrong(text, "true or false"))
            return plain == "true"
        if isinstance(sample, tuple):
            return tuple(part.strip() for part in plain.split(","))
        return self._number(plain)

    def _number(self, plain: str) -> Fraction:
        for end in range(len(plain), 0, -1):
            value = exact_number(plain[:end])
            if value is None:
                continue
            rest = plain[end:].strip()
            if not rest or self.unit is None:
                break
            try:
                given = unit(rest)
            except BadInputError:
                wanted = f"a number in {self.unit}"
                raise BadInputError(self._wrong(plain, wanted)) from None
            if given.dimension is not self.unit.dimension:
                raise BadInputError(self._wrong(plain, f"a number in {self.unit}"))
            return value * given.factor / self.unit.factor
        else:
            raise BadInputError(self._wrong(plain, "an exact decimal number"))
        if plain[end:].strip():
            raise BadInputError(self._wrong(plain, "a number without a unit"))
        return value

    def _wrong(self, text: str, wanted: str) -> Fault:
        return Fault(
            "parameter_value",
            f"参数 {self.id} 不能取 {text!r}",
            f"{text!r} is no value of {self.id}",
            remedy=f"give {wanted}",
        )


Parameters = Mapping[str, Parameter]
