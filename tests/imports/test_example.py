"""The example week: the same for the same seed, good rows only, and of every kind."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from scheduler.example.figures import LIMITED_ENGLISH, apportioned, everywhere
from scheduler.example.week import example_week
from scheduler.imports.rows import Reading, read_week
from scheduler.model.directory import Directory
from scheduler.model.languages import LANGUAGES
from scheduler.model.matters import Kind, Matter
from scheduler.model.people import Relay
from scheduler.model.sessions import Session, SessionKind

MONDAY = date(2026, 12, 7)
NEW_YORK = ZoneInfo("America/New_York")


def read_example(monday: date, seed: int = 7) -> Reading:
    return read_week(example_week(monday, seed), Directory(), monday - timedelta(days=7))


@pytest.fixture(scope="module")
def directory() -> Directory:
    return read_example(MONDAY).directory


def test_the_same_seed_gives_the_same_bytes() -> None:
    assert example_week(MONDAY) == example_week(MONDAY)
    assert example_week(MONDAY, seed=8) != example_week(MONDAY)


# The weeks of both changes of clocks, a leap day, and the turn of a year.
@pytest.mark.parametrize("day", ["2026-03-02", "2026-10-26", "2028-02-28", "2026-12-28"])
@pytest.mark.parametrize("seed", [1, 7, 99])
def test_any_week_has_good_rows_only_and_few_warnings(day: str, seed: int) -> None:
    reading = read_example(date.fromisoformat(day), seed)
    assert reading.bad == ()
    assert len(reading.warnings) <= 12
    assert {f.column for f in reading.warnings} <= {"credential_expires", "language"}


def test_eight_offices_and_a_hotline(directory: Directory) -> None:
    assert list(directory.offices) == [
        "bronx",
        "syracuse",
        "queens-west",
        "northern-manhattan",
        "queens-northeast",
        "rockland",
        "central-brooklyn",
        "staten-island",
        "hotline",
    ]


def test_four_hundred_people_of_every_kind_and_most_pledge_two_hours(directory: Directory) -> None:
    people = directory.volunteers.values()
    assert len(people) == 400
    assert {p.kind for p in people} == set(Kind)
    assert sum(p.pledge_minutes == 120 for p in people) > 200
    assert all(p.email.endswith("@example.org") for p in people)
    assert all("-555-01" in p.phone for p in people)
    assert sum(not p.name.isascii() for p in people) >= 10
    assert all(directory.availability[p.email] for p in people)


def test_no_credential_has_expired_and_few_are_about_to(directory: Directory) -> None:
    dates = [p.credential.expires for p in directory.volunteers.values() if p.credential.expires]
    assert min(dates) > MONDAY
    assert 1 <= sum(day < MONDAY + timedelta(days=30) for day in dates) <= 6


def test_clinics_by_day_in_the_evening_and_on_saturday(directory: Directory) -> None:
    clinics = [s for s in directory.sessions.values() if s.kind is SessionKind.CLINIC]
    starts = [s.starts.astimezone(NEW_YORK) for s in clinics]
    assert any(at.hour < 12 and at.weekday() < 5 for at in starts)
    assert any(at.hour >= 17 for at in starts)
    assert any(at.weekday() == 5 for at in starts)


def test_the_hotline_is_open_every_day(directory: Directory) -> None:
    assert {
        s.starts.astimezone(NEW_YORK).weekday()
        for s in directory.sessions.values()
        if s.kind is SessionKind.HOTLINE
    } == set(range(7))


def test_every_office_holds_its_workshop_at_the_same_time(directory: Directory) -> None:
    workshops = [s for s in directory.sessions.values() if s.kind is SessionKind.WORKSHOP]
    assert {s.office for s in workshops} == set(directory.offices) - {"hotline"}
    assert len({s.starts for s in workshops}) == 1
    assert all(s.needs[0].matter is Matter.KNOW_YOUR_RIGHTS for s in workshops)


def test_demand_follows_the_figures(directory: Directory) -> None:
    clinics = [s for s in directory.sessions.values() if s.kind is SessionKind.CLINIC]
    for office, language in (("bronx", "es"), ("queens-west", "es"), ("queens-northeast", "cmn")):
        asked = Counter[str | None]()
        for session in _of(clinics, office):
            for need in session.needs:
                asked[need.language] += need.consultations
        assert asked.most_common(1)[0][0] == language


def test_one_rare_language_is_only_interpreted_into_spanish(directory: Directory) -> None:
    asked = [n for s in directory.sessions.values() for n in s.needs if n.language == "mam"]
    people = directory.volunteers.values()
    assert len(asked) == 1
    assert [p.relays for p in people if p.relays] == [(Relay("mam", "es"),)]
    assert not any("mam" in p.interprets | p.advises_in for p in people)


def _of(sessions: list[Session], office: str) -> list[Session]:
    return [session for session in sessions if session.office == office]


def test_figures_name_known_languages_only() -> None:
    assert everywhere().keys() <= LANGUAGES.keys()
    assert len(LIMITED_ENGLISH) == 8


def test_seats_are_apportioned_by_largest_remainder() -> None:
    assert apportioned({"es": 60, "ko": 25, "fr": 15}, 10) == {"es": 6, "ko": 3, "fr": 1}
    assert apportioned({"es": 96, "ko": 4}, 5) == {"es": 5}
