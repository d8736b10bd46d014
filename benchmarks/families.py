"""Made-up weeks of any size: the same kind of week at 40 volunteers and at 30,000.

Offices lie on a map; people live beside one, reach the near ones and offer hours
around the times at which clinics are held. Languages and matters follow the
shape of real demand: a few are common, many are rare. The solver has no part in
this; a week depends on its size and its seed alone.
"""

import math
import random
from dataclasses import dataclass
from typing import Final

DAY: Final = 1440

OFFICES_PER_HOTLINE: Final = 8

LANGUAGES: Final = {
    "spanish": 40, "english": 12, "bengali": 7, "mandarin": 7, "haitian_creole": 6, "french": 6,
    "russian": 5, "cantonese": 4, "arabic": 4, "korean": 2, "punjabi": 2, "portuguese": 2,
    "urdu": 1.5, "ukrainian": 1.2, "polish": 1.2, "wolof": 0.6, "fulani": 0.6, "kiche": 0.6,
}  # fmt: skip
"""How often a need asks for each language."""

MATTERS: Final = {
    "asylum": 8,
    "removal": 10,
    "family": 3,
    "naturalization": 2,
    "visa": 5,
    "daca": 4,
}
"""What one seat of each matter is worth when it is not urgent."""

MATTER_DEMAND: Final = (28, 16, 16, 20, 12, 8)
MATTER_SUPPLY: Final = (33, 18, 30, 41, 15, 24)
"""How often each matter is asked for, and how often advisers have it."""

ROLES: Final = {
    ("adviser",): 36, ("interpreter",): 19, ("adviser", "supervisor"): 9,
    ("interpreter", "intake"): 8, ("adviser", "interpreter"): 7, ("adviser", "intake"): 5,
    ("student", "intake"): 4, ("intake",): 4, ("student",): 3,
    ("adviser", "supervisor", "interpreter"): 3, ("student", "interpreter"): 2,
}  # fmt: skip
"""How often a volunteer may do what."""

STARTS: Final = (540, 600, 660, 780, 840, 1020, 1050, 1080)
SPANS: Final = ((540, 780), (540, 1080), (780, 1020), (960, 1200), (1020, 1320), (600, 900))
"""Times of day at which sessions start, and spans that people offer."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a week is.

    `seats` is roughly what the needs of a session add up to, `windows` how many
    stretches of the week people offer.
    """

    volunteers: int
    sessions: int
    offices: int
    seats: float
    windows: tuple[int, ...] = (3, 4, 5, 5, 6, 7, 8)


SIZES: Final = {
    "tiny": Size(40, 12, 4, 4.0, (6, 7, 8, 9, 10)),
    "small": Size(240, 60, 9, 6.0, (7, 8, 9, 10, 11, 12)),
    "medium": Size(1_000, 120, 9, 12.5),
    "large": Size(5_000, 900, 60, 9.0),
    "huge": Size(30_000, 6_000, 400, 8.3),
}


def week(size: Size, seed: int) -> dict[str, object]:
    """A `clinic-problem/1` document of the size; the same seed gives the same week."""
    return _Week(size, random.Random(seed)).document()  # noqa: S311 - made-up weeks, no secrets


