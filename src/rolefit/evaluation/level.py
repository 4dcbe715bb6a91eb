"""Level of job ads against the job site's own, in four bands."""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from rolefit.evaluation.cases import load_default_parser, parse_text
from rolefit.parse.level import band_of

BANDS = {
    "Internship": 0, "Entry level": 0, "Junior": 0, "Mid level": 1, "Senior level": 2, "Expert/Leader": 3,
}  # fmt: skip
NAMES = ("entry", "mid", "senior", "beyond")


def main(argv: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(prog="evaluate.py level", description=__doc__)
    options.add_argument("file", type=Path, help="seniority_dev.jsonl.gz")
    options.add_argument(
        "--every", action="store_true", help="also ads whose title tells the level"
    )
    chosen = options.parse_args(argv)
    with gzip.open(chosen.file, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    rows = [row for row in rows if chosen.every or row["title_cue"] == "none"]
    parser = load_default_parser()
    pairs = [
        (
            BANDS[row["level"]],
            band_of(parse_text(parser, f"{row['title']}\n\n{row['text']}", kind="jd").level.code),
        )
        for row in rows
    ]
    console = Console(width=100)
    right = sum(truth == answer for truth, answer in pairs)
    most = Counter(truth for truth, _ in pairs).most_common(1)[0][1]
    console.print(
        f"{len(pairs)} ads: accuracy {right / len(pairs):.3f}, majority {most / len(pairs):.3f}"
    )
    for truth, name in enumerate(NAMES):
        row_counts = [sum(pair == (truth, answer) for pair in pairs) for answer in range(4)]
        console.print(f"  {name:8} " + " ".join(f"{n:5}" for n in row_counts))
    return 0
