"""Addresses of the per-mu grades of an office."""

from __future__ import annotations

from django.urls import path

from zhence_web.records.accounts.permissions import Action
from zhence_web.screens.review import views_grades as graded

NAV = (("review:grades", "亩均评价", "Per-mu grades", Action.VIEW_RANKING),)

urlpatterns = [
    path("grades/", graded.home, name="grades"),
    path("grades/blank/<slug:scheme>.csv", graded.blank, name="grades_blank"),
    path("grades/ask/", graded.ask_for, name="grades_ask"),
    path("grades/<int:run>/", graded.grading, name="grading"),
    path("grades/<int:run>/publish/", graded.publish, name="grading_publish"),
    path("grades/firms/<int:grade>/", graded.firm, name="firm_grade"),
    path("grades/firms/<int:grade>/answer/", graded.answer, name="firm_answer"),
    path("grades/firms/<int:grade>/seat/", graded.seat, name="firm_seat"),
]
