"""What is said about relays: reasons, candidates, advice, and who stands by."""

from dataclasses import replace

import pytest

from solver.case import Case
from solver.entities import Volunteer
from solver.explain import Seat, empty_seats
from solver.newcomers import newcomers
from solver.rank import candidates
from solver.repairs import repairs
from solver.rules.standby import obstacles
from solver.solve import Limits, solve
from solver.tongues import tongues
from tests.solver.worlds import (
    INTO_SPANISH,
    MATEO,
    adviser,
    interpreter,
    office_session,
    rare_language,
    relay,
    seat,
)

QUICK = Limits(seconds=20, workers=1)


@pytest.mark.parametrize(
    ("people", "code"),
    [
        ((adviser("ana", "spanish"), MATEO), "in_company"),
        ((adviser("ana"), MATEO, interpreter("ivo", "spanish")), "in_company"),
        ((adviser("ana"), MATEO), "bridge_not_available"),
        ((adviser("ana"), relay("mateo", windows=())), "language_not_available"),
        ((adviser("ana"), interpreter("ivo", "spanish")), "no_language"),
        ((adviser("ana", "spanish"), relay("mateo", max_minutes=0)), "language_used_up"),
        (
            (adviser("ana"), MATEO, interpreter("ivo", "spanish", max_minutes=0)),
            "bridge_used_up",
        ),
    ],
)
def test_the_reason_of_an_empty_seat(people: tuple[Volunteer, ...], code: str) -> None:
    (empty,) = empty_seats(rare_language(*people), [])
    assert empty.reason.code == code


def test_an_idle_relay_is_part_of_the_reason() -> None:
    week = rare_language(adviser("ana"), MATEO)
    (empty,) = empty_seats(week, [INTO_SPANISH])
    assert (empty.reason.code, dict(empty.reason.values)) == (
        "bridge_not_available",
        {"language": "mam", "bridge": "spanish"},
    )


def test_who_takes_the_relay_further_is_worth_looking_for() -> None:
    week = rare_language(adviser("ana"), MATEO)
    found = {(one.role, one.language) for one in newcomers(week, [], 9)}
    assert ("interpreter", "spanish") in found


def test_candidates_for_a_language_relay_it_where_that_is_of_use() -> None:
    both = relay("both", "mam", "french")
    both = replace(both, relays=both.relays | {("mam", "spanish")})
    week = rare_language(adviser("ana", "spanish"), both, interpreter("ivo", "mam"))
    shown = {one.volunteer: one for one in candidates(week, [seat("ana")], MAM)}
    assert (shown["both"].bridge, shown["both"].effect.coverage) == ("spanish", 8)
    assert (shown["ivo"].bridge, shown["ivo"].effect.coverage) == (None, 8)
    french = replace(MAM, bridge="french")
    into = {one.volunteer: one for one in candidates(week, [seat("ana")], french)}
    assert (into["both"].possible, into["both"].effect.coverage) == (True, 0)
    assert not into["ivo"].possible


MAM = Seat("clinic", "interpreter", None, "mam")


def test_an_adviser_may_work_through_a_relay_they_hear() -> None:
    week = rare_language(adviser("ana", "spanish"), adviser("ben"), MATEO)
    asked = Seat("clinic", "adviser", "asylum", "mam")
    shown = candidates(week, [INTO_SPANISH], asked)
    assert [one.volunteer for one in shown if one.possible] == ["ana"]


def test_a_relay_is_repaired_by_somebody_who_takes_it_further() -> None:
    ivo = interpreter("ivo", "spanish", max_minutes=60)
    week = rare_language(adviser("ana"), MATEO, ivo)
    asked = Seat("clinic", "adviser", "asylum", "mam")
    (found,) = repairs(week, [INTO_SPANISH], asked, QUICK)
    assert (found.kind, found.values["volunteer"], found.gain) == ("more_minutes", "ivo", 8)


@pytest.mark.parametrize(
    ("people", "bearers"),
    [
        ((adviser("ana"), adviser("ben"), MATEO, interpreter("ivo", "spanish")), ["ivo", "mateo"]),
        ((adviser("ana"), MATEO, relay("pedro"), interpreter("ivo", "spanish")), ["ivo"]),
        ((adviser("ana", "spanish"), MATEO, interpreter("ivo", "spanish")), ["mateo"]),
        ((adviser("ana"), MATEO), []),
    ],
)
def test_a_language_rests_on_whom_every_relay_needs(
    people: tuple[Volunteer, ...], bearers: list[str]
) -> None:
    (tongue,) = tongues(rare_language(*people), [])
    assert list(tongue.people) == bearers


def test_a_language_with_several_ways_rests_on_nobody() -> None:
    hearing = (adviser("ana", "spanish"), adviser("ben", "spanish"))
    week = rare_language(*hearing, MATEO, relay("pedro"))
    assert tongues(week, []) == ()


def test_who_stands_by_would_be_part_of_a_relay() -> None:
    people = (
        adviser("ana", "spanish"),
        adviser("ben"),
        MATEO,
        relay("pedro"),
        interpreter("ivo", "spanish"),
        interpreter("joy", "french"),
    )
    week = rare_language(*people, sessions=(office_session("clinic", standby=5),))
    hindered = obstacles(Case(week, [INTO_SPANISH]), "clinic")
    assert {name for name, why in hindered.items() if not why} == {"ana", "pedro", "ivo"}
    assert {one.volunteer for one in solve(week, QUICK).standby} == {"pedro", "ivo"}
