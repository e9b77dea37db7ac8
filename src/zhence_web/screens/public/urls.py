"""The addresses of the public site."""

from __future__ import annotations

from django.urls import path

from zhence_web.screens.public import (
    bulletins,
    downloads,
    editions,
    mapdata,
    rankings,
    recorded,
    rewards,
    views,
)

app_name = "public"
urlpatterns = [
    path("", views.home, name="home"),
    path("towns/", views.towns, name="towns"),
    path("towns/<str:key>/", views.town, name="town"),
    path("sites/<int:number>/", recorded.site, name="site"),
    path("policies/", views.policies, name="policies"),
    path("policies/compare/", editions.editions, name="editions"),
    path("policies/<str:policy_id>/", views.policy, name="policy"),
    path("policies/<str:policy_id>/<str:clause_id>/", views.clause, name="clause"),
    path("index/", rankings.board, name="index"),
    path("index/what-if/", rankings.what_if, name="index_what_if"),
    path("index/method/<slug:name>/", rankings.about, name="index_method"),
    path("index/towns/<int:number>/", rankings.town, name="index_town"),
    path("stars/", rewards.stars, name="stars"),
    path("stars/<int:run>.csv", rewards.star_file, name="star_file"),
    path("races/", rewards.races, name="races"),
    path("races/<int:run>.json", rewards.race_file, name="race_file"),
    path("bulletins/", bulletins.bulletins, name="bulletins"),
    path("data/", downloads.data, name="data"),
    path("data/<slug:name>.<slug:form>", downloads.file, name="file"),
    path("map/towns.json", mapdata.towns, name="map-towns"),
    path("map/boundaries.json", mapdata.boundaries, name="map-boundaries"),
    path("replay/", views.replay, name="replay"),
    path("about/", views.about, name="about"),
]
