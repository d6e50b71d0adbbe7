"""The script that makes the table of the embedder ``static``."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from briefing.embedders import static
from briefing.files import file_digest

# The scripts are no package.
sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
import distil

rng = np.random.default_rng(0)
vectors = rng.normal(size=(distil.reserved + 300, 40)) @ rng.normal(size=(40, 300)) + 5


def test_rows_keep_the_angles_of_their_tokens() -> None:
    made = distil.table(vectors)
    rows = (made["row"] * made["scale"][:, None])[distil.reserved :]
    known = np.vstack([vectors[distil.unknown], vectors[distil.reserved :]])
    centred = vectors[distil.reserved :] - known.mean(axis=0)

    cosines = [unit @ unit.T for unit in map(_unit, (rows, centred))]
    assert np.abs(cosines[0] - cosines[1]).max() < 0.02


def test_rarer_tokens_weigh_more_and_reserved_ones_are_all_unknown() -> None:
    alike = np.tile(vectors[distil.reserved :], (2, 1))
    made = distil.table(np.vstack([vectors[: distil.reserved], alike]))
    norms = np.linalg.norm(made["row"] * made["scale"][:, None], axis=1)[distil.reserved :]

    assert (norms[300:] > norms[:300]).all()
    assert (made["row"][: distil.reserved] == made["row"][distil.unknown]).all()


def test_the_same_vectors_give_the_same_bytes() -> None:
    assert distil.table(vectors).tobytes() == distil.table(vectors).tobytes()


def test_weights_that_are_not_the_official_ones_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["distil.py", str(tmp_path)])
    with pytest.raises(SystemExit, match=r"model\.safetensors is not the official file"):
        distil.main()


def test_the_table_in_the_package_is_the_one_that_is_expected() -> None:
    assert file_digest(Path(static.__file__).parents[1] / "data" / "static.npy") == static.sha256


def _unit(rows: np.ndarray) -> np.ndarray:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True))
