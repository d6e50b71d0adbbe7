"""Which sentences belong to which topics, and why; the rest is clustered and labelled.

A sentence's score for a topic is its similarity to the topic's description, once what
all sentences and all descriptions have in common has been taken away, plus evidence
from the topic's words and a little from its neighbours and the heading above it.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from importlib import resources
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

from briefing import linkage
from briefing.cohesion import antecedent, leans
from briefing.corpus import Embedded
from briefing.models import Embed, Sentence, Topic, TopicScore
from briefing.thresholds import Curve, scaled
from briefing.words import base, lettered, stops, unspaced, words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from briefing.models import Vectors

word_evidence = 0.20  # of one of the topic's words; as much as 0.2 of similarity
most_words = 2  # further words add nothing; the topic's own name alone counts as many
neighbour_weight = 0.15  # of the mean similarity of the sentences before and after it
antecedent_weight = 0.7  # of the score of the sentence that one without topic words leans on
heading_evidence = 0.10  # a word of the topic in the heading above

belongs = 0.25  # one word of the topic and a little likeness; range in docs/quality.md
few = 5  # sentences whose mean is half what they have in common, half what they say
same_theme = 0.25  # centred cosine, average link: sentences this alike form a discovered topic
fewest = 3  # sentences in a discovered topic; with fewer it is noted, not a topic
most_discovered = 4  # discovered topics in a brief, the largest ones
most_joined = 200  # sentences clustered without SciPy, whose loading would cost more
most_linked = 4000  # sentences clustered by average link; its memory grows with the square
pair_bonus = 1.5  # in a label, of "state visit" against "visit" alone
label_terms = 3  # words that label a discovered topic
of_one_story = 0.8  # of its sentences: a discovered topic that is one story's is named by it
english: Mapping[str, str] = MappingProxyType({})  # article id -> language, where it is another
_rows = 4096  # vectors that are held a second time
nowhere: Mapping[str, str] = MappingProxyType({})  # article id -> headline of its story


@dataclass(frozen=True, slots=True)
class Assigned:
    """Topic scores by sentence: ``scores[row]`` holds all topics, best first."""

    topics: tuple[Topic, ...]
    scores: tuple[tuple[TopicScore, ...], ...]
    silent: Set[str] = frozenset()  # topics that no sentence belongs to, however like one is

    def of(self, row: int) -> tuple[TopicScore, ...]:
        """The topics that the sentence belongs to, best first."""
        return tuple(
            score
            for score in self.scores[row]
            if score.total >= belongs and score.topic not in self.silent
        )

    def of_any(self, rows: Sequence[int]) -> tuple[TopicScore, ...]:
        """The topics that any of several sentences belongs to, each as its best one does."""
        best: dict[str, TopicScore] = {}
        for score in (score for row in rows for score in self.of(row)):
            if score.topic not in best or score.total > best[score.topic].total:
                best[score.topic] = score
        return _best_first(list(best.values()))

    def members(self, topic: Topic) -> list[int]:
        """The rows of the sentences that belong to the topic."""
        return [
            row
            for row in range(len(self.scores))
            if any(score.topic == topic.name for score in self.of(row))
        ]


def assign(
    corpus: Embedded[Sentence],
    topics: Sequence[Topic],
    embed: Embed,
    languages: Mapping[str, str] = english,
    curve: Curve = (),
) -> Assigned:
    """Score every sentence for every topic, its words by the language of its article.

    The curve is that of cosines with topics.
    """
    similarity = scaled(cosines(corpus.vectors, topics, embed), curve)
    context = _context(corpus.items, similarity)
    spoken = [languages.get(sentence.article_id, "en") for sentence in corpus.items]
    finders = {
        language: [_Words.of(topic, language) for topic in topics] for language in set(spoken)
    }
    rows: list[tuple[TopicScore, ...]] = []
    before: Sentence | None = None
    for row, sentence in enumerate(corpus.items):
        scores = _score(sentence, topics, finders[spoken[row]], similarity[row], context[row])
        if before and before.paragraph == sentence.paragraph and _goes_on(sentence, before, scores):
            scores = _inherit(scores, rows[-1])
        rows.append(scores)
        before = sentence
    silent: Set[str] = frozenset()
    if set(spoken) <= {"en"}:
        headings = [_stems(heading, "en") for heading in {s.heading for s in corpus.items}]
        silent = _unmentioned(topics, rows, finders.get("en", []), headings)
    return Assigned(tuple(topics), tuple(rows), silent)


def _unmentioned(
    topics: Sequence[Topic],
    rows: Sequence[Sequence[TopicScore]],
    finders: Sequence[_Words],
    headings: Sequence[str],
) -> Set[str]:
    """The topics known by words of which none stands anywhere: what is like them is chance.

    A topic that is only described has no words to be missed.
    """
    found = {score.topic for row in rows for score in row if score.words}
    return {
        topic.name
        for topic, finder in zip(topics, finders, strict=False)
        if (topic.any or not topic.description)
        and topic.name not in found
        and not any(finder.found(heading) for heading in headings)
    }


@cache
def defaults() -> tuple[Topic, ...]:
    """Trade, energy, Ukraine and security."""
    return tuple(
        Topic(entry["name"], entry["description"], tuple(entry["any"]))
        for entry in _data()["topics"]
    )


@cache
def _data() -> dict[str, list[dict[str, str]]]:
    file = resources.files("briefing") / "data" / "topics.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def centred(vectors: Vectors, mean: Vectors) -> Vectors:
    """Unit vectors without their common part; a vector equal to the mean becomes zero."""
    import numpy as np

    unit = np.empty(vectors.shape, np.float32)
    for start in range(0, len(vectors), _rows):
        moved = vectors[start : start + _rows] - mean
        norms = np.linalg.norm(moved, axis=1, keepdims=True)
        unit[start : start + _rows] = moved / np.where(norms > 1e-6, norms, 1.0)
    return unit


def cosines(vectors: Vectors, topics: Sequence[Topic], embed: Embed) -> Vectors:
    """Centred cosine of every sentence to every topic; shape (sentences, topics)."""
    import numpy as np

    if not topics or not len(vectors):
        return np.zeros((len(vectors), len(topics)), np.float32)
    given = [_described(topic) for topic in topics]
    others = [_described(topic) for topic in defaults()]
    others += [entry["description"] for entry in _data()["background"]]
    texts = list(dict.fromkeys((*given, *others)))
    described = embed(texts)
    descriptions = centred(described, described.mean(axis=0))[: len(topics)]
    common = vectors.mean(axis=0) * np.float32(len(vectors) / (len(vectors) + few))
    similar: Vectors = centred(vectors, common) @ descriptions.T
    return similar


def _described(topic: Topic) -> str:
    text = topic.description or ", ".join((topic.name, *topic.any))
    return text if topic.name.lower() in text.lower() else f"{topic.name}: {text}"


def _context(sentences: Sequence[Sentence], similarity: Vectors) -> Vectors:
    """What the sentences before and after add; shape (sentences, topics)."""
    import numpy as np

    joined = [one.article_id == other.article_id for one, other in pairwise(sentences)]
    follows = np.array([False, *joined])[:, None]  # another sentence of its article
    leads = np.array([*joined, False])[:, None]
    around = np.zeros_like(similarity)
    around[1:] += np.where(follows[1:], similarity[:-1], 0)
    around[:-1] += np.where(leads[:-1], similarity[1:], 0)
    number = follows + leads.astype(np.float32)
    context: Vectors = neighbour_weight * (around / np.maximum(number, 1))
    return context


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a topic without inflection by one language, each between spaces."""

    language: str
    name: str
    any: Mapping[str, str]
    all: Mapping[str, str]
    none: Mapping[str, str]

    @staticmethod
    def of(topic: Topic, language: str) -> _Words:
        named = (topic.name, *topic.any)
        return _Words(
            language,
            _bases(topic.name, language),
            *(_phrases(given, language) for given in (named, topic.all, topic.none)),
        )

    def found(self, stems: str) -> tuple[str, ...]:
        return tuple(word for phrase, word in self.any.items() if phrase in stems)

    def allow(self, stems: str) -> bool:
        return all(phrase in stems for phrase in self.all) and not any(
            phrase in stems for phrase in self.none
        )


