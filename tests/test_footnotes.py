"""Markdown as Obsidian and pandoc read it, and its links as every engine does."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import unquote

import briefs
import mistune
import pytest
import yaml
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from test_renderers import body, elements, html_vectors, markdown_vectors, render, with_sources

from briefing.models import Brief
from briefing.renderers import footnotes
from briefing.renderers._show import shown

engine = MarkdownIt("commonmark").use(footnote_plugin)
needs_pandoc = pytest.mark.skipif(not shutil.which("pandoc"), reason="pandoc is not installed")

pandoc_vectors = (
    "it's \"quoted\", 'so' -- and --- more...",
    "H~2~O and 2^10^ and ^[no note]",
    "a {.class} and []{#id}",
    "(1) no item",
    "(a) no item",
    "A. no item",
    "b) no item",
    "iv. no item",
    "(ii) no item",
    "(@) no item",
    "#. no item",
    "\\begin{tex} \\alpha \\(x\\) \\[x\\]",
    "see @doe99 and -@doe99 and [@doe99]",
    "Table: no caption",
    "::: no div",
)


def brief() -> Brief:
    return replace(briefs.brief(), pages="sources")


def tokens(text: str) -> Iterator[Any]:
    for token in engine.parse(body(text)):
        yield token
        yield from token.children or ()


def pandoc(text: str, form: str = "json") -> str:
    command = ["pandoc", "--from=markdown", f"--to={form}"]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout


def nodes(tree: Any, kind: str) -> Iterator[Any]:
    """What stands in the nodes of one kind of a document of pandoc, in order."""
    if isinstance(tree, dict):
        if tree.get("t") == kind:
            yield tree.get("c")
        for value in tree.values():
            yield from nodes(value, kind)
    if isinstance(tree, list):
        for value in tree:
            yield from nodes(value, kind)


def words(tree: Any) -> str:
    if isinstance(tree, list):
        return "".join(map(words, tree))
    if not isinstance(tree, dict):
        return ""
    match tree["t"], tree.get("c"):
        case ("Str", str(text)) | ("Code", [_, str(text)]):
            return text
        case "Space" | "SoftBreak" | "LineBreak", _:
            return " "
        case "Note", _:
            return ""
        case "Quoted", [{"t": kind}, inner]:  # of curly quotation marks, which are written again
            left, right = "“”" if kind == "DoubleQuote" else "‘’"
            return f"{left}{words(inner)}{right}"
        case _, [*inner]:
            return words(inner)
    return ""


# --- footnotes


def test_each_footnote_is_defined_once_and_referred_to_in_reading_order() -> None:
    text = render("footnotes", brief())

    defined = re.findall(r"^\[\^(\d+)\]:", text, re.MULTILINE)
    referred = dict.fromkeys(re.findall(r"\[\^(\d+)\](?!:)", text))
    assert defined == list(referred) == [str(n) for n in range(1, len(defined) + 1)]
    assert len(defined) > 10


def test_each_citation_has_the_footnote_of_its_passage() -> None:
    made = brief()
    text = render("footnotes", made)
    notes = dict(re.findall(r"^\[\^(\d+)\]: .*?\]\((sources/[^)]+)\)", text, re.MULTILINE))

    for point in (*made.glance, *made.noted):
        line = next(line for line in text.splitlines() if footnotes.escape(point.text) in line)
        links = [notes[number] for number in re.findall(r"\[\^(\d+)\]", line)]
        assert links[-len(point.citations) :] == [
            f"sources/{cited.article_id}.html#c{cited.start}-{cited.end}"
            for cited in point.citations
        ]


def test_a_footnote_quotes_what_is_not_shown_above() -> None:
    made = brief()
    own, *others = made.glance[0].citations
    text = render("footnotes", made)

    assert text.count(footnotes.escape(own.text)) == 2  # at a glance and in its section
    for cited in others:
        assert re.search(
            rf"^\[\^.*“{re.escape(footnotes.escape(cited.text))}”$", text, re.MULTILINE
        )


def test_without_pages_footnotes_lead_to_the_list_of_sources() -> None:
    text = render("footnotes", briefs.brief())

    links = re.findall(r"^\[\^\d+\]: .*\[characters [^]]+\]\(([^)]+)\)", text, re.MULTILINE)
    assert set(links) == {f"#source-{n}" for n in range(1, 6)}


def test_an_engine_with_footnotes_finds_them_all_and_no_other() -> None:
    text = render("footnotes", brief())

    found = list(tokens(text))
    opened = [token.meta["label"] for token in found if token.type == "footnote_open"]
    referred = [token.meta["label"] for token in found if token.type == "footnote_ref"]
    assert opened == list(dict.fromkeys(referred))
    assert not any("[^" in token.content for token in found if token.type == "text")


@pytest.mark.parametrize("vector", [*markdown_vectors, *html_vectors, *pandoc_vectors])
def test_no_title_changes_the_footnotes(vector: str) -> None:
    changed = with_sources(brief(), title=vector, outlet=vector, url="", path="x")
    harmless = with_sources(brief(), title="word", outlet="word", url="", path="x")

    assert kinds(render("footnotes", changed)) == kinds(render("footnotes", harmless))


def kinds(text: str) -> list[str]:
    return [token.type for token in tokens(text) if not token.type.startswith("text")]


@needs_pandoc
def test_pandoc_finds_the_footnotes_in_order() -> None:
    text = render("footnotes", brief())

    tree = json.loads(pandoc(text))
    links = [link[2][0] for note in nodes(tree, "Note") for link in nodes(note, "Link")][1::2]
    defined = dict(re.findall(r"^\[\^(\d+)\]: .*?\]\((sources/[^)]+)\)", text, re.MULTILINE))
    assert links == [defined[n] for n in re.findall(r"\[\^(\d+)\](?!:)", text)]
    assert "[^" not in pandoc(text, "plain")


@needs_pandoc
def test_pandoc_shows_any_text_as_it_is() -> None:
    vectors = [shown(vector) for vector in (*markdown_vectors, *html_vectors, *pandoc_vectors)]
    vectors.remove("[ ] no task")  # which pandoc sees however it is written
    text = "\n\n".join(
        f"- {footnotes.escape(vector)} [^1]\n\n## {footnotes.escape(vector)} [^1]"
        for vector in vectors
    )

    tree = json.loads(pandoc(f"{text}\n\n[^1]: A note.\n"))["blocks"]
    assert [block["t"] for block in tree] == ["BulletList", "Header"] * len(vectors)
    for block, vector in zip(tree, [v for v in vectors for _ in range(2)], strict=True):
        inner = block["c"][0] if block["t"] == "BulletList" else block["c"][2]
        assert shown(words(inner)) == vector


@needs_pandoc
def test_pandoc_shows_every_heading_and_point_of_a_brief() -> None:
    made = brief()

    tree = json.loads(pandoc(render("footnotes", made)))["blocks"]
    headings = [shown(words(heading[2])) for heading in nodes(tree, "Header")]
    assert headings[:3] == ["At a glance", "Trade", "Energy"]  # the title is a property
    text = shown(words(tree))
    assert all(shown(point.text) in text for point in (*made.glance, *made.noted))


@needs_pandoc
def test_pandoc_prints_the_title_once_and_numbers_apart() -> None:
    html = pandoc(render("footnotes", brief()), "html")

    assert "</sup></a><a" not in html
    assert "<h1" not in html


# --- front matter


def test_the_front_matter_holds_the_properties_that_obsidian_knows() -> None:
    for name in ("md", "footnotes"):
        properties = yaml.safe_load(render(name, brief()).split("---\n")[1])

        assert properties["date"] == date(2024, 5, 17)
        assert all(isinstance(properties[key], list) for key in ("topics", "tags", "outlets"))
        assert all(re.fullmatch(r"[\w-]+", tag) for tag in properties["tags"])
        assert isinstance(properties["points"], int)


# --- links


engines: tuple[Callable[[str], Any], ...] = (
    MarkdownIt("commonmark").render,
    MarkdownIt("gfm-like", {"linkify": False}).render,
    mistune.create_markdown(escape=False, plugins=["table", "strikethrough", "url"]),
)


@pytest.mark.parametrize("title", ["word", *markdown_vectors, *html_vectors])
def test_every_engine_finds_the_same_links_in_order(title: str) -> None:
    text, harmless = (
        body(render("md", with_sources(brief(), title=name, outlet=name)))
        for name in (title, "word")
    )

    expected = links(engines[0](harmless))
    assert len(expected) > 40
    assert [links(convert(text)) for convert in engines] == [expected] * len(engines)


def links(html: str) -> list[str]:
    return [unquote(a.attrib["href"]) for a in elements(html, "a")]
