"""Questions about runs, results, proposals and reviews, as frozen views."""

from zhence_web.records.assessment.reads.asked import (
    PolicyChoice,
    ProgressView,
    RunView,
    jobs,
    policies,
    run,
    runs,
)
from zhence_web.records.assessment.reads.found import (
    ResultLine,
    ResultView,
    answered_by,
    proposals,
    result,
    results,
    results_of,
    tally,
)
from zhence_web.records.assessment.reads.restated import (
    FlipView,
    ReviewView,
    review,
    reviews,
)

__all__ = [
    "FlipView",
    "PolicyChoice",
    "ProgressView",
    "ResultLine",
    "ResultView",
    "ReviewView",
    "RunView",
    "answered_by",
    "jobs",
    "policies",
    "proposals",
    "result",
    "results",
    "results_of",
    "review",
    "reviews",
    "run",
    "runs",
    "tally",
]
