"""The pages beside a brief that show the text of its sources, what is cited highlighted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from markupsafe import escape

from briefing import language
from briefing.models import Article, Brief, SourceRecord
from briefing.renderers import _fragments
from briefing.renderers._compose import compose
from briefing.renderers._page import Link, Listed, Passage
from briefing.renderers._passages import cut
from briefing.renderers._show import passage_anchor, short
from briefing.renderers._template import environment


@dataclass(frozen=True, slots=True)
class Cited:
    """A passage under the name by which links find it."""

    anchor: str
    place: str
    words: str  # how it begins
    points: tuple[Link, ...]  # of the brief, that rest on it
    original: str  # a link to it on the page that it was taken from; "" where there is none


def pages(
    brief: Brief, articles: Iterable[Article], back: str = "../brief.html"
) -> Iterator[tuple[str, str]]:
    """The name and the text of the page of each source that the brief cites.

    Args:
        brief: with a folder for these pages.
        articles: what it was made from, as it lists them; those that are gone have no page.
        back: the way from a page to the brief; ``""`` where there is none to lead back to.
    """
    listed = {source.number: source for source in compose(brief).sources}
    texts = {article.id: article for article in articles}
    files = {number: f"{record.article_id}.html" for number, record in _records(brief, texts)}
    template = environment(escape).get_template("briefing/source.html.j2")
    for number, record in _records(brief, texts):
        source, text = listed[number], texts[record.article_id].text
        if source.passages:
            whole = cut(text, [(p.start, p.end) for p in source.passages], record.pages)
            yield (
                files[number],
                template.render(
                    brief=brief,
                    source=source,
                    cited=_cited(source, text),
                    whole=whole,
                    back=back,
                    file=_from_page(source.file),
                    language=language.name(source.language),
                    reprinted=_reprinted(listed.get(source.reprint_of), files, back),
                ),
            )


def _records(brief: Brief, texts: Mapping[str, Article]) -> Iterator[tuple[int, SourceRecord]]:
    yield from ((r.number, r) for r in brief.sources if r.article_id in texts)


def _cited(source: Listed, text: str) -> dict[tuple[int, int], Cited]:
    return {(p.start, p.end): _named(p, source.url, text) for p in source.passages}


def _named(passage: Passage, url: str, text: str) -> Cited:
    span = passage.start, passage.end
    return Cited(
        passage_anchor(*span),
        passage.place,
        short(text[slice(*span)], 100),
        passage.points,
        _fragments.to_passage(url, text, *span),
    )


def _from_page(link: str) -> str:
    """A link of the brief, as it is from the folder of the pages."""
    return link if "://" in link or link.startswith("/") else f"../{link}"


def _reprinted(source: Listed | None, files: Mapping[int, str], back: str) -> str:
    """The way to the source that this one repeats: its page, else its place in the brief."""
    if source is None:
        return ""
    if source.link:
        return files.get(source.number, "")
    return f"{back}#{source.anchor}" if back else ""
