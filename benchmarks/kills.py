"""Runs killed at random moments, and runs at once: what is left, and whether it can go on.

    python benchmarks/kills.py FOLDER [--kills 200]

Each time a daily run over the folder, from an empty store, is killed at a random moment of its
life; then the store must be whole, the brief absent or complete, and the same run once more
must give the same bytes as one that nobody killed, embedding only what was not yet kept. Last,
2 and 10 runs start at once: one works, the others leave with 11. Exit 1 when something fails.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from briefing.store import open_store

settings = 'store = "briefing.db"\n'


def main() -> None:
    """Print how often what was found, and how the runs at once ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kills", type=int, default=200)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        trial = Trial(Path(place), given.folder.resolve())
        started = time.monotonic()
        trial.run()
        life = time.monotonic() - started
        expected, total = trial.written(), trial.vectors()
        dice, found = random.Random(200), Counter[str]()
        for _ in range(given.kills):
            found.update(trial.kill(dice.uniform(0, life), expected, total))
        for what, times in sorted(found.items()):
            print(f"{times:4} of {given.kills}: {what}")
        fine = found["store whole"] == found["same bytes again"] == given.kills
        fine &= found["nothing embedded twice"] == given.kills and not found["BRIEF INCOMPLETE"]
        for runs in (2, 10):
            fine &= trial.at_once(runs)
    sys.exit(not fine)


class Trial:
    """A folder with a store and briefs, made anew for each kill."""

    def __init__(self, place: Path, articles: Path) -> None:
        self.place, self.articles = place, articles
        (place / "briefing.toml").write_text(settings, "utf-8")

    def start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "briefing", "generate", str(self.articles)]
        command += ["--window", "last", "--now", "2024-05-17T06:30"]
        command += ["--log-format", "json"]
        nothing, pipe = subprocess.DEVNULL, subprocess.PIPE
        return subprocess.Popen(command, cwd=self.place, stdout=nothing, stderr=pipe)

    def run(self) -> int:
        """A whole run; how many sentences it embedded."""
        _, said = self.start().communicate()
        return int(json.loads(said.splitlines()[-1])["embedded"])

    def written(self) -> dict[str, bytes]:
        files = self.place.glob("out/2024-05-17/brief.*")
        return {file.name: file.read_bytes() for file in files}

    def vectors(self) -> int:
        with open_store(self.place / "briefing.db") as store:
            return len(store.vectors)

    def clear(self) -> None:
        shutil.rmtree(self.place / "out", ignore_errors=True)
        for file in self.place.glob("briefing.db*"):
            file.unlink()

    def kill(self, after: float, expected: dict[str, bytes], total: int) -> list[str]:
        """What a kill after so many seconds left."""
        self.clear()
        with self.start() as process:
            try:
                process.wait(after)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
        left = self.written()
        state = "absent" if not left else "complete" if left == expected else "begun"
        said = [f"brief {state} (each file old, absent or complete)"]
        if not left.items() <= expected.items():
            said.append("BRIEF INCOMPLETE")
        with open_store(self.place / "briefing.db") as store:
            said += ["store whole"] if store.is_whole() else []
            kept = len(store.vectors)
        embedded = self.run()
        said += ["same bytes again"] if self.written() == expected else []
        said += ["nothing embedded twice"] if embedded == total - kept else []
        return said

    def at_once(self, runs: int) -> bool:
        """Whether of runs at once one works and the others leave with 11, and how soon."""
        self.clear()
        started = time.monotonic()
        running = [self.start() for _ in range(runs)]
        ended: dict[int, float] = {}
        while len(ended) < runs:
            for number, process in enumerate(running):
                if number not in ended and process.poll() is not None:
                    ended[number] = time.monotonic() - started
            time.sleep(0.01)
        codes = Counter(process.returncode for process in running)
        turned = [ended[n] for n, process in enumerate(running) if process.returncode == 11]
        print(f"{runs} at once: exit codes {dict(codes)}; the last 11 after {max(turned):.1f} s")
        return codes == {0: 1, 11: runs - 1} or codes == {3: 1, 11: runs - 1}


if __name__ == "__main__":
    main()
