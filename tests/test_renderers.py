from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import briefs
import html5lib
import mistune
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from briefing import plugins
from briefing.errors import ConfigError, EvidenceError
from briefing.models import (
    Brief,
    Citation,
    Entry,
    Figure,
    Headline,
    Novelty,
    Point,
    SourceRecord,
    Story,
    Told,
    Topic,
    Value,
    Window,
)
from briefing.renderers import _markdown, _show, _template
from briefing.renderers import json as json_format
from briefing.renderers._compose import compose

formats = tuple(name for name in plugins.names("renderers") if name != "pdf")  # no text
read_by_people = tuple(name for name in formats if name != "json")
numbered = tuple(name for name in read_by_people if name != "footnotes")  # by their sources

# Payloads for HTML, for every context a value may land in.
html_vectors = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "'><iframe src=javascript:alert(1)>",
    "</style><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "--><script>alert(1)</script><!--",
    "]]><script>alert(1)</script>",
    "<a href=javascript:alert(1)>x</a>",
    '" onmouseover="alert(1)',
    "' onfocus='alert(1)' autofocus='",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<link rel=stylesheet href=//evil.example>",
    "<style>*{display:none}</style>",
    "<math><mtext><table><mglyph><style><img src onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<details open ontoggle=alert(1)>",
    "<template><script>alert(1)</script></template>",
    "<form action=//evil.example><button>x",
    "<object data=//evil.example></object>",
    "<input autofocus onfocus=alert(1)>",
    "<plaintext>",
    "<textarea>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\u003cscript\u003e",
    "{{ 7 * 7 }}{% raw %}{# x #}",
)

links = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    " javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "//evil.example/x",
    "/\\evil.example",
    "https://good.example@evil.example/",
    "https://evil.example\\@good.example",
    "https://[::1",
    "https:///nohost",
    "https://evil.example/\u202egpj.exe",
    "mailto:a@example.org",
)

# Every construct of Markdown that a sentence may bring along by chance or on purpose.
markdown_vectors = (
    "# no heading",
    "#tag and #123",
    "- no item",
    "+ no item",
    "* no item",
    "-",
    "--- no rule",
    "***",
    "> no quotation",
    "1. no item",
    "12) no item",
    "1999. A year ends a sentence",
    "=== no heading",
    "| a | b |",
    "a | b",
    "[link](https://evil.example)",
    "![image](https://evil.example/x.png)",
    "[reference][1] and [1] and [^1] and [[wiki]]",
    "[1]: https://evil.example",
    "[ ] no task",
    "<https://evil.example>",
    "https://evil.example/a_b_c",
    "HTTP://EVIL.EXAMPLE and www.evil.example and evil.example",
    "ftp://evil.example/x",
    "write to someone@evil.example or mailto:someone@evil.example",
    "`code` and ``code`` and ```",
    "~~~ no fence",
    "a *word* and _word_ and **word** and __word__ and snake_case_name",
    "~~struck~~ and ~struck~ and ==marked== and %%hidden%%",
    "$x$ and $$y$$ but $240 billion and US$18",
    "&amp; &lt;b&gt; &#65; &#x41; &copy; AT&T & co",
    "<b>bold</b> <!-- hidden --> <img src=x>",
    "a\\*b \\ c\\",
    "a  \nb\n\nc\n# d",
    "    no code",
    ":smile: at 12:30:45",
    ": no definition",
    "a {#id .class} b",
    "*[HTML]: no abbreviation",
    "…“Quoted,” she said – it’s 5% up!",
    "U.S. and p.m. and e.g. said.But",
)

_commonmark = MarkdownIt("commonmark").use(footnote_plugin)
_extended = mistune.create_markdown(
    escape=False,
    plugins=["strikethrough", "table", "url", "task_lists", "def_list", "abbr"],
)
unseen = "\x1b\x07\x00\x7f\x9b\u202e\u2066\u2069\u200b\u200d\u200e\ufeff\u2060\xad\U000e0041"


def render(name: str, brief: Brief, template: Path | None = None) -> str:
    text = plugins.load("renderers", name).render(brief, template)
    assert isinstance(text, str)
    return text


