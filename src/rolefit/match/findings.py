"""What a role asks for against what the document shows: skills and tasks, each with evidence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from rolefit.match.evidence import ROLE_NEED_WEIGHTS, best_of
from rolefit.match.features import cover_tasks
from rolefit.types import (
    DEPTHS,
    FindingStatus,
    Mention,
    Profile,
    RoleNeed,
    SkillFinding,
    Span,
    TaskFinding,
    total_months,
)

if TYPE_CHECKING:
    from rolefit.match.evidence import Evidence

NEAR_SIMILARITY = 0.55
"""Cosine to a skill's label from which a line shows it; unlike trades reach .19."""
STALE_MONTHS = 60
"""A skill last used longer ago than this is stale."""
_NEED_OF_WEIGHT: dict[float, RoleNeed] = {
    ROLE_NEED_WEIGHTS["core"]: "core",
    ROLE_NEED_WEIGHTS["common"]: "common",
    ROLE_NEED_WEIGHTS["optional"]: "optional",
}


def find_skills(evidence: Evidence, role: int) -> tuple[SkillFinding, ...]:
    """One finding for each skill of the role, core ones first, then by id."""
    mentions: dict[str, list[Mention]] = {}
    for mention in evidence.profile.mentions:
        mentions.setdefault(mention.skill_id, []).append(mention)
    column = evidence.knowledge.skill_needs[:, role]
    findings = [
        _finding(
            evidence, skill_id, _NEED_OF_WEIGHT[float(column[row])], mentions.get(skill_id, ())
        )
        for skill_id, row in evidence.knowledge.skill_rows.items()
        if column[row] > 0
    ]
    order = {"core": 0, "common": 1, "optional": 2}
    return tuple(sorted(findings, key=lambda finding: (order[finding.need], finding.skill_id)))


def _finding(
    evidence: Evidence, skill_id: str, need: RoleNeed, mentions: Sequence[Mention]
) -> SkillFinding:
    affirmed = [m for m in mentions if m.polarity in {"affirmed", "hedged"}]
    months, last_used = months_with(evidence.profile, affirmed)
    used = affirmed or mentions
    depth = max((m.depth for m in affirmed), key=DEPTHS.index, default=None)
    shows = None if mentions else _nearest_line(evidence, skill_id)
    if shows is not None:
        span, similarity = shows
        return SkillFinding(skill_id, need, "near", None, None, None, (span,), similarity)
    return SkillFinding(
        skill_id, need, _status(evidence, mentions, affirmed, last_used), depth, months, last_used,
        tuple(Span(m.start, m.end) for m in used[:5]),
    )  # fmt: skip


def _nearest_line(evidence: Evidence, skill_id: str) -> tuple[Span, float] | None:
    """The line that shows a skill without naming it, and its similarity; None below the threshold."""
    similarities = best_of(evidence.hits, "skill", skill_id)
    if not similarities.size:
        return None
    row = int(similarities.argmax())
    similarity = float(similarities[row])
    return (evidence.line_spans[row], similarity) if similarity >= NEAR_SIMILARITY else None


def _status(
    evidence: Evidence,
    mentions: Sequence[Mention],
    affirmed: Sequence[Mention],
    last_used: int | None,
) -> FindingStatus:
    if not affirmed:
        return "denied" if any(m.polarity == "denied" for m in mentions) else "missing"
    if evidence.profile.kind == "jd":
        return "shown"
    if all(m.depth in {"listed", "familiar"} for m in affirmed):
        return "listed"
    ends = [p.end_month for p in evidence.profile.positions if p.end_month is not None]
    if last_used is not None and ends and max(ends) - last_used > STALE_MONTHS:
        in_time = all(m.position is not None for m in affirmed)
        return "stale" if in_time else "shown"
    return "shown"


def months_with(profile: Profile, mentions: Sequence[Mention]) -> tuple[int | None, int | None]:
    """(months, last month) of the positions that show a skill; overlaps counted once."""
    numbers = {m.position for m in mentions if m.position is not None}
    shown = [profile.positions[number] for number in sorted(numbers)]
    ends = [position.end_month for position in shown if position.end_month is not None]
    return (total_months(shown), max(ends)) if ends else (None, None)


def find_tasks(evidence: Evidence, role: int) -> tuple[TaskFinding, ...]:
    """Coverage of each of the role's tasks with up to three lines, in corpus order."""
    tasks = evidence.knowledge.tasks[role]
    coverage = cover_tasks(evidence, role)
    similarity = evidence.task_similarity(role)
    weights = np.clip(evidence.line_weights * 2, 0, 1)
    found = []
    for column, (task_id, share) in enumerate(tasks):
        support = np.clip(similarity[:, column] - 0.35, 0, 1) * weights
        found.append(
            TaskFinding(task_id, share, float(coverage[column]), evidence.strongest(support))
        )
    return tuple(found)
