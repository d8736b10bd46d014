"""Timefold, the open planning engine on PyPI, with a model and moves made for this problem.

It lives in an environment of its own, made the first time it is wanted, because
it needs Java and is no part of what Open Door depends on. It starts from its own
construction; `timefold_started` starts it from greedy. Starting the Java machine
and handing the week over is not counted as search time.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from benchmarks.attempts import Attempt, Effort, MissingPart
from benchmarks.places import Place, Places, understood
from solver.problem import Assignment, Problem, Session

HOME: Final = Path(__file__).parents[1] / ".venv"
"""Timefold's own environment; git does not look at it."""

READY: Final = HOME / "bin" / "timefold-ready"
"""Is there once the environment is complete."""

VERSION: Final = "1.24.0b0"

SIDE: Final = "benchmarks.timefold_side.run"
"""What its Python runs."""

NOBODY: Final = -1

Row = list[Any]
"""One option, seat or post as Timefold's side reads it, all numbers."""


def attempt(problem: Problem, effort: Effort, start: Iterable[Assignment] = ()) -> Attempt:
    """Search for the given time after the model is handed over."""
    python = _python()
    puzzle = Puzzle(problem, effort, tuple(start))
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder, "puzzle.json"), Path(folder, "out.json")
        source.write_text(json.dumps(puzzle.document))
        began = time.monotonic()
        done = subprocess.run(
            [python, "-m", SIDE, str(source), str(out)],
            cwd=HOME.parents[1],
            capture_output=True,
            text=True,
            check=False,
        )
        spent = time.monotonic() - began
        if done.returncode or not out.is_file():
            last = done.stderr.strip().splitlines()[-1:] or ["no word"]
            return Attempt((), note=f"no plan: {last[0][:120]}")
        found = json.loads(out.read_text())
    return Attempt(
        puzzle.assignments(found),
        build=max(0.0, spent - effort.seconds),
        note="" if found["hard"] == 0 else f"{-found['hard']} breaches left by the search",
    )


def is_ready() -> bool:
    """Whether Timefold can be run without installing anything."""
    return READY.is_file() and shutil.which("java") is not None


def _python() -> str:
    """The Python of Timefold's environment, made when it is not there."""
    if shutil.which("java") is None:
        raise MissingPart("no Java on this machine; Timefold needs Java 17 or newer")
    python = HOME / "bin" / "python"
    if not is_ready():
        sys.stderr.write(f"Making an environment for Timefold in {HOME} ...\n")
        venv.create(HOME, with_pip=True, clear=True)
        wanted = [str(python), "-m", "pip", "install", "--quiet", f"timefold=={VERSION}"]
        made = subprocess.run(wanted, capture_output=True, text=True, check=False)
        if made.returncode:
            why = made.stderr.strip().splitlines()[-1:] or ["pip failed"]
            raise MissingPart(f"timefold {VERSION} cannot be installed: {why[0][:200]}")
        READY.touch()
    return str(python)