def hostile(vector: str) -> Brief:
    """The brief with ``vector`` in every field that a source or a user can fill."""
    brief = briefs.brief()

    def say(citation: Citation) -> Citation:
        return replace(citation, text=vector)

    def spoil(point: Point) -> Point:
        return replace(
            point,
            id=vector,
            text=vector,
            citations=tuple(map(say, point.citations)),
            lead_in=say(point.citations[0]),
            flags=(vector,),
            outlets=(vector,),
            said_by=vector,
            novelty=Novelty("updated", told(point), vector),
        )

    def told(point: Point) -> Told:
        cited = say(point.citations[0])
        return Told(brief.as_of, vector, cited, (vector,), vector, headline=vector)

    def state(value: Value) -> Value:
        cited = tuple(map(say, value.citations))
        return replace(value, text=vector, unit="", counted=vector, citations=cited)

    topic = Topic(vector, vector, (vector,), (vector,), (vector,), (vector,))
    return replace(
        brief,
        title=vector,
        window=Window(datetime(2024, 5, 16, 6, 30), datetime(2024, 5, 17, 6, 30), vector),
        last=brief.as_of,
        silent=tuple(map(told, brief.glance)),
        glance=tuple(map(spoil, brief.glance)),
        sections=tuple(
            replace(
                section,
                topic=replace(topic, discovered=section.topic.discovered),
                points=tuple(map(spoil, section.points)),
                outlets={vector: 2},
                note=vector,
            )
            for section in brief.sections
        ),
        noted=tuple(map(spoil, brief.noted)),
        figures=tuple(
            replace(figure, what=vector, values=tuple(map(state, figure.values)))
            for figure in brief.figures
        ),
        timeline=tuple(
            replace(event, citations=tuple(map(say, event.citations))) for event in brief.timeline
        ),
        sources=tuple(
            replace(
                record,
                title=vector,
                outlet="" if record.number == 1 else vector,
                credit=vector,
                url=vector,
                path=vector,
                language=vector,
            )
            for record in brief.sources
        ),
        ledger=(Entry(vector, "used"), Entry(vector, vector, vector)),
        kinds={vector: 2},
        provenance=replace(
            brief.provenance,
            version=vector,
            embedder=vector,
            model_sha256=vector,
            selector=vector,
            topics=(topic,),
        ),
    )


def points(brief: Brief) -> tuple[Point, ...]:
    return (*brief.glance, *(p for s in brief.sections for p in s.points), *brief.noted)


def with_sources(brief: Brief, **changes: Any) -> Brief:
    return replace(brief, sources=tuple(replace(r, **changes) for r in brief.sources))


def with_text(text: str) -> Brief:
    """The brief with one point, whose wording is ``text``."""
    brief = briefs.brief()
    citation = replace(brief.glance[0].citations[0], text=text)
    point = replace(brief.glance[0], text=text, citations=(citation,))
    sections = tuple(replace(section, points=()) for section in brief.sections)
    return replace(brief, glance=(), sections=sections, noted=(point,))


def body(markdown: str) -> str:
    """The Markdown without its front matter, which plain engines do not know."""
    return markdown.split("\n---\n", 1)[1]


def commonmark(text: str) -> str:
    return str(_commonmark.render(text))


def extended(text: str) -> str:
    """An engine of another family, with the extensions that change most."""
    return str(_extended(text))


def tree(text: str) -> Any:
    return html5lib.parse(text, namespaceHTMLElements=False)


def elements(text: str, name: str) -> Iterator[Any]:
    return (element for element in tree(text).iter() if element.tag == name)


def words(text: str) -> str:
    """The text that a reader sees in HTML, as words."""
    return _show.shown("".join(tree(text).itertext()))


def plain(name: str, text: str) -> str:
    """A rendered brief as the words that its reader sees."""
    if name == "json":
        return text
    if name in ("md", "footnotes"):
        return words(commonmark(body(text)))
    return words(text) if name == "html" else _show.shown(text)


# --- every format


@pytest.mark.parametrize("name", read_by_people)
def test_every_point_is_shown_verbatim(name: str) -> None:
    brief = briefs.brief()

    text = plain(name, render(name, brief))

    for point in points(brief):
        assert point.text in text
        assert not point.lead_in or point.lead_in.text in text


@pytest.mark.parametrize("name", read_by_people)
def test_every_format_shows_every_section_source_and_input(name: str) -> None:
    brief = briefs.brief()

    text = plain(name, render(name, brief)).lower()

    for section in brief.sections:
        assert section.topic.name.lower() in text
        assert section.note.lower() in text
    for record in brief.sources:
        assert record.title.lower() in text
        assert record.outlet.lower() in text
    for entry in brief.ledger:
        assert entry.path.lower() in text
        assert entry.reason.lower() in text


@pytest.mark.parametrize("name", read_by_people)
def test_the_place_of_every_cited_passage_stands_with_its_source(name: str) -> None:
    brief = briefs.brief()

    text = plain(name, render(name, brief))

    for point in points(brief):
        for citation in point.citations:
            assert f"{citation.start}–{citation.end}" in text


@pytest.mark.parametrize("name", numbered)
def test_every_number_in_brackets_is_a_source(name: str) -> None:
    brief = briefs.brief()

    numbers = set(re.findall(r"\[(\d+)\]", plain(name, render(name, brief))))

    assert numbers == {str(record.number) for record in brief.sources}


@pytest.mark.parametrize("name", numbered)
def test_what_is_unknown_is_said_to_be_unknown(name: str) -> None:
    brief = with_sources(briefs.brief(), title="", outlet="\u200b", published=None)

    text = plain(name, render(name, brief))

    assert text.count("no title") == len(brief.sources)
    assert text.count("outlet unknown") >= len(brief.sources)
    assert text.count("date unknown") == len(brief.sources)


