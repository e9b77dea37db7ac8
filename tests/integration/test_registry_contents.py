"""What a site contains: firms by their code, one file a project, documents."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.core.files.storage import default_storage
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import accounts
from tests.factories.accounts import hand
from tests.factories.registry import NOON, site
from tests.lib.rosters import credit_code

from zhence.errors import BadInputError
from zhence.evidence import Interval, Label
from zhence.periods import Span
from zhence_web.records.accounts.gate import NotAllowedError
from zhence_web.records.accounts.roles import Role
from zhence_web.records.models import Enterprise, Entry, Org, Project, Site
from zhence_web.records.registry.actions import (
    Paper,
    ProjectFile,
    Tenant,
    Upload,
    end_tenancy,
    file_document,
    record_project,
    settle,
)
from zhence_web.records.registry.actions.documents import MOST_BYTES, safe_name
from zhence_web.records.registry.facts import newest, project_facts
from zhence_web.records.registry.reads import (
    documents_of,
    enterprises_of,
    list_documents,
    project_versions,
    projects_of,
    sites_seen,
    stored_file,
    tenants_over,
)
from zhence_web.records.registry.uses import COMPLEX, USES

TODAY = accounts.TODAY
LATER = NOON + timedelta(days=30)


@pytest.fixture
def tree(db):  # noqa: ARG001  # opens the database
    return accounts.tree()


@pytest.fixture
def reporter(tree):
    return accounts.hand(Role.REPORTER, tree.site, "reporter")


@pytest.fixture
def office(tree):
    return accounts.hand(Role.CITY_OFFICE, tree.city, "city")


@pytest.fixture
def files(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def refused(caught) -> list[str]:
    return [fault.code for fault in caught.value.faults]


def tenant(number: int = 1, **more: object) -> Tenant:
    plain = Tenant(credit_code(number), f"第{number}公司", Label.SYNTHETIC)
    return replace(plain, **more)  # type: ignore[arg-type]  # names as they are


# ------------------------------------------------------------------------------- firms


def test_a_firm_is_a_tenant_from_its_first_day_until_before_its_last(tree, reporter):
    key = site(tree.site)
    told = tenant(since=date(2019, 1, 1), registered_in="330108", taxed_in="330108")
    made = settle(site=key, tenant=told, by=reporter, at=NOON)
    assert made.notes == ()
    end_tenancy(tenancy=made.tenancy, until=date(2020, 1, 1), by=reporter, at=LATER)

    def on(day: date, known=LATER) -> list[str]:
        return [t.name for t in enterprises_of(key, day, known)]

    assert on(date(2018, 12, 31)) == []
    assert on(date(2019, 1, 1)) == ["第1公司"]
    assert on(date(2020, 1, 1)) == []
    assert on(date(2020, 1, 1), NOON) == ["第1公司"]
    (view,) = enterprises_of(key, date(2020, 1, 1), NOON)
    assert (view.registered_in, view.until) == ("330108", None)
    assert Entry.objects.filter(object_kind="tenancy").count() == 2


def test_a_code_typed_wide_small_or_spaced_is_set_right_and_said(tree, reporter):
    code = credit_code(1)
    wide = "".join(chr(ord(c) + 0xFEE0) for c in code[:4])
    typed = f" {wide} {code[4:].lower()} "
    made = settle(
        site=site(tree.site), tenant=tenant(credit_code=typed), by=reporter, at=NOON
    )
    assert [note.zh for note in made.notes] == [
        "全角字符改为半角",
        "去掉了空格或短横",
        "小写改为大写",
    ]
    assert Enterprise.objects.get().credit_code == code


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("330106000123456", "credit_code_length"),
        ("91330106MA000000", "credit_code_length"),
        ("91330106IA0000001X", "credit_code_letters"),
        ("91330106MA000000SV", "credit_code_letters"),
        ("91330106MA00000Z1X", "credit_code_letters"),
    ],
)
def test_a_code_of_another_form_is_refused_whatever_the_reason(
    tree, reporter, code, fault
):
    told = tenant(credit_code=code, override="营业执照如此")
    with pytest.raises(BadInputError) as caught:
        settle(site=site(tree.site), tenant=told, by=reporter, at=NOON)
    assert refused(caught) == [fault]


def test_an_old_registration_number_is_explained(tree, reporter):
    told = tenant(credit_code="330106000123456")
    with pytest.raises(BadInputError, match="旧注册号"):
        settle(site=site(tree.site), tenant=told, by=reporter, at=NOON)


def test_a_code_that_does_not_check_stays_only_with_a_written_reason(tree, reporter):
    key, code = site(tree.site), credit_code(1)
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    with pytest.raises(BadInputError) as caught:
        settle(site=key, tenant=tenant(credit_code=wrong), by=reporter, at=NOON)
    assert refused(caught) == ["override_missing"]
    assert code[-1] in str(caught.value)
    told = tenant(credit_code=wrong, override="执照原件如此")
    settle(site=key, tenant=told, by=reporter, at=NOON)
    firm = Enterprise.objects.get()
    assert (firm.code_checks, firm.override) == (False, "执照原件如此")
    assert firm.override_by_id == reporter.user
    assert "执照原件如此" in Entry.objects.get(action="registry.settle").payload
    (view,) = enterprises_of(key, TODAY, NOON)
    assert (view.checks, view.override) == (False, "执照原件如此")


def test_one_code_is_one_firm(tree, reporter):
    key = site(tree.site)
    settle(site=key, tenant=tenant(until=date(2020, 1, 1)), by=reporter, at=NOON)
    with pytest.raises(BadInputError) as caught:
        settle(site=key, tenant=tenant(name="别的公司"), by=reporter, at=NOON)
    assert refused(caught) == ["named_otherwise"]
    later = tenant(since=date(2020, 1, 1))
    settle(site=key, tenant=later, by=reporter, at=NOON)
    assert Enterprise.objects.count() == 1


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (None, None),
        (date(2019, 6, 1), None),
        (None, date(2019, 6, 1)),
        (date(2018, 1, 1), date(2019, 1, 2)),
        (date(2019, 12, 31), date(2021, 1, 1)),
    ],
)
def test_a_firm_is_in_one_site_once_at_a_time(tree, reporter, since, until):
    key = site(tree.site)
    first = tenant(since=date(2019, 1, 1), until=date(2020, 1, 1))
    settle(site=key, tenant=first, by=reporter, at=NOON)
    with pytest.raises(BadInputError) as caught:
        settle(site=key, tenant=tenant(since=since, until=until), by=reporter, at=NOON)
    assert refused(caught) == ["tenant_already"]


def test_a_tenancy_without_name_or_sense_is_refused(tree, reporter):
    key = site(tree.site)
    backward = {"since": date(2020, 1, 1), "until": date(2020, 1, 1)}
    for more, code in (({"name": " "}, "name_missing"), (backward, "period_backward")):
        with pytest.raises(BadInputError) as caught:
            settle(site=key, tenant=tenant(**more), by=reporter, at=NOON)
        assert refused(caught) == [code]
    made = settle(site=key, tenant=tenant(since=date(2019, 1, 1)), by=reporter, at=NOON)
    end_tenancy(tenancy=made.tenancy, until=date(2020, 1, 1), by=reporter, at=NOON)
    for until, code in (
        (date(2018, 1, 1), "ended_already"),
        (date(2021, 1, 1), "ended_already"),
    ):
        with pytest.raises(BadInputError) as caught:
            end_tenancy(tenancy=made.tenancy, until=until, by=reporter, at=NOON)
        assert refused(caught) == [code]
    again = settle(
        site=key, tenant=tenant(since=date(2020, 1, 1)), by=reporter, at=NOON
    )
    with pytest.raises(BadInputError) as caught:
        end_tenancy(tenancy=again.tenancy, until=date(2020, 1, 1), by=reporter, at=NOON)
    assert refused(caught) == ["day_not_after"]


def test_totals_over_sites_count_a_firm_once_and_name_the_overlap(tree, office):
    keys = [site(org, n) for n, org in enumerate((tree.site, tree.far_site), 1)]
    for key, number in ((0, 1), (0, 2), (1, 2), (1, 3)):
        settle(site=keys[key], tenant=tenant(number), by=office, at=NOON)
    told = tenants_over(sites_seen(office, TODAY), TODAY, NOON)
    assert (told.listed, told.distinct) == (4, 3)
    (overlap,) = told.overlaps
    assert overlap.credit_code == credit_code(2)
    assert [s.number for s in overlap.sites] == [1, 2]


def test_somebody_of_another_town_settles_nobody_here(tree, reporter):
    with pytest.raises(NotAllowedError):
        settle(site=site(tree.other_site), tenant=tenant(), by=reporter, at=NOON)
    assert not Enterprise.objects.exists()


# ---------------------------------------------------------------------------- projects

YI = 10**10  # 1 亿元 in 分
FILE = ProjectFile(
    "一期厂房",
    "mixed",
    5 * YI,
    5 * YI,
    lead=True,
    residential=YI,
    complex=2 * YI,
    since=date(2018, 3, 1),
    until=date(2019, 1, 1),
)


def keep(key: int, by, file=FILE, code="2018-330106-01", at=NOON, note="") -> int:
    return record_project(
        site=key, code=code, file=file, label=Label.SYNTHETIC, by=by, at=at, note=note
    )


def test_a_project_is_known_as_it_was_recorded_by_a_moment(tree, reporter):
    key = site(tree.site)
    keep(key, reporter)
    more = replace(FILE, amount_low=6 * YI, amount_high=6 * YI)
    keep(key, reporter, more, at=LATER, note="二期追加")
    (before,) = projects_of(key, NOON)
    (after,) = projects_of(key, LATER)
    assert (before.amount.low, before.version) == (Fraction(5 * YI), 1)
    assert (after.amount.low, after.version, after.note) == (
        Fraction(6 * YI),
        2,
        "二期追加",
    )
    assert projects_of(key, NOON - timedelta(days=1)) == ()
    told = project_versions(key, "2018-330106-01")
    assert [v.version for v in told] == [1, 2]
    assert '"before":null' in Entry.objects.filter(object_kind="project")[0].payload


def test_one_project_has_one_place(tree, office):
    keep(site(tree.site, 1), office, code=" ２０１８-330106-01")
    with pytest.raises(BadInputError) as caught:
        keep(site(tree.far_site, 2), office)
    assert refused(caught) == ["project_elsewhere"]
    assert "一号小镇" in str(caught.value)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"name": ""}, "name_missing"),
        ({"use": "fishing"}, "use_unknown"),
        ({"amount_low": -1}, "amount_negative"),
        ({"amount_low": 6 * YI}, "amount_backward"),
        ({"residential": -1}, "amount_negative"),
        ({"residential": 4 * YI}, "parts_above_whole"),
        ({"until": None}, "period_half"),
        ({"until": date(2018, 3, 1)}, "period_backward"),
    ],
)
def test_a_file_that_cannot_be_is_refused_by_name(tree, reporter, more, code):
    with pytest.raises(BadInputError) as caught:
        keep(site(tree.site), reporter, replace(FILE, **more))
    assert refused(caught) == [code]


def test_a_version_says_something_new_at_a_later_moment(tree, reporter):
    key = site(tree.site)
    keep(key, reporter)
    for file, at, code in (
        (FILE, LATER, "unchanged"),
        (replace(FILE, name="别名"), NOON, "version_same_moment"),
    ):
        with pytest.raises(BadInputError) as caught:
            keep(key, reporter, file, at=at)
        assert refused(caught) == [code]
    with pytest.raises(BadInputError) as caught:
        keep(key, reporter, code=" ")
    assert refused(caught) == ["code_missing"]


def test_a_mixed_project_with_an_unknown_part_is_not_split(tree, reporter):
    key = site(tree.site)
    keep(key, reporter, replace(FILE, complex=None))
    (fact,) = project_facts(Project.objects.get())
    assert not fact.split
    (view,) = projects_of(key, NOON)
    assert (view.split, view.complex) == (False, None)


money = st.integers(0, 50 * YI)


@st.composite
def project_files(draw) -> ProjectFile:
    whole = draw(money)
    wider = whole + draw(st.sampled_from([0, YI]))
    residential = draw(st.none() | st.integers(0, whole))
    rest = whole - (residential or 0)
    begun = draw(st.dates(date(2015, 1, 1), date(2025, 1, 1)))
    dated = draw(st.booleans())
    return ProjectFile(
        draw(st.text("镇企厂ab", min_size=1, max_size=8)),
        draw(st.sampled_from(sorted(USES))),
        whole,
        wider,
        lead=draw(st.none() | st.booleans()),
        residential=residential,
        complex=draw(st.none() | st.integers(0, rest)),
        since=begun if dated else None,
        until=begun + timedelta(days=draw(st.integers(1, 900))) if dated else None,
    )


@given(project_files())
def test_what_a_row_tells_the_library_is_what_the_file_says(file):
    row = Project(
        site=Site(org=Org(code="site-1")),
        code="P",
        recorded_at=NOON,
        split=file.split,
        **{
            name: getattr(file, name)
            for name in (
                "name",
                "use",
                "lead",
                "amount_low",
                "amount_high",
                "residential",
                "complex",
                "since",
                "until",
            )
        },
    )
    facts = project_facts(row)
    whole = Interval.point(0)
    for fact in facts:
        whole = whole + fact.amount
        assert (fact.subject, fact.lead) == ("site-1", file.lead)
        assert fact.recorded_on == TODAY
        assert fact.period == (
            None
            if file.since is None or file.until is None
            else Span(file.since, file.until)
        )
    # Nothing is lost or invented, whichever part a policy leaves out.
    assert whole == Interval(Fraction(file.amount_low), Fraction(file.amount_high))
    main, *others = facts
    assert (main.name, main.use, main.split) == (file.name, file.use, file.split)
    told = None if main.residential is None else main.residential.low
    assert told == file.residential
    separate = file.complex if file.use != COMPLEX else None
    assert [o.amount.low for o in others] == ([separate] if separate else [])
    assert all(o.use == COMPLEX for o in others)


def test_the_newest_version_known_stands_for_its_project():
    rows = [
        Project(code="A", name="1", recorded_at=NOON),
        Project(code="B", name="2", recorded_at=NOON),
        Project(code="A", name="3", recorded_at=LATER),
    ]
    assert [r.name for r in newest(rows, LATER)] == ["3", "2"]
    assert [r.name for r in newest(rows, NOON)] == ["1", "2"]


# --------------------------------------------------------------------------- documents


def upload(key: int | None, by, name: str, content: bytes, **more: object) -> int:
    told = replace(Paper(key, "批复", Label.SYNTHETIC), **more)  # type: ignore[arg-type]  # names as they are
    return file_document(paper=told, by=by, at=NOON, upload=Upload(name, content))


def test_a_document_keeps_its_bytes_under_their_hash(tree, reporter, files):
    key = site(tree.site)
    first = upload(key, reporter, "..\\..\\批复.pdf", b"%PDF-1.7 one")
    upload(key, reporter, "copy.pdf", b"%PDF-1.7 one")
    kept = [p for p in files.rglob("*") if p.is_file()]
    assert len(kept) == 1
    told = stored_file(first, reporter, TODAY)
    assert told is not None
    with told.content as content:
        assert content.read() == b"%PDF-1.7 one"
    assert (told.name, told.size, kept[0].name) == ("批复.pdf", 12, told.sha256)
    assert [d.file_name for d in documents_of(key)] == ["copy.pdf", "批复.pdf"]


@pytest.mark.usefixtures("files")
def test_a_document_of_a_site_opens_for_those_who_see_the_site(tree, reporter, office):
    made = upload(site(tree.site), reporter, "a.pdf", b"x")
    other = accounts.hand(Role.REPORTER, tree.other_site)
    opened = stored_file(made, office, TODAY)
    assert opened is not None
    opened.content.close()
    with pytest.raises(NotAllowedError):
        stored_file(made, other, TODAY)
    assert stored_file(made + 99, office, TODAY) is None


def test_a_paper_about_lists_is_the_office_s_and_may_be_cited_only(office):
    told = Paper(None, "名单", Label.OFFICIAL, "1号", link="https://example.org/1")
    made = file_document(paper=told, by=office, at=NOON)
    (view,) = list_documents()
    assert (view.number, view.sha256, view.recorded_by) == ("1号", "", "city")
    assert stored_file(made, office, TODAY) is None


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("name", "content", "more", "code"),
    [
        ("a.pdf", b"", {}, "file_empty"),
        ("a.pdf", b"x" * (MOST_BYTES + 1), {}, "file_too_large"),
        ("a.exe", b"x", {}, "file_kind"),
        ("noext", b"x", {}, "file_kind"),
        ("a.pdf", b"x", {"title": " "}, "name_missing"),
        ("a.pdf", b"x", {"link": "javascript:1"}, "link_unfit"),
    ],
)
def test_a_file_that_is_not_kept_is_refused_by_name(
    tree, reporter, name, content, more, code
):
    with pytest.raises(BadInputError) as caught:
        upload(site(tree.site), reporter, name, content, **more)
    assert refused(caught) == [code]
    assert not default_storage.exists("documents")


def test_a_long_name_keeps_its_kind():
    assert safe_name("长" * 300 + ".pdf").endswith("长.pdf")
    assert len(safe_name("长" * 300 + ".pdf")) == 100
    assert safe_name("\u202efdp.exe") == "_fdp.exe"
    assert safe_name("..") == "file"


def test_a_code_that_is_taken_beyond_one_s_sight_tells_nothing_of_it(tree):
    here, there = site(tree.site, 1), site(tree.other_city_site, 2)
    far = hand(Role.REPORTER, tree.other_city_site, "far-away")
    near = hand(Role.REPORTER, tree.site, "near-by")
    told = ProjectFile("不该看到的项目", "industrial", 100, 100)
    record_project(
        site=there, code="P9", file=told, label=Label.SYNTHETIC, by=far, at=NOON
    )
    with pytest.raises(BadInputError) as caught:
        record_project(
            site=here, code="P9", file=told, label=Label.SYNTHETIC, by=near, at=NOON
        )
    (fault,) = caught.value.faults
    assert fault.code == "project_hidden"
    assert "不该看到" not in fault.zh
    assert "四号小镇" not in fault.zh
