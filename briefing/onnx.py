"""Sentence vectors from a BERT-like encoder on ONNX Runtime: mean pooling, unit length.

A text's vector is the same bits whatever stands beside it: weights are float or
weight-only integers, padding is masked, and sums run in a fixed order. The tests
hold this for batches, padding and threads. Each thread runs the model for a batch of
its own: threads that share the small matrices of one batch wait for each other.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.errors import ConfigError
from briefing.files import file_digest

if TYPE_CHECKING:
    from briefing.models import Vectors

_batch = 8  # texts in one run of the model; more in a run need more padding
_session_settings = {
    "session.disable_quant_qdq": "1",  # 8-bit weights become floats once, at load
}
_longest = 256  # tokens; what the sentence-transformers library feeds MiniLM at most


@dataclass(frozen=True, slots=True)
class Encoder:
    """Texts to unit vectors, shape (len(texts), dimensions), float32."""

    session: Any
    tokenizer: Any
    threads: int

    def __call__(self, texts: Sequence[str]) -> Vectors:
        import numpy as np

        tokens = [encoding.ids for encoding in self.tokenizer.encode_batch(list(texts))]
        by_length = sorted(range(len(tokens)), key=lambda row: len(tokens[row]))
        batches = [by_length[start : start + _batch] for start in range(0, len(tokens), _batch)]
        batches.reverse()  # the longest first: no thread is left with it at the end
        vectors = np.empty((len(tokens), self.dimensions), np.float32)
        with ThreadPoolExecutor(self.threads) as pool:
            encoded = pool.map(self._encode, ([tokens[row] for row in rows] for rows in batches))
            for rows, found in zip(batches, encoded, strict=True):
                vectors[rows] = found
        return vectors

    @property
    def dimensions(self) -> int:
        return int(self.session.get_outputs()[0].shape[-1])

    def _encode(self, batch: list[list[int]]) -> Vectors:
        import numpy as np

        width = max(map(len, batch))
        ids = np.zeros((len(batch), width), np.int64)
        mask = np.zeros((len(batch), width), np.int64)
        for row, tokens in enumerate(batch):
            ids[row, : len(tokens)] = tokens
            mask[row, : len(tokens)] = 1
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        wanted = {given.name for given in self.session.get_inputs()}
        hidden = self.session.run(None, {key: feed[key] for key in feed if key in wanted})[0]
        # One row at a time: a sum over padded columns would depend on the batch's width.
        means = [states[: len(t)].mean(axis=0) for states, t in zip(hidden, batch, strict=True)]
        pooled = np.stack(means)
        unit: Vectors = pooled / np.linalg.norm(pooled, axis=1, keepdims=True)
        return unit


def load(model: Path, tokenizer: Path, threads: int, sha256: str = "") -> Encoder:
    """Open an exported model.

    Args:
        model: an ONNX file whose first output has shape (texts, tokens, dimensions).
        tokenizer: a ``tokenizer.json`` of the tokenizers library.
        threads: that run the model; 0 means one for each core.
        sha256: of the model file, when it is known.

    Raises:
        ConfigError: a file is missing or is not the one expected.
    """
    for file in (model, tokenizer):
        if not file.is_file():
            raise ConfigError(f"{file}: no such model file")
    if sha256 and file_digest(model) != sha256:
        raise ConfigError(f"{model}: the weights are not the expected ones; install them again")
    try:
        return Encoder(_session(model), _reader(tokenizer), threads or _cores())
    except Exception as broken:  # both libraries raise errors of no common kind
        reason = str(broken).partition("\n")[0]
        raise ConfigError(f"{model.parent}: cannot load the model: {reason}") from broken


def _reader(tokenizer: Path) -> Any:
    from tokenizers import Tokenizer

    reader = Tokenizer.from_file(str(tokenizer))
    reader.no_padding()
    reader.enable_truncation(_longest)
    return reader


def _session(model: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3  # errors only: its warnings are not for users
    for key, value in _session_settings.items():
        options.add_session_config_entry(key, value)
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def _cores() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def identity(weights: str, tokenizer: Path) -> str:
    """All that decides about a vector: weights, tokenizer, settings and libraries, as a hash."""
    libraries = [f"{name} {metadata.version(name)}" for name in ("onnxruntime", "tokenizers")]
    settings = [f"{key}={value}" for key, value in sorted(_session_settings.items())]
    parts = (weights, file_digest(tokenizer), f"mean of {_longest} tokens", *settings, *libraries)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
