"""The only writers of trials, drafts and draft editions."""

from zhence_web.records.drafts.drafting import DEEDS, move_draft, save_draft
from zhence_web.records.drafts.editing import (
    SavedMeanwhileError,
    open_edition,
    save_edition,
)
from zhence_web.records.drafts.trying import Reform, ask_trial, carry_out

__all__ = [
    "DEEDS",
    "Reform",
    "SavedMeanwhileError",
    "ask_trial",
    "carry_out",
    "move_draft",
    "open_edition",
    "save_draft",
    "save_edition",
]
