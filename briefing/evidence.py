"""Reading every citation of a brief back from its source."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Literal, TypeAlias

from briefing import files, originals
from briefing.anchoring import Place, Text
from briefing.errors import SourceError
from briefing.models import Article, Brief, Citation, Point, SourceRecord, Story, Told
from briefing.originals import Found, gone, read_back

_rests = "rests on"
_shifted = "changed since the brief was made"
_in_words = {"holds": "hold", "moved": "moved", "changed": "changed", "missing": "are missing"}


State: TypeAlias = Literal["broken", "missing", "changed", "moved", "shifted"]


@dataclass(frozen=True, slots=True)
class Fault:
    """A citation or a source that is not as it was."""

    where: str  # the point's id, the figure or event with its words, or the source's path
    problem: str
    state: State = "broken"  # the brief does not agree with itself, or with its sources
    path: str = ""  # of the source of a citation
    then: tuple[int, int] | None = None  # where the citation stood
    now: tuple[int, int] | None = None  # and where its words, or what is like them, stand

    @property
    def fails(self) -> bool:
        """Whether a quotation no longer stands; words that only moved still do."""
        return self.state not in ("moved", "shifted")


def verify(
    brief: Brief,
    root: Path,
    archived: Callable[[str], Article | None] = lambda _: None,
    contents: Callable[[Path], Found] | None = None,
) -> list[Fault]:
    """All that is not as it was: missing or changed sources, quotations that differ or moved.

    A source that changed is told ``shifted``, with what became of its citations.

    Args:
        brief: as it was written.
        root: the folder that the paths of its sources start from.
        archived: the article of an id where it was kept; else its file is read.
        contents: what a file holds, where files have been read already.
    """
    desk, faults = _opened(brief, root, archived, contents or cache(originals.read))
    if len(desk.known) < len(brief.sources):
        faults.append(Fault("sources", "one is listed twice"))
    for point in points(brief):
        faults.extend(_check(point, desk))
    for where, cited, stated in told(brief):
        faults.extend(_check_told(where, cited, stated, desk))
    for story in brief.stories:
        faults.extend(_check_story(story, desk))
    stories = {story.id for story in brief.stories}
    faults.extend(
        Fault(point.id, "is of a story that is not in the brief")
        for point in points(brief)
        if point.story and point.story not in stories
    )
    for number, earlier in enumerate(_earlier(brief), 1):
        faults.extend(_check_earlier(earlier, archived, f"earlier point {number}"))
    distinct = list(dict.fromkeys([*desk.shifted(), *faults]))
    return _pruned(distinct, len(brief.sources)) if brief.window else distinct


@dataclass(frozen=True, slots=True)
class _Desk:
    """The sources of a brief as they are now, and what became of the citations read so far."""

    known: Mapping[str, SourceRecord]  # by id of the article
    articles: Mapping[str, Article]  # those that are there
    texts: Mapping[str, Text]
    unchanged: Set[str]  # ids of the articles that are as they were
    read: dict[str, dict[tuple[int, int], Place]] = field(default_factory=dict)

    def faults(self, where: str, cited: Citation) -> Iterator[Fault]:
        """What is wrong with a citation, read back from its source."""
        record = self.known.get(cited.article_id)
        if record is None:
            yield Fault(where, f"cites {cited.article_id}, which is not among the sources")
            return
        then = (cited.start, cited.end)
        if cited.article_id not in self.texts:
            problem = f"{_rests} {record.path}, which is missing ({cited.start}-{cited.end})"
            yield Fault(where, problem, "missing", record.path, then)
            return
        if cited.article_id in self.unchanged:
            problem = _differs(cited, self.articles[cited.article_id].text, record.path)
            if problem:
                yield Fault(where, problem, path=record.path, then=then)
            return
        place = self.texts[cited.article_id].find(cited)
        self.read.setdefault(cited.article_id, {})[then] = place
        if place.state != "holds":
            now = None if place.state == "missing" else (place.start, place.end)
            yield Fault(
                where, _became(cited, place, record.path), place.state, *(record.path, then, now)
            )

    def shifted(self) -> Iterator[Fault]:
        """The sources that changed, with what became of their citations."""
        for key in (key for key in self.articles if key not in self.unchanged):
            places = self.read.get(key, {})
            counts = Counter(str(place.state) for place in places.values())
            words = {**_in_words, "moved": f"moved{_first_move(places)}"}
            parts = [f"{counts[state]} {word}" for state, word in words.items() if counts[state]]
            became = f"; of its quotations {', '.join(parts)}" if parts else ""
            path = self.known[key].path
            yield Fault(path, f"{_shifted}{became}", "shifted", path)


def _opened(
    brief: Brief,
    root: Path,
    archived: Callable[[str], Article | None],
    contents: Callable[[Path], Found],
) -> tuple[_Desk, list[Fault]]:
    """The sources that can be read, and what is wrong with the others."""
    found: dict[str, Article] = {}
    unchanged: set[str] = set()
    faults: list[Fault] = []
    for record in brief.sources:
        article = archived(record.article_id) or read_back(record, root, contents)
        if isinstance(article, SourceError):
            faults.append(Fault(article.path, article.reason, "missing"))
            continue
        found[record.article_id] = article
        if files.digest(article.text) != record.text_sha256:
            continue
        unchanged.add(record.article_id)
        if article.pages != record.pages:
            faults.append(Fault(record.path, "its pages do not begin where the brief says"))
    known = {record.article_id: record for record in brief.sources}
    texts = {key: Text(one.text) for key, one in found.items()}
    return _Desk(known, found, texts, unchanged), faults


def _first_move(places: Mapping[tuple[int, int], Place]) -> str:
    """Where the first passage that moved stood and stands: " (from characters 0-9 to 5-14)"."""
    moves = sorted(then for then, place in places.items() if place.state == "moved")
    if not moves:
        return ""
    (start, end), now = moves[0], places[moves[0]]
    first = "the first " if len(moves) > 1 else ""
    return f" ({first}from characters {start}-{end} to {now.start}-{now.end})"


def _became(cited: Citation, place: Place, path: str) -> str:
    """``changed: characters 10-20 of a.txt, now 12-23: "80" is "90"``."""
    then, now = f"characters {cited.start}-{cited.end} of {path}", f"{place.start}-{place.end}"
    if place.state == "moved":
        return f"moved: {then} are now {now}"
    if place.state == "missing":
        return f"missing: {then} are no longer there: {_quoted(cited.text)}"
    pairs = (f"{_quoted(old)} is now {_quoted(new)}" for old, new in place.differing[:3])
    more = " and more" if len(place.differing) > 3 else ""
    return f"changed: {then}, now {now}: {', '.join(pairs)}{more}"


def _quoted(words: str) -> str:
    return f'"{textwrap.shorten(words, 100, placeholder=" ...")}"' if words else "nothing"


def _pruned(faults: Sequence[Fault], sources: int) -> list[Fault]:
    """What is no longer archived as one fault, whatever rests on it."""
    resting = (_rests, f"its headline: {_rests}")
    lost = sum(fault.problem == gone for fault in faults)
    left = [f for f in faults if f.problem != gone and not f.problem.startswith(resting)]
    told = f"{lost} of {sources} are no longer in the archive, nor where they were found"
    return [*([Fault("sources", told, "missing")] if lost else []), *left]


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


def _check_told(where: str, cited: Citation, stated: str, desk: _Desk) -> Iterator[Fault]:
    if stated not in cited.text:
        yield Fault(where, f"its passage does not say {stated!r}")
    yield from desk.faults(where, cited)


def told(brief: Brief) -> Iterator[tuple[str, Citation, str]]:
    """Every citation of the figures and the timeline, and what it must say."""
    for number, figure in enumerate(brief.figures, 1):
        for value in figure.values:
            for place, cited in enumerate(value.citations):
                yield f"figure {number} ({value.text})", cited, "" if place else value.text
    for number, event in enumerate(brief.timeline, 1):
        where = f"event {number} ({event.first.isoformat()})"
        yield from ((where, cited, "") for cited in event.citations)


def _check(point: Point, desk: _Desk) -> Iterator[Fault]:
    known = desk.known
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
        yield from desk.faults(point.id, cited)


def _check_story(story: Story, desk: _Desk) -> Iterator[Fault]:
    """What is wrong with the articles and the headline of a story."""
    named, where = story.headline, f"story {story.id}"
    record = desk.known.get(named.article_id)
    if not desk.known.keys() >= {*story.articles, *chain.from_iterable(story.reprints)}:
        yield Fault(where, "has an article that is not among the sources")
    if named.article_id not in story.articles:
        yield Fault(where, "its headline is not from one of its articles")
    elif named.start is not None and named.end is not None:
        context = (named.prefix, named.suffix)
        cited = Citation(named.article_id, named.start, named.end, named.text, *context)
        for fault in desk.faults(where, cited):
            yield replace(fault, problem=f"its headline: {fault.problem}")
    elif record and named.article_id in desk.articles:
        article = desk.articles[named.article_id]
        if article.title != named.text:
            state: State = "broken" if named.article_id in desk.unchanged else "changed"
            problem = f"its headline is not the title of {record.path}"
            yield Fault(where, problem, state, record.path)


def _differs(cited: Citation, text: str, path: str) -> str:
    """What is wrong with a citation of a text that is as it was."""
    start, end = cited.start, cited.end
    place = f"characters {start}-{end} of {path}"
    if not 0 <= start < end <= len(text) or text[start:end] != cited.text:
        return f"{place} do not say {_quoted(cited.text)}"
    if not (text.endswith(cited.prefix, 0, start) and text.startswith(cited.suffix, end)):
        return f"what stands around {place} is not what the brief says"
    return ""
