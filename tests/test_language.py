from __future__ import annotations

import pytest

from briefing import language, pipeline
from briefing.sources import _text


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("en", "The storm flooded the harbour of Kiel on Monday."),
        ("cs", "Bouře v pondělí zaplavila starý přístav ve městě."),
        ("fr", "La tempête a inondé lundi le vieux port de la ville."),
        ("el", "Η καταιγίδα πλημμύρισε τη Δευτέρα το παλιό λιμάνι."),
        ("ar", "أغرقت العاصفة الميناء القديم في المدينة يوم الاثنين."),
        ("he", "הסערה הציפה ביום שני את הנמל הישן של העיר."),
        ("hi", "तूफ़ान ने सोमवार को शहर के पुराने बंदरगाह में बाढ़ ला दी।"),
        ("zh", "周一的风暴淹没了这座城市的旧港口。"),
        ("ja", "月曜日の嵐で町の古い港が浸水した。"),
        ("th", "พายุเมื่อวันจันทร์ทำให้ท่าเรือเก่าของเมืองถูกน้ำท่วม"),
        ("no", "Noen av husene på øya ble også ødelagt av stormen, og folk måtte bli hjemme."),
    ],
)
def test_the_language_of_a_sentence_is_told(expected: str, text: str) -> None:
    assert language.detect(text) == expected
    assert language.detect(f"{text}\r\n\r\n{text}") == expected


@pytest.mark.parametrize("text", ["", " \n", "12 345", "BBC", "Kiel", "☃", "\x00", "a " * 20_000])
def test_a_text_that_tells_no_language_is_taken_for_english(text: str) -> None:
    assert language.detect(text) == "en"


def test_the_declared_language_wins() -> None:
    text = "Bouře v pondělí zaplavila starý přístav ve městě."

    assert _text.article(text, "a.txt").language == "cs"
    assert _text.article(text, "a.txt", language="sk-SK").language == "sk"
    assert _text.article(text, "a.txt", language="unknown").language == "cs"


def test_each_article_of_a_mixed_corpus_has_its_own_language() -> None:
    texts = {
        "cs": "Bouře v pondělí zaplavila starý přístav ve městě. Starosta uzavřel most.",
        "fr": "La tempête a inondé lundi le vieux port de la ville. Le maire a fermé le pont.",
    }

    found = [_text.article(text, f"{code}.txt") for code, text in texts.items()]
    reading = pipeline.read(found)

    assert {a.path: a.language for a in reading.articles.values()} == {
        "cs.txt": "cs",
        "fr.txt": "fr",
    }
    assert [span.kind for span in reading.spans] == ["sentence"] * 4


def test_a_language_is_called_by_its_name() -> None:
    assert language.name("cs") == "Czech"
    assert language.name("xx") == "xx"
