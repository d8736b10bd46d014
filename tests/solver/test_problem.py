"""The door between JSON and a problem: every fault is found, with its path."""

import json
from typing import Any

import pytest

from benchmarks.families import SIZES, week
from solver.problem import (
    Assignment,
    Pin,
    ProblemFaults,
    assignment_document,
    parse_problem,
    problem_document,
)
from tests.solver.worlds import SHARED, interpreter, one_interpreter_short, problem, quiet_week


def document(**more: object) -> dict[str, Any]:
    """The quiet week as plain JSON, with members replaced."""
    return {**json.loads(json.dumps(problem_document(quiet_week()))), **more}


def faults(broken: object) -> tuple[str, ...]:
    with pytest.raises(ProblemFaults) as caught:
        parse_problem(broken)
    return caught.value.faults


def with_changed(key: str, **members: object) -> dict[str, Any]:
    whole = document()
    whole[key][0] |= members
    return whole


def test_a_problem_comes_back_as_it_was_written() -> None:
    week = one_interpreter_short()
    assert parse_problem(json.loads(json.dumps(problem_document(week)))) == week


@pytest.mark.parametrize("name", ["tiny", "week-240", "week-240-replan", "week-offices"])
def test_problems_of_others_come_back_as_they_were_written(name: str) -> None:
    written = SHARED / f"{name}.json"
    # Where the problems of others do not lie beside the project, a made-up one does as well.
    given = json.loads(written.read_text()) if written.exists() else week(SIZES["small"], 2)
    read = parse_problem(given)
    assert parse_problem(json.loads(json.dumps(problem_document(read)))) == read


def test_members_beyond_the_format_are_left_alone() -> None:
    assert parse_problem(document(comment="hello")) == quiet_week()


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        ([], "the document is not an object: a list"),
        (
            document(format="clinic-plan/1"),
            'format: "clinic-problem/1" is expected, not "clinic-plan/1"',
        ),
        (document(sessions=None), "sessions: missing, a list is expected"),
        (document(needs={}), "needs: not a list: an object"),
        (document(offices=[7]), "offices[0]: not an object: 7"),
        (document(settings=3), "settings: not an object: 3"),
        (with_changed("needs", session="s9"), 'needs[0].session: unknown session "s9"'),
        (with_changed("needs", seats=-1), "needs[0].seats: negative: -1"),
        (with_changed("needs", seats="two"), 'needs[0].seats: not a number: "two"'),
        (with_changed("needs", seats=1.5), "needs[0].seats: not a whole number: 1.5"),
        (with_changed("needs", seats=float("nan")), "needs[0].seats: not a number: NaN"),
        (with_changed("needs", seats=float("inf")), "needs[0].seats: too large: inf"),
        (with_changed("needs", seats=True), "needs[0].seats: not a number: true"),
        (with_changed("needs", weight=10**30), f"needs[0].weight: too large: {10**30}"),
        (with_changed("needs", matter=""), "needs[0].matter: empty text"),
        (with_changed("sessions", end=540), "sessions[0].end: end 540 is not after start 540"),
        (with_changed("sessions", office="paris"), 'sessions[0].office: unknown office "paris"'),
        (with_changed("sessions", remote=1), "sessions[0].remote: not true or false: 1"),
        (
            with_changed("volunteers", windows=[[60, 30, "preferred"]]),
            "volunteers[0].windows[0][1]: end 30 is before start 60",
        ),
        (
            with_changed("volunteers", windows=[[0, 30]]),
            "volunteers[0].windows[0]: not a list of 3 items: a list",
        ),
        (
            with_changed("volunteers", windows=[[0, 30, "maybe"]]),
            'volunteers[0].windows[0][2]: "maybe" is not one of preferred, if_needed',
        ),
        (
            with_changed("volunteers", offices=[["bronx", 5, "ok"], ["bronx", 9, "ok"]]),
            'volunteers[0].offices[1]: office "bronx" is listed twice, differently',
        ),
        (
            with_changed("volunteers", max_minutes=None),
            "volunteers[0].max_minutes: missing, a whole number is expected",
        ),
        (
            with_changed("volunteers", remote_offices=["paris"]),
            'volunteers[0].remote_offices: unknown office "paris"',
        ),
        (
            document(travel=[["bronx", "queens", 30], ["queens", "bronx", 40]]),
            'travel[1]: "queens" to "bronx" has two different lengths',
        ),
        (
            document(previous=[{"volunteer": "zoe", "session": "clinic", "role": "intake"}]),
            'previous[0].volunteer: unknown volunteer "zoe"',
        ),
    ],
)
def test_a_fault_is_named_by_its_path(broken: object, fault: str) -> None:
    assert fault in faults(broken)


