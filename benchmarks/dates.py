"""Dates of labelled sentences, against tests/gold/dates.tsv."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import date_labels


def main() -> None:
    """Print precision and recall, in all and by source, and with ``--errors`` what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--errors", action="store_true")
    given = parser.parse_args()
    lines = date_labels.load(given.file)
    for name in ("", *dict.fromkeys(line.source.split()[0] for line in lines)):
        part = [line for line in lines if line.source.startswith(name)]
        score = date_labels.score(part)
        print(
            f"{name or 'all'}: {len(part)} sentences, {score.labelled} dates, "
            f"precision {score.precision:.3f}, recall {score.recall:.3f}"
        )
    for line in lines if given.errors else ():
        wrong, missed = date_labels.errors(line)
        if wrong or missed:
            print(f"{line.source} of {line.published}: wrong {wrong}; missed {missed}")
            print(f"    {line.text}")


if __name__ == "__main__":
    main()
