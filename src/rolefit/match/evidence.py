"""What a document shows, as arrays that every feature reads: line weights, duty similarities, skills.

Whatever is added up is added exactly (`math.fsum`), so that the order of a document's lines changes no
bit of any number.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from rolefit.types import (
    Depth,
    EntryKind,
    LineHits,
    Mention,
    Need,
    Polarity,
    Profile,
    SectionKind,
    Span,
    TitleMention,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rolefit.corpus import Corpus
    from rolefit.match.reading import Reading
    from rolefit.types import Vectors

    Floats = NDArray[np.float64]

SECTION_WEIGHTS: Mapping[SectionKind, float] = {
    "summary": 0.7, "experience": 1.0, "projects": 0.9, "publications": 0.6, "certifications": 0.3,
    "about": 0.25, "role": 0.8, "responsibilities": 1.0, "required": 0.7, "preferred": 0.45, "other": 0.5,
}  # fmt: skip
"""How much a line says of the work, by where it stands."""
DEPTH_WEIGHTS: Mapping[Depth, float] = {
    "led": 1.3, "built": 1.2, "used": 1.0, "familiar": 0.4, "listed": 0.1,
}  # fmt: skip
POLARITY_WEIGHTS: Mapping[Polarity, float] = {
    "affirmed": 1.0, "hedged": 0.5, "others": 0.3, "aspired": 0.15, "denied": 0.0,
}  # fmt: skip
NEED_WEIGHTS: Mapping[Need, float] = {
    "required": 1.0, "preferred": 0.6, "mentioned": 0.8, "not_required": 0.0,
}  # fmt: skip
ROLE_NEED_WEIGHTS = {"core": 1.0, "common": 0.5, "optional": 0.2}
RECENCY_PER_YEAR = 0.88
"""A line's weight falls by this factor for each year since its position ended."""
SHARE_TEMPERATURE = 0.05
RELEVANCE_TEMPERATURE = 0.04
SILENCE = 2.0
"""Line weight that stands for all a document does not say: a short document is sure of nothing."""
SKILL_SHARE = 0.25
"""How much of a line one skill weighs in the amount of what a document says."""
OF_LINES = (
    "line_spans",
    "duty",
    "outside",
    "line_weights",
    "shares",
    "lift",
    "nearness",
    "readings",
)
"""Cached properties that no skill changes."""
MIN_SIMILARITY = 0.22
"""Below this cosine a line resembles nothing the corpus knows (bare phrases of unlike trades: .19)."""


@dataclass(frozen=True)
class Knowledge:
    """The corpus as arrays: roles in order, their tasks, and how each skill tells them apart."""

    role_ids: tuple[str, ...]
    tasks: tuple[tuple[tuple[str, float], ...], ...]
    """For each role (task id, time share 0 to 1)."""
    skill_rows: Mapping[str, int]
    skill_needs: Floats
    """Shape (skills, roles + 1): need weight; the last column is any outside occupation's."""
    typical: Floats
    """Shape (roles + 1,): similarity a role's duties have to *other* roles' duty lines, on average; the last
    is the outside occupations' to any role's. Some roles' words lie nearer to everything; this is
    taken off before roles are compared."""
    reading: Reading | None = None
    """What labelled documents taught, where the model has been trained."""

    @cached_property
    def skill_affinity(self) -> Floats:
        """Need weight less its mean over the answers: what a skill says *for* one against the others."""
        return np.asarray(self.skill_needs - self.skill_needs.mean(axis=1, keepdims=True))


def build_knowledge(corpus: Corpus, duties: LineHits, owners: Sequence[str]) -> Knowledge:
    """`duties` are the hits of the corpus' own duty lines, `owners` the role each is of."""
    rows = {skill.id: row for row, skill in enumerate(corpus.skills)}
    needs = np.zeros((len(rows), len(corpus.roles) + 1))
    for column, role in enumerate(corpus.roles):
        for skill in role.skills:
            needs[rows[skill.id], column] = ROLE_NEED_WEIGHTS[skill.need]
    for occupation in corpus.occupations:
        for skill_id in occupation.skills:
            needs[rows[skill_id], -1] = ROLE_NEED_WEIGHTS["core"]
    return Knowledge(
        role_ids=tuple(role.id for role in corpus.roles),
        tasks=tuple(
            tuple((task.id, task.time_share / 100) for task in role.tasks) for role in corpus.roles
        ),
        skill_rows=rows,
        skill_needs=needs,
        typical=_typical(duties, np.array(owners), [role.id for role in corpus.roles]),
    )


