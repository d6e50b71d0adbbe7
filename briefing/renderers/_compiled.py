"""Our templates compiled once, as Python's own modules are."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket, BytecodeCache


class Compiled(BytecodeCache):
    """Kept where Python keeps what it compiles, under the same conditions.

    That is ``__pycache__`` beside the template, or where ``PYTHONPYCACHEPREFIX`` says; nowhere with
    ``PYTHONDONTWRITEBYTECODE``, or where that place cannot be written to.
    """

    def __init__(self, form: str, maker: Path) -> None:
        """Of a form of escaping, by a file whose filters Jinja may apply when it compiles."""
        state = maker.stat()
        self.form = form
        self.made_by = f"{jinja2.__version__} {maker} {state.st_size} {state.st_mtime_ns}"

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The file for a template; one for each form, as constants are escaped in it."""
        file = Path(filename or name)
        return cache_from_source(str(file.with_name(f"{file.name}-{self.form}.j2")))

    def get_source_checksum(self, source: str) -> str:
        return super().get_source_checksum(f"{self.made_by}\n{source}")

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            bucket.bytecode_from_string(Path(bucket.key).read_bytes())

    def dump_bytecode(self, bucket: Bucket) -> None:
        if sys.dont_write_bytecode:
            return
        file = Path(bucket.key)
        scratch = file.with_name(f"{file.name}.{os.getpid()}")
        with suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            scratch.write_bytes(bucket.bytecode_to_string())
            scratch.replace(file)
