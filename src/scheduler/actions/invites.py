"""What an assignment's letter says, queued in the transaction that decided it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from scheduler.actions.reminding import plan_reminders
from scheduler.mail.links import Purpose, sign
from scheduler.model.bringing import what_to_bring
from scheduler.model.letters import Change, Invite, LetterKind, Method, Task
from scheduler.model.rosters import Placement
from scheduler.model.sessions import Session, title_of
from scheduler.model.week import Week
from scheduler.store.letters import drop_unsent, queue_letter
from scheduler.store.rosters import AssignmentRecord


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


async def queue_invite(
    week: Week,
    record: AssignmentRecord,
    kind: LetterKind,
    addresses: Addresses,
    now: datetime,
    roster: int | None = None,
) -> None:
    """Queue the letter about this assignment as it is now, and its reminders.

    Who never got a letter about it hears of it as if for the first time, and nothing at
    all of its end.
    """
    told = await drop_unsent(record.id)
    if told is None and kind is LetterKind.CANCEL:
        return
    if told is None:
        kind = LetterKind.INVITE
    invite = invite_about(week, record, kind, addresses)
    if told is not None:
        invite = replace(invite, changed=changes_between(told, invite))
    await queue_letter(
        kind,
        invite.email,
        invite.name,
        asdict(invite),
        now,
        assignment=record.id,
        sequence=record.sequence,
        roster=roster,
    )
    if kind is not LetterKind.CANCEL:
        person = week.volunteers[record.placement.volunteer]
        await plan_reminders(record.id, record.sequence, record.starts, person.timezone, now)


_TOLD = {
    Change.TIME: ("starts", "ends"),
    Change.PLACE: ("place", "address"),
    Change.WORK: ("task",),
    Change.JOINING: ("remote", "conference"),
}


def changes_between(told: Mapping[str, object], now: Invite) -> tuple[Change, ...]:
    """What is different from the facts of an earlier letter, as its reader would notice it."""
    facts = json.loads(json.dumps(asdict(now), default=str))
    changed = [c for c, names in _TOLD.items() if any(told[n] != facts[n] for n in names)]
    if Change.JOINING in changed and Change.PLACE in changed and told["place"] == facts["place"]:
        changed.remove(Change.PLACE)  # the address only went because the person stays at home
    return tuple(changed)


def is_at_told_place(week: Week, placement: Placement, told: Mapping[str, object] | None) -> bool:
    """Whether the last letter about the seat named the place, and the link, as they are now."""
    if told is None:
        return True
    office = week.offices[week.sessions[placement.session].office]
    link, address = told["conference"], told["address"]
    joins = link == office.conference if placement.remote else address == office.address
    return bool(joins) and told["place"] == office.name


def invite_about(
    week: Week, record: AssignmentRecord, kind: LetterKind, addresses: Addresses
) -> Invite:
    """The facts of the letter."""
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
        answer_url=addresses.answer(record),
        shifts_url=f"{addresses.base_url}/shifts",
    )


def _task(week: Week, placement: Placement, session: Session) -> Task:
    """What the person prepares for: matter and language, never anything about a client."""
    person = week.volunteers[placement.volunteer]
    title = title_of(placement.role, session.kind)
    bring = what_to_bring(person.kind, placement.role, remote=placement.remote)
    if placement.need is None:
        return Task(title, language=placement.language, bring=bring)
    need = next(n for n in session.needs if n.id == placement.need)
    return Task(
        title,
        need.matter,
        need.language,
        beside=need.language is not None and need.language not in person.advises_in,
        bring=bring,
    )
