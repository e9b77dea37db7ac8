"""Clauses, documents, heads and ids change."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.unit.zhence.packs_diff.edited import (
    changes,
    copied,
    edit_file,
    edited,
    only,
    shipped,
)

from zhence.packs.diff import Kind, Period, Strictness, differences
from zhence.packs.load import load_pack
from zhence.rules.rulebook import Status

CLAUSES = "clauses/2-requirements.yaml"
LIGHT = "NT2017-2.4c"
HEAD = "pack.yaml"


@pytest.mark.parametrize(
    ("sides", "part", "severity", "words"),
    [
        ({"force": "mandatory"}, "force", "tightens", "由原则改为强制"),
        ({"force": "aim"}, "force", "relaxes", "由原则改为力争"),
        ({"summary": {"zh": "三十亿", "en": "thirty"}}, "summary", "unknown", "三十亿"),
        ({"reading": None}, "reading", "unknown", "改为无"),
        ({"kind": "aim"}, "kind", "unknown", "改为力争"),
        ({"subject": "park"}, "subject", "unknown", "park"),
        ({"section": "九"}, "section", "neutral", "九"),
        ({"priority": "peripheral"}, "priority", "neutral", "peripheral"),
        ({"example": {"zh": "例", "en": "such"}}, "example", "neutral", "例"),
        ({"checked_on": "2026-12-01"}, "checked_on", "neutral", "2026-12-01"),
    ],
)
def test_each_side_of_a_clause_is_told(
    tmp_path: Path, sides: dict, part: str, severity: str, words: str
):
    found = changes(
        "NT2017", tmp_path, {CLAUSES: lambda d: d["clauses"][LIGHT].update(sides)}
    )
    change = only(found, Kind.CLAUSE, LIGHT, part)
    assert change.severity == severity
    assert words in change.sentence.zh
    # What the clause implements is what it touches.
    assert "NT2017-2.4c" in change.areas.rules
    assert "acceptance" in change.areas.occasions
    assert change.areas.lists == {"municipal"}


def test_a_clause_comes_and_goes(tmp_path: Path):
    new = edited("NT2017", tmp_path, {CLAUSES: lambda d: d["clauses"].pop(LIGHT)})
    gone = only(differences(shipped()["NT2017"], new), Kind.CLAUSE, LIGHT, "removed")
    assert gone.severity is Strictness.UNKNOWN


def test_a_document_gets_its_number_and_dates(tmp_path: Path):
    def edit(data: dict) -> None:
        data.update(number="〔2022〕73号", issued_on="2022-12-30")

    found = changes("ZJ2023", tmp_path, {"documents/ZJ2023.yaml": edit})
    assert {(c.kind, c.part) for c in found} == {
        (Kind.DOCUMENT, "number"),
        (Kind.DOCUMENT, "issued_on"),
    }
    assert (
        "由无改为2022-12-30"
        in only(found, Kind.DOCUMENT, "ZJ2023", "issued_on").sentence.zh
    )


def test_why_a_clause_gives_no_verdict_changes(tmp_path: Path):
    def edit(data: dict) -> None:
        data["not_computable"]["NT2017-5.1"]["why"] = "narrative"
        data["not_computable"].pop("NT2017-P.2")

    found = changes("NT2017", tmp_path, {"not_computable.yaml": edit})
    assert {(c.kind, c.id, c.part) for c in found} == {
        (Kind.NOT_COMPUTABLE, "NT2017-5.1", "why"),
        (Kind.NOT_COMPUTABLE, "NT2017-P.2", "removed"),
    }
    assert {c.severity for c in found} == {Strictness.NEUTRAL}


def test_published_figures_change(tmp_path: Path):
    def edit(data: dict) -> None:
        data["populations"][0]["towns"] = 1
        name = next(iter(data["equations"]))
        data["equations"].pop(name)

    found = changes("ZJ-PRACTICE", tmp_path, {"published.yaml": edit})
    assert {(c.kind, c.part) for c in found} == {
        (Kind.PUBLISHED, "value"),
        (Kind.PUBLISHED, "removed"),
    }


@pytest.mark.parametrize(
    ("sides", "part", "severity", "words"),
    [
        ({"status": "expired"}, "status", "relaxes", "由施行中改为已失效"),
        ({"lists": ["municipal", "county"]}, "lists", "tightens", "county"),
        ({"lists": ["county"]}, "lists", "unknown", "由municipal改为county"),
        ({"assess_occasion": "standing"}, "assess_occasion", "unknown", "日常"),
        ({"edition": "2018"}, "edition", "neutral", "由2017改为2018"),
        ({"title": {"zh": "新题", "en": "new"}}, "title", "neutral", "新题"),
        ({"issuer": {"zh": "他", "en": "he"}}, "issuer", "neutral", "他"),
        ({"jurisdiction": {"zh": "他", "en": "he"}}, "jurisdiction", "unknown", "他"),
        ({"note": None}, "note", "neutral", "改为无"),
        (
            {"exempting_bodies": {"municipal": ["province"]}},
            "exempting_bodies",
            "tightens",
            "改为municipal: province",
        ),
    ],
)
def test_each_side_of_the_head_is_told(
    tmp_path: Path, sides: dict, part: str, severity: str, words: str
):
    (change,) = changes("NT2017", tmp_path, {HEAD: lambda d: d.update(sides)})
    assert (change.kind, change.part, change.severity) == (Kind.HEAD, part, severity)
    assert words in change.sentence.zh


@pytest.mark.parametrize(
    ("old", "new", "severity"),
    [
        (Status.DRAFT, Status.IN_FORCE, "tightens"),
        (Status.IN_FORCE, Status.EXPIRED, "relaxes"),
        (Status.DRAFT, Status.REFERENCE, "neutral"),
    ],
)
def test_only_a_policy_in_force_binds(old: Status, new: Status, severity: str):
    held = shipped()["NT2017"]
    found = differences(replace(held, status=old), replace(held, status=new))
    assert [(c.part, c.severity) for c in found] == [("status", severity)]


@pytest.mark.parametrize(
    ("before", "after", "severity", "first", "last"),
    [
        (None, "2024-12-31", "relaxes", "2025-01-01", None),
        ("2024-12-31", None, "tightens", "2025-01-01", None),
        ("2024-12-31", "2025-06-30", "tightens", "2025-01-01", "2025-06-30"),
        ("2025-06-30", "2024-12-31", "relaxes", "2025-01-01", "2025-06-30"),
    ],
)
def test_a_moved_end_touches_the_days_in_between(
    before: str | None,
    after: str | None,
    severity: str,
    first: str | None,
    last: str | None,
):
    held = shipped()["NT2017"]
    old, new = (replace(held, valid_to=_day(d)) for d in (before, after))
    (change,) = differences(old, new)
    assert (change.part, change.severity) == ("valid_to", severity)
    assert change.period == Period(_day(first), _day(last))


@pytest.mark.parametrize(
    ("before", "after", "severity", "first", "last"),
    [
        ("2017-10-21", "2018-01-01", "relaxes", "2017-10-21", "2017-12-31"),
        ("2018-01-01", "2017-10-21", "tightens", "2017-10-21", "2017-12-31"),
        (None, "2018-01-01", "relaxes", None, "2017-12-31"),
    ],
)
def test_a_moved_beginning_touches_the_days_in_between(
    before: str | None,
    after: str | None,
    severity: str,
    first: str | None,
    last: str | None,
):
    held = shipped()["NT2017"]
    old, new = (replace(held, valid_from=_day(d)) for d in (before, after))
    (change,) = differences(old, new)
    assert (change.part, change.severity) == ("valid_from", severity)
    assert change.period == Period(_day(first), _day(last))


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def test_relations_come_go_and_change(tmp_path: Path):
    def edit(data: dict) -> None:
        first, second = data["relations"]
        data["relations"] = [
            {**first, "clauses": ["NT2017-2.3a"]},
            {**second, "relation": "cites"},
        ]

    found = changes("NT2017", tmp_path, {HEAD: edit})
    assert {(c.id, c.part) for c in found} == {
        ("contradicts RPT", "clauses"),
        ("contradicts ZJ2023", "removed"),
        ("cites ZJ2023", "added"),
    }


def test_a_draft_issued_under_a_new_id_is_compared_clause_by_clause(tmp_path: Path):
    folder = copied("NT2017", tmp_path)
    for path in folder.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("NT2017", "NT2030"), encoding="utf-8")
    edit_file(folder, CLAUSES, lambda d: d["clauses"].pop("NT2030-2.6a"))
    edit_file(folder, HEAD, lambda d: d.update(edition="2030"))
    held = shipped()["NT2017"]
    found = differences(held, load_pack(folder, held.rulebook.catalogue))
    # Notes of documents name the policy in prose, and prose is compared as it is.
    told = {(c.kind, c.id, c.part) for c in found if c.kind is not Kind.DOCUMENT}
    assert told == {
        (Kind.HEAD, "NT2030", "id"),
        (Kind.HEAD, "NT2030", "edition"),
        (Kind.CLAUSE, "NT2017-2.6a", "removed"),
    }
    gone = only(found, Kind.CLAUSE, "NT2017-2.6a", "removed")
    assert "NT2017-2.6a" in gone.sentence.zh
