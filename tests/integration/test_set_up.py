"""Setting the site up: the first administrators, the worker, the demo's sign-ins."""

import io
import os
import subprocess
import sys
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from tests.factories.accounts import Tree, tree

from zhence_web.records.accounts.reads import hands_of
from zhence_web.records.accounts.roles import APART, Role
from zhence_web.records.management.commands.worker import put_back
from zhence_web.records.management.demo.accounts import SIGN_INS, demo_people
from zhence_web.records.models import Entry, User

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 1, 2, tzinfo=UTC)
STRONG = "three-grey-herons"


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch):
    def say(text: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO(text + "\n"))

    say(STRONG)
    return say


def make(*words: str) -> str:
    said = io.StringIO()
    call_command("first_administrator", *words, "--name", "某人", stdout=said)
    return said.getvalue()


@pytest.mark.usefixtures("typed")
def test_the_first_security_officer_plants_the_tree_and_can_sign_in():
    said = make("officer", "--org", "330000", "--org-name", "浙江省")
    assert "安全管理员" in said
    assert STRONG not in said
    user = User.objects.get()
    assert user.check_password(STRONG)
    (hand,) = hands_of(user.pk, timezone.localdate())
    assert (hand.role, hand.org_code) == (Role.SECURITY_OFFICER, "330000")
    assert [e.action for e in Entry.objects.order_by("seq")] == [
        "accounts.first_org",
        "accounts.first_administrator",
    ]


def test_the_three_are_made_each_once_and_by_three_names(typed):
    make("officer", "--org", "330000", "--org-name", "浙江省")
    for role in sorted(APART - {Role.SECURITY_OFFICER}):
        typed(STRONG)
        make(role[:8], "--role", role)
    typed(STRONG)
    with pytest.raises(CommandError, match="not_the_first"):
        make("second", "--role", "operator")
    typed(STRONG)
    with pytest.raises(CommandError, match="not_the_first"):
        make("second")
    assert User.objects.count() == 3


@pytest.mark.parametrize("weak", ["", "short", "123456789012", "qwertyuiop"])
def test_a_weak_password_makes_nobody_and_nothing(typed, weak: str):
    typed(weak)
    with pytest.raises(CommandError, match="password_weak"):
        make("officer", "--org", "330000", "--org-name", "浙江省")
    assert not User.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.usefixtures("typed")
def test_without_a_tree_the_command_asks_for_its_root():
    with pytest.raises(CommandError, match="--org-name"):
        make("officer")
    with pytest.raises(CommandError, match="org_nameless"):
        make("officer", "--org", "330000")


def task(*workers: str, status: str = TaskResultStatus.RUNNING) -> DBTaskResult:
    return DBTaskResult.objects.create(
        task_path="tests.none",
        args_kwargs={"args": [], "kwargs": {}},
        backend_name="default",
        status=status,
        worker_ids=list(workers),
        run_after=timezone.now(),
    )


def test_what_a_killed_worker_left_is_begun_again_and_given_up_after_three_times():
    left, often = task("mine"), task("mine", "mine", "mine")
    others, done = task("theirs"), task("mine", status=TaskResultStatus.SUCCESSFUL)
    assert put_back("mine") == 2
    for row in (left, often, others, done):
        row.refresh_from_db()
    assert [left.status, often.status, others.status, done.status] == [
        TaskResultStatus.READY,
        TaskResultStatus.FAILED,
        TaskResultStatus.RUNNING,
        TaskResultStatus.SUCCESSFUL,
    ]
    assert put_back("mine") == 0


@pytest.fixture
def orgs() -> Tree:
    return tree()


def test_the_demo_has_a_sign_in_for_every_role_and_tells_nobody_else(
    orgs: Tree, tmp_path: Path
):
    people = demo_people(at=AT, folder=tmp_path)
    assert {one.role for one in people} == set(Role)
    assert {one.org for one in people} == {
        orgs.province,
        orgs.city,
        orgs.county,
        orgs.site,
    }
    shown = (tmp_path / SIGN_INS).read_text(encoding="utf-8")
    password = (tmp_path / "demo_password").read_text(encoding="ascii")
    assert password in shown
    assert {f.stat().st_mode & 0o777 for f in tmp_path.iterdir()} == {0o600}
    for one in people:
        user = User.objects.get(username=one.username)
        assert user.check_password(password)
        assert one.username in shown
    payloads = "".join(Entry.objects.values_list("payload", flat=True))
    assert password not in payloads
    assert payloads.count('"label":"synthetic"') == len(people)


def test_the_demo_makes_its_people_once_and_keeps_their_password(
    orgs: Tree, tmp_path: Path
):
    first = demo_people(at=AT, folder=tmp_path)
    password = (tmp_path / "demo_password").read_text(encoding="ascii")
    User.objects.filter(username="tianbao").update(display_name="另一人")
    again = demo_people(at=AT, folder=tmp_path)
    assert first == again
    assert orgs.site in {one.org for one in again}
    assert User.objects.get(username="tianbao").display_name == "另一人"
    assert User.objects.count() == len(first)
    other = tmp_path / "other"
    demo_people(at=AT, folder=other)
    assert (other / "demo_password").read_text(encoding="ascii") != password


def test_the_demo_needs_its_organisations_first(tmp_path: Path):
    with pytest.raises(LookupError, match="organisations"):
        demo_people(at=AT, folder=tmp_path)


@pytest.mark.skipif(
    find_spec("jwt") is not None, reason="the extra oidc is installed here"
)
def test_a_provider_without_what_reads_its_tokens_is_refused_at_the_start(
    tmp_path: Path,
):
    """The settings are read once a process, so another process is asked."""
    refused = subprocess.run(
        [sys.executable, "-m", "zhence_web.manage", "check"],
        env={
            **os.environ,
            "DATABASE_URL": "",
            "DATA_DIR": str(tmp_path),
            "OIDC_SERVER": "https://id.example/realm",
            "OIDC_CLIENT": "zhence",
            "OIDC_SECRET": "as given",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode != 0
    assert "zhence[oidc]" in refused.stderr
    assert "as given" not in refused.stderr
