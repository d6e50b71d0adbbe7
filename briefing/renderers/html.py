"""One self-contained page: nothing loaded, evidence under every point, whole without script."""

from __future__ import annotations

from pathlib import Path

from markupsafe import escape

from briefing.models import Brief
from briefing.renderers._fill import fill

suffix = ".html"


def render(brief: Brief, template: Path | None = None) -> str:
    """The brief as an HTML document."""
    return fill("brief.html.j2", brief, template, escape)