@pytest.mark.parametrize("name", read_by_people)
def test_an_empty_section_says_so(name: str) -> None:
    text = plain(name, render(name, briefs.brief()))

    assert "Nothing in these sources on Anniversary, Harbin." in text


@pytest.mark.parametrize("name", formats)
def test_a_brief_of_nothing_can_be_shown(name: str) -> None:
    brief = replace(
        briefs.brief(),
        glance=(),
        sections=(),
        noted=(),
        figures=(),
        timeline=(),
        sources=(),
        ledger=(),
        kinds={},
    )

    text = plain(name, render(name, brief))

    assert name == "json" or "Nothing to report." in text
    assert name == "json" or "0 read = 0 used" in text


@pytest.mark.parametrize("name", read_by_people)
def test_the_sums_of_the_ledger_agree_with_the_header(name: str) -> None:
    text = plain(name, render(name, briefs.brief()))

    assert "5 articles from 5 outlets (3 unnamed) · 2 skipped" in text
    assert "7 read = 5 used + 1 duplicate + 1 no text." in text
    assert "142 passages: 109 sentences, 5 headings, 2 fragments, 26 junk." in text


@pytest.mark.parametrize("name", read_by_people)
def test_a_point_of_one_publisher_never_looks_corroborated(name: str) -> None:
    brief = with_text("One wire, two names.")
    noted = replace(brief.noted[0], outlets=("A", "B"), independent=1)

    text = plain(name, render(name, replace(brief, noted=(noted,))))

    assert "2 outlets, 1 independent" in text


@pytest.mark.parametrize("name", read_by_people)
def test_an_elided_quotation_shows_its_ellipsis(name: str) -> None:
    text = plain(name, render(name, briefs.brief()))

    assert "… On the eve of his two-day state visit" in text


@pytest.mark.parametrize("name", read_by_people)
@pytest.mark.parametrize("character", unseen)
def test_nothing_unseen_reaches_the_reader(name: str, character: str) -> None:
    text = render(name, hostile(f"Tri{character}al {character}of{character}"))

    assert character not in text
    assert "Trial of" in text


def test_a_joiner_stays_where_a_script_spells_with_it() -> None:
    assert _show.shown("می\u200cخواهم") == "می\u200cخواهم"
    assert _show.shown("ra\u200cnd\u200dom م\u200c\u200c") == "random م\u200c"


@pytest.mark.parametrize("name", formats)
def test_the_same_brief_gives_the_same_text(name: str) -> None:
    assert render(name, briefs.brief()) == render(name, briefs.brief())


@pytest.mark.parametrize("name", formats)
def test_the_text_ends_in_one_newline(name: str) -> None:
    text = render(name, briefs.brief())

    assert text.endswith("\n")
    assert not text.endswith("\n\n")


@pytest.mark.parametrize("name", read_by_people)
def test_a_citation_of_no_source_is_refused(name: str) -> None:
    brief = replace(briefs.brief(), sources=briefs.brief().sources[:1])

    with pytest.raises(EvidenceError, match="not among its sources"):
        render(name, brief)


@pytest.mark.parametrize("name", formats)
def test_each_format_names_itself(name: str) -> None:
    suffix = plugins.load("renderers", name).suffix
    assert suffix == {"footnotes": ".footnotes.md"}.get(name, f".{name}")
    assert plugins.summary("renderers", name).endswith(".")


# --- json


def test_json_reads_back_as_the_same_brief() -> None:
    brief = briefs.brief()

    assert json_format.parse(render("json", brief)) == brief


@pytest.mark.parametrize("vector", [*html_vectors, unseen, "\u2028\ud7ff𝒳"])
def test_json_keeps_hostile_text_as_it_is(vector: str) -> None:
    brief = hostile(vector)

    assert json_format.parse(render("json", brief)) == brief


def test_json_does_not_depend_on_the_order_of_a_mapping() -> None:
    brief = briefs.brief()

    backwards = replace(brief, kinds=dict(sorted(brief.kinds.items(), reverse=True)))

    assert render("json", backwards) == render("json", brief)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"title": 1}', "[" * 100_000, '{"title": "\ud800"}', "\x00"]
)
def test_what_is_not_a_brief_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(EvidenceError, match=r"^not a brief: [^\n]+$"):
        json_format.parse(text)


def test_a_brief_of_a_newer_form_is_refused() -> None:
    with pytest.raises(EvidenceError, match="form 2"):
        json_format.parse(render("json", replace(briefs.brief(), schema=2)))


def test_json_takes_no_template() -> None:
    with pytest.raises(ConfigError, match="json takes no template"):
        render("json", briefs.brief(), Path("mine.j2"))


# --- what stands behind the sections


@pytest.mark.parametrize("name", read_by_people)
def test_figures_of_one_passage_stand_on_one_line(name: str) -> None:
    text = plain(name, render(name, briefs.brief()))

    assert "almost 25 percent · $240 billion" in text


