"""``audit_head``: print the end of the chain, to be kept somewhere else."""

from __future__ import annotations

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from zhence_web.records.audit import reads


class Command(BaseCommand):
    """Print a receipt of the head; against it a later file shows what was cut off."""

    help = "打印审计链头收据 / print a receipt of the head of the audit chain"

    def add_arguments(self, parser: CommandParser) -> None:
        """Allow the form for machines, and the name of this site."""
        parser.add_argument("--json", action="store_true", help="JSON")
        parser.add_argument("--site", default="", help="本站名称 / name of this site")

    def handle(self, **options: object) -> None:
        """Print it.

        Raises:
            CommandError: nothing is recorded yet.
        """
        site = str(options["site"] or settings.ALLOWED_HOSTS[0])
        head = reads.head()
        if head is None:
            raise CommandError("审计链还没有记录 / nothing is recorded yet")
        self.stdout.write(head.receipt(site) if options["json"] else head.printed(site))
