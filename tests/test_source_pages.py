from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import briefs
import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.models import Brief, Citation
from briefing.renderers import _sources
from briefing.renderers._passages import cut
from briefing.renderers._show import passage_anchor, seen


def brief(*citations: Citation) -> Brief:
    """The brief of the seeds, with pages; its only point rests on these citations, if any."""
    made = replace(briefs.brief(), pages="sources")
    if not citations:
        return made
    points = tuple(briefs.point(f"noted-{n}", cited) for n, cited in enumerate(citations, 1))
    return replace(made, glance=(), sections=(), figures=(), timeline=(), noted=points)


def pages(made: Brief, **options: str) -> dict[str, str]:
    return dict(_sources.pages(made, briefs.articles(), **options))


def page(made: Brief, number: int = 1, **options: str) -> Any:
    """The tree of the page of a source; what is not valid HTML fails."""
    text = pages(made, **options)[f"{briefs.articles()[number - 1].id}.html"]
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)


def by_id(tree: Any, anchor: str) -> Any:
    (found,) = (element for element in tree.iter() if element.get("id") == anchor)
    return found


def content(element: Any) -> str:
    return "".join(element.itertext())


def links(tree: Any) -> Iterator[str]:
    return (link for a in tree.iter("a") if (link := a.get("href")))


def cite(start: int, end: int, number: int = 1) -> Citation:
    article = briefs.articles()[number - 1]
    return Citation(article.id, start, end, article.text[start:end])


def test_each_cited_source_has_a_page_with_its_whole_text() -> None:
    for number, article in enumerate(briefs.articles(), 1):
        assert content(by_id(page(brief(), number), "text")) == seen(article.text)


@pytest.mark.parametrize(
    "spans",
    [
        [(0, 40)],
        [(0, 40), (10, 20), (12, 15)],  # nested
        [(0, 40), (0, 10), (30, 40)],  # with one border in common
        [(0, 40), (40, 60)],  # side by side
        [(0, 40), (20, 60)],  # overlapping in part
        [(0, 40), (20, 60), (30, 70), (50, 80)],
        [(100, 400), (120, 200), (150, 500)],
    ],
)
def test_each_passage_is_one_element_that_holds_its_text(spans: list[tuple[int, int]]) -> None:
    tree = page(brief(*(cite(*span) for span in spans)))

    for start, end in spans:
        passage = by_id(tree, passage_anchor(start, end))
        assert (passage.tag, passage.get("tabindex")) == ("mark", "-1")
        assert content(passage) == briefs.articles()[0].text[start:end]
    assert content(by_id(tree, "text")) == briefs.articles()[0].text


def test_a_passage_of_several_points_is_there_once_and_leads_to_each() -> None:
    tree = page(brief(cite(0, 40), cite(0, 40)))

    assert by_id(tree, "c0-40") is not None
    assert [link for link in links(tree) if "noted" in link] == [
        *("../brief.html#noted-1", "../brief.html#noted-2") * 2
    ]


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_any_text_survives_with_any_passages(data: st.DataObject) -> None:
    text = data.draw(
        st.text(alphabet=st.sampled_from("ab <&\"'\n\r\t\u200b\u202eא中\x85\x1d"), min_size=1)
    )
    place = st.integers(0, len(text))
    drawn = data.draw(st.sets(st.tuples(place, place), max_size=8))
    spans = {(start, end) for start, end in drawn if start < end}

    whole = cut(text, spans)

    html = "".join(
        "</mark>" * piece.closed
        + "".join(f"<mark id=c{start}-{end}>" for start, end in piece.opened)
        + str(piece.text)
        for piece in whole.pieces
    )
    tree = html5lib.parseFragment(f"<div id=text>{html}</div>", namespaceHTMLElements=False)
    assert content(by_id(tree, "text")) == seen(text).replace("\x1d", " ")
    for start, end in spans - {excerpt.span for excerpt in whole.apart}:
        expected = seen(text[start:end]).replace("\x1d", " ")
        assert content(by_id(tree, passage_anchor(start, end))) == expected


def test_all_that_is_cited_is_highlighted_where_passages_overlap() -> None:
    tree = page(brief(cite(0, 40), cite(20, 60)))

    text = by_id(tree, "text")
    marked = "".join(content(mark) for mark in text if mark.tag == "mark")
    assert marked == briefs.articles()[0].text[:60]


def test_nothing_unseen_reaches_the_page() -> None:
    article = replace(briefs.articles()[0], text="Ferries\u202e sail\x00 \u200bagain.")
    cited = Citation(article.id, 0, len(article.text), article.text)

    ((_, text),) = _sources.pages(brief(cited), [article])

    assert "Ferries sail again.</mark>" in text


