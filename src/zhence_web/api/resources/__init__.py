"""The resources, each a shelf of addresses over the reads and actions below."""

from zhence_web.api.resources import (
    assessment,
    evidence,
    forms,
    me,
    policies,
    registry,
    returns,
    staff,
    towns,
)

SHELVES = (
    me.SHELF,
    policies.SHELF,
    towns.SHELF,
    forms.SHELF,
    returns.SHELF,
    registry.SHELF,
    assessment.SHELF,
    evidence.SHELF,
    staff.ORGS,
    staff.AUDIT,
)
"""In the order of the documentation."""
