"""Addresses of runs, results, proposals, decisions, cases, exemptions, reviews."""

from __future__ import annotations

from django.urls import path

from zhence_web.records.accounts.permissions import Action
from zhence_web.screens.review import views_assessment as assessed
from zhence_web.screens.review import views_decisions as decided

NAV = (
    ("desk:applications", "名单申报", "Applications", Action.VIEW_APPLICATION),
    ("review:runs", "考核研判", "Assessments", Action.RUN_ASSESSMENT),
    ("review:proposals", "待决建议", "Proposals", Action.DECIDE),
    ("review:decisions", "决定", "Decisions", Action.DECIDE),
    ("review:members", "名单与状态", "Standings", Action.VIEW_ASSESSMENT),
    ("review:cases", "案件", "Cases", Action.HANDLE_CASE),
    ("review:exemptions", "豁免", "Exemptions", Action.EXEMPT),
    ("review:reviews", "重述复核", "Restatements", Action.CLOSE_REVIEW),
)

urlpatterns = [
    path("runs/", assessed.runs, name="runs"),
    path("runs/ask/", assessed.run_ask, name="run_ask"),
    path("runs/<int:run_id>/", assessed.run, name="run"),
    path("runs/<int:run_id>/progress/", assessed.run_progress, name="run_progress"),
    path("results/<int:result_id>/", assessed.result, name="result"),
    path("results/<int:result_id>/decide/", decided.proposal, name="proposal"),
    path("proposals/", assessed.proposals, name="proposals"),
    path("decisions/", decided.decisions, name="decisions"),
    path("decisions/<int:decision_id>/", decided.decision, name="decision"),
    path(
        "decisions/<int:decision_id>/publish/",
        decided.decision_publish,
        name="decision_publish",
    ),
    path(
        "decisions/<int:decision_id>/withdraw/",
        decided.decision_withdraw,
        name="decision_withdraw",
    ),
    path("members/", decided.members, name="members"),
    path("members/<int:membership>/", decided.member, name="member"),
    path("members/<int:membership>/decide/", decided.decide, name="decide"),
    path("members/<int:membership>/event/", decided.event, name="event"),
    path("members/<int:membership>/exempt/", decided.exemption, name="exemption"),
    path("members/<int:membership>/case/", decided.case_open, name="case_open"),
    path("cases/", decided.cases, name="cases"),
    path("cases/<int:case_id>/", decided.case, name="case"),
    path("exemptions/", decided.exemptions, name="exemptions"),
    path("reviews/", assessed.reviews, name="reviews"),
    path("reviews/<int:review_id>/", assessed.review, name="review"),
    path("reviews/<int:review_id>/close/", assessed.review_close, name="review_close"),
]
