"""Writes a made-up week: `python -m benchmarks SIZE SEED > problem.json`."""

import json
import sys

from benchmarks.families import SIZES, week

WORDS = 3

if len(sys.argv) != WORDS or sys.argv[1] not in SIZES:
    sys.exit(f"{__doc__} SIZE is one of {', '.join(SIZES)}.")
json.dump(week(SIZES[sys.argv[1]], int(sys.argv[2])), sys.stdout)
