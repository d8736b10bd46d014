"""Why a person cannot take a seat, each reason with a code, its values and a sentence.

Everything else is taken as it is: a person is free when the assignments they
already hold leave room.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from solver.case import Case, Seating
from solver.entities import Need, Session, Volunteer
from solver.rules.availability import covered
from solver.rules.one_place import clash
from solver.seat import Room, Seat, assignment_to

MINUTES_OF_A_DAY = 1440


@dataclass(frozen=True, slots=True)
class Reason:
    """Something to know about a person and a seat.

    `code` is stable, `text` an English sentence that uses ids, `values` the
    figures and ids in it, so that a reader can put names in their place.
    """

    code: str
    text: str
    values: Mapping[str, str | int] = field(default_factory=dict)


class Obstacles:
    """The reasons that keep people from one seat, given what is already assigned."""

    def __init__(self, case: Case, seat: Seat) -> None:
        self._case = case
        self._seat = seat
        self._session = case.sessions[seat.session]
        self._need: Need | None = case.needs[seat.need] if seat.need is not None else None
        self._room = Room(case, seat.session)
        self._fitting = {"adviser", "student"} if seat.role == "adviser" else {seat.role}
        self._length = self._session.end - self._session.start
        self._remote = self._session.remote or (
            seat.role == "interpreter" and self._session.remote_interpreters
        )
        # Whatever is further away than this leaves time for any way.
        self._far = max(
            MINUTES_OF_A_DAY,
            case.problem.settings.remote_buffer_minutes,
            *case.problem.travel.values(),
        )
        self._outs = {
            p.volunteer for p in case.problem.pins if p.session == seat.session and not p.must
        }
        self._of_seat = tuple(self._full())

    def _full(self) -> Iterator[Reason]:
        """What keeps everybody from the seat: the session has no place left."""
        seat, room = self._seat, self._room
        if seat.role == "adviser" and room.stations <= 0:
            most = self._session.stations
            yield Reason("no_station", f"All {most} stations are taken.", {"stations": most})
        if self._need is not None and room.seats(self._case, self._need.id) <= 0:
            yield Reason(
                "no_seat", f"All seats of need {self._need.id} are taken.", {"need": self._need.id}
            )
        if seat.role == "intake" and room.intake <= 0:
            yield Reason("no_intake", "Intake is full.", {"intake": self._session.intake})

    def of(self, person: Volunteer) -> Iterator[Reason]:
        """Every reason that keeps this person from the seat; none when they can take it."""
        yield from self._of_seat
        yield from self.of_authority(person)
        yield from self.of_language(person)
        yield from self.of_reach(person)
        yield from self.of_hours(person)
        yield from self.of_pledge(person)
        yield from self.of_other_work(person)

    def of_authority(self, person: Volunteer) -> Iterator[Reason]:
        """The role, the matter, and the supervision a student needs."""
        role = self._seat.role
        if self._fitting.isdisjoint(person.roles):
            yield Reason("role", f"{person.id} is no {role}.", {"role": role})
            return
        if self._need is not None and self._need.matter not in person.matters:
            matter = self._need.matter
            yield Reason("matter", f"{person.id} does not advise on {matter}.", {"matter": matter})
        if role == "adviser" and "adviser" not in person.roles and self._room.students <= 0:
            yield Reason("supervision", f"{person.id} needs a supervisor in the session.")

    def of_language(self, person: Volunteer) -> Iterator[Reason]:
        """The language of the seat, spoken by the person or through a free interpreter."""
        if self._seat.role == "interpreter":
            language = self._seat.language or ""
            if not self._interprets(person, language):
                into = f" into {self._seat.bridge}" if self._seat.bridge else ""
                text = f"{person.id} does not interpret {language}{into}."
                yield Reason("language", text, {"language": language})
        elif self._need is not None and self._need.language is not None:
            language = self._need.language
            spoken = language in person.advises_in
            if not spoken and not self._room.understands(language, person.advises_in):
                text = f"{person.id} does not speak {language}, and no interpreter for it is free."
                yield Reason("language", text, {"language": language})

    def _interprets(self, person: Volunteer, language: str) -> bool:
        bridge = self._seat.bridge
        if bridge is not None:
            return (language, bridge) in person.relays
        return language in person.interprets or any(language == one for one, _ in person.relays)

    def of_reach(self, person: Volunteer) -> Iterator[Reason]:
        """Getting to the office, or serving it remotely."""
        office = self._session.office
        if self._remote and office in person.remote_offices:
            return
        if office not in [way.office for way in person.offices]:
            yield Reason("reach", f"{person.id} does not reach {office}.", {"office": office})

    def of_hours(self, person: Volunteer) -> Iterator[Reason]:
        """The hours the person offers, and pins that keep them out."""
        if not covered(person.windows, self._session.start, self._session.end):
            yield Reason("availability", f"{person.id} does not offer these hours.")
        if person.id in self._outs:
            yield Reason("pinned_out", f"{person.id} is kept out of this session by a pin.")

    def of_pledge(self, person: Volunteer) -> Iterator[Reason]:
        """The minutes of the week and the sessions of the day that are left."""
        held = self._case.by_person.get(person.id, ())
        length = self._length
        load = sum([item.session.end - item.session.start for item in held])
        if load + length > person.max_minutes:
            left = max(person.max_minutes - load, 0)
            yield Reason(
                "weekly_minutes",
                f"{person.id} has {left} of {person.max_minutes} minutes left and needs {length}.",
                {"left": left, "pledged": person.max_minutes, "needed": length},
            )
        if len(held) < person.max_sessions_per_day:
            return
        day = self._session.start // MINUTES_OF_A_DAY
        that_day = {i.session.id for i in held if i.session.start // MINUTES_OF_A_DAY == day}
        served = len(that_day - {self._session.id})
        if served + 1 > person.max_sessions_per_day:
            most = person.max_sessions_per_day
            text = f"{person.id} takes {most} sessions a day and has {served}."
            yield Reason("day_sessions", text, {"most": most, "has": served})

    def of_other_work(self, person: Volunteer) -> Iterator[Reason]:
        """What the person already does in this session, or at a time that clashes."""
        held = [i for i in self._case.by_person.get(person.id, ()) if self._is_near(i.session)]
        if not held:
            return
        wished = self.seating(person)
        for item in held:
            other = item.session.id
            if other == self._session.id:
                text = f"{person.id} already serves in this session as {item.assignment.role}."
                yield Reason("in_session", text, {"role": item.assignment.role})
            elif sentence := clash(self._case, item, wished):
                yield Reason("elsewhere", f"{person.id} {sentence}", {"session": other})

    def _is_near(self, other: Session) -> bool:
        """Whether serving in the other session too could be a question of time."""
        mine, far = self._session, self._far
        return other.start < mine.end + far and mine.start < other.end + far

    def seating(self, person: Volunteer) -> Seating:
        """The person in the seat, as if they took it."""
        seat = self._seat
        given = assignment_to(seat, person, self._room)
        return Seating(given, person, self._session, self._need)
