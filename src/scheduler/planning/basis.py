"""Telling one state of a week and its plan from another."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from hashlib import sha256

from scheduler.model.rosters import Placement
from scheduler.model.week import Week
from scheduler.planning.problem import problem_json


def basis_of(week: Week, placed: Iterable[Placement]) -> str:
    """A short name of everything that figures about this plan of this week depend on."""
    return sha256(f"{problem_json(week)}{fingerprint(placed)}".encode()).hexdigest()[:20]


def fingerprint(placed: Iterable[Placement]) -> str:
    """A short name of a plan: the same for the same people in the same seats."""
    seats = [asdict(placement) for placement in sorted(placed, key=lambda p: p.who_and_when)]
    return sha256(json.dumps(seats).encode()).hexdigest()[:20]


def is_about(week: Week, snapshot: str) -> bool:
    """Whether a stored problem is that of the week as it is now; its roster is no matter."""
    stored, now = json.loads(snapshot), json.loads(problem_json(week))
    return {**stored, "previous": None} == {**now, "previous": None}
