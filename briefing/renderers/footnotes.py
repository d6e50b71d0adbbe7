"""Markdown whose citations are footnotes, one a passage, for Obsidian and pandoc."""

from __future__ import annotations

import re
from pathlib import Path

from briefing.models import Brief
from briefing.renderers import _markdown
from briefing.renderers._fill import fill
from briefing.renderers._template import tidy

suffix = ".footnotes.md"

# What pandoc's Markdown makes of text beside the others: quotation marks, dashes and dots to
# print, superscripts and attributes; numbers of lists in letters or parentheses.
_pandoc = re.compile(
    r"""
    [\^{}'"] | (?<=-)- | (?<=\.)\.
  | ^\((?=\w+\)) | (?:(?<=^[A-Za-z])|(?<=^\(\w)|(?<=^[ivxlcdm]{2})|(?<=^[ivxlcdm]{3}))[.)](?=\s)
    """,
    re.VERBOSE | re.IGNORECASE,
)


def render(brief: Brief, template: Path | None = None) -> str:
    """The brief as Markdown, its passages in footnotes in the order of reading."""
    return tidy(fill("brief.footnotes.j2", brief, template, escape))


def escape(text: str) -> str:
    """One line of text that pandoc shows as it is, and any other Markdown engine."""
    return _pandoc.sub(r"\\\g<0>", _markdown.escape(text))