def _bases(text: str, language: str) -> str:
    return f" {' '.join(base(word, language) for word in words(text))} "


def _phrases(given: Sequence[str], language: str) -> dict[str, str]:
    phrases = {_bases(text, language): text for text in reversed(given)}
    return {phrase: phrases[phrase] for phrase in reversed(phrases) if phrase.strip()}


@lru_cache(maxsize=1000)  # a heading stands over many sentences
def _stems(text: str, language: str) -> str:
    bases = (base(part, language) for word in words(text) for part in _parts(word))
    return f" {' '.join(bases)} "


def _parts(word: str) -> tuple[str, ...]:
    """A hyphenated word is found whole and by its parts."""
    pieces = word.split("-")
    return (word, *pieces) if len(pieces) > 1 else (word,)


def _score(
    sentence: Sentence,
    topics: Sequence[Topic],
    finders: Sequence[_Words],
    similarity: Vectors,
    context: Vectors,
) -> tuple[TopicScore, ...]:
    language = finders[0].language if finders else "en"
    stems, heading = _stems(sentence.text, language), _stems(sentence.heading, language)
    scores = []
    for topic, finder, alike, near in zip(topics, finders, similarity, context, strict=True):
        found = finder.found(stems)
        around = float(near) + (heading_evidence if finder.found(heading) else 0.0)
        named = finder.name in stems
        hits = most_words if named else min(len(found), most_words)
        total = float(alike) + word_evidence * hits + around
        if not finder.allow(stems):
            total = -1.0
        scores.append(
            TopicScore(topic.name, round(total, 4), round(float(alike), 4), found, round(around, 4))
        )
    return _best_first(scores)


