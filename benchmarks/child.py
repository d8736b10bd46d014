"""One method on one problem, in a process of its own, so that its memory can be told.

`python -m benchmarks.child METHOD PROBLEM OUT SECONDS WORKERS SEED`, started by
`benchmarks.measuring`. The clock starts when the problem is in memory and the
method is loaded, and stops when its plan is.
"""

import json
import resource
import sys
from pathlib import Path

from benchmarks.attempts import Effort, MissingPart
from benchmarks.clock import Clock
from benchmarks.methods import method
from solver.problem import assignment_document, parse_problem

BYTES_OF_RSS = 1024
"""Linux counts the peak in kilobytes."""


def main(arguments: list[str]) -> int:
    """Run the method and write what it reached; returns the exit code."""
    name, source, out, seconds, workers, seed = arguments
    target = Path(out)
    problem = parse_problem(json.loads(Path(source).read_bytes()))
    try:
        run = method(name)
        clock = Clock.start()
        attempt = run(problem, Effort(float(seconds), int(workers), int(seed)))
    except MissingPart as missing:
        target.write_text(json.dumps({"missing": str(missing)}))
        return 0
    wall, cpu = clock.wall, clock.cpu
    target.write_text(
        json.dumps(
            {
                "assignments": [assignment_document(item) for item in attempt.assignments],
                "bound": attempt.bound,
                "first": attempt.first,
                "build": attempt.build,
                "note": attempt.note,
                "seconds": wall,
                "cpu": cpu,
                "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * BYTES_OF_RSS,
            }
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
