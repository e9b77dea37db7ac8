"""All tables, gathered so that Django finds them; contexts define them."""

from zhence_web.records.access.models import Keyed, Token
from zhence_web.records.accounts.models import (
    Appointment,
    Deputation,
    Org,
    OrgChange,
    OrgName,
    OrgParent,
    User,
)
from zhence_web.records.assessment.models import (
    Answer,
    Progress,
    Result,
    Review,
    Run,
    Snapshot,
)
from zhence_web.records.audit.models import Entry, Head
from zhence_web.records.lifecycle.models import Case, Decision, Event, Exemption, Move
from zhence_web.records.registry.models import (
    Alias,
    CategoryRuling,
    Document,
    Enterprise,
    Membership,
    Project,
    Site,
    Tenancy,
)
from zhence_web.records.reporting.models import (
    Act,
    Cell,
    ChecklistAnswer,
    Observation,
    Return,
    ReturnedCell,
    Revision,
)

__all__ = [
    "Act",
    "Alias",
    "Answer",
    "Appointment",
    "Case",
    "CategoryRuling",
    "Cell",
    "ChecklistAnswer",
    "Decision",
    "Deputation",
    "Document",
    "Enterprise",
    "Entry",
    "Event",
    "Exemption",
    "Head",
    "Keyed",
    "Membership",
    "Move",
    "Observation",
    "Org",
    "OrgChange",
    "OrgName",
    "OrgParent",
    "Progress",
    "Project",
    "Result",
    "Return",
    "ReturnedCell",
    "Review",
    "Revision",
    "Run",
    "Site",
    "Snapshot",
    "Tenancy",
    "Token",
    "User",
]
