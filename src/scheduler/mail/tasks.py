"""What a person does in a shift, and has at hand there, in the words of a letter."""

from __future__ import annotations

from scheduler.mail.words import Words
from scheduler.model.letters import Task
from scheduler.model.sessions import Title


def work_lines(task: Task, words: Words) -> tuple[str, ...]:
    """The title and what to prepare for: matter and language, nothing about a client."""
    return (words.titles[task.title], *_detail(task, words))


def _detail(task: Task, words: Words) -> tuple[str, ...]:
    language = words.language(task.language)
    if task.title is Title.INTERPRETER:
        return (interpreting(task.language, task.bridge, words),)
    if task.matter is None:
        return ()
    beside = (words.interpreter_beside.format(language=language),) if task.beside else ()
    # Many languages write the names of languages small; a line begins with a capital.
    return (words.matters[task.matter], language[:1].upper() + language[1:], *beside)


def interpreting(language: str | None, bridge: str | None, words: Words) -> str:
    """What an interpreter does."""
    name = words.language(language)
    if bridge is None:
        return words.interpreting.format(language=name)
    return words.relaying.format(language=name, bridge=words.language(bridge))


def things(task: Task, words: Words) -> tuple[str, ...]:
    """What to bring."""
    return tuple(words.things[thing] for thing in task.bring)
