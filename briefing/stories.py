"""Articles about the same event, grouped into stories.

Average link joins articles by their likeness; copies of one text stand with the article
that they repeat. A story is named by the title, or the sentence, that says most of it.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from briefing import linkage
from briefing.cohesion import dateline, leans
from briefing.likeness import Likeness
from briefing.models import Article, Headline, Sentence, Story, Tie
from briefing.reprints import Copies
from briefing.words import length, terms

together = 0.09  # likeness: articles this alike on average tell one story; docs/quality.md
cohesion = 0.6  # of the looser story's inner likeness: two that are less alike stay apart
_title_words = range(3, 26)  # other titles are labels ("Live") or running text
_sentence_words = range(5, 41)
_openings = 2  # sentences of an article that may name its story where no title can


def group(
    articles: Mapping[str, Article], spans: Sequence[Sentence], copies: Copies
) -> tuple[Story, ...]:
    """All articles in stories, the largest first; an article may be alone in its own."""
    said: dict[str, list[Sentence]] = {key: [] for key in sorted(articles)}
    for span in spans:
        if span.kind != "junk":
            said[span.article_id].append(span)
    likeness = Likeness([articles[key] for key in said if key not in copies.kept], said)
    pairs = {
        pair: value
        for pair, value in likeness.pairs().items()
        if copies.digests.isdisjoint(likeness.articles[row].id for row in pair)
    }
    parts = linkage.groups(len(likeness.articles), pairs, together, cohesion)
    newsroom = _Newsroom(articles, said, likeness, pairs, copies.shares, copies.families())
    return tuple(
        sorted(
            (newsroom.story(rows) for rows in parts),
            key=lambda story: (-len(story.articles), articles[story.articles[0]].path, story.id),
        )
    )


@dataclass(frozen=True, slots=True)
class _Newsroom:
    """What is known of the articles when stories are made of them."""

    articles: Mapping[str, Article]
    said: Mapping[str, Sequence[Sentence]]
    likeness: Likeness
    pairs: Mapping[tuple[int, int], float]
    shares: Mapping[str, float]
    families: Mapping[str, tuple[str, ...]]

    def story(self, rows: Sequence[int]) -> Story:
        own = [self.likeness.articles[row].id for row in rows]
        families = [(key, *self.families.get(key, ())) for key in own]
        members = sorted(
            (key for family in families for key in family),
            key=lambda key: (self.articles[key].path, key),
        )
        return Story(
            id=hashlib.sha256("|".join(sorted(members)).encode()).hexdigest()[:12],
            articles=tuple(members),
            reprints=tuple(family for family in families if len(family) > 1),
            headline=self._headline(own, self.likeness.centre(rows)),
            ties=(*self._ties(rows), *self._copies(families)),
        )

    def _ties(self, rows: Sequence[int]) -> Iterator[Tie]:
        """Each article with the one it is most like."""
        shown: set[tuple[int, int]] = set()
        for row in rows:
            known = [(min(row, other), max(row, other)) for other in rows if other != row]
            best = max(known, key=lambda pair: self.pairs.get(pair, 0.0), default=None)
            if best and best not in shown:
                shown.add(best)
                yield self.likeness.tie(*best, self.pairs.get(best, 0.0))

    def _copies(self, families: Sequence[tuple[str, ...]]) -> Iterator[Tie]:
        for kept, *copies in families:
            for key in copies:
                yield Tie((kept, key), 1.0, copied=self.shares[key])

    def _headline(self, ids: Sequence[str], centre: Mapping[str, float]) -> Headline:
        """The title that says most of what the articles have in common, else the sentence."""

        def worth(headline: Headline) -> tuple[float, str, str]:
            own = terms(headline.text, self.articles[headline.article_id].language)
            told = sum(centre.get(term, 0.0) for term in set(own))
            return -round(told / math.sqrt(len(own) or 1), 6), headline.article_id, headline.text

        titles = [_title(self.articles[key]) for key in ids]
        usable = [title for title in titles if length(title.text) in _title_words]
        sentences = [sentence for key in ids for sentence in self._named_in(key)]
        return min(usable or sentences, key=worth)

    def _named_in(self, key: str) -> Iterator[Headline]:
        """The first sentences of an article that can be read alone, else its first."""
        whole = [span for span in self.said[key] if span.kind == "sentence"]
        good = [s for s in whole if length(s.text) in _sentence_words and not leans(s.text)]
        for span in good[:_openings] or whole[:1]:
            cut = dateline(span.text)
            yield Headline(key, span.text[cut:], span.start + cut, span.end)


def _title(article: Article) -> Headline:
    """An article's title, as a passage of its text where it stands there."""
    at = article.text.find(article.title)
    if at < 0:
        return Headline(article.id, article.title)
    return Headline(article.id, article.title, at, at + len(article.title))