@pytest.mark.parametrize("name", read_by_people)
def test_other_values_of_one_thing_stand_under_its_name(name: str) -> None:
    text = plain(name, render(name, briefs.brief()))

    under = text[text.index("Anniversary: difference") :]
    assert under.index("75th") < under.index("75 years")


@pytest.mark.parametrize("name", read_by_people)
def test_the_timeline_shows_dates_as_precise_as_they_are_told(name: str) -> None:
    text = plain(name, render(name, briefs.brief()))

    for told in ("March 2023", "16 May 2024", "16–17 May 2024"):
        assert told in text


def of_stories() -> Brief:
    """A brief of two stories, with figures of the second and events of both."""
    brief = briefs.brief()
    first, second = brief.sources[0].article_id, brief.sources[1].article_id
    stories = tuple(
        Story(name, (article,), ((article,),), Headline(article, f"The {name}"), ())
        for name, article in (("visit", first), ("pipeline", second))
    )
    cited = brief.timeline[0].citations
    toll = Figure(
        "people killed",
        "update over time",
        (Value("12", 12, "", cited, counted="people"), Value("15", 15, "", cited)),
        "pipeline",
    )
    alone = (
        Figure("", "", (Value("6.4", 6.4, "magnitude", cited),)),
        Figure("people killed", "", (Value("22", 22, "", cited),)),
    )
    events = zip(brief.timeline, ("visit", "pipeline", "visit"), strict=True)
    return replace(
        brief,
        stories=stories,
        figures=(toll, *alone),
        timeline=tuple(replace(event, story=story) for event, story in events),
        more_figures=1,
        more_events=3,
    )


@pytest.mark.parametrize("name", read_by_people)
def test_figures_and_dates_of_several_stories_name_these(name: str) -> None:
    text = plain(name, render(name, of_stories()))

    assert "People killed: update over time (The pipeline)" in text
    dates = text[text.index("1 more passage with figures.") :]
    dates = dates[dates.index("The visit") :]
    told = ("The visit", "March 2023", "16–17 May 2024", "The pipeline", "16 May 2024")
    places = [re.search(rf"(?<!–){line}", dates) for line in told]
    assert [at.start() for at in places if at] == sorted(at.start() for at in places if at)
    assert all(places)


@pytest.mark.parametrize("name", read_by_people)
def test_a_figure_says_what_it_is(name: str) -> None:
    assert "magnitude 6.4 · 22 people killed" in plain(name, render(name, of_stories()))


@pytest.mark.parametrize("name", read_by_people)
def test_what_is_left_out_of_a_block_is_said(name: str) -> None:
    text = plain(name, render(name, of_stories()))

    assert "1 more passage with figures." in text
    assert "3 more dated events." in text


@pytest.mark.parametrize("name", read_by_people)
def test_who_speaks_is_named_beside_the_point(name: str) -> None:
    brief = briefs.brief()
    said = replace(brief.noted[0], said_by="Vladimir Putin")

    assert "said by Vladimir Putin" in plain(name, render(name, replace(brief, noted=(said,))))


# --- html

ours = re.compile(
    "html|head|meta|title|style|body|a|header|p|time|h1|nav|ol|ul|li|span|main|section|h2|h3|"
    "blockquote|details|summary|q|div|table|caption|thead|tbody|tfoot|tr|th|td|cite|dl|dt|dd|"
    "mark|figure|figcaption|form|label|input|select|option|output|button|script|"
    r"{http://www\.w3\.org/2000/svg}(?:svg|rect|line|text)"
)
attributes = re.compile(
    "href|class|id|title|aria-label|aria-labelledby|lang|dir|charset|http-equiv|content|name|"
    "datetime|tabindex|role|scope|rel|colspan|rowspan|hidden|for|type|value|autocomplete|"
    "spellcheck|data-number|aria-hidden|focusable|width|height|x|y|x1|x2|y1|y2|rx|text-anchor"
)


def script() -> str:
    """The script that we ship."""
    return (_template.builtin / "brief.js").read_text("utf-8")


@pytest.mark.parametrize("vector", [*html_vectors, *links, *markdown_vectors])
def test_no_content_becomes_markup(vector: str) -> None:
    page = tree(render("html", hostile(vector)))

    for element in page.iter():
        if isinstance(element.tag, str):  # not a comment
            assert ours.fullmatch(element.tag)
            assert all(map(attributes.fullmatch, element.attrib))
    assert len(list(page.iter("style"))) == 1
    assert [script.text for script in page.iter("script")] == [script()]
    assert len(list(page.iter("meta"))) == 5


@pytest.mark.parametrize("vector", [*html_vectors, *links])
def test_links_lead_to_the_web_or_stay_at_home(vector: str) -> None:
    for link in elements(render("html", hostile(vector)), "a"):
        assert re.match(r"#|\./|\.\./\.\./|https?://[\w.]+/", link.attrib["href"])
        assert "evil.example" not in link.attrib["href"].split("/")[2:3]


