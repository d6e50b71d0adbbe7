"""Which of trafilatura's settings finds the text of news pages best.

    python benchmarks/extraction.py FOLDER

FOLDER holds pages as NAME.html and their true text as NAME.txt. Prints, for each setting, the
means over the pages of F1, precision and recall over words, as multisets.
"""

from __future__ import annotations

import logging
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import trafilatura

settings: dict[str, dict[str, Any]] = {
    "balanced": {},
    "precision": {"favor_precision": True},
    "recall": {"favor_recall": True},
    "precision, one extractor": {"favor_precision": True, "fast": True},
}


def scores(found: str, true: str) -> tuple[float, float, float]:
    """F1, precision and recall over the words of a text."""
    ours, theirs = (Counter(re.findall(r"\w+", text.lower())) for text in (found, true))
    shared = (ours & theirs).total()
    if not shared:
        return 0.0, 0.0, 0.0
    precision, recall = shared / ours.total(), shared / theirs.total()
    return 2 * precision * recall / (precision + recall), precision, recall


def main(folder: Path) -> None:
    """Print a line for each setting."""
    logging.disable(logging.CRITICAL)
    pages = sorted(folder.glob("*.html"))
    print(f"{'setting':26}    F1     P     R   of {len(pages)} pages")
    for name, options in settings.items():
        rows = []
        for page in pages:
            found = trafilatura.extract(
                page.read_bytes(), include_comments=False, include_tables=False, **options
            )
            true = page.with_suffix(".txt").read_text(encoding="utf-8", errors="replace")
            rows.append(scores(found or "", true))
        means = (sum(column) / len(rows) for column in zip(*rows, strict=True))
        print(f"{name:26} " + " ".join(f"{mean:.3f}" for mean in means))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
