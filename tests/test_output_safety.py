"""Whatever articles hold, what we write holds our markup and links, and their words unharmed."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import unquote, urlsplit

import fakes
import html5lib
import mistune
import payloads
import pytest
import yaml
from conftest import Command, seeds
from lxml import etree  # type: ignore[import-untyped]  # there are no types
from markdown_it import MarkdownIt

from briefing import api, catalogue, evidence, files, pipeline, plugins, sources
from briefing.catalogue import Gist, Listed
from briefing.config import Config
from briefing.models import Article, Brief, Embed
from briefing.renderers import _show, _sources
from briefing.renderers._compose import compose
from briefing.renderers._template import builtin
from briefing.selectors import coverage

day = date(2024, 5, 17)


def rendered(form: str, brief: Brief, template: str = "") -> str:
    file = builtin / template if template else None
    return str(plugins.load("renderers", form).render(brief, file))


def listed(brief: Brief) -> list[Listed]:
    told = Gist(brief.title, brief.glance, brief.sources)
    return [Listed(day, "2024-05-17/brief.html", told)]


def pages(brief: Brief, text: str) -> Iterator[tuple[str, str]]:
    """Every page of HTML that is written of a brief, and of sources with this text."""
    yield "brief", rendered("html", brief)
    yield "mail", rendered("html", brief, "mail.html.j2")
    yield "catalogue", catalogue.page(listed(brief), brief.title)
    article_ids = [record.article_id for record in brief.sources]
    whole = f"{text} " * (6_000 // len(text) + 1)  # behind the last passage that is cited
    articles = [Article(one, whole, "a.txt") for one in article_ids[:3]]
    shown = replace(brief, pages="sources")
    yield from (("source", page) for _, page in _sources.pages(shown, articles))


def elements(page: str) -> list[Any]:
    """What a browser makes of a page; comments are left out."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    return [element for element in tree.iter() if isinstance(element.tag, str)]


Shape: TypeAlias = tuple[set[tuple[str, str]], int]


def shape(page: str) -> Shape:
    """Each tag with each of its attributes; how many scripts, styles, frames, loads there are."""
    found = elements(page)
    loads = sum(e.tag in ("script", "style", "iframe", "img", "link", "meta") for e in found)
    return {(e.tag, name) for e in found for name in ("", *map(str, e.attrib))}, loads


@cache
def harmless() -> Mapping[str, Shape]:
    """What each kind of page is made of."""
    made: dict[str, Shape] = {}
    for brief in (payloads.brief("word"), payloads.brief("The word is out.")):
        for name, page in pages(brief, "word"):
            there, loads = shape(page)
            made[name] = there | made.get(name, (set(), 0))[0], loads
    return made


# --- pages


def test_the_vectors_are_many_and_each_is_another() -> None:
    assert len(set(payloads.vectors)) >= 60
    assert len(set(payloads.links)) >= 20


@pytest.mark.parametrize("vector", payloads.vectors)
def test_no_field_becomes_markup_on_any_page(vector: str) -> None:
    for name, page in pages(payloads.brief(vector), vector):
        ours, loads = harmless()[name]
        found = shape(page)
        assert found[0] <= ours, name
        assert found[1] == loads, name
        assert not any(attribute.startswith("on") for _, attribute in found[0])


@pytest.mark.parametrize("link", payloads.links)
def test_links_lead_to_the_web_or_to_our_files(link: str) -> None:
    for name, page in pages(payloads.brief(link), link):
        for element in elements(page):
            for attribute in ("href", "src", "action", "formaction", "data"):
                assert is_safe(element.attrib.get(attribute, "")), name


def is_safe(link: str) -> bool:
    """Whether a link is of the web or of mail, or is relative and stays on this host."""
    parts = urlsplit(link)
    if parts.scheme in ("http", "https"):
        return re.fullmatch(r"[\w.-]+", parts.netloc) is not None and "evil" not in parts.netloc
    return parts.scheme in ("", "mailto") and not re.match(r"[\\/]{2}|[\\/]\\|\s", link)


@pytest.mark.parametrize("vector", payloads.vectors)
def test_a_feed_holds_text_and_no_markup_of_articles(vector: str) -> None:
    feed = etree.fromstring(catalogue.feed(listed(payloads.brief(vector)), vector).encode())

    titles = feed.xpath("//*[local-name()='title']/text()")
    assert [_show.shown(vector) in title for title in titles] == [True, True]
    for content in feed.xpath("//*[local-name()='content']/text()"):
        tags = {tag for tag, _ in shape(str(content))[0]}
        assert tags <= {"html", "head", "body", "ul", "li", "q", "p"}


