"""The (session, mode) choices open to one person: what the clash rules compare."""

from dataclasses import dataclass

from solver.vectors import Flags, Whole
from solver.week import Week


@dataclass(frozen=True, slots=True)
class Nodes:
    """One person's choices: a session number and whether it is served remotely.

    `max_minutes` and `max_sessions_per_day` are the person's own limits.
    """

    week: Week
    session: Whole
    remote: Flags
    max_minutes: int
    max_sessions_per_day: int
