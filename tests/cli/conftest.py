from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.programs import Installation
from tests.support.worlds import WORLD, quiet_sheets


@pytest.fixture
def installation(database_address: str, tmp_path: Path) -> Installation:
    """``opendoor`` on a fresh database of the tests' server."""
    return Installation(tmp_path / "data", database_address)


@pytest.fixture
def week_folder(tmp_path: Path) -> Path:
    """The quiet week's spreadsheets as files."""
    folder = tmp_path / "week"
    folder.mkdir()
    for name, content in quiet_sheets(WORLD.monday).items():
        (folder / name).write_bytes(content)
    return folder
