"""The judge's word about a plan, in sentences with people's names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from scheduler.model.busy import is_busy
from scheduler.model.languages import language_name
from scheduler.model.rosters import Placement
from scheduler.model.week import Week
from scheduler.planning.beside import beside
from scheduler.planning.problem import (
    assignments,
    office_id,
    shift_numbers,
    standbys,
    volunteer_number,
    week_problem,
)
from scheduler.planning.spoken import hours_of, spoken
from solver import check as solver_check
from solver.case import Case
from solver.problem import Problem
from solver.rules import weakest_office


@dataclass(frozen=True, slots=True)
class Breach:
    """A hard rule that the plan breaks: the rule, and a sentence a coordinator can act on."""

    rule: str
    sentence: str
    session: int | None = None
    shift: int | None = None
    volunteer: int | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the plan is worth and what it breaks."""

    coverage: int
    weakest_office: float
    breaches: tuple[Breach, ...]
    shares: Mapping[str, float]
    """The covered share of every office that asks for anything, by its key."""

    @property
    def weakest(self) -> str | None:
        """The key of the office with the smallest covered share; None when none asks."""
        return min(self.shares, key=lambda key: self.shares[key], default=None)


def judge(week: Week, seats: Iterable[Placement], problem: Problem | None = None) -> Judgement:
    """Judge a plan, however it came about, by all hard rules."""
    stated, placed = problem or week_problem(week), tuple(seats)
    plan = assignments(placed)
    verdict = solver_check.check(stated, plan, standbys(placed))
    shares = weakest_office.shares(Case(stated, plan))
    names = {office_id(week, key): key for key in week.offices}
    return Judgement(
        coverage=verdict.objective.coverage,
        weakest_office=verdict.objective.weakest_office,
        breaches=tuple(_breach(week, placed, b) for b in verdict.breaches),
        shares={names[name]: float(share) for name, share in shares.items()},
    )


def _breach(week: Week, placed: tuple[Placement, ...], breach: solver_check.Breach) -> Breach:
    session, shift = (None, None)
    if breach.session:
        session, shift = shift_numbers(breach.session)
    volunteer = volunteer_number(breach.volunteer) if breach.volunteer else None
    sentence = _counted(_hours(spoken(week, breach.sentence)))
    if breach.rule == "availability" and session is not None and shift is not None:
        cut = week.shift(session, shift)
        if is_busy(week.busy.get(volunteer or 0, ()), cut.starts, cut.ends):
            sentence = f"{sentence.rstrip('.')}: their own calendar says that they are busy."
    if breach.rule == "interpreters" and session is not None and shift is not None:
        here = tuple(p for p in placed if (p.session, p.shift) == (session, shift))
        sentence = " ".join((sentence, *_unheard(week, here, breach.language)))
    return Breach(breach.rule, sentence, session, shift, volunteer)


def _unheard(week: Week, here: tuple[Placement, ...], language: str | None) -> Iterator[str]:
    """Who interprets the language there, but only into one that nobody takes further."""
    tables = beside(week, week.sessions[here[0].session], here) if here else {}
    for place in here:
        if place.bridge is None or place.volunteer in tables:
            continue
        if language_name(place.language) == language:
            bridge = language_name(place.bridge)
            yield (
                f"{week.volunteers[place.volunteer].name} interprets it into {bridge} only: it "
                f"takes an adviser who speaks {bridge}, or one more interpreter."
            )


_ONE = re.compile(r"\b1 (seat|student|supervisor|interpreter|adviser|station|session)s\b")
_NONE = re.compile(r"\b0 (?=[a-z]+s\b)")


def _counted(sentence: str) -> str:
    """One is singular, and nobody is nobody."""
    return _NONE.sub("no ", _ONE.sub(r"1 \1", sentence))


_MINUTES = re.compile(r"(serves|would serve) (\d+) of (\d+) minutes")


def _hours(sentence: str) -> str:
    """People pledge hours; the solver counts minutes."""
    return _MINUTES.sub(
        lambda m: f"{m[1]} {hours_of(int(m[2]))}, and pledged {hours_of(int(m[3]))}", sentence
    )
