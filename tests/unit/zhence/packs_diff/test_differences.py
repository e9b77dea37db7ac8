"""Two editions as a whole: nothing is invented, nothing is lost, all is ordered."""

import dataclasses
import json
from dataclasses import replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.zhence.packs_diff.edited import (
    PACKS,
    catalogue,
    changes,
    copied,
    shipped,
)

from zhence.evidence import Text
from zhence.packs.diff import Kind, Strictness, differences
from zhence.packs.diff_change import importance, joined
from zhence.packs.diff_names import KINDS, PARTS, VOCABULARY
from zhence.packs.diff_words import plain
from zhence.packs.load import load_pack
from zhence.packs.pack import Pack
from zhence.rules.rulebook import Occasion
from zhence.units import Unit, unit

POLICIES = sorted(folder.parent.name for folder in PACKS.glob("*/pack.yaml"))


@pytest.mark.parametrize("policy", POLICIES)
def test_an_edition_does_not_differ_from_itself(policy: str, tmp_path: Path):
    held = shipped()[policy]
    assert differences(held, held) == ()
    again = load_pack(copied(policy, tmp_path), catalogue())
    assert differences(held, again) == ()


@pytest.mark.parametrize("old", POLICIES)
@pytest.mark.parametrize("new", POLICIES)
def test_any_two_policies_can_be_compared_and_printed(old: str, new: str):
    found = differences(shipped()[old], shipped()[new])
    assert (found == ()) is (old == new)
    for change in found:
        assert change.sentence.zh.endswith("。")
        assert change.sentence.en.endswith(".")
        assert json.dumps(change.as_json())
    assert sorted(found, key=importance) == list(found)


@pytest.mark.parametrize(("old", "new"), [("NT2017", "RPT"), ("HZ2021", "ZJ2023")])
def test_what_was_added_one_way_was_removed_the_other_way(old: str, new: str):
    there = differences(shipped()[old], shipped()[new])
    back = differences(shipped()[new], shipped()[old])
    added = {(c.kind, c.id) for c in there if c.part == "added"}
    removed = {(c.kind, c.id) for c in back if c.part == "removed"}
    assert added == removed


def test_the_weightiest_change_comes_first(tmp_path: Path):
    found = changes(
        "NT2017",
        tmp_path,
        {
            "pack.yaml": lambda d: d.update(edition="2018", status="expired"),
            "parameters/investment.yaml": lambda d: d["parameters"][
                "NT2017-2.4b.threshold"
            ]["values"][0].update(value="40"),
            "rules/acceptance.yaml": lambda d: d["criteria"]["NT2017-2.3b.wifi"].update(
                prohibition=True
            ),
            "incentives/support.yaml": lambda d: d["incentives"]["NT2017-4a"].update(
                effect="land"
            ),
        },
    )
    assert [(c.severity.value, c.kind.value) for c in found] == [
        ("tightens", "criterion"),
        ("tightens", "parameter"),
        ("relaxes", "head"),
        ("unknown", "incentive"),
        ("neutral", "head"),
    ]


# --------------------------------------------------------------- nothing is lost
# Whatever field of a rulebook thing changes is told; a field that somebody adds to
# the library later fails here until it is told too.

UNTOLD = {"id", "index", "where", "name"}  # the id is the key; the rest is no law


def other(value: object) -> object:  # noqa: C901, PLR0911  # one arm a shape
    """Some other value of the same kind; ``None`` where none is easily made up."""
    match value:
        case bool():
            return not value
        case StrEnum():
            return next(v for v in type(value) if v is not value)
        case Text():
            return Text("别的", "else")
        case str() | None:
            return "else"
        case tuple() if all(isinstance(v, str) for v in value):
            return (*value, "else")
        case frozenset() if all(isinstance(v, Occasion) for v in value):
            return frozenset(Occasion) - value or frozenset({Occasion.ANNUAL})
        case frozenset():
            return frozenset({*value, "else"})
        case dict():
            return {**value, "else": next(iter(value.values()), ())}
        case Unit():
            return unit("亩")
        case int():
            return value + 1
        case _:
            return None


def but(thing, **sides):
    """The thing with other sides, whatever it is."""
    return replace(thing, **sides)


def with_one(pack: Pack, section: str, id_: str, thing: object) -> Pack:
    book = pack.rulebook
    held = {**getattr(book, section), id_: thing}
    return replace(pack, rulebook=but(book, **{section: held}))


