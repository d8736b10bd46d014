"""Clients of the web application, in this very process: no port, no browser."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from httpx import ASGITransport, AsyncClient
from litestar import Litestar

from api.session import FORM_HEADER
from scheduler.actions.signing_in import make_link, use_link
from tests.support.installation import BASE_URL


@asynccontextmanager
async def client_of(app: Litestar) -> AsyncIterator[AsyncClient]:
    """A client nobody is signed in with; redirects are not followed."""
    async with AsyncClient(transport=ASGITransport(app), base_url=BASE_URL) as client:
        yield client


async def sign_in(client: AsyncClient, email: str) -> None:
    """Sign the client in through a link; its requests carry the form token from now on."""
    now = datetime.now(UTC)
    link = await make_link(email, BASE_URL, now, timedelta(minutes=1))
    entered = await use_link(link.rsplit("/", 1)[1], now)
    client.cookies.set("opendoor", entered.token)
    client.headers[FORM_HEADER] = entered.csrf
