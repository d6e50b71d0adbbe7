"""Names and hashes of files, and writing so that a reader never sees half of one."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Mapping
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
    _sync_folder(path.parent)


def publish(folder: Path, texts: Mapping[str, Content]) -> None:
    """Write the files of a folder, by their names in it, together.

    All are written beside it first, so that a full disk costs nothing that is there; then they
    are moved in. The last one is taken away before and comes last: where it stands, the others
    do. One run at a time may do this in a place.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    stage = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(stage, ignore_errors=True)  # of a run that was killed
    try:
        for name, text in texts.items():
            write_atomic(stage / name, text)
        folder.mkdir(exist_ok=True)
        (folder / list(texts)[-1]).unlink(missing_ok=True)
        for name in texts:
            (folder / name).parent.mkdir(exist_ok=True)
            (stage / name).replace(folder / name)
        for place in {(folder / name).parent for name in texts} | {folder.parent}:
            _sync_folder(place)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def digest(data: Content) -> str:
    """The SHA-256 in hex; of a text, in UTF-8."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    """Make the rename itself durable, where the platform can."""
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
