"""Where the line is drawn between alike and not, for the embedder that is used.

Every threshold and weight was set for the default embedder's centred cosines. Another one
spreads its cosines differently; a curve leads each of them to the cosine that is as high among
the default's own (quantile mapping), and the thresholds keep their meaning. ``calibration``
measures curves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from briefing.errors import ConfigError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Cosines = NDArray[np.float32]

# Cosines of an embedder, each with that of the default, both ascending; empty for the default.
Curve: TypeAlias = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What an embedder is calibrated by; as they stand, those of the default one."""

    sentences: Curve = ()  # of sentences with each other
    topics: Curve = ()  # of sentences with the descriptions of topics
    same_claim: float = 0.40  # probability; from here on two sentences merge; docs/quality.md

    def __post_init__(self) -> None:
        for name, curve in (("sentences", self.sentences), ("topics", self.topics)):
            if any(not _ascending(column) for column in zip(*curve, strict=True)):
                raise ConfigError(f"{name} of thresholds are not cosines in ascending order")
        if not 0 < self.same_claim <= 1:
            raise ConfigError(f"same_claim {self.same_claim:g} is not a probability above 0")


shipped = Thresholds()


def _ascending(cosines: Sequence[float]) -> bool:
    return list(cosines) == sorted(cosines) and cosines[0] >= -1 and cosines[-1] <= 1


def scaled(cosines: Cosines, curve: Curve) -> Cosines:
    """Cosines of an embedder, as high among those of the default; of any shape."""
    import numpy as np

    if not curve:
        return cosines
    own, default = zip(*curve, strict=True)
    found: Cosines = np.interp(cosines, own, default).astype(np.float32)
    return found


def own(threshold: float, curve: Curve) -> float:
    """The embedder's cosine that is as high as one of the default's: ``scaled`` turned round."""
    import numpy as np

    if not curve:
        return threshold
    cosines, default = zip(*curve, strict=True)
    return float(np.interp(threshold, default, cosines))
