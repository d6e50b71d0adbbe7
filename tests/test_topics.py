from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from fakes import article, corpus, embed, embedded

from briefing import topics
from briefing.corpus import Embedded
from briefing.models import Article, Sentence, Topic, TopicScore
from briefing.topics import Assigned

farming = Topic("farming", "farms, harvests, cattle and grain", any=("grain", "wheat harvest"))
schools = Topic("schools", "schools, teachers and pupils", any=("school", "exam"))

ferry = "The ferry to Kiel sailed at noon with forty passengers."
bakery = "A bakery on the east bank gave away its bread."
choir = "The choir sang in the old church for the bishop."


def assign(texts: list[str], *given: Topic) -> Assigned:
    return topics.assign(corpus(*texts)[0], given, embed)


def words_found(text: str, *given: Topic) -> dict[str, tuple[str, ...]]:
    (scores, *_) = assign([text, ferry, bakery, choir], *given).scores
    return {score.topic: score.words for score in scores}


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("sanction", "The firm was sanctioned by the court on Monday."),
        ("sanctions", "A sanction against the firm was lifted on Monday."),
        ("supply", "Supplies of coal reached the port on Monday."),
        ("price", "Pricing of the tickets angered the dockers."),
        ("NATO", "The ships of nato passed the port."),
        ("port", "The mayor praised the port's keepers."),
        ("wheat harvest", "Two wheat harvests have failed in the valley."),
        ("tariff", "The tariff-free port was opened on Monday."),
    ],
)
def test_a_word_is_found_in_its_inflections(word: str, text: str) -> None:
    assert words_found(text, Topic("given", any=(word,)))["given"] == (word,)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("import", "It was an important day for the port."),
        ("gas", "The gap in the wall was closed."),
        ("oil", "They toiled all night in the port."),
        ("war", "The warden of the port resigned."),
        ("wheat harvest", "The harvest of wheat has failed."),
        ("port", "The report was sent to the mayor."),
    ],
)
def test_a_word_is_not_found_in_another(word: str, text: str) -> None:
    assert words_found(text, Topic("given", any=(word,)))["given"] == ()


def test_the_words_of_a_topic_are_evidence_for_it() -> None:
    texts = ["The school exam began.", "Grain from farms was sold.", ferry, choir]

    assigned = assign(texts, farming, schools)

    assert [score.topic for score in assigned.of(0)] == ["schools"]
    assert [score.topic for score in assigned.of(1)] == ["farming"]
    assert assigned.of(2) == ()
    assert assigned.members(schools) == [0]


def test_a_score_is_the_sum_of_its_parts() -> None:
    item = article("The grain was sold. The school closed. The exam of the pupils began.")
    assigned = topics.assign(embedded([item]), (farming, schools), embed)

    for scores in assigned.scores:
        for score in scores:
            named = score.topic in score.words
            hits = topics.most_words if named else min(len(score.words), topics.most_words)
            found = topics.word_evidence * hits
            assert score.total == pytest.approx(score.similarity + found + score.context, abs=2e-4)


def test_more_than_two_words_add_nothing() -> None:
    many = Topic("many", any=("ferry", "Kiel", "noon", "passenger"))
    (score,) = assign([ferry, bakery, choir], many).scores[0]

    assert len(score.words) == 4
    assert score.total - score.similarity == pytest.approx(2 * topics.word_evidence, abs=2e-4)


def test_scores_come_best_first() -> None:
    for scores in assign([ferry, bakery, "The exam and the grain."], farming, schools).scores:
        assert list(scores) == sorted(scores, key=lambda score: -score.total)
        assert {score.topic for score in scores} == {"farming", "schools"}


def test_a_sentence_may_belong_to_two_topics() -> None:
    assigned = assign(["The school sold its grain.", ferry, bakery, choir], farming, schools)

    assert {score.topic for score in assigned.of(0)} == {"farming", "schools"}


def test_none_of_the_words_that_rule_a_topic_out_may_stand_in_it() -> None:
    strict = replace(schools, none=("driving",))
    texts = ["The school opened its doors.", "The driving school opened its doors.", ferry, choir]

    assigned = assign(texts, strict)

    assert assigned.members(strict) == [0]


