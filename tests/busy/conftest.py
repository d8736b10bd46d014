"""A server that calendars come from."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.support.calendar_server import CalendarServer, calendar_server


@pytest.fixture
async def calendars(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[CalendarServer]:
    async with calendar_server(tmp_path_factory.mktemp("calendars")) as server:
        yield server
