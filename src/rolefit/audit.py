"""Does a name sway the answer? The same documents under other names, as a four-fifths-rule table.

Rates and ratios are those of New York City's Local Law 144: the share of a group that is selected, and the
share that scores above the median of all, each over the highest group's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from rolefit.types import NONE_ROLE, Document, Report

if TYPE_CHECKING:
    from rolefit.engine import Engine

FOUR_FIFTHS = 0.8
GROUPS: Mapping[str, Sequence[str]] = {
    "women, Anglo names": ("Emily Walsh", "Claire Baker", "Anne Murphy"),
    "men, Anglo names": ("Greg Baker", "Todd Walsh", "Brad Murphy"),
    "women, African-American names": ("Lakisha Washington", "Tamika Jefferson", "Ebony Booker"),
    "men, African-American names": ("Jamal Washington", "Darnell Jefferson", "Tyrone Booker"),
    "women, South Asian names": ("Priya Raghunathan", "Ananya Iyer", "Fatima Qureshi"),
    "men, South Asian names": ("Arjun Raghunathan", "Rohan Iyer", "Imran Qureshi"),
    "women, East Asian names": ("Mei-Ling Chen", "Yuki Tanaka", "Ji-woo Park"),
    "men, East Asian names": ("Wei Chen", "Kenji Tanaka", "Min-jun Park"),
    "women, Hispanic names": ("María José Peña", "Lucía Hernández", "Camila Rojas"),
    "men, Hispanic names": ("José Luis Peña", "Diego Hernández", "Mateo Rojas"),
}
"""Invented persons; first names as in audit studies of hiring (Bertrand & Mullainathan 2004 among others)."""


@dataclass(frozen=True, slots=True)
class GroupRates:
    """Of one group's documents: how many match a role, how many score above the median of all."""

    group: str
    documents: int
    selection_rate: float
    selection_ratio: float
    scoring_rate: float
    scoring_ratio: float

    @property
    def passes(self) -> bool:
        return min(self.selection_ratio, self.scoring_ratio) >= FOUR_FIFTHS


@dataclass(frozen=True, slots=True)
class NameAudit:
    groups: tuple[GroupRates, ...]
    changed: tuple[str, ...]
    """Documents (by label) of which any number changed with the name."""
    unnamed: tuple[str, ...]
    """Documents in which no name was found: a name line was put on top."""


def audit_names(engine: Engine, documents: Mapping[str, Document]) -> NameAudit:
    """Match every document under every name. `documents` are résumés by a label for people."""
    selected: dict[str, list[bool]] = {group: [] for group in GROUPS}
    scores: dict[str, list[float]] = {group: [] for group in GROUPS}
    changed, unnamed = [], []
    for label, document in documents.items():
        own = engine.match(document, kind="resume")
        spans = [(r.start, r.end) for r in own.profile.redactions if r.kind == "name"]
        if not spans:
            unnamed.append(label)
        numbers = set()
        for group, names in GROUPS.items():
            for name in names:
                renamed = rename(document.text, spans, name)
                report = engine.match(Document(renamed, "text/plain", ""), kind="resume")
                selected[group].append(report.verdict.status == "match")
                scores[group].append(report.roles[0].probability)
                numbers.add(_numbers(report))
        if len(numbers) > 1:
            changed.append(label)
    return NameAudit(_rates(selected, scores), tuple(changed), tuple(unnamed))


def rename(text: str, spans: Sequence[tuple[int, int]], name: str) -> str:
    """The text with the name in place of the first span and its last word in place of the others."""
    if not spans:
        return f"{name}\n\n{text}"
    pieces, position = [], 0
    for number, (start, end) in enumerate(spans):
        pieces += [text[position:start], name if number == 0 else name.rsplit(maxsplit=1)[-1]]
        position = end
    return "".join([*pieces, text[position:]])


def _numbers(report: Report) -> tuple[tuple[str, float], ...]:
    matches = (*report.roles, report.none_match)
    return tuple((m.role_id, m.probability) for m in matches if m.role_id != NONE_ROLE)


def _rates(
    selected: Mapping[str, Sequence[bool]], scores: Mapping[str, Sequence[float]]
) -> tuple[GroupRates, ...]:
    middle = median(score for group in scores.values() for score in group)
    selection = {g: sum(values) / len(values) for g, values in selected.items()}
    scoring = {g: sum(s > middle for s in values) / len(values) for g, values in scores.items()}
    return tuple(
        GroupRates(
            group,
            len(selected[group]),
            selection[group],
            _ratio(selection[group], max(selection.values())),
            scoring[group],
            _ratio(scoring[group], max(scoring.values())),
        )
        for group in GROUPS
    )


def _ratio(rate: float, highest: float) -> float:
    return rate / highest if highest else 1.0
