"""The worlds the other tests stand on hold what their names say."""

from __future__ import annotations

import pytest
from httpx import AsyncClient

from scheduler.actions.viewing import view_week
from scheduler.store.db import value
from scheduler.store.letters import letter_counts
from tests.conftest import OpenClient, SignIn
from tests.support.worlds import World

pytestmark = pytest.mark.usefixtures("database")


async def test_an_empty_database_has_tables_and_no_rows() -> None:
    assert await value("SELECT count(*) FROM volunteer") == 0


async def test_a_quiet_week_asks_for_six_advisers(quiet_week: World) -> None:
    view = await view_week(quiet_week.monday)
    assert view.demand == 34
    assert view.placed == ()


async def test_a_published_week_is_served_in_full(published_week: World) -> None:
    view = await view_week(published_week.monday)
    assert view.judgement.coverage == view.demand
    assert await letter_counts() == {"sent": len(view.placed)}


async def test_one_interpreter_short_leaves_two_seats_empty(one_interpreter_short: World) -> None:
    assert one_interpreter_short.monday
    assert await value("SELECT count(*) FROM volunteer WHERE kind = 'interpreter'") == 0


async def test_an_example_week_is_published(example_week: World) -> None:
    assert (await view_week(example_week.monday)).roster is not None


async def test_people_sign_in(
    app_client: AsyncClient, sign_in: SignIn, open_client: OpenClient, quiet_week: World
) -> None:
    assert (await app_client.get("/api/me")).status_code == 401
    await sign_in(app_client, quiet_week.coordinator)
    assert (await app_client.get("/api/me")).json()["role"] == "coordinator"
    ana = await open_client("ana@example.org")
    assert (await ana.get("/api/me")).json()["name"] == "Ana Reyes"
