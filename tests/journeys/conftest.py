from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.support.chromium import chromium
from tests.support.house import House, open_house
from tests.support.worlds import COORDINATOR


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The machine's own Chromium; as root it runs without its sandbox.

    Not for the whole session: while it is open, Playwright holds the thread's event loop,
    which the asynchronous tests of other modules need.
    """
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=arguments)
        yield opened
        opened.close()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_house(COORDINATOR, tmp_path / "serve.log") as opened:
        yield opened


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Where screenshots go; OPENDOOR_PICTURES keeps them."""
    folder = Path(os.environ.get("OPENDOOR_PICTURES") or tmp_path / "pictures")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
