"""The only writers of the registry; each checks the right and ends in the audit."""

from zhence_web.records.registry.actions.documents import (
    Paper,
    Upload,
    file_document,
)
from zhence_web.records.registry.actions.enterprises import (
    Settled,
    Tenant,
    end_tenancy,
    settle,
)
from zhence_web.records.registry.actions.memberships import (
    Correction,
    Listing,
    correct_category,
    end_membership,
    enlist,
)
from zhence_web.records.registry.actions.projects import ProjectFile, record_project
from zhence_web.records.registry.actions.rosters import (
    FirmRoster,
    ReadyRoster,
    RosterFirm,
    RosterProject,
    ready_firms,
    take_firms,
    take_projects,
)
from zhence_web.records.registry.actions.sites import (
    NewSite,
    add_alias,
    add_site,
    rename_site,
)

__all__ = [
    "Correction",
    "FirmRoster",
    "Listing",
    "NewSite",
    "Paper",
    "ProjectFile",
    "ReadyRoster",
    "RosterFirm",
    "RosterProject",
    "Settled",
    "Tenant",
    "Upload",
    "add_alias",
    "add_site",
    "correct_category",
    "end_membership",
    "end_tenancy",
    "enlist",
    "file_document",
    "ready_firms",
    "record_project",
    "rename_site",
    "settle",
    "take_firms",
    "take_projects",
]