# --- Markdown

_commonmark = MarkdownIt("commonmark")
_extended = mistune.create_markdown(
    escape=False, plugins=["strikethrough", "table", "url", "task_lists", "def_list", "abbr"]
)


def by_commonmark(text: str) -> str:
    return str(_commonmark.render(text))


def by_mistune(text: str) -> str:
    return str(_extended(text))


@pytest.mark.parametrize("engine", [by_commonmark, by_mistune])
@pytest.mark.parametrize("vector", [*payloads.vectors, *payloads.links])
def test_markdown_has_the_links_that_are_meant_and_no_image(
    engine: Callable[[str], str], vector: str
) -> None:
    brief = payloads.brief(vector)
    front, _, body = rendered("md", brief).partition("\n---\n")

    page = engine(body)

    found = {e.attrib["href"] for e in elements(page) if "href" in e.attrib}
    assert {unquote(link) for link in found} <= set(map(unquote, meant(brief)))
    assert not {e.tag for e in elements(page)} & {"img", "script", "iframe", "style", "svg"}
    assert _show.shown(vector) in _show.shown(
        "".join(html5lib.parse(page, namespaceHTMLElements=False).itertext())
    )
    assert yaml.safe_load(front.removeprefix("---\n"))["title"] == _show.shown(vector)


def meant(brief: Brief) -> Iterator[str]:
    """The links that a brief has in Markdown: to its sources, their files and addresses."""
    page = compose(brief)
    for source in page.sources:
        yield from (f"#{source.anchor}", source.file, source.url, source.link)
        yield from (passage.link for passage in source.passages)
    for part in page.parts:
        for item in part.points:
            yield from (reference.link for reference in item.references)
            yield item.before.link if item.before else ""
        yield from (chapter.story.link for chapter in part.chapters if chapter.story)
        yield part.story.link if part.story else ""
    for block in page.blocks:
        for group in block.groups:
            yield from (reference.link for line in group.lines for reference in line.references)


# --- what nobody sees


@pytest.mark.parametrize("said", [*payloads.unseen, *payloads.terminal])
def test_what_is_not_seen_is_in_no_text_that_people_read(said: str) -> None:
    vector = f"Tri{said}al {said}of{said}"
    brief = payloads.brief(vector)
    texts = [page for _, page in pages(brief, vector)]
    texts += [rendered(form, brief) for form in ("md", "txt")]
    texts += [rendered("txt", brief, "mail.txt.j2"), rendered("txt", brief, "topic.txt.j2")]
    texts.append(catalogue.feed(listed(brief), vector))

    for text in texts:
        assert not commands(text)


def commands(text: str) -> set[str]:
    """What in a text a terminal obeys, or a reader cannot see."""
    return {sign for sign in text if sign in payloads.unseen or sign == "\r"}


@pytest.mark.parametrize("said", payloads.unseen)
def test_json_says_what_is_not_seen_in_signs_that_are(said: str) -> None:
    brief = payloads.brief(f"a{said}b")

    text = rendered("json", brief)

    assert not commands(text)
    assert plugins.load("renderers", "json").parse(text) == brief


sentences = (
    "The government in Oslo said on Tuesday that{} exports of gas to Germany grew by 12 percent.",
    "A new pipeline to Poland will carry{} ten billion cubic metres of gas a year, Equinor said.",
    "Tariffs on steel from China were raised{} to 25 percent by the European Union on Monday.",
    "Talks on a ceasefire in Ukraine will go on{} in Geneva next week, the United Nations said.",
    "The two armies held joint exercises in the Baltic Sea{} with forty ships and 9,000 soldiers.",
    "Trade between India and Japan reached{} 22 billion dollars in 2023, the ministry reported.",
)


def corpus(folder: Path, said: str) -> None:
    """Articles with ``said`` wherever a file can have it, and files that are left out."""
    lines = []
    for number in range(len(sentences)):
        text = "\n\n".join(sentence.format(said) for sentence in sentences[number:][:3])
        fields = {"title": f"News {number}{said} today", "outlet": f"Paper{said} {number}"}
        fields |= {"url": f"https://example.org/{number}{said}", "author": f"By Jo{said}"}
        lines.append(json.dumps(fields | {"text": text, "date": "2024-05-16"}))
    folder.mkdir()
    (folder / "news.jsonl").write_text("\n".join([*lines, f'{{"text{said}": 1}}']))
    name = said.replace("/", "").replace("\0", "")
    (folder / f"a{name}.txt").write_text(f"A title{said}\n\n{sentences[0].format(said)}", "utf-8")
    (folder / f"b{name}.xyz").write_text("x")
    settings = [
        f"title = {json.dumps(f'News{said}')}",
        f"[[topics]]\nname = {json.dumps(f'Gas{said}')}",
    ]
    settings.append('description = "gas, oil and pipelines"\nany = ["gas"]')
    Path("briefing.toml").write_text("\n".join(settings), "utf-8")


