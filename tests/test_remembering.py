"""What one run leaves for the next: vectors. They change no byte."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import Command, seeds

from briefing.config import Config
from briefing.embedders import minilm as default
from briefing.store import open_store

day = "2024-05-17"
names = Config().formats


def written(folder: Path) -> list[bytes]:
    return [(folder / day / f"brief.{name}").read_bytes() for name in names]


def refused(*_: object, **__: object) -> None:
    raise AssertionError("the model is loaded")


def test_a_second_run_needs_no_model_and_gives_the_same_bytes(
    run: Command, tmp_path: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("generate", seeds, "--date", day, "--no-store")
    without = written(tmp_path / "out")
    assert not list(state.iterdir())
    run("generate", seeds, "--date", day)
    first = written(tmp_path / "out")
    monkeypatch.setattr(default, "load", refused)
    ran = run("generate", seeds, "--date", day)

    assert (ran.code, ran.err) == (0, "")
    assert written(tmp_path / "out") == first == without


def test_a_store_that_cannot_be_used_is_a_warning(run: Command, tmp_path: Path) -> None:
    (tmp_path / "briefing.toml").write_text('store = "briefing.db"')
    (tmp_path / "briefing.db").write_text("something else, which is no database at all " * 9)
    ran = run("generate", seeds, "--date", day)

    assert ran.code == 0
    assert ran.err.count("\n") == 1
    assert "not a database; going on without" in ran.err
    assert (tmp_path / "briefing.db").read_text().startswith("something else")


def test_the_store_stands_where_the_settings_are(run: Command, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    settings = tmp_path / "mine" / "briefing.toml"
    settings.write_text('store = "kept/briefing.db"')
    run("topics", seeds, "-c", settings)

    assert (tmp_path / "mine" / "kept" / "briefing.db").is_file()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_run_that_is_stopped_ends_soon_and_keeps_its_batches(
    tmp_path: Path, state: Path, number: signal.Signals
) -> None:
    text = "\n".join(
        f"On day {n} the council of town {n * 7} voted to repair the bridge over river {n * 3}, "
        f"which had been closed for {n} weeks after a flood, for {n} million euros."
        for n in range(4000)
    )
    (tmp_path / "long.txt").write_text(text)
    command = [sys.executable, "-m", "briefing", "generate", "long.txt"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as running:
        while running.poll() is None and kept(state) < 128:
            time.sleep(0.05)
        running.send_signal(number)
        started = time.monotonic()
        _, err = running.communicate(timeout=20)

    assert time.monotonic() - started < 5
    assert running.returncode == 128 + number
    assert err.strip().endswith("terminated" if number == signal.SIGTERM else "interrupted")
    assert kept(state) >= 128
    assert not (tmp_path / "out").exists()


def kept(state: Path) -> int:
    """How many vectors the store holds that stands somewhere in the folder."""
    for file in state.rglob("*.db"):
        with open_store(file) as store:
            return len(store.vectors)
    return 0
