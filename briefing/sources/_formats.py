"""Which format reads what, by the ending of a name; for files, and for what containers hold."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from briefing import plugins
from briefing.errors import SourceError
from briefing.models import Article

Read: TypeAlias = Callable[[bytes, str], Iterator[Article | SourceError]]


@cache
def endings() -> Mapping[str, str]:
    """The endings of files that can be read, each with the name of its format."""
    return {ending: name for name in plugins.names("sources") for ending in _suffixes(name)}


def reader(path: str) -> Read:
    """What reads a file of that name.

    Raises:
        SourceError: nothing does.
    """
    ending = PurePosixPath(path).suffix.lower()
    if ending not in endings():
        known = " ".join(sorted(endings()))
        raise SourceError(path, f"not one of {known}", "other format")
    read: Read = plugins.load("sources", endings()[ending]).read
    return read


def _suffixes(name: str) -> tuple[str, ...]:
    """What a format reads, learnt without importing it."""
    file = Path(__file__).with_name(f"{name.replace('-', '_')}.py")
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        match node:
            case ast.Assign(targets=[ast.Name(id="suffixes")], value=value):
                return tuple(ast.literal_eval(value))
    return (f".{name}",)
