"""The figures of the README, each a command: `python -m benchmarks compare`, and so on."""

import argparse
import sys
from importlib import import_module
from typing import Final

COMMANDS: Final = {
    "compare": "ours against other methods on the same problems, for the same time",
    "growth": "from 40 volunteers to 30,000",
    "dropout": "one person out: the re-solve, the candidates, the reasons",
    "moves": "what each change of plan buys",
    "profile": "where the time goes for 30,000 volunteers",
    "feeds": "10,000 calendars polled, against a static file",
    "week": "write a made-up week as a problem file",
    "all": "every figure of docs/benchmarks.md, waiting for a quiet machine",
    "document": "put the kept figures into docs/benchmarks.md",
}
"""Each command with what it measures; a module of the same name runs it."""


def main() -> int:
    """Run one command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, purpose in COMMANDS.items():
        own = commands.add_parser(name, help=purpose, description=purpose)
        if name in sys.argv[1:2]:  # the others stay unloaded: the optimiser takes seconds
            import_module(f"benchmarks.{name}").arguments(own)
    chosen = parser.parse_args()
    code: int = import_module(f"benchmarks.{chosen.command}").run(chosen)
    return code


if __name__ == "__main__":
    sys.exit(main())
