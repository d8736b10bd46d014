# mypy: disable-error-code="import-not-found, misc"
# Timefold is installed in its own environment only, so the types it brings are not here.
"""The score, counted incrementally: Timefold's fastest way.

Plain loops by number on purpose: a Python loop ends by an exception, which costs
the Java machine dear.
"""

from timefold.solver.score import HardSoftScore, IncrementalScoreCalculator

from benchmarks.timefold_side.roster import Option, Post, Roster, Rules, Seat

DAY = 1440


class Count(IncrementalScoreCalculator):
    """Breaches of the hard rules, and ten points for each unit of covered weight.

    Somebody who sits idle costs one point, so that nobody is kept for nothing.
    """

    rules: Rules
    held: list[list[Option]]
    minutes: list[int]
    advisers: list[int]
    students: list[int]
    supervisors: list[int]
    seat_points: list[int]
    hard: int
    soft: int

    def reset_working_solution(self, solution: Roster) -> None:
        """Count everything anew."""
        self.rules = solution.rules
        people = len(solution.rules.most_minutes)
        sessions = len(solution.rules.stations)
        self.held = [[] for _ in range(people)]
        self.minutes = [0 for _ in range(people)]
        self.advisers = [0 for _ in range(sessions)]
        self.students = [0 for _ in range(sessions)]
        self.supervisors = [0 for _ in range(sessions)]
        self.seat_points = [0 for _ in range(len(solution.seats))]
        self.hard = -len(solution.rules.pinned)
        self.soft = 0
        for seat in solution.seats:
            if seat.adviser is not None:
                self.advise(seat.adviser, 1)
            if seat.interpreter is not None:
                self.place(seat.interpreter, 1)
            self.value(seat)
        for post in solution.posts:
            if post.holder is not None:
                self.hold(post, post.holder, 1)

    def before_entity_added(self, entity: Seat | Post) -> None:
        """Nothing is ever added while it runs."""

    def after_entity_added(self, entity: Seat | Post) -> None:
        """Nothing is ever added while it runs."""

    def before_entity_removed(self, entity: Seat | Post) -> None:
        """Nothing is ever removed while it runs."""

    def after_entity_removed(self, entity: Seat | Post) -> None:
        """Nothing is ever removed while it runs."""

    def before_variable_changed(self, entity: Seat | Post, variable_name: str) -> None:
        """Take back what the variable counted for."""
        if isinstance(entity, Post):
            if entity.holder is not None:
                self.hold(entity, entity.holder, -1)
        elif variable_name == "adviser":
            if entity.adviser is not None:
                self.advise(entity.adviser, -1)
        elif entity.interpreter is not None:
            self.place(entity.interpreter, -1)

    def after_variable_changed(self, entity: Seat | Post, variable_name: str) -> None:
        """Count what the variable stands at now."""
        if isinstance(entity, Post):
            if entity.holder is not None:
                self.hold(entity, entity.holder, 1)
            return
        if variable_name == "adviser":
            if entity.adviser is not None:
                self.advise(entity.adviser, 1)
        elif entity.interpreter is not None:
            self.place(entity.interpreter, 1)
        self.value(entity)

    def calculate_score(self) -> HardSoftScore:
        """The score as it stands."""
        return HardSoftScore.of(self.hard, self.soft)

    def value(self, seat: Seat) -> None:
        """What a seat is worth: all its weight when understood, less what sits idle."""
        points = 0
        if seat.interpreter is not None:
            points = -1
        if seat.adviser is not None:
            if seat.adviser.speaks:
                points = points + 10 * seat.weight
            elif seat.interpreter is not None:
                points = 10 * seat.weight
            else:
                points = -1
        self.soft = self.soft + points - self.seat_points[seat.number]
        self.seat_points[seat.number] = points

    def advise(self, option: Option, sign: int) -> None:
        """Put an adviser in (1) or take one out (-1)."""
        session = option.session
        before = self.too_many(session)
        self.advisers[session] = self.advisers[session] + sign
        if option.student:
            self.students[session] = self.students[session] + sign
        self.hard = self.hard - self.too_many(session) + before
        self.place(option, sign)

    def hold(self, post: Post, holder: Option, sign: int) -> None:
        """Fill a post (1) or empty it (-1)."""
        if post.supervises:
            session = post.session
            before = self.too_many(session)
            self.supervisors[session] = self.supervisors[session] + sign
            self.hard = self.hard - self.too_many(session) + before
            self.soft = self.soft - sign
        else:
            self.soft = self.soft + 10 * post.weight * sign
        self.place(holder, sign)

    def too_many(self, session: int) -> int:
        """Advisers without a station, and students without a supervisor."""
        over = 0
        if self.advisers[session] > self.rules.stations[session]:
            over = self.advisers[session] - self.rules.stations[session]
        watched = self.rules.ratio * self.supervisors[session]
        if self.students[session] > watched:
            over = over + self.students[session] - watched
        return over

    def place(self, option: Option, sign: int) -> None:
        """Count a person's own rules with the option (1) or without it (-1)."""
        person = option.person
        held = self.held[person]
        if sign < 0:
            held.remove(option)
        broken = self.clashes(option, held)
        if self.rules.is_pinned[person]:
            key = person * len(self.rules.stations) + option.session
            broken = broken - self.rules.pinned.count(key)
        before = self.minutes[person] - self.rules.most_minutes[person]
        after = before + sign * (option.end - option.start)
        self.minutes[person] = self.minutes[person] + sign * (option.end - option.start)
        if before > 0:
            self.hard = self.hard + before
        if after > 0:
            self.hard = self.hard - after
        self.hard = self.hard - sign * broken
        if sign > 0:
            held.append(option)

    def clashes(self, option: Option, held: list[Option]) -> int:
        """How many of a person's rules the option breaks beside what they hold."""
        broken = 0
        that_day = 0
        index = 0
        count = len(held)
        while index < count:
            other = held[index]
            if other.start // DAY == option.start // DAY:
                that_day = that_day + 1
            if self.clash(option, other):
                broken = broken + 1
            index = index + 1
        if that_day >= self.rules.most_sessions[option.person]:
            broken = broken + 1
        return broken

    def clash(self, one: Option, other: Option) -> bool:
        """Whether one person cannot do both."""
        pause = other.start - one.end
        if one.start > other.start:
            pause = one.start - other.end
        needed = 0
        if one.session == other.session:
            needed = 7 * DAY
        elif one.remote or other.remote:
            if not (one.remote and other.remote):
                needed = self.rules.buffer
        elif one.office != other.office:
            needed = self.rules.travel[one.office][other.office]
            if needed < 0:
                needed = 0
                if one.start // DAY == other.start // DAY:
                    needed = DAY
        return pause < needed or pause < 0
