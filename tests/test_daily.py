"""The daily brief: each article in one of them, what is new in front, the same again the same."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from conftest import Command, Ran, seeds
from servers import Site, serving

from briefing import locks
from briefing.models import Brief
from briefing.renderers import json as json_format
from briefing.store import open_store

quake = (
    "An earthquake in the province of Herat killed {} people, officials said on Monday. "
    "Houses of clay collapsed in twenty villages of the district of Zinda Jan."
)
strike = "Pilots of the airline in Lisbon went on strike over pay and grounded ninety flights."
dam = "A dam on the river Dnieper broke and flooded forty villages near the city of Kherson."
gas = "The pipeline from Siberia brings gas to the north of China and was opened by the president."


def put(folder: Path, name: str, text: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, "utf-8")


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    (tmp_path / "briefing.toml").write_text('store = "briefing.db"\ntimezone = "Europe/Berlin"')
    put(tmp_path / "articles", "a.txt", quake.format("at least 70"))
    put(tmp_path / "articles", "b.txt", strike)
    return tmp_path / "articles"


def daily(run: Command, articles: Path, day: int, *words: str | Path, hour: int = 6) -> Ran:
    now = f"2024-05-{day}T{hour:02}:30"
    return run("generate", articles, "--window", "last", "--now", now, *words)


def made(folder: Path, day: int) -> Brief:
    file = folder.parent / "out" / f"2024-05-{day}" / "brief.json"
    return json_format.parse(file.read_text("utf-8"))


def look(folder: Path, day: int) -> Brief:
    file = folder.parent / "out" / f"2024-05-{day}-day" / "brief.json"
    return json_format.parse(file.read_text("utf-8"))


def text_of(folder: Path, day: int, form: str = "txt") -> str:
    file = folder.parent / "out" / f"2024-05-{day}" / f"brief.{form}"
    return " ".join(file.read_text("utf-8").split())


def paths(brief: Brief) -> list[str]:
    return [record.path for record in brief.sources]


def states(brief: Brief) -> dict[str, str]:
    points = [*brief.noted, *(p for section in brief.sections for p in section.points)]
    return {p.text: p.novelty.state if p.novelty else "" for p in points}


# The window.


def test_a_brief_holds_what_came_since_the_last(run: Command, articles: Path) -> None:
    daily(run, articles, 13)
    put(articles, "c.txt", dam)
    daily(run, articles, 14)

    assert paths(made(articles, 13)) == ["a.txt", "b.txt"]
    assert paths(made(articles, 14)) == ["c.txt"]
    assert set(states(made(articles, 13)).values()) == {""}
    assert set(states(made(articles, 14)).values()) == {"new"}


def test_a_run_on_the_same_day_writes_the_same_again(run: Command, articles: Path) -> None:
    daily(run, articles, 13)
    put(articles, "c.txt", dam)
    daily(run, articles, 14)
    before = {f: f.read_bytes() for f in articles.parent.glob("out/**/*.*")}
    put(articles, "d.txt", gas)
    again = daily(run, articles, 14, hour=18)
    assert {f: f.read_bytes() for f in articles.parent.glob("out/**/*.*")} == before
    daily(run, articles, 15)

    assert again.code == 0
    assert paths(made(articles, 15)) == ["d.txt"]


def test_a_missed_day_loses_nothing(run: Command, articles: Path) -> None:
    daily(run, articles, 13)
    put(articles, "c.txt", dam)
    run("generate", articles, "--window", "last", "--forget", "--now", "2024-05-14T06:30")
    put(articles, "d.txt", gas)
    daily(run, articles, 15)

    assert paths(made(articles, 14)) == ["c.txt"]
    assert paths(made(articles, 15)) == ["c.txt", "d.txt"]


def test_without_inputs_the_archive_is_briefed(run: Command, articles: Path) -> None:
    daily(run, articles, 13)
    put(articles, "c.txt", dam)
    run("generate", articles, "--since", "1h", "--now", "2024-05-13T20:00", "-o", "look")
    for file in articles.iterdir():
        file.unlink()
    ran = run("generate", "--now", "2024-05-14T06:30")

    assert ran.code == 0, ran.err
    assert paths(made(articles, 14)) == ["articles/c.txt"]
    assert run("verify", "out/2024-05-14").code == 0


def test_a_look_back_moves_nothing(run: Command, articles: Path) -> None:
    daily(run, articles, 13)
    ran = run("generate", "--since", "24h", "--now", "2024-05-14T05:00", "-o", "look")
    put(articles, "c.txt", dam)
    daily(run, articles, 14)

    assert ran.code == 0
    assert (articles.parent / "look" / "2024-05-14-since-24h" / "brief.json").is_file()
    assert [file.name for file in Path("look").iterdir()] == ["2024-05-14-since-24h"]
    assert paths(made(articles, 14)) == ["c.txt"]


def test_a_calendar_day_holds_what_came_on_it(run: Command, articles: Path) -> None:
    run("generate", articles, "--window", "day", "--now", "2024-05-13T23:59")
    put(articles, "c.txt", dam)
    daily(run, articles, 14, "--forget", hour=0)
    run("generate", "--window", "day", "--date", "2024-05-13", "--now", "2024-05-14T07:00")
    run("generate", "--window", "day", "--now", "2024-05-14T07:00")

    assert paths(look(articles, 13)) == ["articles/a.txt", "articles/b.txt"]
    assert paths(look(articles, 14)) == ["articles/c.txt"]
    daily(run, articles, 14)
    assert paths(made(articles, 14)) == ["a.txt", "b.txt", "c.txt"]


def test_a_new_text_at_a_path_is_briefed_and_the_old_one_kept(run: Command, articles: Path) -> None:
    daily(run, articles, 13)
    put(articles, "a.txt", f"{quake.format('more than 2,000')} {dam}")
    daily(run, articles, 14)

    assert paths(made(articles, 14)) == ["a.txt"]
    assert made(articles, 14).sources[0].revises == date(2024, 5, 13)
    with open_store(articles.parent / "briefing.db") as store:
        assert len(store.articles.revisions((articles / "a.txt").as_posix())) == 2


def test_a_point_of_a_later_version_says_so(run: Command, articles: Path) -> None:
    daily(run, articles, 13)
    put(articles, "b.txt", f"{strike} {gas}")
    put(articles, "c.txt", dam)
    daily(run, articles, 14)
    later = "new · later version of an article of 13 May 2024"

    assert text_of(articles, 14).count(later) == 1
    assert {record.path: record.revises for record in made(articles, 14).sources} == {
        "b.txt": date(2024, 5, 13),
        "c.txt": None,
    }


def test_of_two_texts_at_a_path_in_a_window_the_later_is_briefed(
    run: Command, articles: Path
) -> None:
    daily(run, articles, 13)
    for number, text in enumerate([dam, dam.replace("forty", "sixty")]):
        put(articles, "c.txt", text)
        daily(run, articles, 14, "--forget", hour=7 + number)

    assert "sixty" in text_of(articles, 14)
    buckets = {entry.path: entry.bucket for entry in made(articles, 14).ledger}
    assert sorted(buckets.values()) == ["used"]
    assert [e.bucket for e in made(articles, 14).ledger] == ["older version", "used"]


def test_the_first_brief_leaves_out_what_was_published_long_ago(
    run: Command, tmp_path: Path
) -> None:
    rows = [
        {"text": dam, "published": "2024-05-12", "url": "https://x.example/1"},
        {"text": gas, "published": "2023-02-01", "url": "https://x.example/2"},
        {"text": strike, "url": "https://x.example/3"},
    ]
    put(tmp_path / "articles", "n.jsonl", "\n".join(map(json.dumps, rows)))
    daily(run, tmp_path / "articles", 13)
    ledger = {entry.path: entry.bucket for entry in made(tmp_path / "articles", 13).ledger}

    assert [ledger[f"n.jsonl:{line}"] for line in (1, 2, 3)] == [
        "used",
        "before the first brief",
        "used",
    ]


@pytest.mark.parametrize("published", ["2031-01-01", "not a date", "0001-01-01", ""])
def test_dates_of_publication_do_not_move_an_article(
    run: Command, articles: Path, published: str
) -> None:
    daily(run, articles, 13)
    row = {"text": dam, "published": published, "url": "https://x.example/1"}
    put(articles, "n.jsonl", json.dumps(row))
    daily(run, articles, 14)
    daily(run, articles, 15)

    assert paths(made(articles, 14)) == ["n.jsonl:1"]
    assert paths(made(articles, 15)) == []


# Of one project.


@pytest.mark.parametrize("settings", ["", 'title = "Ours"\n'])
def test_projects_know_nothing_of_each_other(
    run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: str
) -> None:
    for name, text in (("one", quake.format(70)), ("other", dam)):
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)
        if settings:
            put(tmp_path / name, "briefing.toml", settings)
        put(tmp_path / name / "articles", "a.txt", text)
        ran = run("generate", "articles", "--window", "last", "--now", "2024-05-13T06:30")
        assert ran.code == 0, ran.err

    assert "Herat" in text_of(tmp_path / "one" / "articles", 13)
    assert "Kherson" in text_of(tmp_path / "other" / "articles", 13)
    assert "Herat" not in text_of(tmp_path / "other" / "articles", 13, "json")
    assert (tmp_path / "one" / "briefing.db").exists() == bool(settings)


def test_the_settings_of_the_person_are_of_no_project(
    run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "no-settings", "x", "")
    put(tmp_path / "no-settings" / "briefing", "briefing.toml", 'title = "Ours"\n')
    for name, text in (("one", quake.format(70)), ("other", dam)):
        put(tmp_path / name, "a.txt", text)
        monkeypatch.chdir(tmp_path / name)
        own = tmp_path / "no-settings" / "briefing" / "briefing.toml"
        run("generate", ".", "--window", "last", "--now", "2024-05-13T06:30", "-c", own)

    assert "Herat" not in (tmp_path / "other/out/2024-05-13/brief.json").read_text("utf-8")
    assert not (tmp_path / "no-settings" / "briefing" / "briefing.db").exists()


# Records.


def test_a_day_after_today_is_refused(run: Command, articles: Path) -> None:
    ran = daily(run, articles, 13, "--date", "2062-05-13")
    assert (ran.code, "--date 2062-05-13 is after today" in ran.err) == (2, True)

    daily(run, articles, 13)
    assert paths(made(articles, 13)) == ["a.txt", "b.txt"]


def test_a_record_of_a_day_after_today_is_named_until_it_is_forgotten(
    run: Command, articles: Path
) -> None:
    run("generate", articles, "--window", "last", "--now", "2062-05-13T06:30")
    ran = daily(run, articles, 13)
    assert ran.code == 3
    assert "archive forget 2062-05-13" in ran.err
    assert paths(made(articles, 13)) == ["a.txt", "b.txt"]

    assert run("archive", "forget", "2062-05-13").code == 0
    assert run("archive", "forget", "2062-05-13").code == 2
    assert daily(run, articles, 13).code == 0


def test_a_brief_that_is_printed_is_not_recorded(run: Command, articles: Path) -> None:
    daily(run, articles, 13, "-o", "-", "--format", "md")
    daily(run, articles, 14)

    assert paths(made(articles, 14)) == ["a.txt", "b.txt"]


def test_a_brief_whose_files_were_not_written_is_written_by_the_next_run(
    run: Command, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "no space left")

    with monkeypatch.context() as failing:
        failing.setattr("briefing.cli.plans.Plan.write", full)
        assert daily(run, articles, 13).code == 1
    put(articles, "c.txt", dam)
    daily(run, articles, 14)

    assert paths(made(articles, 13)) == ["a.txt", "b.txt"]
    assert paths(made(articles, 14)) == ["c.txt"]
    assert run("verify", "out/2024-05-13").code == 0


# From the web.


def feed(*entries: tuple[str, str]) -> str:
    items = "".join(f"<item><title>{t}</title><link>{u}</link></item>" for t, u in entries)
    return f"<rss version='2.0'><channel><title>Herald</title>{items}</channel></rss>"


def page(title: str, text: str) -> str:
    return f"<html><title>{title}</title><article><h1>{title}</h1><p>{text}</p></article></html>"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with serving() as served:
        sources = f'[[sources]]\nurl = "{served.url}/feed"\n'
        settings = 'store = "briefing.db"\nallow_private = true\n'
        (tmp_path / "briefing.toml").write_text(settings + sources)
        served.pages["/feed"] = feed(("Quake", f"{served.url}/1"))
        served.pages["/1"] = page("Quake", f"{quake.format(70)} {strike} {dam}")
        yield served


def test_what_the_sources_have_is_briefed_once(run: Command, site: Site, tmp_path: Path) -> None:
    first = run("generate", "--now", "2024-05-13T06:30")
    asked = len(site.asked)
    again = run("generate", "--now", "2024-05-13T07:30")
    assert len(site.asked) == asked
    run("generate", "--now", "2024-05-14T06:30")

    assert (first.code, again.code) == (0, 0), first.err
    assert paths(made(tmp_path / "articles", 13)) == [f"{site.url}/1"]
    assert paths(made(tmp_path / "articles", 14)) == []
    assert run("verify", "out/2024-05-13").code == 0


def test_without_any_source_no_brief_is_written_over(
    run: Command, site: Site, tmp_path: Path
) -> None:
    run("generate", "--now", "2024-05-13T06:30")
    before = {f: f.read_bytes() for f in tmp_path.glob("out/**/*") if f.is_file()}
    site.pages.clear()
    ran = run("generate", "--now", "2024-05-14T06:30")

    assert ran.code == 1
    assert "no source could be reached" in ran.err
    assert {f: f.read_bytes() for f in tmp_path.glob("out/**/*") if f.is_file()} == before


def test_the_archive_alone_can_be_briefed(run: Command, site: Site, tmp_path: Path) -> None:
    run("generate", "--now", "2024-05-13T06:30")
    site.pages.clear()
    ran = run("generate", "--now", "2024-05-14T06:30", "--no-fetch")

    assert ran.code == 0
    assert paths(made(tmp_path / "articles", 14)) == []


# What is new.


def test_a_point_that_moved_shows_what_was_told(run: Command, articles: Path) -> None:
    daily(run, articles, 13)
    put(articles, "c.txt", quake.format("more than 2,000") + " " + dam)
    daily(run, articles, 14)

    brief = made(articles, 14)
    (updated,) = (text for text, state in states(brief).items() if state == "updated")
    assert "more than 2,000" in updated
    assert brief.glance[0].novelty
    for form in ("txt", "md", "html"):
        shown = text_of(articles, 14, form)
        assert "updated: other numbers" in shown
        assert "On 13 May 2024" in shown
        assert "killed at least 70 people" in shown
        assert "New since 13 May 2024".lower() in shown.lower()
    assert run("verify", "out/2024-05-14").code == 0
    point = next(p for p in brief.noted if p.novelty and p.novelty.state == "updated")
    explained = run("explain", "out/2024-05-14", point.id).out
    assert "novelty      updated (other numbers)\n  2024-05-13 An earthquake" in explained


def test_what_was_told_is_not_new_again(run: Command, articles: Path) -> None:
    daily(run, articles, 13)
    put(articles, "c.txt", strike + " " + dam)
    daily(run, articles, 14)

    found = states(made(articles, 14))
    assert found[strike] == "ongoing"
    assert strike not in [point.text for point in made(articles, 14).glance]


def test_a_story_that_went_quiet_is_named(run: Command, articles: Path) -> None:
    daily(run, articles, 13)
    put(articles, "c.txt", dam)
    daily(run, articles, 14)

    assert {told.day for told in made(articles, 14).silent} == {date(2024, 5, 13)}
    assert "Nothing more on what 13 May 2024 told of" in text_of(articles, 14)


def test_an_empty_day_says_so(run: Command, articles: Path) -> None:
    daily(run, articles, 13)
    ran = daily(run, articles, 14)

    assert ran.code == 0
    for form in ("txt", "md", "html"):
        text = text_of(articles, 14, form)
        assert "Nothing new since the brief of 13 May 2024." in text
        assert "from 13 May 2024, 06:30, to 14 May 2024, 06:30," in text
        assert "of reading" not in text
    assert made(articles, 14).sources == ()
    assert run("verify", "out/2024-05-14").code == 0


def test_a_day_without_news_names_what_went_quiet_and_hides_it_from_no_other(
    run: Command, articles: Path
) -> None:
    daily(run, articles, 13)
    daily(run, articles, 14)
    put(articles, "c.txt", dam)
    daily(run, articles, 15)

    assert "Articles that came up to 13 May 2024, 06:30," in text_of(articles, 13)
    assert made(articles, 14).silent == made(articles, 15).silent != ()
    assert made(articles, 15).last == date(2024, 5, 13)
    assert "New since 13 May 2024".upper() in text_of(articles, 15)


def test_an_empty_brief_made_again_is_the_same(run: Command, articles: Path) -> None:
    daily(run, articles, 13)
    daily(run, articles, 14)
    before = text_of(articles, 14, "json")
    daily(run, articles, 14, hour=18)

    assert text_of(articles, 14, "json") == before


def test_windows_that_were_asked_for_are_named(run: Command, articles: Path) -> None:
    daily(run, articles, 13)
    run("generate", "--since", "24h", "--now", "2024-05-14T05:00", "-o", "look")
    run("generate", "--window", "day", "--date", "2024-05-13", "--now", "2024-05-14T07:00")

    look = " ".join(Path("look/2024-05-14-since-24h/brief.txt").read_text("utf-8").split())
    assert "from 13 May 2024, 05:00, to 13 May 2024, 06:30, Europe/Berlin." in look
    day = " ".join(Path("out/2024-05-13-day/brief.txt").read_text("utf-8").split())
    assert "came on 13 May 2024, 00:00 to 24:00, Europe/Berlin." in day


# Again, at once, and wrongly.


def test_nothing_is_embedded_or_made_again(
    run: Command, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    daily(run, articles, 13)

    def refused(*_: object, **__: object) -> None:
        raise AssertionError("the brief is made again")

    monkeypatch.setattr("briefing.pipeline.of", refused)
    ran = daily(run, articles, 13, "--log-format", "json")
    (line,) = map(json.loads, ran.err.splitlines())

    assert ran.code == 0
    assert (line["embedded"], line["articles"], line["level"]) == (0, 2, "info")


def test_other_settings_make_the_brief_of_the_same_window_again(
    run: Command, articles: Path
) -> None:
    daily(run, articles, 13)
    put(articles, "c.txt", dam)
    before = text_of(articles, 13)
    daily(run, articles, 13, "--topic", "energy")
    file = articles.parent / "out" / "2024-05-13-energy" / "brief.json"
    look = json_format.parse(file.read_text("utf-8"))

    assert paths(look) == ["a.txt", "b.txt"]
    assert [s.topic.name for s in look.sections] == ["energy"]
    assert text_of(articles, 13) == before


def test_topics_alone_are_a_look(run: Command, articles: Path) -> None:
    daily(run, articles, 13, "--topic", "energy")
    daily(run, articles, 14)

    assert paths(made(articles, 14)) == ["a.txt", "b.txt"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--window", "week"], "no window named 'week'; choose from last, day"),
        (["--since", "24h", "--window", "day"], "give one"),
        (["--since", "soon"], "is no time"),
        (["--since", "2024-05-14", "--now", "2024-05-13T06:30"], "has not come yet"),
        (["--now", "noon"], "--now 'noon' is no time"),
        (["--no-store"], "there is no store"),
        (["--log-format", "xml"], "choose from text, json"),
    ],
)
def test_what_cannot_be_followed_is_said(
    run: Command, articles: Path, words: list[str], message: str
) -> None:
    ran = run("generate", *words)

    assert ran.code == 2
    assert message in ran.err
    assert not (articles.parent / "out").exists()


def test_an_empty_archive_is_said(run: Command, site: Site) -> None:
    ran = run("generate", "--no-fetch", "--now", "2024-05-13T06:30")

    assert site.asked == []
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "the archive is empty; leave out --no-fetch" in ran.err


def test_a_store_in_no_folder_is_said_and_makes_none(run: Command, articles: Path) -> None:
    folder = articles.parent / "none"
    (articles.parent / "briefing.toml").write_text(f'store = "{folder}/x.db"')
    ran = daily(run, articles, 13)

    assert ran.code == 2
    assert f"there is no folder {folder}" in ran.err
    assert not folder.exists()


def test_a_zone_that_there_is_not_is_named(run: Command, tmp_path: Path) -> None:
    (tmp_path / "briefing.toml").write_text('timezone = "Europe/Berlim"')
    ran = run("generate", seeds)

    assert ran.code == 2
    assert "no time zone named 'Europe/Berlim'; did you mean Europe/Berlin?" in ran.err


def test_a_store_that_cannot_be_used_ends_a_daily_run(run: Command, articles: Path) -> None:
    (articles.parent / "briefing.db").write_text("something else, no database at all " * 20)
    ran = daily(run, articles, 13)

    assert ran.code == 1
    assert "not a database" in ran.err
    assert not (articles.parent / "out").exists()


def test_errors_are_json_too(run: Command, articles: Path) -> None:
    ran = run("generate", articles / "none", "--log-format", "json")

    line: dict[str, Any] = json.loads(ran.err)
    assert (ran.code, line["level"]) == (2, "error")
    assert "does not exist" in line["message"]


@pytest.mark.parametrize("others", [1, 9])
def test_of_runs_at_once_one_works_and_the_others_leave(tmp_path: Path, others: int) -> None:
    command = [sys.executable, "-m", "briefing", "generate", str(seeds), "--date", "2024-05-17"]
    out = tmp_path / "out"
    out.mkdir()
    with locks.locked(out):
        running = [
            subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
            for _ in range(others)
        ]
        said = [process.communicate(timeout=60)[1] for process in running]

    assert [process.returncode for process in running] == [11] * others
    assert all("another run is at work there; --wait" in line for line in said)
    assert not list(out.iterdir())


def test_a_run_that_waits_goes_on_when_the_other_ends(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "briefing", "generate", str(seeds), "--wait", "30"]
    (tmp_path / "out").mkdir()
    with locks.locked(tmp_path / "out"):
        waiting = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL)
        time.sleep(1)
        assert waiting.poll() is None

    assert waiting.wait(timeout=60) == 0


def killed(command: Sequence[str], folder: Path, after: float) -> bool:
    """Whether a run was still at work when it was killed."""
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            process.wait(timeout=after)
        except subprocess.TimeoutExpired:
            process.kill()
            return True
    return False


def test_a_run_that_is_killed_anywhere_leaves_all_whole(
    run: Command, articles: Path, tmp_path: Path
) -> None:
    daily(run, articles, 13)
    expected = {f.name: f.read_bytes() for f in tmp_path.glob("out/2024-05-13/brief.*")}
    (tmp_path / "briefing.db").unlink()
    for file in tmp_path.glob("out/2024-05-13/brief.*"):
        file.unlink()
    command = [sys.executable, "-m", "briefing", "generate", str(articles), "--window", "last"]
    command += ["--now", "2024-05-13T06:30"]
    for step in range(8):
        killed(command, tmp_path, 0.2 + 0.25 * step)
        found = {f.name: f.read_bytes() for f in tmp_path.glob("out/2024-05-13/brief.*")}
        assert found.items() <= expected.items()
        with open_store(tmp_path / "briefing.db") as store:
            assert store.is_whole()
    daily(run, articles, 13)

    assert {f.name: f.read_bytes() for f in tmp_path.glob("out/2024-05-13/brief.*")} == expected
    with open_store(tmp_path / "briefing.db") as store:
        assert len(store.articles.between(0, 99)) == 2
        assert store.articles.between(0, 99)[0].seen == datetime(2024, 5, 13, 4, 30, tzinfo=UTC)
