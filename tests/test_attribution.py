"""Who is speaking, where a sentence says so."""

from __future__ import annotations

from pathlib import Path

import pytest
import speaker_labels
from hypothesis import given
from hypothesis import strategies as st

from briefing import attribution


def test_labelled_speakers_are_named_and_few_others() -> None:
    lines = speaker_labels.load(Path(__file__).parent / "gold" / "speakers.tsv")
    score = speaker_labels.score([(line, attribution.speaker(line.text)) for line in lines])

    assert score.precision >= 0.97
    assert score.recall >= 0.93


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Putin noted that trade is growing.", "Putin"),
        ("“Trade is growing,” Putin said on Thursday.", "Putin"),
        (
            '"Trade is growing," said Rabobank spokesman Jacob Bergsma.',
            "Rabobank spokesman Jacob Bergsma",
        ),
        (
            "The quake was felt in Chile, according to the U.S. Geological Survey.",
            "U.S. Geological Survey",
        ),
        ("According to AP, the talks went on.", "AP"),
        ("The ministry said in a statement that nobody was hurt.", "ministry"),
        ("Marta Holm, the mayor of Torhaven, told reporters the bridge was safe.", "Marta Holm"),
        ("On Sunday, Reuters reported that the harbour was closed.", "Reuters"),
        ("The harbour is closed, the port authority's director said.", "port authority's director"),
        ("The hearing begins next Monday, the transport ministry said.", "transport ministry"),
        ("The ferry sank off Lund, killing 14 people, the coast guard said.", "coast guard"),
        ("The tower will not be rebuilt, the lighthouse keeper said.", "lighthouse keeper"),
        ("The harbour was shut, the mayor, Marta Holm, said.", "mayor, Marta Holm"),
        (
            '"The harbour is shut," Torhaven\'s mayor, Marta Holm, told the Post.',
            "Torhaven's mayor, Marta Holm",
        ),
        ("“It is shut,” said the mayor, Marta Holm.", "mayor, Marta Holm"),
        ("LONDON, May 5 (Reuters) -- Officials said the port was closed.", "Officials"),
        ("Holm, Riis said, is a friend.", "Riis"),
        ("The bill, Holm said, is dead.", "Holm"),
        ("Unemployment rose in May, the statistics office said on Friday.", "statistics office"),
        ("Holm, Director of the Port of Lund said it was shut.", "Holm"),
        ("President and CEO Ida Holm said sales fell.", "President and CEO Ida Holm"),
        ("The ministry of trade and industry said so.", "ministry of trade and industry"),
        ("Experts from the port and the town said so.", "Experts from the port and the town"),
        (
            "The National Oceanic and Atmospheric Administration said so.",
            "National Oceanic and Atmospheric Administration",
        ),
    ],
)
def test_a_sentence_names_its_speaker(text: str, speaker: str) -> None:
    assert attribution.speaker(text) == speaker


@pytest.mark.parametrize(
    "text",
    [
        "He said that trade is growing.",
        "Trade is growing, he said, according to a transcript provided by the Kremlin.",
        "Trade is growing, they added.",
        "The report includes accounts from three camps.",
        "Two tourists have been declared missing.",
        "The group claimed responsibility for the attack.",
        "Iran says they were in its waters while Britain insists they were not.",
        "No damage was reported.",
        "The dockers walked out on Tuesday, their union said.",
        "The brakes had not failed, his company said.",
        "Ministers and heads of states came to Torhaven.",
        "“He said it was over.”",
        "Putin’s state visit comes as trade grows.",
        "Holm and Riis said they will meet.",
        "Holm, Riis and Lund said they would help.",
        "“No,” said Holm and Riis.",
        "The army and the police said the road was shut.",
        "Police and firefighters said the road was shut.",
        "Moscow says it hit a depot; Kyiv says it hit a school.",
        "Neither Holm nor Riis said when they will meet.",
        "No official said why.",
        "Few analysts said so.",
        "Whoever said Holm lost?",
        "The man whom Holm told to leave said no.",
    ],
)
def test_no_speaker_is_guessed(text: str) -> None:
    assert attribution.speaker(text) == ""


def test_only_english_is_read() -> None:
    assert attribution.speaker("Putin noted that trade is growing.", "de") == ""


@given(st.lists(st.sampled_from('said Putin , . “ ” " according to the who ( ) told'.split())))
def test_a_speaker_is_in_the_words_of_the_sentence(words: list[str]) -> None:
    text = " ".join(words)

    assert attribution.speaker(text) in text