class _Week:
    def __init__(self, size: Size, chance: random.Random) -> None:
        self._size = size
        self._chance = chance
        side = math.sqrt(size.offices) * 30
        self._map = [
            (chance.uniform(0, side), chance.uniform(0, side)) for _ in range(size.offices)
        ]
        last = size.offices - 1
        self._hotlines = {
            n for n in range(size.offices) if n % 9 == OFFICES_PER_HOTLINE or n == last
        }
        self._near = [self._neighbours(number) for number in range(size.offices)]
        self._days = chance.choices(range(7), weights=(10, 12, 14, 20, 12, 22, 0), k=size.sessions)

    def _minutes(self, one: int, other: int) -> int:
        reach = math.dist(self._map[one], self._map[other])
        return max(25, 5 * round((reach + 15) / 5))

    def _neighbours(self, office: int) -> list[int]:
        """Offices with a room within an hour and a half, the nearest first, itself among them."""
        rooms = [other for other in range(self._size.offices) if other not in self._hotlines]
        near = [other for other in rooms if other == office or self._minutes(office, other) <= 90]  # noqa: PLR2004
        return sorted(near, key=lambda other: (other != office, self._minutes(office, other)))[:9]

    def document(self) -> dict[str, object]:
        sessions = [self._session(number) for number in range(self._size.sessions)]
        needs = [need for session in sessions for need in self._needs(session)]
        return {
            "format": "clinic-problem/1",
            "settings": {"students_per_supervisor": 3, "remote_buffer_minutes": 30},
            "offices": [
                {"id": f"o{n}", "kind": "hotline" if n in self._hotlines else "office"}
                for n in range(self._size.offices)
            ],
            "travel": [
                [f"o{one}", f"o{other}", self._minutes(one, other)]
                for one in range(self._size.offices)
                for other in sorted(self._near[one])
                if one < other and one not in self._hotlines
            ],
            "sessions": sessions,
            "needs": needs,
            "volunteers": [self._volunteer(number) for number in range(self._size.volunteers)],
            "pins": [],
            "previous": [],
        }

    def _session(self, number: int) -> dict[str, object]:
        chance = self._chance
        office = chance.randrange(self._size.offices)
        hotline = office in self._hotlines
        workshop = not hotline and chance.random() < 0.15  # noqa: PLR2004
        start = self._days[number] * DAY + chance.choice(STARTS)
        seats = max(2, round(chance.gauss(self._size.seats, self._size.seats / 4)))
        intake = 0 if hotline else chance.choice((0, 1, 1, 2))
        return {
            "id": f"s{number}",
            "office": f"o{office}",
            "start": start,
            "end": start + chance.choices((120, 150, 180, 240), weights=(55, 15, 23, 7))[0],
            "kind": "hotline" if hotline else "workshop" if workshop else "clinic",
            "remote": hotline or (not workshop and chance.random() < 0.15),  # noqa: PLR2004
            "remote_interpreters": hotline or chance.random() < 0.65,  # noqa: PLR2004
            "stations": seats,
            "intake": intake,
            "intake_weight": 2,
        }

    def _needs(self, session: dict[str, object]) -> list[dict[str, object]]:
        chance = self._chance
        left = int(str(session["stations"]))
        needs: list[dict[str, object]] = []
        while left > 0:
            seats = min(left, chance.choices((1, 2, 3, 4), weights=(58, 24, 12, 6))[0])
            left -= seats
            matter = chance.choices(tuple(MATTERS), weights=MATTER_DEMAND)[0]
            needs.append(
                {
                    "id": f"{session['id']}n{len(needs)}",
                    "session": session["id"],
                    "matter": matter,
                    "language": self._language(),
                    "seats": seats,
                    "weight": MATTERS[matter] + 2 * (chance.random() < 0.14),  # noqa: PLR2004
                }
            )
        return needs

    def _language(self, *, spoken: bool = False) -> str:
        names = list(LANGUAGES)
        weights = [LANGUAGES[name] ** (0.8 if spoken else 1) for name in names]
        if spoken:
            weights[names.index("english")] = 0
        return self._chance.choices(names, weights=weights)[0]

    def _volunteer(self, number: int) -> dict[str, object]:
        chance = self._chance
        roles = chance.choices(tuple(ROLES), weights=tuple(ROLES.values()))[0]
        advises = bool({"adviser", "student"} & set(roles))
        home = chance.randrange(self._size.offices)
        near = self._near[home]
        reached = near[: chance.choice((2, 3, 3, 4, 5, 6, 8))]
        remote = sorted({*near, *sorted(self._hotlines, key=lambda h: self._minutes(home, h))[:1]})
        hours = chance.choice((120, 120, 240, 240, 240, 360, 480))
        return {
            "id": f"v{number}",
            "roles": list(roles),
            "matters": self._matters() if advises else [],
            "advises_in": self._spoken(0.33) if advises else [],
            "interprets": self._spoken(1.2) if "interpreter" in roles else [],
            "windows": self._windows(),
            "offices": [
                [f"o{office}", 15 if place == 0 else self._minutes(home, office), _liking(place)]
                for place, office in enumerate(reached)
            ],
            "remote_offices": [f"o{office}" for office in remote] if chance.random() < 0.42 else [],  # noqa: PLR2004
            "max_minutes": hours,
            "max_sessions_per_day": chance.choices((1, 2, 3), weights=(2, 6, 2))[0],
            "past_minutes": chance.choice((0, 0, 1, 2, 2, 3, 4, 5)) * hours,
        }

    def _matters(self) -> list[str]:
        chance = self._chance
        picked = [
            m
            for m, often in zip(MATTERS, MATTER_SUPPLY, strict=True)
            if chance.random() * 60 < often
        ]
        return picked or [chance.choice(tuple(MATTERS))]

    def _spoken(self, others: float) -> list[str]:
        """English and about as many other languages as given."""
        count = int(others) + (self._chance.random() < others % 1)
        return ["english", *sorted({self._language(spoken=True) for _ in range(count)})]

    def _windows(self) -> list[list[object]]:
        chance = self._chance
        windows: list[list[object]] = []
        for _ in range(chance.choice(self._size.windows)):
            day = chance.choices(range(7), weights=(10, 12, 14, 20, 12, 22, 0))[0]
            start, end = chance.choice(SPANS)
            level = chance.choices(("preferred", "if_needed"), weights=(64, 36))[0]
            windows.append([day * DAY + start, day * DAY + end, level])
        return sorted(windows, key=lambda window: (str(window[0]).zfill(6), str(window[1])))


def _liking(place: int) -> str:
    return "preferred" if place == 0 else "ok"
