"""MAIL_URL, read by the site's own settings, reaches a real server over TLS."""

import base64
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from tests.factories.reporting import desk
from tests.factories.tasks import asked, noon
from tests.lib.mailbox import Mailbox, certificate
from tests.lib.processes import ROOT, surroundings

from zhence_web.records.models import Notice
from zhence_web.records.tasks.channels import wish_mail


def test_a_mail_goes_to_the_server_that_is_named(tmp_path: Path):
    box = Mailbox(certificate(tmp_path))
    box.open()
    done = subprocess.run(
        [sys.executable, "-m", "zhence_web.manage", "sendtestemail", "a@example.cn"],
        cwd=ROOT,
        env=surroundings(
            DATA_DIR=str(tmp_path),
            DATABASE_URL="",
            MAIL_URL=f"smtps://office:s%40lt@127.0.0.1:{box.port}",
            MAIL_FROM="zhence@example.cn",
            SSL_CERT_FILE=str(box.pem),
        ),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    login = next(line for line in box.told if line.startswith("AUTH PLAIN"))
    assert base64.b64decode(login.split()[-1]) == b"\0office\0s@lt"
    assert "rcpt TO:<a@example.cn>" in box.told
    assert any(line.startswith("mail FROM:<zhence@example.cn>") for line in box.told)


@pytest.mark.django_db
def test_the_command_tick_tells_sends_and_says_what_it_did(capsys, mailoutbox):
    at = desk()
    asked(at)
    moment = noon(date(2026, 3, 2))
    wish_mail(email="a@example.cn", topics=["to_fill"], by=at.reporter, at=moment)
    call_command("tick", "--at", moment.isoformat(), "--send")
    first = capsys.readouterr().out
    assert "送达 1" in first
    assert "sent 1" in first
    assert [m.to for m in mailoutbox] == [["a@example.cn"]]
    kept = Notice.objects.count()
    call_command("tick", "--at", moment.isoformat(), "--send")
    assert "送达 0" in capsys.readouterr().out
    assert Notice.objects.count() == kept


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["yesterday", "2026-13-01T00:00"])
def test_a_moment_that_is_none_is_told(text: str):
    with pytest.raises(CommandError, match="no moment"):
        call_command("tick", "--at", text)
