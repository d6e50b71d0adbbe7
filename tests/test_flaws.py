from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from briefing.flaws import Flaw, flaws

table = Path(__file__).parent / "gold" / "lines.tsv"
kinds = get_args(Flaw)


def labelled() -> Iterator[tuple[str, set[str]]]:
    """Each line of the table and what is wrong with it."""
    for row in table.read_text(encoding="utf-8").splitlines():
        if not row.startswith("#"):
            label, _, text = row.partition("\t")
            spaced = label.replace("bare name", "bare_name").split()
            yield text, {name.replace("_", " ") for name in spaced} - {"-"}


def test_the_table_has_enough_lines_of_every_kind() -> None:
    lines = list(labelled())

    assert len(lines) >= 80
    assert {kind for _, label in lines for kind in label} == set(kinds)
    assert sum(not label for _, label in lines) >= 30


@pytest.mark.parametrize("kind", kinds)
def test_flaws_are_those_that_a_person_sees(kind: str) -> None:
    wanted = {text for text, label in labelled() if kind in label}
    found = {text for text, _ in labelled() if kind in list(flaws(text))}
    hits = len(wanted & found)
    precision, recall = hits / len(found), hits / len(wanted)
    told = (
        f"{kind}: {len(wanted)} lines, precision {precision:.2f}, recall {recall:.2f}",
        *(f"  wrong: {text}" for text in sorted(found - wanted)),
        *(f"  missed: {text}" for text in sorted(wanted - found)),
    )
    print("", *told, sep="\n")  # noqa: T201

    assert precision >= 0.9
    assert recall >= 0.9


@pytest.mark.parametrize(
    ("seen", "found"), [("", ["bare name"]), ("Engineer Per Strand tested the valves.", [])]
)
def test_a_surname_is_enough_once_the_reader_knows_whose(seen: str, found: list[str]) -> None:
    assert list(flaws("Strand said the valves were sound.", seen)) == found
