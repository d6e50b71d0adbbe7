"""A table of token vectors distilled from all-MiniLM-L6-v2: far faster, and coarser."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.errors import ConfigError
from briefing.files import file_digest

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from briefing.models import Embed, Vectors

languages = ("en",)  # what the model that it comes from was trained for
sha256 = "b2622079a397f5333fd1b199399b5a98e5a3480c07fe6f7e72aba282eea70cb8"  # of the table
_data = Path(__file__).parents[1] / "data"
_table, _tokenizer = _data / "static.npy", _data / "minilm-tokenizer.json"
_unknown = 100  # [UNK]; stands for a text without a token, too
_batch = 512  # texts whose rows are in memory at a time


@dataclass(frozen=True, slots=True)
class Table:
    """Texts to unit vectors, shape (len(texts), dimensions), float32: sums of their tokens' rows.

    A row holds how much its token weighs, too. The rows of a text are added one by one in their
    order, so that its vector is the same bits whatever stands beside it.
    """

    rows: NDArray[np.int8]  # (tokens, dimensions)
    scales: NDArray[np.float32]  # (tokens,); what a row is multiplied by
    tokenizer: Any

    def __call__(self, texts: Sequence[str]) -> Vectors:
        import numpy as np

        vectors = np.empty((len(texts), self.rows.shape[1]), np.float32)
        for start in range(0, len(texts), _batch):
            vectors[start : start + _batch] = self._encode(texts[start : start + _batch])
        return vectors

    def _encode(self, batch: Sequence[str]) -> Vectors:
        import numpy as np
        from scipy.sparse import csr_array

        encodings = self.tokenizer.encode_batch_fast(list(batch), add_special_tokens=False)
        tokens = [encoding.ids or [_unknown] for encoding in encodings]
        ends = np.cumsum([0, *map(len, tokens)])
        ids = np.fromiter(chain.from_iterable(tokens), np.intp)
        used, places = np.unique(ids, return_inverse=True)
        bags = csr_array((self.scales[ids], places, ends), shape=(len(tokens), len(used)))
        sums = bags @ self.rows[used].astype(np.float32)
        unit: Vectors = sums / np.linalg.norm(sums, axis=1, keepdims=True)
        return unit


def load(name: str = "", threads: int = 0) -> Embed:  # noqa: ARG001
    """The table that is part of the package; the tokenizer decides about its threads itself.

    Raises:
        ConfigError: a ``name`` was given, or the table is not the expected one.
    """
    if name:
        raise ConfigError(f"static takes no name ({name!r})")
    import numpy as np
    from tokenizers import Tokenizer

    if not _table.is_file() or file_digest(_table) != sha256:
        raise ConfigError(f"{_table}: not the expected vectors; install briefing again")
    table = np.load(_table, mmap_mode="r", allow_pickle=False)
    tokenizer = Tokenizer.from_file(str(_tokenizer))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return Table(table["row"], table["scale"], tokenizer)


def fingerprint(name: str = "") -> str:  # noqa: ARG001
    """The SHA-256 of the table."""
    return sha256


def identity(name: str = "") -> str:
    """Of all that decides about a vector; "" for what ``load`` refuses."""
    libraries = [
        f"{library} {metadata.version(library)}" for library in ("numpy", "scipy", "tokenizers")
    ]
    parts = (sha256, file_digest(_tokenizer), "sum of rows", *libraries)
    return "" if name else hashlib.sha256("\n".join(parts).encode()).hexdigest()
