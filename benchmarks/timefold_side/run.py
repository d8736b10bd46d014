# mypy: disable-error-code="import-not-found, misc"
# Timefold is installed in its own environment only, so the types it brings are not here.
"""Timefold's search over one puzzle.

Beside change and swap there is the move that a week of clinics needs: adviser and
interpreter of one seat together.
"""

import json
import sys
from pathlib import Path

from timefold.solver import SolverFactory
from timefold.solver import _timefold_java_interop as java
from timefold.solver.config import (
    Duration,
    EnvironmentMode,
    ScoreDirectorFactoryConfig,
    SolverConfig,
    TerminationConfig,
)

from benchmarks.timefold_side.count import Count
from benchmarks.timefold_side.roster import NOBODY, Option, Post, Roster, Seat, roster

ALONE = '<changeMoveSelector><entitySelector {entity}/><valueSelector variableName="{of}"/></changeMoveSelector>'  # noqa: E501 - one element
FIRST = '<changeMoveSelector><entitySelector {name}><entityClass>{kind}</entityClass></entitySelector><valueSelector variableName="{of}"/></changeMoveSelector>'  # noqa: E501 - one element


def _search(seat: str, post: str) -> str:
    """Each variable filled in turn, then late acceptance over changes, swaps and pairs."""
    mimic = 'mimicSelectorRef="{}"'.format
    named = 'id="{}"'.format
    queue = (
        f"<queuedEntityPlacer><entitySelector {named('placed')}><entityClass>{seat}</entityClass>"
        f"</entitySelector>{ALONE.format(entity=mimic('placed'), of='interpreter')}"
        f"{ALONE.format(entity=mimic('placed'), of='adviser')}</queuedEntityPlacer>"
    )
    posts = (
        f"<queuedEntityPlacer><entitySelector {named('posted')}><entityClass>{post}</entityClass>"
        f"</entitySelector>{ALONE.format(entity=mimic('posted'), of='holder')}</queuedEntityPlacer>"
    )
    pair = (
        "<cartesianProductMoveSelector>"
        + FIRST.format(name=named("pair"), kind=seat, of="adviser")
        + ALONE.format(entity=mimic("pair"), of="interpreter")
        + "</cartesianProductMoveSelector>"
    )
    changes = (
        FIRST.format(name="", kind=seat, of="adviser")
        + FIRST.format(name="", kind=seat, of="interpreter")
        + FIRST.format(name="", kind=post, of="holder")
    )
    swap = f"<swapMoveSelector><entitySelector><entityClass>{seat}</entityClass></entitySelector></swapMoveSelector>"  # noqa: E501 - one element
    return (
        '<solver xmlns="https://timefold.ai/xsd/solver">'
        f"<constructionHeuristic>{queue}</constructionHeuristic>"
        f"<constructionHeuristic>{posts}</constructionHeuristic>"
        f"<localSearch><unionMoveSelector>{changes}{swap}{pair}</unionMoveSelector></localSearch>"
        "</solver>"
    )


def config(seconds: float, seed: int) -> SolverConfig:
    """The search with its time and its seed."""
    java._process_compilation_queue()  # noqa: SLF001 - classes have Java names only after it
    return SolverConfig(
        xml_source_text=_search(java.get_class(Seat).getName(), java.get_class(Post).getName()),
        solution_class=Roster,
        entity_class_list=[Seat, Post],
        environment_mode=EnvironmentMode.NO_ASSERT,
        random_seed=seed,
        score_director_factory_config=ScoreDirectorFactoryConfig(
            incremental_score_calculator_class=Count
        ),
        termination_config=TerminationConfig(
            spent_limit=Duration(milliseconds=int(seconds * 1000))
        ),
    )


def main(source: str, out: str) -> None:
    """Solve the puzzle and write who sits where, by number."""
    puzzle = json.loads(Path(source).read_text())
    solver = SolverFactory.create(config(puzzle["seconds"], puzzle["seed"])).build_solver()
    best = solver.solve(roster(puzzle))

    def number(option: Option | None) -> int:
        return NOBODY if option is None else option.number

    found = {
        "hard": int(best.score.hard_score),
        "seats": [[number(seat.adviser), number(seat.interpreter)] for seat in best.seats],
        "posts": [number(post.holder) for post in best.posts],
    }
    Path(out).write_text(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
