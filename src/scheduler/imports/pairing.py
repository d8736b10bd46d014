"""Which row means which need: needs have no name of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count

from scheduler.model.matters import Matter
from scheduler.model.sessions import Need

Topic = tuple[Matter, str | None]


def topic_of(need: Need) -> Topic:
    """What a need is about."""
    return (need.matter, need.language)


def exact_key(need: Need) -> tuple[object, ...]:
    """What tells needs of one matter and language apart."""
    return (need.matter, need.language, need.minutes_each, need.priority)


def merged_needs(on_file: tuple[Need, ...], asked: Mapping[Topic, list[Need]]) -> tuple[Need, ...]:
    """The needs on file with the rows put in; a need a row means keeps its id and place."""
    needs = list(on_file)
    for topic, rows in asked.items():
        places = [i for i, need in enumerate(on_file) if topic_of(need) == topic]
        for place, row in _paired(on_file, places, rows):
            if place is None:
                needs.append(row)
            else:
                needs[place] = replace(row, id=on_file[place].id)
    return tuple(needs)


def _paired(
    on_file: tuple[Need, ...], places: list[int], rows: list[Need]
) -> Iterator[tuple[int | None, Need]]:
    """Each row with the place of the need it means: the very same, or the only one left."""
    exact = {exact_key(on_file[place]): place for place in places}
    met = {exact_key(row) for row in rows} & exact.keys()
    left = [place for place in places if exact_key(on_file[place]) not in met]
    more = sum(exact_key(row) not in met for row in rows)
    only = left[0] if len(left) == more == 1 else None
    return ((exact.get(exact_key(row), only), row) for row in rows)


def paired_needs(on_file: tuple[Need, ...], needs: tuple[Need, ...]) -> Iterator[tuple[int, Need]]:
    """Each need with its place on file; new ones are counted on from there."""
    topics: dict[Topic, list[Need]] = {}
    for need in needs:
        topics.setdefault(topic_of(need), []).append(need)
    new = count(len(on_file))
    for topic, rows in topics.items():
        places = [i for i, need in enumerate(on_file) if topic_of(need) == topic]
        for place, row in _paired(on_file, places, rows):
            yield (next(new) if place is None else place), row
