"""How well articles are grouped into stories, on sets that are labelled with them.

    python benchmarks/stories.py news.jsonl clusters.jsonl --cache DIR

A line of a set is an article with ``stories``, the labels of those it belongs to, or a cluster of
``documents``, whose ``id`` labels them all; the articles of all lines are pooled. Printed:
pairwise F1 and B-cubed F1 (Bagga & Baldwin 1998) by default, over a range of each threshold, and
with each ingredient changed or taken away; then the same articles two and five at a time. An
article of two stories belongs with those of either.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from vectors import cached

from briefing import likeness, linkage, particulars, pipeline, reprints, stories
from briefing.likeness import Likeness
from briefing.models import Article, Embed, Sentence
from briefing.pipeline import Reading
from briefing.sparse import Rows
from briefing.topics import centred

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Truth = NDArray[np.bool_]  # whether two articles are of one story
    Vector = NDArray[np.float32]

Compared: TypeAlias = "tuple[Labelled, Likeness, Mapping[tuple[int, int], float]]"

samples = 100  # of pairs, and of fives
_capital = re.compile(r"\b[A-Z][\w’'-]*")


@dataclass(frozen=True, slots=True)
class Labelled:
    """The articles of a set and the labels of their stories, by id."""

    name: str
    reading: Reading
    labels: Mapping[str, frozenset[str]]
    spans: Mapping[str, Sequence[Sentence]]  # by article

    def truth(self, ids: Sequence[str]) -> Truth:
        return np.array([[bool(self.labels[a] & self.labels[b]) for b in ids] for a in ids])


@dataclass(frozen=True, slots=True)
class Score:
    """Of a grouping, against the truth."""

    pairwise: float
    cubed: float
    precision: float  # pairwise
    recall: float

    def __str__(self) -> str:
        return f"{self.pairwise:.3f} / {self.cubed:.3f}"


def main() -> None:
    """Print a column a set."""
    arguments = _arguments()
    sets = [load(path) for path in arguments.data]
    print(f"{'':34}" + "".join(f"{each.name[:15]:>17}" for each in sets))
    print(f"{'articles':34}" + "".join(f"{len(each.labels):17}" for each in sets))
    print(f"{'stories':34}" + "".join(f"{_number(each):17}" for each in sets))
    compared = [_compared(each) for each in sets]
    _row("default", [_grouped(each) for each in compared])
    for value in (0.05, 0.07, 0.08, 0.09, 0.10, 0.11, 0.12, 0.14, 0.16, 0.20):
        with _set(stories, together=value):
            _row(f"together {value:.2f}", [_grouped(each) for each in compared])
    for value in (0.0, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8):
        with _set(stories, cohesion=value):
            _row(f"cohesion {value:.2f}", [_grouped(each) for each in compared])
    embed = cached(arguments.cache)
    for value in (0.0, -0.2, -0.3, -0.5):
        with _set(likeness, opposed=value):
            _row(f"leads of two events {value:.2f}", [_grouped(_compared(each)) for each in sets])
    for name, scores in _changed(sets, compared, embed):
        _row(name, scores)
    for each in sets:
        print(f"{each.name}: {_few(each)}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--cache", type=Path, required=True, help="a folder for vectors")
    return parser.parse_args()


def _row(name: str, scores: Sequence[Score]) -> None:
    print(f"{name:34}" + "".join(f"{score!s:>17}" for score in scores), flush=True)


def _number(labelled: Labelled) -> int:
    return len({label for labels in labelled.labels.values() for label in labels})


def load(path: Path) -> Labelled:
    """The pooled articles of a set; those of the same text are one."""
    articles: dict[str, Article] = {}
    labels: dict[str, set[str]] = defaultdict(set)
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for document in row.get("documents", [row]):
            text, day = document["text"], document["date"]
            key = hashlib.sha256(text.encode()).hexdigest()[:16]
            published = date.fromisoformat(day) if day else None
            title = document["title"]
            articles[key] = Article(key, text, document["id"], title, published=published)
            labels[key].update(document.get("stories") or [row["id"]])
    reading = pipeline.read(articles.values())
    known = {key: frozenset(labels[key]) for key in reading.articles}
    spans: dict[str, list[Sentence]] = defaultdict(list)
    for span in reading.spans:
        spans[span.article_id].append(span)
    return Labelled(path.stem, reading, known, spans)


def score(home: Mapping[str, int], labelled: Labelled) -> Score:
    """The score of articles in groups."""
    ids = sorted(home)
    truth = labelled.truth(ids)
    groups = np.array([home[key] for key in ids])
    found = groups[:, None] == groups
    both = found & truth
    above = np.triu_indices(len(ids), 1)
    hits = both[above].sum()
    precision, recall = hits / max(1, found[above].sum()), hits / max(1, truth[above].sum())
    cubed = [(both.sum(axis=1) / each.sum(axis=1)).mean() for each in (found, truth)]
    return Score(_f1(precision, recall), _f1(*cubed), float(precision), float(recall))


def _f1(precision: float, recall: float) -> float:
    return float(2 * precision * recall / (precision + recall)) if precision + recall else 0.0


def _compared(labelled: Labelled) -> Compared:
    """The articles that are no copies, and how alike they are."""
    said = {key: [s for s in spans if s.kind != "junk"] for key, spans in labelled.spans.items()}
    kept = sorted(labelled.labels.keys() - labelled.reading.copies.kept.keys())
    made = Likeness([labelled.reading.articles[key] for key in kept], said)
    return labelled, made, made.pairs()


def _grouped(compared: Compared) -> Score:
    labelled, made, pairs = compared
    parts = linkage.groups(len(made.articles), pairs, stories.together, stories.cohesion)
    home = {made.articles[row].id: n for n, rows in enumerate(parts) for row in rows}
    home |= {copy: home[kept] for copy, kept in labelled.reading.copies.kept.items()}
    return score(home, labelled)


# Ingredients.


def _changed(
    sets: Sequence[Labelled], compared: Sequence[Compared], embed: Embed
) -> Iterator[tuple[str, list[Score]]]:
    """The scores with an ingredient changed."""
    everything: dict[str, float] = {"weightiest": 10**9, "shared_terms": 1}
    changes: dict[str, dict[str, float]] = {
        "without dates": {"nearness": 0.0},
        "without the veto of names": {"nameless": -1.0},
        "rare terms weigh little more": {"background": 10**9},
        "every pair compared": everything,
    }
    for name, change in changes.items():
        with _set(likeness, **change):
            yield name, [_grouped(_compared(each)) for each in sets]
    with _set(particulars, apart=lambda _a, _b: False):
        yield "without leads", [_grouped(_compared(each)) for each in sets]
    yield "without names", [_grouped(_compared(_nameless(each))) for each in sets]
    yield "only names", [_grouped(_compared(_only_names(each))) for each in sets]
    vectors = [_vectors(each, embed) for each in sets]
    with _set(likeness, **everything):
        for share in (0.1, 0.2, 0.5):
            mixed = [_mixed(each, v, share) for each, v in zip(compared, vectors, strict=True)]
            yield f"vectors, {share:.0%} of likeness", [_grouped(each) for each in mixed]
        alone = [_mixed(each, v, 1.0) for each, v in zip(compared, vectors, strict=True)]
        yield "only vectors, the best threshold", [_best(each) for each in alone]
        plain = [_mixed(each, v, 0.0) for each, v in zip(compared, vectors, strict=True)]
        with _set(likeness, nearness=0.0, nameless=-1.0), _set(stories, cohesion=0.0):
            yield "only TF-IDF, the best threshold", [_best(each) for each in plain]


@contextmanager
def _set(module: ModuleType, **values: object) -> Iterator[None]:
    """Constants of a module set for a while."""
    before = {name: getattr(module, name) for name in values}
    vars(module).update(values)
    try:
        yield
    finally:
        vars(module).update(before)


def _nameless(labelled: Labelled) -> Labelled:
    """The articles without any word that has a capital."""
    return _rewritten(labelled, lambda text: _capital.sub(" ", text))


def _only_names(labelled: Labelled) -> Labelled:
    """The articles without any word but those that have a capital."""
    return _rewritten(labelled, lambda text: " ".join(_capital.findall(text)))


def _rewritten(labelled: Labelled, change: Callable[[str], str]) -> Labelled:
    reading = labelled.reading
    articles = {k: replace(a, title=change(a.title)) for k, a in reading.articles.items()}
    spans = {
        key: [replace(span, text=change(span.text)) for span in own]
        for key, own in labelled.spans.items()
    }
    return replace(labelled, reading=replace(reading, articles=articles), spans=spans)


def _vectors(labelled: Labelled, embed: Embed) -> Mapping[str, Vector]:
    """The mean of the sentence vectors of each article, less that of all sentences."""
    corpus = pipeline.embedded(labelled.reading, embed)
    rows: dict[str, list[int]] = defaultdict(list)
    for row, sentence in enumerate(corpus.items):
        rows[sentence.article_id].append(row)
    vectors = centred(corpus.vectors, corpus.vectors.mean(axis=0))
    means = {key: vectors[own].mean(axis=0) for key, own in rows.items()}
    return {key: mean / (np.linalg.norm(mean) or 1.0) for key, mean in means.items()}


def _mixed(compared: Compared, vectors: Mapping[str, Vector], share: float) -> Compared:
    """The same articles where vectors are that share of the cosine."""
    labelled, made, _ = compared
    plain = made.weights
    rows = []
    for place, article in enumerate(made.articles):
        columns, values = plain.row(place)
        meant = enumerate(vectors[article.id] * share**0.5, plain.width)
        rows.append([*zip(columns, values * (1 - share) ** 0.5, strict=True), *meant])
    made.weights = Rows.of(rows, plain.width + max(map(len, vectors.values())))
    pairs = made.pairs()
    made.weights = plain
    return labelled, made, pairs


def _best(compared: Compared) -> Score:
    """The score at the threshold that is best for this set alone."""
    scores = []
    for together in np.arange(0.06, 0.6, 0.02).tolist():
        with _set(stories, together=together):
            scores.append(_grouped(compared))
    return max(scores, key=lambda found: found.pairwise + found.cubed)


# A few articles.


def _few(labelled: Labelled) -> str:
    """How two articles and five fare on their own, drawn at random."""
    draw = random.Random(0)
    members: dict[str, list[str]] = defaultdict(list)
    for key in sorted(labelled.labels):
        members[min(labelled.labels[key])].append(key)
    several = sorted(label for label, keys in members.items() if len(keys) > 2)
    same = [draw.sample(members[draw.choice(several)], 2) for _ in range(samples)]
    apart = [
        [draw.choice(members[label]) for label in draw.sample(sorted(members), 2)]
        for _ in range(samples)
    ]
    fives = [
        [
            key
            for n, label in zip((3, 2), draw.sample(several, 2), strict=True)
            for key in draw.sample(members[label], n)
        ]
        for _ in range(samples)
    ]
    joined = [
        np.mean([len(set(_alone(labelled, pair).values())) == 1 for pair in pairs])
        for pairs in (same, apart)
    ]
    scores = [score(_alone(labelled, five), labelled) for five in fives]
    mean = f"{np.mean([s.pairwise for s in scores]):.3f} / {np.mean([s.cubed for s in scores]):.3f}"
    return (
        f"two of one story joined {joined[0]:.1%}, two of two stories joined {joined[1]:.1%}, "
        f"three and two {mean}"
    )


def _alone(labelled: Labelled, ids: Sequence[str]) -> dict[str, int]:
    """The groups of some articles that know of no others."""
    articles = {key: labelled.reading.articles[key] for key in ids}
    spans = [span for key in ids for span in labelled.spans[key]]
    copies = reprints.find(articles, spans)
    found = stories.group(articles, spans, copies)
    return {key: n for n, story in enumerate(found) for key in story.articles}


if __name__ == "__main__":
    main()
