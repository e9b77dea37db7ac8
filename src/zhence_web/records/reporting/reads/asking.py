"""What an office may ask for: the forms in force, and the periods that have ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhence.evidence import Text
from zhence.periods import Span
from zhence.reporting.forms import ReturnForm, periods_of
from zhence_web.packbook.forms import return_forms

_YEARS = 2


@dataclass(frozen=True, slots=True)
class FormView:
    """A form to ask for; *periods* are those that ended lately, the newest first."""

    code: str
    title: Text
    periods: tuple[str, ...]


def forms_to_ask(on: date) -> tuple[FormView, ...]:
    """Return the forms in force on a day, in the order of their codes."""
    return tuple(_view(form, on) for form in return_forms().in_force(on))


def _view(form: ReturnForm, on: date) -> FormView:
    years = range(on.year - _YEARS + 1, on.year + 1)
    spans: list[Span] = [s for y in years for s in periods_of(form.period, y)]
    return FormView(
        code=form.code,
        title=form.title,
        periods=tuple(str(s) for s in reversed(spans) if s.end <= on),
    )
