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
    nothing = run("archive", "search", "submarines")
    assert (nothing.code, nothing.out) == (1, "")
    assert "nothing in the archive has submarines" in nothing.err
    assert run("archive", "search", " ").code == 2
    assert run("archive", "search", '"').code == 2


def test_what_came_before_a_day_can_be_forgotten(run: Command, archived: Path) -> None:
    before = (archived / "briefing.db").stat().st_size
    kept = run("archive", "prune", "--before", "2024-05-17")
    dry = run("archive", "prune", "--before", "2024-05-18", "--dry-run")
    gone = run("archive", "prune", "--before", "2024-05-18")

    assert kept.out.startswith("forgotten: 0 articles")
    assert gone.out.startswith("forgotten: 5 articles")
    assert dry.out == f"would be {gone.out}"
    assert (archived / "briefing.db").stat().st_size <= before
    assert run("archive").out == "the archive is empty\n"


def test_a_brief_of_forgotten_articles_says_so_in_a_line(run: Command, tmp_path: Path) -> None:
    (tmp_path / "briefing.toml").write_text('store = "briefing.db"')
    article = tmp_path / "a.txt"
    article.write_text("A dam on the river Dnieper broke and flooded forty villages on Monday.")
    run("generate", article, "--window", "last", "--now", "2024-05-17T06:30")
    article.unlink()
    kept = run("verify", "out/2024-05-17")
    pruned = run("archive", "prune", "--before", "2024-05-18")
    ran = run("verify", "out/2024-05-17")

    assert kept.code == 0
    assert pruned.out.startswith("forgotten: 1 article, ")
    assert ran.code == 1
    assert ran.out == ("sources: 1 of 1 are no longer in the archive, nor where they were found\n")


def test_what_no_brief_has_held_is_not_pruned(run: Command, archived: Path) -> None:
    (archived / "more").mkdir()
    (archived / "more" / "a.txt").write_text("A dam broke near Kherson and flooded many villages.")
    run("generate", "more", "--since", "1h", "--now", "2024-05-17T20:00")
    ran = run("archive", "prune", "--before", "2024-06-01")

    assert ran.out.startswith("forgotten: 5 articles")
    assert run("archive").out.splitlines()[-1].split()[1] == "1"


def test_what_is_pruned_does_not_come_again_and_its_brief_stays(
    run: Command, archived: Path
) -> None:
    before = (archived / "out/2024-05-17/brief.json").read_bytes()
    run("archive", "prune", "--before", "2024-05-18")
    again = run("generate", seeds, "--window", "last", "--now", "2024-05-17T18:30")
    after = run("generate", seeds, "--window", "last", "--now", "2024-05-18T06:30")

    assert (again.code, after.code) == (1, 0)
    assert "articles of the brief of 2024-05-17 are pruned" in again.err
    assert (archived / "out/2024-05-17/brief.json").read_bytes() == before
    text = (archived / "out/2024-05-18/brief.txt").read_text("utf-8")
    assert "Nothing new since the brief of 17 May 2024." in text


@pytest.mark.usefixtures("archived")
def test_the_window_goes_on_after_pruning(run: Command, tmp_path: Path) -> None:
    run("archive", "prune", "--before", "2024-05-18")
    ran = run("generate", "--now", "2024-05-18T06:30")

    assert ran.code == 0
    brief = (tmp_path / "out/2024-05-18/brief.txt").read_text("utf-8")
    assert "Nothing new since the brief of 17 May 2024." in brief
