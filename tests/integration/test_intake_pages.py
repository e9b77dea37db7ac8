"""Files over HTTP: taken out, handed in by a form, given back with what is wrong."""

import random
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.factories.access import token
from tests.factories.accounts import TODAY
from tests.factories.intake import cells, filled_return, told
from tests.factories.reporting import Desk, desk, fill, version
from tests.factories.reporting import opened as asked
from tests.lib.asking import signed_in
from tests.lib.filledforms import row_of
from tests.lib.programs import Program, said
from tests.lib.rosters import Value, firm, opened, roster

from zhence.intake.grid import address
from zhence_web.jobs import uploads
from zhence_web.records.intake import actions
from zhence_web.records.models import (
    Cell,
    Enterprise,
    FirmYear,
    Project,
    Return,
    Tenancy,
    Upload,
)

pytestmark = pytest.mark.django_db

ROWS, FAULTS = 1_000, 37
# One fault each: the column (from 0), what is typed there, the code it gets.
WRONG: tuple[tuple[int, Value, str], ...] = (
    (0, "91350100M000100Y4", "credit_code_length"),
    (0, "91350100M000100YI3", "credit_code_letters"),
    (0, "91330106MA0000003X", "override_missing"),
    (0, None, "value_missing"),
    (1, None, "value_missing"),
    (2, "无", "number_placeholder"),
    (2, "约100", "number_qualified"),
    (2, "1.234,5", "number_european"),
    (2, "12亩", "unit_mismatch"),
    (3, -5, "negative"),
    (3, "1e5", "number_scientific"),
    (3, "0x1F", "number_notation"),
    (4, 2.5, "not_whole"),
    (4, "三十人", "number_in_words"),
    (5, "2024-02-30", "date_impossible"),
    (5, "01/05/2024", "date_order"),
    (5, 45413, "date_serial"),
)


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def at() -> Desk:
    return desk()


@pytest.fixture
def client(at: Desk) -> Client:
    return signed_in(at.reporter)


def post(client: Client, address: str, data: bytes, name="t.xlsx", **fields: str):
    """Post a file as the form does; return the page that it leads to."""
    file = SimpleUploadedFile(name, data)
    answer = client.post(address, {"file": file, **fields})
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    return client.get(answer["Location"])


def seeded() -> tuple[bytes, dict[str, str]]:
    """A thousand firms with faults in 37 rows, and the code expected in each cell."""
    dice = random.Random(37)  # noqa: S311  # the same rows each time
    rows = [firm(n, name=f"企业{n}") for n in range(ROWS)]
    expected: dict[str, str] = {}
    for turn, index in enumerate(sorted(dice.sample(range(ROWS), FAULTS))):
        column, text, code = WRONG[turn % len(WRONG)]
        if code == "override_missing":
            stem = str(rows[index][0])
            text = stem[:-1] + ("0" if stem[-1] != "0" else "1")
            # Of a file that could not be read at all only the doubt is told.
            code = "credit_code_check"
        rows[index][column] = text
        expected[address(index + 2, column)] = code
    return roster(rows), expected


def test_of_a_thousand_rows_the_37_faulty_ones_come_back_marked_and_none_is_written(
    client: Client,
):
    data, expected = seeded()
    shown = post(client, "/desk/registry/1/roster/firms/", data, year="2025", load="1")
    made = told(Upload.objects.get().pk)
    assert made.rows == ROWS
    found = {str(f[6]): f[0] for f in made.faults}
    assert len(made.faults) == len(found) == FAULTS
    assert found == expected
    page = shown.content.decode()
    assert "没有写入任何数据" in page
    for cell in expected:
        assert f"名录!{cell}" in page
    for table in (Enterprise, Tenancy, FirmYear):
        assert not table.objects.exists()
    back = client.get(f"/desk/uploads/{made.pk}/annotated")
    book = opened(back.content)
    notes = {
        cell.coordinate: cell.comment.text
        for row in book["名录"].iter_rows()
        for cell in row
        if cell.comment is not None
    }
    assert set(notes) == set(expected)
    assert all(f"[{code}]" in notes[cell] for cell, code in expected.items())
    assert book["检查结果（镇策）"].max_row == FAULTS + 1


