"""What each line of a job ad asks for, against hand-labelled ads (offsets only; the texts stay outside)."""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from rolefit.errors import UsageError
from rolefit.evaluation.cases import (
    f1_by_label,
    is_tune,
    load_cases,
    load_default_parser,
    macro_f1,
    parse_text,
)
from rolefit.parse.need import ask_of
from rolefit.parse.pipeline import Parser
from rolefit.types import Profile

ASKED = ("required", "preferred", "not_required", "boilerplate")
"""The measure; the labels `responsibility` and `other` are printed beside it."""
LABELS = (*ASKED, "responsibility", "other")


@dataclass(frozen=True, slots=True)
class LabelledLine:
    start: int
    end: int
    label: str


def labelled_lines(case: Mapping[str, Any], text: str) -> Iterator[LabelledLine]:
    """A case's stretches cut at line ends, without white space."""
    for stretch in case["lines"]:
        position = stretch["start"]
        for raw in text[stretch["start"] : stretch["end"]].split("\n"):
            if raw.strip():
                start = position + len(raw) - len(raw.lstrip())
                yield LabelledLine(start, start + len(raw.strip()), stretch["need"])
            position += len(raw) + 1


def answer_for(profile: Profile, line: LabelledLine) -> str:
    """The answer that covers most of the line's characters."""
    covered: dict[str, int] = {}
    for found in profile.lines:
        shared = min(found.end, line.end) - max(found.start, line.start)
        if shared > 0:
            asked = ask_of(found)
            covered[asked] = covered.get(asked, 0) + shared
    return max(sorted(covered), key=lambda label: covered[label], default="other")


def load_texts(path: Path) -> Mapping[str, str]:
    """Raises: UsageError when the file is not there."""
    if not path.is_file():
        raise UsageError(f"no file {path}; it should be jds_dev.jsonl.gz")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return {row["id"]: row["text"] for row in map(json.loads, lines)}


def read_ads(
    parser: Parser, cases: Sequence[Mapping[str, Any]], texts: Mapping[str, str]
) -> list[tuple[Mapping[str, Any], LabelledLine, str]]:
    found = []
    for case in cases:
        text = texts[case["id"]]
        profile = parse_text(parser, text, kind="jd")
        found += [(case, line, answer_for(profile, line)) for line in labelled_lines(case, text)]
    return found


def half_of(case: Mapping[str, Any]) -> str:
    """By a salted hash, as the ads were drawn by the hash of their id; ads added later are all `tune`."""
    return "tune" if case.get("tune") or is_tune(f"need:{case['id']}") else "test"


def main(argv: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(prog="evaluate.py need", description=__doc__)
    options.add_argument("file", type=Path, help="jds_dev.jsonl.gz, whose texts the labels are of")
    options.add_argument("--show", choices=("tune",))
    chosen = options.parse_args(argv)
    texts = load_texts(chosen.file)
    found = read_ads(load_default_parser(), load_cases("jd_need"), texts)
    console = Console(width=140)
    for half in ("tune", "test", "all"):
        part = [f for f in found if half in {"all", half_of(f[0])}]
        _print(console, half, part)
        if chosen.show == half:
            for case, line, answer in part:
                if answer != line.label:
                    quote = texts[case["id"]][line.start : line.end][:100]
                    console.print(
                        f"{line.label} → {answer} [{case['id'][:24]}] {quote}", markup=False
                    )
    return 0


def _print(
    console: Console, half: str, found: Sequence[tuple[Mapping[str, Any], LabelledLine, str]]
) -> None:
    scores = f1_by_label([f[1].label for f in found], [f[2] for f in found], LABELS)
    asked = macro_f1({label: scores[label] for label in ASKED})
    ads = len({f[0]["id"] for f in found})
    console.print(f"[bold]{half}[/]: {ads} ads, {len(found)} lines, macro-F1 {asked:.3f}")
    table = Table(box=None, header_style="dim")
    for name in ("", "precision", "recall", "F1", "lines"):
        table.add_column(name, justify="left" if not name else "right")
    for label, (precision, recall, f1, count) in scores.items():
        table.add_row(label, f"{precision:.2f}", f"{recall:.2f}", f"{f1:.2f}", str(count))
    console.print(table)
