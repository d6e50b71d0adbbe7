"""The whole product on one page.

articles -> sentences -> stories -> vectors -> topics -> claims -> points -> Brief
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from briefing import claims as claiming
from briefing import (
    cleaning,
    compose,
    metadata,
    novelty,
    origins,
    reprints,
    salience,
    sentences,
    topics,
)
from briefing import stories as storytelling
from briefing.compose import Frame
from briefing.config import Config
from briefing.corpus import Embedded
from briefing.errors import BriefingError, NothingToBrief, SourceError
from briefing.models import (
    Article,
    Brief,
    Claim,
    Embed,
    Entry,
    Past,
    Progress,
    Select,
    Sentence,
    Story,
    Told,
    Topic,
    quiet,
)
from briefing.thresholds import Thresholds, shipped

if TYPE_CHECKING:
    from briefing.models import Vectors

_step = 64  # texts between two reports of progress


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in the inputs; articles by id, in the order of their paths."""

    articles: Mapping[str, Article]
    spans: tuple[Sentence, ...]  # all of the text: sentences, headings, fragments, junk
    ledger: tuple[Entry, ...]
    copies: reprints.Copies
    paths: Mapping[str, tuple[str, ...]]  # of each text, by the article's id; its own first


@dataclass(frozen=True, slots=True)
class Analysis:
    """What is known of a reading before anything is chosen."""

    reading: Reading
    sentences: Embedded[Sentence]
    assigned: topics.Assigned  # to the given and the discovered topics, by row of sentences
    claims: Embedded[Claim]
    stories: tuple[Story, ...]
    thresholds: Thresholds = shipped  # of the embedder of the sentences
    silent: tuple[Told, ...] = ()  # a point of each story of the last brief that has gone quiet


def brief(
    found: Iterable[Article | SourceError],
    config: Config,
    embed: Embed,
    select: Select,
    as_of: date,
    *,
    model_sha256: str = "",
    root: str = "",
    progress: Progress = quiet,
) -> Brief:
    """The brief of what was found.

    Raises:
        NothingToBrief: no article has a usable sentence.
    """
    frame = Frame(config, as_of, model_sha256, root)
    return of(read(found, progress), frame, embed, select, progress)


def of(
    reading: Reading, frame: Frame, embed: Embed, select: Select, progress: Progress = quiet
) -> Brief:
    """The brief of a reading; a daily one says what is new, and when nothing is.

    Raises:
        NothingToBrief: no article has a usable sentence, and the brief is not a daily one.
    """
    daily = frame.daily
    if daily and not reading.articles:
        quiet_now = tuple(novelty.silent(daily.past, lambda _: False)) if daily.past else ()
        return replace(compose.nothing(reading, frame), silent=quiet_now)
    analysis = analyse(reading, frame.config, embed, progress, daily.past if daily else None)
    return compose.brief(analysis, frame, select, progress)


def read(found: Iterable[Article | SourceError], progress: Progress = quiet) -> Reading:
    """Split and clean the articles; each input gets its line in the ledger."""
    articles: dict[str, Article] = {}
    spans: dict[str, tuple[Sentence, ...]] = {}
    ledger: list[Entry] = []
    paths: dict[str, list[str]] = {}
    for item in sorted(found, key=_place):
        if isinstance(item, SourceError):
            ledger.append(Entry(item.path, item.bucket, item.reason))
        elif item.id in articles:
            ledger.append(Entry(item.path, "duplicate", f"same as {articles[item.id].path}"))
            paths[item.id].append(item.path)
        else:
            cleaned = cleaning.clean(item, sentences.split(item))
            usable = any(span.kind == "sentence" for span in cleaned)
            reason = "" if usable else "no complete sentence in it"
            ledger.append(Entry(item.path, "used" if usable else "no text", reason))
            if usable:
                articles[item.id], spans[item.id] = _titled(item, cleaned), cleaned
                paths[item.id] = [item.path]
        progress("cleaning", len(ledger), 0)
    articles = {one.id: one for one in metadata.spelled_alike(articles.values())}
    everything = tuple(span for known in articles for span in spans[known])
    copies = reprints.find(articles, everything)
    places = {article: tuple(found) for article, found in paths.items()}
    return Reading(articles, everything, tuple(ledger), copies, places)


def _place(item: Article | SourceError) -> tuple[str, str]:
    return item.path, item.id if isinstance(item, Article) else ""


def _titled(article: Article, spans: Sequence[Sentence]) -> Article:
    """The article with the headline found over its text, where nothing else named one."""
    titles = (span.text for span in spans if span.kind == "heading" and span.reason == "title")
    return article if article.title else replace(article, title=next(titles, ""))


