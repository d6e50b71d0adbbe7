"""Markdown with YAML front matter, for GitHub, Obsidian and reading as it is."""

from __future__ import annotations

from pathlib import Path

from briefing.models import Brief
from briefing.renderers._fill import fill
from briefing.renderers._markdown import escape
from briefing.renderers._template import tidy

suffix = ".md"


def render(brief: Brief, template: Path | None = None) -> str:
    """The brief as Markdown."""
    return tidy(fill("brief.md.j2", brief, template, escape))
