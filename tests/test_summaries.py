from __future__ import annotations

from datetime import date

import pytest
from fakes import embed

from briefing import summaries
from briefing.evaluation import Cluster, Document
from briefing.summaries import Summariser

text = "The port of Bergen was sold on Monday to a bank in Oslo."


def cluster(*documents: Document) -> Cluster:
    return Cluster("port", documents, ("The port was sold.",))


@pytest.mark.parametrize(
    ("written", "day"),
    [("2024-05-17", date(2024, 5, 17)), ("17 May 2024", date(2024, 5, 17)), ("", None)],
)
def test_the_day_of_a_document_is_the_day_of_its_article(written: str, day: date | None) -> None:
    (article,) = summaries.articles(cluster(Document("a", text, date=written)))

    assert article.published == day


@pytest.mark.parametrize(
    ("declared", "language"), [("en-US", "en"), ("nb", "no"), ("iw", "he"), ("", "en")]
)
def test_the_language_that_a_document_declares_has_one_code(declared: str, language: str) -> None:
    (article,) = summaries.articles(cluster(Document("a", text, language=declared)))

    assert article.language == language


@pytest.mark.parametrize("documents", [[], [Document("a", "Sports")], [Document("a", "")]])
def test_a_cluster_without_a_sentence_has_empty_summaries(documents: list[Document]) -> None:
    empty = cluster(*documents)
    summariser = Summariser(embed, 100)

    assert summariser.silent(empty)
    assert summariser.by("coverage")(empty) == ""
    assert summariser.best(empty) == ""


def test_a_summary_ends_with_the_sentence_that_reaches_its_length() -> None:
    texts = [
        f"The port of {name} was sold to a bank on Monday." for name in ("Oslo", "Kiel", "Ribe")
    ]
    found = cluster(*(Document(str(n), text) for n, text in enumerate(texts)))

    summary = Summariser(embed, 12).by("lead")(found)

    assert summary == " ".join(texts[:2])
