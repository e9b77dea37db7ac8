"""Rosters of firms and projects: all rows or none, tried or real by one way."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.accounts import TODAY, hand
from tests.factories.intake import codes, sent, told
from tests.factories.reporting import Desk, desk, minutes
from tests.lib.rosters import Value, credit_code, firm, opened, projects, roster

from zhence.errors import BadInputError
from zhence.evidence import Label
from zhence_web.records.accounts.gate import NotAllowedError
from zhence_web.records.accounts.roles import Role
from zhence_web.records.audit.check import check
from zhence_web.records.intake import actions
from zhence_web.records.intake.reads import roster_template, upload_seen
from zhence_web.records.models import (
    Enterprise,
    Entry,
    FirmYear,
    Project,
    Tenancy,
    Upload,
)
from zhence_web.records.registry.actions import (
    FirmRoster,
    ReadyRoster,
    RosterFirm,
    Tenant,
    end_tenancy,
    ready_firms,
    settle,
    take_firms,
)

pytestmark = pytest.mark.django_db

DOUBTFUL = "91330106MA0000003X"
CODE = "2020-330106-01-03-100001"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def at() -> Desk:
    return desk()


def send(
    at: Desk,
    data: bytes,
    kind: str = "firms",
    *,
    trial: bool = False,
    minute: int = 5,
    year: int | None = 2025,
    name: str = "t.xlsx",
) -> Upload:
    return told(
        actions.send_roster(
            site=at.site,
            kind=kind,
            sent=sent(data, trial=trial, name=name),
            by=at.reporter,
            at=minutes(minute),
            year=year,
        )
    )


def nothing_is_written() -> bool:
    return not any(t.objects.exists() for t in (Enterprise, Tenancy, FirmYear, Project))


def test_firms_become_tenants_with_their_figures_of_the_year(at: Desk):
    data = roster([firm(1), firm(2, revenue="12.5亿元", tax=None, staff="n/a")])
    made = send(at, data)
    assert (made.verdict, made.rows, made.changed) == ("accepted", 2, 2)
    second = FirmYear.objects.get(enterprise__credit_code=credit_code(2))
    assert second.revenue == 125 * 10**9
    assert (second.tax, second.staff, second.inapplicable) == (None, None, "staff")
    assert (second.year, second.source, second.label) == (
        2025,
        made.sha256,
        "synthetic",
    )
    assert str(Tenancy.objects.get(enterprise=second.enterprise).since) == "2019-03-01"
    entry = Entry.objects.get(action="registry.take_firms")
    assert '"firms":2' in entry.payload.replace(" ", "")
    assert check().sound


def test_a_roster_tried_writes_nothing_and_loaded_later_does(at: Desk):
    tried = send(at, roster([firm(1)]), trial=True)
    assert (tried.verdict, tried.changed) == ("accepted", 1)
    assert nothing_is_written()
    made = actions.load_again(
        upload=tried.pk, reasons={}, by=at.reporter, at=minutes(6)
    )
    assert told(made).year == 2025
    assert Tenancy.objects.count() == 1


def test_the_same_roster_twice_says_that_nothing_changed(at: Desk):
    data = roster([firm(n) for n in range(1, 4)])
    send(at, data)
    assert send(at, data, minute=6).verdict == "unchanged"
    grown = roster([firm(n) for n in range(1, 5)])
    more = send(at, grown, minute=7)
    assert (more.verdict, more.changed) == ("accepted", 1)
    corrected = roster([firm(1, revenue=7), *(firm(n) for n in (2, 3, 4))])
    assert send(at, corrected, minute=8).changed == 1
    assert FirmYear.objects.filter(enterprise__credit_code=credit_code(1)).count() == 2


def test_a_code_that_does_not_check_is_written_only_with_its_reason(at: Desk):
    data = roster([firm(1), firm(2, code=DOUBTFUL)])
    tried, refused = send(at, data, trial=True), send(at, data)
    for made in (tried, refused):
        assert made.verdict == "refused"
        assert [(f[0], f[5], f[6]) for f in made.faults] == [
            ("override_missing", "名录", "A3")
        ]
        assert nothing_is_written()
    seen = upload_seen(refused.pk, at.reporter, TODAY)
    assert seen is not None
    assert [f.place for f in seen.doubts] == ["名录!A3"]
    loaded = actions.load_again(
        upload=refused.pk,
        reasons={"名录!A3": "营业执照如此"},
        by=at.reporter,
        at=minutes(6),
    )
    assert told(loaded).verdict == "accepted"
    row = Enterprise.objects.get(credit_code=DOUBTFUL)
    assert (row.code_checks, row.override) == (False, "营业执照如此")
    assert row.override_by_id == at.reporter.user
    assert send(at, data, minute=7).verdict == "unchanged"


def test_what_only_the_registry_knows_is_told_with_all_other_faults_of_its_kind(
    at: Desk,
):
    settle(
        site=at.site,
        tenant=Tenant(credit_code(1), "老名称", Label.SYNTHETIC),
        by=at.reporter,
        at=minutes(1),
    )
    kept = settle(
        site=at.site,
        tenant=Tenant(credit_code(2), "企业2", Label.SYNTHETIC),
        by=at.reporter,
        at=minutes(1),
    )
    end_tenancy(
        tenancy=kept.tenancy, until=minutes(1).date(), by=at.reporter, at=minutes(2)
    )
    before = Tenancy.objects.count()
    refused = send(at, roster([firm(1), firm(2), firm(3)]))
    assert [(f[0], f[6]) for f in refused.faults] == [
        ("named_otherwise", "A2"),
        ("tenant_otherwise", "A3"),
    ]
    assert Tenancy.objects.count() == before
    assert not FirmYear.objects.exists()
    back = send(at, roster([firm(2, since="2026-03-01")]), minute=6)
    assert back.verdict == "accepted"
    assert Tenancy.objects.filter(enterprise__credit_code=credit_code(2)).count() == 2


def test_a_firm_on_another_day_than_on_record_is_asked_about(at: Desk):
    send(at, roster([firm(1)]))
    other = send(at, roster([firm(1, since="2020-01-01")]), minute=6)
    assert [f[0] for f in other.faults] == ["tenant_otherwise"]
    without = send(at, roster([firm(1, since=None)]), minute=7)
    assert without.verdict == "unchanged"


def test_names_without_end_and_less_than_a_fen_are_refused(at: Desk):
    assert codes(send(at, roster([firm(1, name="企" * 201)])).pk) == {"name_too_long"}
    fine = send(at, roster([firm(1, revenue="0.0000001")]))
    assert codes(fine.pk) == {"amount_below_fen"}
    assert nothing_is_written()


def test_a_roster_of_firms_names_its_year(at: Desk):
    for year in (None, 1999, 2027):
        with pytest.raises(BadInputError, match="year_missing"):
            send(at, roster([firm(1)]), year=year)
    assert not Upload.objects.exists()


def test_a_csv_is_taken_in_too_and_comes_back_as_a_list(at: Desk):
    lines = ["统一社会信用代码,企业名称,年营业收入(万元),税收(万元),从业人员,入驻日期"]
    lines += [f"{credit_code(n)},企业{n},10,1,{n}.5,2019-03-01" for n in (1, 2)]
    for encoding in ("utf-8-sig", "gb18030"):
        data = "\r\n".join(lines).encode(encoding)
        made = send(at, data, name="名录.csv")
        assert [(f[0], f[7]) for f in made.faults] == [
            ("not_whole", 2),
            ("not_whole", 3),
        ]
        assert not made.annotated
    sound = "\r\n".join(lines).replace(".5", "").encode("gb18030")
    assert send(at, sound, name="名录.csv").changed == 2


def test_projects_become_files_and_a_change_is_a_further_version(at: Desk):
    row: list[Value] = [
        CODE,
        "甲项目",
        "产业",
        "是",
        5000,
        100,
        None,
        "2024-01-01",
        "2024-12-31",
        "",
    ]
    made = send(at, projects([row]), "projects")
    assert (made.verdict, made.changed) == ("accepted", 1)
    kept = Project.objects.get(code=CODE)
    assert (kept.amount_low, kept.residential, kept.complex) == (5 * 10**9, 10**8, None)
    assert (kept.use, kept.lead, str(kept.until)) == ("industrial", True, "2025-01-01")
    assert send(at, projects([row]), "projects", minute=6).verdict == "unchanged"
    row[4] = "0.6亿元"
    assert send(at, projects([row]), "projects", minute=7).changed == 1
    assert Project.objects.filter(code=CODE).count() == 2


def test_of_projects_all_or_none_are_written(at: Desk):
    sound = [CODE, "甲", "产业", None, 1, None, None, None, None, None]
    refused = send(
        at,
        projects(
            [
                sound,
                ["B", "乙", "水利", "是", None, 3, None, None, "2024-01-01", None],
                ["C", "丙", "工业", "是", 1, 1, 1, "2024-02-01", "2024-01-01", None],
                ["c", "丁", "工业", "是", "0.0000001", None, None, None, None, None],
            ]
        ),
        "projects",
    )
    assert {(f[0], f[6]) for f in refused.faults} == {
        ("choice_unknown", "C3"),
        ("value_missing", "E3"),
        ("dates_incomplete", "H3"),
        ("parts_above_whole", "F4"),
        ("dates_backward", "I4"),
        ("amount_below_fen", "E5"),
        ("row_twice", "A5"),
    }
    assert nothing_is_written()
    there = hand(Role.REPORTER, at.tree.other_site, "other")
    from tests.factories.reporting import site

    other = site(at.tree.other_site, 2)
    actions.send_roster(
        site=other,
        kind="projects",
        sent=sent(projects([sound])),
        by=there,
        at=minutes(6),
    )
    taken = send(at, projects([["A", *sound[1:]], sound]), "projects", minute=7)
    assert [(f[0], f[6]) for f in taken.faults] == [("project_hidden", "A3")]
    assert not Project.objects.filter(site=at.site).exists()


def test_the_templates_hold_what_is_on_record_and_say_nothing_new(at: Desk):
    send(at, roster([firm(1), firm(2, revenue=None, staff="n/a")]))
    made = roster_template(at.site, "firms", at.reporter, TODAY)
    sheet = opened(made.data).worksheets[0]
    assert sheet["A2"].value == credit_code(1)
    assert sheet["E3"].value == "n/a"
    assert send(at, made.data, minute=6).verdict == "unchanged"
    row: list[Value] = [
        CODE,
        "=甲",
        "混合",
        None,
        5000,
        1,
        2,
        "2024-01-01",
        "2024-12-31",
        "注",
    ]
    book = projects([row])
    assert send(at, book, "projects", minute=7).verdict == "refused"
    row[1] = "甲"
    send(at, projects([row]), "projects", minute=8)
    made = roster_template(at.site, "projects", at.reporter, TODAY)
    assert send(at, made.data, "projects", minute=9).verdict == "unchanged"
    stranger = hand(Role.REPORTER, at.tree.other_site, "stranger")
    with pytest.raises(NotAllowedError):
        roster_template(at.site, "firms", stranger, TODAY)


def test_who_may_not_edit_the_site_hands_nothing_in(at: Desk, tmp_path):
    data = roster([firm(1)])
    for by in (
        hand(Role.REPORTER, at.tree.other_site, "stranger"),
        hand(Role.LEADER, at.tree.county, "leader"),
    ):
        with pytest.raises(NotAllowedError):
            actions.send_roster(
                site=at.site,
                kind="firms",
                sent=sent(data),
                by=by,
                at=minutes(5),
                year=2025,
            )
    for site, kind in ((987654, "firms"), (at.site, "return"), (at.site, "x")):
        with pytest.raises(NotAllowedError):
            actions.send_roster(
                site=site, kind=kind, sent=sent(data), by=at.reporter, at=minutes(5)
            )
    for upload in (987654,):
        with pytest.raises(NotAllowedError):
            actions.load_again(upload=upload, reasons={}, by=at.reporter, at=minutes(5))
    assert list(tmp_path.iterdir()) == []


def made_ready(at: Desk, *numbers: int, year: int = 2025) -> ReadyRoster:
    firms = [
        RosterFirm(credit_code(n), f"企业{n}", None, 10**6, None, 5) for n in numbers
    ]
    roster_ = FirmRoster(at.site, year, firms, Label.SYNTHETIC, "f" * 64, {})
    return ready_firms(roster=roster_, by=at.reporter, at=minutes(3))


def test_a_roster_made_ready_is_written_without_being_read_again(at: Desk):
    ready = made_ready(at, *range(1, 1002))
    with CaptureQueriesContext(connection) as asked:
        assert take_firms(ready=ready, by=at.reporter, at=minutes(5)) == 1001
    sql = [query["sql"] for query in asked.captured_queries]
    # Two full batches and a rest for each of three tables, and a few rows of its own.
    written = [text for text in sql if "records_tenancy" in text]
    assert len(written) == 3
    assert all(text.startswith("INSERT") for text in written)
    assert FirmYear.objects.count() == Tenancy.objects.count() == 1001
    assert set(FirmYear.objects.values_list("recorded_at", flat=True)) == {minutes(5)}


def test_a_roster_overtaken_since_it_was_made_ready_is_weighed_again(at: Desk):
    ready = made_ready(at, 1, 2)
    settle(
        site=at.site,
        tenant=Tenant(credit_code(2), "另一家", Label.SYNTHETIC),
        by=at.reporter,
        at=minutes(4),
    )
    with pytest.raises(BadInputError, match="named_otherwise"):
        take_firms(ready=ready, by=at.reporter, at=minutes(5))
    assert not FirmYear.objects.exists()
    again = made_ready(at, 1, 3)
    take_firms(ready=made_ready(at, 1), by=at.reporter, at=minutes(6))
    assert take_firms(ready=again, by=at.reporter, at=minutes(7)) == 1
    assert Enterprise.objects.filter(credit_code=credit_code(1)).count() == 1
