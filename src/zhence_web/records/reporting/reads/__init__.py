"""Questions about returns, answered with frozen views; each checks what may be seen."""

from zhence_web.records.reporting.reads.asking import FormView, forms_to_ask
from zhence_web.records.reporting.reads.board import Board, Group, Stand, board
from zhence_web.records.reporting.reads.completeness import (
    AskedFor,
    Share,
    asked_for,
    completeness,
)
from zhence_web.records.reporting.reads.drafts import DraftView, draft_of
from zhence_web.records.reporting.reads.explained import ExplainedView, explained
from zhence_web.records.reporting.reads.findings import (
    Findings,
    FindingView,
    findings,
)
from zhence_web.records.reporting.reads.heads import Head
from zhence_web.records.reporting.reads.lists import Wanted, inbox, tasks
from zhence_web.records.reporting.reads.past import (
    Correction,
    Difference,
    RevisionView,
    StepView,
    corrections,
    differences_of,
    history,
)
from zhence_web.records.reporting.reads.sheet import CellView, Sheet, sheet

__all__ = [
    "AskedFor",
    "Board",
    "CellView",
    "Correction",
    "Difference",
    "DraftView",
    "ExplainedView",
    "FindingView",
    "Findings",
    "FormView",
    "Group",
    "Head",
    "RevisionView",
    "Share",
    "Sheet",
    "Stand",
    "StepView",
    "Wanted",
    "asked_for",
    "board",
    "completeness",
    "corrections",
    "differences_of",
    "draft_of",
    "explained",
    "findings",
    "forms_to_ask",
    "history",
    "inbox",
    "sheet",
    "tasks",
]
