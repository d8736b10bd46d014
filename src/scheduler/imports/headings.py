"""The heading row of a table: whose it is, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.imports.cells import quoted
from scheduler.imports.columns import COLUMNS, SheetName, heading_key, nearest_heading
from scheduler.imports.tables import Table
from scheduler.model.directory import Finding, Severity


def keys_of(found: Table) -> tuple[str, ...]:
    """The headings as the columns name them."""
    return tuple(heading_key(heading) for heading in found.headings)


def with_headings(headings: tuple[str, ...]) -> SheetName | None:
    """The sheet whose needed columns are all there; the one with most of them where several."""
    fits = {
        name: sum(c.heading in headings for c in columns)
        for name, columns in COLUMNS.items()
        if all(c.heading in headings for c in columns if c.needed)
    }
    best = [name for name, count in fits.items() if count == max(fits.values())]
    return best[0] if len(best) == 1 else None


def heading_faults(name: SheetName, found: Table, headings: tuple[str, ...]) -> Iterator[Finding]:
    """What is wrong with the headings; without a needed one the finding is about row 0."""
    known = tuple(c.heading for c in COLUMNS[name])
    absent = tuple(h for h in known if h not in headings)
    for column in COLUMNS[name]:
        if column.needed and column.heading in absent:
            yield _missing(found, column.heading, headings)
    for written, heading in zip(found.headings, headings, strict=True):
        if heading and heading not in known:
            yield _unknown(found, written, nearest_heading(written, absent))
        elif heading and headings.count(heading) > 1:
            problem = f"The column {heading} is there {headings.count(heading)} times."
            yield Finding(found.file, 0, written, problem, "Keep one of them.")


def _missing(found: Table, heading: str, headings: tuple[str, ...]) -> Finding:
    near = nearest_heading(heading, tuple(h for h in headings if h))
    hint = f"Is it the column {quoted(near)}? " if near else ""
    return Finding(
        found.file,
        0,
        heading,
        f"The column {heading} is missing, so the sheet was not read.",
        f"{hint}Add a column with the heading {heading}.",
    )


def _unknown(found: Table, written: str, near: str | None) -> Finding:
    """A heading that is nearly right is bad: its column would be lost without notice."""
    return Finding(
        found.file,
        found.heading_row,
        written,
        f"The column {quoted(written)} is not known and was not read.",
        f"Did you mean {near}?" if near else "If it is not needed, there is nothing to do.",
        Severity.BAD if near else Severity.WARNING,
    )
