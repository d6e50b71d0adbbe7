"""What a brief may cost, in counts that no clock decides."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import python_ran
from fakes import article, day, embed

from briefing import compose, moments, pipeline, plugins, quantities, statements
from briefing.config import Config

if TYPE_CHECKING:
    from briefing.models import Vectors

seeds = Path(__file__).parents[1] / "seeds"
most_for_help = 12  # modules of the package
most_for_a_brief = 125
unused = (  # by a brief of text files whose vectors are known: each of these takes long to load
    "anyio feedparser httpcore2 lxml nltk onnxruntime protego pypdf rich scipy sklearn "
    "snowballstemmer stopwordsiso striprtf tokenizers torch trafilatura unittest"
).split()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose store has the vectors of the seeds."""
    folder = tmp_path_factory.mktemp("warm")
    (folder / "briefing.toml").write_text('store = "briefing.db"\n', encoding="utf-8")
    loaded(folder, "generate", str(seeds), "-q")
    return folder


def loaded(folder: Path, *words: str) -> set[str]:
    """The modules that a command loads."""
    program = (
        "import json, sys\nfrom briefing.cli import main\n"
        f"sys.argv = {['briefing', *words]}\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print(json.dumps(sorted(sys.modules)))"
    )
    ran = python_ran([sys.executable, "-c", program], folder)
    assert ran.err == ""
    return set(json.loads(ran.out.splitlines()[-1]))


def own(modules: set[str]) -> int:
    return sum(name.startswith("briefing.") for name in modules)


def test_help_loads_few_modules(tmp_path: Path) -> None:
    assert own(loaded(tmp_path, "--help")) <= most_for_help


def test_a_brief_of_known_texts_loads_no_model_and_no_reader_of_other_formats(place: Path) -> None:
    modules = loaded(place, "generate", str(seeds), "-q")

    assert {name.partition(".")[0] for name in modules}.isdisjoint(unused)
    assert own(modules) <= most_for_a_brief


def test_a_sentence_is_read_once_for_its_figures_days_and_claims() -> None:
    texts = [f"On May {n}, 2024, rescuers found {n + 40} people in Aber{n}." for n in range(1, 20)]
    reading = pipeline.read([article(text, f"{n}.txt") for n, text in enumerate(texts)])
    readers = (quantities._english, moments.find, statements.read)
    for reader in readers:
        reader.cache_clear()

    frame = compose.Frame(Config(), day)
    pipeline.of(reading, frame, embed, plugins.load("selectors", "coverage").select)

    # Beside the sentences themselves: what an article leads with, a title and a sentence together.
    assert [reader.cache_info().misses <= 2 * len(texts) for reader in readers] == [True] * 3


def test_each_text_is_embedded_once() -> None:
    asked: list[str] = []

    def counted(texts: Sequence[str]) -> Vectors:
        asked.extend(texts)
        return embed(texts)

    told = "The old bridge of Torhaven was closed to lorries on Monday by the council."
    reading = pipeline.read([article(f"{told} Ferry {n} sails.", f"{n}.txt") for n in range(5)])
    frame = compose.Frame(Config(), day)
    pipeline.of(reading, frame, counted, plugins.load("selectors", "coverage").select)

    assert asked.count(told) == 1
