"""The plan: who sits where, how good that is, and how good any plan could be.

The objectives are compared strictly in the order of `STAGES`. Each stage is
optimised with the values reached before it held fast, so a bound of a later
stage speaks about plans that are as good in every earlier one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, cast

from solver.problem import (
    Assignment,
    Pin,
    Problem,
    ProblemFaults,
    Standby,
    assignment_document,
    read_assignments,
    read_standby,
)
from solver.reading import Faults, a_list, choice, row, shown, text

FORMAT: Final = "clinic-plan/1"

Stage = Literal["coverage", "weakest_office", "changes", "wishes", "fair_load", "travel"]
"""One objective; the first two are better when larger, the others when smaller."""

STAGES: Final[tuple[Stage, ...]] = (
    "coverage",
    "weakest_office",
    "changes",
    "wishes",
    "fair_load",
    "travel",
)
"""The objectives in the order in which they count."""

Further = Literal["next_weakest", "freshness", "experience"]
"""An objective beyond the six, pursued only where a problem asks for it.

`next_weakest` comes after the weakest office, once for each office in turn; the others
come after the six.
"""

FURTHER: Final[tuple[Further, ...]] = ("next_weakest", "freshness", "experience")

LARGER_IS_BETTER: Final[frozenset[Stage | Further]] = frozenset(
    {"coverage", "weakest_office", "next_weakest"}
)

Status = Literal["optimal", "feasible"]
"""`optimal`: every stage that was asked for is proved. `feasible`: not every one.

Stages beyond the six count nothing here: they say for themselves what is proved.
"""


@dataclass(frozen=True, slots=True)
class Objective:
    """A value for each stage.

    `coverage` in weight, `weakest_office` as a share from 0 to 1, `changes` in
    assignments, `wishes` in points, `fair_load` and `travel` in weighted minutes.
    """

    coverage: int
    weakest_office: float
    changes: int
    wishes: int
    fair_load: int
    travel: int

    def ranking(self) -> tuple[float, ...]:
        """A tuple that compares smaller for the better plan."""
        return (
            -self.coverage,
            -self.weakest_office,
            self.changes,
            self.wishes,
            self.fair_load,
            self.travel,
        )


LOOSEST: Final = Objective(0, 1.0, 0, 0, 0, 0)
"""Bounds that hold for any plan, for stages that were not solved (coverage apart)."""


@dataclass(frozen=True, slots=True)
class StageReport:
    """What one stage reached: `value`, the proven `bound`, and the `gap` between them.

    `proved` says that no plan does better while the earlier stages keep their
    values. `seconds` is the time the stage took.
    """

    stage: Stage | Further
    value: float
    bound: float
    gap: float
    proved: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan and its proof.

    `gap` is that of coverage, `seconds` the whole time, `seed` what the search
    was started with. `unkept_pins` are pins that no plan can keep together with
    the other hard rules; everything else keeps every hard rule. `further` reports the
    stages beyond the six in the order in which they ran, `offices` the covered share of
    each office that asks for anything, the smallest first, `standby` who is held ready.
    """

    status: Status
    assignments: tuple[Assignment, ...]
    objective: Objective
    bound: Objective
    gap: float
    seconds: float
    stages: tuple[StageReport, ...] = ()
    seed: int = 0
    unkept_pins: tuple[Pin, ...] = ()
    further: tuple[StageReport, ...] = ()
    offices: tuple[tuple[str, float], ...] = ()
    standby: tuple[Standby, ...] = ()

    @property
    def coverage_proved(self) -> bool:
        """Whether no plan can cover more."""
        return any(report.stage == "coverage" and report.proved for report in self.stages)


def gap_between(value: float, bound: float) -> float:
    """How far the bound lies from the value, as a share of the value.

    0 when they are equal; 1 when the value is 0 and the bound is not.
    """
    if value == bound:
        return 0.0
    return abs(bound - value) / abs(value) if value else 1.0


def plan_document(plan: Plan) -> dict[str, object]:
    """The plan as a `clinic-plan/1` document, ready for JSON."""
    return {
        "format": FORMAT,
        "status": plan.status,
        "assignments": [assignment_document(item) for item in plan.assignments],
        "objective": _fields(plan.objective),
        "bound": _fields(plan.bound),
        "gap": plan.gap,
        "seconds": round(plan.seconds, 3),
        "seed": plan.seed,
        "stages": [_fields(report) for report in plan.stages],
        "unkept_pins": [_fields(pin) for pin in plan.unkept_pins],
        "further": [_fields(report) for report in plan.further],
        "offices": [list(office) for office in plan.offices],
        "standby": [_fields(item) for item in plan.standby],
    }


