"""From tables to JSON, and what is refused on the way."""

import json
from dataclasses import replace
from datetime import date

import pytest
from tests.lib.rulebooks import number
from tests.unit.zhence.targets.kit import ON, policy, project, target, told, town

from zhence.errors import BadInputError, Severity
from zhence.targets import Firm, Register, targets_json, targets_report
from zhence.targets.check import FORMS, check_targets, indicators_of
from zhence.targets.report import is_own

OUTPUT = {"sum": "output", "over": "year"}


def report(pack, *held, **more):
    return targets_json(targets_report(pack, held, ON, **more))


def test_the_promised_keys_come_first_and_numbers_are_exact_text():
    pack = policy({"T": target(OUTPUT, reading={"zh": "读法", "en": "reading"})})
    row = report(pack, told("output", "2023", "9.5", "*"))[0]
    assert list(row)[:7] == [
        "id",
        "clause",
        "verdict",
        "value",
        "threshold",
        "gap",
        "unit",
    ]
    assert (row["value"], row["threshold"]) == (["9.5", "9.5"], "10")
    assert (row["gap"], row["unit"], row["clause"]) == (["-0.5", "-0.5"], "亿元", "P-1")
    assert row["reading"] == {"zh": "读法", "en": "reading"}
    assert row["pace"]["label"] == "ours"
    assert row["sources"][0]["name"] == "*.csv"
    assert json.loads(json.dumps(row)) == row


def test_what_is_not_known_is_null_and_never_zero():
    pack = policy(
        {
            "T": target(OUTPUT),
            "D": target(
                {"multiple": "firms", "baseline": "2020", "year": "2023"},
                "2",
                unit="倍",
            ),
        }
    )
    open_, none = report(pack)
    assert open_["value"] == ["0", None]
    assert (none["value"], none["gap"], none["pace"]) == (None, None, None)
    assert none["because"]["zh"]


def test_members_and_other_readings_are_in_it():
    pack = policy(
        {
            "S": target(
                {"share": {"part": "part", "whole": "output"}, "over": "year"},
                "70",
                unit="%",
            ),
            "A": target({"tier": "output", "at": "100"}, "1", unit="个"),
        }
    )
    share, tier = report(
        pack, told("part", "2023", "7", "A"), told("output", "2023", "10", "A")
    )
    assert share["members"] == {"A": {"verdict": "PASS", "value": ["70", "70"]}}
    assert tier["alternatives"]["exclusive"] == {
        "verdict": "FAIL",
        "value": ["0", "0"],
        "threshold": "1",
    }


def test_members_firms_and_projects_may_come_beside_the_figures():
    pack = policy(
        {
            "T": target({"sum": "firms", "over": "latest"}, "1", unit="家"),
            "Y": target(
                {
                    "per_year": "graduates",
                    "years": ["2023"],
                    "projects": {"at_least": "1", "unit": "亿元", "exclude": "unused"},
                },
                "1",
                unit="家",
            ),
        }
    )
    rows = report(
        pack,
        members=[town("A")],
        firms=[Firm("x", ("A",), frozenset({"firms"}))],
        projects=[project("p", "2", "2023")],
        known_on=date(2024, 1, 1),
    )
    assert [r["verdict"] for r in rows] == ["PASS", "PASS"]


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("*", True),
        (" * ", True),
        ("某省某某市", True),
        ("某某市", True),
        ("somewhere, province", True),
        ("Somewhere", True),
        ("市", False),
        ("某镇", False),
        ("A", False),
    ],
)
def test_a_subject_named_like_the_jurisdiction_is_the_jurisdiction(name, own):
    assert is_own(policy({}), name) is own


def test_own_figures_under_two_names_are_one_jurisdiction():
    pack = policy({"T": target(OUTPUT)})
    row = report(
        pack, told("output", "2023", "12", "某某市"), told("tax", "2023", "1", "*")
    )
    assert row[0]["verdict"] == "PASS"


