"""The commands and their arguments: what is listed, read, and refused."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from zhence import __version__
from zhence.cli import main
from zhence.cli.asked import asked_on, asked_years
from zhence.cli.parser import build_parser, command_list
from zhence.errors import BadInputError


def test_every_command_says_what_it_does_in_both_languages():
    told = dict(command_list())
    assert {"packs", "check", "assess", "facts check", "simulate", "stale"} <= set(told)
    assert "facts" not in told
    assert all(" / " in help_ or "JSON" in help_ for help_ in told.values())


def test_options_may_stand_before_the_command_and_after_it():
    parser = build_parser()
    before = parser.parse_args(["--json", "--packs", "law", "packs"])
    after = parser.parse_args(["packs", "--json", "--packs", "law"])
    assert (before.json, before.packs) == (after.json, after.packs)
    assert after.packs == Path("law")


def test_days_and_percentages_are_read_exactly():
    asked = ["simulate", "--policy", "P", "--subjects", "s", "--facts", "f"]
    told = build_parser().parse_args([*asked, "--year", "2018", "--cliffs", "2.5 %"])
    assert told.cliffs == Fraction(25, 1000)
    told = build_parser().parse_args(["stale", "--on", "2024-02-29"])
    assert told.on == date(2024, 2, 29)


@pytest.mark.parametrize(
    "unusable",
    [
        ["nosuch"],
        ["clause"],
        ["facts"],
        ["stale", "--on", "2023-02-29"],
        [
            "assess",
            "--policy",
            "P",
            "--subjects",
            "s",
            "--facts",
            "f",
            "--year",
            "soon",
        ],
        ["explain", "x.yaml", "--policy", "P", "--lang", "fr"],
    ],
)
def test_what_no_command_takes_exits_with_2(unusable, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(unusable)
    assert stopped.value.code == 2
    assert capsys.readouterr().err


def test_the_version_is_that_of_the_library(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["--version"])
    assert stopped.value.code == 0
    assert capsys.readouterr().out.strip() == __version__


# ----------------------------------------------------------------------------- years


def test_a_year_is_asked_about_when_its_figures_are_in():
    assert asked_on(2018) == date(2019, 3, 31)
    assert asked_years("2018") == {2018: date(2019, 3, 31)}


def test_a_run_of_years_has_both_its_ends():
    assert list(asked_years("2015..2018")) == [2015, 2016, 2017, 2018]


@pytest.mark.parametrize("text", ["", "..", "2018..", "..2018", "2019..2018", "year"])
def test_what_is_no_year_is_refused(text):
    with pytest.raises(BadInputError, match="years_unreadable"):
        asked_years(text)


@pytest.mark.parametrize("text", ["0", "-5", "9999", "1..99999999999"])
def test_a_year_beyond_the_calendar_is_refused(text):
    with pytest.raises(BadInputError, match="date_impossible"):
        asked_years(text)
