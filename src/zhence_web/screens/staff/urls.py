"""Addresses below ``/staff/``."""

from __future__ import annotations

from django.urls import path

from zhence_web.records.accounts.permissions import Action
from zhence_web.screens.staff import (
    own,
    views_audit,
    views_hooks,
    views_jobs,
    views_notices,
    views_orgs,
    views_people,
    views_registry,
    views_tasks,
    views_tokens,
)

app_name = "staff"

NAV: tuple[tuple[str, str, str, Action], ...] = (
    ("staff:tasks", "任务", "Tasks", Action.VIEW_TASK),
    ("staff:registry", "名录", "Registry", Action.VIEW_REGISTRY),
    ("staff:jobs", "后台任务", "Jobs", Action.VIEW_JOBS),
    ("staff:orgs", "机构", "Organisations", Action.MANAGE_ORGS),
    ("staff:people", "人员", "People", Action.MANAGE_PEOPLE),
    ("staff:hooks", "对外推送", "Receivers", Action.MANAGE_HOOKS),
    ("staff:audit", "审计", "Audit", Action.VIEW_AUDIT),
    ("staff:deputies", "代理", "Deputies", Action.DEPUTISE),
)

urlpatterns = [
    path("", own.work, name="home"),
    path("work/", own.work, name="work"),
    path("me/", own.me, name="me"),
    path("hand/", own.choose_hand, name="hand"),
    path("tasks/", views_tasks.tasks, name="tasks"),
    path("tasks/<int:number>/", views_tasks.task, name="task"),
    path("tasks/<int:number>/take/", views_tasks.take, name="task_take"),
    path("tasks/<int:number>/close/", views_tasks.close, name="task_close"),
    path("notices/", views_notices.notices, name="notices"),
    path("notices/read/", views_notices.read, name="notices_read"),
    path("notices/mail/", views_notices.wishes, name="wishes"),
    path("hooks/", views_hooks.hooks, name="hooks"),
    path("hooks/<int:number>/", views_hooks.hook, name="hook"),
    path("hooks/<int:number>/renew/", views_hooks.renew, name="hook_renew"),
    path("hooks/<int:number>/end/", views_hooks.end, name="hook_end"),
    path("jobs/", views_jobs.jobs, name="jobs"),
    path("deputies/", own.deputies, name="deputies"),
    path("deputies/revoke/", own.revoke, name="deputies_revoke"),
    path("welcome/<str:username>/<str:token>/", own.welcome, name="welcome"),
    path("orgs/", views_orgs.orgs, name="orgs"),
    path("orgs/<int:org>/", views_orgs.org, name="org"),
    path("orgs/<int:org>/<slug:deed>/", views_orgs.change, name="org_change"),
    path("people/", views_people.people_list, name="people"),
    path("people/new/", views_people.invite, name="invite"),
    path("people/link/", views_people.link, name="link"),
    path("people/<int:user>/", views_people.person, name="person"),
    path(
        "people/<int:user>/<slug:deed>/",
        views_people.change_person,
        name="person_change",
    ),
    path("tokens/", views_tokens.tokens, name="tokens"),
    path("tokens/revoke/", views_tokens.revoke, name="tokens_revoke"),
    path("audit/", views_audit.audit, name="audit"),
    path("audit/<int:seq>/", views_audit.audit_entry, name="audit_entry"),
    path("audit/head/", views_audit.audit_head, name="audit_head"),
    path("audit/check/", views_audit.audit_check, name="audit_check"),
    path("audit/export/", views_audit.audit_export, name="audit_export"),
    path("registry/", views_registry.sites, name="registry"),
    path("registry/new/", views_registry.new_site, name="registry_new"),
    path("registry/lists/", views_registry.lists, name="registry_lists"),
    path("registry/firms/", views_registry.firms, name="registry_firms"),
    path("registry/documents/", views_registry.documents, name="registry_documents"),
]
