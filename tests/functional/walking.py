"""Walk the whole site in a browser and tell of every request that left or failed.

Run as a program: ``python -m tests.functional.walking [--alone]``. With ``--alone`` it
stands in a network namespace of its own, where it first brings up the loopback; nothing
else is there, so that whatever asks elsewhere fails. It prints one JSON document.
"""

import json
import re
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, urljoin, urlsplit

from playwright.sync_api import Browser, Page, Request, Response, sync_playwright
from tests.functional.looked import PASSWORD
from tests.functional.serving import serving_rows
from tests.lib.browsers import CHROMIUM_ARGUMENTS, chromium_here

STARTS = ("/", "/en/")
INSIDE = ("/cockpit/", "/desk/", "/review/", "/staff/")
WHO = ("leader", "officer")
MOST = 120
"""More kinds of pages than there are: a walk that never ends is a fault, too."""
BAD = 400
ABORTED = "net::ERR_ABORTED"
_OWN_NAME = re.compile(r"\d|[A-Z]")
_DRAWN = "[data-map], [data-chart], [data-cockpit]"


@dataclass
class Walk:
    """What was opened, and what went wrong on the way."""

    base: str
    opened: list[str] = field(default_factory=list)
    asked: int = 0
    outside: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def request(self, request: Request) -> None:
        self.asked += 1
        if not request.url.startswith((f"{self.base}/", "data:", "blob:")):
            self.outside.append(request.url)

    def response(self, response: Response) -> None:
        if response.status >= BAD:
            self.failed.append(f"{response.status} {response.url}")

    def fault(self, request: Request) -> None:
        # What we leave before it has answered was given up by us.
        if request.failure != ABORTED:
            self.failed.append(f"{request.failure} {request.url}")


def kind(address: str) -> tuple[str, ...]:
    """Return what kind of page an address is: names of things are alike."""
    parts = urlsplit(address)
    steps = [("*" if _OWN_NAME.search(s) else s) for s in parts.path.split("/")]
    english = "en" in steps
    # One language, and one filter of a kind, tell that filters and pages are whole.
    asks = [] if english else sorted(name for name, _ in parse_qsl(parts.query))
    return ("/".join(steps), *asks[-1:])


def links(page: Page) -> list[str]:
    found = page.evaluate(
        "[...document.querySelectorAll('a[href]:not([download])')].map(a => a.href)"
    )
    return [str(url).partition("#")[0] for url in found]


def wander(page: Page, walk: Walk, starts: tuple[str, ...], seen: set[object]) -> None:
    """Open each kind of page that links lead to, once."""
    waiting = [urljoin(walk.base, start) for start in starts]
    while waiting and len(walk.opened) < MOST:
        address = waiting.pop(0)
        if kind(address) in seen:
            continue
        seen.add(kind(address))
        page.goto(address)
        if page.locator(_DRAWN).count():
            page.wait_for_load_state("networkidle")
        walk.opened.append(address.removeprefix(walk.base))
        waiting += [url for url in links(page) if url.startswith(f"{walk.base}/")]


def tab(browser: Browser, walk: Walk) -> Page:
    made = browser.new_context(
        base_url=walk.base, locale="zh-CN", viewport={"width": 1366, "height": 768}
    )
    made.set_default_timeout(60_000)
    made.on("request", walk.request)
    made.on("response", walk.response)
    made.on("requestfailed", walk.fault)
    return made.new_page()


def walked(base: str, browser: Browser) -> Walk:
    walk = Walk(base)
    wander(tab(browser, walk), walk, STARTS, set())
    for who in WHO:
        page = tab(browser, walk)
        page.goto("/accounts/login/")
        page.locator("input[name=login]").fill(who)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url(lambda url: "/login/" not in url)
        home = page.url
        wander_at_home(page, walk, home)
    return walk


def wander_at_home(page: Page, walk: Walk, home: str) -> None:
    """Open one's home page, and whatever page of the work it leads to."""
    page.goto(home)
    inside = [u for u in links(page) if urlsplit(u).path.startswith(INSIDE)]
    for url in dict.fromkeys(urljoin(u, urlsplit(u).path) for u in [home, *inside]):
        page.goto(url)
        if page.locator(_DRAWN).count():
            page.wait_for_load_state("networkidle")
        walk.opened.append(url.removeprefix(walk.base))


def main() -> None:
    if "--alone" in sys.argv:
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)  # the system's
    with (
        tempfile.TemporaryDirectory() as folder,
        serving_rows("tests.functional.looked", Path(folder) / "data") as base,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=chromium_here(), args=CHROMIUM_ARGUMENTS
        )
        told = walked(base, browser)
        browser.close()
    sys.stdout.write("\n" + json.dumps(asdict(told), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
