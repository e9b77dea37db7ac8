"""The forms that are filled here, and the indicators that they ask for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from django.http import Http404
from ninja import Query

from zhence_web.api.asked import Paged
from zhence_web.api.calling import Call
from zhence_web.api.offers import Shelf
from zhence_web.api.shapes.evidence import IndicatorOut
from zhence_web.api.shapes.returns import FormLine, FormOut
from zhence_web.api.told.evidence import indicator
from zhence_web.api.told.returns import form
from zhence_web.packbook import packbook
from zhence_web.packbook.forms import return_forms

SHELF = Shelf("forms")


class FormsAsked(Paged):
    """The forms in all editions."""

    sort: Literal["", "code", "-code", "edition", "-edition"] = ""


class IndicatorsAsked(Paged):
    """The indicators of the catalogue."""

    sort: Literal["", "code", "-code"] = ""


@SHELF.many("/forms", FormLine)
def list_forms(call: Call, asked: Query[FormsAsked]) -> Sequence[FormLine]:
    """List the forms in every edition."""
    del call, asked
    return [form(each) for each in return_forms().forms]


@SHELF.one("/forms/{code}/{edition}", FormOut)
def get_form(call: Call, code: str, edition: str) -> FormOut:
    """Show one edition of a form with its items and their definitions."""
    del call
    found = return_forms().of(code, edition)
    if found is None:
        raise Http404
    return form(found)


@SHELF.many("/evidence/indicators", IndicatorOut)
def list_indicators(
    call: Call, asked: Query[IndicatorsAsked]
) -> Sequence[IndicatorOut]:
    """List the indicators with their definitions."""
    del call, asked
    return [indicator(i) for i in packbook().sources.catalogue.values()]


@SHELF.one("/evidence/indicators/{code}", IndicatorOut)
def get_indicator(call: Call, code: str) -> IndicatorOut:
    """Show what an indicator means, its kind and unit, and where it is from."""
    del call
    found = packbook().sources.catalogue.find(code)
    if found is None:
        raise Http404
    return indicator(found)
