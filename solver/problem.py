"""The problem: its words, and the strict door between JSON and them.

`parse_problem` accepts a document of the format `clinic-problem/1` and finds
every fault in one pass; `problem_document` (`solver.writing`) writes the same format.
"""

from collections.abc import Mapping

from solver.contradictions import pin_contradictions
from solver.entities import (
    ABILITIES,
    ROLES,
    Ability,
    Assignment,
    Level,
    Liking,
    Need,
    Office,
    Pin,
    Problem,
    Reach,
    Role,
    Session,
    Settings,
    Standby,
    Volunteer,
    Window,
)
from solver.people import read_volunteer
from solver.reading import (
    Entry,
    Faults,
    Ids,
    choice,
    entries,
    kept,
    known,
    member,
    row,
    shown,
    text,
    truth,
    whole,
)
from solver.rosters import read_assignments, read_standby
from solver.writing import FORMAT, assignment_document, problem_document

__all__ = [
    "ABILITIES",
    "FORMAT",
    "ROLES",
    "Ability",
    "Assignment",
    "Level",
    "Liking",
    "Need",
    "Office",
    "Pin",
    "Problem",
    "ProblemFaults",
    "Reach",
    "Role",
    "Session",
    "Settings",
    "Standby",
    "Volunteer",
    "Window",
    "assignment_document",
    "parse_problem",
    "problem_document",
    "read_assignments",
    "read_standby",
]


class ProblemFaults(Exception):  # noqa: N818 - it carries faults, and says so
    """The document is not a problem that can be solved; `faults` says where and why."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def parse_problem(document: object) -> Problem:
    """The problem a `clinic-problem/1` document describes.

    Members that are not of the format are left alone. Raises `ProblemFaults`
    naming every fault by its path in the document.
    """
    faults = Faults()
    problem = _problem(document, faults)
    if not faults:
        for line in pin_contradictions(problem):
            faults.add("", line)
    if faults:
        raise ProblemFaults(faults.lines)
    return problem


def _problem(document: object, faults: Faults) -> Problem:
    if not isinstance(document, Mapping):
        faults.add("", f"the document is not an object: {shown(document)}")
        return Problem()
    if document.get("format") != FORMAT:
        faults.add("format", f'"{FORMAT}" is expected, not {shown(document.get("format"))}')
    office_ids: Ids = {}
    session_ids: Ids = {}
    need_ids: Ids = {}
    volunteer_ids: Ids = {}
    settings = _settings(document, faults)
    offices = tuple(
        Office(
            _new_id(entry, path, faults, office_ids),
            choice(*member(entry, "kind", path), faults, ("office", "hotline")),
        )
        for entry, path in entries(document.get("offices"), "offices", faults)
    )
    travel = _travel(document, faults, office_ids)
    sessions = kept(
        (
            _session(entry, path, faults, _new_id(entry, path, faults, session_ids), office_ids)
            for entry, path in entries(document.get("sessions"), "sessions", faults)
        ),
        faults,
    )
    needs = kept(
        (
            _need(entry, path, faults, _new_id(entry, path, faults, need_ids), session_ids)
            for entry, path in entries(document.get("needs"), "needs", faults)
        ),
        faults,
    )
    volunteers = kept(
        (
            read_volunteer(
                entry, path, faults, _new_id(entry, path, faults, volunteer_ids), office_ids
            )
            for entry, path in entries(document.get("volunteers"), "volunteers", faults)
        ),
        faults,
    )
    pins = _pins(document, faults, volunteer_ids, session_ids)
    roster = read_assignments(
        document.get("previous", ()), "previous", faults, (volunteer_ids, session_ids, need_ids)
    )
    ready = read_standby(document, "previous_standby", faults, (volunteer_ids, session_ids))
    return Problem(settings, offices, travel, sessions, needs, volunteers, pins, roster, ready)


def _new_id(entry: Entry, path: str, faults: Faults, taken: Ids) -> str:
    value, here = member(entry, "id", path)
    read = text(value, here, faults)
    if read and read in taken:
        faults.add(here, f"duplicated id {shown(read)}")
    taken[read] = None
    return read


def _settings(document: Entry, faults: Faults) -> Settings:
    value = document.get("settings")
    if not isinstance(value, Mapping):
        faults.add("settings", f"not an object: {shown(value)}")
        return Settings()
    return Settings(
        whole(*member(value, "students_per_supervisor", "settings"), faults),
        whole(*member(value, "remote_buffer_minutes", "settings"), faults),
        truth(value.get("next_weakest", False), "settings.next_weakest", faults),
    )


def _travel(document: Entry, faults: Faults, offices: Ids) -> dict[tuple[str, str], int]:
    travel: dict[tuple[str, str], int] = {}
    listed = document.get("travel")
    if not isinstance(listed, (list, tuple)):
        faults.add("travel", f"not a list: {shown(listed)}")
        return travel
    for number, item in enumerate(listed):
        path = f"travel[{number}]"
        if cells := row(item, path, faults, 3):
            one = known(cells[0], f"{path}[0]", faults, offices, "office")
            other = known(cells[1], f"{path}[1]", faults, offices, "office")
            minutes = whole(cells[2], f"{path}[2]", faults)
            if travel.get((one, other), minutes) != minutes:
                faults.add(path, f"{shown(one)} to {shown(other)} has two different lengths")
            travel[one, other] = travel[other, one] = minutes
    return travel


def _session(entry: Entry, path: str, faults: Faults, name: str, offices: Ids) -> Session:
    start = whole(*member(entry, "start", path), faults)
    end = whole(*member(entry, "end", path), faults)
    if end <= start and isinstance(entry.get("end"), int) and isinstance(entry.get("start"), int):
        faults.add(f"{path}.end", f"end {end} is not after start {start}")
    return Session(
        id=name,
        office=known(*member(entry, "office", path), faults, offices, "office"),
        start=start,
        end=end,
        kind=text(*member(entry, "kind", path), faults),
        remote=truth(*member(entry, "remote", path), faults),
        remote_interpreters=truth(*member(entry, "remote_interpreters", path), faults),
        stations=whole(*member(entry, "stations", path), faults),
        intake=whole(*member(entry, "intake", path), faults),
        intake_weight=whole(*member(entry, "intake_weight", path), faults),
        standby=whole(entry.get("standby", 0), f"{path}.standby", faults),
    )


def _need(entry: Entry, path: str, faults: Faults, name: str, sessions: Ids) -> Need:
    language: str | None = None
    if "language" not in entry or entry["language"] is not None:
        language = text(*member(entry, "language", path), faults)
    return Need(
        id=name,
        session=known(*member(entry, "session", path), faults, sessions, "session"),
        matter=text(*member(entry, "matter", path), faults),
        language=language,
        seats=whole(*member(entry, "seats", path), faults),
        weight=whole(*member(entry, "weight", path), faults),
    )


def _pins(document: Entry, faults: Faults, volunteers: Ids, sessions: Ids) -> tuple[Pin, ...]:
    return tuple(
        Pin(
            known(*member(entry, "volunteer", path), faults, volunteers, "volunteer"),
            known(*member(entry, "session", path), faults, sessions, "session"),
            truth(*member(entry, "must", path), faults),
        )
        for entry, path in entries(document.get("pins", ()), "pins", faults)
    )
