"""The choice model: features × weights, softmax over the roles and *none*, and the verdict."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rolefit.errors import ModelError
from rolefit.match.evidence import Evidence
from rolefit.match.features import NONE_FEATURES, ROLE_FEATURES, Value
from rolefit.match.findings import find_skills, find_tasks
from rolefit.types import NONE_ROLE, Contribution, RoleMatch, Verdict


@dataclass(frozen=True, slots=True)
class Weights:
    """One weight a feature; `margin` is what the first answer must lead by to be a match."""

    features: Mapping[str, float]
    temperature: float
    margin: float


def load_weights(path: Path) -> Weights:
    """Read `weights.json`.

    Raises: ModelError when it cannot be read or names other features than the code has.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        weights = Weights(dict(data["features"]), float(data["temperature"]), float(data["margin"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{path} is not a weights file; 'scripts/train.py' writes one") from error
    wanted = {*ROLE_FEATURES, *NONE_FEATURES}
    if set(weights.features) != wanted:
        odd = sorted(set(weights.features) ^ wanted)
        raise ModelError(f"{path}: features {odd} are not in both the file and the code")
    return weights


def rank_roles(evidence: Evidence, weights: Weights) -> tuple[tuple[RoleMatch, ...], RoleMatch]:
    """All roles, best first (ties by corpus order), and *none*."""
    role_ids = evidence.knowledge.role_ids
    terms = [
        _contributions({n: f(evidence, role) for n, f in ROLE_FEATURES.items()}, weights)
        for role in range(len(role_ids))
    ]
    terms.append(_contributions({n: f(evidence) for n, f in NONE_FEATURES.items()}, weights))
    scores = [math.fsum(term.amount for term in contributions) for contributions in terms]
    probabilities = _softmax(scores, weights.temperature)
    matches = [
        RoleMatch(
            role_id=role_id,
            score=scores[i],
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
    roles: Sequence[RoleMatch], none_match: RoleMatch, *, margin: float, language: str = "en"
) -> Verdict:
    """`match` when the first role leads every other answer by the margin, `none` when none does so.

    A document that is not English is never more than `abstain`.
    """
    verdict = _decide(roles, none_match, margin)
    if language == "en" or verdict.status == "abstain":
        return verdict
    return Verdict("abstain", roles[0].role_id, verdict.probability, verdict.margin, "language")


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


def _contributions(values: Mapping[str, Value], weights: Weights) -> tuple[Contribution, ...]:
    return tuple(
        Contribution(name, value.value, weights.features[name], value.evidence)
        for name, value in values.items()
    )


def _softmax(scores: Sequence[float], temperature: float) -> list[float]:
    top = max(scores)
    exps = [math.exp((score - top) / temperature) for score in scores]
    total = math.fsum(exps)
    return [value / total for value in exps]
