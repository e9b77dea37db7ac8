"""Every address of the site: Chinese at the root, English below ``/en/``."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from zhence_web.api.pages import docs
from zhence_web.project.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("api/v1/", include("zhence_web.api.urls")),
    *i18n_patterns(
        path("", include("zhence_web.screens.public.urls")),
        path("desk/", include("zhence_web.screens.desk.urls")),
        path("review/", include("zhence_web.screens.review.urls")),
        path("staff/", include("zhence_web.screens.staff.urls")),
        path("api/", docs, name="api_docs"),
        path("cockpit/", include("zhence_web.screens.cockpit.urls")),
        path("accounts/", include("zhence_web.project.entry")),
        prefix_default_language=False,
    ),
]

handler400 = "zhence_web.screens.public.errors.bad_request"
handler403 = "zhence_web.screens.public.errors.forbidden"
handler404 = "zhence_web.screens.public.errors.not_found"
handler500 = "zhence_web.screens.public.errors.server_error"
