"""The only writers of the life cycle, one verb each.

Whoever calls gives the *past* (assessed years, criteria of an acceptance) that guards
look at: the life cycle does not know of runs (ADR 0011).
"""

from zhence_web.records.lifecycle.casework import (
    Suspicion,
    close_case,
    open_case,
    verify_case,
)
from zhence_web.records.lifecycle.deciding import (
    publish_decision,
    record_decision,
    withdraw_decision,
)
from zhence_web.records.lifecycle.exempting import record_exemption
from zhence_web.records.lifecycle.forms import Deciding, Exempting, Happening, Paper
from zhence_web.records.lifecycle.happening import record_event

__all__ = [
    "Deciding",
    "Exempting",
    "Happening",
    "Paper",
    "Suspicion",
    "close_case",
    "open_case",
    "publish_decision",
    "record_decision",
    "record_event",
    "record_exemption",
    "verify_case",
    "withdraw_decision",
]