def test_all_of_the_words_that_must_stand_in_it_do() -> None:
    strict = replace(schools, all=("teacher", "strike"))
    texts = ["Teachers struck at the school.", "Teachers on strike left the school.", ferry, choir]

    assigned = assign(texts, strict)

    assert assigned.members(strict) == [1]


def test_a_topic_with_only_a_name_is_found_by_its_name() -> None:
    name = Topic("ferry")

    assigned = assign([ferry, "Two ferries sank.", bakery, choir], name)

    assert assigned.members(name) == [0, 1]


def test_a_topic_described_by_meaning_alone_needs_no_word() -> None:
    described = Topic("sea travel", "a ferry that sails with passengers to Kiel at noon")
    assigned = assign([ferry, bakery, choir], described)

    (score,) = assigned.of(0)
    assert score.words == ()
    assert assigned.members(described) == [0]


def test_a_leaning_sentence_inherits_from_the_one_before() -> None:
    item = article(f"The exam at the school began. He sat down by the door. {ferry} {bakery}")
    assigned = topics.assign(embedded([item]), (schools,), embed)

    assert assigned.members(schools) == [0, 1]
    (before,), (score,) = assigned.of(0), assigned.of(1)
    assert score.words == ()
    near = topics.neighbour_weight * (before.similarity + assigned.scores[2][0].similarity) / 2
    assert score.context == pytest.approx(near + topics.antecedent_weight * before.total, abs=2e-4)


def test_a_new_paragraph_inherits_nothing() -> None:
    item = article(f"The exam at the school began.\n\nHe sat down by the door. {ferry} {bakery}")
    assigned = topics.assign(embedded([item]), (schools,), embed)

    assert assigned.members(schools) == [0]


def test_a_standing_sentence_inherits_nothing() -> None:
    item = article(f"The exam at the school began. Holm sat by the door. {ferry} {bakery}")
    assigned = topics.assign(embedded([item]), (schools,), embed)

    assert assigned.members(schools) == [0]


def test_a_ruled_out_topic_is_not_inherited_into() -> None:
    strict = replace(schools, none=("door",))
    item = article(f"The exam at the school began. He sat by the door. {ferry} {bakery}")
    assigned = topics.assign(embedded([item]), (strict,), embed)

    assert assigned.members(strict) == [0]


def test_a_heading_is_evidence_for_what_stands_below_it() -> None:
    below = Sentence("a", 0, 0, len(ferry), ferry, heading="News from our schools")
    others = [Sentence("b", n, 100 * n, 100 * n + len(t), t) for n, t in enumerate([bakery, choir])]
    both = [replace(below, heading=""), below]

    plain, under = (
        topics.assign(Embedded((s, *others), embed([ferry, bakery, choir])), (schools,), embed)
        for s in both
    )

    gained = under.scores[0][0].total - plain.scores[0][0].total
    assert gained == pytest.approx(topics.heading_evidence, abs=2e-4)


def test_several_sentences_belong_where_any_of_them_does() -> None:
    high, low = TopicScore("a", 0.6, 0.2, ("x", "y")), TopicScore("a", 0.1, 0.1, ("y", "z"))
    assigned = Assigned((Topic("a"),), ((high,), (low,)))

    assert assigned.of_any([1]) == ()
    assert assigned.of_any([1, 0]) == (high,)


def test_the_order_of_the_sentences_of_other_articles_changes_nothing() -> None:
    texts = [ferry, "The exam began.", "The grain was sold.", choir]
    there = assign(texts, farming, schools)
    back = assign(texts[::-1], farming, schools)

    assert [s.total for row in there.scores for s in row] == pytest.approx(
        [s.total for row in back.scores[::-1] for s in row], abs=2e-4
    )


def test_no_sentence_and_no_topic_give_no_scores() -> None:
    empty: Embedded[Sentence] = Embedded((), np.zeros((0, 512), np.float32))
    nothing = topics.assign(empty, (schools,), embed)

    assert nothing.scores == ()
    assert nothing.members(schools) == []
    assert topics.discover(empty, nothing) == nothing
    assert assign([ferry]).scores == ((),)


def test_a_single_sentence_is_told_by_its_words() -> None:
    one, _ = corpus("The exams at the school began.")
    assigned = topics.assign(one, (schools, farming), embed)

    assert [score.topic for score in assigned.of(0)] == ["schools"]
    assert topics.discover(one, assigned).topics == (schools, farming)


