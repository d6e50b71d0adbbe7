"""What a text says about itself."""

from __future__ import annotations

from briefing.models import Article


def describe(article: Article) -> Article:
    """The article with what its text says about itself."""
    return article
