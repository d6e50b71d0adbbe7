"""``briefing evaluate`` on the command line, against summaries that people wrote."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Command

from briefing.files import write_atomic

port = "The port of Bergen was sold on Monday. The buyer is a bank in Oslo, Lund said."
fire = "A fire destroyed three warehouses in Torhaven. Nobody was hurt, the mayor said."


def data(folder: Path, **texts: str) -> Path:
    """A data set of one article a cluster, by id."""
    lines = (
        {"id": name, "documents": [{"id": "1", "text": text}], "references": ["The port was sold."]}
        for name, text in texts.items()
    )
    write_atomic(folder / "set.jsonl", "".join(json.dumps(line) + "\n" for line in lines))
    return folder / "set.jsonl"


def rows(out: str) -> dict[str, Any]:
    return {row["selector"]: row for row in json.loads(out)["systems"]}


def test_the_baseline_runs_also_where_it_was_not_asked_for(run: Command, tmp_path: Path) -> None:
    ran = run("evaluate", data(tmp_path, a=port, b=fire), "--selectors", "kl, lead", "--json")

    found = rows(ran.out)
    assert list(found) == ["kl", "lead", "lexrank", "(oracle)"]
    assert [name for name in found if "rouge-2 against baseline" not in found[name]] == ["lexrank"]


def test_a_baseline_that_does_not_exist_is_an_error(run: Command, tmp_path: Path) -> None:
    ran = run("evaluate", data(tmp_path, a=port), "--selectors", "lead", "--baseline", "nosuch")

    assert ran.code == 2
    assert ran.err.startswith("briefing: no selector named 'nosuch'")


def test_a_cluster_without_a_sentence_counts_as_nothing(run: Command, tmp_path: Path) -> None:
    options = ("--selectors", "lead", "--baseline", "lead", "--json")
    whole = run("evaluate", data(tmp_path, a=port), *options)
    half = run("evaluate", data(tmp_path, a=port, empty="Sports"), *options)

    recall, halved = (rows(ran.out)["lead"]["rouge-1"]["recall"] for ran in (whole, half))
    assert halved == pytest.approx(recall / 2, abs=1e-5)
    assert half.code == 0
    assert "the cluster empty has no usable sentence" in half.err


def test_every_summary_has_a_file_of_its_own(run: Command, tmp_path: Path) -> None:
    ids = {"a/b": port, "a b": fire, "a-b": port}

    run("evaluate", data(tmp_path, **ids), "--selectors", "lead", "--save", "kept")
    assert len(list((tmp_path / "kept" / "lead").iterdir())) == 3
    assert (tmp_path / "kept" / "lead" / "a-b.txt").is_file()
