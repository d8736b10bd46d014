"""What an assignment's letter says, queued in the transaction that decided it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from scheduler.actions.reminding import plan_reminders
from scheduler.mail.links import Purpose, sign
from scheduler.model.bringing import what_to_bring
from scheduler.model.letters import Invite, LetterKind, Method, Task
from scheduler.model.rosters import Placement, Reply
from scheduler.model.sessions import Role, Session, title_of
from scheduler.model.telling import NEAR, Fate, News, Standing, news_of
from scheduler.model.week import Week
from scheduler.store.letters import About, queue_letter
from scheduler.store.rosters import AssignmentRecord, stand_as_told
from scheduler.store.standing import held_for, keep_answer, withdraw_unsent


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where links in letters lead, and the key that signs them."""

    base_url: str
    secret: bytes

    def answer(self, record: AssignmentRecord) -> str:
        """The page with Accept and Decline for this state of the assignment."""
        token = sign(self.secret, Purpose.ANSWER, record.uid, record.sequence, record.ends)
        return f"{self.base_url}/answer/{token}"


_METHODS = {
    LetterKind.INVITE: Method.REQUEST,
    LetterKind.UPDATE: Method.REQUEST,
    LetterKind.CANCEL: Method.CANCEL,
}


@dataclass(frozen=True, slots=True)
class Occasion:
    """When something was decided, in which roster, and how long its letters are held."""

    now: datetime
    addresses: Addresses
    hold: timedelta = timedelta(0)
    roster: int | None = None


async def queue_first_invite(week: Week, record: AssignmentRecord, occasion: Occasion) -> Fate:
    """Queue the letter about a new assignment, and its reminders.

    It goes along with what is held for the person: whoever is moved hears of both at once.
    """
    news = news_of(
        invite_about(week, record, LetterKind.INVITE), Standing(), occasion.now, occasion.hold
    )
    if occasion.hold and record.starts - occasion.now >= NEAR:
        news = replace(news, held_until=await held_for(news.invite.email, occasion.now))
    await _queue(week, record, news, occasion)
    return Fate.LEAVES if news.held_until is None else Fate.WAITS


async def queue_invite(
    week: Week,
    record: AssignmentRecord,
    kind: LetterKind,
    occasion: Occasion,
    was: AssignmentRecord,
) -> Fate:
    """Queue the letter about this assignment as it is now, and its reminders.

    ``was`` is the assignment before. Where the change leads back to what the person was
    told, nothing is queued: number and answer are again those of the letter they have.
    """
    standing = await withdraw_unsent(record.id)
    told = standing.told
    answered = told.answered if told else None
    if told and told.sequence == was.sequence:
        answered = was.reply
        await keep_answer(told.letter, answered)
    news = news_of(invite_about(week, record, kind), standing, occasion.now, occasion.hold)
    if news.fate is not Fate.SILENT:
        await _queue(week, record, news, occasion)
    elif told and kind is not LetterKind.CANCEL:
        await stand_as_told(record, told.sequence, answered or Reply.NONE)
    return news.fate


async def _queue(week: Week, record: AssignmentRecord, news: News, occasion: Occasion) -> None:
    addresses = occasion.addresses
    invite = replace(
        news.invite,
        answer_url=addresses.answer(record),
        shifts_url=f"{addresses.base_url}/shifts",
    )
    await queue_letter(
        invite.kind,
        invite.email,
        invite.name,
        asdict(invite),
        occasion.now,
        About(record.id, record.sequence, occasion.roster, news.held_until),
    )
    # Who is on standby comes only when called: reminding them would call them.
    held = record.placement.role is not Role.STANDBY
    if held and invite.kind is not LetterKind.CANCEL:
        zone = week.volunteers[record.placement.volunteer].timezone
        await plan_reminders(record.id, record.sequence, record.starts, zone, occasion.now)


def is_at_told_place(week: Week, placement: Placement, told: Mapping[str, object] | None) -> bool:
    """Whether the last letter about the seat named the place, and the link, as they are now."""
    if told is None:
        return True
    office = week.offices[week.sessions[placement.session].office]
    link, address = told["conference"], told["address"]
    joins = link == office.conference if placement.remote else address == office.address
    return bool(joins) and told["place"] == office.name


def invite_about(week: Week, record: AssignmentRecord, kind: LetterKind) -> Invite:
    """The facts of the letter, without its links."""
    person = week.volunteers[record.placement.volunteer]
    session = week.sessions[record.placement.session]
    office = week.offices[session.office]
    remote = record.placement.remote
    return Invite(
        uid=record.uid,
        sequence=record.sequence,
        method=_METHODS[kind],
        kind=kind,
        stamp=record.changed_at,
        created=record.created_at,
        email=person.email,
        name=person.name,
        language=person.language,
        starts=record.starts,
        ends=record.ends,
        timezone=office.timezone,
        place=office.name,
        address="" if remote else office.address,
        remote=remote,
        conference=office.conference if remote else "",
        task=_task(week, record.placement, session),
    )


def _task(week: Week, placement: Placement, session: Session) -> Task:
    """What the person prepares for: matter and language, never anything about a client."""
    person = week.volunteers[placement.volunteer]
    title = title_of(placement.role, session.kind)
    bring = what_to_bring(person.kind, placement.role, remote=placement.remote)
    if placement.need is None:
        return Task(title, language=placement.language, bring=bring, bridge=placement.bridge)
    need = next(n for n in session.needs if n.id == placement.need)
    return Task(
        title,
        need.matter,
        need.language,
        beside=need.language is not None and need.language not in person.advises_in,
        bring=bring,
    )
