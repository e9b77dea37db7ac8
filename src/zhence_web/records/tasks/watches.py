"""Which function looks for what a rule watches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from zhence.reporting.alerts import Rule, Watch
from zhence_web.records.tasks import (
    watching_decisions,
    watching_results,
    watching_returns,
)
from zhence_web.records.tasks.condition import Condition, Look

Watcher = Callable[[Rule, Look], Iterable[Condition]]

WATCHERS: Mapping[Watch, Watcher] = {
    Watch.RETURN_DUE: watching_returns.due,
    Watch.RETURN_MISSING: watching_returns.missing,
    Watch.RETURN_SENT_BACK: watching_returns.sent_back,
    Watch.RETURN_WAITING: watching_returns.waiting,
    Watch.CRITERION_FAILING: watching_results.criteria,
    Watch.CRITERION_UNKNOWN: watching_results.criteria,
    Watch.REVIEW_OPEN: watching_results.reviews,
    Watch.PROPOSAL_WAITING: watching_results.proposals,
    Watch.DECISION_UNPUBLISHED: watching_decisions.unpublished,
    Watch.APPEAL_ENDING: watching_decisions.appeals,
}