def test_the_default_topics_are_described_and_have_words() -> None:
    assert [topic.name for topic in topics.defaults()] == ["trade", "energy", "ukraine", "security"]
    assert all(topic.description and topic.any for topic in topics.defaults())


# Topics that nobody named.

storms = [
    "A winter storm flooded the harbour of Torhaven.",
    "The winter storm broke the harbour wall.",
    "After the winter storm the harbour was closed.",
    "The winter storm cost the harbour two cranes.",
]
elections = [
    "Voters elected Holm as mayor of the town.",
    "Holm was elected mayor by the voters of Kiel.",
    "Few voters had thought that Holm would be elected mayor.",
]


def discover(texts: list[str], *given: Topic) -> tuple[Embedded[Sentence], Assigned]:
    found, _ = corpus(*texts)
    return found, topics.discover(found, topics.assign(found, given, embed))


def test_what_belongs_together_is_discovered_and_labelled() -> None:
    _, assigned = discover([*storms, *elections, bakery], farming)
    found = [topic for topic in assigned.topics if topic.discovered]

    assert [assigned.members(topic) for topic in found] == [[0, 1, 2, 3], [4, 5, 6]]
    first, second = (topic.name for topic in found)
    assert "storm" in first
    assert "voters" in second or "elected" in second


def test_what_is_of_one_story_is_one_topic_under_its_headline() -> None:
    found, _ = corpus(*storms, *elections, bakery)
    storm, vote = ({s.article_id for s in found.items[rows]} for rows in (slice(4), slice(4, 7)))
    headlines = dict.fromkeys(storm | vote, "A town in trouble") | {"elsewhere": "Another"}
    given = topics.assign(found, [farming], embed)

    joined = topics.discover(found, given, headlines=headlines)
    apart = topics.discover(found, given, headlines=dict.fromkeys(storm, "Storm in Torhaven"))

    named = [topic.name for topic in joined.topics if topic.discovered]
    assert named == ["A town in trouble"]
    assert joined.members(joined.topics[-1]) == [0, 1, 2, 3, 4, 5, 6]
    assert apart.topics[1].name == "Storm in Torhaven"
    assert "voters" in apart.topics[2].name or "elected" in apart.topics[2].name


def test_a_topic_that_spans_stories_is_named_by_its_words() -> None:
    found, _ = corpus(*storms, *elections, bakery)
    ids = [sentence.article_id for sentence in found.items]
    headlines = {ids[0]: "One", ids[1]: "One", ids[2]: "Another", ids[3]: "Another"}

    assigned = topics.discover(found, topics.assign(found, [farming], embed), headlines=headlines)

    assert any("storm" in topic.name for topic in assigned.topics)


def test_reprints_make_no_topic() -> None:
    found, _ = corpus(*storms[:1], *elections, bakery, choir)
    given = topics.assign(found, [farming], embed)
    copies = {found.items[row].article_id for row in (2, 3)}

    assert any(topic.discovered for topic in topics.discover(found, given).topics)
    assert topics.discover(found, given, reprints=copies).topics == (farming,)


def test_a_discovered_topic_has_three_sentences_or_more() -> None:
    _, assigned = discover([*storms, *elections[:2], bakery, choir], farming)
    found = [topic for topic in assigned.topics if topic.discovered]

    assert [len(assigned.members(topic)) for topic in found] == [4]
    assert topics.fewest == 3


def test_given_topics_come_first_and_keep_their_sentences() -> None:
    storm = Topic("storm", "storms and floods")
    _, assigned = discover([*storms, *elections, bakery, choir], storm)

    assert assigned.topics[0] == storm
    assert assigned.members(storm) == [0, 1, 2, 3]
    for topic in assigned.topics[1:]:
        assert not set(assigned.members(topic)) & {0, 1, 2, 3}


def test_there_are_at_most_so_many_discovered_topics() -> None:
    names = "amber birch cedar daisy elm fern".split()
    texts = [
        f"The {name} {name} {verb} {name}." for name in names for verb in ("rose", "fell", "sank")
    ]
    _, assigned = discover(texts, farming)

    assert sum(topic.discovered for topic in assigned.topics) == topics.most_discovered


def test_labels_do_not_hang_on_the_order_of_articles() -> None:
    texts = [*storms, *elections, bakery]
    there, back = (discover(order, farming)[1] for order in (texts, texts[::-1]))

    assert [topic.name for topic in there.topics] == [topic.name for topic in back.topics]


