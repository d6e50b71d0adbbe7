"""What a brief costs from a start: whole processes, CPU and wall time, peak memory.

    python benchmarks/cold.py FOLDER [--runs 5]

Of the help; of a brief with nothing remembered (``--no-store``: all is embedded); and of one whose
vectors are in the store. The files of the program are in the page cache and compiled, by a first
run that does not count.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time


def main() -> None:
    """Print the medians for the help and for a brief of the folder, cold and warm."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as out:
        os.environ["XDG_STATE_HOME"] = out  # where the store stands
        os.environ["PYTHONPYCACHEPREFIX"] = f"{out}/compiled"
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        brief = ["generate", arguments.folder, "-o", f"{out}/briefs", "-q"]
        _run(brief)
        commands = (("--help", ["--help"]), ("cold", [*brief, "--no-store"]), ("warm", brief))
        for name, command in commands:
            runs = [_run(command) for _ in range(arguments.runs)]
            cpu, wall, memory = (statistics.median(column) for column in zip(*runs, strict=True))
            print(f"{name:10} {cpu:5.2f} s CPU  {wall:5.2f} s wall  {memory:5.0f} MB", flush=True)


def _run(command: list[str]) -> tuple[float, float, float]:
    """CPU seconds, wall seconds, peak MB of one process."""
    start = time.perf_counter()
    child = os.fork()
    if child == 0:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, sys.stdout.fileno())
        os.execv(sys.executable, [sys.executable, "-m", "briefing", *command])
    _, status, usage = os.wait4(child, 0)
    if status:
        sys.exit(f"briefing {' '.join(command)} failed")
    wall = time.perf_counter() - start
    return usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024


if __name__ == "__main__":
    main()
