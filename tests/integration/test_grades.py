"""Per-mu grades: a firm sees its own sheet, objects, and is answered with a date."""

import json
import re
from fractions import Fraction
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from tests.factories.accounts import Tree, hand, tree
from tests.factories.grades import UNTIL, asked, graded, roster
from tests.factories.lifecycle import NOON
from tests.lib.asking import signed_in
from tests.lib.rosters import credit_code

from zhence.errors import BadInputError, ZhenceError
from zhence_web.records.accounts.gate import NotAllowedError
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.roles import Role
from zhence_web.records.models import (
    Enterprise,
    Entry,
    FirmGrade,
    GradeRun,
    Objection,
    Org,
    OrgName,
    Site,
    Tenancy,
)
from zhence_web.records.rankings.firmlist import Wanted, choices, firm_page
from zhence_web.records.rankings.grading import grade_firms, publish_grades
from zhence_web.records.rankings.objecting import (
    answer_objection,
    object_to,
    seat_firm,
)
from zhence_web.records.rankings.placed import by_place

pytestmark = pytest.mark.django_db
FIRMS = [(credit_code(n), f"企业{n}", f"县{n % 2}") for n in range(1, 6)]


@pytest.fixture
def grown() -> Tree:
    """Firms on the registry; the first is in a site, the others in none."""
    made = tree()
    firms = Enterprise.objects.bulk_create(
        Enterprise(
            credit_code=code,
            name=name,
            code_checks=True,
            label="synthetic",
            recorded_at=NOON,
        )
        for code, name, _ in FIRMS
    )
    site = Site.objects.create(
        number=1, org_id=made.site, kind="town", label="synthetic"
    )
    Tenancy.objects.create(enterprise=firms[0], site=site, recorded_at=NOON)
    return made


@pytest.fixture
def office(grown: Tree) -> Hand:
    return hand(Role.CITY_OFFICE, grown.city, "grades-office")


@pytest.fixture
def firm(grown: Tree) -> Hand:
    return hand(Role.ENTERPRISE, grown.site, "grades-firm")


def first(run: int) -> FirmGrade:
    return FirmGrade.objects.get(run=run, credit_code=FIRMS[0][0])


def seated(office: Hand, firm: Hand) -> int:
    key = int(first(graded(FIRMS, office)).pk)
    seat_firm(grade=key, username=firm.username, by=office, at=NOON)
    return key


def test_bands_follow_the_scores_and_the_sheet_adds_up(office: Hand):
    run = graded(FIRMS, office)
    rows = FirmGrade.objects.filter(run=run).order_by("rank")
    assert [row.final for row in rows] == ["A", "B", "B", "C", "C"]
    row = first(run)
    points = [float(part["points"]) for part in row.sheet["parts"]]
    assert round(sum(points), 2) == float(row.score)
    assert row.sheet["parts"][0]["benchmark"] == ["11.5932"]
    assert row.enterprise is not None


def test_a_file_with_a_fault_grades_nobody(office: Hand):
    with pytest.raises(BadInputError):
        grade_firms(asked=asked(roster(FIRMS, land="ten")), by=office, at=NOON)
    with pytest.raises(ZhenceError, match="scheme_unknown"):
        grade_firms(asked=asked(b"", "nothing"), by=office, at=NOON)
    with pytest.raises(ZhenceError, match="years_wrong"):
        grade_firms(asked=asked(b"", year=1999), by=office, at=NOON)
    assert not GradeRun.objects.exists()


def test_a_firm_sees_its_own_sheet_and_no_other(office: Hand, firm: Hand):
    own = seated(office, firm)
    other = FirmGrade.objects.exclude(pk=own).earliest("pk")
    client = signed_in(firm)
    assert "企业1" in client.get("/desk/grades/").content.decode()
    page = client.get(f"/desk/grades/{own}/").content.decode()
    for words in ("11.5932", "基准值", "没有一票否决", "异议理由"):
        assert words in page
    assert client.get(f"/en/desk/grades/{own}/").status_code == 200
    assert client.get(f"/desk/grades/{other.pk}/").status_code == 404
    assert client.get("/desk/grades/987654/").status_code == 404
    assert client.post(f"/desk/grades/{other.pk}/object/").status_code == 404
    assert not Objection.objects.exists()


