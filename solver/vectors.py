"""Names for the arrays the model is built from."""

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Whole: TypeAlias = NDArray[np.int64]
"""Whole numbers, one-dimensional unless said otherwise."""

Flags: TypeAlias = NDArray[np.bool_]
"""Truth values, one-dimensional unless said otherwise."""

Real: TypeAlias = NDArray[np.float64]
"""Real numbers, one-dimensional unless said otherwise."""

NO_COLUMNS: Final[Whole] = np.empty(0, dtype=np.int64)
"""The columns of what nobody can be."""
