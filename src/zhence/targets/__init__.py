"""A jurisdiction's targets: who counts, what it comes to, how far it is.

``targets_of(policy, register, day)``: pure, and unknown members never decide.
"""

from zhence.targets.find import find_targets, targets_citing, targets_of
from zhence.targets.finding import TargetFinding
from zhence.targets.register import OWN, Firm, Member, Register, Tally
from zhence.targets.report import targets_json, targets_report

__all__ = [
    "OWN",
    "Firm",
    "Member",
    "Register",
    "Tally",
    "TargetFinding",
    "find_targets",
    "targets_citing",
    "targets_json",
    "targets_of",
    "targets_report",
]
