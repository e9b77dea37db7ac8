"""What is known about towns and parks, on a date.

Observations are open-world: what was not reported is unknown, never zero.
Decisions, events and exemptions are closed-world: what is not on record by the
date asked about had not happened.
"""

from zhence.facts.amounts import flow, stock
from zhence.facts.known import Facts
from zhence.facts.observation import Observation, Project
from zhence.facts.records import Decision, Event, Exemption, Membership

__all__ = [
    "Decision",
    "Event",
    "Exemption",
    "Facts",
    "Membership",
    "Observation",
    "Project",
    "flow",
    "stock",
]
