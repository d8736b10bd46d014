"""Cuts a large week into regions: offices that share people, and people with a home region."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy.sparse import csr_array

from solver.choices import Laid
from solver.entities import Assignment
from solver.vectors import Whole

PAIRS_OF_A_REGION: Final = 8_000
"""Pairs up to which a part is solved in seconds, nearly always to the best there is."""


FIRMLY: Final = 10**6
"""Outweighs any number of choices elsewhere."""


@dataclass(frozen=True, slots=True)
class Regions:
    """The region of every office and of every volunteer, by number."""

    count: int
    office: Whole
    volunteer: Whole


def cut(field: Laid, *, turn: int = 0, pairs: int = PAIRS_OF_A_REGION) -> Regions:
    """Group the offices so that a region has about as many `pairs` as given.

    A region grows from an office by the neighbours with which it shares most
    people. Every other `turn` begins elsewhere and grows another way, so that other
    borders arise. People belong to the region in which they have most choices.
    """
    office = field.week.office[field.pairs.session]
    people, offices = len(field.problem.volunteers), len(field.problem.offices)
    ones = np.ones(field.pairs.count, dtype=np.int64)
    choices = csr_array((ones, (field.pairs.volunteer, office)), shape=(people, offices))
    presence = (choices > 0).astype(np.int64)
    shared = (presence.T @ presence).toarray()
    size = np.bincount(office, minlength=offices)
    region = _grown(shared, size, turn, pairs)
    count = int(region.max(initial=-1)) + 1
    shape = (offices, max(count, 1))
    member = csr_array((np.ones(offices), (np.arange(offices), region)), shape=shape)
    home = np.asarray((choices @ member).toarray()).argmax(axis=1)
    return Regions(count, region, home.astype(np.int64))


def among(
    field: Laid,
    regions: Regions,
    assignments: Iterable[Assignment],
    batch: Sequence[int],
    turn: int,
) -> Regions:
    """The regions of a batch with everybody at home in one of them, if they could serve there.

    Whoever serves in one is at home where they serve most; whoever could serve in none
    is at home nowhere (-1).
    """
    problem, week = field.problem, field.week
    shape = (len(problem.volunteers), max(regions.count, 1))
    weight = np.zeros(shape)
    np.add.at(weight, (field.pairs.volunteer, regions.office[week.office[field.pairs.session]]), 1)
    weight *= np.random.default_rng(turn).uniform(0.2, 1.0, shape)
    people = {person.id: number for number, person in enumerate(problem.volunteers)}
    for item in assignments:
        region = regions.office[week.office[week.session_index[item.session]]]
        weight[people[item.volunteer], region] += FIRMLY
    others = np.ones(shape[1], dtype=np.bool_)
    others[list(batch)] = False
    weight[:, others] = 0
    home = weight.argmax(axis=1).astype(np.int64)
    home[weight.max(axis=1) <= 0] = -1
    return replace(regions, volunteer=home)


def far_apart(field: Laid, regions: Regions, most: int) -> Whole:
    """At most so many batches of regions, those of one batch sharing as few people as can be."""
    office = regions.office[field.week.office[field.pairs.session]]
    shape = (len(field.problem.volunteers), max(regions.count, 1))
    ones = np.ones(field.pairs.count, dtype=np.int64)
    presence = (csr_array((ones, (field.pairs.volunteer, office)), shape=shape) > 0).astype(int)
    shared = (presence.T @ presence).toarray()
    batches = np.full(regions.count, -1, dtype=np.int64)
    room = -(-regions.count // most)
    for region in range(regions.count):
        ties = [int(shared[region, batches == batch].sum()) for batch in range(most)]
        full = [np.count_nonzero(batches == batch) >= room for batch in range(most)]
        batches[region] = min(range(most), key=lambda batch: (full[batch], ties[batch], batch))
    return batches


def _grown(shared: Whole, size: Whole, turn: int, most: int) -> Whole:
    region = np.full(len(size), -1, dtype=np.int64)
    order = np.argsort(-size, kind="stable")
    liking = np.ones(shared.shape)
    if turn:
        random = np.random.default_rng(turn)
        random.shuffle(order)
        liking = random.uniform(0.2, 1.0, shared.shape)
    number = 0
    for seed in order:
        if region[seed] >= 0:
            continue
        region[seed], held = number, int(size[seed])
        bonds = shared[seed] * liking[seed]
        while held < most:
            bonds[region >= 0] = -1
            closest = int(bonds.argmax())
            if bonds[closest] <= 0:
                break
            region[closest] = number
            held += int(size[closest])
            bonds = bonds + shared[closest] * liking[closest]
        number += 1
    return region
