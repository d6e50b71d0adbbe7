from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing import cleaning, cohesion
from briefing.models import Sentence

leaning = [
    "He told the council to wait.",
    "They will sail in spring.",
    "It was the third crack this year.",
    "His deputy stayed away.",
    "Their boats lie idle.",
    "This angered the dockers.",
    "That was in June.",
    "These boats are new.",
    "Such delays are common.",
    "Both refused.",
    "Neither was hurt.",
    "One of them drowned.",
    "The latter sank.",
    "The two met again.",
    "The decision angered the dockers.",
    "Another drowned in the harbour.",
    "But the ferry sailed.",
    "And the ferry sailed.",
    "However, the ferry sailed.",
    "Meanwhile, the ferry sailed.",
    "As a result, the ferry sailed.",
    "For his part, Holm said nothing.",
    "After that, the ferry sailed.",
    "According to Holm, it was unsafe.",
    '"It was unsafe from the start."',
    "“We were never asked.”",
    "“But it was unsafe,” Holm said.",
    "The company, which hosts auctions, denied it.",
    "The ensuing strike ended in June.",
    "According to the minister, Holm had offered to meet.",
    "The early morning tape held a message.",
    "The quay, for instance, was closed.",
    "Of those, three sank.",
    "In another development Tuesday, the council met.",
    "The council has appealed that ruling.",
    "After being elected as Danish minister in March last year, his first visit was to Oslo.",
    "The judge ruled that the ferry was safe.",
    "During their meeting, Holm said trade would grow.",
    "If you look to the left, there is the harbour.",
    "The company's shares fell.",
    "The teen-agers take tests in May.",
    "After the meeting, Holm left.",
    "The 42-year-old was arrested.",
    "Two weeks later, Norway closed its border.",
    "Now, the medal will go to Holm.",
    "Most were taken to Bergen.",
    "The three were released.",
    "When asked, he denied it.",
    "After graduation he took a course.",
    "Holm, however, refused.",
    "We drove on to Torhaven.",
    '"We need more ferries," he said in an interview.',
    "One of his earliest boats was the Heron.",
    "Based on a count, their evidence was weak.",
    "More than 300 people died in the flood of that year.",
    "Dockers fear those delays.",
]
standing = [
    "The company that built the bridge is bankrupt.",
    "The government denied the report.",
    "The heavy flooding in the valley killed two people.",
    "When his boat sank, Holm swam ashore.",
    "A man was killed when his boat sank.",
    "Farmers lost their sheep.",
    "With her help, Norway won the race.",
    "Holm refused to sign because, he said, it was late.",
    "Those who lost their homes were paid.",
    "Norway said that state railways would be sold.",
    "Holm told the council to wait.",
    "The bridge at Torhaven will open in spring.",
    "The two countries signed a treaty.",
    "The two leaders met in Torhaven.",
    "Heron Lake froze over.",
    "Theirsen resigned.",
    "Thistle seeds are dear.",
    "Holm said that report after report was lost.",
    "Italy sent two ferries.",
    "Andorra sent two ferries.",
    "Butter is dear.",
    "Sofia sent two ferries.",
    "According to Holm, the bridge was unsafe.",
    "“The bridge was unsafe,” Holm said.",
    '"The bridge," Holm told the court, "was unsafe."',
    "The council announced the decision.",
    "Earthworks began in June.",
]


@pytest.mark.parametrize("text", leaning)
def test_what_refers_back_leans(text: str) -> None:
    assert cohesion.leans(text)


@pytest.mark.parametrize("text", standing)
def test_what_names_its_subject_stands(text: str) -> None:
    assert not cohesion.leans(text)


@pytest.mark.parametrize(
    ("text", "goes_on"),
    [
        ("“We were never asked.”", True),
        ("“We were never asked,” Holm said.", False),
        ("“We were” – he paused – “never asked.”", True),
        ("Holm said: “We were never asked.”", False),
        ("«We were never asked.»", True),
        ("“He said no,” the keeper noted.", False),
        ("“She said no.”", True),
    ],
)
def test_a_quotation_goes_on_when_nobody_is_said_to_speak(text: str, goes_on: bool) -> None:
    assert cohesion.continues_quotation(text) == goes_on


