"""Questions beside the plan: whom to recruit, what a change buys, what would fill a seat.

Each is a row that a worker answers, like a run; its answer says which state of the week it
is about, so a page can tell when the week has moved on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from scheduler.actions import editing
from scheduler.actions.editing import Edited
from scheduler.errors import ConflictError, InvalidInputError, NotFoundError, OpenDoorError
from scheduler.model.advice import Answer, Asked, Question, Repair, Repairs, Topic
from scheduler.model.rosters import Placement
from scheduler.model.runs import RunState
from scheduler.model.sessions import Role, seats, shifts
from scheduler.model.week import Week
from scheduler.planning.advice import advise_week
from scheduler.planning.basis import basis_of, is_about
from scheduler.planning.effort import Effort
from scheduler.planning.frontier import week_frontier
from scheduler.planning.repairs import seat_repairs
from scheduler.planning.views import WantedSeat, wanted_seat
from scheduler.store import audit, drafts, questions, runs
from scheduler.store.db import transaction
from scheduler.store.jobs import ADVISE, enqueue, workers_alive
from scheduler.store.rosters import lock_week
from scheduler.store.week import load_week

SECONDS = {Topic.ADVICE: 120.0, Topic.FRONTIER: 60.0, Topic.REPAIRS: 20.0}
"""What an answer may take; most come long before."""
GIVEN_UP = timedelta(minutes=20)
"""A question that has not ended after this long may be asked again."""
TELL_EVERY = 0.5


@dataclass(frozen=True, slots=True)
class Standing:
    """A question as a page shows it.

    ``run`` is the run it is kept with: None where the week was never solved, so that there
    is nothing to ask about. ``current``: the answer is about the week and plan as they are.
    """

    week: Week
    topic: Topic
    seat: str
    run: int | None
    asked: Asked | None
    current: bool
    workers: int
    placed: tuple[Placement, ...]
    basis: str

    @property
    def under_way(self) -> bool:
        """Whether an answer is still to come."""
        return self.asked is not None and not self.asked.question.state.is_over

    @property
    def answer(self) -> Answer | None:
        """The answer, when there is one."""
        return self.asked.answer if self.asked else None


async def look(monday: date, topic: Topic, seat: str = "") -> Standing:
    """How far the answer to a question about a week is."""
    week = await load_week(monday)
    if seat:
        _seat_of(week, seat)
    run = await questions.latest_solved(monday)
    asked = await questions.load_asked(run, _key(topic, seat)) if run else None
    placed = await _plan(week, topic)
    basis = basis_of(week, placed)
    return Standing(
        week=week,
        topic=topic,
        seat=seat,
        run=run,
        asked=asked,
        current=asked is not None and asked.question.basis == basis,
        workers=await workers_alive(),
        placed=placed,
        basis=basis,
    )


def _key(topic: Topic, seat: str) -> str:
    return Question(topic, seat, "", datetime.now(UTC)).key


def _seat_of(week: Week, key: str) -> WantedSeat:
    """The seat of the week a key names; only seats that were asked for can be repaired."""
    seat = wanted_seat(key)
    session = week.sessions.get(seat.session) if seat else None
    if seat is None or session is None or seat.shift >= len(shifts(session)):
        raise NotFoundError("This seat is not part of the week.")
    asked_for = {(Role.ADVISER, need.id) for need in session.needs} | {(Role.INTAKE, None)}
    if (seat.role, seat.need) not in asked_for:
        raise NotFoundError("Only a seat that was asked for can be empty.")
    return seat


def _is_empty(week: Week, placed: tuple[Placement, ...], seat: WantedSeat) -> bool:
    session = week.sessions[seat.session]
    need = next((need for need in session.needs if need.id == seat.need), None)
    wanted = seats(need, session) if need else session.intake
    here = (seat.session, seat.shift, seat.role, seat.need)
    return sum((p.session, p.shift, p.role, p.need) == here for p in placed) < wanted


async def _plan(week: Week, topic: Topic) -> tuple[Placement, ...]:
    """The plan a question is about: what is published, or what is worked on."""
    draft = None if topic is Topic.FRONTIER else await drafts.open_draft(week.monday)
    return draft.seats if draft else week.published


async def ask(monday: date, topic: Topic, actor: str, now: datetime, seat: str = "") -> Asked:
    """Have a worker answer; a question that is being answered already is not asked twice."""
    async with transaction():
        await lock_week(monday)
        standing = await look(monday, topic, seat)
        run = _require_askable(standing)
        pending = standing.asked if standing.under_way else None
        if pending and now - pending.question.asked_at < GIVEN_UP:
            return pending
        asked = Asked(Question(topic, seat, standing.basis, now))
        await questions.put_asked(run, asked)
        key = asked.question.key
        await enqueue(ADVISE, queue="runs", lock=f"advise-{monday}", run=run, key=key)
        await audit.record(actor, "ask-solver", f"week {monday}", question=key)
    return asked


def _require_askable(standing: Standing) -> int:
    """The run the question is kept with; refused where there is nothing to ask about."""
    if standing.run is None:
        raise ConflictError("Solve the week first: every figure is measured against its plan.")
    week = standing.week
    if standing.topic is Topic.FRONTIER and not week.published:
        raise InvalidInputError("Nothing is published yet, so nothing can change.")
    if standing.seat and not _is_empty(week, standing.placed, _seat_of(week, standing.seat)):
        raise InvalidInputError("Somebody sits there by now: this seat is not empty.")
    return standing.run


# ---- answering ----------------------------------------------------------------


async def carry_out(run: int, key: str) -> None:
    """Answer a question that waits, or one whose worker died; an answered one is left alone."""
    asked = await questions.load_asked(run, key)
    if asked is None or asked.question.state.is_over:
        return
    week = await load_week((await runs.load_run(run)).monday)
    topic = asked.question.topic
    placed = await _plan(week, topic)
    question = replace(asked.question, state=RunState.RUNNING, basis=basis_of(week, placed))
    effort = Effort(SECONDS[topic])
    told: list[tuple[int, int]] = [(0, 0)]
    effort.told = lambda done, wanted: told.append((done, wanted))
    try:
        bound = await _bound(run, week)
        solving = asyncio.create_task(
            asyncio.to_thread(answer, week, placed, question, bound, effort)
        )
        question = await _follow(run, question, solving, told)
        found = await solving
        ended = replace(question, state=RunState.FINISHED, ended_at=datetime.now(UTC))
        await questions.put_asked(run, Asked(ended, found))
    except Exception as error:
        failure = error.detail if isinstance(error, OpenDoorError) else type(error).__name__
        ended = replace(
            question, state=RunState.FAILED, ended_at=datetime.now(UTC), failure=failure
        )
        await questions.put_asked(run, Asked(ended))
        raise
    finally:
        effort.stop.set()


async def _bound(run: int, week: Week) -> int | None:
    """What no plan covers more than; None where the run was about another state of the week."""
    record = await runs.load_run(run)
    if record.result is None or record.max_changes is not None:
        return None
    same = is_about(week, await questions.snapshot_of(run))
    return record.result.bound if same else None


async def _follow(
    run: int, question: Question, solving: asyncio.Task[Answer], told: list[tuple[int, int]]
) -> Question:
    """Write down how far it is until it is done."""
    while True:
        done, wanted = told[-1]
        question = replace(question, done=done, wanted=wanted)
        await questions.put_asked(run, Asked(question))
        finished, _ = await asyncio.wait({solving}, timeout=TELL_EVERY)
        if finished:
            return question


def answer(
    week: Week,
    placed: tuple[Placement, ...],
    question: Question,
    bound: int | None,
    effort: Effort,
) -> Answer:
    """Work an answer out in this very thread; for workers and the shell."""
    match question.topic:
        case Topic.ADVICE:
            return advise_week(week, placed, bound, effort)
        case Topic.FRONTIER:
            return week_frontier(week, effort)
        case Topic.REPAIRS:
            return seat_repairs(week, placed, _seat_of(week, question.seat), effort)


async def answer_now(
    monday: date, topic: Topic, seat: str = "", told: Callable[[int, int], None] | None = None
) -> tuple[Week, Answer]:
    """Ask and answer in this process, for the shell; nothing is kept."""
    week = await load_week(monday)
    if not week.sessions:
        raise NotFoundError(f"No session is on file in the week of {monday}.")
    placed = await _plan(week, topic)
    effort = Effort(SECONDS[topic])
    if told is not None:
        effort.told = told
    run = await questions.latest_solved(monday)
    bound = await _bound(run, week) if run else None
    question = Question(topic, seat, "", datetime.now(UTC))
    return week, await asyncio.to_thread(answer, week, placed, question, bound, effort)


# ---- taking up a repair -------------------------------------------------------


async def take_repair(monday: date, key: str, number: int, actor: str, now: datetime) -> Edited:
    """Put the plan behind a repair into the draft; one Undo takes all of it back."""
    async with transaction():
        await lock_week(monday)
        standing = await look(monday, Topic.REPAIRS, key)
        repair = _repair(standing, number)
        if not standing.current:
            raise ConflictError(
                "The week has changed since this was worked out; work it out again first."
            )
        if not repair.kind.within_the_rules:
            raise InvalidInputError("This repair needs a change of the week or a person first.")
        return await editing.exchange(monday, repair.removed, repair.added, actor, now)


def _repair(standing: Standing, number: int) -> Repair:
    if isinstance(standing.answer, Repairs) and 0 <= number < len(standing.answer.found):
        return standing.answer.found[number]
    raise NotFoundError("There is no such repair.")
