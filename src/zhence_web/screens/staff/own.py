"""What everybody has: where to begin, in which hand to act, one's own account."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from zhence_web.records.accounts.door import choose, signed_in


@signed_in
def work(request: HttpRequest) -> HttpResponse:
    """Lead to one's account, which shows the bar of what one may do."""
    del request
    return redirect("staff:me")


@signed_in
def me(request: HttpRequest) -> HttpResponse:
    """Show the hands that somebody may act in."""
    return render(request, "staff/me.html")


@require_POST
@signed_in
def choose_hand(request: HttpRequest) -> HttpResponse:
    """Act in another appointment from now on; the address after is one of ours."""
    chosen = request.POST.get("hand", "")
    if not (chosen.isascii() and chosen.isdigit() and choose(request, int(chosen))):
        raise Http404
    after = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(after, {request.get_host()}):
        return redirect(after)
    return redirect("staff:work")
