"""Random weeks small enough to solve hundreds of them, busy enough for rules to bind.

Drawn from a seed, not from nested strategies: those favour empty sets, and a
week in which nobody can do anything shows nothing.
"""

import random

from hypothesis import strategies as st

from solver.problem import Need, Office, Pin, Problem, Reach, Session, Settings, Volunteer, Window

OFFICES = ("bronx", "queens", "hotline")
MATTERS = ("asylum", "visa")
LANGUAGES = ("spanish", "twi", "english")
ROLES = (
    ("adviser",),
    ("adviser", "interpreter"),
    ("student", "intake"),
    ("student",),
    ("adviser", "supervisor"),
    ("interpreter",),
    ("interpreter", "intake"),
    ("supervisor", "intake", "interpreter"),
)


class Draw(random.Random):
    """A seeded source of the parts of a week."""

    def some(self, values: tuple[str, ...]) -> frozenset[str]:
        return frozenset(self.sample(values, self.randint(0, len(values))))

    def likely(self, chance: float) -> bool:
        return self.random() < chance

    def session(self, name: str) -> Session:
        start = self.randint(0, 1) * 1440 + self.choice((540, 600, 660, 690, 780))
        return Session(
            name,
            self.choice(OFFICES),
            start,
            start + self.choice((60, 120, 180)),
            remote=self.likely(0.3),
            remote_interpreters=self.likely(0.5),
            stations=self.choice((0, 1, 2, 2, 3, 4)),
            intake=self.randint(0, 2),
            intake_weight=self.randint(0, 3),
        )

    def need(self, name: str, sessions: tuple[str, ...]) -> Need:
        return Need(
            name,
            self.choice(sessions),
            self.choice(MATTERS),
            self.choice((*LANGUAGES, None)),
            seats=self.choice((0, 1, 1, 2, 3)),
            weight=self.choice((0, 2, 3, 5, 8, 9)),
        )

    def window(self) -> Window:
        start = self.randint(0, 1) * 1440 + self.choice((480, 540, 660))
        level = self.choice(("preferred", "if_needed"))
        return Window(start, start + self.choice((180, 360, 600, 600, 600)), level)

    def reach(self, office: str) -> Reach:
        return Reach(office, self.randint(5, 60), self.choice(("preferred", "ok")))

    def relays(self, interprets: frozenset[str]) -> frozenset[tuple[str, str]]:
        ways = tuple(
            (language, bridge)
            for language in LANGUAGES
            for bridge in LANGUAGES
            if language != bridge and language not in interprets
        )
        return frozenset(self.sample(ways, min(len(ways), self.choice((0, 1, 1, 2)))))

    def volunteer(self, name: str, *, relaying: bool = False) -> Volunteer:
        interprets = self.some(LANGUAGES)
        return Volunteer(
            id=name,
            roles=frozenset(self.choice(ROLES)),
            matters=self.some(MATTERS) or frozenset({"asylum"}),
            advises_in=self.some(LANGUAGES),
            interprets=interprets,
            relays=self.relays(interprets) if relaying else frozenset(),
            windows=tuple(self.window() for _ in range(self.randint(1, 5))),
            offices=tuple(
                self.reach(office) for office in sorted(self.some(OFFICES) | {self.choice(OFFICES)})
            ),
            remote_offices=self.some(OFFICES),
            max_minutes=self.choice((60, 120, 240, 240, 600)),
            max_sessions_per_day=self.choice((0, 1, 2, 2, 2, 3, 3)),
            past_minutes=self.choice((0, 240, 1200)),
            uncertain=self.likely(0.2),
            newcomer=self.likely(0.4),
        )

    def week(self, most_people: int, most_sessions: int) -> Problem:
        sessions = tuple(
            self.session(f"s{n}") for n in range(self.randint(most_sessions // 2, most_sessions))
        )
        names = tuple(session.id for session in sessions)
        relaying = self.likely(0.6)
        people = tuple(
            self.volunteer(f"v{n}", relaying=relaying)
            for n in range(self.randint(most_people // 3, most_people))
        )
        outs = [
            Pin(person.id, self.choice(names), must=False) for person in people if self.likely(0.1)
        ]
        ways = {("bronx", "queens"): 30, ("queens", "bronx"): 30} if self.likely(0.7) else {}
        return Problem(
            settings=Settings(self.choice((0, 1, 2, 3)), self.choice((0, 30))),
            offices=tuple(Office(office) for office in OFFICES),
            travel=ways,
            sessions=sessions,
            needs=tuple(self.need(f"n{n}", names) for n in range(self.randint(2, 9))),
            volunteers=people,
            pins=tuple(outs),
        )


def problems(most_people: int = 12, most_sessions: int = 6) -> st.SearchStrategy[Problem]:
    """A week without a previous roster."""
    return st.integers(0, 2**32).map(lambda seed: Draw(seed).week(most_people, most_sessions))


def volunteers(name: str) -> st.SearchStrategy[Volunteer]:
    """Somebody who could live in such a week."""
    return st.integers(0, 2**32).map(lambda seed: Draw(seed).volunteer(name, relaying=True))