def test_vectors_without_their_common_part_have_unit_length_or_none() -> None:
    vectors = embed([ferry, bakery, choir, ferry])
    moved = topics.centred(vectors, vectors.mean(axis=0))

    assert np.allclose(np.linalg.norm(moved, axis=1), 1)
    assert not topics.centred(vectors[:1], vectors[0]).any()
    assert moved.dtype == np.float32


def test_articles_are_neighbours_of_nobody_elses_sentences() -> None:
    first = article("The school is open.", "a.txt")
    second = article("The bread is cheap.", "b.txt")
    apart = topics.assign(embedded([first, second]), (schools,), embed)

    assert all(score.context == 0 for scores in apart.scores for score in scores)


def test_sentences_of_an_article_are_each_others_context() -> None:
    item: Article = article(f"The school is open. {bakery}")
    together = topics.assign(embedded([item]), (schools,), embed)

    assert all(score.context != 0 for scores in together.scores for score in scores)


@pytest.mark.parametrize(
    ("language", "word", "text"),
    [
        ("cs", "most", "Na mostech v přístavu stály v pondělí kamiony."),
        ("fr", "école", "Les écoles du port ont fermé lundi."),
        ("el", "λιμάνι", "Τα λιμάνια έκλεισαν τη Δευτέρα."),
        ("ar", "ميناء", "أغلقت المدينة الميناء يوم الاثنين."),
        ("hi", "नदी", "नदियों में सोमवार को बाढ़ आई।"),
        ("he", 'צה"ל', "דובר צה״ל אמר זאת ביום שני."),
        ("zh", "港口", "周一的风暴淹没了旧港口。"),
    ],
)
def test_a_topic_s_words_are_inflected_by_the_language_of_the_article(
    language: str, word: str, text: str
) -> None:
    found, articles = corpus(text, ferry)
    languages = dict.fromkeys(list(articles)[:1], language)
    topic = Topic("given", any=(word,))

    assigned = topics.assign(found, (topic,), embed, languages)

    assert [score.words for (score,) in assigned.scores] == [(word,), ()]


def test_a_topic_s_conditions_hold_in_its_language() -> None:
    found, articles = corpus("Na mostech stály kamiony.", "Na mostech stály kamiony a vlaky.")
    topic = Topic("most", all=("kamion",), none=("vlak",))

    assigned = topics.assign(found, (topic,), embed, dict.fromkeys(articles, "cs"))

    assert [bool(assigned.of(row)) for row in (0, 1)] == [True, False]


def test_a_discovered_topic_is_named_without_stop_words_of_its_language() -> None:
    texts = [f"Le vieux pont du port est fermé depuis {day}." for day in ("lundi", "mardi", "hier")]
    others = ["La chorale chante.", "Une boulangerie vend.", "Le bac navigue."]
    found, articles = corpus(*texts, *others)
    languages = dict.fromkeys(articles, "fr")

    assigned = topics.discover(found, topics.assign(found, (), embed, languages), languages)

    labels = {topic.name for topic in assigned.topics}
    assert any("pont" in label for label in labels)
    assert not any({"est", "depuis"} & set(label.replace(",", "").split()) for label in labels)


def test_a_topic_none_of_whose_words_stands_anywhere_has_no_sentence() -> None:
    found, _ = corpus("The harbour was flooded by a storm.", "The ferry sailed on Monday.")
    near = Topic("ports", "The harbour was flooded by a storm.", any=("quays",))
    described = replace(near, any=())

    assert not topics.assign(found, [near], embed).members(near)
    assert topics.assign(found, [described], embed).members(described) == [0]


@pytest.mark.parametrize("seed", range(20))
def test_few_sentences_are_clustered_as_by_scipy(seed: int) -> None:
    random = np.random.default_rng(seed)
    count, themes = int(random.integers(6, topics.most_joined)), int(random.integers(2, 9))
    near = random.normal(size=(themes, 24))[random.integers(0, themes, count)]
    rows = (near + random.normal(size=(count, 24))).astype(np.float32)
    vectors = topics.centred(rows, rows.mean(axis=0))

    labels = topics._linked(vectors, ())

    expected = [np.flatnonzero(labels == label).tolist() for label in set(labels.tolist())]
    assert sorted(topics._joined(vectors, ())) == sorted(expected)
