"""What the tests share: the command line in and out of process, and one loaded model."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pytest

from briefing import cli
from briefing.embedders import minilm as default
from briefing.models import Embed

if TYPE_CHECKING:
    from briefing.models import Vectors

seeds = Path(__file__).parents[1] / "seeds"


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str


Command: TypeAlias = Callable[..., Ran]  # the words of a command line; a Path is one too


@pytest.fixture(scope="session")
def minilm() -> Embed:
    """The default model, loaded once; a text is embedded once in a session.

    Remembering is sound because a text's vector does not depend on its neighbours,
    which test_embedders.py holds the model to.
    """
    model = default.load()
    known: dict[str, Vectors] = {}

    def embed(texts: Sequence[str]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if new:
            known.update(zip(new, model(new), strict=True))
        return np.stack([known[text] for text in texts])

    return embed


@pytest.fixture
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of what a test keeps between runs."""
    return tmp_path_factory.mktemp("state")


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the settings and the store of the person who runs it."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "no-settings"))
    monkeypatch.setenv("XDG_STATE_HOME", str(state))


@pytest.fixture
def run(
    minilm: Embed,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Command:
    """The command line in this process and in a folder of its own, with the shared model."""
    monkeypatch.chdir(tmp_path)

    def loaded(name: str = "", threads: int = 0) -> Embed:
        return default_load(name, threads) if name else minilm

    default_load = default.load
    monkeypatch.setattr(default, "load", loaded)

    def briefing(*words: str | Path) -> Ran:
        monkeypatch.setattr(sys, "argv", ["briefing", *map(str, words)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capsys.readouterr()
        return Ran(int(ended.value.code or 0), out, err)

    return briefing


def spawn(*words: str | Path, cwd: Path, env: Mapping[str, str] | None = None) -> Ran:
    """The command line in a process of its own."""
    command = [sys.executable, "-m", "briefing", *map(str, words)]
    return python_ran(command, cwd, env)


def python_ran(command: Sequence[str], cwd: Path, env: Mapping[str, str] | None = None) -> Ran:
    """Any command, with what it wrote read as UTF-8."""
    done = subprocess.run(
        command, cwd=cwd, env={**os.environ, **(env or {})}, capture_output=True, check=False
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
