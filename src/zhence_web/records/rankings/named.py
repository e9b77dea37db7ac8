"""What codes of rankings are called: types and standings; names of a day."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Q

from zhence.evidence import Text
from zhence_web.records.accounts.models import OrgName

FINE = 10**6
"""Into how many parts 亩 and 万元 are cut where the database adds them up."""

TYPES: Mapping[str, Text] = {
    "manufacturing": Text("制造类", "manufacturing"),
    "digital": Text("数字类", "digital"),
    "finance": Text("金融类", "finance"),
    "tourism": Text("旅游健康类", "tourism and health"),
    "culture": Text("文化时尚类", "culture and fashion"),
}
STANDINGS: Mapping[str, Text] = {
    "ranked": Text("参与排名", "ranked"),
    "partial": Text("维度不全，不排名", "a dimension is missing: not ranked"),
    "unpublished": Text("数据不足，不发布", "too little is known: not published"),
}


def type_name(code: str) -> Text:
    """Return what a type is called; one that we do not know goes by its code."""
    return TYPES.get(code, Text(code, code))


def names_of(orgs: Collection[int], on: date) -> dict[int, str]:
    """Return what organisations are called on a day, in one question."""
    held = Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gt=on))
    rows = OrgName.objects.filter(held, org__in=orgs)
    return dict(rows.values_list("org_id", "zh"))
