from __future__ import annotations

from time import process_time

import pytest
from fakes import article
from hypothesis import given
from hypothesis import strategies as st

from briefing import cleaning, sentences
from briefing.models import Sentence

opening = "The council of Torhaven voted on Monday to close the old swing bridge to lorries."
middle = "Ferries will carry goods until the spring, the harbour master told the town."
closing = "The repair is expected to cost nine million crowns and to take two winters."


def clean(text: str, title: str = "") -> tuple[Sentence, ...]:
    item = article(text, title=title)
    return cleaning.clean(item, sentences.split(item))


def kinds(*paragraphs: str, title: str = "", gap: str = "\n\n") -> dict[str, str]:
    """By text of the span: its kind."""
    return {span.text: span.kind for span in clean(gap.join(paragraphs), title)}


junk = [
    "By Ann Lindqvist",
    "Photo by Ann Lindqvist/Harbour Press",
    "© 2023 Torhaven Media Group",
    "Image: City of Torhaven.",
    "(Courtesy: Port Authority)",
    "Credit: Ann Lindqvist",
    "A lorry crosses the swing bridge. Photograph: Jo Marsh/Alamy",
    "Dock workers wait for the ferry on Sunday. (AP Photo/Jo Marsh)",
    "FILE - Lorries queue at the swing bridge in an earlier winter.",
    "Mayor Ida Holm (left) and the engineer Per Lund look at the bearings.",
    "In this June 3, 2019 file photo, a ship passes the bridge.",
    "Lorries before the bridge. File photo.",
    "FOR USE FRIDAY - This June, 2013 photo released by the council shows the bridge.",
    "Lorries are seen before the bridge in Torhaven, June 3, 2023.",
    "Media playback is unsupported on your device",
    "You can add your location to your Tweets.",
    "The engineer Per Lund in his workshop. Jo Marsh/Reuters",
    "Subscribe to our newsletter and get the latest from the harbour.",
    "Sign up for the Torhaven Morning email newsletter.",
    "Follow Ann Lindqvist on Twitter",
    "Follow us on Facebook and Instagram.",
    "Click here to see more stories from Torhaven.",
    "Read more: Ferries are back",
    "Related: The bridge in pictures",
    "See also  Why ferries are back in fashion",
    "Advertisement",
    "ADVERTISEMENT",
    "Share this",
    "Leave a comment",
    "Join the conversation",
    "Your email address will stay secret.",
    "Please enable JavaScript to view the comments.",
    "All rights reserved.",
    "This article was originally published in the Torhaven Courier.",
    "This material may not be published, broadcast or rewritten.",
    "Editor's note: an earlier version named another bridge.",
    "Correction: The bridge is 90 metres long.",
    "(Editing by Jo Marsh and Ida Lund)",
    "Reporting by Ann Lindqvist; editing by Jo Marsh",
    "Additional reporting by Jo Marsh in Kiel",
    "Ann Lindqvist, staff writer",
    "Published: June 3, 2023 at 11:02 a.m.",
    "June 3, 2023",
    "Updated 3 hours ago",
    "* * *",
    "https://torhaven.example/bridge",
    "Already a subscriber?",
]


@pytest.mark.parametrize("line", junk)
def test_what_the_page_carries_is_junk(line: str) -> None:
    found = kinds(opening, line, middle, closing)

    assert {found.pop(opening), found.pop(middle), found.pop(closing)} == {"sentence"}
    assert set(found.values()) == {"junk"}


sentences_all_the_same = [
    "The photo by a bystander shows the lorry in the water.",
    "He registered the company in 2010.",
    "She subscribes to the view that ferries are safer.",
    "Readers shared the story of the bridge a thousand times.",
    "Comments from the mayor angered the dockers.",
    "The advertisement for the post of engineer drew nobody.",
    "Follow the money, the auditor told the council.",
    "She signed up to serve on the ferry in April.",
    "The image of the town has suffered, traders said.",
    "By Monday the water had fallen by two metres.",
    "By Ida Holm's count forty lorries crossed each hour.",
    "The film is credited to a team of five.",
    "Related costs rose to two million crowns.",
    "Read the report before you vote, Lund asked the council.",
    "Reuters reported that the bridge would stay shut.",
    "The video was shown in court on Tuesday.",
    "The right of way belongs to the ferry.",
    "The court ruled that all rights of the dockers are reserved by law.",
    "On June 3, 2023, the bridge was closed.",
    "Clicking noises came from the bearings, the keeper wrote.",
    "Watch keepers saw the crack first.",
    "Print works on the east bank closed in 1990.",
    "The left bank stayed dry.",
    "The editing of the report by the council took a year.",
    "“Please check your brakes below the bridge,” the sign reads.",
    "The newspaper Aftonposten wrote that the bridge was unsafe.",
    "It stopped at noon.",
]


