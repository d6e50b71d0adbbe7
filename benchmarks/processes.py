"""One process at a time, and what it cost.

Imports nothing but the standard library: on Linux the peak of a child's memory counts from that
of the process which started it.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

most_memory = 10  # GB of addresses, of a process that is limited


class Cost(NamedTuple):
    """Of a process and its children: CPU and wall seconds, MB of resident memory at the peak."""

    cpu: float
    wall: float
    memory: float


def run(command: Sequence[str], folder: str, limit: int = 0) -> Cost | str:
    """What a command cost, or in a few words why it did not end well.

    Args:
        command: the program and its arguments.
        folder: where it runs, and has its store.
        limit: CPU seconds, and with them ``most_memory``; 0 for neither.
    """
    start = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen(
            command,
            cwd=folder,
            env=os.environ | {"XDG_STATE_HOME": f"{folder}/state", "HF_HUB_OFFLINE": "1"},
            stdout=subprocess.DEVNULL,
            stderr=said,
            preexec_fn=partial(_limit, limit) if limit else None,
        )
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        messages = said.read().decode(errors="replace")
    if child.returncode:
        return _failure(child.returncode, messages, limit)
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


def _limit(seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (most_memory * 2**30, most_memory * 2**30))


def _failure(code: int, messages: str, limit: int) -> str:
    if code == -signal.SIGXCPU:
        return f"over {limit} s"
    if "MemoryError" in messages:
        return f"over {most_memory} GB"
    return f"failed ({code}): {messages.strip().rpartition(chr(10))[2][:80]}"
