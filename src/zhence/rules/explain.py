"""A judgement as plain sentences, Chinese and English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from zhence.evidence import Force, Interval, Text, Verdict
from zhence.rules.measures import Measure
from zhence.rules.rulebook import Category, Criterion, Rulebook
from zhence.rules.terms import Operator
from zhence.units import Unit, decimal_text, from_smallest, unit

_PERCENT = unit("%")
_DECIMALS = 4

NOT_APPLICABLE = Text("本条不适用于该对象。", "This does not apply here.")
APPLICATION_UNKNOWN = Text(
    "是否适用尚不确定，不作不利判定。",
    "Whether it applies is not known, so nothing adverse is concluded.",
)
EXEMPTED = Text(
    "原则性要求未达到，但有有效的豁免记录。",
    "An in-principle requirement is missed, but a valid exemption is on record.",
)
REPORTED_NOT_APPLICABLE = Text("填报为不适用。", "It was reported as not applicable.")
NO_LIMIT = Text(
    "文件没有给出限值，只显示数值，不作判定。",
    "The text gives no limit, so the figure is shown and not judged.",
)
ZERO_WHOLE = Text(
    "分母为零，比例无法计算。", "The denominator is zero: there is no share."
)
PART_ABOVE_WHOLE = Text(
    "分子大于分母，数据有误。", "The part exceeds the whole: the data are wrong."
)
NOTHING_RECORDED = Text("没有相关记录。", "Nothing of the kind is on record.")
RECORDED = Text("有相关记录。", "It is on record.")

VERDICT_NAMES: Mapping[Verdict, Text] = {
    Verdict.PASS: Text("达到", "met"),
    Verdict.APPROX: Text("基本达到（左右范围内）", "met approximately"),
    Verdict.PASS_EXEMPT: Text("豁免达到", "met by exemption"),
    Verdict.FAIL: Text("未达到", "not met"),
    Verdict.INSUFFICIENT_DATA: Text("数据不足，不能判定", "not enough data"),
    Verdict.NOT_COMPUTABLE: Text("无法计算", "not computable"),
    Verdict.NOT_APPLICABLE: Text("不适用", "not applicable"),
    Verdict.DATA_ERROR: Text("数据有误", "data error"),
}

_OPERATOR_NAMES = {
    Operator.AT_LEAST: Text("不低于", "at least"),
    Operator.MORE_THAN: Text("超过", "more than"),
    Operator.AT_MOST: Text("不超过", "at most"),
    Operator.LESS_THAN: Text("低于", "less than"),
    Operator.EXACTLY: Text("等于", "exactly"),
}


def can_be_exempted(criterion: Criterion) -> bool:
    """Say whether an exemption record could excuse a failure."""
    return criterion.force is Force.PRINCIPLE and not criterion.prohibition


def impossible(why: Text) -> Text:
    """Say why the reports cannot be true."""
    return Text(f"数据不可能成立：{why.zh}。", f"The data cannot be true: {why.en}.")


def compared(
    title: Text,
    value: Interval,
    operator: Operator,
    threshold: Interval,
    measure: Measure,
) -> Text:
    """Say what was compared with what."""
    told = amount_text(value, measure.unit, measure.levels)
    limit = amount_text(threshold, measure.unit, measure.levels)
    name = _OPERATOR_NAMES[operator]
    return Text(
        f"{title.zh}为{told.zh}，要求{name.zh}{limit.zh}。",
        f"{title.en} is {told.en}; required: {name.en} {limit.en}.",
    )


def shared(
    part: Text, whole: Text, value: Interval, operator: Operator, threshold: Interval
) -> Text:
    """Say which share was compared with what."""
    told = amount_text(value, _PERCENT)
    limit = amount_text(threshold, _PERCENT)
    name = _OPERATOR_NAMES[operator]
    return Text(
        f"{part.zh}占{whole.zh}的{told.zh}，要求{name.zh}{limit.zh}。",
        f"{part.en} is {told.en} of {whole.en}; required: {name.en} {limit.en}.",
    )


def tolerated(title: Text, widened: Interval, measure: Measure) -> Text:
    """Say how far the tolerance of an "about" clause reaches."""
    limit = amount_text(widened, measure.unit)
    return Text(
        f"“左右”按容差放宽到{limit.zh}（{title.zh}）。",
        f'"About" reaches as far as {limit.en} ({title.en}).',
    )


def listed(title: Text, done: int, of: int, need: int) -> Text:
    """Say how much of a checklist is done."""
    return Text(
        f"{title.zh}：{of} 项中已具备 {done} 项，要求 {need} 项。",
        f"{title.en}: {done} of {of} done, {need} required.",
    )


def amount_text(amount: Interval, into: Unit, levels: tuple[str, ...] = ()) -> Text:
    """Return an amount for people: rounded for display, unknown named as such.

    An unknown amount is never shown as zero.
    """
    if amount.low is None and amount.high is None:
        return Text("—（缺报）", "— (not reported)")
    low, high = _end(amount.low, into, levels), _end(amount.high, into, levels)
    suffix = "" if levels else _suffix(into)
    if amount.known:
        return Text(f"{low}{suffix}", f"{low}{suffix}")
    if high is None:
        if amount.low == 0:
            return Text("—（缺报）", "— (not reported)")
        return Text(f"至少{low}{suffix}", f"at least {low}{suffix}")
    if low is None:
        return Text(f"至多{high}{suffix}", f"at most {high}{suffix}")
    return Text(f"{low}–{high}{suffix}", f"{low}–{high}{suffix}")


def display_text(amount: Interval, into: Unit) -> str:
    """Return a figure as a table shows it: two decimals, half-up, zeros kept.

    The rounding is for the eye alone; 69.996 % shows as 70.00 % and is not 70 %.
    """
    if amount.low is None or amount.high is None:
        return amount_text(amount, into).zh
    ends = [_fixed(from_smallest(end, into)) for end in (amount.low, amount.high)]
    return "–".join(dict.fromkeys(ends)) + f" {into.name}"


def _fixed(value: Fraction) -> str:
    cents = int(abs(value) * 100 + Fraction(1, 2))
    sign = "-" if value < 0 and cents else ""
    return f"{sign}{cents // 100:,}.{cents % 100:02d}"


def interval_text(amount: Interval | None, unit_name: str | None) -> Text:
    """Return an amount that is already in its shown unit, for people.

    ``None`` (nothing is compared) gives empty text; unknown is named as such.
    """
    if amount is None:
        return Text("", "")
    into = unit(unit_name) if unit_name else unit("个")
    told = amount_text(
        Interval(
            None if amount.low is None else amount.low * into.factor,
            None if amount.high is None else amount.high * into.factor,
        ),
        into,
    )
    if unit_name:
        return told
    return Text(told.zh.removesuffix(" 个"), told.en.removesuffix(" 个"))


def _suffix(into: Unit) -> str:
    return "%" if into.name == "%" else "" if into.name == "1" else f" {into.name}"


def _end(value: Fraction | None, into: Unit, levels: tuple[str, ...]) -> str | None:
    if value is None:
        return None
    if levels:
        return levels[int(value)]
    return rounded_text(from_smallest(value, into))


def rounded_text(value: Fraction, decimals: int = _DECIMALS) -> str:
    """Return *value* half-up to some decimals, thousands grouped.

    >>> rounded_text(Fraction(69996, 100000), 2), rounded_text(Fraction(25000))
    ('0.7', '25,000')
    """
    scale = 10**decimals
    scaled = abs(value) * scale
    whole = int(scaled + Fraction(1, 2))
    text = decimal_text(Fraction(whole, scale))
    integer, dot, part = text.partition(".")
    sign = "-" if value < 0 and whole else ""
    return f"{sign}{int(integer):,}{dot}{part}"


def listing(names: Iterable[str]) -> str:
    """Join names the way a Chinese sentence lists them."""
    return "、".join(names)


def outside_vocabulary(name: str) -> Text:
    """Say that a category is not one of the policy's own."""
    return Text(
        f"“{name}”不在本办法的产业类别之内。",
        f'"{name}" is not in the category vocabulary of this policy.',
    )


def categories(rulebook: Rulebook, found: Iterable[str]) -> Text:
    """Say which categories the town has or may have."""
    titles = [rulebook.categories[name].title for name in found]
    return Text(
        f"产业类别：{listing(t.zh for t in titles)}。",
        f"Category: {', '.join(t.en for t in titles)}.",
    )


def industries(names: Iterable[str], category: Category) -> Text:
    """Say which lead industries were held against a category's definition."""
    told = listing(names)
    return Text(
        f"主导产业{told}对照“{category.title.zh}”的范围。",
        f'Lead industries {told} against the scope of "{category.title.en}".',
    )


def chosen(title: Text, words: Iterable[str], fits: bool) -> Text:  # noqa: FBT001
    """Say whether a recorded word is among those allowed."""
    told = listing(words)
    return Text(
        f"{title.zh}：{told}，{'在' if fits else '不在'}允许范围内。",
        f"{title.en}: {told}, {'one' if fits else 'none'} of those allowed.",
    )