words = (
    ("generate", "in", "--date", str(day), "--format", "md,html,json,txt"),
    ("generate", "in", "--date", str(day), "--log-format", "json", "--format", "json"),
    ("generate", "in", "--date", str(day), "--format", "txt", "-o", "-"),
    ("topic", "gas", "in"),
    ("topics", "in"),
    ("topics", "in", "--json"),
    ("stories", "in"),
    ("stories", "in", "--json"),
    ("sentences", "in"),
    ("sentences", "in", "--json"),
    ("claims", "in"),
    ("claims", "in", "--json"),
    ("explain", "out"),
    ("explain", "out", "gas-1"),
    ("explain", "out", "gas-1", "--json"),
    ("explain", "out", "1"),
    ("explain", "out", "1", "2"),
    ("verify", "out"),
    ("generate", "in", "--date", str(day), "--window", "last"),
    ("archive",),
    ("archive", "search", "gas"),
    ("archive", "search", "nothing\x1b[2J\u202e"),
    ("explain", "out", "no\x1b[2J\u202e"),
    ("topic", "zebras\x1b[2J\u202e", "in"),
    ("generate", "nothing\x1b[2J\u202e"),
    ("schedule", "--status"),
    ("templates",),
)


@pytest.mark.parametrize("said", ["\x1b]0;x\x07", "\u202e\u200b", "\x9b31m\x7f", "\rover\x08"])
def test_no_article_commands_the_terminal(run: Command, said: str) -> None:
    corpus(Path("in"), said)

    for line in words:
        ran = run(*line)
        assert not commands(ran.out + ran.err), line
        assert ran.out + ran.err

    for file in Path("out").rglob("*.*"):
        if file.is_file():
            assert not commands(file.read_bytes().decode("utf-8")), file


# --- names of files


def titles(count: int) -> Iterator[str]:
    """Titles of all kinds, the same at each run."""
    chance = random.Random(17)
    hard = ["..", "/", "\\", "\0", "~", "con", "nul", ".", "-", " ", "\u202e", "é", "İ", "ß", "🙂"]
    hard += ["../../etc/passwd", "C:", "%2e%2e", "$(x)", "`x`", "*", "?", "|", "\n", "新聞", "خبر"]
    for _ in range(count):
        signs = (
            chr(chance.choice([chance.randrange(0x20, 0x7F), chance.randrange(0xD800)]))
            for _ in range(chance.randrange(40))
        )
        yield "".join(chance.choice([sign, chance.choice(hard)]) for sign in signs)


def test_ten_thousand_titles_stay_in_the_folder() -> None:
    out = Path("/briefs/out")

    for title in titles(10_000):
        name = files.slug(title)
        assert re.fullmatch(r"[a-z0-9-]{1,80}", name), title
        assert (out / f"{day}-{name}").resolve().parent == out


def test_a_look_at_many_topics_has_a_name_that_a_disk_can_hold(run: Command) -> None:
    names = [f"{place} {'long name ' * 12}{place}" for place in ("north", "south", "east", "west")]
    described = [f'[[topics]]\nname = "{name}"\ndescription = "gas"' for name in names]
    Path("briefing.toml").write_text("\n".join(described))
    asked = [word for name in names for word in ("--topic", name)]

    for chosen in (asked, asked[:-2]):
        assert run("generate", seeds, "--window", "last", "--forget", *chosen).code == 0

    made = [folder.name for folder in Path("out").iterdir() if len(folder.name) > 10]
    assert len(made) == 2
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d-[a-z0-9-]{1,80}", name) for name in made)


# --- words as they stand

