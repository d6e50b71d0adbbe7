"""A brief that appears without a hand: a line in the real cron daemon, due next minute.

Needs Debian's cron and the right to start it (`apt-get install cron`). The user's crontab is
left as it was found.

    python benchmarks/cron.py seeds
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

patience = 240  # seconds: two minutes to the next whole one, then the brief itself


def main() -> int:
    """Install, wait, look, remove; 0 when the brief appeared and the crontab is as before."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    articles = parser.parse_args().articles.resolve()
    before, started = crontab(), start_cron()
    try:
        with tempfile.TemporaryDirectory() as folder:
            appeared = wait_for_brief(articles, Path(folder))
    finally:
        if started:
            started.terminate()
    same = crontab() == before
    print(f"crontab as before: {'yes' if same else 'NO'}", flush=True)
    return 0 if appeared and same else 1


def crontab() -> bytes:
    """The user's, as it is now."""
    return subprocess.run(["crontab", "-l"], capture_output=True, check=False).stdout


def start_cron() -> subprocess.Popen[bytes] | None:
    """The daemon in the foreground, unless one runs already."""
    daemon = subprocess.Popen(["cron", "-f"], stderr=subprocess.DEVNULL)
    time.sleep(1)
    return daemon if daemon.poll() is None else None


def wait_for_brief(articles: Path, folder: Path) -> bool:
    """Whether a brief appeared in the folder after a schedule was installed."""
    due = datetime.now() + timedelta(seconds=70)
    print(f"asked for {due:%H:%M} at {datetime.now():%H:%M:%S}", flush=True)
    briefing(folder, "schedule", str(articles), "--at", f"{due:%H:%M}", "--install")
    deadline = time.monotonic() + patience
    while not ended(folder) and time.monotonic() < deadline:
        time.sleep(1)
    found = sorted(file.name for file in folder.glob("out/latest/brief.*"))
    print(f"at {datetime.now():%H:%M:%S} there are {', '.join(found) or 'no briefs'}", flush=True)
    briefing(folder, "schedule", "--status")
    for brief in folder.glob("out/latest/brief.json"):
        briefing(folder, "verify", str(brief))
    briefing(folder, "schedule", "--remove")
    return bool(found)


def ended(folder: Path) -> bool:
    """Whether the log tells of a run."""
    log = folder / "out" / "schedule.log"
    return log.is_file() and "briefing: ended" in log.read_text()


def briefing(folder: Path, *words: str) -> None:
    """Run a command as a user in that folder would, with a store of its own."""
    state = {**os.environ, "XDG_STATE_HOME": str(folder / "state")}
    subprocess.run([sys.executable, "-m", "briefing", *words], cwd=folder, env=state, check=False)


if __name__ == "__main__":
    sys.exit(main())
