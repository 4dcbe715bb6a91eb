"""What if: the same model asked again with skills added. Exact, not a linear guess."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rolefit.match.evidence import Evidence
from rolefit.match.model import Weights, choose, score_answers
from rolefit.types import RoleMatch, Verdict

MAX_ADDITIONS = 5
MIN_GAIN = 0.005
"""A skill that moves the probability by less decides nothing."""


def measure_gaps(evidence: Evidence, weights: Weights, match: RoleMatch) -> RoleMatch:
    """The same match with the gain of each core or common skill that is not shown."""
    role = evidence.knowledge.role_ids.index(match.role_id)
    findings = tuple(
        replace(
            finding,
            gain=_probabilities(evidence.with_skills([finding.skill_id]), weights)[role]
            - match.probability,
        )
        if finding.is_gap
        else finding
        for finding in match.findings
    )
    return replace(match, findings=findings)


def find_deciders(
    evidence: Evidence, weights: Weights, *, first: str, second: str, skill_ids: Sequence[str]
) -> tuple[str, str] | None:
    """Between two close roles: the skill that would most set the first ahead, and the one for the second.

    None when no skill of `skill_ids` would move them apart.
    """
    role_ids = evidence.knowledge.role_ids
    one, other = role_ids.index(first), role_ids.index(second)
    now = _probabilities(evidence, weights)
    moves = []
    for skill_id in skill_ids:
        after = _probabilities(evidence.with_skills([skill_id]), weights)
        moves.append(((after[one] - after[other]) - (now[one] - now[other]), skill_id))
    if not moves or max(moves)[0] < MIN_GAIN or min(moves)[0] > -MIN_GAIN:
        return None
    return max(moves)[1], min(moves)[1]


def explain_verdict(
    verdict: Verdict, roles: Sequence[RoleMatch], evidence: Evidence, weights: Weights
) -> Verdict:
    """With what would decide, when two roles are too close to call."""
    if verdict.reason != "close_roles":
        return verdict
    first, second = roles[0], roles[1]
    open_skills = {f.skill_id for role in (first, second) for f in role.findings if f.is_gap}
    found = find_deciders(
        evidence, weights, first=first.role_id, second=second.role_id, skill_ids=sorted(open_skills)
    )
    return replace(verdict, deciders=found or ())


def smallest_additions(
    evidence: Evidence, weights: Weights, *, role_id: str, skill_ids: Sequence[str]
) -> tuple[str, ...] | None:
    """The fewest of `skill_ids` that, used at work, make the role the first answer; () when it is.

    Found by adding the best skill again and again and then taking out what is not needed; None when
    five are not enough.
    """
    role = evidence.knowledge.role_ids.index(role_id)
    added: list[str] = []
    while _lead(evidence, weights, role, added) <= 0:
        left = [skill_id for skill_id in skill_ids if skill_id not in added]
        if len(added) == MAX_ADDITIONS or not left:
            return None
        added.append(max(left, key=lambda s: _lead(evidence, weights, role, [*added, s])))
    for skill_id in tuple(added):
        fewer = [other for other in added if other != skill_id]
        if _lead(evidence, weights, role, fewer) > 0:
            added = fewer
    return tuple(added)


def _lead(evidence: Evidence, weights: Weights, role: int, added: Sequence[str]) -> float:
    """Of the role over every other answer."""
    found = _probabilities(evidence.with_skills(added) if added else evidence, weights)
    return found[role] - max(value for i, value in enumerate(found) if i != role)


def _probabilities(evidence: Evidence, weights: Weights) -> list[float]:
    return choose(score_answers(evidence, weights), weights[evidence.profile.kind].temperature)
