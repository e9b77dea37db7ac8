"""Forms and returns as the API tells them."""

from __future__ import annotations

from datetime import date, timedelta

from zhence_web.api.shapes.returns import CellOut, FormOut, ReturnLine, ReturnOut
from zhence_web.records.reporting.forms import ReturnForm
from zhence_web.records.reporting.reads import CellView, Head, Sheet

_LAST = date(9999, 12, 31)


def head(row: Head) -> ReturnLine:
    """Return a return as lists show it."""
    return ReturnLine.model_validate(_head(row))


def sheet(held: Sheet) -> ReturnOut:
    """Return a return with its cells."""
    return ReturnOut.model_validate(
        {
            **_head(held.head),
            "acts": sorted(deed.value for deed in held.acts),
            "fills": held.fills,
            "own_work": held.own_work,
            "cells": [_cell(cell) for cell in held.cells],
        }
    )


def form(held: ReturnForm) -> FormOut:
    """Return a form with its items."""
    last = held.valid.end - timedelta(days=1) if held.valid.end < _LAST else None
    return FormOut.model_validate(
        {
            "code": held.code,
            "edition": held.edition,
            "title": held.title,
            "number": held.number,
            "issuer": held.issuer,
            "period": held.period.value,
            "valid_from": held.valid.start,
            "valid_to": last,
            "sites": held.sites,
            "days": held.days,
            "label": held.label.value,
            "sections": [
                {
                    "title": section.title,
                    "items": [
                        {
                            "code": item.code,
                            "name": item.indicator.name,
                            "definition": item.indicator.definition,
                            "note": item.note,
                            "kind": item.kind.value,
                            "unit": item.unit.name,
                            "required": item.required,
                            "part_of": item.part_of,
                        }
                        for item in section.items
                    ],
                }
                for section in held.sections
            ],
        }
    )


def _head(row: Head) -> dict[str, object]:
    site = row.site
    return {
        "id": row.id,
        "version": row.version,
        "site": site.number,
        "site_name": site.name,
        "city": None if site.city is None else site.city.name,
        "county": None if site.county is None else site.county.name,
        "form": row.form,
        "edition": row.edition,
        "title": row.title,
        "period": row.period,
        "due_on": row.due_on,
        "state": row.state.value,
        "state_name": row.state_name,
        "holder": row.holder,
        "final": row.final,
        "late": row.late,
        "revision": row.revision,
        "label": row.label,
    }


def _cell(cell: CellView) -> CellOut:
    return CellOut.model_validate(cell)
