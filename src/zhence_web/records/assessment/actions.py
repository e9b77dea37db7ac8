"""The only writers of the assessment, one verb each."""

from zhence_web.records.assessment.answering import (
    answer_proposal,
    close_case,
    decide,
    record_event,
)
from zhence_web.records.assessment.asking import Asked, ask_run, occasion_named
from zhence_web.records.assessment.reviewing import close_review, open_review, restated
from zhence_web.records.assessment.running import carry_out
from zhence_web.records.lifecycle.actions import (
    Deciding,
    Exempting,
    Happening,
    Paper,
    Suspicion,
    open_case,
    publish_decision,
    record_exemption,
    verify_case,
    withdraw_decision,
)
from zhence_web.records.lifecycle.refusals import RefusedError

__all__ = [
    "Asked",
    "Deciding",
    "Exempting",
    "Happening",
    "Paper",
    "RefusedError",
    "Suspicion",
    "answer_proposal",
    "ask_run",
    "carry_out",
    "close_case",
    "close_review",
    "decide",
    "occasion_named",
    "open_case",
    "open_review",
    "publish_decision",
    "record_event",
    "record_exemption",
    "restated",
    "verify_case",
    "withdraw_decision",
]
