"""The citations of a brief as Web Annotations, one a line, for programs that know no briefs.

W3C Web Annotation Data Model, Recommendation of 23 February 2017. An annotation links a place in
the brief (its body) to a passage (its targets): in the article, found by its words or by its
offsets, and on the page beside the brief that shows the article's text.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import msgspec

from briefing.files import digest
from briefing.models import Brief, Headline, SourceRecord
from briefing.renderers._compose import compose
from briefing.renderers._page import Block, Part, Reference
from briefing.renderers._show import file_link, inert_json, web_link

context = "http://www.w3.org/ns/anno.jsonld"
html_fragments = "http://tools.ietf.org/rfc/rfc3236"
media_types = {  # of another format: of unknown form
    ".html": "text/html",
    ".pdf": "application/pdf",
    ".md": "text/markdown",
    ".txt": "text/plain",
    ".json": "application/json",
}
_breaks = {ord(c): f"\\u{ord(c):04x}" for c in "\x85\u2028\u2029"}  # lines to some readers
as_read = "as read, in UTF-8"
normal_form = "in NFC, each run of white space as one space, none at the ends, in UTF-8"


@dataclass(frozen=True, slots=True)
class _Use:
    """A passage of a source, and what of the brief rests on it."""

    anchor: str
    serves: str
    number: int  # of the source
    passage: tuple[int, int]
    quote: tuple[str, str, str]  # what stands before it, its words, and what stands behind it
    link: str  # to it on the page of its source


def lines(brief: Brief, file: str) -> str:
    """An annotation a line for each citation that the brief prints, in its order.

    Args:
        brief: as it is printed.
        file: of the brief, that the bodies lead to; "brief.html" where there is one.
    """
    records = {record.number: record for record in brief.sources}
    own = (digest(msgspec.json.encode(brief, order="deterministic")), file)
    made = (_annotation(brief, own, use, records[use.number]) for use in _uses(brief))
    return "".join(_line(one) + "\n" for one in made)


def _line(annotation: dict[str, Any]) -> str:
    return inert_json(msgspec.json.encode(annotation).decode()).translate(_breaks)


def _annotation(
    brief: Brief, own: tuple[str, str], use: _Use, record: SourceRecord
) -> dict[str, Any]:
    """One use as an annotation of the brief; ``own`` is the hash of its data, and its file."""
    file, (start, end) = own[1], use.passage
    name = "\n".join((*own, use.anchor, use.serves, record.article_id, f"{start}-{end}"))
    source = {
        "id": web_link(record.url) or web_link(record.path) or file_link(brief.root, record.path),
        "type": "Text",
        "language": record.language,
        "dcterms:hasFormat": [
            _form(record.text_sha256, as_read),
            _form(record.normalised_sha256, normal_form),
        ],
    }
    return {
        "@context": context,
        "id": uuid.uuid5(uuid.NAMESPACE_URL, name).urn,
        "type": "Annotation",
        "motivation": "linking",
        "body": [
            {
                "id": f"{file}#{use.anchor}" if file.endswith(".html") else file,
                "type": "Text",
                "format": media_types.get(PurePosixPath(file).suffix, "application/octet-stream"),
            },
            {
                "type": "TextualBody",
                "value": use.serves,
                "format": "text/plain",
                "purpose": "identifying",
            },
        ],
        "target": [{"source": source, "selector": _selectors(use)}, *_on_page(use)],
    }


def _form(sha256: str, how: str) -> dict[str, str]:
    return {
        "type": "Text",
        "format": "text/plain",
        "dcterms:description": how,
        "schema:sha256": sha256,
    }


def _selectors(use: _Use) -> list[dict[str, Any]]:
    """Two ways to the passage, each of them enough."""
    prefix, exact, suffix = use.quote
    start, end = use.passage
    return [
        {"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix},
        {"type": "TextPositionSelector", "start": start, "end": end},
    ]


def _on_page(use: _Use) -> Iterator[dict[str, Any]]:
    """The passage on the page of its source, where there is one."""
    page, _, anchor = use.link.partition("#")
    if page:
        yield {
            "source": {"id": page, "type": "Text", "format": "text/html"},
            "selector": {
                "type": "FragmentSelector",
                "conformsTo": html_fragments,
                "value": anchor,
            },
        }


def _uses(brief: Brief) -> Iterator[_Use]:
    page = compose(brief)
    named = {_place(story.headline): story.headline for story in brief.stories}
    numbers = {record.number: record.article_id for record in brief.sources}
    for part in (page.glance, *page.topics, page.noted):
        yield from _headlines(part, named, numbers)
        for item in part.points:
            for place, reference in enumerate(item.references):
                yield _use(item.anchor, item.id if not place else f"{item.id}, also", reference)
            if item.before:
                yield _use(item.anchor, f"{item.id}, sentence before", item.before)
    for block in page.blocks:
        yield from _told(block)


def _told(block: Block) -> Iterator[_Use]:
    for group in block.groups:
        for line in group.lines:
            what = line.label or group.heading
            for reference in line.references:
                yield _use(line.anchor, f"{block.heading}: {what}", reference)


def _headlines(
    part: Part, named: Mapping[object, Headline], numbers: Mapping[int, str]
) -> Iterator[_Use]:
    """The headlines of stories that are passages of an article."""
    for story in (part.story, *(chapter.story for chapter in part.chapters)):
        if story is None or story.start is None or story.end is None:
            continue
        told = named[numbers[story.number], story.start, story.end]
        quote = (told.prefix, told.text, told.suffix)
        passage = (story.start, story.end)
        yield _Use(part.anchor, "headline", story.number, passage, quote, _page_link(story.link))


def _place(headline: Headline) -> object:
    return headline.article_id, headline.start, headline.end


def _use(anchor: str, serves: str, cited: Reference) -> _Use:
    quote, passage = (cited.prefix, cited.text, cited.suffix), (cited.start, cited.end)
    return _Use(anchor, serves, cited.number, passage, quote, _page_link(cited.link))


def _page_link(link: str) -> str:
    """A link to the page of a source; "" for one inside the brief."""
    return link if PurePosixPath(link.partition("#")[0]).suffix == ".html" else ""
