"""A served site and a browser that tells of everything it asks elsewhere for."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from tests.functional.serving import serving
from tests.lib.laid import lay

REFUSALS = {"404", "409", "412", "422"}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site, served as ``make`` serves it, from a folder of its own.

    Another worker may serve one, too: two that lay the tables of one folder at once
    stand in each other's way.
    """
    folder = tmp_path_factory.mktemp("site")
    lay(folder)
    with serving(DATA_DIR=str(folder)) as base:
        yield base


@pytest.fixture
def context(browser: Browser, site: str) -> Iterator[BrowserContext]:
    """A fresh browser that fails the test when a page reaches out or complains."""
    asked: list[str] = []
    complaints: list[str] = []
    made = browser.new_context(
        base_url=site, locale="zh-CN", viewport={"width": 1366, "height": 768}
    )
    made.on("request", lambda request: asked.append(request.url))
    made.on("console", lambda m: complaints.append(m.text) if _bad(m.type) else None)
    yield made
    made.close()
    assert {url for url in asked if not url.startswith(f"{site}/")} == set()
    # Chromium reports every page that is absent, and every form that is refused.
    assert [c for c in complaints if not REFUSALS & set(c.split())] == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A tab of the fresh browser."""
    return context.new_page()


def _bad(kind: str) -> bool:
    return kind in {"error", "warning"}
