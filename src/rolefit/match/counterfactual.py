"""What if: the same model asked again with one thing changed."""

from __future__ import annotations

from dataclasses import replace

from rolefit.match.evidence import Evidence
from rolefit.match.model import Weights, rank_roles
from rolefit.types import Mention, Profile


def gain(evidence: Evidence, weights: Weights, *, role_id: str, skill_id: str) -> float:
    """Change of a role's probability if the skill were used at work in the latest position.

    One mention, affirmed and used, is added to the profile and everything is computed again; -1 to 1.
    """
    profile = evidence.profile
    mention = Mention(
        skill_id, 0, 0, "affirmed", "used", None, "experience", _latest_position(profile)
    )
    richer = replace(profile, mentions=(*profile.mentions, mention))
    after = Evidence(richer, evidence.knowledge, evidence.hits)
    return _probability(after, weights, role_id) - _probability(evidence, weights, role_id)


def _probability(evidence: Evidence, weights: Weights, role_id: str) -> float:
    roles, none_match = rank_roles(evidence, weights)
    return next(m.probability for m in (*roles, none_match) if m.role_id == role_id)


def _latest_position(profile: Profile) -> int | None:
    """Index of the position that ends last; of several the first."""
    ends = [(p.end_month, -i) for i, p in enumerate(profile.positions) if p.end_month is not None]
    return -max(ends)[1] if ends else None
