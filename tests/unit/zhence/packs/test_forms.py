"""The YAML vocabulary: each form becomes the one value that it names."""

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from zhence.lifecycle import conditions as c
from zhence.packs import build, schema
from zhence.packs.guards import GuardForm
from zhence.packs.words import AppliesForm, TermForm
from zhence.rules import measures as m
from zhence.rules import terms as t

P = t.Operand(parameter="p")


def term(data: object) -> t.Term:
    return TypeAdapter(TermForm).validate_python(data).build()


def guard(data: object) -> c.Condition:
    return TypeAdapter(GuardForm).validate_python(data).build()


@pytest.mark.parametrize(
    ("data", "built"),
    [
        ({"compare": "a", "at_least": "p"}, t.Compare("a", t.Operator.AT_LEAST, P)),
        ({"compare": "a", "more_than": "p"}, t.Compare("a", t.Operator.MORE_THAN, P)),
        ({"compare": "a", "at_most": "p"}, t.Compare("a", t.Operator.AT_MOST, P)),
        ({"compare": "a", "less_than": "p"}, t.Compare("a", t.Operator.LESS_THAN, P)),
        ({"compare": "a", "exactly": "p"}, t.Compare("a", t.Operator.EXACTLY, P)),
        (
            {"compare": "a", "at_least": {"measure": "b", "times": "x"}},
            t.Compare("a", t.Operator.AT_LEAST, t.Operand(measure="b", times="x")),
        ),
        (
            {"share": "a", "of": "b", "at_least": "p", "or_reported": "r"},
            t.Share("a", "b", t.Operator.AT_LEAST, P, "r"),
        ),
        (
            {"about": "a", "cap": "p", "tolerance": "tol"},
            t.About("a", P, "tol", cap=True),
        ),
        (
            {"about": "a", "goal": "p", "tolerance": "tol"},
            t.About("a", P, "tol", cap=False),
        ),
        ({"checklist": "l", "need": "p"}, t.Checklist("l", "p")),
        ({"mandate": "l"}, t.MandateCovers("l")),
        ({"category_in": "p"}, t.Categorised("p")),
        ({"industry_of": "c", "listed_in": "p"}, t.IndustryBelongs("c", "p")),
        ({"chosen": "a", "one_of": "p"}, t.ChosenFrom("a", "p")),
        (
            {"recorded": {"events": ["e"], "decisions": ["d"]}, "verified": True},
            t.OnRecord(("e",), ("d",), verified=True),
        ),
        ({"recorded": {"decisions": ["d"]}}, t.OnRecord((), ("d",))),
        ({"not": {"mandate": "l"}}, t.Not(t.MandateCovers("l"))),
        (
            {"all": [{"mandate": "l"}, {"any": [{"mandate": "k"}]}]},
            t.All((t.MandateCovers("l"), t.AnyOf((t.MandateCovers("k"),)))),
        ),
    ],
    ids=str,
)
def test_a_term_is_built_from_its_key(data: object, built: t.Term):
    assert term(data) == built


@pytest.mark.parametrize(
    "data",
    [
        {"compare": "a"},
        {"compare": "a", "at_least": "p", "at_most": "p"},
        {"about": "a", "tolerance": "tol"},
        {"about": "a", "cap": "p", "goal": "p", "tolerance": "tol"},
        {"share": "a", "of": "b", "at_least": {"by_category": "th"}},
    ],
    ids=str,
)
def test_a_term_says_exactly_one_thing(data: object):
    with pytest.raises(ValueError, match=r"exactly one|either cap or goal|one param"):
        term(data)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"formula": "a < b"},
        "a < b",
        None,
        ["compare"],
        {"compare": "a", "at_least": 3},
        {"compare": "a", "at_least": "p", "colour": "red"},
        {"recorded": {"rumours": ["x"]}},
    ],
    ids=str,
)
def test_what_is_no_term_is_refused(data: object):
    with pytest.raises(ValidationError):
        term(data)


def test_a_condition_of_use_is_built():
    told = TypeAdapter(AppliesForm).validate_python(
        {"categories": "light", "states": ["NAMED"], "year_of_stay": "first"}
    )

    assert told.build() == t.Applies(
        categories="light", states=("NAMED",), year_of_stay="first"
    )


