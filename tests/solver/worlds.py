"""Tiny named weeks that tests read like sentences."""

import os
from dataclasses import replace
from pathlib import Path

from solver.problem import (
    Assignment,
    Need,
    Office,
    Problem,
    Reach,
    Session,
    Settings,
    Volunteer,
    Window,
)

SHARED = (
    Path(os.environ.get("OPENDOOR_SHARED_DATA") or Path(__file__).parents[3] / "shared" / "data")
    / "problems"
)
"""Problems that lie beside the repository on some machines."""

MONDAY = (540, 660)
"""Monday from nine to eleven."""


def office_session(name: str, office: str = "bronx", start: int = 540, **more: object) -> Session:
    """A clinic of two hours with two stations."""
    session = Session(name, office, start, start + 120, stations=2, intake_weight=2)
    return replace(session, **more)


def adviser(name: str, *languages: str, **more: object) -> Volunteer:
    """Someone who advises on asylum all week, at home in the Bronx, four hours a week."""
    person = Volunteer(
        id=name,
        roles=frozenset({"adviser"}),
        matters=frozenset({"asylum"}),
        advises_in=frozenset({"english", *languages}),
        windows=(Window(0, 10080),),
        offices=(Reach("bronx", 15),),
        max_minutes=240,
        max_sessions_per_day=3,
    )
    return replace(person, **more)


def interpreter(name: str, *languages: str, **more: object) -> Volunteer:
    """Someone who interprets all week, at home in the Bronx, four hours a week."""
    person = adviser(name, roles=frozenset({"interpreter"}), matters=frozenset())
    return replace(person, advises_in=frozenset(), interprets=frozenset(languages), **more)


def student(name: str, *languages: str, **more: object) -> Volunteer:
    """A law student."""
    return adviser(name, *languages, roles=frozenset({"student"}), **more)


def need(
    name: str, language: str | None = "spanish", session: str = "clinic", **more: object
) -> Need:
    """One seat for asylum, worth eight."""
    return replace(Need(name, session, "asylum", language, seats=1, weight=8), **more)


def problem(
    *people: Volunteer,
    sessions: tuple[Session, ...] = (),
    needs: tuple[Need, ...] = (),
    **more: object,
) -> Problem:
    """A week in the Bronx and Queens, half an hour apart, and a hotline."""
    return replace(
        Problem(
            settings=Settings(3, 30),
            offices=(Office("bronx"), Office("queens"), Office("hotline", "hotline")),
            travel={("bronx", "queens"): 30, ("queens", "bronx"): 30},
            sessions=sessions or (office_session("clinic"),),
            needs=needs,
            volunteers=people,
        ),
        **more,
    )


def quiet_week() -> Problem:
    """One seat, and one person who can take it."""
    return problem(adviser("ana", "spanish"), needs=(need("asylum"),))


def one_interpreter_short() -> Problem:
    """Two seats in Twi, two advisers who do not speak it, one interpreter."""
    return problem(
        adviser("ana"),
        adviser("ben"),
        interpreter("kofi", "twi"),
        needs=(need("first", "twi"), need("second", "twi", weight=5)),
    )


def double_booked() -> Problem:
    """One person, two clinics at the same time, one of them worth more."""
    return problem(
        adviser("ana", "spanish"),
        sessions=(office_session("clinic"), office_session("other", start=600)),
        needs=(need("here"), need("there", session="other", weight=10)),
    )


def unwatched_student() -> Problem:
    """A student could advise, and nobody can supervise."""
    return problem(student("sam", "spanish"), needs=(need("asylum"),))


def watched_student() -> Problem:
    """A student advises beside a supervisor, who has no matter of their own."""
    boss = adviser("boss", roles=frozenset({"supervisor"}), matters=frozenset())
    return problem(student("sam", "spanish"), boss, needs=(need("asylum"),))


def two_offices() -> Problem:
    """One adviser between two offices half an hour apart, with a quarter between sessions."""
    return problem(
        adviser("ana", "spanish", offices=(Reach("bronx", 15), Reach("queens", 45, "ok"))),
        sessions=(office_session("clinic"), office_session("later", "queens", start=675)),
        needs=(need("here", weight=5), need("there", session="later")),
    )


def no_session_left() -> Problem:
    """Nobody, and a seat nobody can take."""
    return problem(needs=(need("asylum"),))


def relay(name: str, language: str = "mam", bridge: str = "spanish", **more: object) -> Volunteer:
    """Somebody who interprets one language only into another."""
    return interpreter(name, relays=frozenset({(language, bridge)}), **more)


def rare_language(*people: Volunteer, **more: object) -> Problem:
    """A seat in Mam."""
    return problem(*people, needs=(need("asylum", "mam"),), **more)


MATEO = relay("mateo")
"""From Mam into Spanish, and nothing else."""

INTO_SPANISH = Assignment("mateo", "clinic", "interpreter", None, "mam", "spanish")
"""What Mateo does."""


def seat(who: str, what: str = "asylum") -> Assignment:
    """Somebody who advises in the clinic."""
    return Assignment(who, "clinic", "adviser", what)


def speaks(who: str, language: str, bridge: str | None = None) -> Assignment:
    """Somebody who interprets in the clinic."""
    return Assignment(who, "clinic", "interpreter", None, language, bridge)