class Puzzle:
    """A problem as figures, and figures back as assignments."""

    def __init__(self, problem: Problem, effort: Effort, start: tuple[Assignment, ...]) -> None:
        self._problem = problem
        self._places = Places(problem)
        self._session = {session.id: number for number, session in enumerate(problem.sessions)}
        self._person = {person.id: number for number, person in enumerate(problem.volunteers)}
        self._office = {office.id: number for number, office in enumerate(problem.offices)}
        self._options: list[Row] = []
        self._meaning: list[Place] = []
        self._number: dict[tuple[str, str, str, bool], int] = {}
        self._ranges: list[list[int]] = []
        self._seats: list[Row] = []
        self._posts: list[Row] = []
        self._of_seat: list[tuple[str, str | None]] = []
        self._start = list(start)
        for session in problem.sessions:
            self._lay_seats(session)
            self._lay_posts(session)
        self.document: dict[str, object] = {
            "seconds": effort.seconds,
            "seed": effort.seed,
            "rules": self._rules(),
            "options": self._options,
            "ranges": self._ranges,
            "seats": self._seats,
            "posts": self._posts,
        }

    def _rules(self) -> dict[str, object]:
        problem = self._problem
        size = len(problem.offices)
        pinned = {pin.volunteer for pin in problem.pins if pin.must}
        travel = [[NOBODY] * size for _ in range(size)]
        for (one, other), minutes in problem.travel.items():
            travel[self._office[one]][self._office[other]] = minutes
        return {
            "ratio": problem.settings.students_per_supervisor,
            "buffer": problem.settings.remote_buffer_minutes,
            "travel": travel,
            "most_minutes": [person.max_minutes for person in problem.volunteers],
            "most_sessions": [person.max_sessions_per_day for person in problem.volunteers],
            "stations": [session.stations for session in problem.sessions],
            "pinned": [
                self._person[pin.volunteer] * len(problem.sessions) + self._session[pin.session]
                for pin in problem.pins
                if pin.must
            ],
            "is_pinned": [person.id in pinned for person in problem.volunteers],
        }

    def _option(self, place: Place, *, speaks: bool = True) -> int:
        session = place.session
        key = place.person.id, session.id, place.role, speaks
        if key not in self._number:
            self._number[key] = len(self._options)
            self._meaning.append(place)
            self._options.append(
                [
                    self._person[place.person.id],
                    self._session[session.id],
                    place.remote,
                    session.start,
                    session.end,
                    self._office[session.office],
                    place.student,
                    speaks,
                ]
            )
        return self._number[key]

    def _range(self, options: Iterable[int]) -> int:
        self._ranges.append(list(options))
        return len(self._ranges) - 1

    def _lay_seats(self, session: Session) -> None:
        for need in self._places.needs_of(session.id):
            able, helping = self._places.advisers(need), self._places.interpreters(need)
            advisers = self._range(self._option(p, speaks=understood(need, p.person)) for p in able)
            interpreters = self._range(self._option(place) for place in helping)
            for _ in range(need.seats):
                adviser = self._taken(session, "adviser", self._ranges[advisers], need.id)
                helper = NOBODY
                if adviser != NOBODY and not self._options[adviser][-1]:
                    helper = self._taken(session, "interpreter", self._ranges[interpreters])
                number = self._session[session.id]
                self._seats.append([number, need.weight, advisers, interpreters, adviser, helper])
                self._of_seat.append((need.id, need.language))

    def _lay_posts(self, session: Session) -> None:
        number = self._session[session.id]
        intake = self._places.of_session[session.id, "intake"]
        if session.intake and intake:
            able = self._range(self._option(place) for place in intake)
            for _ in range(session.intake):
                holder = self._taken(session, "intake", self._ranges[able])
                self._posts.append([number, session.intake_weight, False, able, holder])
        bosses = self._places.of_session[session.id, "supervisor"]
        learning = any(place.student for place in self._places.of_session[session.id, "adviser"])
        if bosses and learning:
            able = self._range(self._option(place) for place in bosses)
            for _ in range(min(2, len(bosses))):
                holder = self._taken(session, "supervisor", self._ranges[able])
                self._posts.append([number, 0, True, able, holder])

    def _taken(self, session: Session, role: str, able: list[int], need: str | None = None) -> int:
        """Somebody of the start who sits here, each once; nobody when there is none left."""
        names = {self._meaning[option].person.id: option for option in able}
        for item in self._start:
            here = item.session == session.id and item.role == role and item.need == need
            if here and item.volunteer in names:
                self._start.remove(item)
                return names[item.volunteer]
        return NOBODY

    def assignments(self, found: dict[str, Any]) -> tuple[Assignment, ...]:
        """The plan; advisers nobody would understand are left out, they cover nothing."""
        plan = []
        for (adviser, helper), (need, language) in zip(found["seats"], self._of_seat, strict=True):
            if adviser == NOBODY:
                continue
            speaks = self._options[adviser][-1]
            if not speaks and helper == NOBODY:
                continue
            plan.append(self._assignment(adviser, need=need))
            if not speaks:
                plan.append(self._assignment(helper, language=language))
        plan += [self._assignment(holder) for holder in found["posts"] if holder != NOBODY]
        return tuple(plan)

    def _assignment(
        self, option: int, need: str | None = None, language: str | None = None
    ) -> Assignment:
        place = self._meaning[option]
        return Assignment(place.person.id, place.session.id, place.role, need, language)
