"""Any BERT-like model exported to ONNX: onnx:FOLDER with model.onnx and tokenizer.json."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from briefing import onnx
from briefing.errors import ConfigError
from briefing.files import file_digest

if TYPE_CHECKING:
    from briefing.models import Embed


def load(name: str = "", threads: int = 0) -> Embed:
    """The model in the folder ``name``.

    Raises:
        ConfigError: no folder was named, or a file is missing from it.
    """
    if not name:
        raise ConfigError("onnx needs a folder: onnx:path/with/model.onnx")
    folder = Path(name)
    return onnx.load(folder / "model.onnx", folder / "tokenizer.json", threads)


def fingerprint(name: str) -> str:
    """The SHA-256 of the weights."""
    return file_digest(Path(name) / "model.onnx")


def identity(name: str) -> str:
    """Of all that decides about a vector; "" for what ``load`` refuses."""
    tokenizer = Path(name) / "tokenizer.json"
    there = name and tokenizer.is_file() and (Path(name) / "model.onnx").is_file()
    return onnx.identity(fingerprint(name), tokenizer) if there else ""
