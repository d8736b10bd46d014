"""What would fill one empty seat: up to three changes of the week, each tried out.

Ideas are found by looking at who is kept from the seat by one thing only. Every
idea is then carried out on a copy of the problem and the week is solved again
near the present plan; only what fills the seat there is shown, with what it costs.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Final

from solver.entities import Assignment, Problem
from solver.ideas import Idea, Kind, ideas
from solver.nearby import Focus, Ground, Near
from solver.plan import Objective
from solver.progress import ShouldStop
from solver.seat import Seat
from solver.solve import Limits

__all__ = ["Kind", "Repair", "Seat", "repairs"]

MOST_CHANGES: Final = 8
"""Assignments a repair may change: more would be another plan."""

MOST: Final = 3
"""More than three choices is a list, not advice."""

SHORTLY: Final = Limits(seconds=10)

OnTried = Callable[[int, int], None]
"""Told how many ideas have been tried, and how many there are."""


@dataclass(frozen=True, slots=True)
class Repair:
    """A change of the week that fills the seat, as a re-solve has shown.

    `kind` is stable, `text` an English sentence that uses ids, `values` what is in
    it. `gain` is the covered weight after it less that before it: what the seat is
    worth, less what it costs elsewhere. `objective` is that of the plan found;
    `added` and `removed` are how it differs from the present one.
    """

    kind: Kind
    text: str
    values: dict[str, str | int]
    gain: int
    objective: Objective
    added: tuple[Assignment, ...] = ()
    removed: tuple[Assignment, ...] = ()
    assignments: tuple[Assignment, ...] = field(default=(), repr=False)

    @property
    def changes(self) -> int:
        """How many assignments differ from the present plan."""
        return len(self.added) + len(self.removed)


def repairs(
    problem: Problem,
    assignments: Iterable[Assignment],
    seat: Seat,
    limits: Limits = SHORTLY,
    block: Iterable[str] = (),
    on_tried: OnTried | None = None,
    should_stop: ShouldStop | None = None,
) -> tuple[Repair, ...]:
    """Up to three repairs of an empty seat of a need or of intake, the best first.

    `block` names the sessions that open or move together with the seat's own,
    such as the shifts of one clinic. `limits.seconds` is for everything together.
    Raises KeyError when the seat's session or need is not in the problem.
    """
    ground = Ground(problem, assignments, limits, should_stop)
    focus = Focus(seat, frozenset(block) | {seat.session})
    tried = ideas(problem, ground.assignments, seat, focus.block)
    found: list[Repair] = []
    for number, idea in enumerate(tried):
        if ground.left <= 0:
            break
        if idea.kind == "remote" and any(one.kind == "remote_interpreters" for one in found):
            continue  # the smaller opening does
        if repair := _tried(ground, focus, idea):
            found.append(repair)
        if on_tried is not None:
            on_tried(number + 1, len(tried))
        if repair and repair.kind == "rearrange" and repair.gain >= _weight(problem, seat):
            # Nothing needs to be asked of anybody, and nothing could gain more.
            return (repair,)
    return _best(found)


def _weight(problem: Problem, seat: Seat) -> int:
    """What the seat is worth."""
    if seat.need is None:
        return next(s.intake_weight for s in problem.sessions if s.id == seat.session)
    return next(need.weight for need in problem.needs if need.id == seat.need)


def _tried(ground: Ground, focus: Focus, idea: Idea) -> Repair | None:
    """The idea carried out: what gains most, and then with as few changes as do that.

    Only moving a person may cost more than it fills; to ask for anything else in
    exchange for less would be no advice.
    """
    best = _within(ground, focus, idea, MOST_CHANGES)
    if best is None or (best.gain < 0 and best.kind != "pull"):
        return None
    too_few = 0
    while best.changes - too_few > 1:
        middle = (best.changes + too_few) // 2
        fewer = _within(ground, focus, idea, middle)
        if fewer is not None and fewer.gain >= best.gain:
            best = fewer
        else:
            too_few = middle
    return best


def _within(ground: Ground, focus: Focus, idea: Idea, changes: int) -> Repair | None:
    """What the idea gives within so many changes; None when the seat stays empty."""
    near = ground.near(idea.problem, idea.sessions, changes, focus)
    if near is None or near.changes > changes:
        return None
    taken = ground.seats_taken(focus.seat, near.assignments)
    return _repair(ground, idea, near) if taken > ground.seats_taken(focus.seat) else None


def _repair(ground: Ground, idea: Idea, near: Near) -> Repair:
    return Repair(
        kind=idea.kind,
        text=idea.text,
        values=idea.values,
        gain=near.objective.coverage - ground.objective.coverage,
        objective=near.objective,
        added=near.added,
        removed=near.removed,
        assignments=near.assignments,
    )


def _best(found: list[Repair]) -> tuple[Repair, ...]:
    """The best by what they gain, one of each kind before a second of any.

    Where rearranging alone fills the seat, only what gains more is worth asking for.
    """
    alone = next((one.gain for one in found if one.kind == "rearrange"), None)
    worth = [r for r in found if alone is None or r.kind == "rearrange" or r.gain > alone]
    ranked = sorted(worth, key=lambda one: (-one.gain, one.changes))
    by_kind: dict[str, list[Repair]] = {}
    for repair in ranked:
        by_kind.setdefault(repair.kind, []).append(repair)
    turns = zip_longest(*by_kind.values())
    chosen = [repair for turn in turns for repair in turn if repair is not None][:MOST]
    return tuple(sorted(chosen, key=lambda one: (-one.gain, one.changes)))
