"""The resources, each a shelf of addresses over the reads and actions below."""

from zhence_web.api.resources import (
    forms,
    me,
    policies,
    returns,
    towns,
)

SHELVES = (
    me.SHELF,
    policies.SHELF,
    towns.SHELF,
    forms.SHELF,
    returns.SHELF,
)
"""In the order of the documentation."""
