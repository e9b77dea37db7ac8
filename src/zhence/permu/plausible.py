"""What is caught before anybody is scored: values that cannot be, and odd ones.

One R&D share typed as 5 instead of 0.05 gives 1,655 points for one item and puts its
firm above everybody; a scheme without ceilings has no other defence than this.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from zhence.errors import Fault
from zhence.intake.plausible import FACTOR, doubt_about, outliers
from zhence.permu.firm import Firm
from zhence.permu.scheme import Measure, Scheme
from zhence.units import decimal_text

# With fewer firms, what is usual says nothing.
_FEWEST = 5


def impossible(scheme: Scheme, firms: Sequence[Firm]) -> Iterator[Fault]:
    """Yield every value beyond what its measure can be: an error each.

    Zero over zero, unknown parts and a denominator of zero are no values.
    """
    for measure in scheme.measures:
        for firm in firms:
            value = value_of(measure, firm)
            if value is None:
                continue
            low = measure.least is not None and value < measure.least
            high = measure.most is not None and value > measure.most
            if low or high:
                yield _out_of_range(measure, firm, value)


def _out_of_range(measure: Measure, firm: Firm, value: Fraction) -> Fault:
    shown = f"{float(value):.6g}"
    ends = [
        "—" if end is None else decimal_text(end)
        for end in (measure.least, measure.most)
    ]
    title = measure.title
    return Fault(
        "permu_out_of_range",
        f"{firm.name}：{title.zh}为 {shown}，超出可能范围 {ends[0]} 至 {ends[1]}",
        f"{firm.name}: {title.en} is {shown}, outside {ends[0]} to {ends[1]}",
        firm.where,
        "核对单位：比例按小数填报，5% 填 0.05"
        " / check the unit: a share is a fraction of 1, 5 % is 0.05",
    )


def odd(scheme: Scheme, firms: Sequence[Firm]) -> Iterator[Fault]:
    """Yield a question about every quotient far from that of the other firms."""
    for measure in scheme.measures:
        if measure.per is None:
            continue
        known = [
            (value, firm)
            for firm in firms
            if (value := value_of(measure, firm)) is not None and value > 0
        ]
        if len(known) < _FEWEST:
            continue
        for at, usual in outliers([value for value, _ in known], FACTOR).items():
            value, firm = known[at]
            yield doubt_about(value, usual, measure.unit, firm.where)


def value_of(measure: Measure, firm: Firm) -> Fraction | None:
    """Return what a firm reports of a measure, in its unit; ``None`` for no value."""
    above = firm.amounts.get(measure.of)
    below = Fraction(1) if measure.per is None else firm.amounts.get(measure.per)
    if above is None or not below:
        return None
    return above / below * measure.factor
