"""How well a role, or one person's work in it, withstands automation: the source's composite, exactly.

resistance = 6 - Σ weight × automation; raw = resistance × evidence × barrier × growth modifier;
score = (raw - offset) / divisor × 100. Constants and inputs, and where each is from, stand in
`corpus/resilience.yaml`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rolefit.types import RoleMatch, Span

if TYPE_CHECKING:
    from rolefit.corpus import Provenance, Role, Task
    from rolefit.corpus_advice import ResilienceFile, RoleResilience, Stated, Zone

AUTOMATABLE = 3
"""A task with at least this automation score counts as automatable."""
MIN_COVERAGE = 0.5
"""Below this sum of task coverages a résumé says too little for a score of its own."""


@dataclass(frozen=True, slots=True)
class TaskTerm:
    """One term of the time-weighted sum; `weight` 0 to 1."""

    task_id: str
    weight: float
    automation: int
    evidence: tuple[Span, ...] = ()

    @property
    def amount(self) -> float:
        return self.weight * self.automation


@dataclass(frozen=True, slots=True)
class Resilience:
    """Every number on the way to a score, in the order of the formula."""

    role_id: str
    terms: tuple[TaskTerm, ...]
    weighted: float
    resistance: float
    evidence_total: int
    evidence_modifier: float
    barrier_total: int
    barrier_modifier: float
    growth: int
    growth_modifier: float
    raw: float
    score: float
    zone: Zone
    sub_label: str
    share_automatable: float
    protective_total: int
    quick_screen: str
    effects: tuple[tuple[str, float], ...]
    """Share of the time by effect of AI."""
    stated: Stated | None
    """What the source states of this role, which may differ from an estimate."""
    provenance: Provenance
    needs_review: bool


@dataclass(frozen=True, slots=True)
class Change:
    """What the score would be if a task were fully shown."""

    task_id: str
    score: float
    gain: float


@dataclass(frozen=True, slots=True)
class PersonalResilience:
    """`result` is None when the résumé shows too little of the role's tasks; `covered` is how much."""

    role_id: str
    covered: float
    result: Resilience | None
    novel_share: float | None
    """Share of the shown work with automation 1 or 2: novel systems rather than pattern work."""
    changes: tuple[Change, ...]


def role_resilience(role: Role, knowledge: ResilienceFile) -> Resilience:
    """The role's own score, with the tasks' shares of time as weights."""
    terms = [TaskTerm(t.id, t.time_share / 100, t.automation) for t in role.tasks]
    return _compose(role, terms, knowledge)


def personal_resilience(
    role: Role, match: RoleMatch, knowledge: ResilienceFile
) -> PersonalResilience:
    """The same formula with weights from the résumé: each task's coverage over the sum of coverages."""
    coverage = {task.task_id: task.coverage for task in match.tasks}
    spans = {task.task_id: task.evidence for task in match.tasks}
    covered = math.fsum(coverage.values())
    if covered < MIN_COVERAGE:
        return PersonalResilience(role.id, covered, None, None, ())
    result = _weighted(role, coverage, spans, knowledge)
    novel = math.fsum(term.weight for term in result.terms if term.automation < AUTOMATABLE)
    changes = []
    for task in role.tasks:
        fuller = _weighted(role, {**coverage, task.id: 1.0}, spans, knowledge)
        changes.append(Change(task.id, fuller.score, fuller.score - result.score))
    changes.sort(key=lambda change: -change.gain)
    return PersonalResilience(role.id, covered, result, novel, tuple(changes))


def _weighted(
    role: Role,
    coverage: Mapping[str, float],
    spans: Mapping[str, tuple[Span, ...]],
    knowledge: ResilienceFile,
) -> Resilience:
    total = math.fsum(coverage.values())
    terms = [
        TaskTerm(t.id, coverage.get(t.id, 0.0) / total, t.automation, spans.get(t.id, ()))
        for t in role.tasks
    ]
    return _compose(role, terms, knowledge)


def composite(
    knowledge: ResilienceFile, *, resistance: float, evidence: int, barriers: int, growth: int
) -> tuple[float, float]:
    """(raw, score 0 to 100)."""
    formula = knowledge.formula
    raw = (
        resistance
        * (1 + evidence * formula.evidence_step)
        * (1 + barriers * formula.barrier_step)
        * (1 + growth * formula.growth_step)
    )
    return raw, (raw - formula.offset) / formula.divisor * 100


def zone_of(score: float, knowledge: ResilienceFile) -> Zone:
    """By the score to one decimal, as it is shown."""
    shown = round(score, 1)
    if shown >= knowledge.formula.green_from:
        return "GREEN"
    return "YELLOW" if shown >= knowledge.formula.yellow_from else "RED"


def sub_label(zone: Zone, growth: int, share: float, knowledge: ResilienceFile) -> str:
    """The first rule of the zone that fits growth and the automatable share of time."""
    return next(
        rule.label
        for rule in knowledge.sub_labels
        if rule.zone == zone
        and growth >= rule.min_growth
        and share >= rule.min_share_automatable - 1e-9
    )


def screen(protective: int, growth: int, knowledge: ResilienceFile) -> str:
    """The quick reading before any task is looked at."""
    readings = knowledge.quick_screen
    fitting = (r for r in readings if growth >= r.min_growth and protective >= r.min_protective)
    return next(fitting, readings[-1]).reading


def _compose(role: Role, terms: Sequence[TaskTerm], knowledge: ResilienceFile) -> Resilience:
    entry, formula = knowledge.by_role[role.id], knowledge.formula
    evidence, barriers, protective = _totals(entry)
    growth = entry.growth.score
    weighted = math.fsum(term.amount for term in terms)
    resistance = formula.resistance_from - weighted
    raw, score = composite(
        knowledge, resistance=resistance, evidence=evidence, barriers=barriers, growth=growth
    )
    share = math.fsum(term.weight for term in terms if term.automation >= AUTOMATABLE)
    zone = zone_of(score, knowledge)
    return Resilience(
        role_id=role.id,
        terms=tuple(terms),
        weighted=weighted,
        resistance=resistance,
        evidence_total=evidence,
        evidence_modifier=1 + evidence * formula.evidence_step,
        barrier_total=barriers,
        barrier_modifier=1 + barriers * formula.barrier_step,
        growth=growth,
        growth_modifier=1 + growth * formula.growth_step,
        raw=raw,
        score=score,
        zone=zone,
        sub_label=sub_label(zone, growth, share, knowledge),
        share_automatable=share,
        protective_total=protective,
        quick_screen=screen(protective, growth, knowledge),
        effects=_effects(role.tasks, terms),
        stated=next((s for s in knowledge.stated if s.role == role.id), None),
        provenance=entry.provenance,
        needs_review=entry.needs_review,
    )


def _totals(entry: RoleResilience) -> tuple[int, int, int]:
    groups = (entry.evidence, entry.barriers, entry.principles)
    evidence, barriers, protective = (sum(item.score for item in group) for group in groups)
    return evidence, barriers, protective


def _effects(tasks: Sequence[Task], terms: Sequence[TaskTerm]) -> tuple[tuple[str, float], ...]:
    shares = dict.fromkeys(("displacement", "augmentation", "not_involved"), 0.0)
    for task, term in zip(tasks, terms, strict=True):
        shares[task.ai_effect] += term.weight
    return tuple(shares.items())