def _goes_on(sentence: Sentence, before: Sentence, scores: Sequence[TopicScore]) -> bool:
    """Whether only the sentence before tells what this one speaks of."""
    worded = any(score.words for score in scores)
    return not worded and leans(sentence.text) and antecedent(sentence, before) is not None


def _inherit(scores: Sequence[TopicScore], before: Sequence[TopicScore]) -> tuple[TopicScore, ...]:
    total = {score.topic: score.total if score.total >= belongs else 0.0 for score in before}
    passed = [
        replace(
            score,
            total=round(score.total + antecedent_weight * total[score.topic], 4),
            context=round(score.context + antecedent_weight * total[score.topic], 4),
        )
        for score in scores
    ]
    return _best_first(passed)


def _best_first(scores: Sequence[TopicScore]) -> tuple[TopicScore, ...]:
    return tuple(sorted(scores, key=lambda score: (-score.total, score.topic)))


# Topics that nobody named.


def discover(
    corpus: Embedded[Sentence],
    assigned: Assigned,
    languages: Mapping[str, str] = english,
    curve: Curve = (),
    headlines: Mapping[str, str] = nowhere,
    reprints: Set[str] = frozenset(),
) -> Assigned:
    """Cluster what belongs to no topic, and add the larger clusters as topics.

    Args:
        corpus: the sentences, with their vectors.
        assigned: to the topics that are given.
        languages: of the articles, by id, where it is not English.
        curve: that of cosines between sentences.
        headlines: of the story of each article, by id, where there are several stories: what is
            one story's is one topic, named by its headline. Others are named by their words.
        reprints: the ids of articles that only say again what another does; left out.
    """
    rest = [
        row
        for row, sentence in enumerate(corpus.items)
        if sentence.article_id not in reprints and not assigned.of(row)
    ]
    groups = [[rest[place] for place in group] for group in _clusters(corpus.take(rest), curve)]
    large = [group for group in groups if len(group) >= fewest]
    found: list[Topic] = []
    scores = list(assigned.scores)
    labels = _Labels(corpus.items, languages)
    for group, headline in _by_story(large, corpus.items, headlines)[:most_discovered]:
        label = headline or labels.label(group)
        if label in {topic.name for topic in (*assigned.topics, *found)}:
            continue
        found.append(Topic(label, discovered=True))
        for row, alike in zip(group, _to_centre(corpus.vectors, group), strict=True):
            scores[row] = _best_first([*scores[row], TopicScore(label, belongs + alike, alike)])
    return Assigned((*assigned.topics, *found), tuple(scores), assigned.silent)


def _by_story(
    groups: Sequence[Sequence[int]], sentences: Sequence[Sentence], headlines: Mapping[str, str]
) -> list[tuple[list[int], str]]:
    """The groups, those of one story as one with its headline; the largest first."""
    apart: list[tuple[list[int], str]] = []
    stories: dict[str, list[int]] = {}
    for group in groups:
        told = Counter(headlines.get(sentences[row].article_id, "") for row in group)
        headline, count = min(told.items(), key=lambda pair: (-pair[1], pair[0]))
        if headline and count >= of_one_story * len(group):
            stories.setdefault(headline, []).extend(group)
        else:
            apart.append((list(group), ""))
    joined = [(sorted(rows), headline) for headline, rows in stories.items()]
    return sorted([*apart, *joined], key=lambda pair: (-len(pair[0]), pair[0]))


def _clusters(corpus: Embedded[Sentence], curve: Curve) -> list[list[int]]:
    """Average-link clusters of centred vectors, rows ascending; large inputs by k-means."""
    if len(corpus) < 2 * fewest:
        return []
    import numpy as np

    vectors = centred(corpus.vectors, corpus.vectors.mean(axis=0))
    if len(corpus) <= most_joined:
        return _joined(vectors, curve)
    labels = _linked(vectors, curve) if len(corpus) <= most_linked else _parted(vectors)
    return [np.flatnonzero(labels == label).tolist() for label in sorted(set(labels.tolist()))]


