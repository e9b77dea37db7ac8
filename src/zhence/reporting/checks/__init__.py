"""What can be wrong with a return: by itself, and beside others.

:mod:`~zhence.reporting.checks.own` is what every form demands of its own figures.
:mod:`~zhence.reporting.checks.law` are the numbered checks, which are data, and
:mod:`~zhence.reporting.checks.find` is the one function that asks all of them.
"""

from zhence.reporting.checks.find import Finding, Surroundings, Typical, examine
from zhence.reporting.checks.own import amount_fault, check, place, too_fine

__all__ = [
    "Finding",
    "Surroundings",
    "Typical",
    "amount_fault",
    "check",
    "examine",
    "place",
    "too_fine",
]
