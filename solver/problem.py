"""The problem: its words, and the strict door between JSON and them.

`parse_problem` accepts a document of the format `clinic-problem/1` and finds
every fault in one pass; `problem_document` (`solver.writing`) writes the same format.
"""

from collections.abc import Iterable, Mapping
from typing import cast

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
from solver.reading import (
    Entry,
    Faults,
    choice,
    entries,
    kept,
    known,
    member,
    row,
    shown,
    text,
    texts,
    truth,
    whole,
)
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
]

Ids = dict[str, object]
"""Ids already read, as the keys."""


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
            _volunteer(entry, path, faults, _new_id(entry, path, faults, volunteer_ids), office_ids)
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


def _volunteer(entry: Entry, path: str, faults: Faults, name: str, offices: Ids) -> Volunteer:
    remote = texts(*member(entry, "remote_offices", path), faults)
    for office in sorted(remote - {""}):
        known(office, f"{path}.remote_offices", faults, offices, "office")
    return Volunteer(
        id=name,
        roles=_roles(*member(entry, "roles", path), faults),
        matters=texts(*member(entry, "matters", path), faults),
        advises_in=texts(*member(entry, "advises_in", path), faults),
        interprets=texts(*member(entry, "interprets", path), faults),
        windows=_windows(*member(entry, "windows", path), faults),
        offices=_reaches(*member(entry, "offices", path), faults, offices),
        remote_offices=remote,
        max_minutes=whole(*member(entry, "max_minutes", path), faults),
        max_sessions_per_day=whole(*member(entry, "max_sessions_per_day", path), faults),
        past_minutes=whole(*member(entry, "past_minutes", path), faults),
        uncertain=truth(entry.get("uncertain", False), f"{path}.uncertain", faults),
        newcomer=truth(entry.get("newcomer", False), f"{path}.newcomer", faults),
    )


def _roles(value: object, path: str, faults: Faults) -> frozenset[str]:
    roles = texts(value, path, faults)
    for role in sorted(roles - {""} - set(ABILITIES)):
        faults.add(path, f"{shown(role)} is not one of {', '.join(ABILITIES)}")
    return roles


def _rows(value: object, path: str, faults: Faults) -> Iterable[tuple[str, tuple[object, ...]]]:
    if not isinstance(value, (list, tuple)):
        faults.add(path, f"not a list: {shown(value)}")
        return
    for number, item in enumerate(value):
        here = f"{path}[{number}]"
        if cells := row(item, here, faults, 3):
            yield here, tuple(cells)


def _windows(value: object, path: str, faults: Faults) -> tuple[Window, ...]:
    windows = []
    for here, (first, last, level) in _rows(value, path, faults):
        start = whole(first, f"{here}[0]", faults)
        end = whole(last, f"{here}[1]", faults)
        if end < start and isinstance(last, int):
            faults.add(f"{here}[1]", f"end {end} is before start {start}")
        read = choice(level, f"{here}[2]", faults, ("preferred", "if_needed"))
        windows.append(Window(start, end, cast("Level", read)))
    return tuple(windows)


def _reaches(value: object, path: str, faults: Faults, offices: Ids) -> tuple[Reach, ...]:
    reaches: dict[str, Reach] = {}
    for here, (office, minutes, level) in _rows(value, path, faults):
        name = known(office, f"{here}[0]", faults, offices, "office")
        liking = choice(level, f"{here}[2]", faults, ("preferred", "ok"))
        reach = Reach(name, whole(minutes, f"{here}[1]", faults), cast("Liking", liking))
        if name and reaches.get(name, reach) != reach:
            faults.add(here, f"office {shown(name)} is listed twice, differently")
        reaches[name] = reach
    return tuple(reaches.values())


def _pins(document: Entry, faults: Faults, volunteers: Ids, sessions: Ids) -> tuple[Pin, ...]:
    return tuple(
        Pin(
            known(*member(entry, "volunteer", path), faults, volunteers, "volunteer"),
            known(*member(entry, "session", path), faults, sessions, "session"),
            truth(*member(entry, "must", path), faults),
        )
        for entry, path in entries(document.get("pins", ()), "pins", faults)
    )


def read_standby(
    document: Entry, key: str, faults: Faults, ids: tuple[Ids, Ids]
) -> tuple[Standby, ...]:
    """Who is held ready, listed under the key; `ids` are those of volunteers and sessions."""
    return tuple(
        Standby(
            known(*member(entry, "volunteer", path), faults, ids[0], "volunteer"),
            known(*member(entry, "session", path), faults, ids[1], "session"),
        )
        for entry, path in entries(document.get(key, ()), key, faults)
    )


def read_assignments(
    value: object, path: str, faults: Faults, ids: tuple[Ids, Ids, Ids]
) -> tuple[Assignment, ...]:
    """The assignments of a list; `ids` are those of volunteers, sessions and needs."""
    return tuple(
        _assignment(entry, here, faults, ids) for entry, here in entries(value, path, faults)
    )


def _assignment(entry: Entry, path: str, faults: Faults, ids: tuple[Ids, Ids, Ids]) -> Assignment:
    volunteers, sessions, needs = ids
    role = cast("Role", choice(*member(entry, "role", path), faults, ROLES))
    need, language = entry.get("need"), entry.get("language")
    return Assignment(
        volunteer=known(*member(entry, "volunteer", path), faults, volunteers, "volunteer"),
        session=known(*member(entry, "session", path), faults, sessions, "session"),
        role=role,
        need=None if need is None else known(need, f"{path}.need", faults, needs, "need"),
        language=None if language is None else text(language, f"{path}.language", faults),
    )
