"""Quantities found in labelled sentences, against tests/gold/quantities.tsv."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import quantity_labels


def main() -> None:
    """Print precision and recall, in all and by source, and with ``--errors`` what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--errors", action="store_true")
    given = parser.parse_args()
    totals: dict[str, Counter[str]] = {"all": Counter()}
    for line in quantity_labels.load(given.file):
        found = quantity_labels.found(line.text)
        hits = found & line.labels
        source = line.source.split()[0]
        counts = {"hits": hits.total(), "found": found.total(), "labels": line.labels.total()}
        for name in ("all", source):
            totals.setdefault(name, Counter()).update(counts | {"sentences": 1})
        if given.errors and found != line.labels:
            print(f"{line.source}: found {show(found - hits)}; missed {show(line.labels - hits)}")
            print(f"    {line.text}")
    for name, total in totals.items():
        precision, recall = (total["hits"] / max(1, total[of]) for of in ("found", "labels"))
        print(
            f"{name}: {total['sentences']} sentences, {total['labels']} quantities, "
            f"precision {precision:.3f}, recall {recall:.3f}"
        )


def show(labels: Counter[quantity_labels.Label]) -> str:
    """Labels as the file has them."""
    return "; ".join(map(str, labels.elements())) or "-"


if __name__ == "__main__":
    main()