@pytest.mark.parametrize("line", sentences_all_the_same)
def test_what_only_looks_like_it_stays_a_sentence(line: str) -> None:
    assert kinds(opening, f"{line} {middle}", closing)[line] == "sentence"


def test_an_advertisement_inside_a_paragraph_leaves_its_neighbours() -> None:
    found = kinds(opening, f"{middle} Advertisement: Buy coal now.", closing)

    assert found[middle] == "sentence"


def test_a_credit_takes_the_caption_before_it_along() -> None:
    caption = "A docker waits for the ferry."
    found = kinds(opening, f"{caption} Photo: Jo Marsh", closing)

    assert found[caption] == "junk"


def test_a_credit_in_a_long_paragraph_takes_only_what_is_near() -> None:
    lines = [f"The {word} lorry was turned back at the gate." for word in ("first", "red", "old")]
    caption = "A docker waits for the ferry."
    found = kinds(opening, f"{' '.join(lines)} {caption} Photo: Jo Marsh", closing)

    assert [found[line] for line in lines] == ["sentence"] * 3
    assert found[caption] == "junk"


def test_a_headline_right_under_a_caption_is_a_related_one() -> None:
    text = f"{opening}\n\nThe quay at dawn. Photo: Jo Marsh\nFerries Return to Kiel\n\n{middle}"
    (span,) = (span for span in clean(text) if span.text == "Ferries Return to Kiel")

    assert (span.kind, span.reason) == ("junk", "related headline")


def test_a_heading_tells_what_stands_below_it() -> None:
    spans = clean("\n\n".join((opening, "Ferries to the rescue", middle, closing)))

    assert [span.kind for span in spans] == ["sentence", "heading", "sentence", "sentence"]
    assert [span.heading for span in spans] == [""] + [""] + ["Ferries to the rescue"] * 2


def test_the_headline_above_the_text_is_a_heading_but_no_section() -> None:
    spans = clean("\n\n".join(("Torhaven Closes Its Bridge", opening, middle)))

    assert [span.kind for span in spans] == ["heading", "sentence", "sentence"]
    assert {span.heading for span in spans} == {""}


def test_a_title_that_is_a_whole_sentence_is_a_heading() -> None:
    title = "The bridge is closed, and nobody knows for how long."

    assert kinds(title, opening, middle, title=title)[title] == "heading"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("The mayor, the engineer and both of the keepers of the", "fragment"),  # no end
        ("Why now?", "fragment"),
        ("What will it cost?", "fragment"),
        ("Ouch!", "fragment"),
    ],
)
def test_a_fragment_inside_prose_is_marked(line: str, kind: str) -> None:
    assert kinds(opening, f"{middle} {line}", closing)[line] == kind


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("which the council had approved in May.", "fragment"),
        ("(which the council had approved in May).", "fragment"),
        ("... The bearings were new.", "fragment"),
        ("The council argues that the mayor...", "fragment"),
        ("iPhones were stolen from the keepers of the bridge.", "sentence"),
        ("al-Jazeera showed the bridge on Monday.", "sentence"),
    ],
)
def test_a_paragraph_torn_from_its_beginning_or_end_is_a_fragment(line: str, kind: str) -> None:
    assert kinds(opening, middle, line, closing)[line] == kind


def test_an_article_all_in_lower_case_is_read() -> None:
    lines = [line.lower() for line in (opening, middle, closing)]

    assert set(kinds(*lines).values()) == {"sentence"}


def test_a_list_item_is_a_fragment() -> None:
    found = kinds(opening, "- lorries over nine tonnes", "- buses with passengers", closing)

    assert found["- lorries over nine tonnes"] == found["- buses with passengers"] == "fragment"


@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_an_end_that_was_cut_off_is_a_fragment(gap: str) -> None:
    end = "The keepers of the bridge, who have asked for new bearings since"
    spans = clean(gap.join((opening, middle, end)))

    assert (spans[-1].kind, spans[-1].reason) == ("fragment", "cut short")


