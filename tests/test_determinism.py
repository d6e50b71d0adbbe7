"""The same articles give the same bytes: in any order, process, locale and number of threads."""

from __future__ import annotations

import random
import shutil
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from conftest import Command, python_ran, seeds, spawn

from briefing import load_articles, pipeline, plugins
from briefing.config import Config
from briefing.models import Article, Embed

day = "2024-05-17"
formats = Config().formats
files = sorted(seeds.glob("*.txt"))


def shuffled(items: Iterable[Path], seed: int) -> list[Path]:
    mixed = list(items)
    random.Random(seed).shuffle(mixed)
    return mixed


def written(folder: Path) -> dict[str, bytes]:
    return {name: (folder / day / f"brief.{name}").read_bytes() for name in formats}


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The brief of the seeds as any process writes it."""
    folder = tmp_path_factory.mktemp("reference")
    ran = spawn("generate", seeds, "--date", day, "-o", folder, cwd=folder)
    assert ran.code == 0, ran.err
    return written(folder)


@pytest.mark.parametrize("seed", range(2))
def test_the_order_of_the_inputs_does_not_matter(
    run: Command, tmp_path: Path, reference: dict[str, bytes], seed: int
) -> None:
    run("generate", *shuffled(files, seed), "--date", day, "-o", tmp_path)

    assert written(tmp_path) == reference


def test_files_named_twice_or_by_their_folder_are_the_same_files(
    run: Command, tmp_path: Path, reference: dict[str, bytes]
) -> None:
    run("generate", files[2], seeds, files[0], files[0], "--date", day, "-o", tmp_path)

    assert written(tmp_path) == reference


@pytest.mark.parametrize("selector", plugins.names("selectors"))
def test_shuffled_articles_give_the_same_brief(minilm: Embed, selector: str) -> None:
    found = load_articles(seeds)
    mixed = list(found)
    random.Random(selector).shuffle(mixed)
    select = plugins.load("selectors", selector).select
    config = Config(selector=selector)

    first = pipeline.brief(found, config, minilm, select, date(2024, 5, 17))
    assert pipeline.brief(mixed, config, minilm, select, date(2024, 5, 17)) == first


def test_an_id_comes_from_the_text_and_not_from_the_path(tmp_path: Path) -> None:
    for number, file in enumerate(reversed(files)):
        shutil.copy(file, tmp_path / f"{number}.txt")

    original, copied = (
        {item.text: item.id for item in load_articles(folder) if isinstance(item, Article)}
        for folder in (seeds, tmp_path)
    )
    assert original == copied
    assert len(set(original.values())) == len(files)


def test_where_the_folder_stands_does_not_matter(run: Command, tmp_path: Path) -> None:
    texts = []
    for name in ("one", "two"):
        shutil.copytree(seeds, tmp_path / name / "articles")
        run("generate", tmp_path / name / "articles", "--date", day, "-o", tmp_path / name)
        texts.append(written(tmp_path / name))

    assert texts[0] == texts[1]


surroundings = {
    "hash seed 0, one thread": ({"PYTHONHASHSEED": "0"}, ["--threads", "1"]),
    "hash seed 1, two threads": ({"PYTHONHASHSEED": "1"}, ["--threads", "2"]),
    "any hash seed, another day": ({"PYTHONHASHSEED": "random", "TZ": "Pacific/Kiritimati"}, []),
    "plain C": ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, []),
    "Turkish, one thread for all": (
        {"LC_ALL": "tr_TR.UTF-8", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        ["--threads", "1"],
    ),
}


@pytest.mark.parametrize("name", surroundings)
def test_the_surroundings_do_not_matter(
    tmp_path: Path, reference: dict[str, bytes], name: str
) -> None:
    env, options = surroundings[name]
    out = tmp_path / "out"
    shuffle = shuffled(files, len(name))
    ran = spawn("generate", *shuffle, "--date", day, "-o", out, *options, cwd=tmp_path, env=env)

    assert (ran.code, ran.err) == (0, "")
    written_here = written(out)
    for form in formats:
        assert at_home(written_here[form]) == at_home(reference[form]), form


def at_home(text: bytes) -> bytes:
    """Without the way from a brief to its sources, which depends on where the brief stands."""
    return text.replace(b"../", b"")


every_selector = """
import hashlib, sys
from datetime import date
from briefing import compose, load_articles, pipeline, plugins
from briefing.config import Config
from briefing.embedders import minilm
from briefing.renderers import json

config = Config()
analysis = pipeline.analyse(pipeline.read(load_articles(sys.argv[1])), config, minilm.load())
for name in plugins.names("selectors"):
    select = plugins.load("selectors", name).select
    brief = compose.brief(analysis, compose.Frame(config, date(2024, 5, 17)), select)
    print(name, hashlib.sha256(json.render(brief).encode()).hexdigest())
"""


def test_no_selector_depends_on_the_hash_seed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", every_selector, str(seeds)]
    first, second = (python_ran(command, tmp_path, {"PYTHONHASHSEED": seed}) for seed in "12")

    assert first == second
    assert len(first.out.splitlines()) == len(plugins.names("selectors"))


def test_words_of_two_normal_forms_do_not_depend_on_their_order(
    run: Command, tmp_path: Path
) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for number, text in enumerate(["Zürich", "Zu\u0308rich", "ZÜRICH"]):
        body = f"{text} closed its old tram depot on Monday after ninety years of service."
        (folder / f"{number}.txt").write_text(body, "utf-8")
    texts = set()
    for seed in range(4):
        run("generate", *shuffled(folder.iterdir(), seed), "--date", day, "-o", tmp_path / "out")
        texts.add((tmp_path / f"out/{day}/brief.json").read_bytes())

    assert len(texts) == 1