def test_a_source_of_the_web_is_linked_and_another_scheme_is_not() -> None:
    linked = render("html", with_sources(briefs.brief(), url="https://example.org/a?b=1&c=[2]"))
    refused = render("html", with_sources(briefs.brief(), url="ftp://example.org/a"))

    assert any(
        a.attrib["href"] == "https://example.org/a?b=1&c=%5B2%5D" for a in elements(linked, "a")
    )
    assert "ftp:" not in refused


@pytest.mark.parametrize(
    ("root", "path", "link"),
    [
        ("../..", "seeds/a b.txt", "../../seeds/a%20b.txt"),
        ("", "news.jsonl:3", "./news.jsonl"),
        ("", "javascript:alert(1)", "./javascript%3Aalert%281%29"),
        ("", "//evil.example/x", ".///evil.example/x"),
        ("//evil.example", "x", "/evil.example/x"),
        ("", "naïve#1?.txt", "./na%C3%AFve%231%3F.txt"),
        ("", "\udcff.txt", "./%ED%B3%BF.txt"),
    ],
)
def test_a_file_is_linked_from_the_root_of_the_run(root: str, path: str, link: str) -> None:
    assert _show.file_link(root, path) == link


def digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def test_the_policy_allows_the_style_the_script_and_nothing_else() -> None:
    text = render("html", briefs.brief())

    (style,) = elements(text, "style")
    (policy,) = (m.attrib["content"] for m in elements(text, "meta") if "http-equiv" in m.attrib)
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest(style.text)}'; "
        f"script-src 'sha256-{digest(script())}'; base-uri 'none'; form-action 'none'"
    )
    assert "@import" not in style.text
    assert "url(" not in style.text


def test_every_link_within_the_page_arrives() -> None:
    text = render("html", briefs.brief())

    ids = [e.attrib["id"] for e in tree(text).iter() if "id" in e.attrib]
    inner = {a.attrib["href"][1:] for a in elements(text, "a") if a.attrib["href"][0] == "#"}
    assert len(ids) == len(set(ids))
    assert inner <= set(ids)


def test_a_citation_names_its_outlet() -> None:
    links = elements(render("html", briefs.brief()), "a")

    cites = [a for a in links if a.attrib.get("title") == "Xinhua"]

    assert cites
    assert all(a.attrib["aria-label"] == "[5] Xinhua" for a in cites)


def test_the_evidence_under_a_point_holds_every_citation() -> None:
    brief = briefs.brief()
    text = render("html", brief)

    shown = [
        "".join(e.itertext()) for e in elements(text, "ol") if e.attrib.get("class") == "evidence"
    ][: len(points(brief))]  # behind these stands that of figures and dates

    for point, evidence in zip(points(brief), shown, strict=True):
        for citation in point.citations:
            assert citation.text in evidence
            assert f"characters {citation.start}–{citation.end}" in evidence


def test_a_source_leads_back_to_its_points() -> None:
    text = render("html", briefs.brief())

    sources = [e for e in tree(text).iter("li") if e.attrib.get("id") == "source-3"]

    back = [a.attrib["href"] for a in sources[0].iter("a") if a.attrib["href"].startswith("#")]
    assert back == ["#section-3-1", "#section-4-1", "#timeline-1"]


# --- Markdown


@pytest.mark.parametrize("engine", [commonmark, extended])
@pytest.mark.parametrize("vector", [*markdown_vectors, *html_vectors])
def test_no_text_becomes_markdown(engine: Callable[[str], str], vector: str) -> None:
    text = engine(body(render("md", with_text(vector))))

    harmless = engine(body(render("md", with_text("word"))))
    assert _show.shown(vector) in words(text)
    assert structure(text) == structure(harmless)


@pytest.mark.parametrize("engine", [commonmark, extended])
@pytest.mark.parametrize("vector", [*markdown_vectors, *html_vectors])
def test_no_field_becomes_markdown(engine: Callable[[str], str], vector: str) -> None:
    text = engine(body(render("md", with_sources(hostile(vector), url="", path="x"))))

    harmless = engine(body(render("md", with_sources(hostile("word"), url="", path="x"))))
    assert structure(text) == structure(harmless)
    assert words(text).count(_show.shown(vector)) >= len(points(briefs.brief()))


def structure(text: str) -> list[tuple[str, str]]:
    """The elements of a page with their links; those of files differ and are left out."""
    shape = []
    for element in tree(text).iter():
        link = element.attrib.get("href", element.attrib.get("src", ""))
        shape.append((str(element.tag), "file" if link.startswith("../../") else link))
    return shape


@pytest.mark.parametrize("vector", [*markdown_vectors, *html_vectors])
def test_the_front_matter_is_inert_for_an_engine_that_does_not_know_it(vector: str) -> None:
    text = extended(render("md", replace(briefs.brief(), title=vector)))

    assert not list(elements(text, "img"))
    assert all("evil" not in a.attrib["href"] for a in elements(text, "a"))


