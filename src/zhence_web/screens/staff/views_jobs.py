"""What the site does in the background, and how far it is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhence.evidence import Text
from zhence_web.records.accounts.door import entrance
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.accounts.tree import subtree
from zhence_web.records.assessment import reads

_STAGES = {
    "queued": ("none", Text("排队中", "queued")),
    "running": ("info", Text("进行中", "running")),
    "done": ("pass", Text("已完成", "done")),
    "failed": ("error", Text("失败", "failed")),
}


@require_safe
@entrance(Action.VIEW_JOBS)
def jobs(request: HttpRequest, hand: Hand) -> HttpResponse:
    """List the jobs of this office and those below, the newest first."""
    told = reads.jobs(subtree(hand.org, timezone.localdate()), hand.user)
    rows = [(job, *_STAGES[job.stage]) for job in told]
    return render(
        request,
        "staff/jobs.html",
        {"jobs": rows, "running": any(not job.over for job in told)},
    )
