"""One run at a time: a lock that the system frees when its process ends, however it ends."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from briefing.errors import Busy

_pause = 0.05  # seconds between two tries


@contextmanager
def locked(place: Path, wait: float = 0.0) -> Iterator[None]:
    """Hold the lock of a folder, or of a file that is made for it, while the block runs.

    Where the system has no flock (Windows), nothing is locked.

    Args:
        place: an existing folder, or the path of a file whose only use is to be locked.
        wait: seconds to wait for another run to end.

    Raises:
        Busy: another run still holds it.
    """
    if os.name != "posix":
        yield
        return
    handle = _taken(place, wait)
    try:
        yield
    finally:
        os.close(handle)


def _taken(place: Path, wait: float) -> int:
    """A handle that holds the lock; of what stands at the place now, not of what stood there."""
    end = time.monotonic() + wait
    while True:
        flags = os.O_RDONLY if place.is_dir() else os.O_RDWR | os.O_CREAT
        handle = os.open(place, flags | os.O_CLOEXEC, 0o666)
        if _try(handle) and place.exists() and place.samefile(f"/dev/fd/{handle}"):
            return handle
        os.close(handle)
        if time.monotonic() >= end:
            raise Busy(f"{place}: another run is at work there; --wait SECONDS waits for it")
        time.sleep(_pause)


def _try(handle: int) -> bool:
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