def test_the_front_matter_says_what_the_brief_is_about() -> None:
    text = render("md", replace(briefs.brief(), title='A "quoted" title: yes'))

    assert text.startswith('---\ntitle: "A \\"quoted\\" title: yes"\ndate: 2024-05-17\n')
    assert 'topics: ["Trade", "Energy", "Ukraine", "Security", "anniversary, Harbin"]' in text
    assert 'tags: [briefing, "trade", "energy", "ukraine", "security"]' in text


@pytest.mark.parametrize("engine", [commonmark, extended])
def test_a_citation_leads_to_the_heading_of_its_source(engine: Callable[[str], str]) -> None:
    text = engine(body(render("md", briefs.brief())))

    headings = {h.text for h in elements(text, "h3")}
    cited = {a.attrib["href"][1:] for a in elements(text, "a") if a.attrib["href"].startswith("#")}
    assert cited == headings == {f"source-{n}" for n in range(1, 6)}


@pytest.mark.parametrize("engine", [commonmark, extended])
def test_markdown_links_lead_to_the_web_or_stay_at_home(engine: Callable[[str], str]) -> None:
    for url in links:
        text = engine(body(render("md", with_sources(briefs.brief(), url=url, path=url))))
        for link in elements(text, "a"):
            assert re.match(r"#|\.\./\.\./", link.attrib["href"])


@pytest.mark.parametrize("engine", [commonmark, extended])
def test_an_address_with_every_character_arrives_whole(engine: Callable[[str], str]) -> None:
    url = "https://example.org/a_(b)*c*?x=1&copy=2&y=[3]|~'\"<>`#f_g_"

    text = engine(body(render("md", with_sources(briefs.brief(), url=url))))

    reached = {unquote(a.attrib["href"]) for a in elements(text, "a")}
    assert url in reached


@given(st.text(max_size=60))
def test_any_text_survives_markdown(text: str) -> None:
    escaped = _markdown.escape(_show.shown(text))

    for engine in (commonmark, extended):
        assert words(engine(f"- {escaped} end")) == _show.shown(f"{_show.shown(text)} end")


@given(st.text("$5 ax", max_size=12))
def test_no_dollar_can_end_a_formula(text: str) -> None:
    escaped = _markdown.escape(text)

    assert not re.search(r"(?<=\S)\$(?!\d)", escaped)


@pytest.mark.parametrize("path", ["a`b``c.txt", "`", "a|b.txt", "<b>.txt", "[x](y).txt", "a_b_*c*"])
def test_a_path_is_shown_as_it_is(path: str) -> None:
    brief = replace(briefs.brief(), ledger=(Entry(path, "unreadable", "broken"),))

    for engine in (commonmark, extended):
        assert f"{path}: unreadable (broken)" in words(engine(body(render("md", brief))))


def test_an_ordinary_sentence_stays_readable_in_raw_markdown() -> None:
    sentence = 'Trade grew by 25% (to $240 billion), AT&T said: "It\'s the U.S. first-half high!"'

    assert _markdown.escape(sentence) == sentence


# --- text


def test_text_keeps_to_80_columns() -> None:
    text = render("txt", briefs.brief())

    assert max(map(len, text.splitlines())) <= 80


@given(st.text(max_size=300))
def test_wrapping_loses_nothing_but_white_space(text: str) -> None:
    wanted = _show.shown(text)

    assert wanted.replace(" ", "") in render("txt", with_text(text)).replace("\n", "").replace(
        " ", ""
    )


# --- templates of the user


def test_a_template_of_ones_own_is_filled_and_escaped(tmp_path: Path) -> None:
    mine = tmp_path / "mine.j2"
    mine.write_text(
        "{{ brief.title }}{{ ', ' }}{{ page.articles }}{% for p in page.glance.points %}\n\n"
        "* {{ p.text }}{% endfor %}"
    )
    brief = replace(briefs.brief(), title="<b>*x*</b>")

    assert render("html", brief, mine).startswith("&lt;b&gt;*x*&lt;/b&gt;, 5 articles\n* Acc")
    assert render("md", brief, mine).startswith("&#60;b>\\*x\\*&#60;/b>, 5 articles\n* Acc")
    assert render("txt", brief, mine).startswith("<b>*x*</b>, 5 articles\n* Acc")


def test_a_template_may_extend_ours_and_its_style_is_allowed(tmp_path: Path) -> None:
    mine = tmp_path / "brief.html.j2"
    mine.write_text(
        '{% extends "briefing/brief.html.j2" %}{% block style %}b { color: red }{% endblock %}'
    )

    text = render("html", briefs.brief(), mine)

    assert f"sha256-{digest('b { color: red }')}" in text
    assert "At a glance" in text


