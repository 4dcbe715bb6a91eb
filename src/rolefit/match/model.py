"""The choice model: features × weights, softmax over the roles and *none*, and the verdict."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rolefit.errors import ModelError
from rolefit.match.evidence import Evidence
from rolefit.match.features import FEATURES, NONE_ALONE, Feature
from rolefit.match.findings import find_skills, find_tasks
from rolefit.types import NONE_ROLE, Contribution, DocumentKind, RoleMatch, Verdict

MIN_WORK = 1.0
"""Line weight without which nothing is a match: about two lines that surely tell of work."""


@dataclass(frozen=True, slots=True)
class KindWeights:
    """For one kind of document: a weight for each feature, and the margin by which the first answer must
    lead to be a match."""

    features: Mapping[str, float]
    temperature: float
    margin: float


Weights = Mapping[DocumentKind, KindWeights]


def load_weights(path: Path) -> Weights:
    """Read `weights.json`, which scripts/train.py writes.

    Raises: ModelError when it cannot be read or names other features than the code has.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        weights: dict[DocumentKind, KindWeights] = {
            kind: KindWeights(
                dict(data[kind]["features"]),
                float(data[kind]["temperature"]),
                float(data[kind]["margin"]),
            )
            for kind in ("jd", "resume")
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{path} is not a weights file; 'scripts/train.py' writes one") from error
    for kind_weights in weights.values():
        odd = sorted(set(kind_weights.features) ^ set(FEATURES))
        if odd:
            raise ModelError(f"{path}: features {odd} are not in both the file and the code")
    return weights


def score_answers(evidence: Evidence, weights: Weights) -> tuple[tuple[Contribution, ...], ...]:
    """The contributions of every answer: the roles in corpus order and *none*."""
    features = weights[evidence.profile.kind].features
    count = len(evidence.knowledge.role_ids)
    roles = {name: function for name, function in FEATURES.items() if name not in NONE_ALONE}
    return tuple(
        _contributions(evidence, answer, roles if answer < count else FEATURES, features)
        for answer in range(count + 1)
    )


def _contributions(
    evidence: Evidence,
    answer: int,
    functions: Mapping[str, Feature],
    weights: Mapping[str, float],
) -> tuple[Contribution, ...]:
    values = {name: function(evidence, answer) for name, function in functions.items()}
    return tuple(
        Contribution(name, value.value, weights[name], value.evidence)
        for name, value in values.items()
    )


def choose(terms: Sequence[Sequence[Contribution]], temperature: float) -> list[float]:
    """The probability of each answer."""
    return _softmax([_total(contributions) for contributions in terms], temperature)


def rank_roles(evidence: Evidence, weights: Weights) -> tuple[tuple[RoleMatch, ...], RoleMatch]:
    """All roles, best first (ties by corpus order), and *none*."""
    role_ids = evidence.knowledge.role_ids
    terms = score_answers(evidence, weights)
    probabilities = choose(terms, weights[evidence.profile.kind].temperature)
    matches = [
        RoleMatch(
            role_id=role_id,
            score=_total(terms[i]),
            probability=probabilities[i],
            contributions=terms[i],
            findings=find_skills(evidence, i) if i < len(role_ids) else (),
            tasks=find_tasks(evidence, i) if i < len(role_ids) else (),
        )
        for i, role_id in enumerate((*role_ids, NONE_ROLE))
    ]
    ranked = sorted(matches[:-1], key=lambda match: -match.probability)
    return tuple(ranked), matches[-1]


def decide(
    roles: Sequence[RoleMatch],
    none_match: RoleMatch,
    *,
    margin: float,
    work: float,
    language: str = "en",
) -> Verdict:
    """`match` when the first role leads every other answer by the margin, `none` when none does so.

    `work` is the weight of the lines that tell of work; without enough of it, or when the document is not
    English, nothing is more than `abstain`, but a title of other work is enough for `none`.
    """
    verdict = _decide(roles, none_match, margin)
    if language != "en":
        reason = "language"
    elif work < MIN_WORK and not (verdict.status == "none" and _names_other_work(none_match)):
        reason = "little_evidence"
    else:
        return verdict
    return Verdict("abstain", roles[0].role_id, verdict.probability, verdict.margin, reason)


def _decide(roles: Sequence[RoleMatch], none_match: RoleMatch, margin: float) -> Verdict:
    first, second = roles[0], roles[1]
    if none_match.probability > first.probability:
        lead = none_match.probability - first.probability
        if lead >= margin:
            return Verdict("none", None, none_match.probability, lead, "outside")
        return Verdict("abstain", first.role_id, none_match.probability, lead, "close_to_none")
    rival = max(second.probability, none_match.probability)
    lead = first.probability - rival
    if lead >= margin:
        return Verdict("match", first.role_id, first.probability, lead, "clear")
    reason = "close_to_none" if none_match.probability == rival else "close_roles"
    return Verdict("abstain", first.role_id, first.probability, lead, reason)


def _names_other_work(none_match: RoleMatch) -> bool:
    return any(c.feature == "outside_title" and c.amount > 0 for c in none_match.contributions)


def _total(contributions: Sequence[Contribution]) -> float:
    return math.fsum(term.amount for term in contributions)


def _softmax(scores: Sequence[float], temperature: float) -> list[float]:
    top = max(scores)
    exps = [math.exp((score - top) / temperature) for score in scores]
    total = math.fsum(exps)
    return [value / total for value in exps]