def test_a_cut_end_on_the_last_line_of_prose_is_a_fragment() -> None:
    found = kinds(opening, f"{middle} The keepers of the")

    assert found["The keepers of the"] == "fragment"


def test_short_lines_below_the_text_are_the_page() -> None:
    found = kinds(opening, middle, "Weather", "Sport", "The Most Read Story of the Week")

    assert [found[line] for line in ("Weather", "Sport", "The Most Read Story of the Week")] == [
        "junk"
    ] * 3


def test_navigation_above_the_text_is_the_page() -> None:
    text = "Home\nHarbour\nSport\n\nTorhaven Closes Its Bridge\n\n" + opening + "\n\n" + middle
    found = {span.text: span.kind for span in clean(text)}

    assert found["Home"] == found["Harbour"] == "junk"
    assert found["Torhaven Closes Its Bridge"] == "heading"


@pytest.mark.parametrize(
    "line", ["Читайте также: новости порта", "ניווט באתר", "الصفحة الرئيسية للموقع", "返回首页"]
)
def test_a_line_in_another_script_is_the_page(line: str) -> None:
    assert kinds(opening, line, middle, closing)[line] == "junk"


def test_a_name_in_another_script_inside_a_sentence_is_no_junk() -> None:
    line = "The ship Мир, which means peace in Russian, has lain in the port for a year."

    assert kinds(opening, line, closing)[line] == "sentence"


def test_an_article_in_another_script_is_read_like_any_other() -> None:
    russian = "Совет Торхавена проголосовал в понедельник за закрытие старого моста."
    found = kinds(russian, "Home page", "Паромы будут возить грузы до весны, сказал капитан порта.")

    assert found[russian] == "sentence"
    assert found["Home page"] == "junk"


def test_a_paragraph_said_again_is_junk_the_second_time() -> None:
    spans = clean("\n\n".join((opening, middle, closing, middle)))

    assert [span.kind for span in spans] == ["sentence", "sentence", "sentence", "junk"]


def test_a_gallery_repeats_its_caption_at_once_and_all_of_it_is_junk() -> None:
    caption = "Dockers wait at the quay for the first ferry to come in."
    spans = clean("\n\n".join((opening, caption, caption, middle)))

    assert [span.kind for span in spans] == ["sentence", "junk", "junk", "sentence"]


def test_text_without_any_prose_has_no_sentence_that_ends() -> None:
    found = kinds("Weather", "Sport", "Subscribe")

    assert not [text for text, kind in found.items() if kind == "sentence" and cleaning.ends(text)]


def test_no_text_has_no_spans() -> None:
    assert clean("") == clean(" \n\t") == ()


@pytest.mark.parametrize(
    "line",
    [
        f"{'1' * 3000}x",
        "40063813339 40063813339 is on the label.",
        "11:02 a.m. on Monday " * 100 + "x",
        "(AP " * 700,
        "photo " * 500 + "x",
        "Mon, 3 May 2021 " * 100,
        "By " + "Ab, and " * 300 + "1",
        "a" + " " * 3000 + "b",
        "1, " * 900,
        "“" * 3000,
    ],
    ids=lambda line: line[:12],
)
def test_no_line_takes_long(line: str) -> None:
    start = process_time()
    clean(f"{opening}\n\n{line}\n\n{closing}")

    assert process_time() - start < 0.5  # seconds; a usual line takes a thousandth of one


lines = st.sampled_from([opening, middle, closing, *junk, *sentences_all_the_same, "Home", "- a"])


@given(st.text() | st.lists(lines, max_size=12).map("\n".join) | st.lists(lines).map("\n\n".join))
def test_nothing_is_lost(text: str) -> None:
    item = article(text)
    before = sentences.split(item)
    after = cleaning.clean(item, before)

    assert [(s.index, s.start, s.end, s.text, s.paragraph) for s in after] == [
        (s.index, s.start, s.end, s.text, s.paragraph) for s in before
    ]
    assert all((span.kind == "sentence") == (span.reason == "") for span in after)


@pytest.mark.parametrize(
    "text",
    ["He left.", "He left!”", "He left.)", "彼は去った。", "وہ چلا گیا۔", "वह चला गया।", "And…"],
)
def test_a_sentence_ends_with_its_mark(text: str) -> None:
    assert cleaning.ends(text)


@pytest.mark.parametrize("text", ["He left", "He left,", "“The bridge”", "He left:"])
def test_an_open_end_is_no_end(text: str) -> None:
    assert not cleaning.ends(text)
