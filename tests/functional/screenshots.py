"""Write the pictures of the public pages: ``make screenshots``.

Not a test: pictures change with every font, so they are looked at, not compared.
"""

import os
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from tests.functional.serving import serving
from tests.lib.browsers import CHROMIUM_ARGUMENTS, chromium_here
from tests.lib.processes import ROOT

PICTURES = ROOT / "docs" / "img"
Shots = dict[str, tuple[str, int, int]]
# Name → address, width, height of the window.
PUBLIC: Shots = {
    "home": ("/", 1366, 900),
    "home-1920": ("/", 1920, 1080),
    "home-390": ("/", 390, 1200),
    "town": ("/towns/zj-019/", 1366, 1200),
    "town-1920": ("/towns/zj-019/#benchmark", 1920, 1080),
    "town-390": ("/towns/zj-019/#benchmark", 390, 1200),
    "clause": ("/policies/RPT/RPT-1.1b/", 1366, 1000),
    "index": ("/index/", 1366, 1000),
}
# What one sees who signed in to the demo, by name.
PRIVATE: dict[str, Shots] = {
    "shengban": {
        "cockpit-1920": ("/cockpit/", 1920, 1080),
        "cockpit": ("/cockpit/", 1366, 768),
        "cockpit-390": ("/cockpit/", 390, 1200),
        "what-if": ("/review/what-if/?policy=ZJ2023", 1366, 900),
    },
    "tianbao": {
        "desk": ("/desk/", 1366, 900),
        "desk-390": ("/desk/", 390, 1200),
    },
    "xianshen": {"inbox": ("/review/", 1366, 900)},
}
MOST_BYTES = 600_000
SETTLED = 2_500


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(DATA_DIR=folder, DEMO="1") as base,
        sync_playwright() as playwright,
    ):
        found = chromium_here()
        if found is None:
            sys.exit("screenshots: no Chromium; set CHROMIUM=/path/to/it")
        browser = playwright.chromium.launch(
            executable_path=found,
            args=CHROMIUM_ARGUMENTS,
            # A date field is drawn in the language of the browser, not of the page.
            env={**os.environ, "LANGUAGE": "zh_CN", "LC_ALL": "zh_CN.UTF-8"},
        )
        _take(browser, base, PUBLIC)
        password = _password(Path(folder))
        for username, shots in PRIVATE.items():
            _take(browser, base, shots, username, password)
        browser.close()


def _take(
    browser: Browser, base: str, shots: Shots, username: str = "", password: str = ""
) -> None:
    context = browser.new_context(locale="zh-CN")
    if username:
        page = context.new_page()
        page.goto(f"{base}/accounts/login/")
        page.locator("input[name=login]").fill(username)
        page.locator("input[name=password]").fill(password)
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url(lambda url: "/login/" not in url)
        page.close()
    for name, (address, width, height) in shots.items():
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        # The cockpit asks for what is new again and again.
        page.goto(base + address, wait_until="load")
        page.wait_for_timeout(SETTLED)
        target = PICTURES / f"{name}.png"
        page.screenshot(path=target)
        page.close()
        _check(target)
    context.close()


def _password(folder: Path) -> str:
    """Return the password that was made for the sign-ins of the demo."""
    return (folder / "demo_password").read_text(encoding="ascii").strip()


def _check(target: Path) -> None:
    size = target.stat().st_size
    sys.stdout.write(f"{target.relative_to(ROOT)}  {size:,} bytes\n")
    if size > MOST_BYTES:
        sys.exit(f"screenshots: {target.name} is larger than {MOST_BYTES:,} bytes")


if __name__ == "__main__":
    main()
