"""What people answer in their calendars: the right state, nothing lost, nobody believed blindly."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from scheduler.actions.inbound import keep_arrival, read_arrival
from scheduler.actions.invites import Addresses
from scheduler.model.letters import Sender
from scheduler.model.mail_answers import Outcome, Said
from scheduler.model.rosters import Reply
from scheduler.store.db import rows, value
from scheduler.store.inbound import ArrivalKind, answers_by_mail
from scheduler.store.rosters import AssignmentRecord, load_assignment
from tests.support.answering import (
    FORM_TYPE,
    ORGANIZER,
    Answer,
    Program,
    form_of,
    mail_of,
    signed_by,
)
from tests.support.asking import assignment_of
from tests.support.installation import BASE_URL
from tests.support.worlds import World

pytestmark = pytest.mark.usefixtures("database")

ANA = "ana@example.org"
ADDRESSES = Addresses(BASE_URL, b"a key for tests, of 32 characters")
SENDER = Sender("schedule@opendoor.example.org", answers=ORGANIZER)


async def deliver(mail: bytes, *, dkim: str = "", spf: str = "none", envelope: str = "") -> Outcome:
    """Have a mail come in through SendGrid and be read; gives what was made of it."""
    form = form_of(mail, dkim=dkim, spf=spf, sender=envelope)
    await keep_arrival(ArrivalKind.MAIL, FORM_TYPE, form, datetime.now(UTC))
    return await read_all()


async def read_all() -> Outcome:
    for kept in await rows("SELECT id FROM arrival WHERE state = 'stored' ORDER BY id"):
        await read_arrival(kept["id"], datetime.now(UTC), ADDRESSES, SENDER)
    return (await answers_by_mail(1))[0].outcome


async def anas(world: World) -> AssignmentRecord:
    return await assignment_of(world.monday, ANA)


def answer_to(shift: AssignmentRecord, **told: object) -> Answer:
    return replace(Answer(shift.uid, ANA, sequence=shift.sequence), **told)  # type: ignore[arg-type]


async def state_of(shift: AssignmentRecord) -> tuple[Reply, bool]:
    now = await load_assignment(shift.uid)
    return now.reply, now.released_at is not None


async def notices() -> list[str]:
    found = await rows(
        "SELECT facts->>'subject' AS subject FROM letter WHERE kind = 'notice' ORDER BY id"
    )
    return [r["subject"] for r in found]


MATRIX = [
    ("REPLY", "ACCEPTED", Outcome.TAKEN, (Reply.ACCEPTED, False), []),
    ("REPLY", "DECLINED", Outcome.TAKEN, (Reply.DECLINED, True), []),
    ("REPLY", "TENTATIVE", Outcome.SHOWN, (Reply.NONE, False), ["Ana is not sure yet"]),
    ("REPLY", "DELEGATED", Outcome.SHOWN, (Reply.NONE, False), ["Ana wants somebody else to come"]),
    ("REPLY", "NEEDS-ACTION", Outcome.IGNORED, (Reply.NONE, False), []),
    ("COUNTER", "TENTATIVE", Outcome.SHOWN, (Reply.NONE, False), ["Ana proposes another time"]),
    ("COUNTER", "ACCEPTED", Outcome.SHOWN, (Reply.NONE, False), ["Ana proposes another time"]),
]


@pytest.mark.parametrize("program", Program)
@pytest.mark.parametrize(("method", "partstat", "outcome", "state", "told"), MATRIX)
async def test_every_programs_answer_leads_to_the_right_state(
    published_week: World,
    program: Program,
    method: str,
    partstat: str,
    outcome: Outcome,
    state: tuple[Reply, bool],
    told: list[str],
) -> None:
    shift = await anas(published_week)
    answer = answer_to(shift, program=program, method=method, partstat=partstat)

    assert await deliver(mail_of(answer), dkim=signed_by(ANA)) is outcome
    assert await state_of(shift) == state
    subjects = await notices()
    assert [subject.startswith(t) for subject, t in zip(subjects, told, strict=True)] == [
        True for _ in told
    ]
    assert (await load_assignment(shift.uid)).starts == shift.starts


STALE = [
    ("REPLY", "ACCEPTED", []),
    ("REPLY", "DECLINED", ["Ana says no"]),
    ("REPLY", "TENTATIVE", ["Ana is not sure yet"]),
    ("COUNTER", "TENTATIVE", ["Ana proposes another time"]),
]


@pytest.mark.parametrize("program", Program)
@pytest.mark.parametrize(("method", "partstat", "told"), STALE)
async def test_an_answer_to_an_older_letter_confirms_nothing(
    published_week: World, program: Program, method: str, partstat: str, told: list[str]
) -> None:
    shift = await anas(published_week)
    await rows("UPDATE assignment SET sequence = 1 WHERE uid = $1", shift.uid)
    answer = answer_to(shift, program=program, method=method, partstat=partstat)

    assert await deliver(mail_of(answer), dkim=signed_by(ANA)) is Outcome.STALE
    assert await state_of(shift) == (Reply.NONE, False)
    assert await notices() == told


FORGED = [
    {"dkim": "", "spf": "none", "envelope": ANA},
    {"dkim": "{@example.org : fail}", "spf": "softfail", "envelope": ANA},
    {"dkim": "{@evil.example.net : pass}", "spf": "pass", "envelope": "x@evil.example.net"},
    {"dkim": "{@org : pass}", "spf": "none", "envelope": ANA},
    {"dkim": "{@notexample.org : pass}", "spf": "pass", "envelope": "ana@notexample.org"},
]


@pytest.mark.parametrize("proof", FORGED)
@pytest.mark.parametrize("partstat", ["ACCEPTED", "DECLINED"])
async def test_a_forged_from_line_changes_nothing_and_is_told(
    published_week: World, proof: dict[str, str], partstat: str
) -> None:
    shift = await anas(published_week)
    answer = mail_of(answer_to(shift, partstat=partstat))

    assert await deliver(answer, **proof) is Outcome.UNVERIFIED
    assert await state_of(shift) == (Reply.NONE, False)
    assert len(await notices()) == 1


@pytest.mark.parametrize(
    "proof",
    [
        {"dkim": "{@mail.example.org : pass}"},
        {"dkim": "{@lists.example.net : fail, @example.org : pass}"},
        {"spf": "pass", "envelope": "bounce+1@example.org"},
    ],
)
async def test_the_senders_own_domain_vouches_for_them(
    published_week: World, proof: dict[str, str]
) -> None:
    shift = await anas(published_week)

    assert await deliver(mail_of(answer_to(shift)), **proof) is Outcome.TAKEN


async def test_another_persons_answer_counts_for_nobody(published_week: World) -> None:
    shift = await anas(published_week)
    as_ben = answer_to(shift, email="ben@example.org")
    for_ana = answer_to(shift, sender="ben@example.org", said_at=shift.created_at)

    for answer in (as_ben, for_ana):
        assert await deliver(mail_of(answer), dkim="{@example.org : pass}") is Outcome.UNKNOWN
    assert await state_of(shift) == (Reply.NONE, False)


async def test_an_unknown_uid_is_noted_and_harms_nothing(published_week: World) -> None:
    assert published_week
    answer = mail_of(Answer("nobody@knows", ANA))

    assert await deliver(answer, dkim=signed_by(ANA)) is Outcome.UNKNOWN
    assert await notices() == []


async def test_out_of_office_is_noted_and_nobody_is_bothered(published_week: World) -> None:
    assert published_week
    mail = (
        f"From: {ANA}\r\nTo: {ORGANIZER}\r\nSubject: Away\r\n"
        "Auto-Submitted: auto-replied\r\n\r\nI am away.\r\n"
    )

    assert await deliver(mail.encode()) is Outcome.IGNORED
    assert await notices() == []


async def test_a_mail_in_plain_words_goes_on_to_the_coordinators(published_week: World) -> None:
    assert published_week
    mail = f"From: {ANA}\r\nTo: {ORGANIZER}\r\nSubject: Late\r\n\r\nI come at six.\r\n"

    assert await deliver(mail.encode()) is Outcome.SHOWN
    assert await notices() == [f"A mail from {ANA}"]
    said = await value("SELECT facts::text FROM letter WHERE kind = 'notice'")
    assert "I come at six." in said


async def test_a_counter_shows_the_proposed_time_and_what_they_write(
    published_week: World,
) -> None:
    shift = await anas(published_week)
    proposed = shift.starts + timedelta(hours=1)
    counter = answer_to(
        shift, method="COUNTER", partstat="TENTATIVE", starts=proposed, comment="Train"
    )
    await deliver(mail_of(counter), dkim=signed_by(ANA))

    (noted,) = await answers_by_mail()
    assert (noted.said, noted.starts, noted.comment) == (Said.COUNTER, proposed, "Train")
    assert (await load_assignment(shift.uid)).starts == shift.starts


async def test_the_last_word_counts_whichever_arrives_last(published_week: World) -> None:
    shift = await anas(published_week)
    first, later = shift.created_at, shift.created_at + timedelta(minutes=5)
    yes = answer_to(shift, said_at=later)
    no = answer_to(shift, partstat="DECLINED", said_at=first)

    assert await deliver(mail_of(yes), dkim=signed_by(ANA)) is Outcome.TAKEN
    assert await deliver(mail_of(no), dkim=signed_by(ANA)) is Outcome.REPEATED
    assert await state_of(shift) == (Reply.ACCEPTED, False)


async def test_the_same_mail_twice_is_one_answer(published_week: World) -> None:
    shift = await anas(published_week)
    tentative = mail_of(answer_to(shift, partstat="TENTATIVE"))
    await deliver(tentative, dkim=signed_by(ANA))
    await deliver(tentative, dkim=signed_by(ANA))
    again = await deliver(tentative + b"\r\n", dkim=signed_by(ANA))

    assert again is Outcome.REPEATED
    assert await value("SELECT count(*) FROM arrival") == 2
    assert await notices() == ["Ana is not sure yet"]


async def test_after_giving_back_a_yes_is_too_late_and_a_no_is_no_news(
    published_week: World,
) -> None:
    shift = await anas(published_week)
    minutes = [shift.created_at + timedelta(minutes=n) for n in range(3)]
    no, no_again, yes = (
        answer_to(shift, partstat=p, said_at=at)
        for p, at in zip(("DECLINED", "DECLINED", "ACCEPTED"), minutes, strict=True)
    )
    outcomes = [await deliver(mail_of(a), dkim=signed_by(ANA)) for a in (no, no_again, yes)]

    assert outcomes == [Outcome.TAKEN, Outcome.REPEATED, Outcome.TOO_LATE]
    assert await state_of(shift) == (Reply.DECLINED, True)
    assert await notices() == ["Ana says yes"]


async def test_an_answer_after_the_shift_has_begun_is_told(published_week: World) -> None:
    shift = await anas(published_week)
    await rows(
        "UPDATE assignment SET starts = now() - interval '1 minute' WHERE uid = $1", shift.uid
    )
    answer = mail_of(answer_to(shift, partstat="DECLINED"))

    assert await deliver(answer, dkim=signed_by(ANA)) is Outcome.TOO_LATE
    assert await state_of(shift) == (Reply.NONE, False)


async def test_our_own_mail_servers_verdict_counts_and_no_other(published_week: World) -> None:
    shift = await anas(published_week)
    kind = 'message/rfc822; authserv-id="mx.opendoor.example"'
    verdict = "dkim=pass header.d=example.org; spf=none"
    forged = mail_of(answer_to(shift), extra={"Authentication-Results": f"evil.example; {verdict}"})
    proven = mail_of(
        answer_to(shift, said_at=shift.created_at),
        extra={"Authentication-Results": f"mx.opendoor.example 1; {verdict}"},
    )

    outcomes = []
    for mail in (forged, proven):
        await keep_arrival(ArrivalKind.MAIL, kind, mail, datetime.now(UTC))
        outcomes.append(await read_all())
    assert outcomes == [Outcome.UNVERIFIED, Outcome.TAKEN]


async def test_our_own_letter_sent_on_to_us_is_left_alone(published_week: World) -> None:
    mime = await value("SELECT mime FROM letter ORDER BY id LIMIT 1")
    await keep_arrival(ArrivalKind.MAIL, "message/rfc822", mime, datetime.now(UTC))
    (kept,) = await rows("SELECT id FROM arrival")
    await read_arrival(kept["id"], datetime.now(UTC), ADDRESSES, SENDER)

    assert published_week
    assert await answers_by_mail() == ()
    assert await notices() == []


BROKEN = [
    b"",
    b"\x00\xff\xfe",
    b"From: \r\n\r\n",
    b"From: =?x?q?=?= <a@b\r\nContent-Type: multipart/mixed\r\n\r\n--\r\n",
    b"Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n",
    b"Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR\r\n",
    b"Content-Type: text/calendar\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!\r\n",
    b"Content-Type: text/plain; charset=klingon\r\n\r\nnuqneH\r\n",
    b"Subject: " + b"x" * 20_000 + b"\r\n\r\n",
    b"Content-Type: multipart/report; report-type=delivery-status\r\n\r\nnothing\r\n",
]


@pytest.mark.parametrize("mail", BROKEN)
async def test_no_mail_is_too_odd_to_be_kept_and_read(published_week: World, mail: bytes) -> None:
    assert published_week
    await keep_arrival(ArrivalKind.MAIL, FORM_TYPE, form_of(mail), datetime.now(UTC))
    (kept,) = await rows("SELECT id FROM arrival")
    await read_arrival(kept["id"], datetime.now(UTC), ADDRESSES, SENDER)

    assert await value("SELECT state FROM arrival") in {"read", "unreadable"}
    assert await value("SELECT count(*) FROM assignment WHERE reply <> 'none'") == 0