def test_nothing_is_seen_before_it_is_published(office: Hand, firm: Hand):
    run = grade_firms(asked=asked(roster(FIRMS)), by=office, at=NOON)
    key = first(run).pk
    seat_firm(grade=key, username=firm.username, by=office, at=NOON)
    client = signed_in(firm)
    assert client.get(f"/desk/grades/{key}/").status_code == 404
    assert "还没有公布过" in client.get("/desk/grades/").content.decode()
    with pytest.raises(ZhenceError, match="objections_over"):
        publish_grades(run=run, until=NOON.date().replace(2020), by=office, at=NOON)
    publish_grades(run=run, until=UNTIL, by=office, at=NOON)
    assert client.get(f"/desk/grades/{key}/").status_code == 200
    with pytest.raises(ZhenceError, match="run_published"):
        publish_grades(run=run, until=UNTIL, by=office, at=NOON)


def test_an_objection_is_answered_once_and_changes_no_number(office: Hand, firm: Hand):
    key = seated(office, firm)
    before = FirmGrade.objects.filter(pk=key).values().get()
    theirs, ours = signed_in(firm), signed_in(office)
    assert theirs.post(f"/desk/grades/{key}/object/").status_code == 422
    theirs.post(f"/desk/grades/{key}/object/", {"reason": "用地应扣减"})
    with pytest.raises(ZhenceError, match="objection_open"):
        object_to(grade=key, reason="再提", by=firm, at=NOON)
    run = before["run_id"]
    told = ours.get(f"/review/grades/{run}/?objected=1").content.decode()
    assert "企业1" in told
    assert "企业2" not in told
    said = {"upheld": "yes", "answer": "核对属实"}
    ours.post(f"/review/grades/firms/{key}/answer/", said)
    page = theirs.get(f"/desk/grades/{key}/").content.decode()
    assert "采纳，更正后另行评价" in page
    assert "核对属实" in page
    with pytest.raises(ZhenceError, match="nothing_to_answer"):
        answer_objection(grade=key, upheld=False, answer="晚了", by=office, at=NOON)
    assert FirmGrade.objects.filter(pk=key).values().get() == before
    deeds = Entry.objects.filter(object_kind="objection").order_by("seq")
    assert [e.action for e in deeds] == [
        "rankings.object",
        "rankings.answer_objection",
    ]


def test_only_an_account_below_the_office_is_named_and_once(
    grown: Tree, office: Hand, firm: Hand
):
    key = seated(office, firm)
    far = hand(Role.ENTERPRISE, grown.other_city_site, "far-firm")
    for username, code in (
        (far.username, "no_such_account"),
        ("nobody", "no_such_account"),
        (firm.username, "seat_taken"),
    ):
        with pytest.raises(ZhenceError, match=code):
            seat_firm(grade=key, username=username, by=office, at=NOON)
    with pytest.raises(NotAllowedError):
        seat_firm(grade=key, username=firm.username, by=firm, at=NOON)


def test_no_account_is_let_read_about_a_firm_that_is_not_in_its_site(
    grown: Tree, office: Hand, firm: Hand
):
    run = graded(FIRMS, office)
    absent = FirmGrade.objects.get(run=run, credit_code=FIRMS[1][0]).pk
    near = hand(Role.ENTERPRISE, grown.other_site, "next-site")
    for key, username in ((absent, firm.username), (first(run).pk, near.username)):
        with pytest.raises(ZhenceError, match="firm_elsewhere"):
            seat_firm(grade=key, username=username, by=office, at=NOON)
    Tenancy.objects.update(until=NOON.date())
    with pytest.raises(ZhenceError, match="firm_elsewhere"):
        seat_firm(grade=first(run).pk, username=firm.username, by=office, at=NOON)


def test_what_a_roster_is_warned_of_stands_on_the_page_of_its_run(office: Hand):
    code = FIRMS[0][0]
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    run = graded([(wrong, "企业1", "县1"), *FIRMS[1:]], office)
    page = signed_in(office).get(f"/review/grades/{run}/").content.decode()
    assert "名录的提示 1 条" in page
    assert wrong in page


