"""One of everything in every place, and a person in every role of every tier.

The tree of :mod:`tests.factories.accounts`; whoever asks stands in its first branch
(province, city, county, site), what is asked for lies anywhere in it. How two places
stand to each other is written down here once more, apart from the site's own reading
of its tables.
"""

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache

from django.contrib.auth.hashers import make_password
from tests.factories.accounts import Tree, hand, tree
from tests.factories.assessment import asked, figures
from tests.factories.audit import deed
from tests.factories.grades import graded
from tests.factories.intake import sent
from tests.factories.lifecycle import NOON, TODAY, Town, membership
from tests.factories.rankings import told
from tests.factories.registry import LISTED, cited
from tests.factories.reporting import Desk, fill, lift, opened, site
from tests.factories.rewards import settled
from tests.lib.rosters import credit_code, firm, roster

from zhence.evidence import Label
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.roles import SEATS, Role, Tier
from zhence_web.records.assessment.actions import ask_run, carry_out
from zhence_web.records.drafts.actions import (
    Reform,
    ask_trial,
    open_edition,
    save_draft,
)
from zhence_web.records.drafts.actions import carry_out as carry_trial_out
from zhence_web.records.intake.actions import send_roster
from zhence_web.records.lifecycle.actions import Suspicion, open_case
from zhence_web.records.models import (
    Application,
    Decision,
    Enterprise,
    FirmGrade,
    FirmSeat,
    Hook,
    IndexRun,
    Membership,
    Observation,
    Result,
    Review,
    Site,
    StarRun,
    Task,
    User,
)
from zhence_web.records.rankings.indexing import (
    AskedIndex,
    ask_index,
    carry_out_index,
)
from zhence_web.records.rankings.racing import publish_race
from zhence_web.records.registry.actions import (
    Paper,
    ProjectFile,
    Tenant,
    Upload,
    file_document,
    record_project,
    settle,
)

ABOVE: Mapping[str, str | None] = {
    "province": None,
    "city": "province",
    "county": "city",
    "site": "county",
    "other_site": "county",
    "other_county": "city",
    "far_site": "other_county",
    "other_city": "province",
    "other_city_county": "other_city",
    "other_city_site": "other_city_county",
}
"""Under which place each place stands; the names are those of the tree."""

RELATIONS = ("own", "below", "above", "sibling", "elsewhere", "other_city")
SITES = ("site", "other_site", "far_site", "other_city_site")
SEATED: Mapping[str, Tier] = {
    "city": Tier.CITY,
    "county": Tier.COUNTY,
    "site": Tier.SITE,
    "province": Tier.PROVINCE,
}
"""Where those who ask have their seats; a role is tried in this order."""

PHRASE = "three-grey-herons"
_RETURNS = {
    "draft": "2025Q1",
    "submitted": "2025Q2",
    "verified": "2025Q3",
    "city_accepted": "2025Q4",
}


def upward(place: str) -> Iterator[str]:
    """A place and those above it, the lowest first."""
    at: str | None = place
    while at is not None:
        yield at
        at = ABOVE[at]


def relation(own: str, other: str) -> str:
    """How *other* stands, seen from *own*; the first of the words that fits."""
    if own == other:
        return "own"
    if own in upward(other):
        return "below"
    if other in upward(own):
        return "above"
    if ABOVE[own] == ABOVE[other]:
        return "sibling"
    return "other_city" if city(own) != city(other) else "elsewhere"


def city(place: str) -> str:
    return [*upward(place)][-2:][0]


