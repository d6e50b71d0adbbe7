"""Reading every citation of a brief back from its source."""

from __future__ import annotations

import hashlib
import re
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from briefing import sources
from briefing.errors import ConfigError, SourceError
from briefing.models import Article, Brief, Citation, Point, SourceRecord, Story, Told

Found: TypeAlias = Mapping[str, Article | SourceError]

_gone = "missing: there is no such file or line"
_rests = "rests on"
_line = re.compile(r":\d+$")  # of a file that holds an article a line


@dataclass(frozen=True, slots=True)
class Fault:
    """A citation or a source that does not hold."""

    where: str  # the point's id, the figure or event with its words, or the source's path
    problem: str


def verify(
    brief: Brief, root: Path, archived: Callable[[str], Article | None] = lambda _: None
) -> list[Fault]:
    """All that does not hold: missing or changed sources, and quotations that differ.

    Args:
        brief: as it was written.
        root: the folder that the paths of its sources start from.
        archived: the article of an id where it was kept; else its file is read.
    """
    texts: dict[str, str] = {}
    titles: dict[str, str] = {}
    faults: list[Fault] = []
    read = cache(_read)  # a file of many articles is read once
    for record in brief.sources:
        article = archived(record.article_id) or _read_back(record, root, read)
        if isinstance(article, Fault):
            faults.append(article)
            continue
        texts[record.article_id], titles[record.article_id] = article.text, article.title
        faults.extend(_check_source(record, article))
    known = {record.article_id: record for record in brief.sources}
    if len(known) < len(brief.sources):
        faults.append(Fault("sources", "one is listed twice"))
    for point in points(brief):
        faults.extend(_check(point, texts, known))
    for where, cited, stated in told(brief):
        faults.extend(_check_told(where, cited, stated, _differs(cited, texts, known)))
    for story in brief.stories:
        faults.extend(_check_story(story, texts, titles, known))
    stories = {story.id for story in brief.stories}
    faults.extend(
        Fault(point.id, "is of a story that is not in the brief")
        for point in points(brief)
        if point.story and point.story not in stories
    )
    for number, earlier in enumerate(_earlier(brief), 1):
        faults.extend(_check_earlier(earlier, archived, f"earlier point {number}"))
    distinct = list(dict.fromkeys(faults))
    return _pruned(distinct, len(brief.sources)) if brief.window else distinct


def _pruned(faults: Sequence[Fault], sources: int) -> list[Fault]:
    """What is no longer archived as one fault, whatever rests on it."""
    resting = (_rests, f"its headline: {_rests}")
    gone = sum(fault.problem == _gone for fault in faults)
    left = [f for f in faults if f.problem != _gone and not f.problem.startswith(resting)]
    told = f"{gone} of {sources} are no longer in the archive, nor where they were found"
    return [*([Fault("sources", told)] if gone else []), *left]


def _earlier(brief: Brief) -> Iterator[Told]:
    """What the brief says that earlier ones told."""
    yield from brief.silent
    for point in points(brief):
        if point.novelty and point.novelty.earlier:
            yield point.novelty.earlier


def _check_earlier(
    told: Told, archived: Callable[[str], Article | None], where: str
) -> Iterator[Fault]:
    """Whether an earlier wording stands in its article, where that was kept."""
    cited, article = told.citation, archived(told.citation.article_id)
    if told.text != cited.text or (article and article.text[cited.start : cited.end] != cited.text):
        yield Fault(where, f"of {told.day} is not what its article says")


def points(brief: Brief) -> Iterator[Point]:
    """Every point of every part, in reading order."""
    yield from brief.glance
    for section in brief.sections:
        yield from section.points
    yield from brief.noted


def _check_told(where: str, cited: Citation, stated: str, problem: str) -> Iterator[Fault]:
    if stated not in cited.text:
        yield Fault(where, f"its passage does not say {stated!r}")
    if problem:
        yield Fault(where, problem)


def told(brief: Brief) -> Iterator[tuple[str, Citation, str]]:
    """Every citation of the figures and the timeline, and what it must say."""
    for number, figure in enumerate(brief.figures, 1):
        for value in figure.values:
            for place, cited in enumerate(value.citations):
                yield f"figure {number} ({value.text})", cited, "" if place else value.text
    for number, event in enumerate(brief.timeline, 1):
        where = f"event {number} ({event.first.isoformat()})"
        yield from ((where, cited, "") for cited in event.citations)