def _joined(vectors: Vectors, curve: Curve) -> list[list[int]]:
    """The same as ``_linked`` for a few, without the time that SciPy takes to load."""
    import numpy as np

    alike = np.clip(scaled(vectors @ vectors.T, curve), -1, 1)
    first, second = np.triu_indices(len(vectors), k=1)
    pairs = zip(first.tolist(), second.tolist(), strict=True)
    likeness = dict(zip(pairs, alike[first, second].tolist(), strict=True))
    return linkage.groups(len(vectors), likeness, same_theme, cohesion=0)


def _linked(vectors: Vectors, curve: Curve) -> NDArray[np.int64]:
    """Average link; SciPy's own, as scikit-learn calls it, at half the cost of its import."""
    import numpy as np
    from scipy.cluster import hierarchy

    alike = scaled(vectors @ vectors.T, curve)
    upper = np.concatenate([row[place:] for place, row in enumerate(alike, 1)])
    tree = hierarchy.linkage(np.clip(1 - upper, 0, 2), method="average")
    return np.asarray(hierarchy.fcluster(tree, 1 - same_theme, criterion="distance"), np.int64)


def _parted(vectors: Vectors) -> NDArray[np.int64]:
    """K-means in batches, its memory linear in the sentences."""
    import numpy as np
    from sklearn.cluster import MiniBatchKMeans

    method = MiniBatchKMeans(n_clusters=most_linked // 100, random_state=0, n_init=1)
    return np.asarray(method.fit_predict(vectors), np.int64)


def _to_centre(vectors: Vectors, group: Sequence[int]) -> list[float]:
    import numpy as np

    centre = vectors[group].mean(axis=0)
    alike = vectors[group] @ (centre / (np.linalg.norm(centre) or 1.0))
    return [round(float(value), 4) for value in alike]


@dataclass(frozen=True)
class _Labels:
    """Names for groups of sentences, by what tells each from the rest."""

    sentences: Sequence[Sentence]
    languages: Mapping[str, str]

    def label(self, group: Sequence[int]) -> str:
        """The phrases that tell most: their share inside times the log of their odds."""
        inside = Counter(phrase for row in group for phrase in self._telling(row))

        def weight(phrase: str) -> float:
            odds = math.log((1 + len(self.sentences)) / (1 + self._overall[phrase]))
            return inside[phrase] / len(group) * odds * (pair_bonus if " " in phrase else 1.0)

        chosen: list[str] = []
        for phrase in sorted(inside, key=lambda phrase: (-weight(phrase), phrase)):
            apart = not any(set(phrase.split()) & set(other.split()) for other in chosen)
            if apart and inside[phrase] > 1 and len(chosen) < label_terms:
                chosen.append(phrase)
        said = " ".join(self.sentences[row].text for row in group)
        return ", ".join(_as_written(phrase, said) for phrase in chosen) or "other"

    @cached_property
    def _overall(self) -> Counter[str]:
        rows = range(len(self.sentences))
        return Counter(phrase for row in rows for phrase in self._telling(row))

    def _telling(self, row: int) -> set[str]:
        sentence = self.sentences[row]
        return _telling(sentence.text, self.languages.get(sentence.article_id, "en"))


def _as_written(phrase: str, text: str) -> str:
    """The phrase with its usual capitals in a text."""
    pattern = re.compile(re.escape(phrase).replace(r"\ ", r"\s+"), re.IGNORECASE)
    seen = Counter(" ".join(match.split()) for match in pattern.findall(text))
    return min(seen, key=lambda form: (-seen[form], form), default=phrase)


def _telling(text: str, language: str) -> set[str]:
    """The content words of a text as they stand, and pairs that stand side by side."""
    found: set[str] = set()
    for clause in _clause.split(text):
        marked = [(word, _tells(word, language)) for word in words(clause)]
        found |= {word for word, tells in marked if tells}
        found |= {
            f"{a} {b}"
            for (a, one), (b, other) in pairwise(marked)
            if one and other and a != b and not unspaced(a + b)
        }
    return found


def _tells(word: str, language: str) -> bool:
    long_enough = len(word) > 2 or unspaced(word)
    return long_enough and lettered(word) and not stops(word, language) and word not in _speech


_clause = re.compile(r"[,;:()–—\"“”]+\s*")
_speech = frozenset(
    "said says saying told tells added adds noted stressed stated according asked including "
    "also would could will may one two three first last year years today week yesterday "
    "monday tuesday wednesday thursday friday saturday sunday".split()
)