@dataclass(frozen=True)
class World:
    """What there is: organisations, hands, and the objects of each kind by place.

    An object is the value that names it in an address. *names* are the words by which
    bytes can be searched for a place.
    """

    orgs: Mapping[str, int]
    names: Mapping[str, str]
    hands: Mapping[tuple[Role, str], Hand]
    objects: dict[str, dict[str, int | str]] = field(default_factory=dict)

    def seats(self, role: Role) -> list[str]:
        return [place for place in SEATED if (role, place) in self.hands]

    def pairs(self, role: Role, kinds: list[str]) -> dict[str, tuple[str, str]]:
        """A seat and a place for each relation there can be with such objects."""
        held = [set(self.objects[kind]) for kind in kinds]
        places = [p for p in ABOVE if all(p in h for h in held)]
        found: dict[str, tuple[str, str]] = {}
        for seat in self.seats(role):
            for place in places:
                found.setdefault(relation(seat, place), (seat, place))
        return found

    def unseen(self, seat: str) -> list[str]:
        """The names of the places that nobody sitting there may read of."""
        hidden = {"sibling", "elsewhere", "other_city"}
        return [self.names[p] for p in ABOVE if relation(seat, p) in hidden]


def world() -> World:
    """Build it all; every name in it is made up except the province's."""
    grown = tree()
    orgs = {place: int(getattr(grown, place)) for place in ABOVE}
    names = _names(orgs)
    made = World(orgs, names, dict(_hands(orgs, names)))
    made.objects["org"] = dict(orgs)
    made.objects["entry"] = dict(_entries(grown))
    numbers = {place: n for n, place in enumerate(SITES, 9001)}
    made.objects["site"] = dict(numbers)
    for place in SITES:
        key = site(orgs[place], numbers[place])
        at = _desk(made, grown, place, key)
        _returns(made, at, place)
        _registry(made, at, place)
        _listed(made, at, place, numbers[place])
    _assessed(made)
    _tasks(made)
    _reforms(made)
    _indices(made)
    _grades(made)
    _rewards(made)
    for place in ABOVE:
        _keep(made, "person", place, _here(made, Role.LEADER, place).user)
    return made


def _names(orgs: Mapping[str, int]) -> dict[str, str]:
    from zhence_web.records.models import OrgName

    called = dict(OrgName.objects.values_list("org_id", "zh"))
    return {place: called[pk] for place, pk in orgs.items()}


def _hands(
    orgs: Mapping[str, int], names: Mapping[str, str]
) -> Iterator[tuple[tuple[Role, str], Hand]]:
    for place, tier in SEATED.items():
        for role in Role:
            if tier in SEATS.get(role, Tier):
                yield (role, place), _named(role, orgs[place], names[place])


def _named(role: Role, org: int, place: str) -> Hand:
    made = hand(role, org)
    User.objects.filter(pk=made.user).update(
        display_name=f"{place}的{role.label}", password=_password()
    )
    return made


@cache
def _password() -> str:
    """The hash of one password for everybody: it takes its time to make."""
    return make_password(PHRASE)


def _entries(grown: Tree) -> Iterator[tuple[str, int]]:
    from zhence_web.records.models import Org

    for place in ABOVE:
        code = Org.objects.get(pk=getattr(grown, place)).code
        yield place, deed("matrix.mark", actor=f"somebody of {code}", office=code)


def _desk(made: World, grown: Tree, place: str, key: int) -> Desk:
    county, city_, province = [*upward(place)][1:]
    return Desk(
        tree=grown,
        site=key,
        reporter=_here(made, Role.REPORTER, place),
        county=_here(made, Role.COUNTY_VERIFIER, county),
        city=_here(made, Role.CITY_OFFICE, city_),
        province=_here(made, Role.PROVINCIAL_OFFICE, province),
    )


def _returns(made: World, at: Desk, place: str) -> None:
    for state, period in _RETURNS.items():
        one = opened(at, period=period)
        fill(at, one)
        if state != "draft":
            lift(at, one, state)
        _keep(made, f"{state}_return", place, one)


def _registry(made: World, at: Desk, place: str) -> None:
    """A project, a firm and a document of the site, each named after its place."""
    name = made.names[place]
    code = f"P-{at.site}"
    file = ProjectFile(f"{name}的项目", "industrial", 10**10, 10**10)
    label = Label.SYNTHETIC
    record_project(
        site=at.site, code=code, file=file, label=label, by=at.reporter, at=NOON
    )
    _keep(made, "project", place, code)
    paper = Paper(at.site, f"{name}的批复", label)
    upload = Upload("批复.pdf", f"%PDF-1.7 {name}".encode())
    held = file_document(paper=paper, by=at.reporter, at=NOON, upload=upload)
    _keep(made, "document", place, held)
    wrong = roster([firm(9_000 + at.site, name=f"{name}的企业", staff=1.5)])
    handed_in = send_roster(
        site=at.site, kind="firms", sent=sent(wrong), by=at.reporter, at=NOON, year=2025
    )
    _keep(made, "upload", place, handed_in)
    settle(
        site=at.site,
        tenant=Tenant(credit_code(at.site), f"{name}的企业", label, since=LISTED),
        by=at.reporter,
        at=NOON,
    )


