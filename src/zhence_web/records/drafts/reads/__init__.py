"""Trials, drafts and the parameters of a policy, as pages show them."""

from zhence_web.records.drafts.reads.asking import (
    Control,
    Incentive,
    controls,
    incentives,
    policies_here,
    refusals,
)
from zhence_web.records.drafts.reads.drafted import (
    STATES,
    DraftView,
    Step,
    compared,
    draft,
    drafts,
)
from zhence_web.records.drafts.reads.tried import (
    Because,
    Flip,
    Ledger,
    TrialLine,
    TrialView,
    trial,
    trial_line,
    trials,
)

__all__ = [
    "STATES",
    "Because",
    "Control",
    "DraftView",
    "Flip",
    "Incentive",
    "Ledger",
    "Step",
    "TrialLine",
    "TrialView",
    "compared",
    "controls",
    "draft",
    "drafts",
    "incentives",
    "policies_here",
    "refusals",
    "trial",
    "trial_line",
    "trials",
]
