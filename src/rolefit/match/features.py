"""The features of the score. A feature's docstring is what the user is told of it.

Each gives one value to each answer: the roles in corpus order and, last, *none of these*.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rolefit.match.evidence import add_up
from rolefit.types import NONE_ROLE, Span

if TYPE_CHECKING:
    from rolefit.match.evidence import Evidence, Floats

MAX_TITLES = 6
NOTHING_KNOWN = 0.2
"""Cosine above the typical one from which nearness counts."""


@dataclass(frozen=True, slots=True)
class Value:
    """A feature's value for one answer and the words that give it."""

    value: float
    evidence: tuple[Span, ...] = ()


Feature = Callable[["Evidence", int], Value]


def of_lines(function: Feature) -> Feature:
    """A feature gathered from lines: computed once a document, whatever its skills, then × certainty."""

    @functools.wraps(function)
    def feature(evidence: Evidence, answer: int) -> Value:
        key = (function.__name__, answer)
        if key not in evidence.line_values:
            evidence.line_values[key] = function(evidence, answer)
        found: Value = evidence.line_values[key]
        return Value(found.value * evidence.certainty, found.evidence)

    return feature


def title_evidence(evidence: Evidence, answer: int) -> Value:
    """Job titles that stand for it, the latest first."""
    return _of_titles(evidence, answer) if _is_role(evidence, answer) else Value(0.0)


def outside_title(evidence: Evidence, answer: int) -> Value:
    """Job titles that stand for other work, the latest first."""
    return Value(0.0) if _is_role(evidence, answer) else _of_titles(evidence, answer)


def _of_titles(evidence: Evidence, answer: int) -> Value:
    role_id = _answer_id(evidence, answer)
    value, total, factor = 0.0, 0.0, 1.0
    spans: list[Span] = []
    for place in evidence.titles[:MAX_TITLES]:
        amounts = [dict(title.roles).get(role_id, 0.0) * title.confidence for title in place]
        value += factor * add_up(amounts) / len(place)
        total += factor
        spans += [Span(t.start, t.end) for t, amount in zip(place, amounts, strict=True) if amount]
        factor *= 0.5
    return Value(value / total if total else 0.0, tuple(spans[:3]))


@of_lines
def duty_share(evidence: Evidence, answer: int) -> Value:
    """How much of the work described reads like its duties rather than another's."""
    votes = evidence.shares[:, answer]
    nearness = votes * evidence.nearness[:, answer]
    return Value(evidence.gather(votes), evidence.strongest(nearness * evidence.line_weights))


@of_lines
def duty_similarity(evidence: Evidence, answer: int) -> Value:
    """How near the lines come to its duties, beyond what any line does."""
    floor = NOTHING_KNOWN - float(evidence.knowledge.typical.mean())
    votes = np.maximum(evidence.lift[:, answer] - floor, 0)
    return Value(4 * evidence.gather(votes), evidence.strongest(votes * evidence.line_weights))


def skill_evidence(evidence: Evidence, answer: int) -> Value:
    """Skills it needs more than the others do, by need, depth, recency and how they are meant."""
    affinity, rows = evidence.knowledge.skill_affinity, evidence.knowledge.skill_rows
    return _of_skills(
        evidence,
        {skill_id: float(affinity[rows[skill_id], answer]) for skill_id in evidence.skills},
    )


@of_lines
def line_reading(evidence: Evidence, answer: int) -> Value:
    """What its lines mean, as labelled documents taught it."""
    votes = evidence.readings
    if votes is None:
        return Value(0.0)
    column = _learnt(votes, evidence, answer, evidence.line_weights, evidence.shares[:, answer])
    return Value(evidence.gather(column), evidence.strongest(column * evidence.line_weights))


def skill_reading(evidence: Evidence, answer: int) -> Value:
    """What its skills mean, as labelled documents taught it."""
    reading = evidence.knowledge.reading
    if reading is None:
        return Value(0.0)
    taught = [skill_id for skill_id in evidence.skills if skill_id in reading.skills]
    if not taught:
        return Value(0.0)
    votes = np.stack([reading.skills[skill_id] for skill_id in taught])
    strengths = np.array([evidence.skills[skill_id][0] for skill_id in taught])
    column = _learnt(votes, evidence, answer, strengths, _needs(evidence, taught, answer))
    return _of_skills(evidence, dict(zip(taught, column.tolist(), strict=True)))


def constant(evidence: Evidence, answer: int) -> Value:
    """What *none of these* starts with."""
    return Value(0.0 if _is_role(evidence, answer) else 1.0)


def silence(evidence: Evidence, answer: int) -> Value:
    """How little the document says at all."""
    return Value(0.0 if _is_role(evidence, answer) else 3 * evidence.certainty)


FEATURES: Mapping[str, Feature] = {
    f.__name__: f
    for f in (
        title_evidence, outside_title, duty_share, duty_similarity, skill_evidence, line_reading,
        skill_reading, constant, silence,
    )
}  # fmt: skip
NONE_ALONE = frozenset({"outside_title", "constant", "silence"})
"""Features that speak of *none of these* and of no role."""


def cover_tasks(evidence: Evidence, role: int) -> Floats:
    """0 to 1 for each of the role's tasks: the nearest weighted line, from .35 (0) to .65 (1)."""
    similarity = evidence.task_similarity(role)
    if not len(similarity):
        return np.zeros(similarity.shape[1])
    weights = np.clip(evidence.line_weights * 2, 0, 1)[:, None]
    return np.asarray((np.clip((similarity - 0.35) / 0.3, 0, 1) * weights).max(axis=0))


def _of_skills(evidence: Evidence, votes: Mapping[str, float]) -> Value:
    """Votes of skills by strength and certainty; the strongest places are the evidence."""
    terms = [
        (evidence.skills[skill_id][0] * vote, evidence.skills[skill_id][1])
        for skill_id, vote in votes.items()
    ]
    best = sorted(terms, key=lambda term: -term[0])[:6]
    spans = tuple(places[0] for amount, places in best if amount > 0 and places)
    return Value(add_up(amount for amount, _ in terms) * evidence.certainty, spans)


def _learnt(votes: Floats, evidence: Evidence, answer: int, weights: Floats, own: Floats) -> Floats:
    """The column of an answer. A role that was not learnt reads what the answer reads that reads best in the
    document, as far as a line or a skill is its `own` (0 to 1); of what is not its own it reads nothing."""
    reading = evidence.knowledge.reading
    assert reading is not None
    answer_id = _answer_id(evidence, answer)
    if answer_id in reading.answers:
        return np.asarray(votes[:, reading.answers.index(answer_id)])
    best = np.argmax([add_up(weights * column) for column in votes.T])
    return np.asarray(votes[:, best] * own)


def _needs(evidence: Evidence, skill_ids: Sequence[str], answer: int) -> Floats:
    """0 to 1 for each skill: how much the answer needs it."""
    needs, rows = evidence.knowledge.skill_needs, evidence.knowledge.skill_rows
    return np.asarray(needs[[rows[skill_id] for skill_id in skill_ids], answer])


def _is_role(evidence: Evidence, answer: int) -> bool:
    return answer < len(evidence.knowledge.role_ids)


def _answer_id(evidence: Evidence, answer: int) -> str:
    role_ids = evidence.knowledge.role_ids
    return role_ids[answer] if _is_role(evidence, answer) else NONE_ROLE