@pytest.mark.parametrize(
    "markup", ["<script>alert(1)</script>", "</mark></div><img src=x>", "&lt;"]
)
def test_no_text_becomes_markup(markup: str) -> None:
    article = replace(briefs.articles()[0], text=f"Ferries {markup} sail.")
    cited = Citation(article.id, 3, len(article.text), article.text[3:])
    made = brief(cited)
    sources = (
        replace(made.sources[0], title=markup, outlet=markup, credit=markup),
        *made.sources[1:],
    )

    ((_, text),) = _sources.pages(replace(made, sources=sources), [article])

    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    assert not [element for element in tree.iter() if element.tag in ("script", "img")]
    assert content(by_id(tree, "text")) == article.text


def test_a_page_loads_nothing_and_allows_its_style_alone() -> None:
    tree = page(brief())

    (policy,) = (m.get("content") for m in tree.iter("meta") if m.get("http-equiv"))
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[\w+/]{43}='; base-uri 'none'; form-action 'none'",
        policy,
    )
    assert not [e for e in tree.iter() if e.tag in ("script", "link", "img") or e.get("style")]


def test_every_link_within_a_page_arrives() -> None:
    tree = page(brief(), 2)

    for link in links(tree):
        if link.startswith("#"):
            assert by_id(tree, link[1:]) is not None


def test_a_passage_leads_back_to_what_rests_on_it() -> None:
    tree = page(brief(), 2)
    back = {link for link in links(tree) if link.startswith("../brief.html#")}

    assert back >= {
        "../brief.html#section-1-1",
        "../brief.html#timeline-3",
        "../brief.html#source-2",
    }


def test_without_a_brief_in_html_what_rests_on_a_passage_is_named() -> None:
    tree = page(brief(), 2, back="")

    assert not [link for link in links(tree) if "brief." in link]
    assert "Trade, point 1" in content(tree)


def test_the_head_says_what_is_known_of_a_source() -> None:
    made = brief()
    first = replace(made.sources[0], summary_only=True, reprint_of=made.sources[2].article_id)
    made = replace(made, sources=(first, *made.sources[1:]))

    said = content(page(made).find(".//header"))
    for known in ("[1]", "date unknown", "English", "summary only", "reprint of [3]"):
        assert known in said
    assert f"{made.sources[2].article_id}.html" in links(page(made))


def test_the_way_to_a_file_starts_from_the_folder_of_the_pages() -> None:
    link = f"../../../{briefs.articles()[0].path}"

    assert link in links(page(brief()))


def test_pages_of_a_file_are_marked_and_take_no_text() -> None:
    made = brief(cite(0, 40), cite(100, 150))
    made = replace(made, sources=(replace(made.sources[0], pages=(0, 120)), *made.sources[1:]))

    tree = page(made)
    assert by_id(tree, "p2").get("aria-label") == "p. 2"
    assert content(by_id(tree, "c100-150")) == briefs.articles()[0].text[100:150]


@pytest.mark.parametrize(
    ("text", "gaps"),
    [
        ("One line.\nAnother line.\n\nA third.", 2),
        ("\n".join(["a line of a text that was wrapped at some"] * 4), 0),
        ("\n".join(["a line of a text that was wrapped at some"] * 4) + "\r\n \r\nMore.", 1),
        ("One.\rTwo.", 1),
    ],
)
def test_lines_are_paragraphs_unless_the_text_was_wrapped(text: str, gaps: int) -> None:
    html = "".join(piece.text for piece in cut(text, []).pieces)

    assert html.count('class="gap"') == gaps


def test_a_source_that_is_not_cited_has_no_page() -> None:
    assert list(pages(brief(cite(0, 40)))) == [f"{briefs.articles()[0].id}.html"]


def test_the_size_of_a_page_grows_with_its_text_and_its_passages_alone() -> None:
    text = "A sentence that says nothing. " * 35_000
    article = replace(briefs.articles()[0], text=text)
    spans = [(n * 2_000, n * 2_000 + 29) for n in range(500)]
    cited = [Citation(article.id, start, end, text[start:end]) for start, end in spans]

    ((_, made),) = _sources.pages(brief(*cited), [article])

    assert len(made) < len(text) + 500 * 800 + 10_000


def test_a_passage_shown_on_its_own_has_the_same_links() -> None:
    tree = page(brief(cite(0, 40), cite(20, 60)))

    apart = next(s for s in tree.iter("section") if s.get("class") == "apart")
    assert list(links(apart)) == ["../brief.html#noted-2", "#c0-40"]
