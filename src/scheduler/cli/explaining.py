"""The empty seats of a week on the terminal: where they are, and why."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import click

from scheduler.actions.viewing import WeekView
from scheduler.planning.attention import every_seat
from scheduler.planning.spoken import shift_name
from scheduler.planning.views import SeatState, SeatView


@dataclass(frozen=True, slots=True)
class EmptySeat:
    """Seats of one kind that nobody sits in; ``key`` is what ``candidates --seat`` takes."""

    key: str
    what: str
    where: str
    count: int
    because: str


def empty_seats(view: WeekView) -> list[EmptySeat]:
    """Every kind of empty seat of the plan that is shown, in the order of the board."""
    kinds: dict[str, list[SeatView]] = {}
    for there in every_seat(view.board):
        if there.seat.state is SeatState.EMPTY:
            kinds.setdefault(there.seat.key, []).append(there.seat)
    return [_kind(view, seats) for seats in kinds.values()]


def _kind(view: WeekView, seats: list[SeatView]) -> EmptySeat:
    seat = seats[0]
    what = [seat.label]
    if seat.matter:
        what.append(f"{seat.matter.label} in {seat.language_name}")
    where = shift_name(view.week, seat.session, seat.shift)
    return EmptySeat(seat.key, ", ".join(what), where, len(seats), seat.because)


def show_empty(seats: list[EmptySeat]) -> None:
    """One line for each kind of seat."""
    for seat in seats:
        times = f"{seat.count} x " if seat.count > 1 else ""
        click.echo(f"  {seat.key:<20}{times}{seat.what}; {seat.where}: {seat.because}")
    total = sum(seat.count for seat in seats)
    click.echo(f"{total} seats are empty." if total else "No seat is empty.")


def empty_json(seats: list[EmptySeat]) -> list[dict[str, object]]:
    """The same for programs."""
    return [asdict(seat) for seat in seats]
