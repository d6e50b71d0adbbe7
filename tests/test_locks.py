"""One run at a time."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from briefing.errors import Busy
from briefing.locks import locked

holding = """
import sys, time
from pathlib import Path
from briefing.locks import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_a_lock_is_held_by_one_and_freed_when_it_is_killed(tmp_path: Path, kind: str) -> None:
    place = tmp_path if kind == "folder" else tmp_path / "briefing.db.lock"
    with subprocess.Popen(
        [sys.executable, "-c", holding, str(place)], stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == "held\n"
        with pytest.raises(Busy, match="another run"), locked(place):
            pass
        other.kill()
    with locked(place):
        assert place.exists()


def test_waiting_ends_when_the_other_does_or_the_time_is_up(tmp_path: Path) -> None:
    started = time.monotonic()
    with locked(tmp_path), pytest.raises(Busy), locked(tmp_path, wait=0.2):
        pass

    assert 0.2 <= time.monotonic() - started < 2
    with locked(tmp_path, wait=5):
        assert time.monotonic() - started < 2
