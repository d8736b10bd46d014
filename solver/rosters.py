"""Rosters in a document, read strictly: who sits where, and who is held ready."""

from typing import cast

from solver.entities import ROLES, Assignment, Role, Standby
from solver.reading import Entry, Faults, Ids, choice, entries, known, member, shown, text


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
    need, language, bridge = entry.get("need"), entry.get("language"), entry.get("bridge")
    given = Assignment(
        volunteer=known(*member(entry, "volunteer", path), faults, volunteers, "volunteer"),
        session=known(*member(entry, "session", path), faults, sessions, "session"),
        role=role,
        need=None if need is None else known(need, f"{path}.need", faults, needs, "need"),
        language=None if language is None else text(language, f"{path}.language", faults),
        bridge=None if bridge is None else text(bridge, f"{path}.bridge", faults),
    )
    if given.bridge and (role != "interpreter" or not given.language):
        faults.add(f"{path}.bridge", "only whoever interprets a language has one")
    elif given.bridge and given.bridge == given.language:
        faults.add(f"{path}.bridge", f"{shown(given.bridge)} is interpreted into itself")
    return given
