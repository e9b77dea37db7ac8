"""Firms graded per mu by an office, and made known to them."""

from collections.abc import Sequence
from datetime import date

from tests.factories.lifecycle import NOON

from zhence_web.records.accounts.hand import Hand
from zhence_web.records.rankings.grading import AskedGrades, grade_firms, publish_grades

SCHEME = "huangyan-2022"
UNTIL = date(2039, 12, 31)
HEAD = (
    "统一社会信用代码,企业名称,规模,所属地区,land_in_use(亩),tax_revenue(万元),"
    "value_added(万元),energy_use(tce),emission(t),staff(人),rd_intensity,"
    "electricity_use(千瓦时)"
)


def roster(firms: Sequence[tuple[str, str, str]], *, land: str = "10") -> bytes:
    """A file of firms (code, name, place), each with more tax than the next."""
    rows = [
        f"{code},{name},规下,{place},{land},{300 - n},,,,,,1000000"
        for n, (code, name, place) in enumerate(firms)
    ]
    return "\n".join((HEAD, *rows, "")).encode()


def asked(data: bytes, scheme: str = SCHEME, year: int = 2025) -> AskedGrades:
    return AskedGrades(scheme, year, "roster.csv", data)


def graded(firms: Sequence[tuple[str, str, str]], by: Hand) -> int:
    """Return a published run."""
    run = grade_firms(asked=asked(roster(firms)), by=by, at=NOON)
    publish_grades(run=run, until=UNTIL, by=by, at=NOON)
    return run
