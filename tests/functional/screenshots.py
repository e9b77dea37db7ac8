"""Write the pictures of the README: ``python -m tests.functional.screenshots``.

Not a test: pictures change with every font, so they are looked at, not compared.
"""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright
from tests.functional.serving import ROOT, serving

PICTURES = ROOT / "docs" / "img"
# Name → address, width, height of the window.
SHOTS = {
    "home": ("/", 1366, 900),
    "home-1920": ("/", 1920, 1080),
    "home-390": ("/", 390, 1200),
    "town": ("/towns/zj-019/", 1366, 1200),
    "clause": ("/policies/RPT/RPT-1.1b/", 1366, 1000),
}
MOST_BYTES = 300_000


def chromium() -> str:
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if found is None:
        sys.exit("screenshots: no Chromium; set CHROMIUM=/path/to/it")
    return found


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with serving() as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(),
            args=["--no-sandbox", "--disable-gpu", "--no-first-run"],
            # A date field is drawn in the language of the browser, not of the page.
            env={**os.environ, "LANGUAGE": "zh_CN", "LC_ALL": "zh_CN.UTF-8"},
        )
        for name, (address, width, height) in SHOTS.items():
            page = browser.new_page(
                locale="zh-CN", viewport={"width": width, "height": height}
            )
            page.goto(base + address)
            target = PICTURES / f"{name}.png"
            page.screenshot(path=target)
            page.close()
            _check(target)
        browser.close()


def _check(target: Path) -> None:
    size = target.stat().st_size
    sys.stdout.write(f"{target.relative_to(ROOT)}  {size:,} bytes\n")
    if size > MOST_BYTES:
        sys.exit(f"screenshots: {target.name} is larger than {MOST_BYTES:,} bytes")


if __name__ == "__main__":
    main()
