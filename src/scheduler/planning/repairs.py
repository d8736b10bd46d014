"""What would fill an empty seat, in our words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from scheduler.model.advice import Repair, RepairKind, Repairs
from scheduler.model.rosters import Placement
from scheduler.model.sessions import Role, role_label, shifts
from scheduler.model.week import Week
from scheduler.planning.candidates import solver_seat
from scheduler.planning.effort import Effort
from scheduler.planning.problem import (
    assignments,
    placements,
    shift_id,
    shift_numbers,
    volunteer_number,
    week_problem,
)
from scheduler.planning.spoken import hours_of, need_name, shift_name, work_name
from scheduler.planning.views import WantedSeat

if TYPE_CHECKING:
    from solver import repairs as solver_repairs


def seat_repairs(
    week: Week, placed: Iterable[Placement], seat: WantedSeat, effort: Effort
) -> Repairs:
    """Up to three repairs, each tried out; call it in a thread of its own."""
    from solver.repairs import repairs  # noqa: PLC0415 - loading the engine takes seconds
    from solver.solve import Limits  # noqa: PLC0415

    before = tuple(placed)
    found = repairs(
        week_problem(week),
        assignments(before),
        solver_seat(week, seat),
        Limits(seconds=effort.seconds, workers=effort.workers),
        # A session opens and moves as a whole: all its shifts.
        block=tuple(shift_id(seat.session, s.index) for s in shifts(week.sessions[seat.session])),
        on_tried=effort.told,
        should_stop=effort.stop.is_set,
    )
    return Repairs(tuple(_repair(week, before, one) for one in found))


def _repair(week: Week, before: tuple[Placement, ...], found: solver_repairs.Repair) -> Repair:
    values = found.values
    volunteer = values.get("volunteer")
    number = None if volunteer is None else volunteer_number(str(volunteer))
    given_up = None
    if "from" in values:
        there = (number, *shift_numbers(str(values["from"])))
        given_up = next((p for p in before if p.who_and_when == there), None)
    return Repair(
        kind=RepairKind(found.kind),
        gain=found.gain,
        added=placements(week, found.added),
        removed=placements(week, found.removed),
        volunteer=number,
        role=Role(str(values["role"])) if "role" in values else None,
        minutes=int(values.get("minutes", 0)),
        given_up=given_up,
    )


def repair_words(week: Week, seat: WantedSeat, repair: Repair) -> tuple[str, str, str]:
    """The repair as a sentence in three parts: before, the person's name, after."""
    person = week.volunteers.get(repair.volunteer) if repair.volunteer is not None else None
    name = person.name if person else "somebody who is no longer on file"
    session = week.sessions[seat.session]
    role = role_label(repair.role or seat.role, session.kind).lower()
    match repair.kind:
        case RepairKind.MORE_TIME:
            return "Ask ", name, f" for {hours_of(repair.minutes)} more this week, as {role}"
        case RepairKind.PULL:
            left = repair.given_up
            where = shift_name(week, left.session, left.shift) if left else "another shift"
            work = f" ({work_name(week, left)})" if left else ""
            return "Bring ", name, f" here as {role}, from {where}{work}"
        case _:
            return _PLAIN[repair.kind], "", ""


_PLAIN = {
    RepairKind.REARRANGE: "Rearrange the day; nobody gives more than now",
    RepairKind.REMOTE_INTERPRETERS: "Let interpreters serve this session from elsewhere",
    RepairKind.REMOTE: "Let everyone serve this session from elsewhere",
    RepairKind.EARLIER: "Hold the session an hour earlier",
    RepairKind.LATER: "Hold the session an hour later",
}


def gain_words(gain: int) -> str:
    """What a repair does for the whole week."""
    if gain > 0:
        return f"The week covers {gain} more in weight."
    if gain == 0:
        return "As much opens elsewhere as is filled here."
    return f"It costs {-gain} in weight more elsewhere than it fills here."


def seat_title(week: Week, seat: WantedSeat) -> str:
    """An empty seat in words: "Adviser, Asylum in Spanish, Mon 7 Dec 2:00 pm, Bronx"."""
    label = role_label(seat.role, week.sessions[seat.session].kind)
    what = f", {need_name(week, seat.need)}" if seat.need is not None else ""
    return f"{label}{what}, {shift_name(week, seat.session, seat.shift)}"