def test_a_population_that_counts_somebody_twice_is_refused():
    with pytest.raises(BadInputError) as refused:
        Register(
            members=(town("A"), town("A")),
            firms=(Firm("x", ("A",)), Firm("x", ("B",)), Firm("y")),
        )
    assert [f.code for f in refused.value.faults] == ["population_counts_twice"] * 2
    assert "x" in refused.value.faults[1].en


# ---------------------------------------------------------------------- the check


def codes(targets, **more):
    return [f.code for f in check_targets(policy({"T": targets}, **more))]


@pytest.mark.parametrize(
    "value",
    [
        {"count": "platforms"},
        {
            "count_if": {"indicator": "tax", "more_than": "1", "unit": "亿元"},
            "over": "year",
        },
        {
            "members": ["NAMED"],
            "told": "named",
            "gross": "named_ever",
            "less": ["struck_off"],
        },
        {"multiple": "firms", "baseline": "2020", "year": "2023"},
        {"tier": "output", "at": "100"},
        {
            "per_year": "graduates",
            "years": ["2023"],
            "projects": {"at_least": "1", "unit": "亿元", "exclude": "unused"},
        },
    ],
)
def test_a_sound_target_passes(value):
    assert codes(target(value, unit="个")) == []


def test_a_sound_share_passes():
    line = {"coverage": "x", "where": {"indicator": "rating", "at_least": "4A"}}
    second = {"parameter": "asked", "equals": "named", "states": ["NAMED"]}
    narrow = {"kind": "town", "narrowed": second}
    assert codes(target(line, "90", unit="%", population=narrow)) == []
    share = {"share": {"part": "part", "whole": "output", "reported": "part_share"}}
    assert codes(target({**share, "over": "year"}, "90", unit="%")) == []


@pytest.mark.parametrize(
    ("value", "more", "wrong"),
    [
        ({}, {}, ["target_form"]),
        ({"count": "platforms", "sum": "output", "over": "year"}, {}, ["target_form"]),
        ({"sum": "output"}, {}, ["key_missing"]),
        ({"coverage": "x"}, {}, ["target_unit"]),
        ({"count": "platforms"}, {"unit": "%"}, ["target_unit"]),
        ({"tier": "output", "at": "many"}, {}, ["value_wrong"]),
        (
            {"multiple": "firms", "baseline": "twenty", "year": "2023"},
            {},
            ["value_wrong"],
        ),
        (
            {
                "count_if": {"indicator": "tax", "more_than": "x", "unit": "亿元"},
                "over": "year",
            },
            {},
            ["value_wrong"],
        ),
        ({"count": "unheard_of"}, {}, ["target_indicator_unknown"]),
        ({"count": "platforms"}, {"parameter": "no_such"}, ["name_dangling"]),
        ({"count": "platforms"}, {"parameter": "other_number"}, ["threshold_differs"]),
    ],
)
def test_what_is_wrong_with_a_target_is_named(value, more, wrong):
    assert codes(target(value, **{"unit": "个", **more})) == wrong


def test_an_unknown_indicator_is_only_a_warning():
    pack = policy({"T": target({"count": "unheard_of"}, unit="个")})
    assert [f.severity for f in check_targets(pack)] == [Severity.WARNING]


def test_readings_that_a_target_leans_on_must_be_there():
    pack = policy(
        {
            "T": target({"tier": "output", "at": "100"}, unit="个"),
            "A": target({"count": "platforms"}, unit="个", operator="about"),
        }
    )
    bare = {"T.threshold": number("T.threshold", "10", "个")}
    stripped = replace(pack, rulebook=replace(pack.rulebook, parameters=bare))
    assert [f.code for f in check_targets(stripped)] == ["name_dangling"] * 2


def test_every_form_of_the_schema_is_known():
    pack = policy({"T": target({"sum": "output", "over": "year"})})
    value = pack.targets["T"].value
    assert set(FORMS) <= set(type(value).model_fields)
    assert indicators_of(value) == ("output",)
