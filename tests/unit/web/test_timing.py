"""How near a day is is told in words, by working days as they were decreed."""

from datetime import date

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from zhence_web.packbook.timing import Near, timing

TUESDAY = date(2026, 1, 20)


@pytest.mark.parametrize(
    ("on", "near", "days", "zh", "en"),
    [
        (date(2026, 1, 9), Near.FAR, 7, "", ""),
        (date(2026, 1, 13), Near.SOON, 5, "还有 5 个工作日", "5 working days left"),
        (date(2026, 1, 17), Near.SOON, 2, "还有 2 个工作日", "2 working days left"),
        (TUESDAY, Near.TODAY, 0, "今天到期", "due today"),
        (date(2026, 1, 26), Near.LATE, 4, "逾期 4 个", "4 working days overdue"),
    ],
)
def test_a_day_is_far_soon_today_or_past(
    on: date, near: Near, days: int, zh: str, en: str
):
    found = timing(TUESDAY, on)
    assert (found.near, found.days) == (near, days)
    for language, words in (("zh-hans", zh), ("en", en)):
        with translation.override(language):
            told = render_to_string("components/timing.html", {"timing": found})
        assert words in told
        assert bool(told.strip()) == bool(words)


def test_a_day_that_passed_on_a_weekend_is_past_by_no_working_day():
    found = timing(date(2026, 1, 23), date(2026, 1, 24))
    assert (found.near, found.days) == (Near.LATE, 0)
    told = render_to_string("components/timing.html", {"timing": found})
    assert "逾期" in told
    assert "工作日" not in told
