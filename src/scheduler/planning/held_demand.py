"""What may not change under people who are held to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

from scheduler.model.languages import language_name
from scheduler.model.sessions import Role, Session, seats
from scheduler.store.demand import HeldSeat

Fault = tuple[str, str]

MEND = "Take them out in the week's plan and publish; then change it."


def standing_in_the_way(
    before: Session,
    after: Session,
    rows: Sequence[int],
    held: Iterable[HeldSeat],
    timezone: str,
) -> tuple[Fault, ...]:
    """Sentences by field, for changes that would leave somebody's letter wrong.

    ``rows`` says which row of the form each need of ``after`` stands in.
    """
    people = tuple(held)
    if not people:
        return ()
    places = {need.id: row for row, need in zip(rows, after.needs, strict=True)}
    return (
        *_shape(before, after, people),
        *_needs(before, after, people, places, timezone),
        *_standby(after, people, timezone),
    )


def another_shape(before: Session, after: Session) -> bool:
    """Whether a place in a plan would mean something else afterwards."""
    return (before.starts, before.ends, before.shift_minutes, before.modality) != (
        after.starts,
        after.ends,
        after.shift_minutes,
        after.modality,
    )


def who_is_held(held: Iterable[HeldSeat]) -> str:
    """Their names, as the beginning of a sentence."""
    return _who(tuple(held))


def _shape(before: Session, after: Session, people: tuple[HeldSeat, ...]) -> tuple[Fault, ...]:
    who = _who(people)
    fields = (
        ("start", before.starts != after.starts, "start"),
        ("end", before.ends != after.ends, "end"),
        ("shift_minutes", before.shift_minutes != after.shift_minutes, "length of a shift"),
        ("modality", before.modality is not after.modality, "way to meet"),
    )
    return tuple(
        (field, f"The {what} cannot change: {who} already.")
        for field, changes, what in fields
        if changes
    )


def _needs(
    before: Session,
    after: Session,
    people: tuple[HeldSeat, ...],
    places: Mapping[int, int],
    timezone: str,
) -> tuple[Fault, ...]:
    faults: list[Fault] = []
    now = {need.id: need for need in after.needs}
    for need in before.needs:
        own = tuple(p for p in people if p.need == need.id and p.role is Role.ADVISER)
        if not own:
            continue
        kept = now.get(need.id)
        name = f"{need.matter.label} in {language_name(need.language)}"
        if kept is None or (kept.matter, kept.language) != (need.matter, need.language):
            field = f"needs.{places[need.id]}.matter" if kept else ""
            faults.append((field, f"{name} has to stay: {_who(own)}."))
            continue
        most = max(Counter(p.shift for p in own).values())
        if seats(kept, after) < most:
            field = f"needs.{places[need.id]}.consultations"
            faults.append(
                (field, f"{name} would have {seats(kept, after)} seats; {_who(own, timezone)}.")
            )
    return tuple(faults)


def _standby(after: Session, people: tuple[HeldSeat, ...], timezone: str) -> tuple[Fault, ...]:
    own = tuple(p for p in people if p.role is Role.STANDBY)
    if max(Counter(p.shift for p in own).values(), default=0) <= after.standby:
        return ()
    return (("standby", f"{after.standby} would be asked for on standby; {_who(own, timezone)}."),)


def _who(people: tuple[HeldSeat, ...], timezone: str = "") -> str:
    """As in "Ana Reyes and Luis Gomez are held to it", with the shifts where they matter."""
    names = list(
        dict.fromkeys(
            f"{p.name} ({p.starts.astimezone(ZoneInfo(timezone)):%H:%M})" if timezone else p.name
            for p in people
        )
    )
    shown, more = names[:4], len(names) - 4
    if more > 0:
        listed = f"{', '.join(shown)} and {more} more"
    else:
        listed = " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))
    return f"{listed} {'is' if len(names) == 1 else 'are'} held to it"
