"""Another embedder's cosines on the scale of the default's, and the command that measures them."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import fakes
import labels
import numpy as np
import pytest
from conftest import Command, seeds

from briefing import calibration, config, pipeline, sources, topics
from briefing.calibration import Agreement
from briefing.config import Config
from briefing.embedders import onnx
from briefing.errors import BriefingError, ConfigError
from briefing.models import Embed
from briefing.pipeline import Reading
from briefing.renderers import json as json_format
from briefing.thresholds import Thresholds, own, scaled, shipped

if TYPE_CHECKING:
    from briefing.models import Vectors

gold = labels.load(Path(__file__).parent / "gold" / "seeds_gold.json")
curve = ((-1.0, -1.0), (0.2, 0.1), (0.6, 0.25), (1.0, 1.0))


@pytest.fixture(scope="module")
def reading() -> Reading:
    return pipeline.read(sources.read([seeds]))


def distorted(minilm: Embed, reading: Reading, power: float) -> Embed:
    """The default with its spectrum on the seeds to a power, and a large constant component.

    A power above 0 gathers the meaning in few directions, and cosines spread; below 0 it
    scatters it, and they shrink.
    """
    vectors = pipeline.embedded(reading, minilm).vectors
    _, values, directions = np.linalg.svd(vectors - vectors.mean(axis=0), full_matrices=False)
    bend = directions.T * (np.maximum(values, 0.1) / values[0]) ** power @ directions

    def embed(texts: Sequence[str]) -> Vectors:
        bent = minilm(texts) @ bend
        unit = bent / np.linalg.norm(bent, axis=1, keepdims=True)
        moved = np.hstack([unit, np.full((len(unit), 1), 3.0)])
        return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True), np.float32)

    return embed


def scores(reading: Reading, embed: Embed, thresholds: Thresholds = shipped) -> tuple[float, ...]:
    """F1 of the topics; precision and recall of the claims."""
    given = Config(discover=False, thresholds={"minilm": thresholds})
    analysis = pipeline.analyse(reading, given, embed)
    claims = labels.claims(gold, analysis, analysis.claims.items)
    return labels.topics(gold, analysis).f1, claims.precision, claims.recall


def calibrated(reading: Reading, embed: Embed, default: Embed) -> Thresholds:
    given = topics.defaults()
    return calibration.thresholds(
        calibration.spread(reading, given, embed), calibration.spread(reading, given, default)
    )


@pytest.mark.parametrize("power", [0.5, -0.5])
def test_a_distorted_embedder_does_as_well_as_the_default_once_calibrated(
    minilm: Embed, reading: Reading, power: float
) -> None:
    other = distorted(minilm, reading, power)
    default, before = scores(reading, minilm), scores(reading, other)
    after = scores(reading, other, calibrated(reading, other, minilm))

    for name, row in (("default", default), ("before", before), ("after", after)):
        print(f"{power:+} {name:8}", *(f"{value:.3f}" for value in row))  # noqa: T201
    assert max(abs(a - b) for a, b in zip(before, default, strict=True)) > 0.15
    assert max(abs(a - b) for a, b in zip(after, default, strict=True)) < 0.1


def test_the_default_calibrated_by_itself_stays_as_it_is(minilm: Embed, reading: Reading) -> None:
    itself = calibrated(reading, minilm, minilm)

    assert all(here == default for here, default in (*itself.sentences, *itself.topics))


def test_a_curve_keeps_the_order_and_is_turned_round_by_own() -> None:
    cosines = np.linspace(-1, 1, 41, dtype=np.float32)
    led = scaled(cosines, curve)

    assert (np.diff(led) > 0).all()
    assert [own(float(value), curve) for value in led] == pytest.approx(list(cosines), abs=1e-6)
    assert scaled(cosines, ()) is cosines


def test_the_order_of_the_articles_changes_nothing(reading: Reading) -> None:
    turned = replace(reading, spans=reading.spans[::-1])
    one, other = (calibration.spread(r, topics.defaults(), fakes.embed) for r in (reading, turned))

    assert one == other


def test_too_little_text_is_refused() -> None:
    two = [fakes.article("One thing was said here today.", f"{n}.txt") for n in "ab"]
    with pytest.raises(BriefingError, match="too little to calibrate by: 0 pairs"):
        calibration.spread(pipeline.read(two), topics.defaults(), fakes.embed)


def test_of_the_precise_thresholds_that_find_most_the_middle_one_is_chosen() -> None:
    found = [
        Agreement(0.2, 0.5, 0.9),
        Agreement(0.3, 0.95, 0.6),
        Agreement(0.4, 0.95, 0.6),
        Agreement(0.5, 1.0, 0.6),
        Agreement(0.6, 1.0, 0.3),
    ]

    assert calibration.same_claim(found) == 0.4
    assert calibration.same_claim(found[-1:]) == 0.6
    assert calibration.same_claim(found[:1]) is None
    assert calibration.same_claim([Agreement(0.9, 1.0, 0.0)]) is None


def test_pairs_that_tell_no_threshold_from_another_choose_none() -> None:
    easy = [Agreement(step, 1.0, 0.8) for step in calibration.steps]

    assert calibration.same_claim(easy) is None
    assert calibration.same_claim(easy[:6]) == 0.15


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"same_claim": 0.0}, "same_claim 0 is not a probability above 0"),
        ({"topics": ((0.2, 0.1), (0.1, 0.2))}, "topics of thresholds are not cosines in ascending"),
        ({"sentences": ((0.2, 0.1), (1.5, 1.0))}, "sentences of thresholds are not cosines"),
    ],
)
def test_what_is_no_threshold_is_refused(given: dict[str, float], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        Thresholds(**given)  # type: ignore[arg-type]


# --- in the settings


def test_thresholds_are_written_beside_what_is_there_and_over_their_own() -> None:
    text = '# mine\ntitle = "A"\n\n[[topics]]\nname = "gas"\n'
    first = config.with_thresholds(text, "onnx:a", Thresholds(curve, curve, 0.5), "b.toml")
    both = config.with_thresholds(first, "onnx:b", Thresholds(same_claim=0.6), "b.toml")
    again = config.with_thresholds(both, "onnx:a", Thresholds(curve, (), 0.7), "b.toml")

    read = config.parse(tomllib.loads(again), "b.toml")
    assert first.startswith(text)
    assert again.startswith(text)
    assert (read.title, read.topics[0].name) == ("A", "gas")
    assert read.thresholds == {
        "onnx:a": Thresholds(curve, (), 0.7),
        "onnx:b": Thresholds(same_claim=0.6),
    }
    assert replace(read, embedder="onnx:b").in_force.same_claim == 0.6
    assert read.in_force == shipped


def test_thresholds_are_not_written_into_what_is_no_configuration() -> None:
    with pytest.raises(ConfigError, match=r"b\.toml: "):
        config.with_thresholds("title = ", "onnx:a", shipped, "b.toml")


# --- on the command line


@pytest.fixture
def other(monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of an embedder that only sees words."""
    monkeypatch.setattr(onnx, "load", lambda *_, **__: fakes.embed)
    monkeypatch.setattr(onnx, "fingerprint", lambda *_: "")
    return "onnx:words"


