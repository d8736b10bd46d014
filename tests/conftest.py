"""What every test may ask for.

``database``    the address of a fresh, migrated database; the store is open on it
``app_client``  an httpx client of the web application on that database
``sign_in``     ``await sign_in(app_client, "ana@example.org")``
``open_client`` another client, for a second person: ``await open_client("ana@example.org")``
``send_letters`` ``await send_letters()`` carries queued letters to the outbox
worlds          ``quiet_week``, ``one_interpreter_short``, ``published_week``, ``relayed_week``,
                ``example_week``, ``unplanned_week``: the database is a copy of that world
                (tests/support/worlds.py)
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack

import pytest
from httpx import AsyncClient
from litestar import Litestar

from api.app import create_app, first_state
from scheduler.settings import Settings
from scheduler.store.db import open_database
from scheduler.worker import work
from tests.support import browsing
from tests.support.database_server import (
    DatabaseServer,
    clear_room,
    database_server,
    hurry,
    make_room,
)
from tests.support.installation import settings_for
from tests.support.worlds import WORLD, WORLDS, World

SignIn = Callable[[AsyncClient, str], Awaitable[None]]
OpenClient = Callable[[str], Awaitable[AsyncClient]]
SendLetters = Callable[[], Awaitable[None]]


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        make_room()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        clear_room()


@pytest.fixture(scope="session")
def running_server() -> Iterator[DatabaseServer]:
    with database_server() as server:
        yield server


@pytest.fixture(scope="session")
async def server(running_server: DatabaseServer) -> DatabaseServer:
    """The test run's PostgreSQL."""
    await hurry(running_server)
    return running_server


@pytest.fixture
async def database_address(
    server: DatabaseServer, request: pytest.FixtureRequest
) -> AsyncIterator[str]:
    """A fresh database, for tests whose own processes open it."""
    world = next((name for name in request.fixturenames if name in WORLDS), None)
    copied = server.database(world, WORLDS[world]) if world else server.database()
    async with copied as address:
        yield address


@pytest.fixture
async def database(database_address: str) -> AsyncIterator[str]:
    """A fresh database with the store open on it."""
    async with open_database(database_address):
        yield database_address


@pytest.fixture
def settings(database_address: str) -> Settings:
    return settings_for(database_address)


@pytest.fixture(scope="session")
def built_app() -> Litestar:
    """Putting the application together takes longer than most tests; it is done once."""
    nowhere = "postgresql:///the-store-is-opened-by-each-test"
    return create_app(settings_for(nowhere), nowhere)


@pytest.fixture
def app(database: str, settings: Settings, built_app: Litestar) -> Litestar:
    """The web application, remembering nothing; the store is open on ``database``."""
    del database
    built_app.state = first_state(settings)
    return built_app


@pytest.fixture
async def app_client(app: Litestar) -> AsyncIterator[AsyncClient]:
    async with browsing.client_of(app) as client:
        yield client


@pytest.fixture
def sign_in(database: str) -> SignIn:
    del database
    return browsing.sign_in


@pytest.fixture
async def open_client(app: Litestar) -> AsyncIterator[OpenClient]:
    """More clients, each signed in as someone."""
    async with AsyncExitStack() as opened:

        async def open_one(email: str) -> AsyncClient:
            client = await opened.enter_async_context(browsing.client_of(app))
            await browsing.sign_in(client, email)
            return client

        yield open_one


@pytest.fixture
def send_letters(database: str, settings: Settings) -> SendLetters:
    async def send() -> None:
        await work(database, settings, until_idle=True)

    return send


@pytest.fixture
def quiet_week(database_address: str) -> World:
    del database_address
    return WORLD


@pytest.fixture
def one_interpreter_short(database_address: str) -> World:
    del database_address
    return WORLD


@pytest.fixture
def published_week(database_address: str) -> World:
    del database_address
    return WORLD


@pytest.fixture
def relayed_week(database_address: str) -> World:
    del database_address
    return WORLD


@pytest.fixture
def example_week(database_address: str) -> World:
    del database_address
    return WORLD


@pytest.fixture
def unplanned_week(database_address: str) -> World:
    del database_address
    return WORLD
