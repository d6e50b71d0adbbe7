"""The product in three calls, for programs: articles in, a brief, its text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from briefing import pipeline, plugins, sources
from briefing.config import Config
from briefing.errors import SourceError
from briefing.models import Article, Brief, Topic


def load_articles(*paths: str | Path) -> list[Article | SourceError]:
    """What files and folders hold, sorted by path; what cannot be read is in its place.

    Raises:
        ConfigError: a path does not exist, or a sources.toml cannot be followed.
    """
    return list(sources.read([Path(path) for path in paths]))


def brief(
    articles: Iterable[Article | SourceError],
    topics: Sequence[Topic] = (),
    *,
    as_of: date,
    length: float = 1.0,
    words: int = 0,
    selector: str = "coverage",
    embedder: str = "minilm",
    root: str = "",
) -> Brief:
    """The brief of articles, in any order.

    Args:
        articles: as loaded, or made by you.
        topics: in the order of the brief; without any, trade, energy, ukraine and security.
        as_of: the day of the brief.
        length: 2 gives about twice as many points.
        words: of all points together, instead of a length; 0 for no such limit.
        selector: how points are chosen, as on the command line.
        embedder: the model, as on the command line.
        root: the folder that the articles' paths start from, seen from where the brief
            will stand; needed for links to files and by ``verify``.

    Raises:
        ConfigError: an option cannot be followed.
        NothingToBrief: no article has a usable sentence.
    """
    config = Config(
        topics=tuple(topics), length=length, words=words, selector=selector, embedder=embedder
    )
    kind, _, name = embedder.partition(":")
    model = plugins.load("embedders", kind)
    select = plugins.load("selectors", selector).select
    return pipeline.brief(
        articles,
        config,
        model.load(name),
        select,
        as_of,
        model_sha256=model.fingerprint(name),
        root=root,
    )


def render(brief: Brief, format: str, template: Path | None = None) -> str | bytes:
    """A brief as md, html, json or txt, by a Jinja2 template of one's own if given; or as pdf.

    Text, except of a PDF.

    Raises:
        ConfigError: there is no such format, or the template is broken.
    """
    made: str | bytes = plugins.load("renderers", format).render(brief, template)
    return made
