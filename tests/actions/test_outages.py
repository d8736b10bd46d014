"""A mail service that is down, busy, slow or rude: letters wait, in order, and none is lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from scheduler.actions import editing, letters, publishing
from scheduler.actions.invites import Addresses
from scheduler.actions.sending import MOST_ATTEMPTS
from scheduler.actions.signing_in import ask_for_link
from scheduler.settings import Settings
from scheduler.store.db import rows, value
from scheduler.store.letters import letter_counts
from scheduler.worker import work
from tests.support.asking import assignment_of
from tests.support.installation import settings_for
from tests.support.sendgrid_endpoint import Answer, Endpoint, sendgrid_endpoint
from tests.support.worlds import ACTOR, World, solve

SECRET = b"a key for tests, of 32 characters"
ADDRESSES = Addresses("http://localhost:8000", SECRET)
EMRE = "emre@example.org"
DOWN = Answer(503)
AT_A_TIME = 4
"""Letters that a worker has in hand at once."""


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with sendgrid_endpoint() as running:
        yield running


@pytest.fixture
def sending(database: str, endpoint: Endpoint) -> Settings:
    """An installation that sends through the endpoint."""
    return settings_for(database, sendgrid_api_key=endpoint.key, sendgrid_host=endpoint.url)


async def pass_time(database: str, settings: Settings) -> timedelta:
    """Let the worker run dry, then have the waits of all letters be over; gives the longest."""
    await work(database, settings, until_idle=True)
    waited = await value(
        "SELECT max(scheduled_at) - now() FROM procrastinate_jobs "
        "WHERE status = 'todo' AND task_name = 'send-letter'"
    )
    await rows(
        "UPDATE procrastinate_jobs SET scheduled_at = now() - interval '1 second' "
        "WHERE status = 'todo' AND task_name = 'send-letter'"
    )
    return waited or timedelta(0)


async def publish(world: World) -> None:
    await publishing.publish(world.monday, ACTOR, datetime.now(UTC), ADDRESSES, hold=timedelta(0))


async def swap_emre(world: World) -> None:
    seat = (await assignment_of(world.monday, EMRE)).placement
    await editing.take_out(
        world.monday, seat.session, seat.shift, seat.volunteer, ACTOR, datetime.now(UTC)
    )
    await publish(world)


async def sent_in_order(endpoint: Endpoint) -> dict[str, list[str]]:
    """For each person the methods of what arrived, in order."""
    found: dict[str, list[str]] = defaultdict(list)
    for mail in endpoint.accepted:
        (person,) = mail["personalizations"][0]["to"]
        calendar = mail["content"][-1]["type"]
        found[person["email"]].append(calendar.rpartition("=")[2])
    return found


async def test_a_day_without_sendgrid_loses_nothing_and_contradicts_nothing(
    database: str, sending: Settings, endpoint: Endpoint, quiet_week: World
) -> None:
    await solve(quiet_week.monday)
    await publish(quiet_week)
    decided = await value("SELECT count(*) FROM letter")
    endpoint.answers.extend([DOWN] * 1000)
    away = timedelta(0)
    for _ in range(5):
        away += await pass_time(database, sending)
    # The later waits are all alike: the rest of the day is written down, not waited for.
    await rows("UPDATE letter SET attempts = attempts + 80 WHERE state = 'queued'")
    await swap_emre(quiet_week)
    away += await pass_time(database, sending) * 80
    assert away > timedelta(hours=18)
    assert endpoint.accepted == []
    assert (await letter_counts()).get("failed", 0) == 0

    endpoint.answers.clear()
    while await value("SELECT count(*) FROM letter WHERE state = 'queued'"):
        await pass_time(database, sending)
    arrived = await sent_in_order(endpoint)
    assert sum(map(len, arrived.values())) == decided
    assert arrived[EMRE] == ["CANCEL"]
    assert all(methods[0] == "REQUEST" for who, methods in arrived.items() if who != EMRE)


FAULTS = [
    Answer(429, {"Retry-After": "30"}),
    Answer(429),
    Answer(500),
    Answer(502, accept=True),
    Answer(504),
    Answer(202, reset=True),
    Answer(202, reset=True, accept=True),
    Answer(408),
]


async def test_every_kind_of_trouble_passes_and_doubles_are_identical(
    database: str, sending: Settings, endpoint: Endpoint, quiet_week: World
) -> None:
    await solve(quiet_week.monday)
    await publish(quiet_week)
    endpoint.answers.extend(FAULTS)
    waits = [await pass_time(database, sending) for _ in range(4)]
    while await value("SELECT count(*) FROM letter WHERE state = 'queued'"):
        await pass_time(database, sending)

    assert max(waits) >= timedelta(seconds=25)
    by_letter: dict[str, list[object]] = defaultdict(list)
    for mail in endpoint.accepted:
        by_letter[mail["custom_args"]["letter_id"]].append(mail)
    assert len(by_letter) == await value("SELECT count(*) FROM letter WHERE state = 'sent'")
    assert sum(map(len, by_letter.values())) == len(by_letter) + 2
    assert all(mails.count(mails[0]) == len(mails) for mails in by_letter.values())


async def test_no_invitation_follows_its_cancel_whatever_goes_wrong_between(
    database: str, sending: Settings, endpoint: Endpoint, quiet_week: World
) -> None:
    await solve(quiet_week.monday)
    await publish(quiet_week)
    # Every first letter is taken but its answer is lost, so it is tried again later.
    endpoint.answers.extend([Answer(202, reset=True, accept=True)] * 20)
    await work(database, sending, until_idle=True)
    endpoint.answers.clear()
    await swap_emre(quiet_week)
    while await value("SELECT count(*) FROM letter WHERE state = 'queued'"):
        await pass_time(database, sending)

    assert (await sent_in_order(endpoint))[EMRE] == ["REQUEST", "CANCEL"]


async def test_what_is_given_up_is_shown_and_can_be_sent_again(
    database: str, sending: Settings, endpoint: Endpoint, quiet_week: World
) -> None:
    await solve(quiet_week.monday)
    await publish(quiet_week)
    decided = await value("SELECT count(*) FROM letter")
    await rows("UPDATE letter SET attempts = $1", MOST_ATTEMPTS - 1)
    endpoint.answers.extend([DOWN] * decided)
    await work(database, sending, until_idle=True)

    outbox = await letters.list_outbox(None, None, "", 0, datetime.now(UTC))
    assert outbox.counts == {"failed": decided}
    assert {letter.failure for letter in outbox.letters} == {"SendGrid answered 503."}
    assert await letters.send_all_again(ACTOR) == decided
    await work(database, sending, until_idle=True)
    assert await letter_counts() == {"sent": decided}
    assert len(endpoint.accepted) == decided


async def test_a_sign_in_link_waits_behind_no_letter_that_is_tried_again(
    database: str, sending: Settings, endpoint: Endpoint, quiet_week: World
) -> None:
    await solve(quiet_week.monday)
    await publish(quiet_week)
    decided = await value("SELECT count(*) FROM letter")
    endpoint.answers.extend([DOWN] * decided)
    await work(database, sending, until_idle=True)
    assert endpoint.accepted == []
    await ask_for_link(EMRE, "http://localhost:8000", datetime.now(UTC))
    await work(database, sending, until_idle=True)

    assert [mail["subject"] for mail in endpoint.accepted] == ["Your sign-in link for Open Door"]
    assert await value("SELECT count(*) FROM letter WHERE state = 'queued'") == decided


async def test_a_sign_in_link_overtakes_a_whole_publication(
    database: str, sending: Settings, endpoint: Endpoint, quiet_week: World
) -> None:
    await solve(quiet_week.monday)
    await publish(quiet_week)
    await rows("UPDATE volunteer SET language = 'es' WHERE email = $1", EMRE)
    await ask_for_link(EMRE, "http://localhost:8000", datetime.now(UTC))
    await work(database, sending, until_idle=True)

    subjects = [mail["subject"] for mail in endpoint.accepted]
    assert len(subjects) > AT_A_TIME
    assert subjects.index("Su enlace para entrar en Open Door") < AT_A_TIME
