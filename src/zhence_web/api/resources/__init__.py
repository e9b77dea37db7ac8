"""The resources, each a shelf of addresses over the reads and actions below."""

from zhence_web.api.resources import (
    applications,
    assessment,
    deciding,
    evidence,
    forms,
    me,
    policies,
    registry,
    returns,
    staff,
    tasks,
    towns,
)

SHELVES = (
    me.SHELF,
    policies.SHELF,
    towns.SHELF,
    forms.SHELF,
    returns.SHELF,
    registry.SHELF,
    applications.SHELF,
    assessment.SHELF,
    deciding.SHELF,
    tasks.SHELF,
    evidence.SHELF,
    staff.ORGS,
    staff.AUDIT,
)
"""In the order of the documentation."""