def test_a_return_goes_out_and_in_again(at: Desk, client: Client):
    of = asked(at)
    assert (
        f"/desk/returns/{of}/upload/"
        in client.get(f"/desk/returns/{of}/").content.decode()
    )
    taken = client.get(f"/desk/returns/{of}/workbook")
    assert "filename*=UTF-8''" in taken["Content-Disposition"]
    assert taken["Cache-Control"] == "private, no-store"
    assert opened(taken.content)["填报"]["A1"].value
    here = f"/desk/returns/{of}/upload/"
    wrong = filled_return(of, at.reporter, TODAY, staff=2.5)
    page = post(client, here, wrong, version="1", load="1").content.decode()
    assert f"填报!E{row_of('staff')}" in page
    assert not Cell.objects.exists()
    sound = filled_return(of, at.reporter, TODAY, staff=25)
    page = post(client, here, sound, version="1", trial="1").content.decode()
    assert "尚未写入任何数据" in page
    tried = Upload.objects.latest("pk")
    assert not Cell.objects.exists()
    answer = client.post(f"/desk/uploads/{tried.pk}/", follow=True)
    assert "检查通过，已写入" in answer.content.decode()
    assert cells(of)["staff"] == "25"
    listed = client.get(here).content.decode()
    assert listed.count("t.xlsx") == 3
    assert "仅" not in client.get(f"/en{here}").content.decode()


def test_what_must_be_mended_is_told_from_what_needs_a_reason(at: Desk, client: Client):
    of = asked(at)
    odd = {"operating_revenue": 1, "tax_revenue": 0.8, "staff": 2.5}
    here, wrong = (
        f"/desk/returns/{of}/upload/",
        filled_return(of, at.reporter, TODAY, **odd),
    )
    page = post(client, here, wrong, version="1", load="1").content.decode()
    rows = {cell: row for row in page.split("<tr>") for cell in odd if _at(cell, row)}
    assert "必须改" in rows["staff"]
    assert "需说明" in rows["tax_revenue"]
    assert "必须改" not in rows["tax_revenue"]
    assert "在该行“说明”栏写明理由" in page
    seen = f"/uploads/{Upload.objects.get().pk}"
    asks = Program(token(at.reporter, timezone.now()))
    soft = {f["place"]: f["soft"] for f in said(asks.get(seen))["faults"]}
    assert soft[_place("staff")] is False
    assert soft[_place("tax_revenue")] is True


def _place(item: str) -> str:
    return f"填报!E{row_of(item)}"


def _at(item: str, row: str) -> bool:
    return f">{_place(item)}<" in row


def test_a_workbook_of_a_period_in_which_its_form_was_not_valid_is_refused_in_words(
    at: Desk, client: Client
):
    of = asked(at)
    days = {"starts": date(1963, 10, 1), "ends": date(1964, 1, 1)}
    Return.objects.filter(pk=of).update(period="1963Q4", **days)
    assert client.get(f"/desk/returns/{of}/").status_code == 200
    for desk_, words in (("/desk", "不适用"), ("/en/desk", "is not valid in 1963Q4")):
        answer = client.get(f"{desk_}/returns/{of}/workbook")
        assert answer.status_code == 422
        assert words in answer.content.decode()
    told_ = client.get(f"/api/v1/returns/{of}/workbook").json()
    assert (told_["code"], told_["errors"][0]["code"]) == (42202, "form_not_valid")


