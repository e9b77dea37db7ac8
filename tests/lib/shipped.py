"""Questions to the shipped packs, with facts written as in a worked case."""

from collections.abc import Mapping
from datetime import date

from pydantic import TypeAdapter
from tests.packs.shelf import shipped

from zhence.cases.forms import SubjectGiven
from zhence.cases.given import subject_facts
from zhence.evidence import Finding
from zhence.rules.judge import Judgement, judge
from zhence.rules.question import Question
from zhence.rules.rulebook import Occasion

SINCE = "2018-03..2018-12"
WINDOW = "2018-03..2020-12"
Given = Mapping[str, object]


def fact(
    indicator: str, period: str, value: str, unit: str = "亿元", **more: object
) -> dict[str, object]:
    return {
        "indicator": indicator,
        "period": period,
        "value": value,
        "unit": unit,
        **more,
    }


def stock(indicator: str, value: str, unit: str | None = None) -> dict[str, object]:
    told: dict[str, object] = {
        "indicator": indicator,
        "period": "2020-12-31",
        "value": value,
    }
    return told if unit is None else told | {"unit": unit}


def project(
    name: str, amount: str, use: str = "industrial", **more: object
) -> dict[str, object]:
    return {
        "name": name,
        "use": use,
        "amount": amount,
        "unit": "亿元",
        "lead": None,
        "from": "2018-03-01",
        "to": "2018-12-31",
        **more,
    }


def town(list_: str = "municipal", **more: object) -> dict[str, object]:
    return {
        "list": list_,
        "state": "CREATION",
        "category": "high_end_manufacturing",
        "listed_on": "2018-03-01",
        "stay_first_year": 2018,
        **more,
    }


def ask(  # a question has as many sides
    policy: str,
    occasion: str,
    *facts: Given,
    on: str = "2021-03-31",
    year: int | None = None,
    membership: Given | None = None,
    params: Mapping[str, str] | None = None,
    **more: object,
) -> Judgement:
    """Judge a town under a shipped pack, as a worked case of kind judge does."""
    rulebook = shipped()[policy].rulebook.with_parameters(params or {})
    given = TypeAdapter(SubjectGiven).validate_python(
        {
            "occasion": occasion,
            "year": year,
            "membership": membership or town(),
            "facts": list(facts),
            **more,
        }
    )
    known = subject_facts(given, rulebook.catalogue, "")
    question = Question(Occasion(occasion), date.fromisoformat(on), year)
    return judge(rulebook, known, question)


def assessed(year: int, *facts: Given, **more: object) -> Judgement:
    """The annual assessment of a municipal town, asked when its figures are in."""
    return ask("NT2017", "annual", *facts, on=f"{year + 1}-03-31", year=year, **more)  # type: ignore[arg-type]  # passes on


def accepted(*facts: Given, **more: object) -> Judgement:
    """The acceptance of a municipal town after its window."""
    return ask("NT2017", "acceptance", *facts, **more)  # type: ignore[arg-type]  # passes on


def criterion(told: Judgement, id_: str) -> Finding:
    return told.findings[id_]