def analyse(
    reading: Reading,
    config: Config,
    embed: Embed,
    progress: Progress = quiet,
    past: Past | None = None,
) -> Analysis:
    """Embed the sentences, assign them to topics, merge and weigh claims; group the articles."""
    corpus = embedded(reading, embed, progress)
    lines = config.in_force
    languages = {article.id: article.language for article in reading.articles.values()}
    given = config.topics or topics.defaults()
    assigned = topics.assign(corpus, given, embed, languages, lines.topics)
    grouped = stories(reading)
    if config.discover:
        assigned = topics.discover(
            corpus,
            assigned,
            languages,
            lines.sentences,
            _headlines(grouped),
            reading.copies.kept.keys(),
        )
    weighed = with_topics(claims(reading, corpus, lines), corpus, assigned)
    if past:
        weighed = novelty.judge(weighed, corpus, reading.articles, past, embed, lines)
    silent = tuple(novelty.silent(past, _goes_on(reading, past))) if past else ()
    return Analysis(reading, corpus, assigned, weighed, grouped, lines, silent)


def _headlines(grouped: Sequence[Story]) -> dict[str, str]:
    """The headline of each article's story, by its id; none where all is one story."""
    several = grouped if len(grouped) > 1 else ()
    return {one: " ".join(s.headline.text.split()) for s in several for one in s.articles}


def _goes_on(reading: Reading, past: Past) -> Callable[[str], bool]:
    """Whether an article of the last brief is of one story with articles of this reading."""
    both = read([*reading.articles.values(), *past.articles])
    going = {
        article
        for story in stories(both)
        if not reading.articles.keys().isdisjoint(story.articles)
        for article in story.articles
    }
    return going.__contains__


def stories(reading: Reading) -> tuple[Story, ...]:
    """The articles by the event that they are about.

    Raises:
        NothingToBrief: there is none.
    """
    if not reading.articles:
        raise _nothing(reading)
    return storytelling.group(reading.articles, reading.spans, reading.copies)


def embedded(reading: Reading, embed: Embed, progress: Progress = quiet) -> Embedded[Sentence]:
    """The sentences of a reading with their vectors.

    Raises:
        NothingToBrief: there is none.
    """
    good = tuple(span for span in reading.spans if span.kind == "sentence")
    if not good:
        raise _nothing(reading)
    return Embedded(good, _embed([sentence.text for sentence in good], embed, progress))


def _nothing(reading: Reading) -> NothingToBrief:
    return NothingToBrief(f"nothing to brief: {_why_nothing(reading.ledger)}")


def _why_nothing(ledger: Sequence[Entry]) -> str:
    """What became of the inputs, the first of them by name."""
    if not ledger:
        return "there is no article; give .txt, .md, .html or .jsonl files, or folders of them"
    first = "; ".join(f"{entry.path}: {entry.reason or entry.bucket}" for entry in ledger[:3])
    more = f"; and {len(ledger) - 3} more" if len(ledger) > 3 else ""
    return f"no article with a complete sentence was found ({first}{more})"


def claims(
    reading: Reading, corpus: Embedded[Sentence], thresholds: Thresholds = shipped
) -> Embedded[Claim]:
    """What the sentences report, each thing once, with its salience."""
    whose = origins.find(reading.articles, reading.copies)
    keys = {article: origin.key for article, origin in whose.items()}
    merged = claiming.merge(corpus, reading.articles, keys, thresholds)
    return salience.score(merged, corpus, reading.spans, reading.copies.kept.keys())


def _embed(texts: Sequence[str], embed: Embed, progress: Progress) -> Vectors:
    """Vectors of the texts, each distinct one embedded once, in steps for the progress.

    Raises:
        BriefingError: the embedder gave a vector that is not all of finite numbers.
    """
    import numpy as np

    distinct = sorted(set(texts), key=lambda text: (len(text), text))
    rows: dict[str, list[int]] = {}
    for row, text in enumerate(texts):
        rows.setdefault(text, []).append(row)
    vectors = np.empty((0, 0), np.float32)
    for start in range(0, len(distinct), _step):
        progress("embedding", start, len(distinct))
        some = distinct[start : start + _step]
        made = embed(some)
        vectors = vectors if start else np.empty((len(texts), made.shape[1]), np.float32)
        for text, vector in zip(some, made, strict=True):
            if not np.isfinite(vector).all():
                raise BriefingError(
                    f"the embedder gave a vector with NaN or infinity for {text[:60]!r}"
                )
            vectors[rows[text]] = vector
    progress("embedding", len(distinct), len(distinct))
    return vectors


def with_topics(
    claims: Embedded[Claim], corpus: Embedded[Sentence], assigned: topics.Assigned
) -> Embedded[Claim]:
    """A claim belongs where any of its evidence does; that is then its wording there."""
    row = {(s.article_id, s.start): place for place, s in enumerate(corpus.items)}
    items = tuple(
        replace(
            claim,
            topics=assigned.of_any([row[s.article_id, s.start] for s in claim.sentences]),
        )
        for claim in claims.items
    )
    return claims.of(items, range(len(items)))


def topic_named(topics_: Iterable[Topic], name: str) -> Topic | None:
    """The topic of that name, whatever its case."""
    return next((topic for topic in topics_ if topic.name.lower() == name.lower()), None)
