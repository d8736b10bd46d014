"""What speaks for or against a person in a seat, as a coordinator would say it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from scheduler.model.matters import Forum, Kind, Matter
from scheduler.model.people import Volunteer
from scheduler.model.week import Week
from scheduler.planning.problem import shift_numbers
from scheduler.planning.spoken import hours_of, shift_name, spoken
from solver.obstacles import Reason

Values = Mapping[str, str | int]


class Speaks(StrEnum):
    """Which way a reason points."""

    FOR = "for"
    AGAINST = "against"
    LAW = "law"
    """Against, and nobody can override it."""


@dataclass(frozen=True, slots=True)
class Word:
    """One reason; ``code`` is stable, for programs."""

    kind: Speaks
    code: str
    text: str


def word(week: Week, person: Volunteer, reason: Reason) -> Word:
    """The solver's reason about this person, in our words."""
    if reason.code == "elsewhere":
        return Word(Speaks.AGAINST, reason.code, _elsewhere(week, reason))
    if reason.code in {"role", "matter"}:
        return Word(Speaks.LAW, reason.code, _not_allowed(person, reason))
    if reason.code == "language" and "does not interpret" in reason.text:
        text = f"Does not interpret {reason.values['language']}"
        return Word(Speaks.AGAINST, reason.code, text)
    say = _AGAINST.get(reason.code)
    if say is not None:
        return Word(Speaks.AGAINST, reason.code, say(reason.values))
    say = _FOR.get(reason.code)
    if say is None:
        return Word(Speaks.AGAINST, reason.code, spoken(week, reason.text))
    against = reason.code in {"if_needed", "uncertain", "through_interpreter"}
    return Word(Speaks.AGAINST if against else Speaks.FOR, reason.code, say(reason.values))


def _elsewhere(week: Week, reason: Reason) -> str:
    other = shift_name(week, *shift_numbers(str(reason.values["session"])))
    if "at once" in reason.text:
        return f"Already serves {other}, at the same time"
    if "cannot combine" in reason.text:
        return f"Already serves {other}; nobody gets from there to here on one day"
    return f"Already serves {other}; there is too little time to get here"


_ROLES = {
    "adviser": "does not advise",
    "interpreter": "is not on file as an interpreter",
    "intake": "does not do intake",
    "supervisor": "may not supervise",
}


def _not_allowed(person: Volunteer, reason: Reason) -> str:
    if reason.code == "role":
        return f"{person.kind.label}: {_ROLES[str(reason.values['role'])]}"
    label = str(reason.values["matter"])
    matter = next(m for m in Matter if m.label == label)
    if person.kind is Kind.ACCREDITED_PARTIAL and matter.forum is Forum.EOIR:
        return "Partial accreditation does not reach the immigration court"
    return f"Does not advise on {label}"


def _weekly(values: Values) -> str:
    left, pledged = int(values["left"]), int(values["pledged"])
    if left == 0:
        return f"Gives all of the {hours_of(pledged)} they pledged already"
    needed = hours_of(int(values["needed"]))
    return f"Has {hours_of(left)} of {hours_of(pledged)} left; this takes {needed}"


_AGAINST: Mapping[str, Callable[[Values], str]] = {
    "language": lambda v: f"Does not speak {v['language']}, and no interpreter for it is free",
    "supervision": lambda _: "Law student: needs a supervisor in the same shift",
    "reach": lambda v: f"Does not reach {v['office']}",
    "availability": lambda _: "Does not offer these hours",
    "pinned_out": lambda _: "Is kept out of this shift",
    "weekly_minutes": _weekly,
    "day_sessions": lambda v: f"Serves {v['has']} shifts that day already",
    "in_session": lambda v: f"Serves in this shift as {v['role']}; would move",
    "no_station": lambda v: f"All {v['stations']} tables are taken",
    "no_seat": lambda _: "Every seat of this kind is taken",
    "no_intake": lambda _: "Intake is full",
}

_FOR: Mapping[str, Callable[[Values], str]] = {
    "was_here": lambda _: "Has this seat in what is published",
    "speaks": lambda v: f"Advises in {v['language']}",
    "through_interpreter": lambda v: f"Through a free interpreter for {v['language']}",
    "preferred_hours": lambda _: "Is available at that time",
    "if_needed": lambda _: "Offers these hours only if needed",
    "remote": lambda _: "Serves from elsewhere",
    "on_site": lambda v: f"Comes to {v['office']} in {v['minutes']} minutes",
    "load": lambda v: (
        f"Would give {hours_of(int(v['minutes']))} of {hours_of(int(v['pledged']))} pledged"
    ),
    "uncertain": lambda _: "Has not confirmed these hours of late",
}
