"""Posted forms as the values that actions take."""

from __future__ import annotations

from django.http import QueryDict

from zhence.evidence import Text
from zhence_web.records.assessment.actions import (
    Asked,
    Deciding,
    Exempting,
    Happening,
    Paper,
    Suspicion,
    occasion_named,
)
from zhence_web.screens.review.posted import Posted

_ON = Text("日期", "the day")
_YES_NO = {"yes": True, "no": False}


def decided(data: QueryDict, *, what: str | None = None) -> Deciding:
    """Return the decision of a form; *what* where the page knows it already.

    Raises:
        BadInputError: every field that is missing or unreadable.
    """
    asked = Posted(data)
    told = Deciding(
        what=asked.text("what", Text("决定事项", "what was decided"))
        if what is None
        else what,
        body=asked.text("body", Text("作出决定的机关", "the body")),
        on=asked.day("on", Text("决定日期", "the day of the decision")),
        paper=_paper(asked),
        effective=asked.maybe_day("effective", Text("生效日期", "the effective day")),
        appeal_until=asked.maybe_day(
            "appeal_until", Text("申诉截止日", "the last day to appeal")
        ),
        value=asked.text("value"),
        end=asked.maybe_day("end", Text("截止日", "the end")),
        year=asked.number("year", Text("年度", "the year")),
        grounds=asked.text("grounds"),
    )
    asked.check()
    return told


def happened(data: QueryDict) -> Happening:
    """Return the event of a form.

    Raises:
        BadInputError: every field that is missing or unreadable.
    """
    asked = Posted(data)
    told = Happening(
        type=asked.text("type", Text("事件", "the event")),
        on=asked.day("on", _ON),
        body=asked.text("body"),
        passed=_YES_NO.get(asked.text("passed")),
        aspects=asked.number("aspects", Text("评审方面数", "aspects")),
        source=asked.text("source", Text("来源", "the source")),
    )
    asked.check()
    return told


def suspected(data: QueryDict) -> Suspicion:
    """Return the case of a form.

    Raises:
        BadInputError: every field that is missing or unreadable.
    """
    asked = Posted(data)
    told = Suspicion(
        type=asked.text("type", Text("案由", "the cause")),
        happened_on=asked.day("on", _ON),
        facts=asked.text("facts", Text("案情", "the facts")),
        source=asked.text("source"),
    )
    asked.check()
    return told


def exempted(data: QueryDict) -> Exempting:
    """Return the exemption of a form.

    Raises:
        BadInputError: every field that is missing or unreadable.
    """
    asked = Posted(data)
    told = Exempting(
        clause=asked.text("clause", Text("条款", "the clause")),
        starts=asked.day("starts", Text("豁免起始日", "the first day")),
        ends=asked.day("ends", Text("豁免终止日", "the last day")),
        body=asked.text("body", Text("批准机关", "the body")),
        paper=_paper(asked),
        reason=asked.text("reason", Text("理由", "the reason")),
        expires=asked.day("expires", Text("有效期至", "the expiry")),
    )
    asked.check()
    return told


def voted(data: QueryDict) -> tuple[str, int, int]:
    """Return who voted on a case, and the votes for and against.

    Raises:
        BadInputError: every field that is missing or unreadable.
    """
    asked = Posted(data)
    body = asked.text("body", Text("表决机关", "the body"))
    for_, against = Text("赞成票", "votes for"), Text("反对票", "votes against")
    asked.text("votes_for", for_)
    asked.text("votes_against", against)
    votes = asked.number("votes_for", for_), asked.number("votes_against", against)
    asked.check()
    return body, votes[0] or 0, votes[1] or 0


def run_asked(data: QueryDict) -> Asked:
    """Return the run of a form.

    Raises:
        BadInputError: every field that is missing or unreadable.
    """
    asked = Posted(data)
    label = Text("年度", "the year")
    asked.text("year", label)
    told = Asked(
        policy=asked.text("policy", Text("政策", "the policy")),
        year=asked.number("year", label) or 0,
        on=asked.day("on", Text("研判日", "the day asked about")),
        occasion=occasion_named(asked.text("occasion")),
        binding=asked.text("binding") == "yes",
    )
    asked.check()
    return told


def _paper(asked: Posted) -> Paper:
    return Paper(
        number=asked.text("number", Text("文号", "the document's number")),
        title=asked.text("title", Text("文件名称", "the document's title")),
        issuer=asked.text("issuer"),
        issued_on=asked.maybe_day("issued_on", Text("印发日期", "the day of issue")),
    )
