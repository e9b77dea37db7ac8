"""Make the first administrators: ``manage first_administrator USERNAME --name 姓名``.

Nothing has a password until somebody runs this; nothing has a default one after.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from getpass import getpass

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from zhence.errors import ZhenceError
from zhence.evidence import Text
from zhence_web.records.accounts.actions.entry import first_administrator, first_org
from zhence_web.records.accounts.reads.organisations import tree_on
from zhence_web.records.accounts.roles import APART, Role, Tier


class Command(BaseCommand):
    """Make one of the three; the security officer appoints everybody else."""

    help = (
        "make the first security officer (or, with --role, the first operator or "
        "auditor); the password is asked for, or read as one line from standard input"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take who, which of the three, and where they stand."""
        parser.add_argument("username")
        parser.add_argument("--name", required=True, help="the person's name")
        parser.add_argument(
            "--role", choices=sorted(APART), default=Role.SECURITY_OFFICER.value
        )
        parser.add_argument("--org", default="", help="code; may be left out if one")
        parser.add_argument("--org-name", default="", help="to plant the first one")
        parser.add_argument("--tier", choices=Tier.values, default=Tier.PROVINCE.value)

    def handle(self, *_: object, **given: str) -> None:
        """Make the account and say what comes next."""
        password = _password()
        at = timezone.now()
        try:
            with transaction.atomic():
                first_administrator(
                    username=given["username"],
                    name=given["name"],
                    password=password,
                    role=Role(given["role"]),
                    org=_org(given),
                    at=at,
                )
        except ZhenceError as error:
            raise CommandError(str(error)) from None
        role = Role(given["role"])
        self.stdout.write(
            f"{given['username']} · {role.label} / {role.words.en}\n"
            "系统、安全、审计三员须由三人分任；其余人员由安全管理员在“人员”页邀请。\n"
            "System, security and audit are three persons; everybody else is invited "
            "by the security officer.\n"
        )


def _org(given: dict[str, str]) -> int:
    today = timezone.localdate()
    roots = [branch for branch in tree_on(today) if branch.depth == 0]
    if not given["org"]:
        if len(roots) == 1:
            return roots[0].id
        raise CommandError(
            "还没有（或不止一个）顶层机构：请给 --org 代码 --org-name 名称"
            " / no single root: give --org CODE --org-name NAME"
        )
    return first_org(
        code=given["org"],
        tier=Tier(given["tier"]),
        name=Text(given["org_name"], ""),
        on=today,
        at=timezone.now(),
    )


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first, second = getpass("口令 / password: "), getpass("再输一次 / again: ")
    if first != second:
        raise CommandError("两次输入不同 / the two differ")
    return first
