"""States, transitions, what is on hold, what reminds."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from zhence.packs.guards import GuardForm
from zhence.packs.schema.base import ActionName, Words
from zhence.packs.words import Form


class StateModel(Form):
    """A state of a membership."""

    title: Words
    entry: bool = False
    final: bool = False


class TransitionModel(Form):
    """A way from states to a state."""

    title: Words
    clauses: list[str] = Field(min_length=1)
    sources: list[str] = Field(alias="from", min_length=1)
    target: str | None = Field(default=None, alias="to")
    when: GuardForm | None = None
    actor: str
    effective: Literal[
        "decision", "receipt", "next_january", "anniversary", "batch"
    ] = "decision"
    decisions: list[str] = []
    bodies: list[str] = []
    events: list[str] = []
    proposes: bool = True
    raises: str | None = None
    anniversary: str | None = None
    flags: dict[str, list[str]] = {}
    to_by_record: dict[str, str] = {}


class HoldModel(Form):
    """Transitions on hold while a condition holds."""

    transitions: list[str]
    when: GuardForm


class ReminderModel(Form):
    """An action raised while a condition holds."""

    action: ActionName
    states: list[str] = []
    when: GuardForm


class LifeCycleFile(Form):
    """lifecycle.yaml."""

    states: dict[str, StateModel]
    transitions: dict[str, TransitionModel] = {}
    holds: list[HoldModel] = []
    reminders: list[ReminderModel] = []
    extension_warning: str | None = None
    event_order: list[str] = []
