"""Speakers found in labelled sentences, against tests/gold/speakers.tsv."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import speaker_labels

from briefing import attribution


def main() -> None:
    """Print precision and recall, in all and by source, and with ``--errors`` what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--errors", action="store_true")
    given = parser.parse_args()
    answers = [(line, attribution.speaker(line.text)) for line in speaker_labels.load(given.file)]
    for name in ("", *dict.fromkeys(line.source.split()[0] for line, _ in answers)):
        part = [(line, answer) for line, answer in answers if line.source.startswith(name)]
        score = speaker_labels.score(part)
        print(
            f"{name or 'all'}: {len(part)} sentences, {score.labelled} speakers, "
            f"precision {score.precision:.3f}, recall {score.recall:.3f}"
        )
    for line, answer in answers if given.errors else ():
        if answer not in line.speakers:
            print(
                f"{line.source}: found {answer or '-'}; right is {'|'.join(line.speakers) or '-'}"
            )
            print(f"    {line.text}")


if __name__ == "__main__":
    main()
