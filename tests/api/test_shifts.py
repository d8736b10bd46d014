"""My shifts: what a volunteer sees, answers, and takes into a calendar."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from httpx import AsyncClient

from scheduler.model.matters import Matter
from scheduler.model.rosters import Reply
from tests.api.volunteers import (
    answer_path,
    first_shift,
    letter_kinds,
    move_to,
    shifts_on_file,
    spanish_asylum_holders,
)
from tests.conftest import OpenClient, SignIn
from tests.support.worlds import World

pytestmark = pytest.mark.usefixtures("published_week")

BEN = "ben@example.org"
DANA = "dana@example.org"


async def test_the_next_shift_tells_everything_one_needs(
    app_client: AsyncClient, sign_in: SignIn
) -> None:
    await sign_in(app_client, BEN)
    page = await app_client.get("/shifts")
    assert page.status_code == 200
    for words in (
        "Bronx / Westchester",
        "100 Example Plaza, Bronx",
        "Eastern Standard Time",
        "Green card, Haitian Creole",
        "An interpreter for Haitian Creole sits with you.",
        "Chantal",
        "Your bar card",
        "Your answer, please",
    ):
        assert words in page.text
    assert "Pierre" not in page.text
    assert "chantal@example.org" not in page.text
    assert "555" not in page.text


async def test_accepting_is_seen_at_once(app_client: AsyncClient, sign_in: SignIn) -> None:
    await sign_in(app_client, DANA)
    shift = await first_shift(DANA)
    answer = await app_client.post(f"/shifts/{shift.uid}/reply", data={"reply": "accepted"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/shifts")
    assert "You said yes" in (await app_client.get("/shifts")).text
    assert (await first_shift(DANA)).reply is Reply.ACCEPTED


async def test_giving_back_asks_first_and_leads_to_other_seats(
    app_client: AsyncClient, sign_in: SignIn
) -> None:
    await sign_in(app_client, DANA)
    shift = await first_shift(DANA)
    asked = await app_client.get(f"/shifts/{shift.uid}/decline")
    assert "Give this shift back?" in asked.text
    assert (await first_shift(DANA)).released_at is None

    answer = await app_client.post(f"/shifts/{shift.uid}/reply", data={"reply": "declined"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/seats")
    given_back = await first_shift(DANA)
    assert given_back.released_at is not None
    assert given_back.reply is Reply.DECLINED
    assert await letter_kinds(DANA) == ["invite", "cancel"]
    assert "Given back" in (await app_client.get("/shifts")).text


async def test_giving_back_twice_is_giving_back_once(
    app_client: AsyncClient, sign_in: SignIn
) -> None:
    await sign_in(app_client, DANA)
    shift = await first_shift(DANA)
    for _ in range(2):
        await app_client.post(f"/shifts/{shift.uid}/reply", data={"reply": "declined"})
    assert await letter_kinds(DANA) == ["invite", "cancel"]


async def test_what_was_given_back_cannot_be_accepted_again(
    app_client: AsyncClient, sign_in: SignIn
) -> None:
    await sign_in(app_client, DANA)
    shift = await first_shift(DANA)
    await app_client.post(f"/shifts/{shift.uid}/reply", data={"reply": "declined"})
    again = await app_client.post(f"/api/shifts/{shift.uid}/reply", json={"reply": "accepted"})
    assert again.status_code == 409
    assert "not yours any more" in again.json()["detail"]


async def test_a_shift_that_has_begun_takes_no_answer(
    app_client: AsyncClient, sign_in: SignIn
) -> None:
    await sign_in(app_client, DANA)
    shift = await first_shift(DANA)
    await move_to(shift.uid, datetime.now(UTC) - timedelta(minutes=5))
    answer = await app_client.post(f"/shifts/{shift.uid}/reply", data={"reply": "declined"})
    assert answer.status_code == 303
    page = await app_client.get("/shifts")
    assert "has begun; please call the office" in page.text
    assert "I cannot come" not in page.text
    assert (await first_shift(DANA)).released_at is None


async def test_another_persons_shift_is_unknown(app_client: AsyncClient, sign_in: SignIn) -> None:
    await sign_in(app_client, BEN)
    shift = await first_shift(DANA)
    for path in (f"/shifts/{shift.uid}/decline", f"/shifts/{shift.uid}/shift.ics"):
        assert (await app_client.get(path)).status_code == 404
    answer = await app_client.post(f"/shifts/{shift.uid}/reply", data={"reply": "declined"})
    assert answer.status_code == 404
    assert (await first_shift(DANA)).released_at is None


async def test_only_volunteers_have_shifts(
    published_week: World, app_client: AsyncClient, open_client: OpenClient
) -> None:
    nobody = await app_client.get("/shifts")
    assert (nobody.status_code, nobody.headers["location"]) == (303, "/sign-in?to=%2Fshifts")
    assert (await app_client.get("/api/shifts")).status_code == 401
    coordinator = await open_client(published_week.coordinator)
    assert (await coordinator.get("/shifts")).status_code == 403


async def test_served_shifts_move_below(app_client: AsyncClient, sign_in: SignIn) -> None:
    await sign_in(app_client, DANA)
    await move_to((await first_shift(DANA)).uid, datetime.now(UTC) - timedelta(days=3))
    page = await app_client.get("/shifts")
    assert "No shift ahead" in page.text
    assert "Shifts of the last twelve months" in page.text


async def test_the_calendar_file_speaks_of_the_invited_event(
    app_client: AsyncClient, sign_in: SignIn
) -> None:
    await sign_in(app_client, DANA)
    shift = await first_shift(DANA)
    file = await app_client.get(f"/shifts/{shift.uid}/shift.ics")
    assert file.headers["content-type"] == "text/calendar; charset=utf-8"
    unfolded = file.text.replace("\r\n ", "")
    assert f"UID:{shift.uid}" in unfolded
    assert "DACA" not in unfolded


async def test_programs_read_and_answer_the_same_shifts(
    app_client: AsyncClient, sign_in: SignIn
) -> None:
    await sign_in(app_client, DANA)
    [shift] = (await app_client.get("/api/shifts")).json()
    assert shift["office_name"] == "Queens West"
    assert (shift["matter"], shift["language"], shift["reply"]) == ("DACA", "English", "none")
    assert datetime.fromisoformat(shift["starts"]).utcoffset() == timedelta(hours=-5)
    path = f"/api/shifts/{shift['uid']}/reply"
    assert (await app_client.post(path, json={"reply": "perhaps"})).status_code == 400
    assert (await app_client.post(path, json={"reply": "none"})).status_code == 422
    assert (await app_client.post(path, json={"reply": "accepted"})).json()["reply"] == "accepted"


async def test_a_refused_answer_changes_nothing(app_client: AsyncClient, sign_in: SignIn) -> None:
    await sign_in(app_client, DANA)
    before = await shifts_on_file(DANA)
    path = f"/shifts/{before[0].uid}/reply"
    assert (await app_client.post(path, data={"reply": "maybe"})).status_code == 422
    del app_client.headers["x-csrftoken"]
    assert (await app_client.post(path, data={"reply": "declined"})).status_code == 403
    assert await shifts_on_file(DANA) == before
    assert await answer_path(DANA)


# ---- open seats ---------------------------------------------------------------


async def test_a_seat_given_back_is_open_to_whom_it_suits(
    published_week: World, open_client: OpenClient
) -> None:
    first, second = await spanish_asylum_holders()
    giver, other = await open_client(first), await open_client(second)
    given = next(s for s in await shifts_on_file(first) if s.matter is Matter.ASYLUM)
    await giver.post(f"/shifts/{given.uid}/reply", data={"reply": "declined"})

    seats = (await other.get("/api/seats")).json()
    assert [(seat["matter"], seat["language"]) for seat in seats] == [("Asylum", "Spanish")]
    assert (await giver.get("/api/seats")).json() == []

    said = await other.post("/seats", data={"seat": seats[0]["seat"]})
    assert (said.status_code, said.headers["location"]) == (303, "/seats")
    assert "The coordinators know" in (await other.get("/seats")).text
    assert "notice" in await letter_kinds(published_week.coordinator)


async def test_a_seat_that_does_not_suit_cannot_be_asked_for(
    published_week: World, app_client: AsyncClient, sign_in: SignIn
) -> None:
    await sign_in(app_client, DANA)
    refused = await app_client.post("/api/seats", json={"seat": "1.0.adviser.1"})
    assert refused.status_code == 409
    assert "notice" not in await letter_kinds(published_week.coordinator)
