"""A realistic brief for tests, built from the seed articles, with offsets that hold."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from briefing.models import (
    Article,
    Brief,
    Citation,
    Entry,
    Event,
    Figure,
    Point,
    Provenance,
    Section,
    SourceRecord,
    Topic,
    TopicScore,
    Value,
    Why,
)

seeds = Path(__file__).parents[1] / "seeds"

trade = Topic("Trade", "trade, tariffs and investment", any=("trade", "tariffs", "investment"))
energy = Topic(
    "Energy", "oil, gas and nuclear power", any=("gas", "pipeline"), none=("cooking gas",)
)
ukraine = Topic("Ukraine", "the war in Ukraine and talks to end it", any=("Ukraine", "Kiev"))
security = Topic("Security", "alliances, defence and arms", any=("military",), max_points=5)
anniversary = Topic("anniversary, Harbin", any=("anniversary", "Harbin"), discovered=True)


@cache
def articles() -> tuple[Article, ...]:
    """The seeds, as if read."""
    first, second, third, fourth, fifth = map(_read, sorted(seeds.glob("*.txt")))
    return (
        first,
        replace(
            second,
            outlet="Sputnik International",
            title="Putin's Trip Sends Message of Growing Russo-Chinese Partnership",
            url="https://example.org/world/putins-trip?id=2&from=feed",
            published=date(2024, 5, 17),
        ),
        replace(third, credit="EPA-EFE"),
        replace(fourth, title="Vladimir Putin in China. He met Xi Jinping", credit="Getty Images"),
        replace(
            fifth,
            outlet="Xinhua",
            title="Russia-China relations continue to develop despite challenging "
            "international situation, says Putin",
            published=date(2024, 5, 15),
        ),
    )


def _read(path: Path) -> Article:
    text = path.read_text(encoding="utf-8")
    return Article(_digest(text)[:16], text, f"seeds/{path.name}")


def cite(number: int, start: str, end: str = "") -> Citation:
    """The passage of article ``number`` from the words ``start`` to the words ``end``."""
    article = articles()[number - 1]
    first = article.text.index(start)
    last = article.text.index(end, first) + len(end) if end else first + len(start)
    return Citation(article.id, first, last, article.text[first:last])


def point(
    id: str, *citations: Citation, lead_in: Citation | None = None, elided: bool = False
) -> Point:
    """A point worded as its first citation."""
    sources = {article.id: article.source for article in articles()}
    outlets = tuple(sorted({sources[citation.article_id] for citation in citations}))
    flags = () if len(outlets) > 1 else ("single source",)
    why = Why((TopicScore("Trade", 0.71, 0.62, ("trade",)),), 0.8, {"position": 0.4}, ())
    text = citations[0].text
    return Point(id, text, citations, outlets, len(outlets), lead_in, elided, flags, why)


@cache
def brief() -> Brief:
    """Five articles of one story, as a brief of their four topics."""
    read = articles()
    alliances = point(
        "security-1",
        cite(2, "According to Putin, ", 'alliances."'),
        cite(1, "He stressed that Russia and China are working", "counterproductive."),
        cite(3, "“Both countries pursue", "counterproductive.”"),
    )
    settlement = point(
        "ukraine-1",
        cite(3, "During a joint press conference", "a crisis."),
        cite(1, "Xi Jinping stressed that a political", "UN resolutions."),
        cite(2, '"China and Russia believe', "on Thursday."),
    )
    turnover = point("trade-1", cite(2, "Russo-Chinese bilateral trade turnover", "statistics."))
    pipeline = point("energy-1", cite(2, "The countries are due", "Novak said."))
    projects = point(
        "trade-2",
        cite(2, '"Currently, there are over 80', 'commission."'),
        lead_in=cite(2, '"Investment co-operation', "Putin said."),
    )
    eve = point("noted-1", cite(5, "On the eve of his two-day", "cultural fields."), elided=True)
    return Brief(
        title="Daily brief",
        as_of=date(2024, 5, 17),
        glance=(alliances, settlement, turnover, pipeline),
        sections=(
            section(trade, turnover, projects),
            section(energy, pipeline, note="Only Sputnik International reports on energy."),
            section(ukraine, settlement),
            section(security, alliances),
            section(anniversary),
        ),
        noted=(eve,),
        figures=(
            Figure("", "", (Value("almost 25 percent", 25, "%", turnover.citations),)),
            Figure("", "", (Value("$240 billion", 240e9, "USD", turnover.citations),)),
            Figure(
                "anniversary",
                "difference",
                (
                    Value("75th", 75, "ordinal", (cite(2, "we will be marking the 75th", "ry"),)),
                    Value(
                        "75 years", 75, "year", (cite(4, "Countries ruled by", "75 years ago."),)
                    ),
                ),
            ),
        ),
        timeline=(
            Event(
                date(2023, 3, 1),
                date(2023, 3, 31),
                (cite(3, "The Russian leader recalled", "2023"),),
            ),
            Event(date(2024, 5, 16), date(2024, 5, 16), (settlement.citations[2],)),
            Event(
                date(2024, 5, 16),
                date(2024, 5, 17),
                (cite(2, "paid a two-day state", "May 16 and 17."),),
            ),
        ),
        sources=tuple(record(number, article) for number, article in enumerate(read, 1)),
        ledger=(
            *(Entry(article.path, "used") for article in read),
            Entry("seeds/copy.txt", "duplicate", "the same text as seeds/000_fd9f95d1c23a8296.txt"),
            Entry("seeds/scan.pdf", "no text", "no text layer; try OCR"),
        ),
        kinds={"sentence": 109, "heading": 5, "fragment": 2, "junk": 26},
        provenance=Provenance(
            "0.1.0", "minilm", _digest("model"), "coverage", 1.0, (trade, energy, ukraine, security)
        ),
        root="../..",
    )


def many(number: int) -> Brief:
    """A brief of so many points, as long and with as much around them as those of news."""
    topics = (trade, energy, ukraine, security, anniversary)
    numbers = range(number)
    points = [
        point(f"point-{n}", *(_somewhere(n, k) for k in range(1 + n % 3 // 2))) for n in numbers
    ]
    sections = tuple(section(topic, *points[n::5]) for n, topic in enumerate(topics))
    return replace(brief(), glance=tuple(points[:8]), sections=sections, pages="sources")


def _somewhere(number: int, place: int) -> Citation:
    """A passage of 180 characters, with 160 on either side; another for each number and place."""
    article = articles()[(number + place) % len(articles())]
    start = 160 + 53 * number % (len(article.text) - 600)
    end = start + 180
    before, behind = article.text[start - 160 : start], article.text[end : end + 160]
    return Citation(article.id, start, end, article.text[start:end], before, behind)


def section(topic: Topic, *points: Point, note: str = "") -> Section:
    """A section whose counts follow from its points."""
    outlets: dict[str, int] = {}
    for shown in points:
        for outlet in shown.outlets:
            outlets[outlet] = outlets.get(outlet, 0) + 2
    return Section(topic, points, sum(outlets.values()), outlets, note)


def record(number: int, article: Article) -> SourceRecord:
    """What a brief keeps of an article."""
    return SourceRecord(
        number=number,
        article_id=article.id,
        path=article.path,
        title=article.title,
        outlet=article.outlet,
        credit=article.credit,
        url=article.url,
        published=article.published,
        language=article.language,
        text_sha256=_digest(article.text),
        cited=True,
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