def _listed(made: World, at: Desk, place: str, number: int) -> None:
    """A membership with a failed year, a decision, a case and a review."""
    row = membership(made.orgs[place], number)
    _keep(made, "membership", place, row.pk)
    figures(Town(row.pk, at.site, at.tree, at.city, at.province), Fraction(899, 100))
    decision = Decision.objects.create(
        membership=row,
        what="downgrade",
        body="municipal_government",
        document_id=cited(),
        on=TODAY,
        grounds=f"{made.names[place]}的理由",
        recorded_by_id=at.city.user,
        recorded_at=NOON,
    )
    _keep(made, "decision", place, decision.pk)
    review = Review.objects.create(
        site_id=at.site,
        observation=Observation.objects.filter(site=at.site).latest("pk"),
        opened_at=NOON,
    )
    _keep(made, "review", place, review.pk)
    suspicion = Suspicion("fraud", TODAY, f"{made.names[place]}的疑点（模拟）")
    for state in ("submitted", "verified"):
        _keep(made, f"{state}_application", place, _applied(at, state))
    case = open_case(membership=row.pk, suspicion=suspicion, by=at.city, at=NOON)
    _keep(made, "case", place, case)


def _applied(at: Desk, state: str) -> int:
    """An application in a state; two are never open for one list."""
    made = Application.objects.create(
        site_id=at.site,
        policy="NT2017",
        list_name="municipal" if state == "submitted" else "reserve",
        state=state,
        answers={"submitter": "county"},
        figures={},
        document_id=cited(),
        sent_at=NOON,
    )
    return int(made.pk)


def _assessed(made: World) -> None:
    """A run of each office over its branch; results are those of the last."""
    offices = {
        "city": Role.CITY_OFFICE,
        "other_city": Role.CITY_OFFICE,
        "province": Role.PROVINCIAL_OFFICE,
    }
    for place, role in offices.items():
        by = _here(made, role, place)
        run = ask_run(asked=asked(), by=by, at=NOON)
        carry_out(run=run, clock=lambda: NOON)
        _keep(made, "run", place, run)
    members = {pk: place for place, pk in made.objects["membership"].items()}
    for result in Result.objects.order_by("pk"):
        _keep(made, "result", members[result.membership_id], result.pk)


def _tasks(made: World) -> None:
    """A task of each site about a figure nobody has, and a receiver a place."""
    for place in SITES:
        org = made.orgs[place]
        task = Task.objects.create(
            rule="A202",
            subject=f"world-{org}",
            about_id=org,
            office_id=org,
            role=Role.REPORTER,
            level="site",
            zh=f"{made.names[place]}缺数",
            en=f"{made.names[place]} lacks figures",
            kind="result",
            ref="1",
            raised_at=NOON,
            seen_at=NOON,
            due_on=TODAY,
        )
        _keep(made, "task", place, task.pk)
    for place, org in made.orgs.items():
        by = _here(made, Role.OPERATOR, place)
        hook = Hook.objects.create(
            org_id=org,
            url=f"https://{org}.example.org/",
            topics=["task"],
            salt="s",
            made_by_id=by.user,
            made_at=NOON,
        )
        _keep(made, "hook", place, hook.pk)


