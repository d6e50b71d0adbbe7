"""What survives between runs."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from fakes import article, embed

from briefing import store as storing
from briefing.errors import StoreError
from briefing.models import Embed, Visit
from briefing.store import Store, open_store

if TYPE_CHECKING:
    from briefing.models import Vectors

ours = storing.application_id
monday = datetime(2024, 5, 13, 6, 30, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "deep" / "briefing.db") as opened:
        yield opened


class Model:
    """An embedder that counts what it is asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.loads = 0

    def load(self) -> Embed:
        self.loads += 1
        return self

    def __call__(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return embed(texts)


# The file.


def test_a_store_keeps_what_it_got_when_it_is_opened_again(tmp_path: Path) -> None:
    file = tmp_path / "briefing.db"
    kept = replace(article("A dam broke.", outlet="X"), file_offsets=((3, 5),), language="fr")
    with open_store(file) as first:
        first.articles.add([kept], monday)
    with open_store(file) as second:
        (found,) = second.articles.between(0, 99)

    assert (found.article, found.seen, found.number) == (kept, monday, 1)


@pytest.mark.parametrize(
    ("statements", "complaint"),
    [
        (["CREATE TABLE t (a)"], "of another application"),
        (["PRAGMA application_id = 7"], "of another application"),
        (
            [f"PRAGMA application_id = {ours}", "PRAGMA user_version = 99"],
            "newer",
        ),
    ],
)
def test_a_file_that_is_not_ours_is_refused_and_left_alone(
    tmp_path: Path, statements: list[str], complaint: str
) -> None:
    file = tmp_path / "other.db"
    with sqlite3.connect(file) as other:
        for statement in statements:
            other.execute(statement)
    other.close()
    before = file.read_bytes()

    with pytest.raises(StoreError, match=complaint):
        open_store(file)
    assert file.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["other.db"]


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "notes.db"
    file.write_text("Shopping: milk, bread, a newspaper. " * 50)

    with pytest.raises(StoreError, match="not a database"):
        open_store(file)
    assert file.read_text().startswith("Shopping")


def test_an_empty_file_becomes_a_store(tmp_path: Path) -> None:
    file = tmp_path / "briefing.db"
    file.touch()

    with open_store(file) as opened:
        assert opened.articles.newest() == 0


def test_each_migration_leads_one_schema_further(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "briefing.db"
    steps = storing.migrations()
    open_store(file).__exit__(None, None, None)
    monkeypatch.setattr(storing, "migrations", lambda: (*steps, "CREATE TABLE later (a);\n"))
    for _ in range(2):
        open_store(file).__exit__(None, None, None)

    with sqlite3.connect(file) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (len(steps) + 1,)
        assert raw.execute("SELECT count(*) FROM later").fetchone() == (0,)
    raw.close()


def test_no_migration_is_changed_once_stores_were_made_with_it() -> None:
    """A change of the schema is a file of its own; only its line is added here."""
    hashes = [hashlib.sha256(step.encode()).hexdigest()[:16] for step in storing.migrations()]

    assert hashes == ["cc3e332df17502bc", "0eccc28120943c8d"]


def test_a_migration_that_fails_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "briefing.db"
    steps = storing.migrations()
    open_store(file).__exit__(None, None, None)
    broken = "CREATE TABLE half (a);\nCREATE TABLE half (a);\n"
    monkeypatch.setattr(storing, "migrations", lambda: (*steps, broken))

    with pytest.raises(StoreError, match="half"):
        open_store(file)
    with sqlite3.connect(file) as raw:
        assert raw.execute("SELECT * FROM sqlite_master WHERE name = 'half'").fetchall() == []
    raw.close()


# Articles.


def test_a_new_text_at_an_address_is_a_revision_and_the_old_one_stays(store: Store) -> None:
    old = replace(article("The dam holds."), url="https://x.example/dam")
    new = replace(article("The dam broke."), url="https://x.example/dam")
    added = [
        store.articles.add(batch, monday + timedelta(hours=hour))
        for hour, batch in enumerate([[old], [old, new], [old]])
    ]

    assert added == [1, 1, 0]
    revisions = store.articles.revisions("https://x.example/dam")
    assert [found.article.text for found in revisions] == ["The dam holds.", "The dam broke."]
    assert [found.seen for found in revisions] == [monday, monday + timedelta(hours=1)]


def test_numbers_are_not_given_twice(store: Store) -> None:
    store.articles.add([article("One."), article("Two.", "b.txt")], monday)
    store.articles.prune(monday + timedelta(days=1), 2)
    store.articles.add([article("Three.", "c.txt")], monday)

    assert [found.number for found in store.articles.between(0, 99)] == [3]


def test_the_newest_before_a_time_has_only_earlier_ones_before_it(store: Store) -> None:
    for place, hour in enumerate([0, 5, 1, 6]):  # the clock went back once
        store.articles.add([article(f"Text {place}.", f"{place}")], monday + timedelta(hours=hour))

    assert store.articles.newest() == 4
    assert store.articles.newest(monday + timedelta(hours=5)) == 1
    assert store.articles.newest(monday) == 0


def test_words_are_found_whatever_their_accents_and_case(store: Store) -> None:
    store.articles.add([article("Die Brücke in Dresden brach ein.", outlet="X")], monday)
    store.articles.add([article("A bridge fell.", "b.txt", title="Dresden")], monday)

    (hit,) = store.articles.search("brucke DRESDEN")
    assert hit.passage == "Die [Brücke] in [Dresden] brach ein."
    assert len(list(store.articles.search("dresden"))) == 2
    assert not list(store.articles.search('"in brach"'))
    assert not list(store.articles.search('AND ( " NEAR *'))


def test_what_is_pruned_is_not_found(store: Store) -> None:
    store.articles.add([article("An old text.")], monday)
    store.articles.add([article("A new text.", "b.txt")], monday + timedelta(days=2))

    assert store.articles.prune(monday + timedelta(days=1), 2) == 1
    assert [hit.found.article.text for hit in store.articles.search("text")] == ["A new text."]


# Vectors.


def test_a_text_is_embedded_once(store: Store) -> None:
    first, second = Model(), Model()
    rows = store.vectors.remembering("m", first.load, monday)(["a dam", "a gate", "a dam"])
    again = store.vectors.remembering("m", second.load, monday)(["a gate", "a dam"])

    assert first.asked == ["a dam", "a gate"]
    assert second.loads == 0
    np.testing.assert_array_equal(again, rows[[1, 0]])


def test_another_model_gets_vectors_of_its_own(store: Store) -> None:
    one, other = Model(), Model()
    store.vectors.remembering("weights 1, tokenizer 1", one.load, monday)(["a dam"])
    store.vectors.remembering("weights 1, tokenizer 2", other.load, monday)(["a dam"])

    assert other.asked == ["a dam"]


def test_a_vector_that_decayed_is_made_again_and_counted(store: Store) -> None:
    model = Model()
    remembered = store.vectors.remembering("m", model.load, monday)
    rows = remembered(["a dam", "a gate"])
    with sqlite3.connect(store.file) as raw:
        raw.execute("UPDATE vectors SET vector = zeroblob(2048) WHERE rowid = 1")
    raw.close()

    np.testing.assert_array_equal(remembered(["a dam", "a gate"]), rows)
    assert len(model.asked) == 3
    assert store.vectors.decayed == 1


# Visits.


def test_the_last_visit_is_remembered(store: Store) -> None:
    url = "https://x.example/feed"
    store.visits.remember(url, Visit(etag='"1"'))
    store.visits.remember(url, Visit(etag='"2"', not_before=monday))

    assert store.visits.visit(url) == Visit(etag='"2"', not_before=monday)
    assert store.visits.visit("https://x.example/other") is None


def test_an_address_is_known_once_its_article_is_kept(store: Store) -> None:
    url = "https://x.example/dam"
    assert not store.visits.known(url)

    store.articles.add([replace(article("A dam broke."), url=url)], monday)
    assert store.visits.known(url)
