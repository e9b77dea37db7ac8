"""Addresses of the races and star ratings of an office."""

from __future__ import annotations

from django.urls import path

from zhence_web.records.accounts.permissions import Action
from zhence_web.screens.review import views_races as raced
from zhence_web.screens.review import views_stars as rated

NAV = (
    ("review:stars", "星级", "Stars", Action.VIEW_RANKING),
    ("review:races", "赛马", "Races", Action.VIEW_RANKING),
)

urlpatterns = [
    path("races/", raced.home, name="races"),
    path("races/blank/<slug:scheme>.csv", raced.blank, name="races_blank"),
    path("races/settle/", raced.settle, name="race_settle"),
    path("races/<int:run>/", raced.race, name="race"),
    path("races/<int:run>/publish/", raced.publish, name="race_publish"),
    path("stars/", rated.home, name="stars"),
    path("stars/propose/", rated.propose, name="stars_propose"),
    path("stars/<int:run>/", rated.rating, name="star_run"),
    path("stars/<int:run>/confirm/", rated.confirm, name="stars_confirm"),
]
