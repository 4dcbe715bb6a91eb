"""Knowledge spans of SkillSpan (NAACL 2022) against what is found asked for: overlap and strict matches.

Found are the skills named in an ad and the further terms (`unrecognised`) that its reader is asked to know.
Whole categories that the guideline calls skills, not knowledge, are left out of what is compared, and so are
skills that only name a job; what the ad merely tells of (`asked` is False) counts as not found.
"""

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
from rolefit.parse.pipeline import Parser
from rolefit.settings import load_settings
from rolefit.types import Profile

NOT_KNOWLEDGE = frozenset({"professional", "healthcare_and_science", "office"})
"""Categories of ours that the guideline calls skills (what one does), not knowledge."""
JOB_FOLLOWS = re.compile(
    r"[\s/&,-]*(?:\w+[\s/-]+){0,2}(?:engineers?|developers?|architects?|manager|consultants?|analysts?|scientists?|"
    r"specialist|lead|programmers?|tester)\b",
    re.IGNORECASE,
)
"""A job's name ("Senior Python Developer") is no knowledge to the guideline; to us it names the skill."""


@dataclass(frozen=True, slots=True)
class Posting:
    """The sentences of one job ad joined, with the experts' spans as character offsets."""

    text: str
    knowledge: tuple[tuple[int, int], ...]
    skills: tuple[tuple[int, int], ...]


def load_postings(path: Path, *, source: str) -> Iterator[Posting]:
    grouped: dict[str, list[Mapping[str, Any]]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["source"] == source:
                grouped.setdefault(row["posting"], []).append(row)
    for rows in grouped.values():
        pieces: list[str] = []
        spans: dict[str, list[tuple[int, int]]] = {"knowledge": [], "skill": []}
        position = 0
        for row in rows:
            tokens = [str(token) for token in row["tokens"]]
            starts = [position + sum(len(t) + 1 for t in tokens[:i]) for i in range(len(tokens))]
            for kind, found in spans.items():
                found += [(starts[i], starts[j - 1] + len(tokens[j - 1])) for i, j in row[kind]]
            sentence = " ".join(tokens)
            pieces.append(sentence)
            position += len(sentence) + 1
        yield Posting("\n".join(pieces), tuple(spans["knowledge"]), tuple(spans["skill"]))


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


def score(
    count: Count, posting: Posting, said: Sequence[tuple[int, int]]
) -> tuple[list[str], list[str]]:
    """Adds one ad to the count; gives (wrong surfaces, missed surfaces)."""
    is_so = posting.knowledge
    right = [_touches(span, is_so) for span in said]
    found = [_touches(span, said) for span in is_so]
    count.said += len(said)
    count.is_so += len(is_so)
    count.right += sum(right)
    count.found += sum(found)
    count.strict += len(set(said) & set(is_so))
    surface = [posting.text[start:end].lower() for start, end in (*said, *is_so)]
    wrong = [s for s, hit in zip(surface[: len(said)], right, strict=True) if not hit]
    return wrong, [s for s, hit in zip(surface[len(said) :], found, strict=True) if not hit]


def _touches(span: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def found_in(profile: Profile, categories: Mapping[str, str]) -> list[tuple[int, int]]:
    """What an ad is found to ask for, without what is no knowledge to the guideline."""
    named = {
        (m.start, m.end)
        for m in profile.mentions
        if m.implied_by is None
        and m.asked
        and categories[m.skill_id] not in NOT_KNOWLEDGE
        and not JOB_FOLLOWS.match(profile.document.text, m.end)
    }
    return sorted(named | {(span.start, span.end) for span in profile.unrecognised})


def compare(
    parser: Parser, postings: Sequence[Posting], categories: Mapping[str, str]
) -> tuple[Count, Counter[str], Counter[str]]:
    """(counts, wrong surfaces, missed surfaces)."""
    count, wrong, missed = Count(), Counter[str](), Counter[str]()
    for posting in postings:
        profile = parse_text(parser, posting.text, kind="jd")
        more_wrong, more_missed = score(count, posting, found_in(profile, categories))
        wrong.update(more_wrong)
        missed.update(more_missed)
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
