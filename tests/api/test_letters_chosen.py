"""Which letters come: on one's own page, by a coordinator, and by the link of a letter."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from httpx import AsyncClient

from scheduler.mail.links import Purpose, sign
from scheduler.settings import Settings
from scheduler.store.db import rows, value
from scheduler.store.events import Trouble, is_in_trouble, mark_trouble
from tests.api.coordinators import page_after, words_of
from tests.api.volunteers import number_of
from tests.conftest import OpenClient
from tests.support.worlds import COORDINATOR, OFFICE, World

ANA = "ana@example.org"
NOW = datetime.now(UTC)


async def wanted(email: str = ANA) -> tuple[bool, bool]:
    (found,) = await rows("SELECT reminders, hours_letters FROM volunteer WHERE email = $1", email)
    return found["reminders"], found["hours_letters"]


async def digest_of(email: str) -> tuple[str, str]:
    (found,) = await rows("SELECT digest, language FROM account WHERE email = $1", email)
    return found["digest"], found["language"]


async def in_trouble(email: str) -> None:
    await mark_trouble(Trouble(email, "bounce", "550 no such user", NOW - timedelta(days=1)))


# ---- volunteers -----------------------------------------------------------------


async def test_a_volunteer_switches_letters_off_and_on(
    open_client: OpenClient, quiet_week: World
) -> None:
    assert quiet_week
    ana = await open_client(ANA)
    page = await page_after(ana, await ana.post("/profile/letters", data={}))
    assert "reach you either way" in page
    assert await wanted() == (False, False)
    assert " checked" not in page.partition('id="letters"')[2].partition('id="theirs"')[0]

    await ana.post("/profile/letters", data={"reminders": "yes", "hours_letters": "yes"})
    assert await wanted() == (True, True)


async def test_a_volunteer_sees_that_mail_comes_back_and_says_that_it_works(
    open_client: OpenClient, quiet_week: World
) -> None:
    assert quiet_week
    ana = await open_client(ANA)
    assert "comes back" not in words_of((await ana.get("/profile")).text)
    await in_trouble(ANA)

    said = words_of((await ana.get("/profile")).text)
    assert "Mail to you comes back. Noticed" in said
    assert "550 no such user" in said
    assert "tell your coordinator" in said
    assert "Mail to you comes back" in words_of((await ana.get("/shifts")).text)
    page = await page_after(ana, await ana.post("/profile/mail-works"))
    assert "comes back" not in words_of(page)
    assert not await is_in_trouble(ANA)


async def test_programs_choose_the_same(open_client: OpenClient, quiet_week: World) -> None:
    assert quiet_week
    ana = await open_client(ANA)
    await in_trouble(ANA)
    chosen = await ana.put("/api/profile/letters", json={"reminders": False, "hours": True})

    assert chosen.status_code == 200
    assert chosen.json() == (await ana.get("/api/profile/letters")).json()
    assert (chosen.json()["reminders"], chosen.json()["trouble"]) == (False, "bounce")
    assert await wanted() == (False, True)


# ---- coordinators ---------------------------------------------------------------


async def test_a_coordinator_sees_why_an_address_is_in_trouble_and_mends_it(
    open_client: OpenClient, quiet_week: World
) -> None:
    coordinator = await open_client(quiet_week.coordinator)
    number = await number_of(ANA)
    await in_trouble(ANA)

    page = (await coordinator.get(f"/people/{number}")).text
    assert "Mail to ana@example.org comes back. Noticed" in words_of(page)
    assert "550 no such user" in page
    assert f'href="/people/{number}/edit"' in page.partition("Shifts ahead")[0]
    mended = await page_after(coordinator, await coordinator.post(f"/people/{number}/mail-works"))
    assert "ana@example.org is taken to work again." in words_of(mended)
    assert not await is_in_trouble(ANA)


async def test_a_coordinator_stops_somebodys_reminders_for_them(
    open_client: OpenClient, quiet_week: World
) -> None:
    coordinator = await open_client(quiet_week.coordinator)
    number = await number_of(ANA)
    await coordinator.post(f"/people/{number}/letters", data={"hours_letters": "yes"})
    assert await wanted() == (False, True)
    told = {"reminders": True, "hours": False}
    assert (await coordinator.put(f"/api/people/{number}/letters", json=told)).status_code == 200
    assert await wanted() == (True, False)

    for path in ("/people/9999/letters", "/people/9999/mail-works"):
        assert (await coordinator.post(path)).status_code == 404
    assert (await coordinator.get("/api/people/9999/letters")).status_code == 404


async def test_nobody_else_chooses_for_a_person(open_client: OpenClient, quiet_week: World) -> None:
    number = await number_of(ANA)
    for email in (quiet_week.office, "ben@example.org"):
        client = await open_client(email)
        assert (await client.post(f"/people/{number}/letters")).status_code == 403
        assert (await client.post("/profile/letters")).status_code == (
            303 if email.startswith("ben") else 403
        )
    assert await wanted() == (True, True)


# ---- accounts -------------------------------------------------------------------


async def test_an_account_chooses_how_often_and_in_which_language(
    open_client: OpenClient, quiet_week: World
) -> None:
    office = await open_client(quiet_week.office)
    page = words_of((await office.get("/account")).text)
    assert "Who comes, what is open, what happened." in page

    saved = await office.post("/account/letters", data={"digest": "weekly", "language": "es"})
    assert "Saved." in await page_after(office, saved)
    assert await digest_of(OFFICE) == ("weekly", "es")
    assert await digest_of(COORDINATOR) == ("daily", "en")

    for wrong in ({"digest": "hourly", "language": "en"}, {"digest": "off", "language": "xx"}):
        refused = await office.post("/account/letters", data=wrong)
        assert refused.status_code == 422
        assert "to mend" in refused.text
    assert await digest_of(OFFICE) == ("weekly", "es")


async def test_programs_choose_the_digest(open_client: OpenClient, quiet_week: World) -> None:
    coordinator = await open_client(quiet_week.coordinator)
    told = {"digest": "off", "language": "en"}
    assert (await coordinator.put("/api/account/letters", json=told)).json() == told
    assert (await coordinator.get("/api/account/letters")).json() == told
    ana = await open_client(ANA)
    assert (await ana.get("/api/account/letters")).status_code == 403
    assert (await ana.post("/account/letters", data=told)).status_code == 403


async def test_an_account_says_that_its_address_works_again(
    open_client: OpenClient, quiet_week: World
) -> None:
    coordinator = await open_client(quiet_week.coordinator)
    await in_trouble(COORDINATOR)
    assert "Mail to you comes back" in words_of((await coordinator.get("/account")).text)
    await page_after(coordinator, await coordinator.post("/account/mail-works"))
    assert not await is_in_trouble(COORDINATOR)


# ---- by a link ------------------------------------------------------------------


def link(settings: Settings, purpose: Purpose, number: int, lasts: float = 1) -> str:
    expires = NOW + timedelta(days=lasts)
    return f"/letters-to-me/{sign(settings.secret, purpose, str(number), 0, expires)}"


async def test_one_click_ends_the_digest_and_the_page_can_undo_it(
    app_client: AsyncClient, settings: Settings, quiet_week: World
) -> None:
    assert quiet_week
    number = await value("SELECT id FROM account WHERE email = $1", OFFICE)
    path = link(settings, Purpose.DIGEST, number)
    shown = await app_client.get(path)
    assert "How often shall the digest come?" in shown.text
    assert (await app_client.head(path)).status_code == 200
    assert await digest_of(OFFICE) == ("daily", "en")

    clicked = await app_client.post(path, data={"List-Unsubscribe": "One-Click"})
    assert (clicked.status_code, clicked.text) == (200, "")
    assert await digest_of(OFFICE) == ("off", "en")
    for rhythm, says in (("weekly", "A digest on Mondays"), ("daily", "A digest every day")):
        page = await page_after(app_client, await app_client.post(path, data={"want": rhythm}))
        assert says in page
        assert await digest_of(OFFICE) == (rhythm, "en")


async def test_questions_about_hours_end_by_their_link(
    app_client: AsyncClient, settings: Settings, quiet_week: World
) -> None:
    assert quiet_week
    path = link(settings, Purpose.NO_HOURS, await number_of(ANA))
    assert "No more questions about your hours?" in (await app_client.get(path)).text
    page = await page_after(app_client, await app_client.post(path, data={"want": "off"}))
    assert "Ask me again" in page
    assert await wanted() == (True, False)
    await app_client.post(path, data={"want": "daily"})
    assert await wanted() == (True, True)


@pytest.mark.parametrize("purpose", [Purpose.ANSWER, Purpose.AVAILABILITY, Purpose.OFFER])
async def test_links_for_something_else_end_nothing(
    app_client: AsyncClient, settings: Settings, quiet_week: World, purpose: Purpose
) -> None:
    assert quiet_week
    path = link(settings, purpose, await number_of(ANA))
    assert (await app_client.get(path)).status_code == 404
    assert (await app_client.post(path, data={"want": "off"})).status_code == 404
    assert await wanted() == (True, True)


async def test_a_link_lasts_and_then_says_where_to_go(
    app_client: AsyncClient, settings: Settings, quiet_week: World
) -> None:
    assert quiet_week
    gone = await app_client.get(link(settings, Purpose.NO_HOURS, 1, lasts=-1))
    assert gone.status_code == 410
    assert "/sign-in?to=/profile" in gone.text
    nobody = link(settings, Purpose.NO_HOURS, 9999)
    assert (await app_client.post(nobody, data={"want": "off"})).status_code == 404