@pytest.mark.parametrize("name", read_by_people)
@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("a\n{% if %}", r"mine\.j2, line 2: "),
        ("a\n\n{{ nothing }}", r"mine\.j2, line 3: 'nothing' is undefined"),
        ("{{ page.nothing }}", r"mine\.j2, line 1: page has no 'nothing'"),
        ("a\n{{ 1 + 'a' }}", r"mine\.j2, line 2: "),
        ("{{ 1 / 0 }}", r"mine\.j2, line 1: division"),
        ("{{ ''.__class__.__mro__ }}", r"mine\.j2, line 1: access to attribute '__class__'"),
        ("{% include 'other' %}", r"mine\.j2, line 1: no template called 'other'"),
        ("{% include '../secret' %}", r"mine\.j2, line 1: '../secret' leads out of"),
        ("{{ 'a' | nothing }}", r"mine\.j2, line 1: No filter named 'nothing'"),
        ("{% for i in range(10 ** 9) %}{% endfor %}", r"mine\.j2, line 1: Range too big"),
    ],
)
def test_a_template_that_cannot_be_followed_is_named(
    name: str, source: str, complaint: str, tmp_path: Path
) -> None:
    mine = tmp_path / "mine.j2"
    mine.write_text(source)
    (tmp_path.parent / "secret").write_text("secret")

    with pytest.raises(ConfigError, match=complaint) as caught:
        render(name, briefs.brief(), mine)

    assert "\n" not in str(caught.value)


def test_a_missing_template_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"missing\.j2"):
        render("md", briefs.brief(), tmp_path / "missing.j2")


def test_a_template_that_is_not_text_is_refused(tmp_path: Path) -> None:
    mine = tmp_path / "mine.j2"
    mine.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(ConfigError, match=r"mine\.j2"):
        render("md", briefs.brief(), mine)


# --- the page


def test_the_seeds_are_cited_where_they_stand() -> None:
    texts = {article.id: article.text for article in briefs.articles()}

    for point in points(briefs.brief()):
        for c in point.citations:
            assert texts[c.article_id][c.start : c.end] == c.text


def test_a_point_at_a_glance_leads_to_its_section() -> None:
    page = compose(briefs.brief())

    homes = [item.home and item.home.label for item in page.glance.points]
    assert homes == ["Security", "Ukraine", "Trade", "Energy"]


def test_coverage_names_outlets_the_silent_and_what_rests_on_one_source() -> None:
    coverage = compose(briefs.brief()).coverage
    energy, trade = coverage.covered[1], coverage.covered[0]

    assert energy.outlets == ("Sputnik International 2",)
    assert "Xinhua" in energy.silent
    assert not any("Sputnik" in name for name in energy.silent)
    assert [(point.anchor, point.label) for point in trade.lone] == [
        ("section-1-1", "1"),
        ("section-1-2", "2"),
    ]
    assert coverage.single == "4 of 6 points on a single independent source"


@pytest.mark.parametrize(
    ("name", "capital"),
    [
        ("trade", "Trade"),
        ("visit, Vladimir Putin", "Visit, Vladimir Putin"),
        ("eBay prices", "eBay prices"),
        ("état", "État"),
        ("", ""),
    ],
)
def test_a_topic_begins_with_a_capital_wherever_it_is_named(name: str, capital: str) -> None:
    brief = replace(briefs.brief(), sections=(briefs.section(Topic(name, discovered=True)),))
    page = compose(brief)

    assert page.topics[0].label == page.coverage.topics[0] == capital
    assert page.topics[0].heading == f"Also in the news: {capital}"
    assert page.topics[0].nothing == f"Nothing in these sources on {capital}."


@pytest.mark.parametrize("name", read_by_people)
@pytest.mark.parametrize(
    ("days", "told"),
    [
        ((15, 17), "articles of 15 to 17 May 2024"),
        ((15, None), "articles of 15 May 2024 (1 undated)"),
        ((17, None), ""),
        ((17, 17), ""),
        ((None, None), ""),
    ],
)
def test_a_brief_says_what_days_its_articles_are_of(
    name: str, days: tuple[int | None, ...], told: str
) -> None:
    published = [date(2024, 5, day) if day else None for day in (*days, *days[:1] * 3)]
    brief = briefs.brief()
    dated = zip(brief.sources, published, strict=True)
    text = render(name, replace(brief, sources=tuple(replace(s, published=p) for s, p in dated)))

    assert told in " ".join(text.split())
    assert ("articles of" in text) == bool(told)


@pytest.mark.parametrize(
    ("first", "told"),
    [
        (date(2024, 5, 2), "2 May 2024"),
        (date(2024, 5, 1), "1 to 2 May 2024"),
        (date(2024, 4, 29), "29 April to 2 May 2024"),
        (date(2023, 5, 2), "2 May 2023 to 2 May 2024"),
    ],
)
def test_days_are_told_from_the_first_to_the_last(first: date, told: str) -> None:
    assert _show.between(first, date(2024, 5, 2)) == told


