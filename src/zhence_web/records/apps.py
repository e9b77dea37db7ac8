"""The one app with tables."""

from __future__ import annotations

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Register the tables of all contexts under one label and one history."""

    name = "zhence_web.records"
    label = "records"
    verbose_name = "记录"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to sign-ins; the tables that it writes to exist only now."""
        from zhence_web.records.accounts.signins import listen  # noqa: PLC0415  # tables

        listen()
