"""Undoing what a body was compressed with, in pieces that cannot take the memory."""

from __future__ import annotations

import zlib
from typing import Protocol

from briefing.errors import SourceError


class Decode(Protocol):
    """Undoes a Content-Encoding."""

    def __call__(self, chunk: bytes, most: int) -> bytes:
        """At most so many bytes of the next chunk."""

    def is_complete(self) -> bool:
        """Whether what was given is all of it."""


def decoder(url: str, encoding: str) -> Decode:
    """What undoes a Content-Encoding, chunk by chunk.

    Raises:
        SourceError: the encoding was not asked for.
    """
    if encoding in {"", "identity"}:
        return _AsItIs()
    if encoding in {"gzip", "x-gzip", "deflate"}:
        return _Inflating(encoding)
    raise SourceError(url, f"compressed as {encoding!r}, which was not asked for")


class _AsItIs:
    """Undoes nothing; how long a body is, the connection knows."""

    def __call__(self, chunk: bytes, most: int) -> bytes:
        return chunk[:most]

    def is_complete(self) -> bool:
        return True


class _Inflating:
    """Undoes gzip and deflate; some servers send deflate without the header of zlib."""

    def __init__(self, encoding: str) -> None:
        self._bare = encoding == "deflate"
        self._stream: zlib._Decompress | None = None

    def __call__(self, chunk: bytes, most: int) -> bytes:
        if self._stream is None:
            bare = self._bare and chunk[0] & 0x0F != zlib.DEFLATED
            self._stream = zlib.decompressobj(-zlib.MAX_WBITS if bare else zlib.MAX_WBITS | 32)
        return self._stream.decompress(chunk, most)

    def is_complete(self) -> bool:
        return self._stream is None or self._stream.eof
