"""The only writers of trials and drafts."""

from zhence_web.records.drafts.drafting import DEEDS, move_draft, save_draft
from zhence_web.records.drafts.trying import Reform, ask_trial, carry_out

__all__ = ["DEEDS", "Reform", "ask_trial", "carry_out", "move_draft", "save_draft"]
