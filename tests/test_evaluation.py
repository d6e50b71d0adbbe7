import json
from itertools import combinations
from pathlib import Path

import pytest

from briefing import evaluation, rouge
from briefing.errors import BriefingError
from briefing.evaluation import Cluster, Document, Scores
from briefing.rouge import Score

flood = Cluster(
    "flood",
    (Document("a", "The river rose."), Document("b", "The bridge fell.")),
    ("the river rose and the bridge fell",),
)
vote = Cluster("vote", (Document("c", "The vote failed."),), ("the vote failed again",))


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def scores(**recalls: list[float]) -> Scores:
    by_system = {
        name: {"rouge-2": tuple(Score(recall, recall) for recall in values)}
        for name, values in recalls.items()
    }
    size = len(next(iter(recalls.values())))
    return Scores(tuple(map(str, range(size))), by_system)


def test_clusters_are_read_from_json_lines(tmp_path: Path) -> None:
    line = json.dumps(
        {
            "id": "flood",
            "more": "is left alone",
            "documents": [{"id": "a", "title": "Flood", "date": "2023-03-20", "text": "It rose."}],
            "references": ["Water rose."],
        }
    )

    found = evaluation.load_clusters(write(tmp_path / "set.jsonl", line, "", ""))

    document = Document("a", "It rose.", "Flood", "2023-03-20")
    assert found == [Cluster("flood", (document,), ("Water rose.",))]


@pytest.mark.parametrize(
    "line",
    ["{", '{"id": 7}', "[]", '{"id": "x", "documents": [], "references": []}'],
)
def test_a_broken_line_is_named_by_its_number(tmp_path: Path, line: str) -> None:
    good = '{"id": "x", "documents": [], "references": ["y"]}'
    path = write(tmp_path / "set.jsonl", good, line)

    with pytest.raises(BriefingError, match=r"set\.jsonl:2: "):
        evaluation.load_clusters(path)


def test_a_second_cluster_of_one_id_is_named_by_its_line(tmp_path: Path) -> None:
    line = '{"id": "x", "documents": [], "references": ["y"]}'
    path = write(tmp_path / "set.jsonl", line, "", line)

    with pytest.raises(BriefingError, match=r"set\.jsonl:3: an earlier cluster is called 'x'"):
        evaluation.load_clusters(path)


def test_a_file_that_is_missing_or_empty_is_an_expected_failure(tmp_path: Path) -> None:
    with pytest.raises(BriefingError, match="cannot be read"):
        evaluation.load_clusters(tmp_path / "none.jsonl")
    with pytest.raises(BriefingError, match="holds no cluster"):
        evaluation.load_clusters(write(tmp_path / "empty.jsonl", ""))


def test_every_system_is_scored_on_every_cluster() -> None:
    systems = {"first": lambda c: str(c.documents[0].text), "mute": lambda _: ""}

    found = evaluation.evaluate([flood, vote], systems, words=100)

    assert found.clusters == ("flood", "vote")
    assert [s.recall for s in found.by_system["first"]["rouge-1"]] == [3 / 7, 3 / 4]
    assert found.recall("first", "rouge-1") == pytest.approx((3 / 7 + 3 / 4) / 2)
    assert found.f1("first", "rouge-1") == pytest.approx((6 / 10 + 6 / 7) / 2)
    assert found.recall("mute", "rouge-2") == 0.0


def test_words_over_the_limit_do_not_count() -> None:
    found = evaluation.evaluate([vote], {"late": lambda _: "so so the vote failed"}, words=2)

    assert found.recall("late", "rouge-1") == 0.0


def test_progress_is_told_from_nothing_to_all() -> None:
    told: list[tuple[str, int, int]] = []

    evaluation.evaluate([flood, vote], {"mute": lambda _: ""}, 10, lambda *all_: told.append(all_))

    assert told == [("mute", 0, 2), ("mute", 1, 2), ("mute", 2, 2)]


def test_a_constant_difference_has_no_width() -> None:
    found = evaluation.compare(scores(new=[0.3, 0.5, 0.4], old=[0.2, 0.4, 0.3]), "new", "old")

    assert (found.mean, found.low, found.high) == pytest.approx((0.1, 0.1, 0.1))


def test_the_interval_of_a_difference_that_comes_and_goes_holds_0() -> None:
    found = evaluation.compare(scores(new=[0.1, 0.5] * 10, old=[0.5, 0.1] * 10), "new", "old")

    assert found.mean == pytest.approx(0.0)
    assert found.low < 0 < found.high


def test_the_bootstrap_gives_the_textbook_interval_and_gives_it_again() -> None:
    new = [0.1 + 0.01 * (n % 7) for n in range(70)]
    table = scores(new=new, old=[0.1] * 70)

    found = evaluation.compare(table, "new", "old")

    error = 0.02 / 70**0.5  # the standard deviation of 0, 0.01, ..., 0.06 is 0.02
    assert found.low == pytest.approx(0.03 - 1.96 * error, abs=0.0003)
    assert found.high == pytest.approx(0.03 + 1.96 * error, abs=0.0003)
    assert found == evaluation.compare(table, "new", "old")


def test_the_oracle_comes_close_to_the_best_pair_of_sentences() -> None:
    sentences = [
        "the river rose fast",
        "and the bridge fell",
        "it was a monday",
        "the river rose and fell",
        "nobody was hurt there",
    ]
    reference = "the river rose and the bridge fell"
    pairs = [f"{a} {b}" for a, b in combinations(sentences, 2)]

    found = evaluation.oracle(sentences, [reference], words=9)

    best = max(rouge.score(text, [reference], 9)["rouge-2"].recall for text in pairs)
    assert rouge.score(found, [reference], 9)["rouge-2"].recall == pytest.approx(best)


@pytest.mark.parametrize("sentences", [[], ["nothing shared"], [""]])
def test_the_oracle_is_silent_where_nothing_helps(sentences: list[str]) -> None:
    assert evaluation.oracle(sentences, ["the river rose"], 10) == ""


@pytest.mark.parametrize("reference", ["rose", "洪"])
def test_the_oracle_does_without_pairs_of_words(reference: str) -> None:
    assert evaluation.oracle(["nothing", reference], [reference], 10) == reference


def test_the_oracle_prefers_known_words_where_no_pair_of_words_helps() -> None:
    assert evaluation.oracle(["a b c", "a river"], ["the river rose"], 10) == "a river"


def test_the_room_lets_the_last_sentence_overrun() -> None:
    assert evaluation.room(100).words == 200
