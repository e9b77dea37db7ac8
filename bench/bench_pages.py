"""How soon the first pages are usable, in a Chromium without a screen.

    python bench/bench_pages.py                       the demo, made first (minutes)
    python bench/bench_pages.py --data var --rounds 9  a demo that stands already

Every round opens each page in a fresh browser profile: nothing is cached, all scripts
are parsed anew. *first paint* is when something is to be seen, *usable* when the page
and all that it asked for at first are there and its scripts have run, *drawn* when
maps and charts, which load what they need by themselves, have asked for their last.
The site and the browser share this machine. It never fails on a time.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from contest import keep, machine
from playwright.sync_api import Browser, BrowserContext, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.functional.serving import serving  # noqa: E402  # of this tree
from tests.lib.browsers import CHROMIUM_ARGUMENTS, chromium_here  # noqa: E402

LIMIT = 1_500
PUBLIC = {
    "home": "/",
    "town": "/towns/zj-019/",
    "policy": "/policies/NT2017/",
    "index": "/index/",
}
PRIVATE = {"cockpit": "/cockpit/"}
WHO = "shengban"
QUIET = 500
"""A page is drawn when it has asked for nothing for so many milliseconds."""

TOLD = """() => {
  const [page] = performance.getEntriesByType("navigation");
  const parts = performance.getEntriesByType("resource");
  const seen = performance.getEntriesByName("first-contentful-paint")[0];
  const paint = seen ? seen.startTime : page.domContentLoadedEventEnd;
  const usable = Math.max(paint, page.loadEventEnd);
  return {
    answer: page.responseEnd,
    paint,
    usable,
    drawn: Math.max(usable, ...parts.map((p) => p.responseEnd)),
    kib: [page, ...parts].reduce((all, p) => all + p.transferSize, 0) / 1024,
    asked: parts.length + 1,
  };
}"""


@dataclass(frozen=True, slots=True)
class Opened:
    """Milliseconds from asking for a page, the KiB that came, and how many answers."""

    answer: float
    paint: float
    usable: float
    drawn: float
    kib: float
    asked: float


def main() -> int:
    """Open every page again and again, print the medians, and keep them."""
    options = _options()
    found = chromium_here()
    if found is None:
        print("bench_pages: no Chromium; set CHROMIUM=/path/to/it")
        return 2
    with ExitStack() as stack:
        made = options.data or stack.enter_context(tempfile.TemporaryDirectory())
        demo = "0" if options.data else "1"
        base = stack.enter_context(
            serving(DATA_DIR=str(Path(made).resolve()), DEMO=demo)
        )
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(
            executable_path=found, args=CHROMIUM_ARGUMENTS
        )
        cookies = _signed_in(browser, base, Path(made))
        told = {
            name: [
                _open(browser, base + address, []) for _ in range(options.rounds + 1)
            ]
            for name, address in PUBLIC.items()
        }
        told |= {
            name: [
                _open(browser, base + address, cookies)
                for _ in range(options.rounds + 1)
            ]
            for name, address in PRIVATE.items()
            if cookies
        }
        browser.close()
    # The first round of each page warms the site, and is told apart.
    first = {name: rounds[0] for name, rounds in told.items()}
    median = {name: _median(rounds[1:]) for name, rounds in told.items()}
    print(_lines(first, median, options.rounds))
    path = keep(
        f"pages-{datetime.now(tz=UTC):%Y%m%dT%H%M%SZ}",
        {
            "workload": "W7, first page",
            "rounds": options.rounds,
            "machine": machine("playwright"),
            "first": {name: asdict(one) for name, one in first.items()},
            "median": {name: asdict(one) for name, one in median.items()},
        },
    )
    print(f"kept in {path}")
    return 0


def _open(browser: Browser, address: str, cookies: list[object]) -> Opened:
    context = browser.new_context(
        locale="zh-CN", viewport={"width": 1366, "height": 768}
    )
    if cookies:
        context.add_cookies(cookies)  # type: ignore[arg-type]  # as they were given
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(address, wait_until="load")
    asked = -1
    while asked != (asked := page.evaluate("performance.getEntries().length")):
        page.wait_for_timeout(QUIET)
    told = Opened(**page.evaluate(TOLD))
    context.close()
    return told


def _signed_in(browser: Browser, base: str, data: Path) -> list[object]:
    password = data / "demo_password"
    if not password.is_file():
        return []
    context: BrowserContext = browser.new_context(base_url=base)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(WHO)
    page.locator("input[name=password]").fill(password.read_text("ascii").strip())
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/login/" not in url)
    cookies: list[object] = list(context.cookies())
    context.close()
    return cookies


def _median(rounds: list[Opened]) -> Opened:
    names = asdict(rounds[0])
    return Opened(
        **{n: statistics.median(getattr(one, n) for one in rounds) for n in names}
    )


def _lines(first: dict[str, Opened], median: dict[str, Opened], rounds: int) -> str:
    lines = [
        f"first pages, medians of {rounds} cold rounds, ms (limit {LIMIT}); load "
        + " ".join(f"{load:.1f}" for load in os.getloadavg()),
        "page      answer   paint  usable   drawn    KiB  asked  first round",
    ]
    for name, one in median.items():
        met = "" if one.usable <= LIMIT else "  missed"
        lines.append(
            f"{name:<8}{one.answer:8.0f}{one.paint:8.0f}{one.usable:8.0f}"
            f"{one.drawn:8.0f}{one.kib:7.0f}{one.asked:7.0f}"
            f"{first[name].usable:13.0f}{met}"
        )
    return "\n".join(lines)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default="", help="the folder of a demo that stands")
    parser.add_argument("--rounds", type=int, default=7)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
