"""What the guard's classifiers tell apart."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

CLASSES = ("ok", "harmful", "off_topic", "urgent", "order")

Probabilities = npt.NDArray[np.float64]
"""Shape (texts, classes); rows sum to 1."""
