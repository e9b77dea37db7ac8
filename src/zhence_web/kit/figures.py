"""Numbers as people read them: exact, grouped, and never zero for unknown."""

from __future__ import annotations

from fractions import Fraction

from zhence.evidence import Interval, Text
from zhence.rules.explain import rounded_text
from zhence.units import decimal_text

NOT_REPORTED = Text("—（缺报）", "— (not reported)")


def number_text(value: Fraction | int | None) -> Text:
    """Return a number, thousands grouped; ``None`` is said to be unreported.

    >>> number_text(25000).zh, number_text(None).zh
    ('25,000', '—（缺报）')
    """
    if value is None:
        return NOT_REPORTED
    text = rounded_text(Fraction(value))
    return Text(text, text)


def exact_text(value: Fraction) -> str:
    """Return a number with all its decimals, thousands grouped.

    What people typed is shown as they typed it, never rounded; a number without an
    end to its decimals (1 m² in 亩) is rounded all the same.

    >>> exact_text(Fraction("-1234.5678")), exact_text(Fraction(1, 3))
    ('−1,234.5678', '0.3333')
    """
    text = decimal_text(abs(value))
    sign = "−" if value < 0 else ""
    if "/" in text:
        return sign + rounded_text(abs(value))
    whole, point, part = text.partition(".")
    return f"{sign}{int(whole):,}{point}{part}"


def interval_text(amount: Interval | None) -> Text:
    """Return an amount in whatever unit it is given in.

    Nothing known, and "at least zero", which says as little, are unreported.

    >>> interval_text(Interval(Fraction(90), None)).en
    'at least 90'
    """
    if amount is None:
        return Text("—", "—")
    low, high = amount.low, amount.high
    if high is None and (low is None or low == 0):
        return NOT_REPORTED
    if amount.known:
        return number_text(low)
    if high is None:
        least = number_text(low)
        return Text(f"至少 {least.zh}", f"at least {least.en}")
    most = number_text(high)
    if low is None:
        return Text(f"至多 {most.zh}", f"at most {most.en}")
    least = number_text(low)
    return Text(f"{least.zh}–{most.zh}", f"{least.en}–{most.en}")


def signed_text(amount: Interval | None) -> Text:
    """Return a gap with its sign; a shortfall carries a true minus.

    >>> signed_text(Interval.point(Fraction(-7, 2))).zh
    '−3.5'
    """
    if amount is None or not amount.known or amount.low is None:
        return Text("—", "—")
    sign = "+" if amount.low > 0 else "−" if amount.low < 0 else ""
    text = sign + rounded_text(abs(amount.low))
    return Text(text, text)
