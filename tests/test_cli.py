from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import Command, seeds, spawn

from briefing import __version__, config, plugins
from briefing.models import Brief
from briefing.renderers import json as json_format

day = "2024-05-17"
commands = (
    "generate",
    "topic",
    "topics",
    "sentences",
    "claims",
    "explain",
    "verify",
    "init",
    "calibrate",
)


def rows(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def printed(run: Command, *words: str | Path) -> Brief:
    """The brief that generate prints as JSON."""
    ran = run("generate", *words, "--format", "json", "-o", "-", "--date", day)
    assert ran.code == 0, ran.err
    return json_format.parse(ran.out)


def points(brief: Brief) -> int:
    return sum(len(section.points) for section in brief.sections)


# --- generate


def test_generate_writes_four_formats_and_prints_where(run: Command, tmp_path: Path) -> None:
    ran = run("generate", seeds, "--date", day)

    files = [Path(line) for line in ran.out.splitlines()]
    assert (ran.code, ran.err) == (0, "")
    assert files == [Path(f"out/{day}/brief.{name}") for name in ("md", "html", "json", "txt")]
    assert all((tmp_path / file).stat().st_size > 1000 for file in files)
    assert sorted(p.name for p in (tmp_path / "out" / day).iterdir()) == sorted(
        [*(file.name for file in files), "evidence.jsonl", "run.json", "sources"]
    )


def test_generate_prints_one_format_to_stdout_and_writes_nothing(
    run: Command, tmp_path: Path
) -> None:
    ran = run("generate", seeds, "-o", "-", "--date", day, "--format", "html")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("<!doctype html>")
    assert not (tmp_path / "out").exists()


def test_what_is_printed_is_what_is_written(run: Command, tmp_path: Path) -> None:
    run("generate", seeds, "-o", tmp_path, "--date", day, "--format", "txt")
    ran = run("generate", seeds, "-o", "-", "--date", day, "--format", "txt")

    assert (tmp_path / day / "brief.txt").read_bytes() == ran.out.encode()


def test_formats_are_those_asked_for(run: Command, tmp_path: Path) -> None:
    run("generate", seeds, "--format", "txt, json", "--date", day, "-o", tmp_path / "there")

    assert sorted(p.name for p in tmp_path.glob(f"there/{day}/*")) == [
        "brief.json",
        "brief.txt",
        "evidence.jsonl",
        "run.json",
        "sources",
    ]


def test_topics_stand_in_the_order_given(run: Command) -> None:
    brief = printed(run, seeds, "--topic", "Security", "--topic", "energy", "--topic", "security")

    given = [s.topic.name for s in brief.sections if not s.topic.discovered]
    assert given == ["security", "energy"]


def test_the_date_is_today_unless_given(run: Command) -> None:
    before = date.today()
    ran = run("generate", seeds, "--format", "json", "-o", "-")

    assert before <= json_format.parse(ran.out).as_of <= date.today()
    assert printed(run, seeds).as_of == date(2024, 5, 17)


def test_length_scales_the_number_of_points(run: Command) -> None:
    short, usual, long = (points(printed(run, seeds, "--length", n)) for n in ("0.3", "1", "2"))

    assert 0 < short < usual < long


@pytest.mark.parametrize("selector", ["coverage", "lexrank"])
def test_a_brief_of_so_many_words(run: Command, selector: str) -> None:
    brief = printed(run, seeds, "--words", "300", "--selector", selector)

    assert 270 <= counted(brief) <= 300
    assert brief.provenance.words == 300
    assert "300 words" in run("generate", seeds, "--words", "300", "--format", "txt", "-o", "-").out


def test_too_few_words_for_any_point_are_said_to_be(run: Command) -> None:
    made = run("generate", seeds, "--words", "5", "--format", "json")
    told = run("topic", "energy", seeds, "--words", "5")

    assert (made.code, made.err) == (0, "briefing: no point fits in 5 words; the brief has none\n")
    assert told.code == 1
    assert "try a larger --words" in told.err


def test_all_the_words_go_to_the_topics_asked_for(run: Command) -> None:
    brief = printed(run, seeds, "--topic", "ukraine", "--words", "150")

    assert 120 <= counted(brief) <= 150
    assert brief.noted == ()


def counted(brief: Brief) -> int:
    """The words of all points, with the sentences before them."""
    shown = [*(point for part in brief.sections for point in part.points), *brief.noted]
    leads = [point.lead_in.text for point in shown if point.lead_in]
    return sum(len(text.split()) for text in [*leads, *(point.text for point in shown)])


@pytest.mark.parametrize("name", plugins.names("selectors"))
def test_every_selector_makes_a_brief(run: Command, name: str) -> None:
    brief = printed(run, seeds, "--selector", name)

    assert brief.provenance.selector == name
    assert points(brief) > 4


def test_a_template_of_ones_own_makes_its_format_only(run: Command, tmp_path: Path) -> None:
    template = tmp_path / "mine.txt.j2"
    template.write_text("{{ brief.title }}: {{ brief.sources | length }} articles", "utf-8")
    run("generate", seeds, "--template", template, "--date", day, "--format", "md,txt")

    assert (tmp_path / f"out/{day}/brief.txt").read_text("utf-8") == "Daily brief: 5 articles\n"
    assert "# Daily brief" in (tmp_path / f"out/{day}/brief.md").read_text("utf-8")


@pytest.mark.parametrize("content", [None, ""])
def test_stories_of_nothing_are_refused_in_one_line(
    run: Command, tmp_path: Path, content: str | None
) -> None:
    (tmp_path / "none").mkdir()
    if content is not None:
        (tmp_path / "none/a.txt").write_text(content)

    ran = run("stories", "none")

    assert (ran.code, ran.out) == (1, "")
    assert re.fullmatch(r"briefing: nothing to brief: [^\n]*\n", ran.err)


def test_a_pattern_that_fits_no_file_is_told(run: Command, tmp_path: Path) -> None:
    (tmp_path / "briefing.toml").write_text('[[sources]]\npath = "wire/*"\noutlet = "Wire"\n')

    assert 'no file matches path = "wire/*"' in run("stories", seeds).err
    assert run("stories", seeds, "-q").err == ""


def test_settings_come_from_the_file_and_flags_win(run: Command, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(
        'title = "Gas"\nlength = 0.5\nselector = "lead"\n[[topics]]\nname = "gas"\nany = ["gas"]\n'
    )
    brief = printed(run, seeds, "-c", "mine.toml", "--selector", "lexrank")

    assert (brief.title, brief.provenance.length) == ("Gas", 0.5)
    assert brief.provenance.selector == "lexrank"
    assert brief.sections[0].topic.name == "gas"


def test_settings_beside_win_over_those_of_the_user(run: Command, tmp_path: Path) -> None:
    own = tmp_path / "no-settings/briefing/briefing.toml"
    own.parent.mkdir(parents=True)
    own.write_text('title = "Of the user"')
    assert printed(run, seeds).title == "Of the user"

    (tmp_path / "briefing.toml").write_text('title = "Of the folder"')
    assert printed(run, seeds).title == "Of the folder"


# --- one topic


def test_a_configured_topic_is_printed_in_the_terminal(run: Command, tmp_path: Path) -> None:
    ran = run("topic", "Energy", seeds)

    assert (ran.code, ran.err) == (0, "")
    assert "Power of Siberia 2" in ran.out
    assert list(tmp_path.iterdir()) == []


def test_free_words_are_a_topic(run: Command) -> None:
    ran = run("topic", "nuclear power plants", seeds)

    assert ran.code == 0
    assert "Tianwan" in ran.out
    assert "settlements" not in ran.out


@pytest.mark.parametrize("name", ["html", "json", "md", "txt"])
def test_a_topic_is_printed_in_every_format(run: Command, name: str) -> None:
    ran = run("topic", "energy", seeds, "--format", name, "--date", day)

    assert (ran.code, ran.err) == (0, "")
    assert "Tianwan" in ran.out


def test_words_on_which_nothing_is_said_are_a_failure(run: Command) -> None:
    ran = run("topic", "zebra crossings", seeds)

    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "briefing: nothing on 'zebra crossings' in 5 articles; try other words\n"


# --- listings


def test_topics_lists_the_given_and_the_discovered(run: Command) -> None:
    listed = rows(run("topics", seeds, "--json").out)
    lines = run("topics", seeds).out.splitlines()

    assert [row["topic"] for row in listed[:4]] == ["trade", "energy", "ukraine", "security"]
    assert [row["discovered"] for row in listed[:4]] == [False] * 4
    assert all(row["discovered"] and row["sentences"] > 1 for row in listed[4:])
    assert all(row["words"] and row["outlets"] for row in listed)
    assert len(lines) == len(listed)
    assert all(str(row["sentences"]) in line for row, line in zip(listed, lines, strict=True))


def test_offsets_of_sentences_hold_in_the_file(run: Command) -> None:
    listed = rows(run("sentences", seeds, "--json").out)

    texts = {path.name: path.read_text("utf-8") for path in seeds.glob("*.txt")}
    assert {row["article"] for row in listed} == set(texts)
    for row in listed:
        assert texts[row["article"]][row["start"] : row["end"]] == row["text"]
        assert row["kind"] in {"sentence", "heading", "fragment", "junk"}
        assert set(row["topics"]) <= set(row["scores"])


def test_spans_of_a_file_are_apart_and_leave_only_white_space(run: Command) -> None:
    listed = rows(run("sentences", seeds, "--json").out)

    for path in seeds.glob("*.txt"):
        text, last = path.read_text("utf-8"), 0
        for row in (row for row in listed if row["article"] == path.name):
            assert last <= row["start"] < row["end"]
            assert not text[last : row["start"]].strip()
            last = row["end"]
        assert not text[last:].strip()


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte order mark"])
def test_offsets_hold_in_a_file_of_windows(run: Command, tmp_path: Path, mark: bytes) -> None:
    text = (
        "A title for the day\r\n\r\n"
        "The ministers met in Zürich on Tuesday 😀 and agreed to meet again in the spring.\r\n"
        "Nobody at the ministry would say who had asked for the meeting in the first place.\r\n"
    )
    file = tmp_path / "news.txt"
    file.write_bytes(mark + text.encode())
    listed = rows(run("sentences", file, "--json").out)

    with file.open(encoding="utf-8-sig", newline="") as opened:
        read = opened.read()
    assert [row["text"] for row in listed] == text.split("\r\n")[:1] + text.split("\r\n")[2:4]
    assert all(read[row["start"] : row["end"]] == row["text"] for row in listed)


def test_offsets_in_markdown_lead_to_the_passage_in_the_file(run: Command, tmp_path: Path) -> None:
    text = (
        "---\ntitle: A day of talks\n---\n# A day of talks\n\n"
        "The *ministers* met in [Zürich](https://example.org) and agreed to meet again in May.\n"
    )
    file = tmp_path / "news.md"
    file.write_bytes(text.encode())
    (met,) = (
        row for row in rows(run("sentences", file, "--json").out) if row["kind"] == "sentence"
    )

    passage = text[met["start"] : met["end"]]
    assert passage.startswith(("The", "*The"))
    assert passage.endswith("again in May.")


def test_claims_hold_their_evidence(run: Command) -> None:
    listed = rows(run("claims", seeds, "--json").out)

    texts = {path.name: path.read_text("utf-8") for path in seeds.glob("*.txt")}
    for row in listed:
        path, start, end = row["evidence"][0]
        assert texts[path][start:end] == row["text"]
        assert 1 <= row["independent"] <= len(row["outlets"]) <= len(row["evidence"])
    assert listed[0]["independent"] >= 3
    alone = [tuple(place) for row in listed for place in row["evidence"]]
    assert len(alone) == len(set(alone))


def test_sentences_tell_who_speaks_when_and_how_much(run: Command) -> None:
    listed = rows(run("sentences", seeds, "--json").out)

    (turnover,) = (row for row in listed if "bilateral trade turnover" in row["text"])
    assert turnover["said_by"] == "Chinese statistics"
    assert turnover["dates"] == ["2023"]
    growth, total = turnover["quantities"]
    assert growth == {
        "text": "almost 25 percent",
        "value": 25.0,
        "unit": "%",
        "modifier": "under",
        "when": "in 2023",
    }
    assert (total["value"], total["unit"]) == (240e9, "USD")


@pytest.mark.parametrize("command", ["sentences", "claims"])
def test_a_listing_reads_without_json_too(run: Command, command: str) -> None:
    ran = run(command, seeds)

    assert ran.code == 0
    assert re.search(r"001_d6897efe02130ed2\.txt:3779-3973 .*Tianwan", ran.out)


# --- a brief read back


@pytest.fixture
def written(run: Command, tmp_path: Path) -> Path:
    """The folder of a brief."""
    run("generate", seeds, "--date", day)
    return tmp_path / "out" / day


def test_explain_lists_the_points(run: Command, written: Path) -> None:
    brief = json_format.parse((written / "brief.json").read_text("utf-8"))
    ran = run("explain", written)

    listed = [line.split()[0] for line in ran.out.splitlines()]
    assert set(listed) == {p.id for s in brief.sections for p in s.points} | {
        p.id for p in brief.noted
    }


def test_explain_shows_what_a_point_rests_on(run: Command, written: Path) -> None:
    brief = json_format.parse((written / "brief.json").read_text("utf-8"))
    point = next(s for s in brief.sections if s.topic.name == "security").points[0]
    ran = run("explain", written / "brief.json", point.id)

    assert ran.out.startswith(point.text)
    assert point.why is not None
    for cited in point.citations:
        assert f":{cited.start}-{cited.end} {cited.text}" in ran.out
    assert f"{point.why.topics[0].total:.2f} = " in ran.out
    assert f"{point.why.salience:.2f}" in ran.out
    assert "independent reports of it" in ran.out
    assert not any(f"  {name} " in ran.out for name in ("pair_mass", "he_said", "best_position"))
    assert re.search(r"^  0\.\d\d .*\d ", ran.out.partition("one claim")[2], re.M)
    assert all(miss.reason in ran.out for miss in point.why.near_misses)


@pytest.mark.parametrize("anchor", ["section-4-1", "brief.html#section-4-1"])
def test_explain_knows_a_point_by_its_place_on_the_page(
    run: Command, written: Path, anchor: str
) -> None:
    ran = run("explain", written, anchor, "--json")

    assert json.loads(ran.out)["point"]["id"] == "security-1"
    assert run("explain", written, "glance-2").code == 0


def test_explain_goes_without_sources_that_are_gone(run: Command, tmp_path: Path) -> None:
    shutil.copytree(seeds, tmp_path / "articles")
    run("generate", "articles", "--date", day)
    shutil.rmtree(tmp_path / "articles")

    ran = run("explain", f"out/{day}", "security-1")

    assert ran.code == 0
    assert "evidence" in ran.out
    assert "one claim" not in ran.out


@pytest.mark.parametrize("name", ["2", "[2]", "001_d6897efe02130ed2.txt", "full"])
def test_explain_says_what_an_article_is_cited_for(run: Command, written: Path, name: str) -> None:
    file = seeds / "001_d6897efe02130ed2.txt"
    ran = run("explain", written, str(file) if name == "full" else name)

    assert ran.out.startswith("[2] 001_d6897efe02130ed2.txt\n")
    assert "\nstory        " in ran.out
    assert "\n  trade-1 " in ran.out


def test_explain_refuses_one_article_twice(run: Command, written: Path) -> None:
    ran = run("explain", written, "2", "[2]")

    assert (ran.code, ran.out) == (2, "")
    assert "2 and [2] are one article" in ran.err


def test_explain_gives_data(run: Command, written: Path) -> None:
    point = json.loads(run("explain", written, "security-1", "--json").out)
    article = json.loads(run("explain", written, "2", "--json").out)

    assert point["point"]["id"] == "security-1"
    assert len(point["agreements"]) == len(point["point"]["citations"]) - 1
    assert article["article"] == "001_d6897efe02130ed2.txt"
    assert "trade-1" in [cited["point"] for cited in article["cited"]]


def test_explain_refuses_a_point_that_is_not_there(run: Command, written: Path) -> None:
    ran = run("explain", written, "energy-99")

    assert ran.code == 2
    assert "no point 'energy-99'; it has " in ran.err
    assert "energy-1" in ran.err


def test_verify_counts_what_holds(run: Command, written: Path) -> None:
    ran = run("verify", written)

    assert (ran.code, ran.err) == (0, "")
    assert re.fullmatch(
        r"\d+ citations of \d+ points, \d+ of figures and dates and 5 sources hold\n", ran.out
    )


# --- init and help


def test_init_writes_settings_and_keeps_older_ones(run: Command, tmp_path: Path) -> None:
    first, second = run("init"), run("init")

    assert (first.code, first.out) == (0, "briefing.toml\n")
    assert second.code == 2
    assert second.err == "briefing: briefing.toml is there already; --force writes over it\n"
    (tmp_path / "briefing.toml").write_text("old = 1")
    assert run("init", "--force").code == 0
    assert config.load(tmp_path / "briefing.toml") == config.Config()


def test_a_brief_can_be_made_after_init(run: Command) -> None:
    run("init")

    assert printed(run, seeds).title == "Daily brief"


def test_the_version_is_that_of_the_package(run: Command) -> None:
    assert run("--version").out == f"briefing {__version__}\n"
    project = Path(__file__).parents[1] / "pyproject.toml"
    assert tomllib.loads(project.read_text("utf-8"))["project"]["version"] == __version__


@pytest.mark.parametrize("command", commands)
def test_every_command_has_help(run: Command, command: str) -> None:
    ran = run(command, "-h")

    assert (ran.code, ran.err) == (0, "")
    assert f"Usage: briefing {command}" in ran.out
    assert ran.out == run(command, "--help").out


def test_help_of_generate_shows_its_options(run: Command) -> None:
    shown = run("generate", "-h").out

    for option in ("--topic", "--format", "--out", "--date", "--length", "--words"):
        assert option in shown
    for option in (
        "--template",
        "--selector",
        "--embedder",
        "--threads",
        "--config",
        "-c",
        "-o",
        "-q",
    ):
        assert option in shown


def test_help_lists_every_command(run: Command) -> None:
    shown = run("--help").out

    assert all(re.search(rf"^  {command}\b", shown, re.MULTILINE) for command in commands)


# --- in a process of its own


def test_nothing_but_the_product_is_written_to_a_pipe(tmp_path: Path) -> None:
    ran = spawn("generate", seeds, "--date", day, "-o", tmp_path / "out", cwd=tmp_path)

    assert (ran.code, ran.err) == (0, "")
    assert len(ran.out.splitlines()) == 4


def test_a_reader_that_has_seen_enough_is_no_error(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "briefing", "sentences", str(seeds), "--json"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()

    assert said == b""
    assert process.returncode == 1  # typer's answer to a closed pipe


def test_output_is_utf8_in_any_locale(tmp_path: Path) -> None:
    latin = {"PYTHONIOENCODING": "latin-1", "LC_ALL": "C", "PYTHONUTF8": "0"}
    ran = spawn("topic", "energy", seeds, "--date", day, cwd=tmp_path, env=latin)

    assert ran.code == 0
    assert "Friday 17 May 2024 · articles of 15 to 17 May 2024" in ran.out
