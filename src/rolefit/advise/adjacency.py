"""How far apart roles and levels are, what separates them and what lies on the way from one to the other."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from rolefit.errors import NoSuchRole
from rolefit.match.evidence import ROLE_NEED_WEIGHTS, best_of
from rolefit.types import DEPTHS, Depth, LineHits, RoleNeed

if TYPE_CHECKING:
    from rolefit.corpus import Corpus, Role

MatchBand = Literal["near", "reachable", "far"]
NEAR, REACHABLE = 0.55, 0.65
"""Upper limits of the first two bands; estimates."""
STRUCTURE_WEIGHT, SKILL_WEIGHT, DUTY_WEIGHT = 0.4, 0.3, 0.3
"""Parts of a distance; estimates. The source takes structure alone: level and taxonomy."""
LEVELS = 6
SAME_FUNCTION = 0.5
"""Taxonomy distance of two focuses of one function; of two functions it is 1."""
DUTY_FROM, DUTY_SPAN = 0.35, 0.3
"""Similarity at which duties begin to overlap and the way to full overlap, as in task coverage."""

DutyOverlap = Mapping[tuple[str, str], float]
"""(task's role and id joined by '/', other role) to 0..1, and (role, other role) to 0..1."""


@dataclass(frozen=True, slots=True)
class Place:
    """A role at a level; `code` is function.focus.level."""

    role_id: str
    level: str
    code: str


@dataclass(frozen=True, slots=True)
class Separation:
    """What the other role asks for and this one does not."""

    skills: tuple[tuple[str, RoleNeed, Depth], ...]
    deeper: tuple[tuple[str, Depth, Depth], ...]
    """(skill, depth here, depth there) where the other wants more."""
    tasks: tuple[tuple[str, float], ...]
    """(task of the other role, how much of it this role's duties overlap), least first."""
    contrasts: tuple[str, ...]
    level_steps: int


@dataclass(frozen=True, slots=True)
class Adjacency:
    """`distance` 0 (same) to 1 with its three parts, each 0 to 1."""

    start: Place
    goal: Place
    distance: float
    band: MatchBand
    structure: float
    skill_overlap: float
    duty_overlap: float | None
    """None where no index is at hand; structure and skills then share its weight."""
    separation: Separation


def parse_place(text: str, corpus: Corpus, *, default_level: str = "P3") -> Place:
    """`ml_engineer`, `ml_engineer:P4`, `AIMLAM.ML` or `AIMLAM.ML.P4`.

    Raises: NoSuchRole naming what exists.
    """
    level = default_level
    found = re.fullmatch(r"(.+?)[.:](P\d+)", text, re.IGNORECASE)
    name = found[1] if found else text
    if found:
        level = found[2].upper()
    codes = {role.code.casefold(): role for role in corpus.roles}
    role = corpus.role_by_id.get(name) or codes.get(name.casefold())
    if role is None:
        known = ", ".join(sorted(corpus.role_by_id))
        raise NoSuchRole(f"unknown role '{name}'; roles are: {known}")
    levels = [definition.code for definition in corpus.levels]
    if level not in levels:
        raise NoSuchRole(f"unknown level '{level}'; levels are: {', '.join(levels)}")
    return Place(role.id, level, f"{role.code}.{level}")


def structure_distance(start: Place, goal: Place) -> float:
    """Mean of taxonomy distance (0, .5 or 1) and level steps over the most there can be."""
    if start.role_id == goal.role_id:
        taxonomy = 0.0
    else:
        same = start.code.split(".")[0] == goal.code.split(".")[0]
        taxonomy = SAME_FUNCTION if same else 1.0
    return (taxonomy + abs(_steps(start, goal)) / (LEVELS - 1)) / 2


def _steps(start: Place, goal: Place) -> int:
    return int(goal.level[1:]) - int(start.level[1:])


def skill_overlap(one: Role, other: Role) -> float:
    """Weighted Jaccard of the skills: Σ min of need weights over Σ max."""
    first, second = _weights(one), _weights(other)
    names = first.keys() | second.keys()
    shared = sum(min(first.get(n, 0.0), second.get(n, 0.0)) for n in names)
    total = sum(max(first.get(n, 0.0), second.get(n, 0.0)) for n in names)
    return shared / total if total else 0.0


def _weights(role: Role) -> Mapping[str, float]:
    return {skill.id: ROLE_NEED_WEIGHTS[skill.need] for skill in role.skills}


def measure_duties(hits: LineHits, owners: Sequence[str], tasks: Sequence[str]) -> DutyOverlap:
    """Overlap of every role's duty lines with every other role, as wholes and by task.

    `owners` and `tasks` are the role and task of each row of `hits`; 0 at similarity .35, 1 at .65.
    """
    found: dict[tuple[str, str], float] = {}
    roles, rows = (
        np.array(owners),
        np.array([f"{o}/{t}" for o, t in zip(owners, tasks, strict=True)]),
    )
    for other in sorted(set(owners)):
        overlap = np.clip((best_of(hits, "duty", other) - DUTY_FROM) / DUTY_SPAN, 0, 1)
        for names in (roles, rows):
            for name in sorted(set(names.tolist())):
                found[name, other] = float(overlap[names == name].mean())
    return found


def compare(start: Place, goal: Place, corpus: Corpus, overlap: DutyOverlap | None) -> Adjacency:
    """Distance, band and separation of two roles at their levels."""
    one, other = corpus.role_by_id[start.role_id], corpus.role_by_id[goal.role_id]
    structure = structure_distance(start, goal)
    skills = skill_overlap(one, other)
    duties = _duty_overlap(one.id, other.id, overlap)
    distance = _distance(structure, skills, duties)
    return Adjacency(
        start, goal, distance, band_of(distance), structure, skills, duties,
        separate(one, other, overlap, level_steps=_steps(start, goal)),
    )  # fmt: skip


def _duty_overlap(one: str, other: str, overlap: DutyOverlap | None) -> float | None:
    if one == other:
        return 1.0
    return None if overlap is None else (overlap[one, other] + overlap[other, one]) / 2


def _distance(structure: float, skills: float, duties: float | None) -> float:
    parts = [(STRUCTURE_WEIGHT, structure), (SKILL_WEIGHT, 1 - skills)]
    if duties is not None:
        parts.append((DUTY_WEIGHT, 1 - duties))
    return sum(weight * part for weight, part in parts) / sum(weight for weight, _ in parts)


def band_of(distance: float) -> MatchBand:
    if distance <= NEAR:
        return "near"
    return "reachable" if distance <= REACHABLE else "far"


def separate(
    one: Role, other: Role, overlap: DutyOverlap | None, *, level_steps: int
) -> Separation:
    """What lies between one role and the other, the most needed first."""
    mine = {skill.id: skill for skill in one.skills}
    order = {"core": 0, "common": 1, "optional": 2}
    wanted = sorted((s for s in other.skills if s.need != "optional"), key=lambda s: order[s.need])
    deeper = tuple(
        (s.id, mine[s.id].depth, s.depth)
        for s in wanted
        if s.id in mine and DEPTHS.index(s.depth) > DEPTHS.index(mine[s.id].depth)
    )
    if one.id == other.id:
        tasks: list[tuple[str, float]] = []
    else:
        shares = overlap or {}
        tasks = [(t.id, shares.get((f"{other.id}/{t.id}", one.id), 0.0)) for t in other.tasks]
    return Separation(
        skills=tuple((s.id, s.need, s.depth) for s in wanted if s.id not in mine),
        deeper=deeper,
        tasks=tuple(sorted(tasks, key=lambda pair: pair[1])),
        contrasts=tuple(c.statement for c in one.is_not if c.instead == other.id),
        level_steps=level_steps,
    )


def neighbours(place: Place, corpus: Corpus, overlap: DutyOverlap | None) -> tuple[Adjacency, ...]:
    """The other roles at the same level, nearest first, ties by corpus order."""
    others = (Place(r.id, place.level, f"{r.code}.{place.level}") for r in corpus.roles)
    found = [
        compare(place, other, corpus, overlap) for other in others if other.role_id != place.role_id
    ]
    return tuple(sorted(found, key=lambda adjacency: adjacency.distance))