def test_an_embedder_is_calibrated_once_and_then_used(
    run: Command, tmp_path: Path, other: str
) -> None:
    words = ("generate", seeds, "--embedder", other, "--format", "json", "-o", "-")
    before = run(*words)
    ran = run("calibrate", seeds, "--embedder", other, "--write")
    after = run(*words)

    assert before.err == (
        "briefing: the thresholds are those of minilm; to measure them for onnx:words: "
        "briefing calibrate FOLDER --embedder onnx:words --write\n"
    )
    assert (ran.code, ran.err, after.err) == (0, "", "")
    assert ran.out.endswith("briefing.toml: thresholds of onnx:words written\n")
    written = config.load(tmp_path / "briefing.toml").thresholds[other]
    assert json_format.parse(before.out).provenance.thresholds == shipped
    assert json_format.parse(after.out).provenance.thresholds == written != shipped
    shown = run(*words[:-4], "--format", "md", "-o", "-").out
    assert "calibrated for this embedder; two sentences are one claim from 0.4" in shown


def test_calibrate_prints_the_curve_and_every_threshold(run: Command, tmp_path: Path) -> None:
    ran = run("calibrate", seeds)

    lines = ran.out.splitlines()
    assert len([line for line in lines if line.strip()]) == 3 + 14 + 1 + 5
    assert "topics.belongs              0.250    0.250" in lines
    assert not (tmp_path / "briefing.toml").exists()


def test_pairs_that_are_too_easy_set_no_threshold(run: Command, tmp_path: Path) -> None:
    sold = "The port of Torhaven was sold to Nordbank for 40 million kroner on Monday."
    lines = [
        f'{{"a": "{sold}", "b": "Nordbank bought the port of Torhaven on Monday for 40 million '
        'kroner.", "same": true}',
        f'{{"a": "{sold}", "b": "A fire destroyed three warehouses in the north.", "same": false}}',
    ]
    file = tmp_path / "pairs.jsonl"
    file.write_text("\n".join(lines), "utf-8")

    ran = run("calibrate", seeds, "--pairs", file, "--write")

    assert "these pairs are too easy to tell, and it stays as shipped" in ran.out
    assert "  chosen" not in ran.out
    assert "nothing to write" in ran.out
    assert not (tmp_path / "briefing.toml").exists()


@pytest.mark.parametrize("text", ["", '{"a": 5}', "no JSON", '{"a": "x", "b": "y"}', "[]"])
def test_a_file_without_pairs_is_refused_in_a_line(run: Command, tmp_path: Path, text: str) -> None:
    file = tmp_path / "pairs.jsonl"
    file.write_text(text, "utf-8")

    ran = run("calibrate", seeds, "--pairs", file)

    assert ran.code == 1
    assert ran.err.startswith(
        f"briefing: {file}: holds no pair" if not text else f"briefing: {file}:1: not a pair"
    )
    assert ran.err.count("\n") == 1
