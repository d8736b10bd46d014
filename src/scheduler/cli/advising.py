"""``advise``, ``candidates`` and ``replay``: what stands behind a plan, from the shell."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date

import click
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from scheduler.actions import advising
from scheduler.actions.finding import SeatPage, view_seat
from scheduler.actions.replaying import replay_run
from scheduler.actions.viewing import WeekView, view_week
from scheduler.cli.explaining import empty_json, empty_seats, show_empty
from scheduler.cli.shell import console, json_option, say_json, week_option, with_database
from scheduler.model.advice import Advice, Answer, Frontier, Repairs, Topic
from scheduler.model.week import Week
from scheduler.planning.advice import rare_languages, recruit_words
from scheduler.planning.repairs import gain_words, repair_words
from scheduler.planning.replay import Replayed
from scheduler.planning.views import wanted_seat
from scheduler.settings import Settings

MOST_SHOWN = 12


@contextmanager
def counting(title: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error while figures are worked out."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as shown:
        task = shown.add_task(title, total=None)

        def tell(done: int, wanted: int) -> None:
            shown.update(task, completed=done, total=wanted)

        yield tell


async def _answer(monday: date, topic: Topic, title: str, seat: str = "") -> tuple[Week, Answer]:
    with counting(title) as tell:
        return await advising.answer_now(monday, topic, seat, tell)


# ---- advise -------------------------------------------------------------------


@click.command()
@week_option
@click.option("--changes", is_flag=True, help="Instead: what each change of the roster buys.")
@json_option
def advise(monday: date, *, changes: bool, as_json: bool) -> None:
    """Say whom to recruit, whom the week cannot spare, and which languages rest on one person.

    Every figure comes from solving the week again with that person added or taken out.
    """

    async def work(_settings: Settings, _url: str) -> tuple[Week, Answer]:
        topic = Topic.FRONTIER if changes else Topic.ADVICE
        return await _answer(monday, topic, "Solving the week again and again")

    week, found = with_database(work)
    if as_json:
        say_json(asdict(found))
    elif isinstance(found, Frontier):
        _show_frontier(found)
    elif isinstance(found, Advice):
        _show_advice(week, found)


def _show_advice(week: Week, found: Advice) -> None:
    click.echo(f"The best plan covers {found.coverage}.\n\nWhom to look for:")
    for one in found.recruits:
        gain = f"+{one.gain}" if one.proved else f"at least +{one.gain}"
        office = week.offices[one.office].name
        click.echo(f"  {gain:>12}  {recruit_words(one)}; {office}, {one.starts:%a %d %b}")
    click.echo("\nWhom the week cannot spare:")
    for loss in found.losses:
        cost = f"-{loss.cost}" if loss.proved else f"at most -{loss.cost}"
        click.echo(f"  {cost:>12}  {week.volunteers[loss.volunteer].name}")
    click.echo("\nLanguages that rest on one person, or on nobody:")
    for rare in rare_languages(week, week.published):
        who = ", ".join(week.volunteers[number].name for number in rare.people) or "nobody"
        click.echo(f"  {rare.seats:>3} seats  {rare.language:<5} {who}")
    if not found.complete:
        click.echo("\nTime did not suffice for every figure; what is missing is left out.")


def _show_frontier(found: Frontier) -> None:
    click.echo(f"What is published covers {found.coverage}.")
    for point in found.points:
        proof = "proven" if point.proved else f"no plan within them covers more than {point.bound}"
        click.echo(f"  at most {point.moves:>2} changes: {point.coverage} ({proof})")


# ---- candidates ---------------------------------------------------------------


@click.command()
@week_option
@click.option("--seat", "key", help="A seat by its key; without it, the empty seats are listed.")
@click.option("--repairs", is_flag=True, help="Also try out what would fill the seat.")
@json_option
def candidates(monday: date, key: str | None, *, repairs: bool, as_json: bool) -> None:
    """Rank everybody for a seat, with reasons; or list the empty seats and why they are."""
    if key is None:
        _list_empty(monday, as_json=as_json)
        return

    async def work(_settings: Settings, _url: str) -> tuple[SeatPage, Week | None, Answer | None]:
        shown = await view_seat(monday, key)
        if not repairs:
            return shown, None, None
        return shown, *await _answer(monday, Topic.REPAIRS, "Trying out repairs", key)

    shown, week, found = with_database(work)
    sentences = _repairs(week, key, found)
    if as_json:
        say_json(_seat_json(shown, sentences))
        return
    click.echo(f"{shown.label}, {shown.lane.name}: {shown.empty} empty")
    for one in shown.candidates[:MOST_SHOWN]:
        reasons = "; ".join(word.text for word in one.reasons)
        click.echo(f"  {one.grade.value:<14}{one.name} ({one.about}): {reasons}")
    for sentence in sentences:
        click.echo(f"  would fill it: {sentence}")
    if repairs and not sentences:
        click.echo("  Nothing that was tried fills it.")


def _repairs(week: Week | None, key: str, found: Answer | None) -> list[str]:
    seat = wanted_seat(key)
    if week is None or seat is None or not isinstance(found, Repairs):
        return []
    return [
        f"{''.join(repair_words(week, seat, one))}. {gain_words(one.gain)}" for one in found.found
    ]


def _seat_json(shown: SeatPage, sentences: list[str]) -> dict[str, object]:
    return {
        "seat": shown.seat.key,
        "empty": shown.empty,
        "candidates": [asdict(one) for one in shown.candidates],
        "funnel": [asdict(step) for step in shown.steps],
        "repairs": sentences,
    }


def _list_empty(monday: date, *, as_json: bool) -> None:
    async def work(_settings: Settings, _url: str) -> WeekView:
        return await view_week(monday)

    empty = empty_seats(with_database(work))
    if as_json:
        say_json(empty_json(empty))
    else:
        show_empty(empty)


# ---- replay -------------------------------------------------------------------


@click.command()
@click.argument("run", type=int)
@json_option
def replay(run: int, *, as_json: bool) -> None:
    """Solve the stored problem of RUN again, on one worker, and compare.

    One worker and the seed of the run make the search repeatable as far as nothing is cut
    short by time. Figures that were proven must come out the same, however many workers
    searched; which of several equally good plans is found may differ.
    """

    async def work(_settings: Settings, _url: str) -> Replayed:
        with console.status(f"Solving the problem of run {run} again"):
            return await replay_run(run)

    done = with_database(work)
    if as_json:
        say_json(asdict(done) | {"agrees": done.agrees})
    else:
        _show_replay(done)
    if not done.agrees:
        sys.exit(1)


def _show_replay(done: Replayed) -> None:
    for stage in done.stages:
        proof = "proven both times" if stage.proved else "not proven both times"
        click.echo(f"  {stage.stage:<15} then {stage.then:g}, now {stage.now:g} ({proof})")
    if done.same_plan:
        click.echo("The same plan, seat by seat.")
    elif done.agrees:
        click.echo(
            "Another plan, as good wherever both were proven. Runs search with several workers, "
            "which find equally good plans in any order."
        )
    else:
        click.echo("A proven figure came out differently: please report this run.")
