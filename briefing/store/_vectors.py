"""Vectors that were made once, by the hash of their text and by all that makes them."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from briefing.models import Embed
from briefing.store._connection import forget, transaction

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from briefing import models

    Vector = NDArray[np.float32]

_asked = 500  # texts in one query


class Vectors:
    """Unit vectors by model and text, and how many had to be made."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.made = 0  # texts that an embedder was asked for
        self.kept = 0  # texts whose vectors were there
        self.decayed = 0  # rows that were there and did not agree with their checksum

    def __len__(self) -> int:
        return int(self._connection.execute("SELECT count(*) FROM vectors").fetchone()[0])

    def remembering(self, identity: str, load: Callable[[], Embed], now: datetime) -> Embed:
        """An embedder that is loaded and asked only for the texts that it was never asked for.

        What it makes is kept before it is given out, so a run that ends early loses no batch.

        Args:
            identity: of the weights, the tokenizer and all else that decides about a vector.
            load: the embedder.
            now: the time that is noted with new vectors.
        """
        loaded: list[Embed] = []

        def embed(texts: Sequence[str]) -> models.Vectors:
            import numpy as np

            known = self._find(identity, texts)
            self.kept += len(known)
            new = [text for text in dict.fromkeys(texts) if text not in known]
            if new:
                if not loaded:
                    loaded.append(load())
                made = loaded[0](new)
                self._keep(identity, new, made, now)
                self.made += len(new)
                known |= zip(new, made, strict=True)
            return np.stack([known[text] for text in texts])

        return embed

    def _find(self, identity: str, texts: Sequence[str]) -> dict[str, Vector]:
        import numpy as np

        wanted = {_key(text): text for text in texts}
        found = {}
        for key, checksum, vector in self._rows(identity, list(wanted)):
            if zlib.crc32(vector) == checksum:
                found[wanted[key]] = np.frombuffer(vector, "<f4").astype(np.float32)
            else:
                self.decayed += 1
        return found

    def _rows(self, identity: str, keys: Sequence[bytes]) -> Iterator[tuple[bytes, int, bytes]]:
        for start in range(0, len(keys), _asked):
            some = keys[start : start + _asked]
            marks = ", ".join("?" * len(some))
            yield from self._connection.execute(
                "SELECT text, sum, vector FROM vectors WHERE model ="  # noqa: S608 - marks only
                f" (SELECT number FROM models WHERE identity = ?) AND text IN ({marks})",
                (identity, *some),
            )

    def _keep(
        self, identity: str, texts: Sequence[str], vectors: models.Vectors, now: datetime
    ) -> None:
        blobs = [vector.astype("<f4").tobytes() for vector in vectors]
        made = int(now.timestamp())
        rows = [
            (_key(text), zlib.crc32(blob), blob, made, identity)
            for text, blob in zip(texts, blobs, strict=True)
        ]
        with transaction(self._connection):
            self._connection.execute(
                "INSERT INTO models (identity) VALUES (?) ON CONFLICT DO NOTHING", (identity,)
            )
            self._connection.executemany(
                "INSERT OR REPLACE INTO vectors (model, text, sum, vector, made)"
                " SELECT number, ?, ?, ?, ? FROM models WHERE identity = ?",
                rows,
            )

    def prune(self, before: datetime, dry_run: bool = False) -> int:
        """Forget the vectors made before that time; how many these are."""
        limit = int(before.timestamp())
        return forget(self._connection, "vectors", "made < ?", limit, dry_run)


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]