@pytest.mark.parametrize("period", ["1963Q4", "9999Q4", "0000Q1", "2025Q5", "2025-13"])
def test_no_period_form_or_edition_breaks_what_is_asked_by_it(at: Desk, period: str):
    county, city = signed_in(at.county), signed_in(at.city)
    asked_ = f"form=town-quarter&period={period}"
    for here in (
        f"/review/returns/?{asked_}",
        f"/review/completeness/?{asked_}",
        f"/review/explained/?{asked_}",
        f"/api/v1/returns?{asked_}",
        f"/api/v1/completeness?{asked_}",
        f"/api/v1/completeness?form=none&period={period}",
        f"/api/v1/forms/town-quarter/{period}",
    ):
        assert county.get(here).status_code in {200, 404}, here
    ask = {"form": "town-quarter", "period": period, "label": "synthetic"}
    made = Program(token(at.city, timezone.now())).post("/returns/ask", ask)
    assert made.status_code == 422
    assert said(made)["errors"]
    posted = {"of": f"town-quarter:{period}", "label": "synthetic"}
    assert city.post("/review/ask/", posted).status_code in {200, 422}
    assert not Return.objects.exists()


def test_a_form_without_a_file_or_with_one_too_large_says_so(
    at: Desk, client: Client, monkeypatch
):
    of = asked(at)
    answer = client.post(f"/desk/returns/{of}/upload/", {"version": "1"})
    assert answer.status_code == 422
    assert "没有选择文件" in answer.content.decode()
    from zhence_web.records.intake import keeping
    from zhence_web.screens.desk import views_uploads

    monkeypatch.setattr(keeping, "MOST_BYTES", 10)
    monkeypatch.setattr(views_uploads, "MOST_BYTES", 10)
    answer = client.post(
        f"/desk/returns/{of}/upload/",
        {"version": "1", "file": SimpleUploadedFile("t.xlsx", b"x" * 11)},
    )
    assert answer.status_code == 422
    assert not Upload.objects.exists()


def test_whoever_saved_first_wins_and_the_other_is_told(at: Desk, client: Client):
    of = asked(at)
    data = filled_return(of, at.reporter, TODAY)
    fill(at, of)
    answer = client.post(
        f"/desk/returns/{of}/upload/",
        {"version": "1", "load": "1", "file": SimpleUploadedFile("t.xlsx", data)},
    )
    assert answer.status_code == 409
    assert version(of) == 2


def test_a_doubtful_code_is_written_with_a_reason_given_on_the_page(client: Client):
    row = firm(1, code="91330106MA0000003X")
    here = "/desk/registry/1/roster/firms/"
    page = post(client, here, roster([row]), year="2025", load="1").content.decode()
    assert 'name="reason-名录!A2"' in page
    made = Upload.objects.get()
    answer = client.post(
        f"/desk/uploads/{made.pk}/", {"reason-名录!A2": "执照如此"}, follow=True
    )
    assert "检查通过，已写入" in answer.content.decode()
    assert Enterprise.objects.get().override == "执照如此"


def test_a_roster_of_projects_is_taken_in_by_its_page(client: Client):
    taken = client.get("/desk/registry/1/roster/projects/workbook")
    book = opened(taken.content)
    book.worksheets[0].append(["P-1", "甲项目", "产业", "是", 5000])
    from tests.lib.rosters import saved

    here = "/desk/registry/1/roster/projects/"
    page = post(client, here, saved(book), load="1").content.decode()
    assert "检查通过，已写入" in page
    assert Project.objects.get().code == "P-1"
    assert client.get("/desk/registry/1/roster/else/").status_code == 404


def test_a_long_file_shows_how_far_it_is(client: Client, monkeypatch):
    monkeypatch.setattr(actions, "LONG", 0)
    monkeypatch.setattr(uploads, "LONG", 0)
    here = "/desk/registry/1/roster/firms/"
    page = post(client, here, roster([firm(1)]), year="2025", load="1").content.decode()
    made = Upload.objects.get()
    assert f'data-progress="/desk/uploads/{made.pk}/progress/"' in page
    told_ = client.get(f"/desk/uploads/{made.pk}/progress/").json()
    assert told_ == {"done": 0, "total": 3, "over": False}
    assert uploads.take_in.func(made.pk)
    told_ = client.get(f"/desk/uploads/{made.pk}/progress/").json()
    assert told_ == {"done": 3, "total": 3, "over": True}
    shown = client.get(f"/desk/uploads/{made.pk}/").content.decode()
    assert "检查通过，已写入" in shown
