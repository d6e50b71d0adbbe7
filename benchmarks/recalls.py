"""How many of the pairs that are the same are found, for a precision."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def recall_at(same: NDArray[np.bool_], scores: NDArray[np.float64], precision: float) -> float:
    """The highest recall of any threshold with at least this precision; 0 when none has it."""
    best = 0.0
    for threshold in np.unique(scores):
        chosen = scores >= threshold
        if same[chosen].mean() >= precision:
            best = max(best, float((same & chosen).sum() / same.sum()))
    return best
