"""``audit_export FILE``: take the chain out, for the verifier in ``tools/``."""

from __future__ import annotations

import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from zhence_web.records.audit import actions, reads


class Command(BaseCommand):
    """Write the whole chain as JSON lines; that it was taken out is its last entry."""

    help = "导出整条审计链 / export the whole audit chain"

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for the file, and allow to say who takes it out and from where."""
        parser.add_argument(
            "file", help="目标文件，- 为标准输出 / file, or - for stdout"
        )
        parser.add_argument("--by", default="console", help="操作人 / who does it")
        parser.add_argument("--site", default="", help="本站名称 / name of this site")

    def handle(self, **options: str) -> None:
        """Record the export, then write the file.

        Raises:
            CommandError: the file is there already, or cannot be written.
        """
        name, site = options["file"], options["site"] or settings.ALLOWED_HOSTS[0]
        now = timezone.now()
        if name == "-":
            seq = actions.export(site=site, at=now, actor=options["by"])
            sys.stdout.writelines(reads.exported(seq, site))
            return
        try:
            # An earlier export is evidence: it is never written over.
            with Path(name).open("x", encoding="utf-8", newline="\n") as file:
                seq = actions.export(site=site, at=now, actor=options["by"])
                file.writelines(reads.exported(seq, site))
        except OSError as error:
            raise CommandError(
                f"写不了 {name}：{error}；请换一个文件名"
                f" / cannot write {name}: {error}; take another name"
            ) from None
        self.stderr.write(f"{name}: 1–{seq}")