def _fields(item: Objective | StageReport | Pin | Standby) -> dict[str, object]:
    return {name: getattr(item, name) for name in type(item).__dataclass_fields__}


def parse_plan(document: object, problem: Problem) -> Plan:
    """The plan a `clinic-plan/1` document describes, about `problem`.

    Only `format` and `assignments` must be there, so that plans written by hand
    are read too; figures that are missing count as zero and nothing as proved.
    Raises `ProblemFaults` naming every fault by its path.
    """
    faults = Faults()
    if not isinstance(document, Mapping):
        raise ProblemFaults((f"the document is not an object: {shown(document)}",))
    if document.get("format") != FORMAT:
        faults.add("format", f'"{FORMAT}" is expected, not {shown(document.get("format"))}')
    ids = (
        dict[str, object].fromkeys(person.id for person in problem.volunteers),
        dict[str, object].fromkeys(session.id for session in problem.sessions),
        dict[str, object].fromkeys(need.id for need in problem.needs),
    )
    assignments = read_assignments(document.get("assignments"), "assignments", faults, ids)
    status = choice(document.get("status", "feasible"), "status", faults, ("feasible", "optimal"))
    plan = Plan(
        status=cast("Status", status),
        assignments=assignments,
        objective=_objective(document, "objective", faults),
        bound=_objective(document, "bound", faults),
        gap=_figure(document, "gap", "", faults),
        seconds=_figure(document, "seconds", "", faults),
        stages=_reports(document, "stages", STAGES, faults),
        further=_reports(document, "further", FURTHER, faults),
        offices=_offices(document, faults),
        standby=read_standby(document, "standby", faults, (ids[0], ids[1])),
        seed=int(_figure(document, "seed", "", faults)),
    )
    if faults:
        raise ProblemFaults(faults.lines)
    return plan


def _objective(document: Mapping[str, object], key: str, faults: Faults) -> Objective:
    value = document.get(key, {})
    if not isinstance(value, Mapping):
        faults.add(key, f"not an object: {shown(value)}")
        return LOOSEST
    read = {stage: _figure(value, stage, key, faults) for stage in STAGES}
    return Objective(
        coverage=int(read["coverage"]),
        weakest_office=read["weakest_office"],
        changes=int(read["changes"]),
        wishes=int(read["wishes"]),
        fair_load=int(read["fair_load"]),
        travel=int(read["travel"]),
    )


def _figure(entry: Mapping[str, object], key: str, path: str, faults: Faults) -> float:
    return _number(entry.get(key, 0), f"{path}.{key}" if path else key, faults)


def _number(value: object, path: str, faults: Faults) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e18:  # noqa: PLR2004 - beyond any sum of the format, and finite
        return value
    faults.add(path, f"not a number: {shown(value)}")
    return 0


def _reports(
    document: Mapping[str, object], key: str, stages: tuple[str, ...], faults: Faults
) -> tuple[StageReport, ...]:
    reports = []
    for number, entry in enumerate(a_list(document.get(key, ()), key, faults)):
        path = f"{key}[{number}]"
        if not isinstance(entry, Mapping):
            faults.add(path, f"not an object: {shown(entry)}")
            continue
        stage = choice(entry.get("stage"), f"{path}.stage", faults, stages)
        value, bound, gap, seconds = (
            _figure(entry, name, path, faults) for name in ("value", "bound", "gap", "seconds")
        )
        proved = entry.get("proved") is True
        reports.append(StageReport(cast("Stage", stage), value, bound, gap, proved, seconds))
    return tuple(reports)


def _offices(document: Mapping[str, object], faults: Faults) -> tuple[tuple[str, float], ...]:
    shares = []
    for number, item in enumerate(a_list(document.get("offices", ()), "offices", faults)):
        path = f"offices[{number}]"
        if cells := row(item, path, faults, 2):
            name = text(cells[0], f"{path}[0]", faults)
            shares.append((name, _number(cells[1], f"{path}[1]", faults)))
    return tuple(shares)
