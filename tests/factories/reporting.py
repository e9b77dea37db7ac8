"""Returns of small sites, brought into any state by the real actions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from tests.factories.accounts import Tree, hand, tree
from tests.lib.returnforms import form as shipped

from zhence.reporting.forms import ReturnForm
from zhence.reporting.returns import Typed
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.roles import Role
from zhence_web.records.models import Extension, Return, Site
from zhence_web.records.reporting.actions import (
    accept_as_city,
    accept_as_province,
    open_return,
    save_cells,
    submit,
    verify,
)

MORNING = datetime(2026, 3, 1, 1, tzinfo=UTC)
PERIOD = "2025Q4"
UP = ("draft", "submitted", "verified", "city_accepted", "province_accepted")


@dataclass(frozen=True)
class Desk:
    """A tree with a town (or park), and one hand a level."""

    tree: Tree
    site: int
    reporter: Hand
    county: Hand
    city: Hand
    province: Hand


def minutes(number: int) -> datetime:
    """A moment of the morning."""
    return MORNING + timedelta(minutes=number)


def site(org: int, number: int, kind: str = "town", label: str = "synthetic") -> int:
    made = Site.objects.create(org_id=org, number=number, kind=kind, label=label)
    return int(made.pk)


def desk(kind: str = "town") -> Desk:
    grown = tree()
    return Desk(
        tree=grown,
        site=site(grown.site, 1, kind),
        reporter=hand(Role.REPORTER, grown.site, "filler"),
        county=hand(Role.COUNTY_VERIFIER, grown.county, "verifier"),
        city=hand(Role.CITY_OFFICE, grown.city, "city"),
        province=hand(Role.PROVINCIAL_OFFICE, grown.province, "province"),
    )


def full(form: ReturnForm, **texts: str) -> dict[str, Typed]:
    """Something sound in every required cell; *texts* replace or add some."""
    sound = {i.code: Typed("0") for i in form.items if i.required}
    if "staff" in sound:
        sound["staff"] = Typed("1")  # nobody at work and an output is asked about
    return sound | {code: Typed(text) for code, text in texts.items()}


def opened(
    at: Desk,
    code: str = "town-quarter",
    period: str = PERIOD,
    *,
    until: date | None = date(2099, 12, 31),
) -> int:
    """A return of the site; pages ask on the day of the test, so it stays open.

    *until* ``None``: it locks when its form says.
    """
    form = shipped(code)
    made = open_return(
        site_id=at.site,
        form=form,
        period=form.period_of(period),
        label="synthetic",
        by=at.city,
        at=minutes(0),
        due_on=date(2026, 1, 20),
    )
    assert made is not None
    if until is not None:
        Extension.objects.create(
            of_id=made,
            until=until,
            reason="测试期间",
            by_id=at.city.user,
            office_id=at.city.org,
            at=minutes(0),
        )
    return made


def version(of: int) -> int:
    return Return.objects.get(pk=of).version


def state(of: int) -> str:
    return Return.objects.get(pk=of).state


def fill(
    at: Desk, of: int, texts: Mapping[str, str] | None = None, *, minute: int = 1
) -> None:
    form = shipped(Return.objects.get(pk=of).form)
    save_cells(
        return_id=of,
        cells=full(form, **(texts or {})),
        version=version(of),
        by=at.reporter,
        at=minutes(minute),
    )


def lift(at: Desk, of: int, to: str, *, minute: int = 10) -> None:
    """Bring a filled return up to a state, one act a minute."""
    acts = {
        "submitted": (submit, at.reporter),
        "verified": (verify, at.county),
        "city_accepted": (accept_as_city, at.city),
        "province_accepted": (accept_as_province, at.province),
    }
    ladder = [s for s in UP if s in acts]
    begin = 0 if state(of) == "returned" else UP.index(state(of))
    for step in ladder[begin : ladder.index(to) + 1]:
        act, by = acts[step]
        act(return_id=of, version=version(of), by=by, at=minutes(minute))
        minute += 1


def town_return(at: Desk, to: str = "draft", **texts: str) -> int:
    """A quarterly return of the town, filled and brought up to a state."""
    made = opened(at)
    fill(at, made, texts)
    if to != "draft":
        lift(at, made, to)
    return made
