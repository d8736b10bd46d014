"""Who sits at a table together, where some interpret only into a bridge language."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from scheduler.model.matters import Kind, Matter
from scheduler.model.people import LanguageSkill, Volunteer
from scheduler.model.rosters import Placement
from scheduler.model.sessions import Modality, Need, Role, Session, SessionKind
from scheduler.model.week import Week
from scheduler.planning.beside import beside

MAM, SPANISH, KICHE = 1, 2, 3
"""Needs, by what their clients speak."""
CLINIC = Session(
    office="harbor",
    starts=datetime(2026, 12, 7, 19, tzinfo=UTC),
    ends=datetime(2026, 12, 7, 21, tzinfo=UTC),
    shift_minutes=120,
    kind=SessionKind.CLINIC,
    modality=Modality.ON_SITE,
    stations=6,
    intake=0,
    needs=tuple(
        Need(Matter.ASYLUM, code, 2, 60, id=number)
        for number, code in ((MAM, "mam"), (SPANISH, "es"), (KICHE, "quc"))
    ),
    id=7,
)


def advises(number: int, need: int, *speaks: str) -> tuple[Placement, Volunteer]:
    skills = tuple(LanguageSkill(code, advise=True, interpret=False) for code in speaks)
    person = Volunteer(f"{number}@example.org", str(number), Kind.ATTORNEY, languages=skills)
    return Placement(7, 0, number, Role.ADVISER, need=need), person


def interprets(
    number: int, language: str, bridge: str | None = None
) -> tuple[Placement, Volunteer]:
    person = Volunteer(f"{number}@example.org", str(number), Kind.INTERPRETER)
    return Placement(7, 0, number, Role.INTERPRETER, language=language, bridge=bridge), person


Sitting = tuple[Placement, Volunteer]


def tables(*sitting: Sitting) -> dict[int, tuple[int, ...]]:
    week = Week(
        date(2026, 12, 7),
        offices={},
        travel=(),
        sessions={7: CLINIC},
        volunteers={placement.volunteer: person for placement, person in sitting},
        windows={},
    )
    return beside(week, CLINIC, [placement for placement, _ in sitting])


@pytest.mark.parametrize(
    ("sitting", "expected"),
    [
        pytest.param(
            (advises(1, MAM), interprets(2, "mam")),
            {1: (2,), 2: (1,)},
            id="a pair",
        ),
        pytest.param(
            (advises(1, MAM, "es"), interprets(2, "mam", "es")),
            {1: (2,), 2: (1,)},
            id="the adviser speaks the bridge language",
        ),
        pytest.param(
            (advises(1, MAM), interprets(2, "mam", "es"), interprets(3, "es")),
            {1: (2, 3), 2: (1, 3), 3: (1, 2)},
            id="two in a row",
        ),
        pytest.param(
            (advises(1, MAM, "es"), interprets(2, "mam", "es"), interprets(3, "es")),
            {1: (2,), 2: (1,)},
            id="nobody more than it takes",
        ),
        pytest.param(
            (advises(1, MAM), interprets(2, "mam", "es")),
            {},
            id="a relay nobody hears",
        ),
        pytest.param(
            (advises(1, MAM), interprets(2, "mam", "es"), interprets(3, "es", "pt")),
            {},
            id="no chain of three",
        ),
        pytest.param(
            (advises(1, SPANISH), interprets(2, "es", "pt"), interprets(3, "es")),
            {1: (3,), 3: (1,)},
            id="a relay that is not needed sits by itself",
        ),
        pytest.param(
            (
                advises(1, MAM, "es"),
                advises(2, MAM),
                interprets(3, "mam"),
                interprets(4, "mam", "es"),
            ),
            {1: (4,), 4: (1,), 2: (3,), 3: (2,)},
            id="who can hear the relay leaves the other interpreter to who cannot",
        ),
        pytest.param(
            (
                advises(1, MAM),
                advises(2, SPANISH),
                interprets(3, "mam", "es"),
                interprets(4, "es"),
            ),
            {2: (4,), 4: (2,)},
            id="one interpreter is not heard twice",
        ),
        pytest.param(
            (
                advises(1, MAM),
                advises(2, KICHE, "es"),
                advises(3, SPANISH),
                interprets(4, "mam", "es"),
                interprets(5, "quc", "es"),
                interprets(6, "es"),
                interprets(7, "es"),
            ),
            {1: (4, 6), 4: (1, 6), 6: (1, 4), 2: (5,), 5: (2,), 3: (7,), 7: (3,)},
            id="several tables at once",
        ),
    ],
)
def test_everybody_is_understood_by_as_few_as_can_be(
    sitting: tuple[Sitting, ...], expected: dict[int, tuple[int, ...]]
) -> None:
    found = tables(*sitting)
    assert len(found) == len(expected)
    assert found == expected
    assert tables(*reversed(sitting)) == expected, "whatever order they are named in"
