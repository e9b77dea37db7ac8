"""Questions to the registry; each names its day and may name what was known when."""

from zhence_web.records.registry.reads.documents import (
    DocumentView,
    StoredFile,
    documents_of,
    list_documents,
    stored_file,
)
from zhence_web.records.registry.reads.enterprises import (
    Overlap,
    TenancyView,
    Tenants,
    enterprises_of,
    tenants_over,
)
from zhence_web.records.registry.reads.firm_years import (
    FirmYearView,
    firm_years,
    firms_in,
)
from zhence_web.records.registry.reads.lists import (
    ListEdition,
    ListRow,
    MembershipView,
    RulingView,
    categories_of,
    list_on,
    lists_kept,
    memberships_of,
    states_of,
)
from zhence_web.records.registry.reads.projects import (
    ProjectView,
    project_version,
    project_versions,
    projects_of,
)
from zhence_web.records.registry.reads.sites import (
    PlaceView,
    SiteView,
    parents_for,
    site_on,
    sites_seen,
)

__all__ = [
    "DocumentView",
    "FirmYearView",
    "ListEdition",
    "ListRow",
    "MembershipView",
    "Overlap",
    "PlaceView",
    "ProjectView",
    "RulingView",
    "SiteView",
    "StoredFile",
    "TenancyView",
    "Tenants",
    "categories_of",
    "documents_of",
    "enterprises_of",
    "firm_years",
    "firms_in",
    "list_documents",
    "list_on",
    "lists_kept",
    "memberships_of",
    "parents_for",
    "project_version",
    "project_versions",
    "projects_of",
    "site_on",
    "sites_seen",
    "states_of",
    "stored_file",
    "tenants_over",
]
