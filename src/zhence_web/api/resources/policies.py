"""Policies and clauses: what the pages of the policy library show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from django.http import Http404
from ninja import Query

from zhence_web.api.asked import Paged
from zhence_web.api.calling import Call
from zhence_web.api.offers import Shelf
from zhence_web.api.shapes.policies import (
    ClauseLine,
    ClauseOut,
    ParameterOut,
    PolicyLine,
    PolicyOut,
)
from zhence_web.packbook import Policy, packbook
from zhence_web.packbook.implements import parameter_view

SHELF = Shelf("policies")


class PoliciesAsked(Paged):
    """The policies."""

    sort: Literal["", "id", "-id", "valid_from", "-valid_from"] = ""


class ParametersAsked(Paged):
    """The parameters of a policy."""

    sort: Literal["", "id", "-id"] = ""


class ClausesAsked(Paged):
    """The clauses of a policy."""

    sort: Literal["", "id", "-id", "section", "-section"] = ""


@SHELF.many("/policies", PolicyLine)
def list_policies(call: Call, asked: Query[PoliciesAsked]) -> Sequence[PolicyLine]:
    """List the policies with what each is worth."""
    del call, asked
    return [PolicyLine.model_validate(p) for p in packbook().policies.values()]


@SHELF.one("/policies/{policy}", PolicyOut)
def get_policy(call: Call, policy: str) -> PolicyOut:
    """Show a policy, its documents and its relations to others."""
    del call
    return PolicyOut.model_validate(_policy(policy))


@SHELF.many("/policies/{policy}/clauses", ClauseLine)
def list_clauses(
    call: Call, policy: str, asked: Query[ClausesAsked]
) -> Sequence[ClauseLine]:
    """List the clauses of a policy in the order of the text."""
    del call, asked
    chapters = _policy(policy).chapters
    return [ClauseLine.model_validate(c) for one in chapters for c in one.clauses]


@SHELF.one("/policies/{policy}/clauses/{clause}", ClauseOut)
def get_clause(call: Call, policy: str, clause: str) -> ClauseOut:
    """Show a clause: our words, its numbers, and what implements it."""
    del call
    found = packbook().clause(policy, clause)
    if found is None:
        raise Http404
    return ClauseOut.model_validate(found)


@SHELF.many("/policies/{policy}/parameters", ParameterOut)
def list_parameters(
    call: Call, policy: str, asked: Query[ParametersAsked]
) -> Sequence[ParameterOut]:
    """List the parameters of a policy, each with all its dated values."""
    del call, asked
    held = packbook().sources.packs[_policy(policy).id].rulebook.parameters
    # Programs read codes; words for them are for pages.
    told = (parameter_view(parameter, {}) for parameter in held.values())
    return [ParameterOut.model_validate(one) for one in told]


def _policy(key: str) -> Policy:
    found = packbook().policies.get(key)
    if found is None:
        raise Http404
    return found
