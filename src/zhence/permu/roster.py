"""The roster of a scheme: its columns, and firms out of people's tables.

Which columns a table needs follows from the scheme: the amounts of its items, by the
names of the catalogue, and what its lists and groups are told apart by.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

from zhence.errors import Fault
from zhence.evidence import Text
from zhence.facts.catalogue import Catalogue, Indicator, plain_name
from zhence.intake.columns import Column, Form, bracketed_unit
from zhence.intake.firms import credit_code
from zhence.intake.grid import Opened
from zhence.intake.limits import LIMITS, Limits
from zhence.intake.measures import Bounds, interval
from zhence.intake.opening import open_bytes, open_file
from zhence.intake.rows import Once, Row
from zhence.intake.table import Table, read_table
from zhence.permu.firm import Firm
from zhence.permu.plausible import impossible, odd
from zhence.permu.scheme import UNITS, Scale, Scheme, Sort, Status
from zhence.units import Unit, from_smallest, unit

_SCALES: Mapping[str, Scale] = {
    "规上": Scale.ABOVE,
    "规模以上": Scale.ABOVE,
    "above": Scale.ABOVE,
    "规下": Scale.BELOW,
    "规模以下": Scale.BELOW,
    "below": Scale.BELOW,
}
STATUS_WORDS: Mapping[str, Status] = {
    "正常": Status.NORMAL,
    "新建": Status.NEW,
    "新企业": Status.NEW,
    "新升规": Status.PROMOTED,
    "小升规": Status.PROMOTED,
    "在建": Status.BUILDING,
    "投产不满年限": Status.YOUNG,
    "初创": Status.STARTUP,
    "政策扶持": Status.SUPPORTED,
    "公用事业": Status.UTILITY,
} | {status.value: status for status in Status}
_TAX = ("税收", "纳税额", "实缴税收")


def form_of(scheme: Scheme, catalogue: Catalogue) -> Form:
    """Return the table that the firms of a scheme are given in."""
    who = [roll.who for roll in scheme.rolls]
    sorts = {*scheme.compared, *scheme.ranked}
    columns = [
        Column("credit_code", "统一社会信用代码", ("社会信用代码", "信用代码")),
        Column("name", "企业名称", ("单位名称", "企业全称", "单位详细名称")),
        Column("scale", "规模", ("规上规下",), required=any(w.scale for w in who)),
        Column("place", "所属地区", ("县区", "地区"), required=Sort.PLACE in sorts),
        Column("industry", "行业", ("所属行业",), required=Sort.INDUSTRY in sorts),
        Column("status", "企业类别", required=False),
        Column("group", "合并评价单位", ("所属集团",), required=False),
        Column("veto", "一票否决事项", ("一票否决",), required=False),
    ]
    columns += [_amount(catalogue[code]) for code in scheme.amounts]
    columns += [
        Column(a.id, a.title.zh, (a.title.en,), required=False)
        for a in scheme.adjustments
    ]
    return Form("permu", Text("亩均评价企业名录", "per-mu roster"), tuple(columns))


def _amount(indicator: Indicator) -> Column:
    measure = _unit(indicator)
    names = dict.fromkeys(
        name
        for name in (
            *indicator.names,
            *(_TAX if indicator.code == "tax_revenue" else ()),
        )
        if bracketed_unit(name) is None
    )
    shown = indicator.name.zh
    title = shown if measure.name == "1" else f"{shown}({measure})"
    return Column(indicator.code, title, tuple(names), unit=measure.name)


def _unit(indicator: Indicator) -> Unit:
    measure = indicator.unit or unit("1")
    return UNITS[measure.dimension][0]


def read_roster(
    path: Path, scheme: Scheme, catalogue: Catalogue, limits: Limits = LIMITS
) -> Table[Firm]:
    """Read the roster of a scheme; what cannot be is refused before it is scored.

    An empty cell is unknown and leaves its firm out of the ranking; ``0`` is zero.
    A share stands as a fraction of 1, unless its title or cell says %.

    Raises:
        BadInputError: the file cannot be opened.
    """
    return _read(open_file(path, limits), scheme, catalogue, limits)


def read_roster_bytes(
    data: bytes,
    name: str,
    scheme: Scheme,
    catalogue: Catalogue,
    limits: Limits = LIMITS,
) -> Table[Firm]:
    """Read a roster that is in memory, such as an upload called *name*.

    Raises:
        BadInputError: it is no table.
    """
    return _read(open_bytes(data, name, limits), scheme, catalogue, limits)


def _read(
    opened: Opened, scheme: Scheme, catalogue: Catalogue, limits: Limits
) -> Table[Firm]:
    once = Once()
    bounds = {code: _bounds(scheme, catalogue[code]) for code in scheme.amounts}
    return read_table(
        opened,
        form_of(scheme, catalogue),
        lambda row: _firm(row, scheme, bounds, once),
        limits=limits,
        compare=lambda firms: _doubts(scheme, firms),
    )


def _doubts(scheme: Scheme, firms: Sequence[Firm]) -> Iterable[Fault]:
    yield from impossible(scheme, firms)
    yield from odd(scheme, firms)


def _bounds(scheme: Scheme, indicator: Indicator) -> Bounds:
    """Return what an amount may be; a share no more than the scheme lets it."""
    most = [
        item.measure.most
        for roll in scheme.rolls
        for item in roll.items
        if item.measure.per is None and item.measure.of == indicator.code
    ]
    measure = _unit(indicator)
    held = [m for m in most if m is not None]
    greatest = min(held) * measure.factor if held else None
    return Bounds(measure, indicator.non_negative, greatest)


def _firm(
    row: Row, scheme: Scheme, bounds: Mapping[str, Bounds], once: Once
) -> Firm | None:
    code = credit_code(row)
    veto = row.text("veto")
    found = Firm(
        code=code,
        name=row.text("name", required=True),
        amounts={code: _known(row, code, held) for code, held in bounds.items()},
        scale=_word(row, "scale", _SCALES),
        place=row.text("place"),
        industry=row.text("industry"),
        status=_word(row, "status", STATUS_WORDS) or Status.NORMAL,
        group=row.text("group"),
        vetoes=(veto,) if veto else (),
        adjustments=frozenset(
            a.id for a in scheme.adjustments if row.flag(a.id) is True
        ),
        where=row.where(),
    )
    if code:
        once.check(row, "credit_code", code)
    return found if row.is_sound() else None


def _known(row: Row, code: str, bounds: Bounds) -> Fraction | None:
    held = interval(row, code, row.amount(code), bounds)
    if held is None or not held.known or held.low is None:
        return None
    return from_smallest(held.low, bounds.into)


T = TypeVar("T", Scale, Status)


def _word(row: Row, code: str, words: Mapping[str, T]) -> T | None:
    plain = {plain_name(word): word for word in words}
    found = row.choice(code, plain)
    return None if found is None else words[found]