@pytest.mark.parametrize(
    ("data", "built"),
    [
        (
            {"year": "first", "part": "result", "failed": True},
            c.YearResult("first", "result", failed=True),
        ),
        (
            {"adjacent_fails": "progress", "count": "n", "exempt_breaks": "b"},
            c.AdjacentFails("progress", "n", "b"),
        ),
        ({"was_creation": ["A"]}, c.WasCreation(("A",))),
        ({"in_state": ["A"]}, c.InState(("A",))),
        ({"criteria_of": "acceptance"}, c.CriteriaMet("acceptance")),
        (
            {"event": ["e"], "verified": True, "by": ["g"], "code": "x"},
            c.EventSeen(("e",), verified=True, by=("g",), code="x"),
        ),
        (
            {"decision": "d", "by": ["g"], "values": ["v"], "until": "extension_end"},
            c.DecisionTaken("d", ("g",), ("v",), "extension_end"),
        ),
        (
            {"extended_by": ["g"], "limit": "n"},
            c.ExtensionGranted(("g",), "n"),
        ),
        ({"years_listed": "n"}, c.Elapsed("n")),
        ({"days_since": "d", "days": "n"}, c.DaysSince("d", "n")),
        ({"past": "extension_end"}, c.Past("extension_end")),
        ({"graded_by": "city", "grades": "n"}, c.Graded("city", "n")),
        (
            {"application": "a", "one_of": ["x"], "code": "y"},
            c.ApplicationHas("a", "y", ("x",)),
        ),
        ({"parameter": "n", "equals": "x"}, c.ParameterIs("n", "x")),
        ({"undecided": "T1"}, c.Undecided("T1")),
        ({"not": {"past": "extension_end"}}, c.Never(c.Past("extension_end"))),
        (
            {"all": [{"past": "a"}, {"any": [{"past": "b"}]}]},
            c.Every((c.Past("a"), c.Either((c.Past("b"),)))),
        ),
    ],
    ids=str,
)
def test_a_guard_is_built_from_its_key(data: object, built: c.Condition):
    assert guard(data) == built


@pytest.mark.parametrize(
    "data",
    [{}, "now", None, {"weather": "fine"}, {"past": 3}, {"past": "a", "of": "b"}],
    ids=str,
)
def test_what_is_no_guard_is_refused(data: object):
    with pytest.raises(ValidationError):
        guard(data)


# ------------------------------------------------------------------------ measures

WORDS = {"zh": "面积", "en": "area"}


def made(source: dict[str, object]) -> m.From:
    model = schema.MeasureModel.model_validate(
        {"title": WORDS, "unit": "km²", "over": "latest", "from": [source]}
    )
    return build.measure("a", model).sources[0]


@pytest.mark.parametrize(
    ("data", "built"),
    [
        ({"indicator": "i"}, m.Reported("i")),
        ({"projects": {"exclude": "p"}, "lead": True}, m.FromProjects("p", lead=True)),
        ({"difference": "i", "less": ["j"]}, m.Difference("i", ("j",))),
        ({"indicator": "i", "proven_by": "j"}, m.Proven("i", "j")),
        (
            {"greatest": "a", "or_by_category": "th", "flag_if_missing": "f"},
            m.Greatest("a", "th", "f"),
        ),
        (
            {"scaled": "a", "times": "p", "in_year": "first"},
            m.Scaled("a", "p", "first"),
        ),
        ({"lead_industries": True}, m.LeadIndustries()),
        ({"months_listed": True}, m.MonthsListed()),
    ],
    ids=str,
)
def test_a_source_is_built_from_its_key(data: dict[str, object], built: m.From):
    assert made(data) == built


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"indicator": "i", "difference": "j"},
        {"proven_by": "j"},
        {"less": ["j"]},
    ],
    ids=str,
)
def test_a_source_says_exactly_one_thing(data: dict[str, object]):
    with pytest.raises(ValueError, match="exactly one"):
        made(data)


# ---------------------------------------------------------------------- parameters


def parameter(**parts: object):
    source = {"document": "D", "clauses": ["X-1"]}
    values = parts.pop("values")
    assert isinstance(values, list)
    model = schema.ParameterModel.model_validate(
        {
            "title": WORDS,
            "values": [{"source": source, **v} for v in values],
            **parts,
        }
    )
    return build.parameter("p", model)


def test_values_stand_in_the_order_of_their_dates():
    told = parameter(
        values=[
            {"value": "4", "from": "2020-01-01"},
            {"value": 3, "to": "2019-12-31"},
        ]
    )

    assert [v.value for v in told.values] == [3, 4]


@pytest.mark.parametrize(
    ("parts", "value"),
    [
        ({"values": [{"value": "0.70"}], "unit": "%"}, "7/10"),
        ({"values": [{"value": True}]}, True),
        ({"values": [{"value": None}]}, None),
        ({"values": [{"value": ["a", "b"]}]}, ("a", "b")),
        ({"values": [{"value": "H1"}], "choices": ["H1"]}, "H1"),
        ({"values": [{"value": "2A"}], "levels": ["1A", "2A"]}, "2A"),
    ],
    ids=str,
)
def test_a_value_is_what_its_kind_says(parts: dict[str, object], value: object):
    (held,) = parameter(**parts).values

    assert str(held.value) == str(value)


def test_every_model_refuses_unknown_keys():
    models = [*schema.FILES.values(), *schema.FOLDERS.values()]

    for model in models:
        assert issubclass(model, BaseModel)
        assert model.model_config["extra"] == "forbid"


def test_editors_get_a_definition_for_every_file():
    told = schema.json_schema()
    definitions, files = told["$defs"], told["x-files"]
    assert isinstance(definitions, dict)
    assert isinstance(files, dict)

    assert set(files) == {*schema.FILES, *(f"{n}/*.yaml" for n in schema.FOLDERS)}
    for reference in files.values():
        assert reference.rpartition("/")[2] in definitions
