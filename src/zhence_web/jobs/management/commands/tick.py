"""Do what time alone brings about: ``manage tick [--at TIME] [--send]``, from cron."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from zhence_web.jobs.deliveries import send_due
from zhence_web.jobs.ticking import tick


class Command(BaseCommand):
    """One tick; run it as often as you like."""

    help = "remind, raise, clear and escalate tasks, tell people, queue messages"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the moment, and whether to send here instead of by a worker."""
        parser.add_argument("--at", default="", help="2026-11-22T09:00+08:00")
        parser.add_argument("--send", action="store_true")

    def handle(self, *_: object, at: str, send: bool, **options: object) -> None:
        """Do it, and say what came of it."""
        moment = _moment(at)
        done = tick(moment)
        sent = send_due(clock=lambda: moment) if send else 0
        if options.get("verbosity"):
            self.stdout.write(
                f"提醒 {done.reminded}，新任务 {done.raised}，自动办结 {done.cleared}，"
                f"升级 {done.escalated}，读审计 {done.told} 条，送达 {sent}，"
                f"停止的上传 {done.given_up}"
                f" / reminded {done.reminded}, raised {done.raised},"
                f" cleared {done.cleared}, escalated {done.escalated},"
                f" read {done.told} entries, sent {sent},"
                f" gave up {done.given_up} uploads"
            )


def _moment(text: str) -> datetime:
    if not text:
        return timezone.now()
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None:
        raise CommandError(
            f"看不懂的时间：{text!r}，请写成 2026-11-22T09:00+08:00"
            f" / {text!r} is no moment; write 2026-11-22T09:00+08:00"
        )
    return found if timezone.is_aware(found) else timezone.make_aware(found)
