"""Templates out, filled forms checked, faulty workbooks back, from the command line."""

import io
import json

import openpyxl
import pytest
from tests.unit.zhence.workbooks.sheets import cell_of, filled

from zhence.cli import main
from zhence.workbooks.layout import SHEET


@pytest.fixture
def run(capsys):
    def call(*arguments):
        code = main([str(a) for a in arguments])
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


@pytest.fixture
def bad(tmp_path):
    path = tmp_path / "bad.xlsx"
    path.write_bytes(filled({"staff": "一千"}))
    return path


def test_the_forms_are_listed_with_number_and_validity(run):
    code, out, _ = run("forms", "list", "--json")
    told = {form["form"]: form for form in json.loads(out)}
    assert code == 0
    assert {"town-quarter", "town-year", "park-year"} <= set(told)
    assert told["town-quarter"]["number"]
    assert told["town-quarter"]["valid_from"] == "2015-01-01"
    assert run("forms", "list")[0] == 0


def test_a_template_is_written_and_says_its_period(run, tmp_path):
    out = tmp_path / "t.xlsx"
    asked = ("forms", "template", "town-quarter", "--period", "2026Q3", "--out", out)
    code, told, _ = run(*asked, "--json")
    assert code == 0
    assert json.loads(told)["bytes"] == out.stat().st_size
    assert openpyxl.load_workbook(out).sheetnames[0] == SHEET
    first = out.read_bytes()
    assert run(*asked)[0] == 0
    assert out.read_bytes() == first


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        (("no-form", "--period", "2026Q3"), "form_unknown"),
        (("town-quarter", "--period", "2026"), "period_of_another_kind"),
        (("town-quarter", "--period", "2026Q3", "--edition", "1"), "form_unknown"),
        (("town-quarter", "--period", "2099Q3"), "form_not_valid"),
    ],
)
def test_a_template_that_cannot_be_is_refused_and_nothing_is_written(
    run, tmp_path, asked, fault
):
    out = tmp_path / "t.xlsx"
    code, _, err = run("forms", "template", *asked, "--out", out)
    assert code == 2
    assert fault in err
    assert not out.exists()


def test_a_filled_form_is_checked_like_any_table(run, bad, tmp_path):
    good = tmp_path / "good.xlsx"
    good.write_bytes(filled())
    code, out, _ = run("facts", "check", good, "--form", "town-quarter", "--json")
    assert (code, json.loads(out)["accepted"]) == (0, True)
    code, out, _ = run("facts", "check", bad, "--form", "town-quarter", "--json")
    (fault,) = json.loads(out)["faults"]
    assert code == 1
    assert (fault["sheet"], fault["cell"]) == (SHEET, cell_of("staff"))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["bad.xlsx", "good.xlsx"]


def test_the_period_said_must_be_that_of_the_template(run, bad):
    asked = ("facts", "check", bad, "--form", "town-quarter", "--period", "2026Q2")
    code, _, err = run(*asked)
    assert code == 1
    assert "template_of_another" in err


def test_a_form_that_nobody_knows_names_tables_and_forms(run, bad):
    code, _, err = run("facts", "check", bad, "--form", "no-form")
    assert code == 2
    assert "firms" in err
    assert "town-quarter" in err


def test_the_annotated_workbook_is_written_on_demand(run, bad, tmp_path):
    out = tmp_path / "out.xlsx"
    asked = ("facts", "check", bad, "--form", "town-quarter", "--annotate", out)
    assert run(*asked)[0] == 1
    book = openpyxl.load_workbook(io.BytesIO(out.read_bytes()))
    assert book[SHEET][cell_of("staff")].comment is not None


def test_what_cannot_be_annotated_says_why_and_the_verdict_stands(run, tmp_path, bad):
    out, csv = tmp_path / "out.xlsx", tmp_path / "t.csv"
    csv.write_text("a,b\n", encoding="utf-8")
    form = ("--form", "town-quarter", "--annotate", out)
    code, told, err = run("facts", "check", csv, *form)
    assert (code, out.exists()) == (1, False)
    assert "annotate_needs_workbook" in err
    assert "refused" in told
    assert run("facts", "check", tmp_path / "gone.xlsx", *form)[0] == 1
    assert run("facts", "check", bad, bad, *form)[0] == 2
