"""Turn many news articles into a brief that a reader can check, sentence by sentence.

In five lines:

    from datetime import date
    from briefing import brief, load_articles, render

    made = brief(load_articles("articles/"), as_of=date(2024, 5, 17))
    print(render(made, "md"))

A name is imported when it is first used, so importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefing.api import brief as brief
    from briefing.api import load_articles as load_articles
    from briefing.api import render as render
    from briefing.errors import BriefingError as BriefingError
    from briefing.errors import SourceError as SourceError
    from briefing.evidence import verify as verify
    from briefing.models import Article as Article
    from briefing.models import Brief as Brief
    from briefing.models import Topic as Topic

__version__ = "0.1.0"

# Where each public name lives.
_public = {
    "Article": "models",
    "Brief": "models",
    "BriefingError": "errors",
    "SourceError": "errors",
    "Topic": "models",
    "brief": "api",
    "load_articles": "api",
    "render": "api",
    "verify": "evidence",
}


def __getattr__(name: str) -> object:
    if name not in _public:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"briefing.{_public[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_public})
