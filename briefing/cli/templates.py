"""The templates that ship with the program: their names, and copies to edit."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from pathlib import Path

import typer

from briefing import files
from briefing.errors import ConfigError
from briefing.renderers._template import builtin

_included = re.compile(r'\{% include "briefing/([\w.]+)" %\}')
_extended = re.compile(r'\{% extends "briefing/([\w.]+)" %\}')
_blocks = re.compile(r"\{% block (\w+) %\}")


def show() -> int:
    """List the templates of a brief, and the blocks that an extension can replace."""
    named = _named()
    width = max(map(len, named))
    for name, file in named.items():
        typer.echo(f"{name:{width}}  {_outline(_text(file))}".rstrip())
    return 0


def copy(name: str, out: str | None, force: bool) -> int:
    """Write a template as one file that ``--template`` takes, or print it.

    What ours includes (the style) stands in the copy; what it extends does not.

    Raises:
        ConfigError: there is none of that name, or the file is there already.
    """
    template = _found(name)
    # Jinja drops the end of a line behind a tag.
    text = _included.sub(lambda found: "\n" + _text(builtin / found[1]), _text(template))
    if out == "-":
        typer.echo(text, nl=False)
        return 0
    file = Path(out or template.name)
    if file.is_dir() or (out or "").endswith("/"):
        file /= template.name
    if file.exists() and not force:
        raise ConfigError(f"{file} is there already; --force writes over it")
    files.write_atomic(file, text)
    typer.echo(file)
    return 0


def _named() -> Mapping[str, Path]:
    """The templates that see a brief, each under the shortest name; those of the formats first."""
    formats = {file.name.split(".")[1]: file for file in sorted(builtin.glob("brief.*.j2"))}
    others = sorted((*builtin.glob("mail.*.j2"), *builtin.glob("topic.*.j2")))
    return formats | {file.name.removesuffix(".j2"): file for file in others}


def _outline(text: str) -> str:
    extended, blocks = _extended.search(text), ", ".join(_blocks.findall(text))
    parts = (f"extends {extended[1]}" if extended else "", f"blocks: {blocks}" if blocks else "")
    return "; ".join(filter(None, parts))


def _found(name: str) -> Path:
    named = _named()
    wanted = name.removesuffix(".j2").removeprefix("brief.")
    if wanted not in named:
        close = difflib.get_close_matches(wanted, named, n=1, cutoff=0.5)
        hint = f"did you mean {close[0]}? " if close else ""
        raise ConfigError(f"no template named {name!r}; {hint}choose from {', '.join(named)}")
    return named[wanted]


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")
