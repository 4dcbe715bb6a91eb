"""Labelled cases: how they are read, split and counted. Shared by the measures of *parse*."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from rolefit.corpus import load_corpus
from rolefit.parse.pipeline import Parser, load_parser
from rolefit.settings import load_settings
from rolefit.types import Document, KindChoice, Profile

CASES = Path(__file__).parents[3] / "tests" / "cases"
AS_OF = 2026 * 12 + 10
"""The month the cases call the present: November 2026."""


def load_cases(name: str) -> list[dict[str, Any]]:
    """The cases of `tests/cases/NAME.yaml`."""
    text = (CASES / f"{name}.yaml").read_text(encoding="utf-8")
    cases: list[dict[str, Any]] = yaml.load(text, Loader=yaml.CSafeLoader)
    return cases


def is_tune(case_id: str) -> bool:
    """Whether rules may be written with this case in sight: first hex digit of its hash even."""
    return int(hashlib.sha256(case_id.encode()).hexdigest()[0], 16) % 2 == 0


def load_default_parser() -> Parser:
    return load_parser(load_corpus(load_settings().corpus_path))


def parse_text(parser: Parser, text: str, *, kind: KindChoice, as_of: int = AS_OF) -> Profile:
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return parser.parse(Document(text, "text/plain", sha256), kind=kind, as_of=as_of)


def f1_by_label(
    truth: Sequence[str], answers: Sequence[str], labels: Sequence[str]
) -> Mapping[str, tuple[float, float, float, int]]:
    """Label to (precision, recall, F1, how often it is true)."""
    found = {}
    for label in labels:
        right = sum(t == a == label for t, a in zip(truth, answers, strict=True))
        said, is_so = sum(a == label for a in answers), sum(t == label for t in truth)
        precision, recall = right / said if said else 0.0, right / is_so if is_so else 0.0
        total = precision + recall
        found[label] = (precision, recall, 2 * precision * recall / total if total else 0.0, is_so)
    return found


def macro_f1(scores: Mapping[str, tuple[float, float, float, int]]) -> float:
    return sum(score[2] for score in scores.values()) / len(scores)
