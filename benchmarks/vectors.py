"""Vectors kept on disk, so that a measurement can be repeated at once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from briefing import plugins
from briefing.config import Config
from briefing.models import Embed

if TYPE_CHECKING:
    from briefing.models import Vectors


def cached(folder: Path, name: str = Config().embedder) -> Embed:
    """The default embedder or the one of that name, its vectors kept in a folder of its own."""
    kind, _, model = name.partition(":")
    embed: Embed = plugins.load("embedders", kind).load(model)

    def lookup(texts: Sequence[str]) -> Vectors:
        file = folder / f"{hashlib.sha256(chr(0).join(texts).encode()).hexdigest()[:32]}.npy"
        if not file.exists():
            folder.mkdir(parents=True, exist_ok=True)
            np.save(file, embed(texts))
        vectors: Vectors = np.load(file)
        return vectors

    return lookup
