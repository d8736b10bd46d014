"""What tests of the coordinator's pages look up and press."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

from httpx import AsyncClient, Response


async def week_of(client: AsyncClient, monday: date, plan: str = "") -> dict[str, Any]:
    """The week as programs read it."""
    answer = await client.get(f"/api/weeks/{monday}", params={"plan": plan} if plan else {})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def seat_of(client: AsyncClient, monday: date, name: str) -> dict[str, Any]:
    """The seat somebody sits in."""
    week = await week_of(client, monday)
    return next(seat for seat in week["seats"] if seat["name"] == name)


async def candidates_for(client: AsyncClient, monday: date, key: str) -> dict[str, dict[str, Any]]:
    """Everybody for a seat, by name."""
    answer = await client.get(f"/api/weeks/{monday}/seats/{key}/candidates")
    assert answer.status_code == 200, answer.text
    return {one["name"]: one for one in answer.json()["candidates"]}


async def edit(
    client: AsyncClient, monday: date, key: str, verb: str, **data: object
) -> dict[str, Any]:
    """Put somebody in or take them out."""
    answer = await client.post(f"/api/weeks/{monday}/seats/{key}/{verb}", json=data)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def page_after(client: AsyncClient, answer: Response) -> str:
    """The page a form leads to."""
    assert answer.status_code == 303, answer.text
    page = await client.get(answer.headers["location"])
    assert page.status_code == 200, page.text
    return page.text


def words_of(page: str) -> str:
    """What a page says, without its markup."""
    body = page.partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())
