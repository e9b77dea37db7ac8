"""Hidden truths and the reports that were made of them.

A world holds what really happened, month by month; the reports tell sums over
some spans of it.
Whatever the library concludes from the reports must hold in the world, and in
every other world of which the same reports could have been made.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from hypothesis import strategies as st

from zhence.evidence import Interval, Source
from zhence.facts import Observation
from zhence.periods import Span

FIRST_YEAR, YEARS = 2018, 2
MONTHS = 12 * YEARS
SMALL = 9  # amounts are few smallest units, so that ties and zeros are common


def day_of(month: int) -> date:
    """The first day of the month, counted from January of the first year."""
    return date(FIRST_YEAR + month // 12, month % 12 + 1, 1)


def span_of(first: int, after: int) -> Span:
    return Span(day_of(first), day_of(after))


def months_of(span: Span) -> range:
    """The months of a span that begins and ends with a month."""
    first, after = (
        (d.year - FIRST_YEAR) * 12 + d.month - 1 for d in (span.start, span.end)
    )
    return range(first, after)


Series = tuple[int, ...]


def total(series: Series, span: Span) -> Fraction:
    """The true amount over the span."""
    return Fraction(sum(series[m] for m in months_of(span)))


# Spans that statistics know: months, quarters, halves, years, and from any month
# to a later one, as cumulative reports since a listing are.
_REGULAR = [
    span_of(first, first + length)
    for length in (12, 6, 3)
    for first in range(0, MONTHS, length)
]
_MONTHS = [span_of(first, first + 1) for first in range(MONTHS)]
regular_spans = st.sampled_from(_REGULAR) | st.sampled_from(_MONTHS)
any_spans = st.tuples(st.integers(0, MONTHS - 1), st.integers(1, MONTHS)).map(
    lambda ends: span_of(min(ends[0], ends[1] - 1), max(ends[0] + 1, ends[1]))
)
spans = regular_spans | any_spans
# Year, halves and quarters of one year: they nest and tile, so that several
# readings of one amount meet.
nested_spans = st.sampled_from([s for s in _REGULAR if s.start.year == FIRST_YEAR])

series = st.lists(st.integers(0, SMALL), min_size=MONTHS, max_size=MONTHS).map(tuple)


def part_of(whole: Series) -> st.SearchStrategy[Series]:
    """A series that is nowhere larger than *whole*."""
    return st.tuples(*(st.integers(0, most) for most in whole))


def report(
    indicator: str, truth: Series, span: Span, *, below: int = 0, above: int = 0
) -> Observation:
    """What was reported for the span; *below* and *above* blur it."""
    amount = total(truth, span)
    blurred = Interval(max(amount - below, Fraction(0)), amount + above)
    return Observation("T", indicator, span, blurred, source=Source("report"))


@dataclass(frozen=True, slots=True)
class Told:
    """The reports on one series: over which spans, and how blurred."""

    indicator: str
    held: tuple[tuple[Span, int, int], ...]

    def of(self, truth: Series) -> tuple[Observation, ...]:
        return tuple(
            report(self.indicator, truth, span, below=low, above=high)
            for span, low, high in self.held
        )


@st.composite
def tellings(
    draw,
    indicator: str,
    most: int = 5,
    over: st.SearchStrategy[Span] = spans,
    least: int = 0,
) -> Told:
    """Reports over up to *most* spans; most of them exact."""
    held = draw(st.lists(over, min_size=least, max_size=most, unique=True))
    blur = st.sampled_from([0, 0, 0, 1, 3])
    return Told(indicator, tuple((span, draw(blur), draw(blur)) for span in held))


@st.composite
def other_worlds(
    draw, whole: Series, part: Series, told: Sequence[Told]
) -> tuple[Series, Series]:
    """Another truth of which the very same reports could have been made.

    Amounts move between months that no report tells apart, and months that no
    report covers hold anything.
    """
    covered: dict[frozenset[tuple[int, int]], list[int]] = {}
    for month in range(MONTHS):
        seen = frozenset(
            (i, j)
            for i, telling in enumerate(told)
            for j, (span, _, _) in enumerate(telling.held)
            if month in months_of(span)
        )
        covered.setdefault(seen, []).append(month)
    new_whole, new_part = list(whole), list(part)
    for seen, months in covered.items():
        if not seen:
            for month in months:
                new_whole[month] = draw(st.integers(0, 3 * SMALL))
                new_part[month] = draw(st.integers(0, new_whole[month]))
            continue
        for source, target in pairwise(months):
            if draw(st.booleans()):
                new_part[target] += new_part[source]
                new_whole[target] += new_whole[source]
                new_part[source] = new_whole[source] = 0
    return tuple(new_whole), tuple(new_part)
