"""Which letters a publication would write, before anything is published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from scheduler.actions.invites import invite_about
from scheduler.model.letters import LetterKind
from scheduler.model.rosters import Difference, Placement
from scheduler.model.telling import NEAR, Fate, Standing, news_of
from scheduler.model.week import Week
from scheduler.store.rosters import AssignmentRecord

Held = Mapping[tuple[int, int, int], AssignmentRecord]


@dataclass(frozen=True, slots=True)
class Holdings:
    """What people are held to now.

    ``released`` are those who were released and have not been told of it.
    """

    held: Held
    released: Held
    standings: Mapping[int, Standing]

    def standing(self, record: AssignmentRecord) -> Standing:
        """How things stand with the letters about an assignment."""
        return self.standings.get(record.id, Standing())


def letters_ahead(
    week: Week, change: Difference, published: Holdings, now: datetime, hold: timedelta
) -> Counter[Fate]:
    """How many letters would leave, how many would wait, and who would hear nothing."""
    found = list(_fates(week, change, published, now, hold))
    waited_for = {person for person, fate in found if fate is Fate.WAITS}
    waited_for |= {
        record.placement.volunteer
        for record in (*published.held.values(), *published.released.values())
        if (until := published.standing(record).held_until) and until > now
    }
    for placement in change.added:
        if placement.who_and_when not in published.released:
            joins = placement.volunteer in waited_for and _is_far(week, placement, now)
            found.append((placement.volunteer, Fate.WAITS if joins and hold else Fate.LEAVES))
    return Counter(fate for _, fate in found)


def _fates(
    week: Week, change: Difference, published: Holdings, now: datetime, hold: timedelta
) -> Iterator[tuple[int, Fate]]:
    """Of everybody who is or was in the shift."""
    for kind, record in _changes(week, change, published):
        invite = invite_about(week, record, kind)
        news = news_of(invite, published.standing(record), now, hold)
        yield record.placement.volunteer, news.fate


def _changes(
    week: Week, change: Difference, published: Holdings
) -> Iterator[tuple[LetterKind, AssignmentRecord]]:
    for placement in change.removed:
        yield LetterKind.CANCEL, published.held[placement.who_and_when]
    for before, after in change.changed:
        yield LetterKind.UPDATE, _placed(week, published.held[before.who_and_when], after)
    for placement in change.added:
        if record := published.released.get(placement.who_and_when):
            yield LetterKind.UPDATE, _placed(week, record, placement)


def _placed(week: Week, record: AssignmentRecord, placement: Placement) -> AssignmentRecord:
    shift = week.shift(placement.session, placement.shift)
    return replace(record, placement=placement, starts=shift.starts, ends=shift.ends)


def _is_far(week: Week, placement: Placement, now: datetime) -> bool:
    return week.shift(placement.session, placement.shift).starts - now >= NEAR
