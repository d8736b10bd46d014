"""The CP-SAT model of the textbooks: a boolean for every person and every seat.

Every rule is written as it reads, nothing is left out beforehand and nothing is
gathered. What a person cannot do is a boolean held at 0. Only conflicts between
sessions that somebody could serve are written down: the others would say
nothing. Building the model is not counted as search time.
"""

import time
from itertools import combinations

from ortools.sat.python import cp_model

from benchmarks.attempts import Attempt, Effort
from benchmarks.places import DAY, Place, Places, clash, understood
from solver.problem import Assignment, Need, Problem, Session, Volunteer

Key = tuple[str, int]
"""A person, and the number of a seat or session."""


def attempt(problem: Problem, effort: Effort) -> Attempt:
    """Build the whole model, then search for the given time."""
    began = time.monotonic()
    textbook = _Textbook(problem)
    build = time.monotonic() - began
    first = _First(began)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = effort.seconds
    solver.parameters.num_workers = effort.workers
    solver.parameters.random_seed = effort.seed
    status = solver.solve(textbook.model, first)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Attempt((), bound=solver.best_objective_bound, build=build, note="no plan")
    plan = tuple(item for item, taken in textbook.meaning if solver.boolean_value(taken))
    note = "proved" if status == cp_model.OPTIMAL else ""
    return Attempt(plan, solver.best_objective_bound, first.seconds, build, note)


class _First(cp_model.CpSolverSolutionCallback):
    """Notes when the first plan was there."""

    def __init__(self, began: float) -> None:
        super().__init__()
        self._began = began
        self.seconds: float | None = None

    def on_solution_callback(self) -> None:
        if self.seconds is None:
            self.seconds = time.monotonic() - self._began


