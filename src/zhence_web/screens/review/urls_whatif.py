"""Addresses of reforms that are tried, and of draft editions."""

from __future__ import annotations

from django.urls import path

from zhence_web.records.accounts.permissions import Action
from zhence_web.screens.review import views_drafts as drafted
from zhence_web.screens.review import views_editions as written
from zhence_web.screens.review import views_whatif as tried

NAV = (
    ("review:what_if", "政策试算", "What if", Action.TRY_REFORM),
    ("review:editions", "政策草案", "Draft editions", Action.TRY_REFORM),
)

urlpatterns = [
    path("what-if/", tried.home, name="what_if"),
    path("what-if/ask/", tried.ask_for, name="trial_ask"),
    path("what-if/check/", tried.checked, name="trial_check"),
    path("what-if/<int:trial>/", tried.trial, name="trial"),
    path("what-if/<int:trial>/progress/", tried.progress, name="trial_progress"),
    path("what-if/<int:trial>/save/", tried.save, name="trial_save"),
    path("drafts/compare/", drafted.compare, name="drafts_compare"),
    path("drafts/<int:draft>/", drafted.draft, name="draft"),
    path("drafts/<int:draft>/move/", drafted.move, name="draft_move"),
    path("editions/", written.home, name="editions"),
    path("editions/begin/", written.begin, name="edition_begin"),
    path("editions/<int:edition>/", written.edition, name="edition"),
    path("editions/<int:edition>/file/", written.file, name="edition_file"),
    path("editions/<int:edition>/check/", written.checked, name="edition_check"),
    path("editions/<int:edition>/compare/", written.compare, name="edition_compare"),
    path("editions/<int:edition>/try/", written.try_out, name="edition_try"),
]
