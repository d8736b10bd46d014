"""Are your hours still right? Asked in time, by day, not too often, and answered by one tap."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from zoneinfo import ZoneInfo

import pytest
from httpx import AsyncClient

from scheduler.actions.asking_hours import ask_due_hours, is_by_day
from scheduler.store.db import rows, value
from scheduler.store.events import Trouble, mark_trouble
from tests.conftest import SendLetters
from tests.support.asking import addresses
from tests.support.worlds import World

pytestmark = pytest.mark.usefixtures("database")

ANA = "ana@example.org"
ZONE = ZoneInfo("America/New_York")
NOON = datetime.now(ZONE).replace(hour=12, minute=0).astimezone(UTC)


async def ask(now: datetime = NOON, good_days: int = 56) -> int:
    return await ask_due_hours(now, 7, good_days, addresses())


async def confirmed(days_ago: float, email: str = ANA) -> None:
    """Somebody confirmed their hours then; nobody else ever had hours."""
    await rows(
        "DELETE FROM weekly_availability WHERE volunteer <> "
        "(SELECT id FROM volunteer WHERE email = $1)",
        email,
    )
    await rows(
        "UPDATE volunteer SET availability_confirmed_at = $1", NOON - timedelta(days=days_ago)
    )


async def asked() -> list[str]:
    return [r["email"] for r in await rows("SELECT email FROM letter WHERE kind = 'hours'")]


@pytest.mark.parametrize(
    ("local", "by_day"), [("07:59", False), ("08:00", True), ("20:59", True), ("21:00", False)]
)
def test_nobody_is_asked_at_night(local: str, by_day: bool) -> None:  # noqa: FBT001
    now = datetime.fromisoformat(f"2026-12-07 {local}").replace(tzinfo=ZONE)

    assert is_by_day(now, ZONE.key, 7) is by_day
    assert not is_by_day(now, ZONE.key, 22)


async def test_people_are_asked_a_week_before_their_hours_stop_counting(quiet_week: World) -> None:
    assert quiet_week
    await confirmed(days_ago=48)
    assert await ask() == 0
    await confirmed(days_ago=49.5)
    assert await ask() == 1
    assert await asked() == [ANA]


async def test_nobody_is_asked_where_the_installation_does_not_want_it(quiet_week: World) -> None:
    assert quiet_week
    await confirmed(days_ago=400)
    assert await ask(good_days=0) == 0


async def test_nobody_is_asked_twice_within_four_weeks(quiet_week: World) -> None:
    assert quiet_week
    await confirmed(days_ago=60)
    asked_at_once = await asyncio.gather(*(ask() for _ in range(4)))
    assert sum(asked_at_once) == 1
    assert await ask(NOON + timedelta(days=27)) == 0
    assert await ask(NOON + timedelta(days=29)) == 1


@pytest.mark.parametrize(
    "unless",
    [
        "UPDATE volunteer SET hours_letters = false",
        "DELETE FROM weekly_availability",
        "UPDATE volunteer SET timezone = 'Asia/Tokyo'",
    ],
)
async def test_who_wants_no_question_or_has_no_hours_or_sleeps_is_not_asked(
    quiet_week: World, unless: str
) -> None:
    assert quiet_week
    await confirmed(days_ago=60)
    await rows(unless)
    assert await ask() == 0


async def test_an_address_in_trouble_is_not_asked(quiet_week: World) -> None:
    assert quiet_week
    await confirmed(days_ago=60)
    await mark_trouble(Trouble(ANA, "bounce", "", NOON))
    assert await ask() == 0


async def test_hours_from_a_list_are_asked_about_once_the_person_knows_us(
    published_week: World,
) -> None:
    assert published_week
    assert await ask() == 0
    assert await ask(NOON + timedelta(days=9)) > 0
    assert ANA in await asked()


async def letter_path(send_letters: SendLetters) -> str:
    await confirmed(days_ago=60)
    await ask()
    await send_letters()
    text = str(await value("SELECT text FROM letter WHERE kind = 'hours'"))
    start = text.index("/hours/")
    return text[start : text.index("\n", start)]


async def test_the_letter_says_the_hours_and_how_to_have_no_more_of_it(
    quiet_week: World, send_letters: SendLetters
) -> None:
    assert quiet_week
    await letter_path(send_letters)
    (letter,) = await rows("SELECT text, mime, subject FROM letter WHERE kind = 'hours'")
    mail = message_from_bytes(letter["mime"])

    assert letter["subject"] == "Are your hours still right?"
    assert "- Monday, 8:00 AM to 9:00 PM" in letter["text"]
    assert "They count as confirmed until" in letter["text"]
    assert "/letters-to-me/" in mail["List-Unsubscribe"]


async def test_one_tap_confirms_and_looking_does_not(
    app_client: AsyncClient, quiet_week: World, send_letters: SendLetters
) -> None:
    assert quiet_week
    path = await letter_path(send_letters)
    before = await value("SELECT availability_confirmed_at FROM volunteer WHERE email = $1", ANA)

    shown = await app_client.get(path)
    assert (await app_client.head(path)).status_code == 200
    for words in ("still right", "Ana", "Monday, 8:00 am to 9:00 pm", "Change them"):
        assert words in shown.text
    assert "Reyes" not in shown.text
    assert shown.headers["cache-control"] == "no-store"
    assert before == await value(
        "SELECT availability_confirmed_at FROM volunteer WHERE email = $1", ANA
    )

    done = await app_client.post(path)
    assert done.status_code == 303
    assert "Thank you" in (await app_client.get(done.headers["location"])).text
    assert before < await value(
        "SELECT availability_confirmed_at FROM volunteer WHERE email = $1", ANA
    )
    assert await ask(NOON + timedelta(days=40)) == 0


async def test_a_link_that_was_cut_off_or_is_for_something_else_confirms_nothing(
    app_client: AsyncClient, quiet_week: World, send_letters: SendLetters
) -> None:
    assert quiet_week
    path = await letter_path(send_letters)
    text = str(await value("SELECT text FROM letter WHERE kind = 'hours'"))
    stop = (
        text[text.index("/letters-to-me/") :].split(maxsplit=1)[0].removeprefix("/letters-to-me/")
    )

    for wrong in (path[:-4], "/hours/x", f"/hours/{stop}"):
        assert (await app_client.get(wrong)).status_code == 404
        assert (await app_client.post(wrong)).status_code == 404
