"""The scores of a race out of people's tables, and its purses out of a form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from zhence.errors import BadInputError, Fault, Where
from zhence.evidence import Text
from zhence.intake.columns import Form
from zhence.intake.limits import LIMITS
from zhence.intake.opening import open_bytes
from zhence.intake.rows import Once, Row
from zhence.intake.table import read_table
from zhence.units import exact_number
from zhence_web.kit.posted import whole
from zhence_web.packbook.rewards import entry_form

if TYPE_CHECKING:
    from zhence.rewards.race import Race

MOST_SUBJECTS = 2_000
_LIMITS = replace(LIMITS, file=5 * 1024 * 1024, rows=MOST_SUBJECTS)
_LONGEST = 120
_BETWEEN = re.compile(r"[、，,;；\s]+")

KINDS: Mapping[str, Text] = {
    "fund": Text("资金", "money"),
    "land": Text("用地指标", "land quota"),
    "energy": Text("用能指标", "energy quota"),
}
UNITS: Mapping[str, tuple[str, ...]] = {
    "fund": ("万元", "元"),
    "land": ("亩",),
    "energy": ("吨标准煤",),
}


@dataclass(frozen=True, slots=True)
class Entrant:
    """Who races: *site* is its key on the registry, ``None`` where it is on none."""

    name: str
    site: int | None
    figures: Mapping[str, Fraction | None]


@dataclass(frozen=True, slots=True)
class Prize:
    """What is awarded of one kind, by place; *block* ``None``: without a limit."""

    kind: str
    unit: str
    amounts: tuple[Fraction, ...]
    block: Fraction | None


def read_entrants(
    data: bytes, name: str, rule: Race, known: Mapping[int, tuple[int, str]]
) -> tuple[Entrant, ...]:
    """Return who races, each with its figures; an empty cell is unknown, ``0`` zero.

    *known* are the key and name of each number that may be written.

    Raises:
        BadInputError: every fault of the file, each at its cell.
    """
    form = entry_form(rule)
    once, numbers = Once(), Once()
    table = read_table(
        open_bytes(data, name, _LIMITS),
        form,
        lambda row: _entrant(row, form, known, once, numbers),
        limits=_LIMITS,
    )
    return table.load()


def read_prize(
    kind: str, unit: str, amounts: str, block: str, rule: Race, places: int
) -> Prize | None:
    """Return a purse as it was typed, ``None`` where no amount was.

    Amounts stand by place from the first, apart by commas, 、 or spaces.

    Raises:
        BadInputError: what is wrong with it, all of it.
    """
    faults: list[Fault] = []
    typed = [word for word in _BETWEEN.split(amounts) if word]
    held = [_amount(kind, word, rule, faults) for word in typed]
    whole = _amount(kind, block.strip(), rule, faults) if block.strip() else None
    if unit not in UNITS[kind]:
        faults.append(
            _wrong(kind, "unit_unknown", f"没有单位 {unit}", f"no unit {unit}")
        )
    if len(held) > places:
        faults.append(
            _wrong(
                kind,
                "amounts_many",
                f"金额有 {len(held)} 个，名额只有 {places} 个",
                f"{len(held)} amounts for {places} places",
            )
        )
    if whole is not None and not held:
        faults.append(
            _wrong(
                kind,
                "amounts_missing",
                "有总额度，没有各名次的金额",
                "there is a block and no amount by place",
            )
        )
    if faults:
        raise BadInputError(faults)
    return Prize(kind, unit, tuple(held), whole) if held else None


def read_prizes(
    typed: Sequence[tuple[str, str, str, str]], rule: Race, places: int
) -> tuple[Prize, ...]:
    """Return the purses of a form: kind, unit, amounts and block as typed.

    Raises:
        BadInputError: what is wrong with any of them.
    """
    faults: list[Fault] = []

    def each() -> Iterator[Prize]:
        for kind, unit, amounts, block in typed:
            try:
                held = read_prize(kind, unit, amounts, block, rule, places)
            except BadInputError as error:
                faults.extend(error.faults)
            else:
                if held is not None:
                    yield held

    made = tuple(each())
    if faults:
        raise BadInputError(faults)
    return made


def _entrant(
    row: Row,
    form: Form,
    known: Mapping[int, tuple[int, str]],
    once: Once,
    numbers: Once,
) -> Entrant | None:
    name = row.text("name", required=True)
    figures = {c.code: _figure(row, c.code) for c in form.columns[2:]}
    if len(name) > _LONGEST:
        row.refuse("name", "text_too_long", found=len(name), limit=_LONGEST)
    site = _site(row, name, known)
    if name:
        once.check(row, "name", name)
    if site is not None:
        numbers.check(row, "number", site)
    return Entrant(name, site, figures) if row.is_sound() else None


def _site(row: Row, name: str, known: Mapping[int, tuple[int, str]]) -> int | None:
    typed = row.text("number")
    if not typed:
        return None
    found = known.get(whole(typed) or 0)
    if found is None:
        row.add(
            "number",
            Fault(
                "number_unknown",
                f"所辖范围内没有编号 {typed}",
                f"nobody below this office has the number {typed}",
                remedy="填登记编号，没有的留空 / give its registered number, or none",
            ),
        )
        return None
    key, held = found
    if name and name != held:
        # A number beside another name: a row has slipped, and awards with it.
        row.add(
            "name",
            Fault(
                "name_differs",
                f"编号 {typed} 是“{held}”，不是“{name}”",
                f"number {typed} is {held}, not {name}",
                remedy="核对编号和名称 / check number and name",
            ),
        )
    return key


def _figure(row: Row, code: str) -> Fraction | None:
    given = row.amount(code)
    if given is None or given.value is None:
        return None
    if given.unit is not None:
        row.add(
            code,
            Fault(
                "score_unit",
                f"得分不带单位：{given.unit}",
                f"a score has no unit: {given.unit}",
                remedy="只写数 / write the number alone",
            ),
        )
        return None
    if given.value < 0:
        row.refuse(code, "negative", text=str(given.value))
        return None
    return given.value


def _amount(kind: str, typed: str, rule: Race, faults: list[Fault]) -> Fraction:
    found = exact_number(typed)
    if found is None or found < 0:
        faults.append(
            _wrong(
                kind,
                "amount_wrong",
                f"不是零以上的数：{typed[:40]}",
                f"not a number of zero or more: {typed[:40]}",
            )
        )
        return Fraction(0)
    if found % rule.step:
        faults.append(
            _wrong(
                kind,
                "amount_fine",
                f"{typed[:40]} 小于最小发放单位 {float(rule.step)}",
                f"{typed[:40]} is finer than the step {float(rule.step)}",
            )
        )
    return found


def _wrong(kind: str, code: str, zh: str, en: str) -> Fault:
    name = KINDS[kind]
    return Fault(
        code,
        f"{name.zh}：{zh}",
        f"{name.en}: {en}",
        Where(cell=kind),
        "按名次写，如 100、60、30 / write them by place, such as 100, 60, 30",
    )