@pytest.mark.parametrize(
    ("section", "kind"),
    [
        ("checklists", Kind.CHECKLIST),
        ("categories", Kind.CATEGORY),
        ("criteria", Kind.CRITERION),
        ("measures", Kind.MEASURE),
        ("parameters", Kind.PARAMETER),
        ("thresholds", Kind.THRESHOLD),
    ],
)
def test_no_field_of_a_rule_changes_in_silence(section: str, kind: Kind):
    pack = shipped()["NT2017"]
    held = getattr(pack.rulebook, section)
    id_, thing = next(iter(held.items()))
    donor = list(held.values())[-1]
    for field in dataclasses.fields(thing):
        if field.name in UNTOLD:
            continue
        value = getattr(thing, field.name)
        new = other(value)
        if new is None or field.name in {"applies", "sources", "values"}:
            new = getattr(donor, field.name)
        assert new != value, f"{section}.{field.name}: no other value to try"
        found = differences(
            pack, with_one(pack, section, id_, but(thing, **{field.name: new}))
        )
        assert any((c.kind, c.id) == (kind, id_) for c in found), field.name


@pytest.mark.parametrize("section", ["targets", "incentives", "documents"])
def test_no_field_of_a_file_changes_in_silence(section: str):
    pack = shipped()["HZ2021"]
    held = getattr(pack, section)
    id_, model = next(iter(held.items()))
    samples = [m for p in shipped().values() for m in getattr(p, section).values()]
    for name in type(model).model_fields:
        values = [getattr(m, name) for m in samples]
        new = next((v for v in values if v != getattr(model, name)), None)
        if name in UNTOLD or new is None:
            continue
        changed = {**held, id_: model.model_copy(update={name: new})}
        found = differences(pack, but(pack, **{section: changed}))
        assert any(c.id == id_ for c in found), name


def test_no_field_of_a_transition_changes_in_silence():
    pack = shipped()["NT2017"]
    cycle = pack.lifecycle
    assert cycle is not None
    first, *rest = cycle.transitions
    for field in dataclasses.fields(first):
        if field.name in UNTOLD:
            continue
        value = getattr(first, field.name)
        new = next(
            v
            for p in shipped().values()
            if p.lifecycle
            for t in p.lifecycle.transitions
            if (v := getattr(t, field.name)) != value
        )
        changed = (but(first, **{field.name: new}), *rest)
        found = differences(
            pack, replace(pack, lifecycle=replace(cycle, transitions=changed))
        )
        assert any(c.id == first.id for c in found), field.name


def test_no_field_of_a_clause_changes_in_silence():
    pack = shipped()["NT2017"]
    id_, clause = next((n, c) for n, c in pack.clauses.items() if c.reading)
    for field in dataclasses.fields(clause):
        if field.name in UNTOLD:
            continue
        value = getattr(clause, field.name)
        new = date(2030, 1, 1) if field.name == "checked_on" else other(value)
        changed = {**pack.clauses, id_: but(clause, **{field.name: new})}
        found = differences(pack, replace(pack, clauses=changed))
        assert [c.part for c in found] == [field.name]


# ------------------------------------------------------------------------ small print


@given(st.lists(st.sampled_from(list(Strictness))))
def test_joining_forgets_order_and_what_is_neutral(members: list[Strictness]):
    assert joined(members) is joined(reversed(members))
    assert joined([*members, Strictness.NEUTRAL]) is joined(members)
    flipped = joined(m.flipped() for m in members)
    assert flipped is joined(members).flipped()


def test_every_kind_has_a_name_in_both_languages():
    assert set(KINDS) == set(Kind)
    for text in (*KINDS.values(), *PARTS.values(), *VOCABULARY.values()):
        assert text.zh
        assert text.en


@pytest.mark.parametrize(
    ("value", "zh"),
    [
        (True, "是"),
        (Fraction(1, 3), "1/3"),
        (frozenset({"b", "a"}), "a、b"),
        (frozenset(), "无"),
        ({}, "无"),
        ([], "无"),
        ("", "无"),
        ({"by": ["office"]}, "by：office"),
        (3, "3"),
    ],
)
def test_any_value_has_words(value: object, zh: str):
    assert plain(value).zh == zh