@pytest.mark.parametrize(
    ("text", "unnamed"),
    [
        ("“We were never asked,” he said.", True),
        ("The bridge is unsafe, she added.", True),
        ("“We were never asked,” Holm said.", False),
        ("Holm said he was never asked.", False),
    ],
)
def test_a_speaker_who_is_a_pronoun_is_unnamed(text: str, unnamed: bool) -> None:
    assert cohesion.unnamed_speaker(text) == unnamed


def test_reported_speech_is_told_by_its_verb() -> None:
    assert cohesion.reports_speech("Holm said the bridge is unsafe.")
    assert cohesion.reports_speech("The bridge is unsafe, according to Holm.")
    assert not cohesion.reports_speech("The bridge is unsafe.")


@pytest.mark.parametrize(
    "line",
    [
        "PARIS, May 3 (AFP) -- ",
        "TORHAVEN, May 15 (Wire) — ",
        "New York (Reuters) - ",
        "MOSCOW/BEIJING (Reuters) - ",
        "LONDON — ",
        "TEL AVIV, Israel — ",
        "BEIJING (AP) _ ",
        "SANTA ROSA, Calif. _ ",
        "AUSTIN - ",
        "WOODLAND HILLS >> ",
        "(Wire) -- ",
    ],
)
def test_a_dateline_is_measured_to_the_first_word(line: str) -> None:
    assert cohesion.dateline(f"{line}The bridge was closed.") == len(line)


@pytest.mark.parametrize(
    "text",
    [
        "The bridge was closed.",
        "NATO said on Monday that the bridge was closed.",
        "Holm resigned (at last) - today.",
        "The EU — and Norway — sent ferries.",
        "Holm — the mayor — resigned.",
        "",
        "PARIS — ",
    ],
)
def test_what_is_no_dateline_has_length_zero(text: str) -> None:
    assert cohesion.dateline(text) == 0


@given(st.text())
def test_a_dateline_never_takes_the_whole_sentence(text: str) -> None:
    length = cohesion.dateline(text)

    assert 0 <= length <= len(text)
    assert length == 0 or text[length:].strip()


upright = Sentence("a", 3, 0, 20, "Holm met the keepers.", paragraph=1)
after = Sentence("a", 4, 21, 40, "He told them to wait.", paragraph=1)


def test_the_sentence_before_makes_a_leaning_one_readable() -> None:
    assert cohesion.antecedent(after, upright) == upright
    assert cohesion.antecedent(replace(after, paragraph=2), upright) == upright


@pytest.mark.parametrize(
    "before",
    [
        None,
        replace(upright, kind="junk"),
        replace(upright, kind="heading"),
        replace(upright, article_id="b"),
        replace(upright, index=2),
        replace(upright, text="He met the keepers."),
        replace(upright, paragraph=-1),
    ],
)
def test_nothing_else_does(before: Sentence | None) -> None:
    assert cohesion.antecedent(after, before) is None


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("New defence minister, Andrei Holm, and head of the port, Per Lund.", True),
        ("The mayor resigned on Monday.", False),
        ("Holm is the mayor.", False),
        ("The bridge fell.", False),
        ("Nobody knew.", False),
        ("The keepers didn’t come.", False),
    ],
)
def test_what_has_no_verb_is_told_with_caution(text: str, without: bool) -> None:
    assert cohesion.verbless(text) == without


@pytest.mark.parametrize("text", ["What?", "Τι έγινε;", "«Τι έγινε;»", "ماذا حدث؟", "他们去哪里？"])
def test_a_question_of_any_script_is_one(text: str) -> None:
    assert cohesion.asks(text)
    assert cleaning.ends(text)


@pytest.mark.parametrize("text", ["Ναι.", "oil; gas;", "是的。"])
def test_what_asks_nothing_is_no_question(text: str) -> None:
    assert not cohesion.asks(text)


@pytest.mark.parametrize(
    "text",
    [
        "The trade ministry will impose a tariff of 12 percent on steel.",
        "The energy ministry approved two plants on Tuesday.",
    ],
)
def test_an_institution_needs_no_introduction(text: str) -> None:
    assert not cohesion.leans(text)


@pytest.mark.parametrize(
    ("text", "leans"),
    [
        ("The oil company must pay a fine of 12 million euros.", False),
        ("He told the council to wait.", True),
        ("The two met again.", True),
    ],
)
def test_what_opens_an_article_leans_on_nothing_but_by_a_pronoun(text: str, leans: bool) -> None:
    assert cohesion.leans(text, opens=True) is leans
