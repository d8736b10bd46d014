"""What an assignment's letter says, queued in the transaction that decided it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime

from scheduler.mail.links import Purpose, sign
from scheduler.model.bringing import what_to_bring
from scheduler.model.languages import language_name
from scheduler.model.letters import Change, Invite, LetterKind, Method
from scheduler.model.sessions import Role, Session, role_label
from scheduler.model.week import Week
from scheduler.store.letters import queue_letter
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
    before: AssignmentRecord | None = None,
) -> None:
    """Queue the letter about this assignment as it is now; ``before`` is what it was."""
    invite = replace(invite_about(week, record, kind, addresses), changed=_changes(before, record))
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


def _changes(was: AssignmentRecord | None, now: AssignmentRecord) -> tuple[Change, ...]:
    if was is None:
        return ()
    before, after = was.placement, now.placement
    time = (Change.TIME,) if (was.starts, was.ends) != (now.starts, now.ends) else ()
    joining = (Change.JOINING,) if before.remote != after.remote else ()
    what = (before.role, before.need, before.language)
    work = (Change.WORK,) if what != (after.role, after.need, after.language) else ()
    return time + joining + work


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
        work=role_label(record.placement.role, session.kind),
        detail=_detail(week, record, session),
        bring=what_to_bring(person.kind, record.placement.role, remote=remote),
        answer_url=addresses.answer(record),
        shifts_url=f"{addresses.base_url}/shifts",
    )


def _detail(week: Week, record: AssignmentRecord, session: Session) -> tuple[str, ...]:
    """What the person prepares for: matter and language, never anything about a client."""
    placement = record.placement
    if placement.role is Role.INTERPRETER:
        return (f"Interpreting {language_name(placement.language)}",)
    if placement.need is None:
        return ()
    need = next(n for n in session.needs if n.id == placement.need)
    person = week.volunteers[placement.volunteer]
    lines = [need.matter.label, language_name(need.language)]
    if need.language is not None and need.language not in person.advises_in:
        lines.append(f"An interpreter for {language_name(need.language)} sits with you")
    return tuple(lines)