tongues = {
    "en": "Exports of gas to Germany grew by 12 percent in April, the ministry in Oslo said.",
    "ar": "قالت الوزارة في أوسلو إن صادرات الغاز إلى ألمانيا نمت بنسبة ١٢ في المئة في أبريل.",
    "he": "משרד האנרגיה באוסלו אמר כי יצוא הגז לגרמניה גדל ב-12 אחוזים בחודש אפריל.",
    "fa": "وزارت نفت گفت که صادرات گاز می‌تواند در ماه آوریل دوازده درصد رشد کند.",
    "hi": "ओस्लो के मंत्रालय ने कहा कि अप्रैल में जर्मनी को गैस का निर्यात 12 प्रतिशत बढ़ा।",
    "zh": "奥斯陆的能源部周二表示，四月份对德国的天然气出口增长了百分之十二。",
    "ja": "オスロのエネルギー省は、4月のドイツへのガス輸出が12パーセント増えたと発表した。",
    "ru": "Экспорт газа в Германию вырос в апреле на 12 процентов, сообщило министерство в Осло.",
    "el": "Οι εξαγωγές αερίου προς τη Γερμανία αυξήθηκαν τον Απρίλιο κατά 12 τοις εκατό.",
    "vi": "Xuất khẩu khí đốt sang Đức đã tăng 12 phần trăm trong tháng Tư, bộ này cho biết.",
}
odd = {
    "combining": "The cafe\u0301 owners of Zu\u0308rich said that gas rose by 12 percent.",
    "emoji": "Exports of gas 👩‍👩‍👧‍👦 grew by 12 percent 🇳🇴 in April, Oslo 🙂 said.",
    "tabs": "Exports\tof gas to Germany\tgrew by 12 percent in April, Oslo said.",
    "feeds": "Exports of gas to Germany grew\r\nby 12 percent in April, Oslo said.",
    "nul": "Exports of gas to Germany\0 grew by 12 percent in April, Oslo said.",
    "spaces": "Exports\u00a0of gas  to\u2009Germany grew by\u202f12 percent in April, Oslo said.",
    "bidi": "Exports of gas \u202eto Germany\u202c grew by 12 percent in April, Oslo said.",
    "astral": "𝐄𝐱𝐩𝐨𝐫𝐭𝐬 of gas to 𠮷田 grew by 12 percent in April, Oslo said.",
    "markup": "Exports <b>of</b> *gas* to [Germany](x) grew by 12 percent & more in April.",
}
more = " A second sentence says that trade with Poland was worth 5 billion dollars last year."


def made(articles: Iterable[Any], embed: Embed) -> Brief:
    config = Config(length=3.0)
    return pipeline.brief(articles, config, embed, coverage.select, day, root="in")


def test_every_sentence_of_the_seeds_stands_where_it_is_said_to(minilm: Embed) -> None:
    articles = [one for one in api.load_articles(seeds) if isinstance(one, Article)]

    check(made(articles, minilm), articles)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        pytest.param(form, text, id=f"{form}-{name}")
        for form in ("txt", "md", "jsonl")
        for name, text in (tongues | odd).items()
        if form == "jsonl" or "\0" not in text  # a file with one is no text
    ],
)
def test_every_sentence_of_a_file_stands_where_it_is_said_to(
    form: str, text: str, tmp_path: Path
) -> None:
    body = f"{text}{more}\r\n\r\n{text.replace('12', '13')}"
    content = json.dumps({"text": body}) if form == "jsonl" else body
    (tmp_path / f"a.{form}").write_bytes(content.encode())

    articles = [one for one in sources.read([tmp_path]) if isinstance(one, Article)]

    assert len(articles) == 1
    check(made(articles, fakes.embed), articles)
    if form == "txt":
        assert articles[0].text == body


def check(brief: Brief, articles: Iterable[Article]) -> None:
    """Each citation is the text at its offsets, and stands so in each format."""
    texts = {article.id: article.text for article in articles}
    cited = [c for point in evidence.points(brief) for c in (*point.citations, point.lead_in) if c]
    cited += [citation for _, citation, _ in evidence.told(brief)]
    page = "".join(html5lib.parse(rendered("html", brief), namespaceHTMLElements=False).itertext())
    shown = {form: squeezed(rendered(form, brief)) for form in ("txt",)} | {"html": squeezed(page)}
    body = by_commonmark(rendered("md", brief).partition("\n---\n")[2])
    shown["md"] = squeezed("".join(html5lib.parse(body, namespaceHTMLElements=False).itertext()))

    assert cited
    for citation in cited:
        assert texts[citation.article_id][citation.start : citation.end] == citation.text
        assert squeezed(citation.text) in shown["html"]
    for point in evidence.points(brief):
        assert point.text == point.citations[0].text
        assert all(squeezed(point.text) in text for text in shown.values())


def squeezed(text: str) -> str:
    """A text without white space, which formats may change, and without what nobody sees."""
    return re.sub(r"\s", "", _show.shown(text))