def _reforms(made: World) -> None:
    """A reform that each office has tried, and the draft saved of it."""
    offices = {
        "city": Role.CITY_OFFICE,
        "other_city": Role.CITY_OFFICE,
        "province": Role.PROVINCIAL_OFFICE,
    }
    for place, role in offices.items():
        by = _here(made, role, place)
        reform = Reform("NT2017", {"NT2017-2.4e.threshold": "75%"}, 2025, 2025)
        trial = ask_trial(asked=reform, by=by, at=NOON)
        carry_trial_out(trial=trial, clock=lambda: NOON)
        draft = save_draft(trial=trial, title="草案", reason="试算", by=by, at=NOON)
        _keep(made, "trial", place, trial)
        _keep(made, "draft", place, draft)
        writer = _here(made, Role.POLICY_OFFICER, place)
        edition = open_edition(policy="NT2017", title="草案", by=writer, at=NOON)
        _keep(made, "edition", place, edition)


def _indices(made: World) -> None:
    """An index that each office has run over the towns below it."""
    offices = {
        "city": Role.CITY_OFFICE,
        "other_city": Role.CITY_OFFICE,
        "province": Role.PROVINCIAL_OFFICE,
    }
    for pk in made.objects["membership"].values():
        told(Membership.objects.get(pk=pk).site_id, "tax_per_mu", 2025, 0.5)
    for place, role in offices.items():
        asked_index = AskedIndex("vitality", "NT2017", "municipal", 2025, 2025)
        run = ask_index(asked=asked_index, by=_here(made, role, place), at=NOON)
        carry_out_index(run=run, clock=lambda: NOON)
        _keep(made, "index_run", place, run)


def _grades(made: World) -> None:
    """Firms graded by the office of their city; some account speaks for the first."""
    for place in ("city", "other_city"):
        by = _here(made, Role.CITY_OFFICE, place)
        sites = [p for p in SITES if place in upward(p)]
        firms = {p: int(made.objects["site"][p]) for p in sites}
        keys = {p: Site.objects.get(number=n).pk for p, n in firms.items()}
        codes = {p: credit_code(key) for p, key in keys.items()}
        told = [(codes[p], f"{made.names[p]}的企业", made.names[p]) for p in sites]
        run = graded(told, by)
        _keep(made, "grade_run", place, run)
        for p in sites:
            row = FirmGrade.objects.get(run=run, credit_code=codes[p])
            _keep(made, "firm_grade", p, row.pk)
    firm = made.hands[Role.ENTERPRISE, "site"]
    FirmSeat.objects.create(
        appointment_id=firm.appointment,
        enterprise=Enterprise.objects.get(
            grades=int(made.objects["firm_grade"]["site"])
        ),
        given_by_id=firm.user,
        given_at=NOON,
    )


def _rewards(made: World) -> None:
    """A race that each office has published, and stars it has confirmed."""
    offices = {
        "city": Role.CITY_OFFICE,
        "other_city": Role.CITY_OFFICE,
        "province": Role.PROVINCIAL_OFFICE,
    }
    for place, role in offices.items():
        by = _here(made, role, place)
        race = settled(by)
        publish_race(run=race, by=by, at=NOON)
        _keep(made, "race_run", place, race)
        index = IndexRun.objects.get(pk=made.objects["index_run"][place])
        run = StarRun.objects.create(
            org_id=by.org,
            method="town-stars",
            method_hash="0" * 64,
            title_zh="星级",
            title_en="stars",
            label="synthetic",
            content=zlib.compress(b"subject,score,stars\n"),
            sha256="0" * 64,
            asked_by_id=by.user,
            asked_at=NOON,
            index_run=index,
            year=2025,
            document="测〔2026〕1号",
            published_at=NOON,
            published_by_id=by.user,
        )
        _keep(made, "star_run", place, run.pk)


def _keep(made: World, kind: str, place: str, value: int | str) -> None:
    made.objects.setdefault(kind, {})[place] = value


def _here(made: World, role: Role, place: str) -> Hand:
    held = made.hands.get((role, place))
    if held is not None:
        return held
    org = made.orgs[place]
    existing = User.objects.filter(username=f"{role.value}-{org}").first()
    if existing is not None:
        from tests.factories.accounts import TODAY

        from zhence_web.records.accounts.reads import hands_of

        return hands_of(existing.pk, TODAY)[0]
    return _named(role, org, made.names[place])
