"""Taking the rows of a sheet: each by itself, the bad ones left out whole."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from scheduler.imports.cells import Cells
from scheduler.imports.identities import refuse_identities
from scheduler.imports.sheets import Sheet
from scheduler.model.directory import Finding

T = TypeVar("T")

MOST_BAD_ROWS = 1000


@dataclass(frozen=True, slots=True)
class Identity(Generic[T]):
    """What tells the rows of a sheet apart, and what to say of two alike."""

    key: Callable[[T], Hashable]
    column: str
    problem: Callable[[T], str]
    mend: str


@dataclass(frozen=True, slots=True)
class Taken(Generic[T]):
    """The good rows of a sheet with their numbers, the bad ones, and the findings."""

    good: tuple[tuple[int, T], ...] = ()
    refused: tuple[Cells, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def values(self) -> Iterator[T]:
        """What the good rows say."""
        return (value for _, value in self.good)


def take(
    sheet: Sheet | None, read: Callable[[Cells], T | None], identity: Identity[T] | None = None
) -> Taken[T]:
    """Read every row; stop where so many are bad that the sheet is not what it says."""
    good: list[tuple[int, T]] = []
    refused: list[Cells] = []
    findings: list[Finding] = []
    first: dict[Hashable, int] = {}
    for row in sheet.rows if sheet else ():
        cells = Cells(sheet.file if sheet else "", row)
        value = _taken(cells, read, identity, first)
        findings += cells.findings
        if value is None:
            refused.append(cells)
        else:
            good.append((row.number, value))
        if len(refused) > MOST_BAD_ROWS:
            findings.append(_gave_up(cells))
            break
    return Taken(tuple(good), tuple(refused), tuple(findings))


def _taken(
    cells: Cells,
    read: Callable[[Cells], T | None],
    identity: Identity[T] | None,
    first: dict[Hashable, int],
) -> T | None:
    refuse_identities(cells)
    value = None if cells.is_bad else read(cells)
    if value is None or cells.is_bad:
        return None
    if identity:
        before = first.setdefault(identity.key(value), cells.row.number)
        if before != cells.row.number:
            problem = f"{identity.problem(value)} already in row {before}."
            cells.bad(identity.column, problem, identity.mend)
            return None
    return value


def _gave_up(cells: Cells) -> Finding:
    return Finding(
        cells.file,
        0,
        "",
        f"More than {MOST_BAD_ROWS:,} rows are bad; rows after {cells.row.number} were not read.",
        "Mend the rows above first, or look whether this is the right file.",
    )