def test_an_office_grades_a_posted_roster_and_filters_it(office: Hand):
    client: Client = signed_in(office)
    form = {"scheme": "huangyan-2022", "year": "2025"}
    assert client.post("/review/grades/ask/", form).status_code == 422
    blank = client.get("/review/grades/blank/huangyan-2022.csv").content.decode()
    assert blank.startswith("\ufeff统一社会信用代码,企业名称,规模,")
    assert client.get("/review/grades/blank/nothing.csv").status_code == 404
    file = SimpleUploadedFile("roster.csv", roster(FIRMS))
    client.post("/review/grades/ask/", {**form, "file": file})
    run = GradeRun.objects.get().pk
    page = client.get(f"/review/grades/{run}/?place=县1&band=A").content.decode()
    assert "企业1" in page
    assert "企业3" not in page
    assert client.get("/en/review/grades/").status_code == 200
    wrong = client.post(f"/review/grades/{run}/publish/", {"until": ""})
    assert wrong.status_code == 422
    client.post(f"/review/grades/{run}/publish/", {"until": "2039-12-31"})
    assert GradeRun.objects.get().published_at is not None


def test_the_list_of_firms_asks_as_often_for_sixty_as_for_five(
    office: Hand, django_assert_max_num_queries
):
    few = graded(FIRMS, office)
    codes = sorted(credit_code(n) for n in range(1, 61))
    many = graded([(code, f"企业{code}", "县1") for code in codes], office)
    client = signed_in(office)
    counts = []
    for run in (few, many):
        with django_assert_max_num_queries(40) as asked:
            client.get(f"/review/grades/{run}/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
    second = client.get(f"/review/grades/{many}/?page=2").content.decode()
    assert "第 51–60 项，共 60 项" in second


def test_firms_are_listed_by_rank_and_found_by_name_or_code(office: Hand):
    run = graded(FIRMS, office)
    ranks = [row.rank for row in firm_page(run, Wanted()).items]
    assert ranks == [1, 2, 3, 4, 5]
    for words in ("企业3", FIRMS[2][0], FIRMS[2][0].lower()):
        found = firm_page(run, Wanted(words=words))
        assert [row.name for row in found.items] == ["企业3"]
    assert firm_page(run, Wanted(place="县1", band="A")).total == 1
    assert firm_page(run, Wanted(standing="shown")).total == 0
    assert choices(run).places == ("县0", "县1")


def test_places_add_up_land_tax_and_bands_of_what_is_known(office: Hand):
    run = graded(FIRMS, office)
    FirmGrade.objects.filter(run=run, credit_code=FIRMS[4][0]).update(tax=None)
    told = by_place(run, ["A", "B", "C", "D"])
    rows = {row.name: row for row in told.rows}
    # Firms 1, 3 and 5 are in 县1, with a tax of 300, 298 and now an unknown one.
    first = rows["县1"]
    assert (first.firms, first.known) == (3, 2)
    assert (first.land, first.tax) == (Fraction(20), Fraction(598))
    assert first.per_mu == Fraction(598, 20)
    assert first.bands == (("A", 1), ("B", 1), ("C", 1), ("D", 0))
    assert told.best == Fraction(1, 5)
    page = signed_in(office).get(f"/review/grades/{run}/").content.decode()
    assert "29.90" in page
    assert '<svg class="map-flat"' not in page


def test_places_whose_boundaries_are_known_stand_on_a_map(
    grown: Tree, office: Hand, tmp_path: Path
):
    counties = Org.objects.filter(pk__in=(grown.county, grown.other_county))
    names = dict(OrgName.objects.values_list("org__code", "zh"))
    codes = sorted(counties.values_list("code", flat=True))
    file = tmp_path / "two.geojson"
    file.write_text(json.dumps(squares(codes)), "utf-8")
    call_command("boundaries_import", str(file), licence="made up", stdout=StringIO())
    places = [names[code] for code in codes] + ["图外"]
    firms = [(c, n, places[at % 3]) for at, (c, n, _) in enumerate(FIRMS)]
    run = graded(firms, office)
    page = signed_in(office).get(f"/review/grades/{run}/").content.decode()
    # The first firm alone has an A, and the first county is where it is.
    assert re.findall(r'class="sign sign-(\w+)"\s+href="', page) == ["up", "down"]
    assert "另有 1 个没有边界" in page
    assert "每个符号一个县" in page


def squares(codes: list[str]) -> dict[str, object]:
    """A square for each division, side by side."""
    features = []
    for at, code in enumerate(codes):
        corners = [(0, 0), (0.5, 0), (0.5, 0.5), (0, 0.5), (0, 0)]
        ring = [[120 + at + x, 30 + y] for x, y in corners]
        shape = {"type": "Polygon", "coordinates": [ring]}
        held = {"adcode": code, "name": code}
        features.append({"type": "Feature", "properties": held, "geometry": shape})
    return {"type": "FeatureCollection", "features": features}
