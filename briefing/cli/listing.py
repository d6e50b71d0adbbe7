"""What is known before anything is chosen: topics, sentences, claims, stories."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from briefing import attribution, moments, pipeline, quantities, sources
from briefing.cli.run import Run
from briefing.cli.saying import say, say_json
from briefing.models import Sentence, Story
from briefing.pipeline import Analysis, Reading
from briefing.quantities import Quantity


def topics(run: Run, as_json: bool) -> int:
    """A line a topic: its name, its sentences, its outlets, its words."""
    analysis = _analyse(run)
    rows = [_topic(analysis, place) for place in range(len(analysis.assigned.topics))]
    if as_json:
        _print_json(rows)
    else:
        width = max((len(row["topic"]) for row in rows), default=0)
        for row in rows:
            how = "discovered" if row["discovered"] else "given"
            counts = f"{row['sentences']:4} sentences  {len(row['outlets']):3} outlets"
            say(f"{row['topic']:{width}}  {counts}  {how:10}  {', '.join(row['words'])}")
    return run.report(analysis.reading.ledger)


def _topic(analysis: Analysis, place: int) -> dict[str, Any]:
    topic = analysis.assigned.topics[place]
    members = analysis.assigned.members(topic)
    articles = analysis.reading.articles
    said = {articles[analysis.sentences.items[row].article_id].source for row in members}
    scores = (s for row in members for s in analysis.assigned.of(row) if s.topic == topic.name)
    found: dict[str, int] = {}
    for score in scores:
        for word in score.words:
            found[word] = found.get(word, 0) + 1
    seen = sorted(found, key=lambda word: (-found[word], word))[:8]
    headlines = {" ".join(story.headline.text.split()) for story in analysis.stories}
    if topic.discovered and topic.name not in headlines:
        seen = topic.name.split(", ")
    return {
        "topic": topic.name,
        "discovered": topic.discovered,
        "sentences": len(members),
        "outlets": sorted(said),
        "words": seen,
    }


def sentences(run: Run, as_json: bool) -> int:
    """A line a span, in the order of the articles."""
    analysis = _analyse(run)
    rows = list(_spans(analysis))
    if as_json:
        _print_json(rows)
    else:
        for row in rows:
            named = f" [{', '.join(row['topics'])}]" if row["topics"] else ""
            why = f" ({row['reason']})" if row["reason"] else ""
            text = " ".join(row["text"].split())
            place = f"{row['article']}:{row['start']}-{row['end']}"
            say(f"{place} {row['kind']}{why}{named} {text}")
    return run.report(analysis.reading.ledger)


def _spans(analysis: Analysis) -> Iterator[dict[str, Any]]:
    row_of = {(s.article_id, s.start): row for row, s in enumerate(analysis.sentences.items)}
    for span in analysis.reading.spans:
        row = row_of.get((span.article_id, span.start))
        scores = analysis.assigned.scores[row] if row is not None else ()
        belongs = analysis.assigned.of(row) if row is not None else ()
        path, start, end = _place(analysis, span)
        yield {
            "article": path,
            "start": start,
            "end": end,
            "kind": span.kind,
            "reason": span.reason,
            "topics": [score.topic for score in belongs],
            "scores": {score.topic: score.total for score in scores},
            **(_told(analysis, span) if span.kind == "sentence" else {}),
            "text": span.text,
        }


def _told(analysis: Analysis, span: Sentence) -> dict[str, Any]:
    """Who speaks in a sentence, the dates and the quantities it tells."""
    published = analysis.reading.articles[span.article_id].published
    found = moments.find(span.text, published, span.language)
    return {
        "said_by": attribution.speaker(span.text, span.language),
        "dates": [moment.iso for moment in found],
        "quantities": [
            {"text": span.text[quantity.start : quantity.end], **_stated(quantity)}
            for quantity in quantities.find(span.text, span.language)
        ],
    }


def _stated(quantity: Quantity) -> dict[str, Any]:
    """The fields of a quantity that say something; its value and unit always do."""
    fields = asdict(quantity)
    for place in ("start", "end", "place"):
        del fields[place]
    return {k: v for k, v in fields.items() if k in ("value", "unit") or v not in ("", None)}


def claims(run: Run, as_json: bool) -> int:
    """A line a claim, best corroborated first."""
    analysis = _analyse(run)
    ordered = sorted(
        analysis.claims.items, key=lambda c: (-c.independent, -len(c.outlets), -c.salience, c.id)
    )
    if as_json:
        _print_json(
            {
                "evidence": [list(_place(analysis, s)) for s in claim.sentences],
                "outlets": list(claim.outlets),
                "independent": claim.independent,
                "topics": [score.topic for score in claim.topics],
                "salience": claim.salience,
                "text": claim.wording.text,
            }
            for claim in ordered
        )
    else:
        for claim in ordered:
            outlets = "1 outlet" if len(claim.outlets) == 1 else f"{len(claim.outlets)} outlets"
            say(f"{outlets}, {claim.independent} independent:")
            for s in claim.sentences:
                path, start, end = _place(analysis, s)
                say(f"  {path}:{start}-{end} {' '.join(s.text.split())}")
    return run.report(analysis.reading.ledger)


def stories(run: Run, as_json: bool) -> int:
    """A line a story, the largest first; copies of one text behind the article that is kept."""
    with run.progress() as progress:
        reading = pipeline.read(run.found(progress), progress)
    found = pipeline.stories(reading)
    rows = [_story(reading, story) for story in found]
    if as_json:
        _print_json(rows)
    else:
        for row in rows:
            headline = " ".join(row["headline"].split())
            say(f"{len(row['articles']):4}  {headline}")
            kept_by = {copy: kept for kept, *copies in row["reprints"] for copy in copies}
            for path in row["articles"]:
                repeated = f", reprint of {kept_by[path]}" if path in kept_by else ""
                say(f"      {path}{repeated}")
    return run.report(reading.ledger)


def _story(reading: Reading, story: Story) -> dict[str, Any]:
    """The files of a story; the same text in two files is a reprint too."""
    copies = {kept: ids for kept, *ids in story.reprints}
    copied = {copy for ids in copies.values() for copy in ids}
    families = [
        [path for one in (kept, *copies.get(kept, ())) for path in reading.paths[one]]
        for kept in story.articles
        if kept not in copied
    ]
    return {
        "articles": sorted(path for family in families for path in family),
        "reprints": [family for family in families if len(family) > 1],
        "headline": story.headline.text,
    }


def _analyse(run: Run) -> Analysis:
    with run.progress() as progress:
        reading = pipeline.read(run.found(progress), progress)
        with run.remembered() as embed:
            return pipeline.analyse(reading, run.config, embed, progress)


def _place(analysis: Analysis, span: Sentence) -> tuple[str, int, int]:
    """The span in its file: path and code points."""
    article = analysis.reading.articles[span.article_id]
    start, last = sources.in_file(article, span.start), sources.in_file(article, span.end - 1)
    return article.path, start, last + 1


def _print_json(rows: Iterable[dict[str, Any]]) -> None:
    for row in rows:
        say_json(row)
