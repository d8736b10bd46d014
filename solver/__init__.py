"""Staffs a week of clinic sessions with volunteers, provably well.

The library knows nobody: a problem goes in, a plan comes out. `solver.problem`,
`solver.plan`, `solver.check`, `solver.rank` and `solver.explain` are plain
Python; only `solver.solve` and what stands behind it load the optimiser.
"""
