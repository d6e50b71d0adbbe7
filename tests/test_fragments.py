"""Text fragments, read by the rules of WICG Scroll-to-Text Fragment."""

from __future__ import annotations

import re
from urllib.parse import unquote

import briefs
import pytest

from briefing.renderers._fragments import to_passage

url = "https://example.org/a?b=c"


def found(link: str, text: str) -> str:
    """The text that a directive finds: the first that fits."""
    directive = link.partition(":~:text=")[2]
    match = re.fullmatch(r"(?:([^,&-]+)-,)?([^,&-]+)(?:,([^,&-]+))?(?:,-([^,&-]+))?", directive)
    assert match, directive
    prefix, start, end, suffix = (re.escape(unquote(part or "")) for part in match.groups())
    page = collapsed(text)
    before = rf"(?<={prefix} )|(?<={prefix})" if prefix else ""
    after = f"(?= ?{suffix})" if suffix else ""
    body = f"{start}.*?{end}" if end else start
    first = re.search(f"(?:{before}){body}{after}", page, re.IGNORECASE)
    return first[0] if first else ""


def collapsed(text: str) -> str:
    """White space as HTML lays it out."""
    return re.sub("[ \t\r\n]+", " ", text)


def test_every_sentence_of_an_article_is_found() -> None:
    for article in briefs.articles():
        for sentence in re.finditer(r"\S[^\n]*?[.!?](?=\s|$)", article.text):
            link = to_passage(url, article.text, *sentence.span())
            assert found(link, article.text) == collapsed(sentence[0])


@pytest.mark.parametrize(
    ("passage", "directive"),
    [
        ("Ferries sail again.", "Ferries%20sail%20again."),
        ("Well-known, A&B: 5% #1", "Well%2Dknown%2C%20A%26B%3A%205%25%20%231"),
        ("渡轮再次启航。", "%E6%B8%A1%E8%BD%AE%E5%86%8D%E6%AC%A1%E5%90%AF%E8%88%AA%E3%80%82"),
        (f"Ferries sail again {'and again ' * 20}", None),
    ],
)
def test_what_divides_a_directive_is_encoded(passage: str, directive: str | None) -> None:
    text = f"Before. {passage} Behind."

    link = to_passage(url, text, 8, 8 + len(passage))

    if directive:
        assert link == f"{url}#:~:text={directive}"
    assert found(link, text) == collapsed(passage).strip()


def test_a_long_passage_is_named_by_its_ends() -> None:
    passage = f"Ferries sail again from the harbour, {'as they do, ' * 20}says the port authority."
    text = f"{passage} Trains do not."

    link = to_passage(url, text, 0, len(passage))

    assert link.endswith(
        "text=Ferries%20sail%20again%20from%20the%20harbour%2C,"
        "they%20do%2C%20says%20the%20port%20authority."
    )


def test_a_passage_that_stands_twice_is_told_by_what_is_before_it() -> None:
    text = "It rains. Ferries sail.\n\nIt snows. Ferries sail."

    link = to_passage(url, text, len(text) - len("Ferries sail."), len(text))

    assert link.endswith("text=It%20snows.-,Ferries%20sail.")


def test_a_passage_that_stands_before_in_another_case_is_told_by_what_is_before_it() -> None:
    text = "FERRIES SAIL.\n\nIt snows. Ferries sail."

    link = to_passage(url, text, len(text) - len("Ferries sail."), len(text))

    assert link.endswith("text=It%20snows.-,Ferries%20sail.")


def test_what_is_before_a_passage_is_given_until_it_tells_it_apart() -> None:
    alike = "snow falls on the hills by night. Ferries sail."
    text = f"In the north {alike}\n\nIn the south {alike}"

    link = to_passage(url, text, len(text) - len("Ferries sail."), len(text))

    assert "south%20snow" in link.partition("-,")[0]


def test_lines_are_found_by_their_ends() -> None:
    text = "Title\n\nFerries sail\nfrom the harbour\n\nTrains do not."

    link = to_passage(url, text, 7, 36)

    assert link.endswith("text=Ferries%20sail,from%20the%20harbour")


def test_an_address_with_a_fragment_keeps_it() -> None:
    link = to_passage("https://example.org/#part", "Ferries sail.", 0, 13)

    assert link == "https://example.org/#part:~:text=Ferries%20sail."


@pytest.mark.parametrize("address", ["", "ftp://example.org/", "javascript:alert(1)", "a.html"])
def test_only_addresses_of_the_web_are_linked(address: str) -> None:
    assert to_passage(address, "Ferries sail.", 0, 13) == ""


def test_a_no_break_space_beside_another_counts() -> None:
    link = to_passage(url, "See also \xa0more\tof it.", 0, 22)

    assert link.endswith("text=See%20also%20%C2%A0more%20of%20it.")
