"""Plain text in 80 columns, for terminals and mail."""

from __future__ import annotations

from pathlib import Path

from briefing.models import Brief
from briefing.renderers._fill import fill
from briefing.renderers._template import tidy

suffix = ".txt"


def render(brief: Brief, template: Path | None = None) -> str:
    """The brief as plain text."""
    return tidy(fill("brief.txt.j2", brief, template, str))
