"""The picture of the README: the board of a fresh example week, as a coordinator sees it."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.support.chromium import chromium
from tests.support.house import free_port, is_up, reachable_folder
from tests.support.programs import Installation, wait_for
from tests.support.worlds import COORDINATOR

TARGET = Path("docs/images/week.png")
LONGEST_START = 180


def main() -> None:
    """Serve an example week in a folder of its own, and photograph its board."""
    port = free_port()
    with reachable_folder() as data, tempfile.TemporaryDirectory() as beside:
        house = Installation(data, environment={"PORT": str(port)})
        log = Path(beside) / "serve.log"
        with house.running("serve", "--example", log=log):
            wait_for(lambda: is_up(port), LONGEST_START, "The example did not come up.")
            link = house.run("user", "link", COORDINATOR).stdout.strip()
            TARGET.parent.mkdir(parents=True, exist_ok=True)
            _photograph(link)
    sys.stdout.write(f"Drew {TARGET}.\n")


def _photograph(link: str) -> None:
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=arguments)
        page = browser.new_page(viewport={"width": 1440, "height": 900}, device_scale_factor=1.5)
        page.goto(link)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_load_state("networkidle")
        page.reload()  # without the word of welcome
        page.screenshot(path=TARGET)
        browser.close()


if __name__ == "__main__":
    main()
