"""The form of an application: what was posted as the action takes it, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from zhence.errors import BadInputError, Fault, Where
from zhence.evidence import Text
from zhence_web.kit.faults import Said
from zhence_web.kit.posted import Posted, line, whole
from zhence_web.records.applications import actions, reads

_ANSWER, _FIGURE = "a-", "f-"
_YES_NO: Mapping[str, bool] = {"yes": True, "no": False}
_WORDS = "words"
_NO_SITE = Fault(
    "site_missing",
    "没有选申报的小镇",
    "the site is missing",
    Where(cell="site"),
    "请选择 / choose it",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One item with what was typed; *aspects* are name, words and answer of each."""

    name: str
    kind: str
    title: Text
    value: str
    choices: tuple[tuple[str, Text], ...]
    aspects: tuple[tuple[str, Text, str], ...]
    faults: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with what was typed."""

    name: str
    title: Text
    unit: str
    value: str
    faults: tuple[Said, ...]


def rows(
    form: reads.FormView, typed: QueryDict, wrong: Mapping[str, Sequence[Said]]
) -> tuple[Row, ...]:
    """Return the items of a form as they were filled in."""
    found = []
    for one in form.asked:
        name, several = f"{_ANSWER}{one.item}", one.kind.value == "aspects"
        aspects = tuple(
            (f"{name}.{code}", words, typed.get(f"{name}.{code}", ""))
            for code, words in (one.choices if several else ())
        )
        found.append(
            Row(
                name=name,
                kind=one.kind.value,
                title=one.title,
                value=typed.get(name, ""),
                choices=() if several else one.choices,
                aspects=aspects,
                faults=tuple(wrong.get(one.item, ())),
            )
        )
    return tuple(found)


def figures(
    form: reads.FormView, typed: QueryDict, wrong: Mapping[str, Sequence[Said]]
) -> tuple[Figure, ...]:
    """Return the figures of a form as they were filled in."""
    return tuple(
        Figure(
            name=f"{_FIGURE}{code}",
            title=title,
            unit=unit,
            value=typed.get(f"{_FIGURE}{code}", ""),
            faults=tuple(wrong.get(code, ())),
        )
        for code, title, unit in form.figures
    )


def sending(data: QueryDict) -> actions.Sending:
    """Return what a form sends: items as ``a-…``, aspects of one as ``a-….…``.

    Raises:
        BadInputError: no site is named, the document's day is none, or a text is
            longer than it may be.
    """
    posted = Posted(data)
    paper = actions.Paper(
        posted.text("number", 120),
        posted.text("title", 300),
        posted.text("issuer", 160),
        posted.day("issued_on"),
    )
    note = posted.text("note", actions.LONGEST_NOTE)
    posted.check()
    site = whole(data.get("site", ""))
    if site is None:
        raise BadInputError(_NO_SITE)
    answers: dict[str, actions.Typed] = {}
    aspects: dict[str, dict[str, bool | None]] = {}
    for name in data:
        item, dot, aspect = name.removeprefix(_ANSWER).partition(".")
        if not name.startswith(_ANSWER):
            continue
        if dot:
            told = _YES_NO.get(data.get(name, ""))
            aspects.setdefault(item, {})[aspect] = told
        else:
            answers[item] = _answer(item, line(data.get(name, "")), data)
    return actions.Sending(
        site=site,
        policy=posted.text("policy", 32),
        list_name=posted.text("list", 48),
        answers={**answers, **aspects},
        figures={
            name.removeprefix(_FIGURE): line(data.get(name, ""))
            for name in data
            if name.startswith(_FIGURE)
        },
        paper=paper,
        note=note,
    )


def _answer(item: str, typed: str, data: QueryDict) -> actions.Typed:
    """Return an answer; several words stand in one field, parted as people do."""
    if data.get(f"k-{item}") != _WORDS:
        return typed
    parts = typed.replace("，", "、").replace(",", "、").split("、")
    return [part.strip() for part in parts if part.strip()]
