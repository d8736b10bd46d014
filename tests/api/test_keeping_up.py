"""Pages that stay open: what changed is told once, and quietly nothing else."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from re import search
from zoneinfo import ZoneInfo

import pytest
from httpx import AsyncClient

from scheduler.store.db import rows
from tests.api.coordinators import edit, seat_of
from tests.conftest import OpenClient, SignIn
from tests.support.asking import assignment_of
from tests.support.worlds import World

ANA, DANA = "ana@example.org", "dana@example.org"
WAITS = (
    "INSERT INTO mail_answer (sender, said, outcome, comment, waiting, put_away_by) "
    "VALUES ('a', 'counter', 'told', '', true, '')"
)
"""Somebody proposes another time; a coordinator has to decide."""


class OpenPage:
    """A page as the browser holds it: it comes back to ask with the mark it was given."""

    def __init__(self, client: AsyncClient, html: str) -> None:
        found = search(r'data-keeping-up="([^"]+)" data-mark="([^"]+)"', html)
        assert found, html
        self._client = client
        self.address, self.mark = map(unescape, found.groups())

    @classmethod
    async def opened(cls, client: AsyncClient, path: str) -> OpenPage:
        answer = await client.get(path)
        assert answer.status_code == 200, answer.text
        return cls(client, answer.text)

    async def told(self) -> list[str] | None:
        """What the page hears now; None when nothing has changed."""
        answer = await self._client.get(self.address, params={"seen": self.mark})
        if answer.status_code == 204:
            assert answer.content == b""
            return None
        assert answer.status_code == 200, answer.text
        changes = answer.json()
        self.mark = changes["mark"]
        return [one["sentence"] for one in changes["answers"]]


async def reply(client: AsyncClient, world: World, email: str, said: str) -> str:
    """Answer to one's first shift; gives when it begins, as it is said in New York."""
    shift = await assignment_of(world.monday, email)
    answer = await client.post(f"/api/shifts/{shift.uid}/reply", json={"reply": said})
    assert answer.status_code == 200, answer.text
    starts = shift.starts.astimezone(ZoneInfo("America/New_York"))
    return f"{starts:%A} {starts.hour - 12}:00 pm"


async def test_a_board_hears_of_answers_once(
    open_client: OpenClient, published_week: World
) -> None:
    week = f"/weeks/{published_week.monday}"
    board = await OpenPage.opened(await open_client(published_week.coordinator), week)
    assert await board.told() is None

    await reply(await open_client(DANA), published_week, DANA, "accepted")
    assert await board.told() == ["Dana Levi accepted: Wednesday 6:00 pm, Queens West"]
    assert await board.told() is None
    when = await reply(await open_client(ANA), published_week, ANA, "declined")
    assert await board.told() == [f"Ana Reyes cannot come: {when}, Bronx / Westchester"]
    assert await board.told() is None


async def test_a_page_that_was_opened_after_an_answer_is_not_told_of_it(
    open_client: OpenClient, published_week: World
) -> None:
    await reply(await open_client(DANA), published_week, DANA, "accepted")
    cora = await open_client(published_week.coordinator)
    board = await OpenPage.opened(cora, f"/weeks/{published_week.monday}/list")

    assert await board.told() is None
    await rows("UPDATE session SET stations = stations + 1")
    assert await board.told() == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE session SET starts = starts + interval '1 hour', ends = ends + interval '1 hour'",
        "UPDATE need SET consultations = consultations + 1",
        "UPDATE office SET address = 'elsewhere' WHERE key = 'bronx'",
        "INSERT INTO run (monday, requested_by, failure) SELECT monday, 'a', '' FROM roster",
        "UPDATE run SET state = 'failed'",
        WAITS,
        "DELETE FROM pin",
    ],
)
async def test_whatever_changes_what_a_board_shows_is_noticed(
    open_client: OpenClient, published_week: World, change: str
) -> None:
    await rows(
        "INSERT INTO pin (session, shift, volunteer, must, reason) "
        "SELECT session, shift, volunteer, true, '' FROM assignment LIMIT 1"
    )
    cora = await open_client(published_week.coordinator)
    board = await OpenPage.opened(cora, f"/weeks/{published_week.monday}")

    await rows(change)
    assert await board.told() == []
    assert await board.told() is None


