"""What is printed of articles, so that none of them can command the terminal that shows it."""

from __future__ import annotations

import json
from typing import Any

import typer

from briefing.renderers._show import inert_json, line


def say(text: str) -> None:
    """Print a line for people, without what cannot be seen."""
    typer.echo(line(text))


def say_json(data: Any) -> None:
    """Print a JSON value on a line, with what cannot be seen escaped."""
    typer.echo(inert_json(json.dumps(data, ensure_ascii=False)))
