"""The pages behind letters speak the language of the letter, to the last word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from string import Formatter

import pytest
from httpx import AsyncClient

import api
from api import answers, hours, letters_to_me
from api.open_seats import THANKS
from scheduler.actions import replies
from scheduler.actions.open_seats import SeatTakenError
from scheduler.errors import NotFoundError
from scheduler.mail.links import LinkExpiredError, LinkTamperedError, Purpose, sign
from scheduler.mail.words import languages
from scheduler.settings import Settings
from scheduler.store.db import rows
from tests.api.volunteers import (
    answer_path,
    first_shift,
    move_to,
    number_of,
    spanish_asylum_holders,
)
from tests.conftest import OpenClient, SignIn
from tests.support.worlds import World

pytestmark = pytest.mark.usefixtures("published_week")

DANA, BEN = "dana@example.org", "ben@example.org"
TEMPLATES = Path(api.__file__).parent / "templates"
OTHERS = sorted(languages() - {"en"})


def sentences(language: str) -> Mapping[str, str]:
    found: Mapping[str, str] = import_module(f"api.page_words.{language}").SENTENCES
    return found


def said() -> Iterator[str]:
    """Every sentence that a page behind a letter can say, as it is written."""
    places = ("answers/*", "hours/*", "letters_to_me/*", "shifts/parts.html", "base.html")
    for template in (path for place in places for path in TEMPLATES.glob(place)):
        yield from re.findall(r'\b(?:say|plain)\("([^"]+)"', template.read_text("utf-8"))
    yield from (title for _, title in answers.DEAD.values())
    errors = (*answers.DEAD, *hours.DEAD, SeatTakenError, LinkTamperedError, LinkExpiredError)
    own = (NotFoundError, replies.AlreadyBegunError, replies.NotYoursAnyMoreError)
    yield from (error().detail for error in (*errors, *own))
    for choice in letters_to_me.CHOICES.values():
        yield from (choice.title, choice.lead, choice.keep, choice.place[1])
        yield from choice.offers.values()
        yield from (sentence for pair in choice.done.values() for sentence in pair)
    yield from (THANKS, "Thank you, we count on you.", "Your shift", "Thank you")
    yield "This link does not work any more"


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_is_translated_with_what_is_filled_in(language: str) -> None:
    known = sentences(language)
    every = set(said())
    assert len(every) > 80
    assert {sentence for sentence in every if sentence not in known} == set()
    for sentence, translated in known.items():
        assert _filled(sentence) == _filled(translated), sentence
        assert sentence != translated


def _filled(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


async def read_in(language: str, email: str) -> None:
    await rows("UPDATE volunteer SET language = $1 WHERE email = $2", language, email)


def assert_spanish(page: str) -> None:
    """Its language is declared, and no sentence that has Spanish words is said in English."""
    assert '<html lang="es" dir="ltr">' in page
    text = re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.DOTALL)
    shown = set(map(str.strip, re.split(r"<[^>]*>", text)))
    known = set(sentences("es"))
    assert shown & known == set()
    assert "Open Door organiza el voluntariado" in page


async def test_a_spanish_letter_leads_to_a_spanish_page(app_client: AsyncClient) -> None:
    await read_in("es", BEN)
    path = await answer_path(BEN)
    page = (await app_client.get(path)).text
    assert_spanish(page)
    for words in (
        "¿Puede venir, <bdi>Ben</bdi>?",
        "Lunes,",
        ":00 p.m. a ",
        "hora estándar oriental",
        "Asesoría: Tarjeta de residencia, criollo haitiano",
        "Le acompaña un o una intérprete de criollo haitiano.",
        "<bdi>Chantal</bdi>",
        "interpretación, criollo haitiano",
        "Su credencial del colegio de abogados",
        "Sí, voy a ir",
    ):
        assert words in page, words


async def test_answering_and_giving_back_go_on_in_spanish(app_client: AsyncClient) -> None:
    first, second = await spanish_asylum_holders()
    await app_client.post(await answer_path(first), data={"reply": "declined"})
    await read_in("es", second)
    path = await answer_path(second)

    await app_client.post(path, data={"reply": "accepted"})
    accepted = (await app_client.get(path)).text
    assert_spanish(accepted)
    assert "Gracias, contamos con usted." in accepted
    asked = (await app_client.get(f"{path}/decline")).text
    assert_spanish(asked)
    assert "¿Devolver este turno?" in asked

    await app_client.post(path, data={"reply": "declined"})
    gone = (await app_client.get(path)).text
    assert_spanish(gone)
    assert "¿Otro turno que le convenga?" in gone
    assert "Asesoría" in gone
    refused = await app_client.post(f"{path}/seats", data={"seat": "1.0.adviser.999"})
    assert refused.status_code == 303
    assert "Este lugar ya no está libre" in (await app_client.get(path)).text
    [key] = re.findall(r'name="seat" value="([^"]+)"', gone)
    await app_client.post(f"{path}/seats", data={"seat": key})
    thanked = (await app_client.get(path)).text
    assert_spanish(thanked)
    assert "La coordinación ya lo sabe. Si le asignan el turno" in thanked


async def test_links_that_do_not_work_say_so_in_spanish(
    app_client: AsyncClient, settings: Settings
) -> None:
    await read_in("es", DANA)
    path, shift = await answer_path(DANA), await first_shift(DANA)
    over = sign(settings.secret, Purpose.ANSWER, shift.uid, shift.sequence, datetime.now(UTC))
    expired = await app_client.get(f"/answer/{over}")
    assert (expired.status_code, "Este enlace ha vencido" in expired.text) == (410, True)
    assert_spanish(expired.text)

    await rows("UPDATE assignment SET sequence = sequence + 1")
    changed = await app_client.get(path)
    assert (changed.status_code, "Busque la carta más reciente" in changed.text) == (409, True)
    assert_spanish(changed.text)


async def test_a_link_that_names_nobody_is_answered_in_the_browser_s_language(
    app_client: AsyncClient,
) -> None:
    for path in ("/answer/x.y", "/hours/x.y", "/letters-to-me/x.y"):
        for wish, words in (
            ("es-MX,es;q=0.9,en;q=0.8", "Este enlace está incompleto"),
            ("xx, fr;q=0.5", "This link is incomplete"),
        ):
            page = await app_client.get(path, headers={"Accept-Language": wish})
            assert (page.status_code, words in page.text) == (404, True)


async def test_a_shift_that_has_begun_is_told_in_spanish(app_client: AsyncClient) -> None:
    await read_in("es", DANA)
    path, shift = await answer_path(DANA), await first_shift(DANA)
    await move_to(shift.uid, datetime.now(UTC) - timedelta(minutes=5))
    page = (await app_client.get(path)).text
    assert_spanish(page)
    assert "Este turno ya empezó" in page
    await app_client.post(path, data={"reply": "accepted"})
    assert "por favor, llame a la oficina" in (await app_client.get(path)).text


async def test_hours_and_letters_are_asked_about_in_spanish(
    app_client: AsyncClient, settings: Settings, published_week: World
) -> None:
    await read_in("es", DANA)
    shift, number = await first_shift(DANA), await number_of(DANA)
    soon = datetime.now(UTC) + timedelta(days=1)

    def link(where: str, purpose: Purpose, whom: object) -> str:
        return f"/{where}/{sign(settings.secret, purpose, str(whom), 0, soon)}"

    ask = link("hours", Purpose.AVAILABILITY, number)
    page = (await app_client.get(ask)).text
    assert_spanish(page)
    assert "¿Siguen siendo correctas sus horas, <bdi>Dana</bdi>?" in page
    assert "Lunes, de 8:00 a.m. a 9:00 p.m." in page
    assert (await app_client.post(ask)).status_code == 303
    thanked = (await app_client.get(f"{ask}?done=yes")).text
    assert_spanish(thanked)
    assert "Gracias, <bdi>Dana</bdi>" in thanked

    await rows("UPDATE account SET language = 'es' WHERE email = $1", published_week.coordinator)
    (account,) = await rows("SELECT id FROM account WHERE email = $1", published_week.coordinator)
    for purpose, whom, words in (
        (Purpose.NO_REMINDERS, shift.uid, "¿No más recordatorios?"),
        (Purpose.NO_HOURS, number, "¿No más preguntas sobre sus horas?"),
        (Purpose.DIGEST, account["id"], "¿Con qué frecuencia debe llegar el resumen?"),
    ):
        path = link("letters-to-me", purpose, whom)
        for address in (path, f"{path}?done=off"):
            assert_spanish((await app_client.get(address)).text)
        assert words in (await app_client.get(path)).text


async def test_who_is_signed_in_finds_no_english_navigation_around_it(
    app_client: AsyncClient, sign_in: SignIn, open_client: OpenClient
) -> None:
    await read_in("es", DANA)
    path = await answer_path(DANA)
    await sign_in(app_client, DANA)
    page = (await app_client.get(path)).text
    assert_spanish(page)
    assert "Open seats" not in page
    ben = await open_client(BEN)
    assert "Open seats" in (await ben.get(await answer_path(BEN))).text


async def test_a_language_without_words_is_english(app_client: AsyncClient) -> None:
    await read_in("ar", DANA)
    page = (await app_client.get(await answer_path(DANA))).text
    assert '<html lang="en" dir="ltr">' in page
    assert "Can you come, <bdi>Dana</bdi>?" in page
