"""Names and hashes of files, and writing so that a reader never sees half of one."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import TypeAlias

Content: TypeAlias = str | bytes  # a text is written in UTF-8


def write_atomic(path: Path, content: Content) -> None:
    """Write bytes, or text in UTF-8: all of it or nothing, and durable once this returns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    scratch = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        scratch.chmod(0o666 & ~_umask())
        scratch.replace(path)
    except BaseException:
        scratch.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def digest(data: Content) -> str:
    """The SHA-256 in hex; of a text, in UTF-8."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def sync_folder(folder: Path) -> None:
    """Make renames in a folder durable, where the platform can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def file_digest(file: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def slug(name: str) -> str:
    """A name as it may stand in an anchor or a file name: [a-z0-9-], at most 80."""
    kept = "".join(c if c.isascii() and c.isalnum() else "-" for c in name.lower())
    plain = "-".join(part for part in kept.split("-") if part)[:80]
    return plain or f"topic-{digest(name.encode('utf-8', 'surrogatepass'))[:8]}"
