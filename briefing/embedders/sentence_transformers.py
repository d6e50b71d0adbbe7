"""Any model of the sentence-transformers library: sentence-transformers:NAME (extra)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from briefing.errors import ConfigError

if TYPE_CHECKING:
    from briefing.models import Embed, Vectors

_default = "sentence-transformers/all-MiniLM-L6-v2"
_batch = 32


def load(name: str = "", threads: int = 0) -> Embed:
    """The model called ``name`` on a hub, or in a folder of that name.

    It runs on a GPU when there is one. Vectors are bit for bit the same only on
    the same machine; a batch holds texts of like length, fixed by their content.

    Raises:
        ConfigError: the library is not installed, or it cannot load the model.
    """
    try:
        import torch
        from sentence_transformers import SentenceTransformer
    except ImportError as missing:
        install = "pip install 'briefing[sentence-transformers]'"
        raise ConfigError(f"sentence-transformers is not installed; {install}") from missing
    if threads:
        torch.set_num_threads(threads)
    wanted = name or _default
    try:
        model = SentenceTransformer(wanted)
    except (OSError, ValueError) as failure:
        raise ConfigError(f"cannot load the model {wanted!r}: {_first_line(failure)}") from failure

    def embed(texts: Sequence[str]) -> Vectors:
        vectors: Vectors = model.encode(
            list(texts),
            batch_size=_batch,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return vectors

    return embed


def fingerprint(name: str = "") -> str:  # noqa: ARG001
    """Unknown: a hub's model may change under its name."""
    return ""


def identity(name: str = "") -> str:  # noqa: ARG001
    """Unknown, so no vector is kept for another run."""
    return ""


def _first_line(failure: Exception) -> str:
    return str(failure).strip().partition("\n")[0]
