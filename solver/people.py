"""The volunteers of a document, read strictly: what they can do, when and where."""

from collections.abc import Iterable
from typing import cast

from solver.entities import ABILITIES, Level, Liking, Reach, Volunteer, Window
from solver.reading import (
    Entry,
    Faults,
    Ids,
    choice,
    known,
    member,
    row,
    shown,
    text,
    texts,
    truth,
    whole,
)


def read_volunteer(entry: Entry, path: str, faults: Faults, name: str, offices: Ids) -> Volunteer:
    """The volunteer of that `name` whom an entry describes; `offices` are those there are."""
    remote = texts(*member(entry, "remote_offices", path), faults)
    for office in sorted(remote - {""}):
        known(office, f"{path}.remote_offices", faults, offices, "office")
    interprets = texts(*member(entry, "interprets", path), faults)
    return Volunteer(
        id=name,
        roles=_roles(*member(entry, "roles", path), faults),
        matters=texts(*member(entry, "matters", path), faults),
        advises_in=texts(*member(entry, "advises_in", path), faults),
        interprets=interprets,
        windows=_windows(*member(entry, "windows", path), faults),
        offices=_reaches(*member(entry, "offices", path), faults, offices),
        remote_offices=remote,
        max_minutes=whole(*member(entry, "max_minutes", path), faults),
        max_sessions_per_day=whole(*member(entry, "max_sessions_per_day", path), faults),
        past_minutes=whole(*member(entry, "past_minutes", path), faults),
        uncertain=truth(entry.get("uncertain", False), f"{path}.uncertain", faults),
        newcomer=truth(entry.get("newcomer", False), f"{path}.newcomer", faults),
        relays=_relays(entry.get("relays", ()), f"{path}.relays", faults, interprets),
    )


def _roles(value: object, path: str, faults: Faults) -> frozenset[str]:
    roles = texts(value, path, faults)
    for role in sorted(roles - {""} - set(ABILITIES)):
        faults.add(path, f"{shown(role)} is not one of {', '.join(ABILITIES)}")
    return roles


def _rows(
    value: object, path: str, faults: Faults, length: int
) -> Iterable[tuple[str, tuple[object, ...]]]:
    if not isinstance(value, (list, tuple)):
        faults.add(path, f"not a list: {shown(value)}")
        return
    for number, item in enumerate(value):
        here = f"{path}[{number}]"
        if cells := row(item, here, faults, length):
            yield here, tuple(cells)


def _windows(value: object, path: str, faults: Faults) -> tuple[Window, ...]:
    windows = []
    for here, (first, last, level) in _rows(value, path, faults, 3):
        start = whole(first, f"{here}[0]", faults)
        end = whole(last, f"{here}[1]", faults)
        if end < start and isinstance(last, int):
            faults.add(f"{here}[1]", f"end {end} is before start {start}")
        read = choice(level, f"{here}[2]", faults, ("preferred", "if_needed"))
        windows.append(Window(start, end, cast("Level", read)))
    return tuple(windows)


def _reaches(value: object, path: str, faults: Faults, offices: Ids) -> tuple[Reach, ...]:
    reaches: dict[str, Reach] = {}
    for here, (office, minutes, level) in _rows(value, path, faults, 3):
        name = known(office, f"{here}[0]", faults, offices, "office")
        liking = choice(level, f"{here}[2]", faults, ("preferred", "ok"))
        reach = Reach(name, whole(minutes, f"{here}[1]", faults), cast("Liking", liking))
        if name and reaches.get(name, reach) != reach:
            faults.add(here, f"office {shown(name)} is listed twice, differently")
        reaches[name] = reach
    return tuple(reaches.values())


def _relays(
    value: object, path: str, faults: Faults, interprets: frozenset[str]
) -> frozenset[tuple[str, str]]:
    """Languages with what the person interprets them into, and into nothing else."""
    relays = set[tuple[str, str]]()
    for here, (first, second) in _rows(value, path, faults, 2):
        language, bridge = text(first, f"{here}[0]", faults), text(second, f"{here}[1]", faults)
        if language and language == bridge:
            faults.add(here, f"{shown(language)} is interpreted into itself")
        if language and language in interprets:
            faults.add(f"{here}[0]", f"{shown(language)} is listed in interprets as well")
        if language and bridge and (language, bridge) in relays:
            faults.add(here, f"{shown(language)} into {shown(bridge)} is listed twice")
        relays.add((language, bridge))
    return frozenset(relays)
