"""A chain as a small site would write it: several hands, a deputy, a clock set back."""

from datetime import UTC, datetime, timedelta

from django.db import transaction

from zhence_web.records.audit import actions, reads

SITE = "synthetic.example"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def deed(word: str, minutes: float = 0, **more: object) -> int:
    """Record one deed *minutes* after noon; return its number."""
    said = {"kind": "thing", "id_": 1, "actor": "somebody", "office": "T1"} | more
    with transaction.atomic():
        at = NOON + timedelta(minutes=minutes)
        return actions.record(word, at=at, **said).seq  # type: ignore[arg-type]


def life() -> int:
    """Record some days of a site with an export in between; return the last number."""
    deed("accounts.sign_in", 0)
    for n in range(1, 6):
        cells = {"gdp": [None, n * 100], "说明": ["", "“含”税\u2028—（缺报）"]}
        deed("reporting.save", n, kind="return", id_=n, detail={"cells": cells})
        deed("reporting.submit", n + 0.5, kind="return", id_=n)
    actions.export(site=SITE, at=NOON + timedelta(hours=1), actor="auditor")
    deed("reporting.verify", 61, kind="return", actor="a", acting_for="b", office="C1")
    deed("reporting.send_back", 30, kind="return", id_=2, actor="a", office="C1")
    deed("reporting.verify", 31, kind="return", id_=3, actor="a", office="C1")
    deed("lifecycle.decide", 90, kind="decision", office="P1", detail={"x": 1.5})
    return deed("accounts.sign_in", 91, office="")


def file(at: datetime = NOON + timedelta(hours=3)) -> bytes:
    """Take the chain out; return the bytes of the file."""
    seq = actions.export(site=SITE, at=at, actor="auditor", office="P1")
    return "".join(reads.exported(seq, SITE)).encode()
