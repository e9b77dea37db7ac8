"""What every test may lean on: the browser, the shared material, honest skips."""

import os
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import settings
from pytest_django import DjangoDbBlocker
from tests.lib.browsers import CHROMIUM_ARGUMENTS, chromium_here
from tests.lib.once import meeting_place

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
ASYNC = "DJANGO_ALLOW_ASYNC_UNSAFE"

# Two slow cores make a deadline a coin toss; the nightly run searches longer.
# The same examples each run, so that a green build means the same everywhere; the
# nightly run looks further with new ones.
settings.register_profile("default", deadline=None, derandomize=True, max_examples=60)
settings.register_profile("nightly", deadline=None, max_examples=5_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

# Under CI a test with one of these markers fails where it would have skipped itself:
# a green run must not hide that the pages were never opened. Elsewhere the variable
# asks for the same.
NEVER_SKIPPED = {"browser": "REQUIRE_BROWSER", "postgres": "REQUIRE_POSTGRES"}


# What shares a site is kept on one worker, where it is built once; it begins first,
# being the longest. Several groups with a browser, so that one is not all that is left
# at the end. The first beginning that fits the place of a test is its group.
TOGETHER = (
    ("tests/functional/test_accessible.py",),
    ("tests/functional/test_no_route.py",),
    ("tests/functional/test_re", "tests/functional/test_upload"),
    # Each of these has a site of its own.
    (
        "tests/functional/test_assessment",
        "tests/functional/test_cockpit",
        "tests/functional/test_ranks",
        "tests/functional/test_task",
    ),
    ("tests/functional",),
    ("tests/faults",),
    ("tests/integration/test_demo.py",),
)


def pytest_configure() -> None:
    """Name the folder in which workers meet, before the first of them is started."""
    meeting_place()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Name the groups that one worker runs (``--dist loadgroup``)."""
    for item in items:
        place = item.path.relative_to(ROOT).as_posix()
        group = next((g[0] for g in TOGETHER if place.startswith(g)), None)
        if group is not None:
            item.add_marker(pytest.mark.xdist_group(group))
    items.sort(key=lambda item: item.get_closest_marker("xdist_group") is None)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip, out loud, what reads the shared material where there is none.

    A page in English that an earlier test asked for leaves its language behind.
    """
    translation.deactivate()
    if item.get_closest_marker("shared") and not SHARED.is_dir():
        pytest.skip(f"no shared material beside the repository: {SHARED.name}/")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn the skip of a test that must not be skipped into a failure."""
    report = yield
    if not report.skipped or hasattr(report, "wasxfail"):
        return report
    for marker, variable in NEVER_SKIPPED.items():
        wanted = os.environ.get("CI") or os.environ.get(variable)
        if wanted and item.get_closest_marker(marker):
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
            report.outcome = "failed"
            report.longrepr = f"a {marker} test may not be skipped here: {reason}"
    return report


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """The tables, which tests of whole transactions may empty."""
    from tests.lib.guards import lifted_when_emptying
    from tests.lib.laid import laid_by_the_first

    with django_db_blocker.unblock(), laid_by_the_first():
        request.getfixturevalue("django_db_setup")
    with lifted_when_emptying():
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared material; use it in tests marked ``shared``."""
    return SHARED


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium, from ``CHROMIUM`` or ``PATH``; skips without one."""
    found = chromium_here()
    if found is not None:
        return found
    pytest.skip("no Chromium: install it, or set CHROMIUM=/path/to/it")


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[object]:
    """A headless Chromium that talks to nobody but us; a Playwright ``Browser``."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=chromium, args=CHROMIUM_ARGUMENTS
        )
        # Playwright keeps a loop of its own in this thread, and Django would refuse
        # every query of the tests that come after; nothing of ours runs in that loop.
        with pytest.MonkeyPatch.context() as allowed:
            allowed.setenv(ASYNC, "true")
            yield running
        running.close()
