"""Sessions that end so long after the last request, without a write for each one.

A write for every page that is looked at would wait for the disk, and on the embedded
database for every other writer.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.sessions.backends import db
from django.contrib.sessions.middleware import SessionMiddleware
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

AT_MOST = timedelta(minutes=1)
"""How much later than its row says a session may have been used."""


class SessionStore(db.SessionStore):
    """A session in a table that knows until when its row holds."""

    ends: datetime | None = None

    def _get_session_from_db(self) -> Session | None:
        row: Session | None
        row = super()._get_session_from_db()  # type: ignore[misc]  # stubs leave it out
        self.ends = None if row is None else row.expire_date
        return row

    @property
    def behind(self) -> bool:
        """Say whether its row ends a minute or more before the session should."""
        if self.ends is None:
            return False
        whole = timedelta(seconds=self.get_session_cookie_age())
        return timezone.now() + whole - self.ends >= AT_MOST


class IdleSessions(SessionMiddleware):
    """Prolong the session of whoever asks, at most once a minute.

    So a session ends up to a minute sooner than the time that is set, never later.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponse
    ) -> HttpResponse:
        """Save what was changed, or what is about to end too soon."""
        session = request.session
        if isinstance(session, SessionStore) and session.behind:
            session.modified = True
        return super().process_response(request, response)
