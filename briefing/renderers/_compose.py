"""Lay a brief out as a page; what a format shows is decided here, so formats cannot disagree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import groupby

from briefing.errors import EvidenceError
from briefing.models import Brief, Citation, Point, Section, SourceRecord, Story, Topic
from briefing.renderers._blocks import blocks
from briefing.renderers._coverage import coverage, outlet
from briefing.renderers._page import (
    Block,
    Bucket,
    Chapter,
    Earlier,
    Item,
    LeftOut,
    Link,
    Listed,
    Name,
    Page,
    Part,
    Passage,
    Reference,
)
from briefing.renderers._show import (
    between,
    capital,
    counted,
    day,
    file_link,
    is_relative,
    page,
    short,
    shown,
    source_link,
    web_link,
)
from briefing.thresholds import Thresholds, shipped

words_a_minute = 220  # silent reading of English non-fiction: 238, Brysbaert 2019; news is denser

_Place = tuple[str, int, int]  # article id, start, end
_Use = tuple[Link, int, tuple[int, int]]  # where it is used, number of the source, its passage


@dataclass(frozen=True, slots=True)
class _Desk:
    """The sources at hand while points are laid out."""

    records: Mapping[str, SourceRecord]
    pages: str  # the folder of the sources' pages
    homes: Mapping[_Place, Link] = field(default_factory=dict)

    def record(self, article_id: str) -> SourceRecord:
        record = self.records.get(article_id)
        if record is None:
            raise EvidenceError(f"the brief cites {article_id!r}, not among its sources")
        return record

    def refer(self, citation: Citation) -> Reference:
        record = self.record(citation.article_id)
        return Reference(
            record.number,
            outlet(record),
            record.language,
            citation.start,
            citation.end,
            citation.text,
            page(record.pages, citation.start),
            self.link(record, (citation.start, citation.end)),
            citation.prefix,
            citation.suffix,
        )

    def link(self, record: SourceRecord, passage: tuple[int | None, int | None]) -> str:
        """To a passage on the page of its source; without one, to the list of sources."""
        start, end = passage
        if not self.pages or start is None or end is None:
            return f"#source-{record.number}"
        return source_link(self.pages, record.article_id, (start, end))


def compose(brief: Brief) -> Page:
    """Lay a brief out.

    Raises:
        EvidenceError: a point cites an article that is not among the sources.
    """
    desk = _Desk({record.article_id: record for record in brief.sources}, brief.pages)
    several = brief.stories if len(brief.stories) > 1 else ()
    names = {story.id: _name(story, desk) for story in several}
    topics = tuple(_topic(n, s, desk, names) for n, s in enumerate(brief.sections, 1))
    noted = _part("noted", "Also noted", brief.noted, desk, "Nothing else to note.")
    noted = _on_stories(noted, brief.noted, names)
    desk = _Desk(desk.records, brief.pages, _homes(brief, (*topics, noted)))
    glance = _on_stories(_glance(brief, desk), brief.glance, names)
    told = blocks(brief, desk.refer)
    skipped = sum(entry.bucket != "used" for entry in brief.ledger)
    return Page(
        articles=counted(len(brief.sources), "article"),
        outlets=_outlets(brief.sources),
        dates=_dates(brief),
        reprints=_reprints(brief.sources),
        skipped=f"{skipped} skipped",
        minutes=_minutes(brief),
        window=_window(brief),
        notes=tuple(map(shown, brief.notes)),
        glance=glance,
        topics=topics,
        noted=noted,
        blocks=told,
        coverage=coverage(brief, topics, noted),
        sources=_sources(brief, (*topics, noted, glance), told),
        left_out=_left_out(brief),
        made=_made(brief),
    )


def _glance(brief: Brief, desk: _Desk) -> Part:
    """What matters most; of a daily brief, what of it is new."""
    if brief.last is None:
        return _part("glance", "At a glance", brief.glance, desk, "Nothing to report.")
    before = day(brief.last)
    points = (*brief.noted, *(point for section in brief.sections for point in section.points))
    nothing = f"Nothing new since the brief of {before}."
    if any(point.novelty and point.novelty.is_news for point in points):
        nothing = "What is new cannot be read alone; it stands below."
    part = _part("glance", f"New since {before}", brief.glance, desk, nothing)
    part = replace(part, chapters=tuple(map(_all_new, part.chapters)))
    stories = "; ".join(f"“{shown(told.headline)}”" for told in brief.silent)
    return replace(
        part, note=f"Nothing more on what {before} told of: {stories}." if stories else ""
    )


def _all_new(chapter: Chapter) -> Chapter:
    """Without the word on each point that stands above them all."""
    points = (
        replace(item, badges=tuple(badge for badge in item.badges if badge != "new"))
        for item in chapter.points
    )
    return replace(chapter, points=tuple(points))


def _window(brief: Brief) -> str:
    """``Articles that came from 16 May 2024, 06:30, to 17 May 2024, 06:30, Europe/Berlin``."""
    window = brief.window
    if window is None or window.until is None:
        return ""
    zone = shown(window.zone)
    if window.since and _is_day(window.since, window.until):
        return f"Articles that came on {day(window.since.date())}, 00:00 to 24:00, {zone}."
    start = f"from {_time(window.since)} to" if window.since else "up to"
    return f"Articles that came {start} {_time(window.until)} {zone}."


def _is_day(since: datetime, until: datetime) -> bool:
    """Whether both are midnights, the second that of the next day."""
    midnights = since.time() == until.time() == time()
    return midnights and until.date() - since.date() == timedelta(1)


def _time(moment: datetime) -> str:
    return f"{day(moment.date())}, {moment:%H:%M},"


def _name(story: Story, desk: _Desk) -> Name:
    headline = story.headline
    record = desk.record(headline.article_id)
    return Name(
        record.number,
        outlet(record),
        record.language,
        headline.text,
        headline.start,
        headline.end,
        page(record.pages, headline.start or 0),
        desk.link(record, (headline.start, headline.end)),
    )


def _topic(number: int, section: Section, desk: _Desk, names: Mapping[str, Name]) -> Part:
    name = shown(section.topic.name)
    label = capital(name)
    heading = f"Also in the news: {label}" if section.topic.discovered else label
    nothing = f"Nothing in these sources on {label}."
    if section.sentences:
        nothing = f"{counted(section.sentences, 'sentence')} on {label}; none is shown here."
    part = _part(f"section-{number}", heading, section.points, desk, nothing)
    chapters = tuple(_chapters(part, section, names))
    part = replace(
        part,
        chapters=chapters,
        note=section.note,
        label=label,
        discovered=section.topic.discovered,
    )
    story = chapters[0].story if len(chapters) == 1 else None
    if section.topic.discovered and story and shown(story.text) == name:  # the heading says it
        return replace(part, chapters=(replace(chapters[0], story=None),), story=story)
    return part


def _chapters(part: Part, section: Section, names: Mapping[str, Name]) -> Iterator[Chapter]:
    """The points of a part by story, in their order."""
    pairs = zip(part.points, section.points, strict=True)
    for name, run in groupby(pairs, key=lambda pair: names.get(pair[1].story)):
        yield Chapter(name, tuple(item for item, _ in run))


def _on_stories(part: Part, points: Sequence[Point], names: Mapping[str, Name]) -> Part:
    """The part with the story of each point beside it, where no heading tells."""
    items = tuple(
        replace(item, story=short(story.text))
        if (story := names.get(point.story))
        and not (item.home and item.home.label == capital(shown(story.text)))
        else item
        for item, point in zip(part.points, points, strict=True)
    )
    return replace(part, chapters=(Chapter(None, items),) if items else ())


def _part(anchor: str, heading: str, points: Sequence[Point], desk: _Desk, nothing: str) -> Part:
    items = tuple(_item(f"{anchor}-{n}", point, desk) for n, point in enumerate(points, 1))
    return Part(anchor, heading, (Chapter(None, items),) if items else (), nothing)


def _item(anchor: str, point: Point, desk: _Desk) -> Item:
    return Item(
        anchor=anchor,
        id=point.id,
        text=point.text,
        elided=point.elided,
        before=desk.refer(point.lead_in) if point.lead_in else None,
        references=tuple(desk.refer(citation) for citation in point.citations),
        badges=_badges(point, desk.record(point.citations[0].article_id).revises),
        corroborated=min(point.independent, len(point.outlets)) > 1,
        home=desk.homes.get(_place(point.citations[0])) if point.citations else None,
        dated=_dated(point, desk),
        earlier=_earlier(point),
    )


def _dated(point: Point, desk: _Desk) -> str:
    """The day of the article that a point is worded by, where its words count from that day."""
    if not point.citations:
        return ""
    record = desk.record(point.citations[0].article_id)
    counts = record.language == "en" and is_relative(point.text)
    return day(record.published) if record.published and counts else ""


def _earlier(point: Point) -> Earlier | None:
    """What was told before of a point that is updated; of others it would be the same again."""
    novelty = point.novelty
    if novelty is None or novelty.earlier is None or novelty.state != "updated":
        return None
    told = novelty.earlier
    return Earlier(day(told.day), told.text, shown(", ".join(told.outlets)), told.language)


def _badges(point: Point, revises: date | None) -> tuple[str, ...]:
    outlets = counted(len(point.outlets), "outlet")
    if point.independent < len(point.outlets):
        outlets += f", {point.independent} independent"
    elif len(point.outlets) < 2:
        outlets = "single source"
    said = (f"said by {shown(point.said_by)}",) if point.said_by else ()
    flags = (flag for flag in point.flags if flag not in (outlets, "single source"))
    is_new = point.novelty and point.novelty.state == "new"
    later = (f"later version of an article of {day(revises)}",) if revises and is_new else ()
    return (outlets, *said, *_novelty(point), *later, *flags)


def _novelty(point: Point) -> tuple[str, ...]:
    """``new``, ``updated: other numbers``, ``ongoing, told on 16 May 2024``."""
    novelty = point.novelty
    if novelty is None:
        return ()
    if novelty.state == "updated":
        return (f"updated: {novelty.why}",)
    told = f", first reported on {day(novelty.earlier.first)}" if novelty.earlier else ""
    return (f"{novelty.state}{told}",)


def _homes(brief: Brief, parts: Sequence[Part]) -> dict[_Place, Link]:
    points = (*(section.points for section in brief.sections), brief.noted)
    homes: dict[_Place, Link] = {}
    for part, own in zip(parts, points, strict=True):
        for item, point in zip(part.points, own, strict=True):
            for citation in point.citations[:1]:
                homes.setdefault(_place(citation), Link(item.anchor, part.label or part.heading))
    return homes


def _place(citation: Citation) -> _Place:
    return citation.article_id, citation.start, citation.end


def _outlets(records: Sequence[SourceRecord]) -> str:
    named = {record.outlet for record in records if record.outlet}
    unnamed = sum(not record.outlet for record in records)
    known = counted(len(named) + unnamed, "outlet")
    return f"{known} ({unnamed} unnamed)" if unnamed else known


def _dates(brief: Brief) -> str:
    """``articles of 15 to 17 May 2024 (3 undated)``; "" where all are of the day of the brief."""
    days = {record.published for record in brief.sources if record.published}
    undated = sum(not record.published for record in brief.sources)
    if days <= {brief.as_of}:
        return ""
    rest = f" ({undated} undated)" if undated else ""
    return f"articles of {between(min(days), max(days))}{rest}"


def _reprints(records: Sequence[SourceRecord]) -> str:
    folded = sum(bool(record.reprint_of) for record in records)
    return f"{counted(folded, 'reprint')} folded" if folded else ""


def _minutes(brief: Brief) -> str:
    """How long it takes to read; "" where there is nothing to read."""
    points = (*brief.glance, *(p for s in brief.sections for p in s.points), *brief.noted)
    texts = [text for p in points for text in (p.text, p.lead_in.text if p.lead_in else "")]
    words = sum(len(text.split()) for text in texts)
    minutes = max(1, round(words / words_a_minute))
    return f"{counted(minutes, 'minute')} of reading" if words else ""


def _sources(brief: Brief, parts: Sequence[Part], told: Sequence[Block]) -> tuple[Listed, ...]:
    uses: dict[int, dict[tuple[int, int], list[Link]]] = {}
    for link, number, place in (*_citations(parts), *_headlines(parts), *_told(told)):
        links = uses.setdefault(number, {}).setdefault(place, [])
        if link not in links:
            links.append(link)
    records = sorted(brief.sources, key=lambda record: record.number)
    numbers = {record.article_id: record.number for record in records}
    return tuple(
        replace(
            _listed(record, brief, uses.get(record.number, {})),
            reprint_of=numbers.get(record.reprint_of, 0),
        )
        for record in records
    )


def _headlines(parts: Sequence[Part]) -> Iterable[_Use]:
    """Every passage that names a story."""
    for part in parts:
        for story in filter(None, (part.story, *(chapter.story for chapter in part.chapters))):
            if story.start is not None and story.end is not None:
                link = Link(part.anchor, f"{part.label or part.heading}, headline")
                yield link, story.number, (story.start, story.end)


def _citations(parts: Sequence[Part]) -> Iterable[_Use]:
    """Every citation on the page with the point it serves; a point in two parts counts once."""
    for part in parts:
        for number, item in enumerate(part.points, 1):
            link = Link(item.anchor, f"{part.label or part.heading}, point {number}")
            references = item.references + ((item.before,) if item.before else ())
            if not item.home:
                yield from ((link, r.number, (r.start, r.end)) for r in references)


def _told(blocks_: Sequence[Block]) -> Iterable[_Use]:
    """Every citation of the blocks, with its line."""
    for block in blocks_:
        for group in block.groups:
            for line in group.lines:
                link = Link(line.anchor, block.heading)
                yield from ((link, r.number, (r.start, r.end)) for r in line.references)


def _origin(record: SourceRecord) -> str:
    """Whose a text is, "Reuters (credited)", where it is another's than its outlet's."""
    own = record.origin.casefold() == (record.outlet or record.path).casefold()
    return "" if own or not record.origin_why else shown(f"{record.origin} ({record.origin_why})")


def _listed(
    record: SourceRecord, brief: Brief, uses: Mapping[tuple[int, int], Sequence[Link]]
) -> Listed:
    url = web_link(record.url)
    return Listed(
        number=record.number,
        title=shown(record.title) or "no title",
        titled=bool(shown(record.title)),
        outlet=outlet(record),
        published=record.published,
        credit=shown(record.credit),
        origin=_origin(record),
        path=record.path,
        file=web_link(record.path) or file_link(brief.root, record.path),
        url=url,
        language=record.language,
        summary_only=record.summary_only,
        passages=tuple(
            Passage(
                *place,
                tuple(uses[place]),
                page(record.pages, place[0]),
                source_link(brief.pages, record.article_id, place) if brief.pages else "",
            )
            for place in sorted(uses)
        ),
        link=source_link(brief.pages, record.article_id) if brief.pages and uses else "",
    )


def _left_out(brief: Brief) -> LeftOut:
    buckets: dict[str, list[tuple[str, str]]] = {}
    for entry in sorted(brief.ledger, key=lambda entry: (entry.bucket, entry.path, entry.reason)):
        buckets.setdefault(entry.bucket, []).append((entry.path, entry.reason))
    used = len(buckets.pop("used", ()))
    left = tuple(Bucket(name, tuple(inputs)) for name, inputs in buckets.items())
    return LeftOut(len(brief.ledger), used, left, _kinds(brief.kinds))


def _kinds(kinds: Mapping[str, int]) -> str:
    """``30 passages: 20 sentences, 2 headings, 1 fragment, 7 junk``."""
    counts = Counter(kinds)
    order = dict.fromkeys(("sentence", "heading", "fragment", "junk", *sorted(kinds)))
    parts = [counted(counts[kind], kind, "junk" if kind == "junk" else "") for kind in order]
    return f"{counted(counts.total(), 'passage')}: {', '.join(parts)}"


def _made(brief: Brief) -> tuple[tuple[str, str], ...]:
    made = brief.provenance
    return (
        ("Briefing", made.version),
        ("Embedder", made.embedder),
        ("Model SHA-256", made.model_sha256),
        ("Selector", made.selector),
        ("Length", counted(made.words, "word") if made.words else f"{made.length:g}"),
        *_thresholds(made.thresholds),
        *((f"Topic: {shown(t.name)}", _words(t)) for t in made.topics if not t.discovered),
    )


def _thresholds(given: Thresholds) -> Iterator[tuple[str, str]]:
    """Those in force, where they are not as shipped."""
    if given != shipped:
        calibrated = ["calibrated for this embedder"] if given.sentences else []
        yield (
            "Thresholds",
            "; ".join((*calibrated, f"two sentences are one claim from {given.same_claim:g}")),
        )


def _words(topic: Topic) -> str:
    lists = (
        ("any of", topic.any),
        ("all of", topic.all),
        ("none of", topic.none),
        ("only from", topic.outlets),
    )
    parts = [topic.description] if topic.description else []
    parts += [f"{label}: {', '.join(words)}" for label, words in lists if words]
    if topic.max_points is not None:
        parts.append(f"at most {counted(topic.max_points, 'point')}")
    if topic.max_words is not None:
        parts.append(f"at most {counted(topic.max_words, 'word')}")
    return "; ".join(parts) or "no words given"