def articles(
    brief: Brief, root: Path, archived: Callable[[str], Article | None] = lambda _: None
) -> list[Article]:
    """The articles of a brief as it lists them, those that are as they were when it was made."""
    read = cache(_read)
    found = []
    for record in brief.sources:
        article = archived(record.article_id) or _read_back(record, root, read)
        if isinstance(article, Article) and not any(_check_source(record, article)):
            found.append(
                replace(
                    article,
                    path=record.path,
                    title=record.title,
                    outlet=record.outlet,
                    published=record.published,
                    language=record.language,
                )
            )
    return found


def _read_back(record: SourceRecord, root: Path, read: Callable[[Path], Found]) -> Article | Fault:
    """The article of a record as its file holds it now."""
    file = file_of(record.path, root)
    found = read(root / file)
    name = PurePosixPath(record.path).relative_to(file.parent)
    item = found.get(str(name)) or found.get(file.name)
    if item is None:
        return Fault(record.path, _gone)
    if isinstance(item, SourceError):
        return Fault(record.path, f"cannot be read: {item.reason}")
    return item


def _check_source(record: SourceRecord, article: Article) -> Iterator[Fault]:
    if hashlib.sha256(article.text.encode()).hexdigest() != record.text_sha256:
        yield Fault(record.path, "changed since the brief was made")
    elif article.pages != record.pages:
        yield Fault(record.path, "its pages do not begin where the brief says")


def file_of(path: str, root: Path) -> PurePosixPath:
    """The file that a path names, or names a line or a member of; the path where none is there."""
    whole, without_line = PurePosixPath(path), PurePosixPath(_line.sub("", path))
    places = (without_line, whole, *without_line.parents)
    return next((place for place in places if (root / place).is_file()), whole)


def _read(file: Path) -> Found:
    """What a file holds, by names that start from its folder; nothing when it is gone."""
    try:
        return {item.path: item for item in sources.read([file])}
    except ConfigError:
        return {}


def _check(
    point: Point, texts: Mapping[str, str], known: Mapping[str, SourceRecord]
) -> Iterator[Fault]:
    cited_by = {known[c.article_id] for c in point.citations if c.article_id in known}
    outlets = {record.outlet or record.path for record in cited_by}
    agreeing = outlets == set(point.outlets) and 1 <= point.independent <= len(outlets)
    if point.citations and not agreeing:
        yield Fault(point.id, "its outlets are not those of its citations")
    if not point.citations or point.citations[0].text != point.text:
        yield Fault(point.id, "the point is not the text of its first citation")
    if point.said_by not in point.text:
        yield Fault(point.id, f"it does not name {point.said_by}")
    for cited in (*point.citations, *([point.lead_in] if point.lead_in else [])):
        problem = _differs(cited, texts, known)
        if problem:
            yield Fault(point.id, problem)


def _check_story(
    story: Story,
    texts: Mapping[str, str],
    titles: Mapping[str, str],
    known: Mapping[str, SourceRecord],
) -> Iterator[Fault]:
    """What is wrong with the articles and the headline of a story."""
    named = story.headline
    if not known.keys() >= {*story.articles, *chain.from_iterable(story.reprints)}:
        yield Fault(f"story {story.id}", "has an article that is not among the sources")
    if named.article_id not in story.articles:
        yield Fault(f"story {story.id}", "its headline is not from one of its articles")
    elif named.start is not None and named.end is not None:
        cited = Citation(named.article_id, named.start, named.end, named.text)
        if problem := _differs(cited, texts, known):
            yield Fault(f"story {story.id}", f"its headline: {problem}")
    elif titles.get(named.article_id, named.text) != named.text:
        path = known[named.article_id].path if named.article_id in known else named.article_id
        yield Fault(f"story {story.id}", f"its headline is not the title of {path}")


def _differs(cited: Citation, texts: Mapping[str, str], known: Mapping[str, SourceRecord]) -> str:
    if cited.article_id not in known:
        return f"cites {cited.article_id}, which is not among the sources"
    text = texts.get(cited.article_id)
    if text is None:
        path = known[cited.article_id].path
        return f"{_rests} {path}, which is missing ({cited.start}-{cited.end})"
    inside = 0 <= cited.start < cited.end <= len(text)
    if not inside or text[cited.start : cited.end] != cited.text:
        place = f"characters {cited.start}-{cited.end} of {known[cited.article_id].path}"
        quoted = textwrap.shorten(cited.text, 100, placeholder=" ...")
        return f'{place} do not say "{quoted}"'
    return ""
