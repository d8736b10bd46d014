"""The page behind the button of a letter: two taps, no password, nothing by looking."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from httpx import AsyncClient

from scheduler.mail.links import Purpose, sign
from scheduler.model.rosters import Reply
from scheduler.settings import Settings
from scheduler.store.db import rows
from tests.api.volunteers import (
    answer_path,
    first_shift,
    letter_kinds,
    move_to,
    shifts_on_file,
    spanish_asylum_holders,
)
from tests.support.worlds import WORLD

pytestmark = pytest.mark.usefixtures("published_week")

DANA = "dana@example.org"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_looking_changes_nothing(app_client: AsyncClient, method: str) -> None:
    path = await answer_path(DANA)
    before = await shifts_on_file(DANA)
    for address in (path, f"{path}/decline"):
        assert (await app_client.request(method, address)).status_code == 200
    assert await shifts_on_file(DANA) == before


async def test_the_page_shows_the_shift_and_two_buttons(app_client: AsyncClient) -> None:
    page = await app_client.get(await answer_path(DANA))
    for words in ("Can you come,", "Dana", "Queens West", "Yes, I will come", "I cannot come"):
        assert words in page.text
    assert "Levi" not in page.text
    assert DANA not in page.text
    assert page.headers["cache-control"] == "no-store"


async def test_accepting_takes_one_tap(app_client: AsyncClient) -> None:
    path = await answer_path(DANA)
    answer = await app_client.post(path, data={"reply": "accepted"})
    assert answer.status_code == 303
    assert "You are coming" in (await app_client.get(path)).text
    assert (await first_shift(DANA)).reply is Reply.ACCEPTED


async def test_giving_back_takes_two_and_leads_on(app_client: AsyncClient) -> None:
    path = await answer_path(DANA)
    asked = await app_client.get(f"{path}/decline")
    assert "Give this shift back?" in asked.text
    await app_client.post(path, data={"reply": "declined"})
    page = await app_client.get(path)
    assert "You gave this shift back" in page.text
    assert await letter_kinds(DANA) == ["invite", "cancel"]
    assert "Yes, I will come" not in page.text


async def test_after_giving_back_another_seat_is_two_taps_away(app_client: AsyncClient) -> None:
    first, second = await spanish_asylum_holders()
    await app_client.post(await answer_path(first), data={"reply": "declined"})
    path = await answer_path(second)
    await app_client.post(path, data={"reply": "declined"})
    page = await app_client.get(path)
    assert "Another shift that suits you?" in page.text
    [key] = re.findall(r'name="seat" value="([^"]+)"', page.text)

    said = await app_client.post(f"{path}/seats", data={"seat": key})
    assert (said.status_code, said.headers["location"]) == (303, path)
    assert "The coordinators know" in (await app_client.get(path)).text
    assert await letter_kinds(WORLD.coordinator) == ["notice"]


async def test_having_said_yes_one_can_still_give_back(app_client: AsyncClient) -> None:
    path = await answer_path(DANA)
    await app_client.post(path, data={"reply": "accepted"})
    await app_client.post(path, data={"reply": "declined"})
    assert (await first_shift(DANA)).reply is Reply.DECLINED


async def test_a_shift_changed_since_the_letter_is_not_confirmed_by_it(
    app_client: AsyncClient,
) -> None:
    path = await answer_path(DANA)
    await rows("UPDATE assignment SET sequence = sequence + 1")
    page = await app_client.get(path)
    assert page.status_code == 409
    assert "newest letter" in page.text
    answer = await app_client.post(path, data={"reply": "accepted"})
    assert answer.status_code == 409
    assert (await first_shift(DANA)).reply is Reply.NONE


async def test_a_link_that_was_cut_off_or_forged_says_so(app_client: AsyncClient) -> None:
    path = await answer_path(DANA)
    for broken in (path[:-3], path[:-1] + ("A" if path[-1] != "A" else "B"), "/answer/nothing"):
        page = await app_client.get(broken)
        assert page.status_code == 404
        assert "open it from the letter once more" in page.text
        assert (await app_client.post(broken, data={"reply": "declined"})).status_code == 404
    assert (await first_shift(DANA)).released_at is None


async def test_a_link_for_something_else_is_no_answer(
    app_client: AsyncClient, settings: Settings
) -> None:
    shift = await first_shift(DANA)
    offer = sign(settings.secret, Purpose.OFFER, shift.uid, shift.sequence, shift.ends)
    assert (await app_client.get(f"/answer/{offer}")).status_code == 404


async def test_a_link_whose_shift_is_over_leads_to_the_shifts(
    app_client: AsyncClient, settings: Settings
) -> None:
    shift = await first_shift(DANA)
    past = datetime.now(UTC) - timedelta(seconds=1)
    token = sign(settings.secret, Purpose.ANSWER, shift.uid, shift.sequence, past)
    page = await app_client.get(f"/answer/{token}")
    assert page.status_code == 410
    assert "/sign-in?to=/shifts" in page.text


async def test_a_shift_that_has_begun_shows_no_buttons(app_client: AsyncClient) -> None:
    path = await answer_path(DANA)
    await move_to((await first_shift(DANA)).uid, datetime.now(UTC) - timedelta(minutes=1))
    page = await app_client.get(path)
    assert "This shift has begun" in page.text
    assert "Yes, I will come" not in page.text
    await app_client.post(path, data={"reply": "declined"})
    assert (await first_shift(DANA)).released_at is None


async def test_a_shift_taken_away_says_that_nothing_is_to_be_done(app_client: AsyncClient) -> None:
    path = await answer_path(DANA)
    await rows("UPDATE assignment SET released_at = now(), sequence = sequence + 1")
    page = await app_client.get(path)
    assert "not yours any more" in page.text
    answer = await app_client.post(path, data={"reply": "accepted"})
    assert answer.status_code == 303
    assert (await first_shift(DANA)).reply is Reply.NONE


async def test_programs_answer_by_the_same_token(app_client: AsyncClient) -> None:
    token = (await answer_path(DANA)).rsplit("/", 1)[1]
    answered = await app_client.post(f"/api/answers/{token}", json={"reply": "accepted"})
    assert answered.json()["reply"] == "accepted"
    broken = await app_client.post("/api/answers/nothing", json={"reply": "accepted"})
    assert broken.headers["content-type"].startswith("application/problem+json")


async def test_another_sites_page_cannot_answer(app_client: AsyncClient) -> None:
    path = await answer_path(DANA)
    forged = {"sec-fetch-site": "cross-site", "origin": "https://elsewhere.example"}
    answer = await app_client.post(path, data={"reply": "declined"}, headers=forged)
    assert answer.status_code == 403
    assert (await first_shift(DANA)).released_at is None
