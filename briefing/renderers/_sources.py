"""The pages beside a brief that show the text of its sources, what is cited highlighted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from markupsafe import escape

from briefing.models import Article, Brief
from briefing.renderers._compose import compose
from briefing.renderers._show import passage_anchor
from briefing.renderers._template import environment


def pages(brief: Brief, articles: Iterable[Article]) -> Iterator[tuple[str, str]]:
    """The name and the text of the page of each source that the brief cites.

    Args:
        brief: with a folder for these pages.
        articles: what it was made from, as it lists them; those that are gone have no page.
    """
    listed = {source.number: source for source in compose(brief).sources}
    texts = {article.id: article.text for article in articles}
    template = environment(escape).get_template("briefing/source.html.j2")
    for record in brief.sources:
        source, text = listed[record.number], texts.get(record.article_id)
        if source.passages and text is not None:
            pieces = [
                (passage_anchor(p.start, p.end), text[p.start : p.end]) for p in source.passages
            ]
            made = template.render(brief=brief, source=source, pieces=pieces, text=text)
            yield f"{record.article_id}.html", made
