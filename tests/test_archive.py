"""The archive from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Command, seeds


@pytest.fixture
def archived(run: Command, tmp_path: Path) -> Path:
    (tmp_path / "briefing.toml").write_text('store = "briefing.db"')
    ran = run("generate", seeds, "--window", "last", "--now", "2024-05-17T06:30")
    assert ran.code == 0, ran.err
    return tmp_path


@pytest.mark.usefixtures("archived")
def test_the_archive_says_what_it_holds(run: Command) -> None:
    ran = run("archive")

    assert ran.code == 0
    assert "Xinhua" in ran.out
    assert ran.out.splitlines()[-1].split() == [
        "all",
        "5",
        "articles",
        *"2024-05-17 to 2024-05-17".split(),
    ]


@pytest.mark.usefixtures("archived")
def test_words_are_found_in_it(run: Command) -> None:
    ran = run("archive", "search", "Harbin", "--most", "1")

    assert ran.code == 0
    assert "[Harbin]" in ran.out
    assert len(ran.out.splitlines()) == 3
    assert run("archive", "search", "submarines").code == 1
    assert run("archive", "search", " ").code == 2


def test_what_came_before_a_day_can_be_forgotten(run: Command, archived: Path) -> None:
    before = (archived / "briefing.db").stat().st_size
    kept = run("archive", "prune", "--before", "2024-05-17")
    gone = run("archive", "prune", "--before", "2024-05-18")

    assert kept.out.startswith("forgotten: 0 articles")
    assert gone.out.startswith("forgotten: 5 articles")
    assert (archived / "briefing.db").stat().st_size <= before
    assert run("archive").out == "the archive is empty\n"


@pytest.mark.usefixtures("archived")
def test_the_window_goes_on_after_pruning(run: Command, tmp_path: Path) -> None:
    run("archive", "prune", "--before", "2024-05-18")
    ran = run("generate", "--now", "2024-05-18T06:30")

    assert ran.code == 0
    brief = (tmp_path / "out/2024-05-18/brief.txt").read_text("utf-8")
    assert "Nothing new since the brief of 17 May 2024." in brief