def with_relays(*relays: object) -> dict[str, Any]:
    """Ana interprets Spanish, and something into something else."""
    return with_changed("volunteers", interprets=["spanish"], relays=list(relays))


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        (with_relays("mam"), 'volunteers[0].relays[0]: not a list of 2 items: "mam"'),
        (with_relays(["mam"]), "volunteers[0].relays[0]: not a list of 2 items: a list"),
        (with_relays(["mam", ""]), "volunteers[0].relays[0][1]: empty text"),
        (with_relays(["mam", "mam"]), 'volunteers[0].relays[0]: "mam" is interpreted into itself'),
        (
            with_relays(["spanish", "mam"]),
            'volunteers[0].relays[0][0]: "spanish" is listed in interprets as well',
        ),
        (
            with_relays(["mam", "spanish"], ["mam", "spanish"]),
            'volunteers[0].relays[1]: "mam" into "spanish" is listed twice',
        ),
        (with_changed("volunteers", relays={}), "volunteers[0].relays: not a list: an object"),
        (
            document(
                previous=[
                    {"volunteer": "ana", "session": "clinic", "role": "intake", "bridge": "twi"}
                ]
            ),
            "previous[0].bridge: only whoever interprets a language has one",
        ),
        (
            document(
                previous=[
                    {
                        "volunteer": "ana",
                        "session": "clinic",
                        "role": "interpreter",
                        "language": "twi",
                        "bridge": "twi",
                    }
                ]
            ),
            'previous[0].bridge: "twi" is interpreted into itself',
        ),
    ],
)
def test_a_fault_of_a_relay_is_named_by_its_path(broken: object, fault: str) -> None:
    assert faults(broken) == (fault,)


def test_relays_come_back_as_they_were_written_and_are_left_out_where_there_are_none() -> None:
    relay = interpreter("mateo", relays=frozenset({("mam", "spanish"), ("ixil", "spanish")}))
    held = Assignment("mateo", "clinic", "interpreter", None, "mam", "spanish")
    week = problem(relay, interpreter("ivo", "spanish"), previous=(held,))
    written = json.loads(json.dumps(problem_document(week)))
    assert parse_problem(written) == week
    assert written["volunteers"][0]["relays"] == [["ixil", "spanish"], ["mam", "spanish"]]
    assert written["previous"][0]["bridge"] == "spanish"
    assert "relays" not in written["volunteers"][1]
    assert "bridge" not in assignment_document(Assignment("ivo", "clinic", "interpreter"))


def test_an_unknown_role_is_named_with_the_known_ones() -> None:
    (fault,) = faults(with_changed("volunteers", roles=["judge"]))
    assert fault.startswith('volunteers[0].roles: "judge" is not one of adviser, student, ')


def test_a_duplicated_id_is_a_fault() -> None:
    whole = document()
    whole["volunteers"] *= 2
    assert faults(whole) == ('volunteers[1].id: duplicated id "ana"',)


def test_every_fault_of_a_document_is_named_at_once() -> None:
    whole = with_changed("needs", seats=-1, weight="much")
    whole["sessions"][0]["end"] = 1
    assert faults(whole) == (
        "sessions[0].end: end 1 is not after start 540",
        "needs[0].seats: negative: -1",
        'needs[0].weight: not a number: "much"',
    )


def test_a_million_faults_are_counted_and_not_all_listed() -> None:
    listed = faults(document(pins=[0] * 1_000_000))
    assert listed[0] == "pins[0]: not an object: 0"
    assert listed[-1] == "and 990000 more faults"
    assert len(listed) == 10_001


def pinned(*pins: tuple[str, str, bool], **more: object) -> dict[str, Any]:
    week = problem(*quiet_week().volunteers, needs=quiet_week().needs, **more)
    return {
        **problem_document(week),
        "pins": [dict(zip(("volunteer", "session", "must"), pin, strict=True)) for pin in pins],
    }


def test_a_pin_that_says_in_and_out_is_a_contradiction() -> None:
    assert faults(pinned(("ana", "clinic", True), ("ana", "clinic", False))) == (
        'pins[1]: contradicts pins[0]: volunteer "ana" in session "clinic" both in and out',
    )


def test_a_pin_outside_the_hours_offered_is_a_contradiction() -> None:
    whole = pinned(("ana", "clinic", True))
    whole["volunteers"][0]["windows"] = []
    (fault,) = faults(whole)
    assert fault.startswith('pins[0]: volunteer "ana" in session "clinic" cannot be kept: ')
    assert fault.endswith("the session lies outside the hours the person offers")


def test_a_pin_to_two_places_at_once_is_a_contradiction() -> None:
    whole = pinned(("ana", "clinic", True), ("ana", "other", True))
    whole["sessions"] = [*whole["sessions"], whole["sessions"][0] | {"id": "other", "start": 600}]
    whole["needs"] = [*whole["needs"], whole["needs"][0] | {"id": "again", "session": "other"}]
    assert faults(whole) == ('pins[1]: volunteer "ana" is pinned to session "clinic" at that time',)


def test_a_pin_that_can_be_kept_is_read() -> None:
    assert parse_problem(pinned(("ana", "clinic", True))).pins == (Pin("ana", "clinic", must=True),)
