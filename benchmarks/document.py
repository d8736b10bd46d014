"""Puts the figures that are kept in benchmarks/results into docs/benchmarks.md and the README.

Each table stands between `<!-- NAME -->` and `<!-- end NAME -->`; everything
else in a document is written by hand and stays as it is.
"""

import argparse
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from benchmarks import compare, dropout, feeds, growth, moves, profile
from benchmarks.measuring import Measured
from benchmarks.tables import RESULTS, Table

ROOT: Final = Path(__file__).parents[1]

DOCUMENTS: Final = (ROOT / "docs" / "benchmarks.md", ROOT / "README.md")

FROM: Final = {"readme": "compare"}
"""Tables made of the figures of another one."""

Kept = list[dict[str, Any]]


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--document", type=Path, nargs="+", default=DOCUMENTS)


def run(chosen: argparse.Namespace) -> int:
    """Replace every table for which there are figures."""
    for document in chosen.document:
        _fill(document, chosen.results)
    return 0


def _fill(document: Path, results: Path) -> None:
    text = document.read_text(encoding="utf-8")
    for name in re.findall(r"<!-- end ([\w-]+) -->", text):
        path = results / f"{FROM.get(name, name)}.json"
        if not path.is_file():
            print(f"{name}: no figures in {path}")
            continue
        kept = json.loads(path.read_text(encoding="utf-8"))
        body = "\n\n".join([*_tables(name.partition("-")[0], kept["rows"]), _source(kept)])
        before, _, rest = text.partition(f"<!-- {name} -->\n")
        _, _, after = rest.partition(f"<!-- end {name} -->")
        text = f"{before}<!-- {name} -->\n\n{body}\n\n<!-- end {name} -->{after}"
        print(f"{name}: written")
    document.write_text(text, encoding="utf-8")


def _tables(command: str, rows: Kept) -> Iterator[str]:
    if command == "compare":
        for problem in dict.fromkeys(row["problem"] for row in rows):
            own = [Measured(**row) for row in rows if row["problem"] == problem]
            yield f"**{problem}**\n\n{compare.table(own).markdown()}"
        return
    if command == "readme":
        yield compare.side_by_side([Measured(**row) for row in rows]).markdown()
        return
    for table in _ONE_TABLE[command](rows):
        yield table.markdown()


def _dropout(rows: Kept) -> Iterator[Table]:
    resolved = [dropout.Resolved(**row["resolved"]) for row in rows if row["resolved"]]
    yield dropout.resolves_table(resolved)
    answered = [dropout.Answered(**row["answered"]) for row in rows if row["answered"]]
    yield dropout.answers_table(answered)


_ONE_TABLE: dict[str, Callable[[Kept], Iterator[Table]]] = {
    "growth": lambda rows: iter([growth.table([growth.Grown(**row) for row in rows])]),
    "moves": lambda rows: iter([moves.table([moves.Moved(**row) for row in rows])]),
    "profile": lambda rows: iter([profile.table([profile.Spent(**row) for row in rows])]),
    "dropout": _dropout,
    "feeds": lambda rows: iter([feeds.table([feeds.Polled(**row) for row in rows])]),
}


def _source(kept: dict[str, Any]) -> str:
    """Machine, date, load and command, as one small line."""
    then = kept["machine"]
    return (
        f"*`{then['command']}` on {then['time'][:10]}: {then['processor']}, "
        f"{then['cores']} cores, {then['memory_gb']} GB, Python {then['python']}; "
        f"load {then['load']} before and {then['load_after']} after, shared with other work.*"
    )
