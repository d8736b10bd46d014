"""How a seat stands, in the words of its chip; asked hundreds of times for one page."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping

from api.wording import day
from scheduler.planning.views import SeatState, SeatView


def seat_state(seat: SeatView, given_back: Container[str]) -> str:
    """The state as the chips of states.html name it."""
    if seat.expired:
        return "broken"
    if seat.state is SeatState.EMPTY:
        return "needs_you" if seat.key in given_back else "empty"
    return "filled" if seat.state is SeatState.PLANNED else seat.state.value


def seat_word(seat: SeatView, given_back: Container[str], published: object) -> str:
    """What is to be said of it in two or three words; ``published`` is the roster, or None."""
    if seat.expired:
        return f"credential ended {day(seat.expired)}"
    match seat.state:
        case SeatState.EMPTY:
            return "given back" if seat.key in given_back else seat.hint or "empty"
        case SeatState.PLANNED:
            return "new in this draft" if published else "planned"
        case SeatState.WAITING:
            return "no answer yet"
        case SeatState.ACCEPTED:
            return "accepted"


SEAT_FILTERS: Mapping[str, Callable[..., str]] = {"seat_state": seat_state, "seat_word": seat_word}
