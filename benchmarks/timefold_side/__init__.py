"""Timefold's side of the comparison: run by its own Python, on figures alone.

`python -m benchmarks.timefold_side.run PUZZLE OUT`, both JSON. What stands here is
translated to Java when it runs, and imports nothing else of this repository.
"""