async def test_another_week_and_the_progress_of_a_run_disturb_nobody(
    open_client: OpenClient, published_week: World
) -> None:
    cora = await open_client(published_week.coordinator)
    board = await OpenPage.opened(cora, f"/weeks/{published_week.monday}")
    later = await OpenPage.opened(cora, f"/weeks/{published_week.monday + timedelta(weeks=1)}")

    await rows("UPDATE run SET progress = '[1]'")
    assert await board.told() is None
    await reply(await open_client(DANA), published_week, DANA, "accepted")
    assert await later.told() is None


async def test_who_is_at_work_in_a_seat_hears_that_the_draft_was_changed(
    open_client: OpenClient, published_week: World
) -> None:
    monday = published_week.monday
    cora = await open_client(published_week.coordinator)
    seat = await seat_of(cora, monday, "Dana Levi")
    address = f"/weeks/{monday}/seats/{seat['key']}"
    open_seat = await OpenPage.opened(cora, address)
    preview = await OpenPage.opened(cora, f"/weeks/{monday}/publish")
    assert await open_seat.told() is None

    await edit(cora, monday, seat["key"], "take-out", volunteer=seat["volunteer"])
    assert await open_seat.told() == []
    assert await preview.told() == []
    assert f'data-instead="{address}"' in (await cora.get(address)).text


async def test_a_roster_hears_of_its_own_office_alone_and_of_no_draft(
    open_client: OpenClient, published_week: World
) -> None:
    monday = published_week.monday
    office, cora = [
        await open_client(who) for who in (published_week.office, published_week.coordinator)
    ]
    roster = await OpenPage.opened(office, f"/offices/bronx/rosters/{monday}")

    seat = await seat_of(cora, monday, "Ana Reyes")
    await edit(cora, monday, seat["key"], "take-out", volunteer=seat["volunteer"])
    await reply(await open_client(DANA), published_week, DANA, "accepted")  # at Queens West
    assert await roster.told() is None
    when = await reply(await open_client(ANA), published_week, ANA, "accepted")
    assert await roster.told() == [f"Ana Reyes accepted: {when}, Bronx / Westchester"]


async def test_my_shifts_hear_of_an_answer_given_elsewhere(
    open_client: OpenClient, published_week: World
) -> None:
    dana = await open_client(DANA)
    shifts = await OpenPage.opened(dana, "/shifts")
    assert await shifts.told() is None

    await reply(await open_client(ANA), published_week, ANA, "accepted")
    assert await shifts.told() is None
    await reply(dana, published_week, DANA, "accepted")
    assert await shifts.told() == []


@pytest.mark.parametrize("seen", ["", "x", "-", "0-0.99999999999999999999", "0-a.\u0663", "0-."])
async def test_a_mark_that_is_none_of_ours_is_an_old_one(
    app_client: AsyncClient, sign_in: SignIn, published_week: World, seen: str
) -> None:
    await sign_in(app_client, published_week.coordinator)
    answer = await app_client.get(
        f"/api/weeks/{published_week.monday}/changes", params={"seen": seen}
    )
    assert (answer.status_code, answer.json()["answers"]) == (200, [])


async def test_only_those_who_see_the_page_may_ask(
    app_client: AsyncClient, open_client: OpenClient, published_week: World
) -> None:
    monday = published_week.monday
    addresses = [
        f"/api/weeks/{monday}/changes",
        f"/api/offices/queens/rosters/{monday}/changes",
        "/api/shifts/changes",
    ]
    office = await open_client(published_week.office)
    assert [(await office.get(path)).status_code for path in addresses] == [403, 403, 403]
    assert [(await app_client.get(path)).status_code for path in addresses] == [401, 401, 401]
    cora = await open_client(published_week.coordinator)
    nowhere = await cora.get(f"/api/offices/nowhere/rosters/{monday}/changes")
    assert nowhere.status_code == 404
