"""What no form of ours would send: it is refused, and never breaks the page."""

import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models, transaction
from tests.factories.world import World
from tests.lib.asking import Asking
from tests.lib.doors import Row, rows
from tests.lib.tries import ABSENT, address, first_inside, nowhere, sent

from zhence_web.records.accounts.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.matrix]
ROWS = rows()
FORMS = [n for n, of in ROWS.items() if "POST" in of.who and not of.unset]
LISTS = [n for n, of in ROWS.items() if "GET" in of.who]
VERSIONED = [n for n, of in ROWS.items() if "{version}" in of.sends.values()]

HUGE = "9" * 5000
ODD = "%F0%9F%98%80"
PARTS = ("-1", "0", "9" * 30, HUGE, "%00", "..%2f..%2fetc", ODD, "%ff", "'")
DAYS = ("2026-13-45", "9999-12-31")
VALUES = ("\x00", HUGE, "9" * 20, "-1", "²", "'\"<", *DAYS, "😀" * 999)
ASKED = (
    *("page", "q", "on", "state", "form", "period", "of", "list", "policy", "actor"),
    *("action", "kind", "id", "since", "until", "office", "city", "known", "show"),
    *("day", "year", "group", "sort", "category", "at", "tab"),
)
CLAIMED = {
    "user": "1",
    "by": "1",
    "by_id": "1",
    "submitted_by": "1",
    "made_by": "1",
    "acting_for": "nobody",
    "holder": "1",
    "org_id": "1",
    "site_id": "1",
    "return_id": "1",
    "sealed_at": "2000-01-01",
    "recorded_at": "2000-01-01",
    "published_at": "2000-01-01",
    "is_staff": "on",
    "is_superuser": "on",
    "role": "provincial_office",
    "org": "1",
    "state": "province_accepted",
}
# What differs from one time to the next, however often the same is done.
FLEETING = (models.DateTimeField, models.AutoField)


def quiet(status: int) -> bool:
    return status < 500


@pytest.mark.parametrize("name", [n for n, of in ROWS.items() if of.names])
def test_no_part_of_an_address_breaks_the_page(ask: Asking, name: str):
    of, at = ROWS[name], ask.world
    for verb in of.who:
        role, seat, _ = first_inside(of, at, verb)
        there = nowhere(of, at)
        assert str(ABSENT) in there
        for part in PARTS:
            odd = there.replace(str(ABSENT), part)
            answer = ask((role, seat), verb, odd, of.sends if verb == "POST" else {})
            assert answer.status in {400, 404}, (verb, part[:20], answer.body[-300:])
            assert set(answer.deeds) <= {"accounts.denied"}


@pytest.mark.parametrize("name", LISTS)
def test_no_question_breaks_the_page(ask: Asking, name: str):
    of, at = ROWS[name], ask.world
    role, seat, place = first_inside(of, at, "GET")
    here = address(of, at, place)
    for value in VALUES:
        answer = ask((role, seat), "GET", here, dict.fromkeys(ASKED, value))
        assert quiet(answer.status), (value[:20], answer.body[-300:])


def fields(ask: Asking, of: Row, seat: tuple[Role, str], place: str) -> list[str]:
    """What the form of a page sends, and what the table says that it does."""
    page = ask(seat, "GET", address(of, ask.world, place)) if "GET" in of.who else None
    body = page.body.decode(errors="replace") if page else ""
    shown = re.findall(r'name="([^"]+)"', body)
    return sorted(
        {*shown, *of.sends} - {"csrfmiddlewaretoken", "viewport", "description"}
    )


@pytest.mark.parametrize("name", FORMS)
def test_nothing_that_is_posted_breaks_the_page(ask: Asking, name: str):
    of, at = ROWS[name], ask.world
    role, seat, place = first_inside(of, at, "POST")
    here, good = address(of, at, place), sent(of, at, role, seat, place)
    names = fields(ask, of, (role, seat), place)
    for value in VALUES:
        tries = [dict.fromkeys(names, value)]
        tries += [good | {field: value} for field in good]
        for sends in tries:
            answer = ask((role, seat), "POST", here, sends)
            assert quiet(answer.status), (value[:20], answer.body[-300:])


@pytest.mark.parametrize("name", VERSIONED)
def test_no_version_but_the_newest_is_taken(ask: Asking, name: str):
    at, of = ask.world, ROWS[name]
    role, seat, place = first_inside(of, at, "POST")
    good = sent(of, at, role, seat, place)
    newest = int(good["version"])
    for version in (newest - 1, newest + 1, newest + 1000, -newest, HUGE, ""):
        sends = good | {"version": str(version)}
        answer = ask((role, seat), "POST", address(of, at, place), sends)
        told = 412 if name.startswith("api:") else 409
        assert answer.status == told, str(version)[:20]
        assert answer.deeds == ()


def rows_of(model: type[models.Model]) -> Iterator[tuple[object, ...]]:
    kept = [
        f.attname
        for f in model._meta.concrete_fields  # noqa: SLF001  # Django's way to ask
        if not isinstance(f, FLEETING)
    ]
    yield from model._default_manager.order_by("pk").values_list(*kept)  # noqa: SLF001


def everything() -> dict[str, list[tuple[object, ...]]]:
    """All rows but those of the audit, which seals the moment."""
    tables = apps.get_app_config("records").get_models()
    return {
        t.__name__: list(rows_of(t))
        for t in tables
        if t.__name__ not in {"Entry", "Head", "User"}
    }


def after(ask: Asking, seat: tuple[Role, str], here: str, sends: dict[str, str]):
    """The tables as a request left them; taken back then."""
    with transaction.atomic():
        answer = ask.client(seat).post(here, sends)
        left = (answer.status_code, everything())
        transaction.set_rollback(True)
    return left


@pytest.mark.parametrize("name", [n for n in FORMS if ROWS[n].ends == 302])
def test_a_field_that_the_form_does_not_have_changes_nothing(ask: Asking, name: str):
    of, at = ROWS[name], ask.world
    role, seat, place = first_inside(of, at, "POST")
    here, good = address(of, at, place), sent(of, at, role, seat, place)
    plain = after(ask, (role, seat), here, good)
    claimed = after(ask, (role, seat), here, {**CLAIMED, **good})
    assert plain[0] == 302
    assert claimed == plain


def test_the_table_has_forms_that_change_something(ask: Asking):
    at: World = ask.world
    of = ROWS["review:verify"]
    role, seat, place = first_inside(of, at, "POST")
    here, good = address(of, at, place), sent(of, at, role, seat, place)
    before = everything()
    assert after(ask, (role, seat), here, good)[1] != before
    assert everything() == before
