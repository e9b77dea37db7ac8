"""A past as it stood on an earlier day."""

from datetime import date

from tests.unit.zhence.lifecycle.lives import decision, event, past


def test_what_came_later_had_not_happened():
    history = past(
        events=[event("a", date(2020, 1, 1)), event("b", date(2020, 1, 3))],
        decisions=[decision("c", date(2020, 1, 2)), decision("d", date(2020, 1, 4))],
    )

    then = history.until(date(2020, 1, 2))

    assert then.on == date(2020, 1, 2)
    assert [e.type for e in then.events] == ["a"]
    assert [d.what for d in then.decisions] == ["c"]


def test_own_decisions_stand_in_the_order_of_time():
    late = decision("extend", date(2020, 5, 1))
    early = decision("extend", date(2020, 4, 1), list_="list")
    foreign = decision("extend", date(2020, 3, 1), list_="other")
    another = decision("name", date(2020, 2, 1))

    history = past(decisions=[late, foreign, another, early])

    assert history.own_decisions("extend") == [early, late]


def test_dates_of_the_membership_by_name():
    history = past(extension_end=date(2025, 6, 30))

    assert history.date_of("extension_end") == date(2025, 6, 30)
    assert history.date_of("listed_on") == date(2018, 3, 1)
    assert history.date_of("birthday") is None
