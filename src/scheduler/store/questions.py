"""Questions put to the solver beside a plan, kept with the run of the week they are about."""

from __future__ import annotations

from datetime import date

import msgspec

from scheduler.model.advice import Advice, Asked, Frontier, Question, Repairs, Topic
from scheduler.store.db import value

_ANSWERS: dict[Topic, type[Advice | Frontier | Repairs]] = {
    Topic.ADVICE: Advice,
    Topic.FRONTIER: Frontier,
    Topic.REPAIRS: Repairs,
}


class _Kept(msgspec.Struct):
    """What the database holds: the answer can be read once the topic is known."""

    question: Question
    answer: msgspec.Raw = msgspec.Raw(b"null")


async def latest_solved(monday: date) -> int | None:
    """The latest run of the week that left a plan: questions are kept with it."""
    found = await value(
        "SELECT id FROM run WHERE monday = $1 AND state = 'finished' ORDER BY id DESC LIMIT 1",
        monday,
    )
    return None if found is None else int(found)


async def load_asked(run: int, key: str) -> Asked | None:
    """A question with its answer as far as there is one."""
    stored = await value(
        "SELECT result #> ARRAY['questions', $2::text] FROM run WHERE id = $1", run, key
    )
    if stored is None:
        return None
    kept = msgspec.json.decode(stored, type=_Kept)
    if kept.answer == msgspec.Raw(b"null"):
        return Asked(kept.question)
    return Asked(
        kept.question, msgspec.json.decode(kept.answer, type=_ANSWERS[kept.question.topic])
    )


async def put_asked(run: int, asked: Asked) -> None:
    """Keep a question as it stands now, in place of what was kept of it."""
    await value(
        "UPDATE run SET result = jsonb_set(result, '{questions}', "
        "coalesce(result -> 'questions', '{}') || jsonb_build_object($2::text, $3::jsonb)) "
        "WHERE id = $1 RETURNING id",
        run,
        asked.question.key,
        msgspec.json.encode(asked).decode(),
    )


async def snapshot_of(run: int) -> str:
    """The problem as the run solved it, as JSON; "{}" where it never began."""
    return str(await value("SELECT snapshot FROM run WHERE id = $1", run) or "{}")