def _typical(hits: LineHits, owners: NDArray[np.str_], role_ids: Sequence[str]) -> Floats:
    others = [best_of(hits, "duty", role_id)[owners != role_id].mean() for role_id in role_ids]
    return np.array([*others, best_of(hits, "occupation").mean()])


def best_of(hits: LineHits, kind: EntryKind, owner: str | None = None) -> Floats:
    """Similarity of the nearest entry of a kind (and owner), shape (lines,)."""
    columns = [
        column
        for column, group in enumerate(hits.groups)
        if group[0] == kind and owner in {None, group[1]}
    ]
    return np.asarray(hits.similarity[:, columns].max(axis=1, initial=0.0), dtype=np.float64)


@dataclass(frozen=True)
class Evidence:
    """One document against all roles. Lines are the rows of `hits` and of `vectors`."""

    profile: Profile
    knowledge: Knowledge
    hits: LineHits
    vectors: Vectors

    def with_skills(self, skill_ids: Iterable[str]) -> Evidence:
        """The same document, had each skill been used at work in its latest position."""
        position = self._latest_position
        more = (
            Mention(skill_id, 0, 0, "affirmed", "used", None, "experience", position)
            for skill_id in skill_ids
        )
        after = replace(
            self, profile=replace(self.profile, mentions=(*self.profile.mentions, *more))
        )
        after.__dict__.update({name: getattr(self, name) for name in OF_LINES})
        return after

    @property
    def _latest_position(self) -> int | None:
        """Index of the position that ends last; of several the first."""
        positions = enumerate(self.profile.positions)
        ends = [(p.end_month, -i) for i, p in positions if p.end_month is not None]
        return -max(ends)[1] if ends else None

    # -- lines ----------------------------------------------------------------------------

    @cached_property
    def line_spans(self) -> tuple[Span, ...]:
        lines = (self.profile.lines[number] for number in self.hits.lines)
        return tuple(Span(line.start, line.end) for line in lines)

    @cached_property
    def duty(self) -> Floats:
        """Nearest duty of each role, shape (lines, roles)."""
        columns = [best_of(self.hits, "duty", role_id) for role_id in self.knowledge.role_ids]
        return np.stack(columns, axis=1)

    @cached_property
    def outside(self) -> Floats:
        """Nearest duty of any outside occupation, shape (lines,)."""
        return best_of(self.hits, "occupation")

    @cached_property
    def boilerplate(self) -> Floats:
        """Nearest boilerplate line, shape (lines,)."""
        return best_of(self.hits, "boilerplate")

    @cached_property
    def relevance(self) -> Floats:
        """0 to 1: how surely a line tells of work, not of the employer or of nothing known."""
        best = np.maximum(self.duty.max(axis=1, initial=0), self.outside)
        telling = 1 / (1 + np.exp(-(best - self.boilerplate) / RELEVANCE_TEMPERATURE))
        return np.asarray(telling * np.clip((best - MIN_SIMILARITY) / 0.25, 0, 1))

    @cached_property
    def line_weights(self) -> Floats:
        """Section × recency × relevance; of lines that say the same word for word one counts."""
        lines = [self.profile.lines[number] for number in self.hits.lines]
        place = [
            SECTION_WEIGHTS.get(line.section, 0.0) * self._recency(line.position) for line in lines
        ]
        weights = np.asarray(place, dtype=np.float64) * self.relevance
        strongest: dict[bytes, int] = {}
        for row in sorted(range(len(lines)), key=lambda row: (-weights[row], row)):
            if strongest.setdefault(self.vectors[row].tobytes(), row) != row:
                weights[row] = 0.0
        return weights

    @cached_property
    def certainty(self) -> float:
        """One over the amount of what the document says, silence included. Every piece of evidence is
        multiplied by it, so what is added moves the answers towards what it speaks for."""
        said = math.fsum(self.line_weights)
        named = math.fsum(strength for strength, _ in self.skills.values())
        return 1 / (SILENCE + said + SKILL_SHARE * named)

    def gather(self, votes: Floats) -> float:
        """Votes of the lines, shape (lines,), by weight."""
        return add_up(self.line_weights * votes)

    @cached_property
    def line_values(self) -> dict[tuple[str, int], Any]:
        """What features found in the lines, by feature and answer: no skill changes it."""
        return {}

    @cached_property
    def shares(self) -> Floats:
        """For each line how much it speaks for each role and, last column, for outside work.

        Shape (lines, roles + 1); rows add up to 1.
        """
        logits = self.lift / SHARE_TEMPERATURE
        exps = np.exp(logits - logits.max(axis=1, keepdims=True, initial=-np.inf))
        return np.asarray(exps / exps.sum(axis=1, keepdims=True))

    @cached_property
    def lift(self) -> Floats:
        """Similarity above the typical one, shape (lines, roles + 1); the last column is outside work."""
        return self.nearness - self.knowledge.typical

    @cached_property
    def nearness(self) -> Floats:
        """Nearest duty of each role and, last column, of outside work, shape (lines, roles + 1)."""
        return np.column_stack([self.duty, self.outside])

    @cached_property
    def readings(self) -> Floats | None:
        """What each line says for each learnt answer, shape (lines, answers); None untrained."""
        reading = self.knowledge.reading
        return None if reading is None else reading.read_lines(self.vectors, self.profile.kind)

    def task_similarity(self, role: int) -> Floats:
        """Nearest duty of each of a role's tasks, shape (lines, tasks)."""
        role_id = self.knowledge.role_ids[role]
        columns = [
            self._groups["duty", role_id, task_id] for task_id, _ in self.knowledge.tasks[role]
        ]
        return np.asarray(self.hits.similarity[:, columns], dtype=np.float64)

    def strongest(self, scores: Floats, *, count: int = 3) -> tuple[Span, ...]:
        """Spans of the lines with the highest positive scores, best first; ties by text order."""
        order = sorted(range(len(scores)), key=lambda row: (-scores[row], row))[:count]
        return tuple(self.line_spans[row] for row in order if scores[row] > 0)

    def _recency(self, position: int | None) -> float:
        if position is None or not self.profile.positions:
            return 1.0
        ends = [p.end_month for p in self.profile.positions if p.end_month is not None]
        end = self.profile.positions[position].end_month
        if end is None or not ends:
            return 1.0
        return float(RECENCY_PER_YEAR ** ((max(ends) - end) / 12))

    @cached_property
    def _groups(self) -> Mapping[tuple[str, str, str], int]:
        return {group: column for column, group in enumerate(self.hits.groups)}

    # -- titles ---------------------------------------------------------------------------

    @cached_property
    def titles(self) -> tuple[tuple[TitleMention, ...], ...]:
        """Titles by where they stand, the latest position first. What is said twice counts once; titles in
        the bullets of one position stand side by side, so that the order of bullets says nothing."""
        titles = self.profile.titles
        if self.profile.kind == "jd":
            titles = tuple(t for t in titles if t.section == "title") or titles
        line_starts = [line.start for line in self.profile.lines]
        places: dict[tuple[object, ...], dict[tuple[object, ...], TitleMention]] = {}
        for title in titles:
            line = self.profile.lines[bisect_right(line_starts, title.start) - 1]
            meaning = (title.roles, title.confidence)
            place = (title.section, title.position, None if line.embedded else meaning)
            places.setdefault(place, {}).setdefault(meaning, title)
        latest_first = sorted(
            places.values(), key=lambda place: -self._recency(next(iter(place.values())).position)
        )
        return tuple(tuple(place.values()) for place in latest_first)

    # -- skills ---------------------------------------------------------------------------

    @cached_property
    def skills(self) -> Mapping[str, tuple[float, tuple[Span, ...]]]:
        """Skill id to (strength 0 to 1.3, its places, strongest first). Repetition adds nothing."""
        ranked: dict[str, list[tuple[float, Mention]]] = {}
        for mention in self.profile.mentions:
            if mention.implied_by:
                continue
            ranked.setdefault(mention.skill_id, []).append((self._strength(mention), mention))
        found: dict[str, tuple[float, tuple[Span, ...]]] = {}
        for skill_id in sorted(ranked):
            best = sorted(ranked[skill_id], key=lambda pair: (-pair[0], pair[1].start))
            spans = tuple(Span(m.start, m.end) for strength, m in best if strength > 0)
            found[skill_id] = (best[0][0], spans)
        return found

    def _strength(self, mention: Mention) -> float:
        depth = 1.0 if self.profile.kind == "jd" else DEPTH_WEIGHTS[mention.depth]
        need = NEED_WEIGHTS[mention.need] if mention.need else 1.0
        place = 0.4 if mention.section in {"about", "benefits"} else 1.0
        recency = self._recency(mention.position) if mention.position is not None else 1.0
        return depth * need * place * recency * POLARITY_WEIGHTS[mention.polarity]


def add_up(terms: Iterable[float]) -> float:
    """Their sum whatever their order; the last bits of a cosine depend on its neighbours and are cut."""
    return math.fsum(round(float(term), 9) for term in terms)
