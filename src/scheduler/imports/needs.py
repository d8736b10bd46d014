"""What offices need in their sessions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from zoneinfo import ZoneInfo

from scheduler.imports.cells import Cells
from scheduler.imports.demand import SessionKey
from scheduler.imports.pairing import Topic, exact_key, merged_needs, topic_of
from scheduler.imports.places import OfficeNames
from scheduler.imports.sheets import Sheet
from scheduler.imports.taking import Identity, Taken, take
from scheduler.imports.values import clock, day, whole
from scheduler.imports.words import language_or_any, listed, matter, priority
from scheduler.imports.zones import instant
from scheduler.model.languages import language_name
from scheduler.model.matters import Matter
from scheduler.model.offices import Office
from scheduler.model.sessions import Need, Session

MINUTES_EACH = 45
MOST_NEEDS = 200
_NO_DAY = date(1970, 1, 1)
_consultations = whole(1, 10_000)
_minutes = whole(1, 720)
_WHERE = ("office", "date", "start")


@dataclass(frozen=True, slots=True)
class NeedOf:
    """A need with the session it belongs to."""

    session: SessionKey
    need: Need


@dataclass(frozen=True, slots=True)
class Agenda:
    """The sessions that needs may belong to; and those left out as bad."""

    names: OfficeNames
    offices: Mapping[str, Office]
    sessions: Mapping[SessionKey, Session]
    refused: Mapping[tuple[str, ...], str]
    """Office, date and start as written in the sheet of sessions, to where they stand."""

    @staticmethod
    def of(
        names: OfficeNames,
        offices: Mapping[str, Office],
        sessions: Mapping[SessionKey, Session],
        refused: Iterable[Cells],
    ) -> Agenda:
        """The sessions, and the rows left out."""
        where = {_as_written(c): f"row {c.row.number} of {c.file}" for c in refused}
        return Agenda(names, offices, sessions, where)


def _as_written(cells: Cells) -> tuple[str, ...]:
    return tuple(cells.text(column).casefold() for column in _WHERE)


def read_needs(sheet: Sheet | None, agenda: Agenda) -> Taken[NeedOf]:
    """The needs of the sheet, blanks filled from what is on file."""
    counted: Counter[SessionKey] = Counter()

    def one(cells: Cells) -> NeedOf | None:
        found = _need(cells, agenda)
        if found:
            counted[found.session] += 1
            if counted[found.session] > MOST_NEEDS:
                problem = f"The session has {MOST_NEEDS} needs already."
                cells.bad("", problem, "Join needs that are alike, or add another session.")
        return found

    return take(
        sheet,
        one,
        Identity(
            lambda n: (n.session, *exact_key(n.need)),
            "language",
            lambda n: (
                f"{n.need.matter.label} in {language_name(n.need.language)} for this session is"
            ),
            "Add the consultations up in one row.",
        ),
    )


def _need(cells: Cells, agenda: Agenda) -> NeedOf | None:
    session = _session(cells, agenda)
    cells.ask_for("A need", {"matter": "matter"})
    if not cells.text("language"):
        cells.bad(
            "language",
            "No language given is not an answer.",
            "Write English, the language, or any.",
        )
    what = cells.read("matter", matter, Matter.VISA)
    language = cells.read("language", language_or_any, None)
    old = _on_file(cells, session, what, language)
    if old is None:
        cells.ask_for("A new need", {"consultations": "number of consultations"})
    kept = old or Need(what, language, 1, MINUTES_EACH)
    need = replace(
        kept,
        consultations=cells.read("consultations", _consultations, kept.consultations),
        minutes_each=cells.read("minutes_each", _minutes, kept.minutes_each),
        priority=cells.read("priority", priority, kept.priority),
        id=0,
    )
    return NeedOf((session.office, session.starts), need) if session else None


def _session(cells: Cells, agenda: Agenda) -> Session | None:
    before = len(cells.findings)
    cells.ask_for("A need", {"office": "office", "date": "date", "start": "start"})
    office = cells.read("office", agenda.names, "")
    on, start = cells.read("date", day, _NO_DAY), cells.read("start", clock, time())
    if len(cells.findings) > before:
        return None
    key = (office, instant(on, start, agenda.offices[office].timezone))
    found = agenda.sessions.get(key)
    if found is None:
        where = agenda.refused.get(_as_written(cells))
        problem = f"No session at {office} starts on {on} at {start:%H:%M}."
        mend = f"Mend {where} first." if where else _starts(agenda, office, on)
        cells.bad("start", problem, mend)
    return found


def _starts(agenda: Agenda, office: str, on: date) -> str:
    """What does start at the office that day."""
    zone = ZoneInfo(agenda.offices[office].timezone)
    local = sorted(at.astimezone(zone) for key, at in agenda.sessions if key == office)
    starts = [f"{at:%H:%M}" for at in local if at.date() == on]
    if not starts:
        return "Add the session to the sheet of sessions, or correct office and date."
    return f"Write {listed(starts)}, or add the session to the sheet of sessions."


def _on_file(
    cells: Cells, session: Session | None, what: Matter, language: str | None
) -> Need | None:
    """The need on file that the row speaks of."""
    needs = session.needs if session else ()
    alike = [n for n in needs if topic_of(n) == (what, language)]
    if len(alike) > 1:
        alike = [n for n in alike if _agrees(cells, n)]
    if len(alike) > 1:
        problem = f"{len(alike)} needs on file fit this row; the first of them is meant."
        cells.warn("minutes_each", problem, "Write minutes and priority to tell them apart.")
    return alike[0] if alike else None


def _agrees(cells: Cells, need: Need) -> bool:
    """Whether the row's minutes and priority, where it has them, are the need's."""
    minutes, weight = cells.text("minutes_each"), cells.text("priority")
    return minutes in {"", str(need.minutes_each)} and weight.lower() in {"", need.priority.value}


def with_needs(
    sessions: Mapping[SessionKey, Session], needs: Iterable[NeedOf]
) -> Mapping[SessionKey, Session]:
    """The sessions with these needs put in; needs that no row speaks of stay."""
    rows: dict[SessionKey, dict[Topic, list[Need]]] = {}
    for entry in needs:
        topics = rows.setdefault(entry.session, {})
        topics.setdefault(topic_of(entry.need), []).append(entry.need)
    changed = {
        key: replace(sessions[key], needs=merged_needs(sessions[key].needs, asked))
        for key, asked in rows.items()
    }
    return {**sessions, **changed}