class _Textbook:
    def __init__(self, problem: Problem) -> None:
        self.model = cp_model.CpModel()
        self.meaning: list[tuple[Assignment, cp_model.IntVar]] = []
        self._problem = problem
        self._places = Places(problem)
        self._numbered = list(enumerate(self._places.seats))
        self._index = {session.id: number for number, session in enumerate(problem.sessions)}
        self._seats_of: list[list[tuple[int, Need]]] = [[] for _ in problem.sessions]
        for number, need in self._numbered:
            self._seats_of[self._index[need.session]].append((number, need))
        self._advises: dict[Key, cp_model.IntVar] = {}
        self._interprets: dict[Key, cp_model.IntVar] = {}
        self._takes_in: dict[Key, cp_model.IntVar] = {}
        self._supervises: dict[Key, cp_model.IntVar] = {}
        for person in problem.volunteers:
            self._choices(person)
            self._own_rules(person)
        for number, session in enumerate(problem.sessions):
            self._session_rules(number, session)
        self._aim()

    def _choices(self, person: Volunteer) -> None:
        """A boolean for every seat and session, those that cannot be held at 0."""
        new = self.model.new_bool_var
        for number, need in self._numbered:
            self._advises[person.id, number] = new("")
            self._interprets[person.id, number] = new("")
            seat = need.session, need.id, need.language
            self._mean(self._advises[person.id, number], person, "adviser", seat)
            self._mean(self._interprets[person.id, number], person, "interpreter", seat)
        for session in self._problem.sessions:
            number = self._index[session.id]
            self._takes_in[person.id, number] = new("")
            self._supervises[person.id, number] = new("")
            self._mean(self._takes_in[person.id, number], person, "intake", (session.id, "", None))
            self._mean(
                self._supervises[person.id, number], person, "supervisor", (session.id, "", None)
            )
        self._forbid(person)

    def _mean(
        self,
        taken: cp_model.IntVar,
        person: Volunteer,
        role: str,
        seat: tuple[str, str, str | None],
    ) -> None:
        session, need, language = seat
        self.meaning.append(
            (
                Assignment(
                    person.id,
                    session,
                    role,  # type: ignore[arg-type]
                    need if role == "adviser" else None,
                    language if role == "interpreter" else None,
                ),
                taken,
            )
        )

    def _forbid(self, person: Volunteer) -> None:
        open_to = {(p.session.id, p.role) for p in self._places.of_person[person.id]}
        for number, need in self._numbered:
            advises = (need.session, "adviser") in open_to and need.matter in person.matters
            if not advises:
                self.model.add(self._advises[person.id, number] == 0)
            interprets = (need.session, "interpreter") in open_to
            if not interprets or need.language not in person.interprets:
                self.model.add(self._interprets[person.id, number] == 0)
        for session in self._problem.sessions:
            number = self._index[session.id]
            if (session.id, "intake") not in open_to:
                self.model.add(self._takes_in[person.id, number] == 0)
            if (session.id, "supervisor") not in open_to:
                self.model.add(self._supervises[person.id, number] == 0)

    def _of(self, person: str, place: Place) -> list[cp_model.IntVar]:
        """The booleans of one person, session and role."""
        number = self._index[place.session.id]
        seats = self._seats_of[number]
        if place.role == "adviser":
            return [self._advises[person, seat] for seat, _ in seats]
        if place.role == "interpreter":
            return [self._interprets[person, seat] for seat, _ in seats]
        held = self._takes_in if place.role == "intake" else self._supervises
        return [held[person, number]]

    def _own_rules(self, person: Volunteer) -> None:
        places = self._places.of_person[person.id]
        modes: dict[tuple[str, bool], list[Place]] = {}
        for place in places:
            modes.setdefault((place.session.id, place.remote), []).append(place)
        sums = {
            mode: sum(taken for place in held for taken in self._of(person.id, place))
            for mode, held in modes.items()
        }
        for mode in modes:
            self.model.add(sums[mode] <= 1)
        for one, other in combinations(modes, 2):
            if clash(self._problem, modes[one][0], modes[other][0]):
                self.model.add(sums[one] + sums[other] <= 1)
        lengths = {
            mode: held[0].session.end - held[0].session.start for mode, held in modes.items()
        }
        self.model.add(sum(lengths[mode] * sums[mode] for mode in modes) <= person.max_minutes)
        for day in {held[0].session.start // DAY for held in modes.values()}:
            that_day = [
                sums[mode] for mode, held in modes.items() if held[0].session.start // DAY == day
            ]
            self.model.add(sum(that_day) <= person.max_sessions_per_day)
        for pin in self._problem.pins:
            if pin.must and pin.volunteer == person.id:
                self.model.add(sum(sums[mode] for mode in modes if mode[0] == pin.session) == 1)

    def _session_rules(self, number: int, session: Session) -> None:
        people = self._problem.volunteers
        seats = [seat for seat, _ in self._seats_of[number]]
        at_tables = sum(self._advises[person.id, seat] for person in people for seat in seats)
        self.model.add(at_tables <= session.stations)
        students = [person for person in people if "adviser" not in person.roles]
        learning = sum(self._advises[person.id, seat] for person in students for seat in seats)
        watching = sum(self._supervises[person.id, number] for person in people)
        self.model.add(learning <= self._problem.settings.students_per_supervisor * watching)
        for seat, need in self._seats_of[number]:
            self.model.add(sum(self._advises[person.id, seat] for person in people) <= 1)
            lost = sum(self._advises[p.id, seat] for p in people if not understood(need, p))
            self.model.add(lost <= sum(self._interprets[person.id, seat] for person in people))
        self.model.add(sum(self._takes_in[p.id, number] for p in people) <= session.intake)

    def _aim(self) -> None:
        weights = {number: need.weight for number, need in self._numbered}
        covered = sum(weights[seat] * taken for (_, seat), taken in self._advises.items())
        intake = sum(
            self._problem.sessions[number].intake_weight * taken
            for (_, number), taken in self._takes_in.items()
        )
        self.model.maximize(covered + intake)
