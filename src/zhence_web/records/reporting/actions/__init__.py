"""The only writers of returns: open, fill, submit, approve, send back.

A refusal by right raises ``NotAllowedError`` (also when somebody was first, see
:mod:`~zhence_web.records.reporting.actions.held`); what the form or the chain
refuses raises ``BadInputError`` with every fault at once. Whatever is refused leaves
nothing behind.
"""

from zhence_web.records.reporting.actions.approving import (
    Accepted,
    accept_as_city,
    accept_as_province,
    send_back,
    verify,
)
from zhence_web.records.reporting.actions.drafting import (
    DraftElsewhereError,
    Kept,
    discard_draft,
    keep_draft,
)
from zhence_web.records.reporting.actions.extending import extend
from zhence_web.records.reporting.actions.filling import save_cells, submit
from zhence_web.records.reporting.actions.opening import open_return, open_returns
from zhence_web.records.reporting.actions.stating import (
    Stated,
    state_checklist,
    state_figures,
)
from zhence_web.records.reporting.actions.taking import check_may_fill, take_cells

__all__ = [
    "Accepted",
    "DraftElsewhereError",
    "Kept",
    "Stated",
    "accept_as_city",
    "accept_as_province",
    "check_may_fill",
    "discard_draft",
    "extend",
    "keep_draft",
    "open_return",
    "open_returns",
    "save_cells",
    "send_back",
    "state_checklist",
    "state_figures",
    "submit",
    "take_cells",
    "verify",
]
