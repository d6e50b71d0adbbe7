"""A brief is made again from the record of its run, and what differs is named."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Command, seeds, spawn

from briefing import manifest
from briefing.cli import manifests
from briefing.cli.bundles import annotated

day = "2024-05-17"
bridge = "The ministers met in Oslo on Tuesday and agreed to build a new bridge over the river."
wheat = "Farmers in the north lost a third of their wheat to hail and rain and wind this week."
port = "The port of Rotterdam handled 12% less coal in April than in the same month last year."


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text(bridge, "utf-8")
    (folder / "b.txt").write_text(wheat, "utf-8")
    (folder / "c.jsonl").write_text(json.dumps({"text": port, "title": "Port"}), "utf-8")
    (folder / "d.bin").write_bytes(b"\0")
    (folder / "sources.toml").write_text('[[sources]]\npath = "a.txt"\noutlet = "Herald"\n')
    return folder


@pytest.fixture
def folder(run: Command, articles: Path, tmp_path: Path) -> Path:
    assert run("generate", articles, "--date", day).code == 0
    return tmp_path / "out" / day


def everything(folder: Path) -> dict[str, bytes]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def record(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "run.json").read_text("utf-8")))


def edit(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    changed = record(folder)
    change(changed)
    (folder / "run.json").write_text(json.dumps(changed), "utf-8")


def test_a_brief_is_made_again_to_the_same_bytes(run: Command, folder: Path) -> None:
    before = everything(folder)
    ran = run("replay", folder / "run.json")

    said = {line.removeprefix("same bytes: ") for line in ran.out.splitlines()}
    assert (ran.code, ran.err) == (0, "")
    assert said == before.keys() - {"run.json"}
    assert everything(folder) == before


def test_another_process_makes_the_same_bytes_in_another_place_and_locale(tmp_path: Path) -> None:
    spawn("generate", seeds, "--date", day, cwd=tmp_path, env={"PYTHONHASHSEED": "1"})
    other = {"PYTHONHASHSEED": "2", "LC_ALL": "C", "TZ": "Asia/Tokyo"}
    (tmp_path / "elsewhere").mkdir()
    ran = spawn("replay", "../out", "-o", "again", cwd=tmp_path / "elsewhere", env=other)

    assert (ran.code, ran.err) == (0, "")
    assert everything(tmp_path / "elsewhere/again") == everything(tmp_path / "out" / day)


def test_the_record_holds_no_absolute_path_and_no_secret(
    run: Command, articles: Path, tmp_path: Path
) -> None:
    settings = 'webhook = "https://example.org/hook?token=s3cret"\n'
    settings += '[mail]\nsender = "me@example.org"\nto = ["you@example.org"]\n'
    (tmp_path / "briefing.toml").write_text(settings, "utf-8")
    run("generate", articles, "--date", day)

    text = (tmp_path / "out" / day / "run.json").read_text("utf-8")
    assert str(tmp_path) not in text
    assert "example.org" not in text
    assert [each["path"] for each in json.loads(text)["inputs"]] == [
        *("a.txt", "b.txt", "c.jsonl:1", "d.bin")
    ]


def test_the_same_run_writes_the_same_record(run: Command, folder: Path, articles: Path) -> None:
    before = (folder / "run.json").read_bytes()
    run("generate", articles, "--date", day)

    assert (folder / "run.json").read_bytes() == before


def test_files_that_came_later_change_nothing(run: Command, folder: Path, articles: Path) -> None:
    (articles / "e.txt").write_text(f"{port} It is another year.", "utf-8")

    assert run("replay", folder).code == 0


def other_words(articles: Path) -> None:
    (articles / "a.txt").write_text(bridge.replace("Oslo", "Bergen"), "utf-8")


def gone(articles: Path) -> None:
    (articles / "b.txt").unlink()


def other_outlet(articles: Path) -> None:
    (articles / "sources.toml").write_text('[[sources]]\npath = "a.txt"\noutlet = "Times"\n')


def other_line(articles: Path) -> None:
    (articles / "c.jsonl").write_text(json.dumps({"text": port, "title": "Harbour"}), "utf-8")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (other_words, "input a.txt: changed"),
        (gone, "input b.txt: missing"),
        (other_outlet, "input sources.toml: changed"),
        (other_line, "input c.jsonl:1: its file changed, and its text did not"),
    ],
)
def test_a_changed_input_is_named_before_the_files_that_differ(
    run: Command, folder: Path, articles: Path, change: Callable[[Path], None], told: str
) -> None:
    change(articles)
    ran = run("replay", folder)

    assert ran.code == 1
    assert ran.out.splitlines()[0] == told
    assert "differs: brief.txt: '" in ran.out
    assert ran.err.endswith("files are not the same\n")


def test_all_inputs_gone_is_one_line(run: Command, folder: Path, articles: Path) -> None:
    shutil.rmtree(articles)
    ran = run("replay", folder)

    assert ran.code == 1
    assert ran.out.startswith("input a.txt: missing\n")
    assert "cannot be made again" in ran.err


def test_inputs_that_moved_are_found_with_root(
    run: Command, folder: Path, articles: Path, tmp_path: Path
) -> None:
    articles.rename(tmp_path / "moved")

    assert run("replay", folder, "--root", tmp_path / "moved").code == 0


def longer(of: dict[str, Any]) -> None:
    of["settings"]["length"] = 3.0


def renamed(of: dict[str, Any]) -> None:
    of["settings"]["title"] = "Weekly"


def fewer_topics(of: dict[str, Any]) -> None:
    of["settings"]["topics"].pop()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (longer, "setting length: not that of brief.json (3.0 here, 1.0 there)"),
        (renamed, "setting title: not that of brief.json (Weekly here, Daily brief there)"),
        (fewer_topics, "setting topics: not that of brief.json"),
    ],
)
def test_a_changed_setting_is_named(
    run: Command, folder: Path, change: Callable[[dict[str, Any]], None], told: str
) -> None:
    edit(folder, change)
    ran = run("replay", folder)

    assert ran.code == 1
    assert ran.out.splitlines()[0] == told


def test_a_changed_template_is_named(run: Command, articles: Path, tmp_path: Path) -> None:
    template = tmp_path / "mine.txt.j2"
    template.write_text("{{ brief.title }}\n", "utf-8")
    run("generate", articles, "--date", day, "--template", template)
    folder = tmp_path / "out" / day
    assert run("replay", folder).code == 0
    template.write_text("{{ 1 / 0 }}\n", "utf-8")  # would end in an error
    ran = run("replay", folder)

    assert ran.code == 1
    assert ran.out.splitlines()[0] == "template ../../mine.txt.j2: changed"
    assert "differs: brief.txt: not made again" in ran.out


def older(of: dict[str, Any]) -> None:
    of["program"] |= {"version": "0.0.9", "files_sha256": "0"}
    of["program"]["libraries"]["numpy"] = "1.0"
    of["outputs"]["brief.txt"] = "0"


def test_another_version_of_the_program_and_of_a_library_are_named(
    run: Command, folder: Path
) -> None:
    edit(folder, older)
    ran = run("replay", folder)

    assert ran.code == 1
    first, second, *_ = ran.out.splitlines()
    assert first.startswith("program: briefing 0.0.9 then, ")
    assert second.startswith("library numpy: 1.0 then, ")


def other_model(of: dict[str, Any]) -> None:
    of["model"]["sha256"] = of["outputs"]["brief.txt"] = "0"


def test_another_model_is_named(run: Command, folder: Path) -> None:
    edit(folder, other_model)

    assert run("replay", folder).out.splitlines()[0] == "model minilm: other weights"


def test_another_version_that_makes_the_same_is_no_failure(run: Command, folder: Path) -> None:
    def newer(of: dict[str, Any]) -> None:
        of["program"]["python"] = "3.11.0"

    edit(folder, newer)
    ran = run("replay", folder)

    assert ran.code == 0
    assert "it made no difference" in ran.err


@pytest.mark.parametrize("text", ["{}", "nothing", '{"schema": 2}'])
def test_what_is_no_record_is_refused_in_one_line(run: Command, folder: Path, text: str) -> None:
    (folder / "run.json").write_text(text, "utf-8")
    ran = run("replay", folder)

    assert ran.code == 1
    assert ran.err.count("\n") == 1


def test_no_brief_is_written_over(run: Command, folder: Path, articles: Path) -> None:
    run("generate", articles / "a.txt", "--date", "2024-05-16")
    before = everything(folder.parent)

    assert run("replay", folder, "-o", folder).code == 2
    assert run("replay", folder, "-o", folder.with_name("2024-05-16")).code == 2
    assert everything(folder.parent) == before


@pytest.mark.parametrize("out", [".", "..", "/", "full", "file"])
def test_only_an_empty_folder_is_for_what_is_kept(
    run: Command, folder: Path, tmp_path: Path, out: str
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full/mine").write_text("mine")
    (tmp_path / "file").write_text("mine")
    before = everything(tmp_path)
    ran = run("replay", folder, "-o", out)

    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert ran.err.startswith(f"briefing: {out} ")
    assert everything(tmp_path) == before


def test_what_is_kept_elsewhere_can_be_verified_and_replayed(
    run: Command, folder: Path, tmp_path: Path
) -> None:
    again = tmp_path / "some/where/else/again"

    assert run("replay", folder, "-o", again).code == 0
    assert run("verify", again).code == 0
    assert run("replay", again).code == 0
    assert 'href="../../../../articles/a.txt"' in (again / "brief.html").read_text("utf-8")


def test_what_is_kept_in_the_working_folder_leads_to_the_sources(
    run: Command, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "again").mkdir()
    monkeypatch.chdir(tmp_path / "again")

    assert run("replay", folder, "-o", ".").code == 0
    assert run("verify", "brief.json").code == 0


def test_what_was_kept_of_inputs_that_changed_can_be_verified_and_replayed(
    run: Command, folder: Path, articles: Path, tmp_path: Path
) -> None:
    other_words(articles)
    other_outlet(articles)

    assert run("replay", folder, "-o", "again").code == 1
    assert run("verify", tmp_path / "again").code == 0
    assert run("replay", tmp_path / "again").code == 0


def test_a_file_that_was_edited_is_named(run: Command, folder: Path) -> None:
    page = folder / "brief.html"
    page.write_text(page.read_text("utf-8").replace("Oslo", "Bergen"), "utf-8")
    (folder / "brief.md").unlink()
    ran = run("replay", folder)

    assert ran.code == 1
    assert "brief.html: made again the same, but the file here was edited\n" in ran.out
    assert "brief.md: made again the same, but the file here is missing\n" in ran.out
    assert "same bytes: brief.txt\n" in ran.out


def absolute_template(of: dict[str, Any]) -> None:
    of["settings"]["template"] = "/etc/passwd"


def absolute_model(of: dict[str, Any]) -> None:
    of["model"]["folder"] = "C:\\models"


def absolute_output(of: dict[str, Any]) -> None:
    of["outputs"]["/tmp/mine"] = "0"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda of: of.update(root="/"), "it names an absolute path: '/'"),
        (lambda of: of.update(given=["/etc"]), "it names an absolute path: '/etc'"),
        (lambda of: of.update(given=["../secret"]), "not in its folder: '../secret'"),
        (lambda of: of["outputs"].update({"sources/../../mine": "0"}), "not in its folder"),
        (absolute_template, "it names an absolute path: '/etc/passwd'"),
        (absolute_model, "it names an absolute path: "),
        (absolute_output, "it names an absolute path: '/tmp/mine'"),
    ],
)
def test_a_record_that_leads_elsewhere_is_refused(
    run: Command, folder: Path, change: Callable[[dict[str, Any]], None], told: str
) -> None:
    edit(folder, change)
    ran = run("replay", folder)

    assert ran.code == 1
    assert told in ran.err


@pytest.mark.parametrize("of_folder", ["", "../../model"])
def test_a_folder_of_a_model_that_is_not_the_recorded_is_not_loaded(
    run: Command, folder: Path, tmp_path: Path, of_folder: str
) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model/model.onnx").write_text("other")
    edit(folder, lambda of: of["model"].update(embedder="onnx:model", folder=of_folder))
    edit(folder, lambda of: of["settings"].update(embedder="onnx:model"))
    ran = run("replay", folder)

    assert ran.code == 1
    assert "it cannot be made again: " in ran.err
    assert "not loaded" in ran.err or "no folder of it" in ran.err


def test_a_record_leads_to_no_other_folder(run: Command, folder: Path, tmp_path: Path) -> None:
    edit(folder, lambda of: of.update(pages="../../elsewhere"))
    ran = run("replay", folder, "-o", tmp_path / "again")

    assert ran.code == 1
    assert "its pages are in '../../elsewhere', not in sources" in ran.err
    assert not (tmp_path / "again").exists()


def test_a_rerun_leaves_nothing_of_an_earlier_one(
    run: Command, folder: Path, articles: Path
) -> None:
    (folder / "sent.json").write_text("{}", "utf-8")
    mine = {"notes.txt", "brief.footnotes.md", "sources/0123456789abcdef.html"}
    for name in mine:
        (folder / name).write_text("mine", "utf-8")
    gone(articles)
    other_words(articles)
    run("generate", articles, "--date", day, "--format", "json,txt")

    left = everything(folder).keys()
    assert left >= mine | {"sent.json"}
    assert left - mine - {"sent.json", "run.json"} == record(folder)["outputs"].keys()


def test_a_disk_that_is_full_costs_nothing_that_is_there(
    run: Command, folder: Path, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from briefing.files import write_atomic

    before = everything(folder)

    def full(path: Path, text: str) -> None:
        if path.name == annotated:
            raise OSError(28, "no space left on device")
        write_atomic(path, text)

    monkeypatch.setattr("briefing.cli.publishing.write_atomic", full)
    gone(articles)

    assert run("generate", articles, "--date", day).code == 1
    assert everything(folder) == before


# Daily briefs.


@pytest.fixture
def daily(run: Command, articles: Path, tmp_path: Path) -> Path:
    """Two days of briefs; the folder of the second."""
    (tmp_path / "briefing.toml").write_text('store = "briefing.db"\ntimezone = "Europe/Berlin"')
    for number, name in ((13, "a.txt"), (14, "b.txt")):
        ran = run(
            "generate", articles / name, "--window", "last", "--now", f"2024-05-{number}T06:30"
        )
        assert ran.code == 0
    return tmp_path / "out/2024-05-14"


def dumped(store: Path) -> list[str]:
    with sqlite3.connect(store) as connection:
        return list(connection.iterdump())


def test_a_daily_brief_is_made_again_and_nothing_is_recorded(
    run: Command, daily: Path, tmp_path: Path
) -> None:
    before = dumped(tmp_path / "briefing.db")

    assert [run("replay", daily.parent / one).code for one in ("2024-05-13", "2024-05-14")] == [
        0,
        0,
    ]
    assert dumped(tmp_path / "briefing.db") == before


def test_a_look_is_made_again(run: Command, daily: Path) -> None:
    run("generate", "--no-fetch", "--since", "48h", "--now", "2024-05-14T08:00")

    assert run("replay", daily.with_name("2024-05-14-since-48h")).code == 0


def test_pruned_articles_are_named(run: Command, daily: Path) -> None:
    run("archive", "prune", "--before", "2024-06-01")
    ran = run("replay", daily)

    assert ran.code == 1
    assert ran.out.startswith("input b.txt: not in the archive; pruned, or of another archive\n")


def test_a_forgotten_brief_of_before_is_named(run: Command, daily: Path) -> None:
    run("archive", "forget", "2024-05-13")
    ran = run("replay", daily)

    assert ran.code == 1
    assert ran.out.startswith("what earlier briefs told: not as it was")


def test_without_its_archive_a_daily_brief_is_not_made_again(
    run: Command, daily: Path, tmp_path: Path
) -> None:
    (tmp_path / "briefing.db").unlink()
    ran = run("replay", daily)

    assert ran.code == 1
    assert "there is no archive" in ran.err


def test_a_brief_that_the_next_run_writes_has_its_record(
    run: Command, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "no space left")

    (tmp_path / "briefing.toml").write_text('store = "briefing.db"\n')
    with monkeypatch.context() as failing:
        failing.setattr("briefing.cli.publishing.publish", full)
        run("generate", articles / "a.txt", "--window", "last", "--now", "2024-05-13T06:30")
    run("generate", articles / "a.txt", "--window", "last", "--now", "2024-05-14T06:30")

    assert run("replay", "out/2024-05-13").code == 0


# What the record names.


def test_every_dependency_is_recorded_or_changes_no_byte() -> None:
    """httpcore2, feedparser and protego fetch; their articles are in the archive."""
    without = set("feedparser httpcore2 platformdirs protego rich typer".split())
    needed = manifest.program("minilm").libraries.keys()
    declared = {name.lower() for name in _declared()}

    assert declared - without <= set(manifest.libraries)
    assert needed >= declared - without


def _declared() -> list[str]:
    from importlib import metadata

    required = [one for one in metadata.requires("briefing") or () if "extra ==" not in one]
    return [one.split(">")[0].split("=")[0].split("[")[0].strip() for one in required]


def test_every_file_is_hashed_once(articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from briefing import load_articles

    lines = [json.dumps({"text": f"{port} It is number {n}."}) for n in range(5)]
    (articles / "c.jsonl").write_text("\n".join(lines), "utf-8")
    hashed: list[Path] = []

    def digest(file: Path) -> str:
        hashed.append(file)
        return "0"

    monkeypatch.setattr(manifests, "file_digest", digest)

    assert len(manifests.inputs(load_articles(articles), articles)) == 8
    assert [file.name for file in hashed] == ["a.txt", "b.txt", "c.jsonl"]


def test_the_record_reads_back_as_it_was(folder: Path) -> None:
    text = (folder / "run.json").read_text("utf-8")

    assert manifest.render(manifest.parse(text)) == text