def test_a_reprint_is_not_covered_but_named() -> None:
    brief = briefs.brief()
    kept, copy = brief.sources[1], replace(brief.sources[4], reprint_of=brief.sources[1].article_id)
    page = compose(replace(brief, sources=(*brief.sources[:4], copy)))

    assert kept.outlet in [row.outlet for row in page.coverage.rows]
    assert copy.outlet not in [row.outlet for row in page.coverage.rows]
    assert [link.label for link in page.coverage.reprints] == ["[5] Xinhua"]


@pytest.mark.parametrize("name", ["md", "html", "txt"])
def test_no_outlet_is_printed_with_a_count_of_zero(name: str) -> None:
    text = render(name, briefs.brief())

    assert "Xinhua 0" not in text
    assert "silent: " in text.lower()


def about_stories(discovered: str = "Talks end in a storm") -> Brief:
    """The brief, its articles in two stories, with a discovered topic of one of them."""
    brief = briefs.brief()
    ids = [record.article_id for record in brief.sources]
    passage = briefs.cite(2, "Putin's Trip Sends", "Partnership")
    stories = (
        Story("a", tuple(ids[1:]), (), Headline(ids[1], "Talks end in a storm"), ()),
        Story("b", tuple(ids[:1]), (), Headline(ids[0], passage.text), ()),
    )
    point = replace(brief.sections[0].points[0], id="talks-1", story="a")
    return replace(
        brief,
        stories=stories,
        glance=(replace(point, id="trade-1"),),
        sections=(
            replace(brief.sections[1], points=(replace(brief.sections[1].points[0], story="a"),)),
            briefs.section(Topic(discovered, discovered=True), point),
        ),
        noted=(replace(brief.noted[0], story="b"),),
    )


def test_a_section_that_is_a_story_s_cites_its_headline_once() -> None:
    page = compose(about_stories())

    assert page.topics[1].heading == "Also in the news: Talks end in a storm"
    assert page.topics[1].story is not None
    assert page.topics[1].story.number == 2
    assert [chapter.story for chapter in page.topics[1].chapters] == [None]
    assert compose(about_stories("talks, storm")).topics[1].chapters[0].story is not None


def test_a_point_without_a_heading_names_its_story() -> None:
    page = compose(about_stories("talks, storm"))

    assert [item.story for item in page.glance.points] == ["Talks end in a storm"]
    assert page.noted.points[0].story.startswith("Putin's Trip Sends Message")
    assert [item.story for item in compose(briefs.brief()).noted.points] == [""]
    assert [item.story for item in compose(about_stories()).glance.points] == [""]


@pytest.mark.parametrize(
    ("text", "relative"),
    [
        ("The bank said yesterday that it would lend more.", True),
        ("They meet on Thursday.", True),
        ("Exports fell last year.", True),
        ("They met on Monday, March 4, in Oslo.", False),
        ("They met on Monday 4 March in Oslo.", False),
        ("Exports fell in 2023.", False),
    ],
)
def test_days_that_count_from_the_article_s_are_seen(text: str, relative: bool) -> None:
    assert _show.is_relative(text) == relative


@pytest.mark.parametrize("name", ["md", "html", "txt"])
def test_the_day_of_an_article_stands_beside_its_relative_days(name: str) -> None:
    assert "of 17 May 2024" not in render(name, replace(briefs.brief(), glance=(), sections=()))

    cited = briefs.cite(2, '"China and Russia believe', "on Thursday.")
    brief = replace(briefs.brief(), glance=(), sections=(), noted=(briefs.point("noted-1", cited),))

    assert "of 17 May 2024" in render(name, brief)


def test_outlets_with_several_articles_are_one_row_of_the_coverage() -> None:
    page = compose(with_sources(briefs.brief(), outlet="One"))

    assert page.coverage.rows[0].numbers == (1, 2, 3, 4, 5)


def test_a_passage_cited_twice_by_a_source_shows_its_number_once() -> None:
    brief = briefs.brief()
    wording = brief.glance[0].citations[0]
    again = Citation(wording.article_id, 0, 5, "x")
    point = replace(brief.glance[0], citations=(wording, again))

    page = compose(replace(brief, glance=(point,)))

    assert [r.number for r in page.glance.points[0].sources] == [2]
    assert len(page.glance.points[0].references) == 2


def test_reading_takes_a_minute_for_each_220_words() -> None:
    page = compose(with_text("word " * 660))

    assert page.minutes == "3 minutes of reading"


def test_a_date_is_written_the_same_in_every_locale() -> None:
    assert _show.day(date(2024, 5, 17), weekday=True) == "Friday 17 May 2024"


def test_a_source_record_keeps_its_number() -> None:
    records: tuple[SourceRecord, ...] = briefs.brief().sources

    listed = compose(replace(briefs.brief(), sources=records[::-1])).sources

    assert [source.number for source in listed] == [1, 2, 3, 4, 5]
