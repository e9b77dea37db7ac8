"""Write the pictures of the public pages: ``make screenshots``.

Not a test: pictures change with every font, so they are looked at, not compared.
"""

import os
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright
from tests.functional.serving import ROOT, serving
from tests.lib.browsers import CHROMIUM_ARGUMENTS, chromium_here

PICTURES = ROOT / "docs" / "img"
# Name → address, width, height of the window.
SHOTS = {
    "home": ("/", 1366, 900),
    "home-1920": ("/", 1920, 1080),
    "home-390": ("/", 390, 1200),
    "town": ("/towns/zj-019/", 1366, 1200),
    "town-1920": ("/towns/zj-019/#benchmark", 1920, 1080),
    "town-390": ("/towns/zj-019/#benchmark", 390, 1200),
    "clause": ("/policies/RPT/RPT-1.1b/", 1366, 1000),
}
MOST_BYTES = 300_000


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
        for name, (address, width, height) in SHOTS.items():
            page = browser.new_page(
                locale="zh-CN", viewport={"width": width, "height": height}
            )
            page.goto(base + address, wait_until="networkidle")
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
