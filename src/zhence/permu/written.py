"""Results as rows of text: one row a firm for a table, lines for a firm's sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from zhence.evidence import Text
from zhence.permu.firm import Firm
from zhence.permu.run import Outcome
from zhence.permu.scheme import Scheme
from zhence.permu.sheet import STANDING_NAMES, Part, Sheet, sheet
from zhence.units import decimal_text

_HEAD: tuple[tuple[str, str], ...] = (
    ("credit_code", "统一社会信用代码"),
    ("name", "企业名称"),
    ("list", "名单"),
    ("place", "所属地区"),
    ("industry", "行业"),
    ("status", "企业类别"),
    ("standing", "评价状态"),
    ("score", "得分"),
    ("rank", "名次"),
    ("of", "参评家数"),
    ("band", "按名次等级"),
    ("final", "最终等级"),
    ("missing", "缺少数据"),
    ("adjusted", "加减分"),
    ("reasons", "说明"),
)
_DIGITS = 6


def head(scheme: Scheme, *, chinese: bool) -> list[str]:
    """Return the header of the table: codes, or titles in Chinese."""
    found = [zh if chinese else code for code, zh in _HEAD]
    for code, title in _items(scheme).items():
        name = title.zh if chinese else code
        parts = ("基准值", "得分") if chinese else ("benchmark", "points")
        found += [name, *(f"{name}.{part}" for part in parts)]
    return found


def _items(scheme: Scheme) -> dict[str, Text]:
    return {
        item.measure.code: item.measure.title
        for roll in scheme.rolls
        for item in roll.items
    }


def rows(outcome: Outcome, firms: Sequence[Firm]) -> Iterator[list[str]]:
    """Yield one row a firm, in the order of the roster; unknown is empty."""
    codes = tuple(_items(outcome.scheme))
    for row, firm in enumerate(firms):
        told = sheet(outcome, firms, row)
        parts = {part.item.measure.code: part for part in told.parts}
        place = int(outcome.scores.roll[row])
        line = [
            firm.code,
            firm.name,
            outcome.scheme.rolls[place].id if place >= 0 else "",
            firm.place,
            firm.industry,
            firm.status.value,
            told.standing.name.lower(),
            _number(told.score),
            _number(told.rank),
            _number(told.of),
            told.band or "",
            told.final or "",
            " ".join(told.missing),
            _number(told.adjusted) if told.adjusted else "",
            "；".join(reason.zh for reason in told.reasons),
        ]
        for code in codes:
            part = parts.get(code)
            line += ["", "", ""] if part is None else _cells(part)
        yield line


def _cells(part: Part) -> list[str]:
    ends = "…".join(rounded_text(end, _DIGITS) for end in part.benchmark)
    value, points = (
        "" if x is None else rounded_text(x, _DIGITS) for x in (part.value, part.points)
    )
    return [value, ends, points]


def _number(value: Fraction | int | None) -> str:
    return "" if value is None else decimal_text(Fraction(value))


def rounded_text(value: Fraction, digits: int) -> str:
    """Return a number to so many places, half-up, without idle zeros.

    >>> rounded_text(Fraction(30) * 30 / Fraction("24.097"), 3)
    '37.349'
    """
    one = 10**digits
    return decimal_text(Fraction((value * one + Fraction(1, 2)) // 1, one))


def lines(told: Sheet, scheme: Scheme, lang: str) -> Iterator[str]:
    """Yield the lines of a firm's sheet in one language (``zh`` or ``en``)."""
    zh = lang == "zh"

    def say(text: Text) -> str:
        return text.zh if zh else text.en

    yield f"{told.firm.name}  {told.firm.code}"
    label = scheme.label.value
    yield f"{say(scheme.title)}  [{label}]  {say(told.roll) if told.roll else '—'}"
    yield say(STANDING_NAMES[told.standing])
    for part in told.parts:
        yield _line(part, zh=zh)
    if told.adjusted:
        yield f"{'加减分' if zh else 'adjustments'}: {decimal_text(told.adjusted)}"
    if told.score is not None:
        yield f"{'总分' if zh else 'score'}: {decimal_text(told.score)}"
    if told.rank is not None:
        yield (
            f"第 {told.rank} 名，共 {told.of} 家；按名次 {told.band}，最终 {told.final}"
            if zh
            else f"rank {told.rank} of {told.of}; band {told.band}, final {told.final}"
        )
    if told.missing:
        yield f"{'缺少' if zh else 'missing'}: {', '.join(told.missing)}"
    for reason in told.reasons:
        yield say(reason)


def _line(part: Part, *, zh: bool) -> str:
    measure = part.item.measure
    title = measure.title.zh if zh else measure.title.en
    value = "—（缺报）" if zh else "— (not reported)"
    if part.value is not None:
        shown = rounded_text(part.value, _DIGITS)
        value = shown if measure.unit.name == "1" else f"{shown} {measure.unit}"
    ends = " … ".join(rounded_text(end, _DIGITS) for end in part.benchmark) or "—"
    points = "—" if part.points is None else rounded_text(part.points, 3)
    form = part.formula.zh if zh else part.formula.en
    words = ("值", "基准", "得分") if zh else ("value", "benchmark", "points")
    told = f"  {title}: {words[0]} {value}, {words[1]} {ends}, {words[2]} {points}"
    if part.remark is not None:
        told += f"（{part.remark.zh}）" if zh else f" ({part.remark.en})"
    if part.swamps:
        told += "  [超过权数1.5倍]" if zh else "  [above 1.5 × its weight]"
    return f"{told}\n    {form}"
