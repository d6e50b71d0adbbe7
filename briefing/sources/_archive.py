"""Zip files opened with care: what they say they hold is checked before a byte is unpacked."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from pathlib import PurePath

from briefing.errors import SourceError
from briefing.sources._text import line

most_members = 2_000
most_bytes = 100_000_000  # of all members together, unpacked
most_member = 20_000_000  # bytes of one, as for a file of its own
most_ratio = 200  # unpacked to packed; text is about 4, and deflate cannot pass 1032
small = 1_000_000  # bytes; below, a ratio says nothing
deepest = 2  # archives in one another

# What zipfile raises on files that are broken, or packed by a method that it does not know.
_damage = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
)


def open_checked(data: bytes, path: str) -> zipfile.ZipFile:
    """The archive, once it is known to be of a size that can be read.

    zipfile unpacks no more of a member than its entry says, so that the sums hold.

    Raises:
        SourceError: it is no archive, or one made to exhaust its reader.
    """
    if _depth(path) > deepest:
        raise SourceError(path, f"over {deepest} archives in one another")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _damage:
        form = PurePath(path).suffix.removeprefix(".").lower()
        raise SourceError(path, f"damaged, or no {form} file at all") from None
    members = archive.infolist()
    total = sum(member.file_size for member in members)
    if len(members) > most_members:
        raise SourceError(path, f"over {most_members:,} members", "too large")
    if total > most_bytes:
        raise SourceError(path, f"over {most_bytes // 1_000_000} MB unpacked", "too large")
    if total > max(small, most_ratio * len(data)):
        raise SourceError(path, f"packed over {most_ratio} times, as bombs are", "too large")
    return archive


def unpack(archive: zipfile.ZipFile, name: str, path: str) -> bytes:
    """The bytes of a member.

    Raises:
        SourceError: it is not there, too large, encrypted or damaged.
    """
    try:
        if archive.getinfo(name).file_size > most_member:
            raise SourceError(path, f"over {most_member // 1_000_000} MB", "too large")
        return archive.read(name)
    except KeyError:
        raise SourceError(path, f"there is no {line(name)} in it") from None
    except _damage as error:
        raise SourceError(path, f"damaged: {line(str(error)) or type(error).__name__}") from None
    except RuntimeError:  # zipfile says so of a password
        raise SourceError(path, "encrypted; unpack it first") from None


def _depth(path: str) -> int:
    return sum(part.lower().endswith(".zip") for part in path.split("/"))
