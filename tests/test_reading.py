"""``briefing evaluate --readability`` on all that it reads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import briefs
import pytest
from conftest import Command

from briefing import render
from briefing.files import write_atomic


def brief_in(folder: Path) -> Path:
    file = folder / "brief.json"
    write_atomic(file, render(briefs.brief(), "json"))
    return file


def clusters_in(file: Path) -> Path:
    """Two clusters: the seeds, and one article."""
    seeds = [{"id": a.path, "text": a.text} for a in briefs.articles()]
    port = {
        "id": "port",
        "text": "The port of Bergen was sold on Monday. The buyer is a bank in Oslo, Lund said.",
    }
    clusters = [
        {"id": name, "documents": documents, "references": ["A visit."]}
        for name, documents in (("seeds", seeds), ("port", [port]))
    ]
    write_atomic(file, "".join(json.dumps(cluster) + "\n" for cluster in clusters))
    return file


def measured(out: str) -> Any:
    return json.loads(out)


def test_a_brief_is_measured(run: Command, tmp_path: Path) -> None:
    ran = run("evaluate", "--readability", brief_in(tmp_path), "--json")

    row = measured(ran.out)["brief.json"]
    assert (ran.code, row["pages"], row["points"], row["junk"]) == (0, 1, 6, 0)
    assert 0 < row["balance"]["evenness"] <= 1


def test_a_folder_is_searched_for_briefs(run: Command, tmp_path: Path) -> None:
    brief_in(tmp_path / "out" / "2024-05-17")
    brief_in(tmp_path / "out" / "2024-05-18")

    assert measured(run("evaluate", "--readability", "out", "--json").out)["out"]["pages"] == 2


def test_summaries_have_a_row_a_selector(run: Command, tmp_path: Path) -> None:
    write_atomic(tmp_path / "saved" / "kl" / "a.txt", "He left. The port of Bergen was sold.\n")
    write_atomic(tmp_path / "saved" / "lead" / "a.txt", "The port of Bergen was sold.\n")

    lines = run("evaluate", "--readability", "saved").out.splitlines()
    assert [line.split()[:4] for line in lines[2:]] == [
        ["kl", "1", "2", "50.0"],
        ["lead", "1", "1", "0.0"],
    ]


def test_findings_are_listed_when_asked(run: Command, tmp_path: Path) -> None:
    write_atomic(tmp_path / "saved" / "kl" / "a.txt", "He left. The port of Bergen was sold.\n")

    ran = run("evaluate", "--readability", "saved", "--verbose")
    assert ran.out.splitlines()[-1] == "kl: a 1: dangling: He left."


def test_a_brief_is_made_of_each_cluster(run: Command, tmp_path: Path) -> None:
    data = clusters_in(tmp_path / "set.jsonl")

    ran = run("evaluate", "--readability", data, "--save", "kept", "--json")
    row = measured(ran.out)["coverage"]
    assert row["pages"] == 2
    assert {file.name for file in (tmp_path / "kept").iterdir()} == {
        f"{name}.{form}" for name in ("seeds", "port") for form in ("md", "json")
    }
    again = measured(run("evaluate", "--readability", "kept", "--json").out)["kept"]
    assert again["points"] == row["points"]


def test_a_cluster_without_a_sentence_is_skipped_by_name(run: Command, tmp_path: Path) -> None:
    data = clusters_in(tmp_path / "set.jsonl")
    sports = {"id": "a", "text": "Sports"}
    empty = {"id": "empty", "documents": [sports], "references": ["A visit."]}
    data.write_text(json.dumps(empty) + "\n" + data.read_text())

    ran = run("evaluate", "--readability", data, "--limit", "2", "--json")
    assert measured(ran.out)["coverage"]["pages"] == 1
    assert ran.err == "briefing: skipped the cluster empty: it has no usable sentence\n"


def test_other_json_beside_the_briefs_is_skipped_by_name(run: Command, tmp_path: Path) -> None:
    brief_in(tmp_path / "out" / "2024-05-17")
    write_atomic(tmp_path / "out" / "settings.json", "{}")

    ran = run("evaluate", "--readability", "out", "--json")
    assert measured(ran.out)["out"]["pages"] == 1
    assert ran.err.startswith("briefing: skipped out/settings.json: not a brief")
    assert ran.err.count("\n") == 1


def test_points_in_other_languages_are_left_out(run: Command, tmp_path: Path) -> None:
    czech = "Přístav byl v pondělí prodán bance. Kupcem je podle starosty norská banka."
    write_atomic(tmp_path / "saved" / "kl" / "a.txt", "The port of Bergen was sold.\n")
    write_atomic(tmp_path / "saved" / "kl" / "b.txt", czech)

    row = measured(run("evaluate", "--readability", "saved", "--json").out)["kl"]
    assert (row["points"], row["not English"], row["findings"]) == (1, 2, [])
    last = run("evaluate", "--readability", "saved").out.splitlines()[-1]
    assert last.startswith("left out: 2 points that are not in English")


@pytest.mark.parametrize("option", ["--words", "--selectors", "--baseline"])
def test_what_is_for_summaries_only_is_refused(run: Command, tmp_path: Path, option: str) -> None:
    ran = run("evaluate", "--readability", brief_in(tmp_path), option, "7")

    assert ran.code == 2
    assert "--readability takes no" in ran.err


def test_a_limit_takes_the_first_clusters(run: Command, tmp_path: Path) -> None:
    data = clusters_in(tmp_path / "set.jsonl")

    ran = run("evaluate", "--readability", data, "--limit", "1", "--json")
    assert measured(ran.out)["coverage"]["pages"] == 1


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [("x.json", "{}", "x.json: not a brief"), ("x/y.md", "", "x: holds no brief")],
)
def test_what_cannot_be_measured_is_named(
    run: Command, tmp_path: Path, name: str, text: str, complaint: str
) -> None:
    write_atomic(tmp_path / name, text)

    ran = run("evaluate", "--readability", name.partition("/")[0])
    assert ran.code == 1
    assert complaint in ran.err
    assert ran.err.count("\n") == 1
