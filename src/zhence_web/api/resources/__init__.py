"""The resources, each a shelf of addresses over the reads and actions below."""

from zhence_web.api.resources import (
    applications,
    assessment,
    casework,
    deciding,
    evidence,
    forms,
    keeping,
    me,
    policies,
    registry,
    returns,
    reviews,
    staff,
    tasks,
    towns,
    trials,
    uploads,
)

SHELVES = (
    me.SHELF,
    policies.SHELF,
    towns.SHELF,
    forms.SHELF,
    returns.SHELF,
    uploads.SHELF,
    registry.SHELF,
    keeping.SHELF,
    applications.SHELF,
    assessment.SHELF,
    trials.SHELF,
    deciding.SHELF,
    reviews.SHELF,
    casework.SHELF,
    tasks.SHELF,
    evidence.SHELF,
    staff.ORGS,
    staff.AUDIT,
)
"""In the order of the documentation."""
