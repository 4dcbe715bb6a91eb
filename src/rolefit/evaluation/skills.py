"""Knowledge spans of SkillSpan (NAACL 2022) against the skills found: overlap and strict matches."""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from rolefit.corpus import load_corpus
from rolefit.evaluation.cases import load_default_parser, parse_text
from rolefit.parse.need import ask_of
from rolefit.parse.pipeline import Parser
from rolefit.settings import load_settings

NOT_KNOWLEDGE = frozenset({"professional", "healthcare_and_science", "office"})
"""Categories of ours that the guideline calls skills (what one does), not knowledge."""
NOT_ASKED = frozenset({"boilerplate"})
"""Lines that tell of the employer: the guideline marks what is asked of the candidate."""

_JOB_FOLLOWS = re.compile(
    r"[\s/&,-]*(?:\w+[\s/-]+){0,2}(?:engineers?|developers?|architects?|manager|consultants?|analysts?|scientists?|"
    r"specialist|lead|programmers?|tester)\b",
    re.IGNORECASE,
)
"""A job's name ("Senior Python Developer") is no knowledge to the guideline; to us it names the skill."""


@dataclass(frozen=True, slots=True)
class Posting:
    """The sentences of one job ad joined, with the knowledge spans as character offsets."""

    text: str
    knowledge: tuple[tuple[int, int], ...]


def load_postings(path: Path, *, source: str) -> Iterator[Posting]:
    grouped: dict[str, list[Mapping[str, Any]]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["source"] == source:
                grouped.setdefault(row["posting"], []).append(row)
    for rows in grouped.values():
        pieces: list[str] = []
        spans: list[tuple[int, int]] = []
        position = 0
        for row in rows:
            tokens = [str(token) for token in row["tokens"]]
            starts = [position + sum(len(t) + 1 for t in tokens[:i]) for i in range(len(tokens))]
            for first, last in row["knowledge"]:
                spans.append((starts[first], starts[last - 1] + len(tokens[last - 1])))
            sentence = " ".join(tokens)
            pieces.append(sentence)
            position += len(sentence) + 1
        yield Posting("\n".join(pieces), tuple(spans))


@dataclass(slots=True)
class Count:
    said: int = 0
    right: int = 0
    is_so: int = 0
    found: int = 0
    strict: int = 0

    def line(self) -> str:
        precision, recall = self.right / max(1, self.said), self.found / max(1, self.is_so)
        strict = 2 * self.strict / max(1, self.said + self.is_so)
        return (
            f"{self.is_so} spans, {self.said} found · overlap precision {precision:.3f} recall {recall:.3f} "
            f"F1 {2 * precision * recall / max(1e-9, precision + recall):.3f} · strict F1 {strict:.3f}"
        )


def compare(
    parser: Parser, postings: Sequence[Posting], categories: Mapping[str, str]
) -> tuple[Count, Counter[str], Counter[str]]:
    """(counts, wrong surfaces, missed surfaces)."""
    count, wrong, missed = Count(), Counter[str](), Counter[str]()
    for posting in postings:
        profile = parse_text(parser, posting.text, kind="jd")
        told = [(ln.start, ln.end) for ln in profile.lines if ask_of(ln) in NOT_ASKED]
        said = sorted(
            {
                (m.start, m.end)
                for m in profile.mentions
                if m.implied_by is None
                and categories[m.skill_id] not in NOT_KNOWLEDGE
                and not any(start <= m.start < end for start, end in told)
                and not _JOB_FOLLOWS.match(posting.text, m.end)
            }
        )
        count.said += len(said)
        count.is_so += len(posting.knowledge)
        count.strict += len(set(said) & set(posting.knowledge))
        for start, end in said:
            hit = any(start < e and s < end for s, e in posting.knowledge)
            count.right += hit
            if not hit:
                wrong[posting.text[start:end].lower()] += 1
        for start, end in posting.knowledge:
            hit = any(start < e and s < end for s, e in said)
            count.found += hit
            if not hit:
                missed[posting.text[start:end].lower()] += 1
    return count, wrong, missed


def main(argv: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(prog="evaluate.py skills", description=__doc__)
    options.add_argument("file", type=Path, help="skillspan/dev.jsonl.gz")
    options.add_argument("--show", action="store_true", help="what is wrong (never on dev or test)")
    chosen = options.parse_args(argv)
    categories = load_corpus(load_settings().corpus_path).categories
    parser = load_default_parser()
    console = Console(width=120)
    for source in ("tech", "house"):
        postings = list(load_postings(chosen.file, source=source))
        count, wrong, missed = compare(parser, postings, categories)
        console.print(f"{source}: {count.line()}")
        if chosen.show and source == "tech":
            console.print(
                "wrong: " + "; ".join(f"{w} {n}" for w, n in wrong.most_common(150)), markup=False
            )
            console.print(
                "missed: " + "; ".join(f"{w} {n}" for w, n in missed.most_common(400)), markup=False
            )
    return 0
