"""Write a made-up week as a problem file, for `python -m solver` or anybody else."""

import argparse
import json
import sys
from pathlib import Path

from benchmarks.families import SIZES, week


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("size", choices=SIZES)
    parser.add_argument("seed", type=int)
    parser.add_argument("--out", type=Path, help="where the file is written (standard output)")


def run(chosen: argparse.Namespace) -> int:
    """Make the week and write it."""
    text = json.dumps(week(SIZES[chosen.size], chosen.seed))
    if chosen.out is None:
        sys.stdout.write(text + "\n")
    else:
        chosen.out.write_text(text + "\n")
    return 0
