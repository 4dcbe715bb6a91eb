"""The features of the score. A feature's docstring is what the user is told of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rolefit.types import NONE_ROLE, Span

if TYPE_CHECKING:
    from rolefit.match.evidence import Evidence, Floats

TOP_LINES = 6
SKILL_SMOOTHING = 4.0
"""Skill strength that stands for "nothing known" in the shares: few skills say little."""


@dataclass(frozen=True, slots=True)
class Value:
    """A feature's value for one answer and the words that give it."""

    value: float
    evidence: tuple[Span, ...] = ()


RoleFeature = Callable[["Evidence", int], Value]
NoneFeature = Callable[["Evidence"], Value]


def duty_share(evidence: Evidence, role: int) -> Value:
    """How much of the work described reads like this role's duties rather than another's."""
    total = evidence.line_weights.sum()
    if total <= 0:
        return Value(0.0)
    votes = evidence.line_weights * evidence.shares[:, role]
    return Value(float(votes.sum() / total), evidence.strongest(votes * evidence.duty[:, role]))


def duty_similarity(evidence: Evidence, role: int) -> Value:
    """How near the nearest lines come to this role's duties, against the average of all roles."""
    if not len(evidence.line_spans):
        return Value(0.0)
    tops = _top_means(evidence)
    value = 10 * float(tops[role] - tops[:-1].mean())
    weighted = evidence.duty[:, role] * evidence.line_weights
    return Value(value, evidence.strongest(weighted))


def task_coverage(evidence: Evidence, role: int) -> Value:
    """The share of this role's working time whose tasks the document shows."""
    if not len(evidence.line_spans):
        return Value(0.0)
    coverage = cover_tasks(evidence, role)
    shares = np.array([share for _, share in evidence.knowledge.tasks[role]])
    best = evidence.task_similarity(role).max(axis=1)
    return Value(float(coverage @ shares), evidence.strongest(best * evidence.line_weights))


def skill_evidence(evidence: Evidence, role: int) -> Value:
    """Skills this role needs more than the others do, by need, depth, recency and how they are meant."""
    affinity = evidence.knowledge.skill_affinity
    total, told, terms = SKILL_SMOOTHING, 0.0, []
    for skill_id, (strength, spans) in evidence.skills.items():
        total += strength
        amount = strength * float(affinity[evidence.knowledge.skill_rows[skill_id], role])
        told += amount
        terms.append((amount, spans))
    terms.sort(key=lambda term: -term[0])
    best = tuple(spans[0] for amount, spans in terms[:6] if amount > 0 and spans)
    return Value(10 * told / total, best)


def title_evidence(evidence: Evidence, role: int) -> Value:
    """Job titles that stand for this role, the latest first."""
    role_id = evidence.knowledge.role_ids[role]
    return _titles(evidence, role_id)


def outside_work(evidence: Evidence) -> Value:
    """How much of the work described reads like an occupation outside the roles."""
    total = evidence.line_weights.sum()
    if total <= 0:
        return Value(1.0)
    votes = evidence.line_weights * evidence.shares[:, -1]
    return Value(float(votes.sum() / total), evidence.strongest(votes * evidence.outside))


def outside_nearness(evidence: Evidence) -> Value:
    """How near the nearest lines come to an outside occupation, against the average of all roles."""
    if not len(evidence.line_spans):
        return Value(0.0)
    tops = _top_means(evidence)
    return Value(10 * float(tops[-1] - tops[:-1].mean()))


def outside_title(evidence: Evidence) -> Value:
    """Job titles of occupations outside the roles, the latest first."""
    return _titles(evidence, NONE_ROLE)


def thin_evidence(evidence: Evidence) -> Value:
    """How little the document says of any work at all."""
    return Value(float(np.exp(-evidence.line_weights.sum() / 1.5)))


def few_role_skills(evidence: Evidence) -> Value:
    """How few skills of any of the roles are shown at work."""
    knowledge = evidence.knowledge
    shown = sum(
        strength * float(knowledge.skill_needs[knowledge.skill_rows[skill_id]].max())
        for skill_id, (strength, _) in evidence.skills.items()
    )
    return Value(float(np.exp(-shown / 6)))


def constant(evidence: Evidence) -> Value:
    """What *none of these* starts with."""
    del evidence
    return Value(1.0)


ROLE_FEATURES: Mapping[str, RoleFeature] = {
    f.__name__: f
    for f in (title_evidence, duty_share, duty_similarity, task_coverage, skill_evidence)
}
NONE_FEATURES: Mapping[str, NoneFeature] = {
    f.__name__: f
    for f in (
        constant,
        outside_title,
        outside_work,
        outside_nearness,
        thin_evidence,
        few_role_skills,
    )
}


def cover_tasks(evidence: Evidence, role: int) -> Floats:
    """0 to 1 for each of the role's tasks: the nearest weighted line, from .35 (0) to .65 (1)."""
    similarity = evidence.task_similarity(role)
    if not len(similarity):
        return np.zeros(similarity.shape[1])
    weights = np.clip(evidence.line_weights * 2, 0, 1)[:, None]
    return np.asarray((np.clip((similarity - 0.35) / 0.3, 0, 1) * weights).max(axis=0))


def _top_means(evidence: Evidence) -> Floats:
    """Mean of the nearest lines' similarity above the typical, lines of little weight pressed to nothing.

    Shape (roles + 1,); the last is outside work.
    """
    weights = np.clip(evidence.line_weights * 2, 0, 1)[:, None]
    above_floor = (evidence.lift + evidence.knowledge.typical.mean()) * weights
    return np.asarray(-np.sort(-above_floor, axis=0)[:TOP_LINES].mean(axis=0))


def _titles(evidence: Evidence, role_id: str) -> Value:
    """Weight × confidence of the titles for a role, halved with each older one."""
    value, total, factor = 0.0, 0.0, 1.0
    spans: list[Span] = []
    for title in evidence.profile.titles[:6]:
        weight = dict(title.roles).get(role_id, 0.0)
        value += factor * weight * title.confidence
        total += factor
        if weight > 0:
            spans.append(Span(title.start, title.end))
        factor *= 0.5
    return Value(value / total if total else 0.0, tuple(spans[:3]))
