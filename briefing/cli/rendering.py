"""The text of a brief in each format, one of them perhaps by the user's template."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import typer

from briefing import plugins
from briefing.errors import ConfigError
from briefing.files import Content
from briefing.models import Brief


def texts(brief: Brief, formats: Sequence[str], template: str) -> dict[str, Content]:
    """The brief in each format, in one of them by the user's template if there is one."""
    file = Path(template) if template else None
    custom = format_of(file, formats) if file else None
    return {name: render(brief, name, file if name == custom else None) for name in formats}


def file_of(folder: Path, name: str) -> Path:
    """Where a folder has the brief in one format."""
    return folder / f"brief{plugins.load('renderers', name).suffix}"


def render(brief: Brief, name: str, template: Path | None) -> Content:
    """The brief in one format."""
    made: Content = plugins.load("renderers", name).render(brief, template)
    return made


def show(made: Content) -> None:
    """Print a brief.

    Raises:
        ConfigError: it is no text, and stdout is a terminal.
    """
    if isinstance(made, bytes) and sys.stdout.isatty():
        raise ConfigError("a PDF is not for a terminal; name a folder with -o, or a file with >")
    typer.echo(made, nl=False)


def format_of(template: Path, formats: Sequence[str]) -> str:
    """Which format a user's template makes, from its name or because there is only one."""
    if not template.is_file():
        what = "a template is a file" if template.exists() else "no such template"
        raise ConfigError(f"{template}: {what}")
    parts = template.name.split(".")
    named = [name for name in plugins.names("renderers") if name in parts[1:]]
    if len(named) == 1 and named[0] in formats:
        return named[0]
    if not named and len(formats) == 1:
        return formats[0]
    raise ConfigError(f"{template}: name it NAME.FORMAT.j2, or give one --format")
