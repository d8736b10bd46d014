from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def fonts() -> Path:
    """The fonts the product ships; a test of what is printed without them proves nothing."""
    folder = Path("src/api/static/fonts")
    if not list(folder.glob("*.ttf")):
        pytest.fail(f"{folder} has no fonts: build the front end first")
    return folder
