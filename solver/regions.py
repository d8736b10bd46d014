"""Cuts a large week into regions: offices that share people, and people with a home region."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.sparse import csr_array

from solver.choices import Laid
from solver.vectors import Whole

PAIRS_OF_A_REGION: Final = 8_000
"""Pairs up to which a part is solved in seconds."""


@dataclass(frozen=True, slots=True)
class Regions:
    """The region of every office and of every volunteer, by number."""

    count: int
    office: Whole
    volunteer: Whole


def cut(field: Laid, *, turn: int = 0, pairs: int = PAIRS_OF_A_REGION) -> Regions:
    """Group the offices so that a region has about as many `pairs` as given.

    A region grows from an office by the neighbours with which it shares most
    people. Another `turn` begins elsewhere, so that other borders arise. People
    belong to the region in which they have most choices.
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


def _grown(shared: Whole, size: Whole, turn: int, most: int) -> Whole:
    region = np.full(len(size), -1, dtype=np.int64)
    order = np.roll(np.argsort(-size, kind="stable"), -turn * max(1, len(size) // 3))
    number = 0
    for seed in order:
        if region[seed] >= 0:
            continue
        region[seed], held = number, int(size[seed])
        bonds = shared[seed].astype(np.float64)
        while held < most:
            bonds[region >= 0] = -1
            closest = int(bonds.argmax())
            if bonds[closest] <= 0:
                break
            region[closest] = number
            held += int(size[closest])
            bonds = bonds + shared[closest]
        number += 1
    return region
