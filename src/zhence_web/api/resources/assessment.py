"""Runs and their results, proposals, decisions, and where memberships stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from django.http import Http404
from ninja import Query

from zhence_web.api.asked import Number, Paged
from zhence_web.api.calling import Call
from zhence_web.api.offers import Shelf
from zhence_web.api.shapes.assessment import (
    DecisionOut,
    FindingOut,
    MemberOut,
    PassedOut,
    ResultLine,
    ResultOut,
    RunIn,
    RunOut,
    StandingOut,
)
from zhence_web.jobs.assessment import ask
from zhence_web.records.access.grants import Grant
from zhence_web.records.accounts.gate import allowed, check
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.accounts.tree import subtree
from zhence_web.records.assessment import reads
from zhence_web.records.assessment.actions import Asked, occasion_named
from zhence_web.records.lifecycle import reads as standing
from zhence_web.records.lifecycle.timelines import timeline

SHELF = Shelf("assessment", Grant.READ_ASSESSMENT)


class RunsAsked(Paged):
    """The runs of one's branch."""

    sort: Literal["", "id", "-id", "year", "-year"] = ""


class ResultsAsked(Paged):
    """Results of a run, or proposals."""

    sort: Literal["", "id", "-id", "verdict", "-verdict"] = ""


class DecisionsAsked(Paged):
    """Decisions; *show* narrows to those not yet public, or open to appeal."""

    show: Literal["", "waiting", "appeal"] = ""
    sort: Literal["", "id", "-id", "on", "-on"] = ""


class MembersAsked(Paged):
    """The memberships of one's branch."""

    sort: Literal["", "id", "-id", "number", "-number"] = ""


@SHELF.many("/runs", RunOut, Action.RUN_ASSESSMENT)
def list_runs(call: Call, asked: Query[RunsAsked]) -> Sequence[RunOut]:
    """List the runs of one's branch, the newest first."""
    del asked
    return [RunOut.model_validate(one) for one in reads.runs(_branch(call))]


@SHELF.deed(
    "/runs/ask", RunOut, Action.RUN_ASSESSMENT, Grant.WRITE_ASSESSMENT, status=202
)
def ask_run(call: Call, body: RunIn) -> RunOut:
    """Ask for a run, binding or as a simulation; a worker carries it out."""
    asked = Asked(
        policy=body.policy,
        year=body.year,
        on=body.on,
        occasion=occasion_named(body.occasion),
        binding=body.binding,
    )
    made = ask(asked=asked, by=call.hand, at=call.at)
    return RunOut.model_validate(_run(call, made))


@SHELF.one("/runs/{int:number}", RunOut, Action.RUN_ASSESSMENT)
def get_run(call: Call, number: Number) -> RunOut:
    """Show a run and how far it is."""
    return RunOut.model_validate(_run(call, number))


@SHELF.many("/runs/{int:number}/results", ResultLine, Action.RUN_ASSESSMENT)
def list_results(
    call: Call, number: Number, asked: Query[ResultsAsked]
) -> Sequence[ResultLine]:
    """List the results of a run by the number of the site."""
    del asked
    _run(call, number)
    return [ResultLine.model_validate(r) for r in reads.results(number, call.today)]


@SHELF.one("/results/{int:number}", ResultOut, Action.VIEW_ASSESSMENT)
def get_result(call: Call, number: Number) -> ResultOut:
    """Show a result: every criterion with its figures, and what is proposed."""
    return ResultOut.model_validate(_result(call, number))


@SHELF.one(
    "/results/{int:number}/criteria/{criterion}", FindingOut, Action.VIEW_ASSESSMENT
)
def get_finding(call: Call, number: Number, criterion: str) -> FindingOut:
    """Show one criterion of a result: value, threshold, gap and every step to them."""
    for one in _result(call, number).findings:
        if one.id == criterion:
            return FindingOut.model_validate(one)
    raise Http404


@SHELF.many("/proposals", ResultLine, Action.DECIDE)
def list_proposals(call: Call, asked: Query[ResultsAsked]) -> Sequence[ResultLine]:
    """List the proposals that wait for a body's decision."""
    del asked
    told = reads.proposals(_branch(call), call.today, call.at)
    return [ResultLine.model_validate(one) for one in told]


@SHELF.many("/decisions", DecisionOut, Action.DECIDE)
def list_decisions(call: Call, asked: Query[DecisionsAsked]) -> Sequence[DecisionOut]:
    """List the decisions about the sites of one's branch, the newest first."""
    told = standing.decisions(
        _branch(call),
        call.today,
        waiting=asked.show == "waiting",
        open_appeal=asked.show == "appeal",
    )
    return [DecisionOut.model_validate(one) for one in told]


@SHELF.one("/decisions/{int:number}", DecisionOut, Action.DECIDE)
def get_decision(call: Call, number: Number) -> DecisionOut:
    """Show a decision: who decided what, by which document, on what grounds."""
    found = standing.decision(number, call.today)
    if found is None:
        raise Http404
    check(call.hand, Action.DECIDE, found.member.org, call.today)
    return DecisionOut.model_validate(found)


@SHELF.many("/memberships", MemberOut, Action.VIEW_ASSESSMENT)
def list_members(call: Call, asked: Query[MembersAsked]) -> Sequence[MemberOut]:
    """List the memberships that sites of one's branch hold today."""
    del asked
    hand, today = call.hand, call.today
    return [
        MemberOut.model_validate(m)
        for m in standing.members(_branch(call), today)
        if allowed(hand, Action.VIEW_ASSESSMENT, m.org, today) is None
    ]


@SHELF.one("/memberships/{int:number}", StandingOut, Action.VIEW_ASSESSMENT)
def get_membership(call: Call, number: Number) -> StandingOut:
    """Show where a membership stands, and everything that led there."""
    member = standing.member(number, call.today)
    if member is None:
        raise Http404
    check(call.hand, Action.VIEW_ASSESSMENT, member.org, call.today)
    held = standing.standing(number, on=call.today, known_at=call.at)
    return StandingOut.model_validate(
        {
            "member": member,
            "state": held.state,
            "title": held.title,
            "since": held.since,
            "category": held.category,
            "stay_first_year": held.stay_first_year,
            "extension_end": held.extension_end,
            "history": [PassedOut.model_validate(line) for line in timeline(number)],
        }
    )


def _branch(call: Call) -> frozenset[int]:
    return subtree(call.hand.org, call.today)


def _run(call: Call, number: int) -> reads.RunView:
    found = reads.run(number)
    if found is None:
        raise Http404
    check(call.hand, Action.RUN_ASSESSMENT, found.org, call.today)
    return found


def _result(call: Call, number: int) -> reads.ResultView:
    found = reads.result(number, call.today)
    if found is None:
        raise Http404
    check(call.hand, Action.VIEW_ASSESSMENT, found.line.member.org, call.today)
    return found
