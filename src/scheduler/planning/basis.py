"""Telling one state of a week and its plan from another."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256

from scheduler.model.rosters import Placement
from scheduler.model.week import Week
from scheduler.planning.problem import assignments, problem_json
from solver.problem import Assignment, Standby


def basis_of(week: Week, placed: Iterable[Placement]) -> str:
    """A short name of everything that figures about this plan of this week depend on."""
    return _short(f"{json.dumps(_covering(problem_json(week)))}{mark_of(assignments(placed))}")


def mark_of(plan: Iterable[Assignment], ready: Iterable[Standby] = ()) -> str:
    """A short name of a plan: the same for the same people in the same seats and on standby."""
    return _short(repr(sorted([*map(_line, plan), *map(_line, ready)])))


def _line(entry: Assignment | Standby) -> str:
    """Who does what, as it was written before there were bridges: old marks stay good."""
    return repr(entry).replace(", bridge=None)", ")")


def _short(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:20]


def is_about(week: Week, snapshot: str) -> bool:
    """Whether a stored problem is that of the week as it is now; its roster is no matter."""
    stored, now = _covering(snapshot), _covering(problem_json(week))
    return {**stored, "previous": None} == {**now, "previous": None}


_AFTER_COVERAGE = {"volunteers": ("newcomer", "uncertain"), "sessions": ("standby",)}
"""Members that choose among plans which cover as much, or come after them."""


def _covering(problem: str) -> dict[str, object]:
    """What decides how much a plan can cover: confirming one's hours leaves it as it was."""
    document: dict[str, list[dict[str, object]]] = json.loads(problem)
    for listed, members in _AFTER_COVERAGE.items():
        for entry in document[listed]:
            for member in members:
                entry.pop(member, None)
    document.pop("previous_standby", None)
    return dict(document)
