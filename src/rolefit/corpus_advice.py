"""What advice knows: assessments, resilience, landscape, plan and weak signals of `corpus/`.

Read beside the `Corpus`, and only when advice is asked for; `load_guide` checks both against one another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from rolefit.corpus import Corpus
from rolefit.corpus_files import find_files, load_file, locate
from rolefit.corpus_schema import Entry, Id, Provenance, Text
from rolefit.errors import CorpusError
from rolefit.types import GapKind

Zone = Literal["GREEN", "YELLOW", "RED"]
ScaleId = Literal["concentrator", "conceptual", "systems", "adaptor"]
TaskKind = Literal["design", "build", "people"]
Share = Annotated[float, Field(ge=0, le=1)]

# -- assessments --------------------------------------------------------------------------


class LikertItem(Entry):
    """A statement answered 1 to 5; a reversed one counts 6 less the answer."""

    id: Id
    reversed: bool
    text: Text


class Scale(Entry):
    id: ScaleId
    label: Text
    meaning: Text
    items: Annotated[tuple[LikertItem, ...], Field(min_length=6)]


class Bands(Entry):
    """A band begins at its limit; below `moderate` a score is low."""

    moderate: float
    strong: float


class WorkStyleFile(Entry):
    needs_review: bool
    bands: Bands
    contradiction: float
    """Means of plain and reversed items this far apart contradict one another."""
    scales: Annotated[tuple[Scale, ...], Field(min_length=4, max_length=4)]


class Option(Entry):
    id: Id
    score: Annotated[int, Field(ge=0, le=2)]
    text: Text
    why: Text


class Scenario(Entry):
    id: Id
    text: Text
    options: Annotated[tuple[Option, ...], Field(min_length=3)]


class Area(Entry):
    """An area of judgement; `roles` names the competency area of each role it stands for."""

    id: Id
    roles: Mapping[Id, Text]
    scenarios: Annotated[tuple[Scenario, ...], Field(min_length=3)]


class ScenarioFile(Entry):
    areas: tuple[Area, ...]


# -- resilience ---------------------------------------------------------------------------


class Formula(Entry):
    resistance_from: float
    evidence_step: float
    barrier_step: float
    growth_step: float
    offset: float
    divisor: float
    green_from: float
    yellow_from: float
    provenance: Provenance


class SubLabel(Entry):
    zone: Zone
    label: Text
    min_growth: int = -2
    min_share_automatable: Share = 0.0
    provenance: Provenance


class QuickScreen(Entry):
    min_growth: int
    min_protective: int
    reading: Text
    provenance: Provenance


class Stated(Entry):
    """A score that a source states for a job, without the inputs."""

    job: Text
    role: Id | None = None
    score: float
    zone: Zone
    resistance: float | None = None
    provenance: Provenance


class PatternWork(Entry):
    novel_resistance: float
    pipeline_resistance: float
    novel_share: Share
    provenance: Provenance


class Scored(Entry):
    id: Id
    score: int
    reason: Text


class Growth(Entry):
    score: Annotated[int, Field(ge=-2, le=2)]
    reason: Text


class RoleResilience(Entry):
    role: Id
    provenance: Provenance
    needs_review: bool
    principles: Annotated[tuple[Scored, ...], Field(min_length=3, max_length=3)]
    growth: Growth
    evidence: Annotated[tuple[Scored, ...], Field(min_length=5, max_length=5)]
    barriers: Annotated[tuple[Scored, ...], Field(min_length=5, max_length=5)]


class ResilienceFile(Entry):
    formula: Formula
    sub_labels: tuple[SubLabel, ...]
    quick_screen: tuple[QuickScreen, ...]
    stated: tuple[Stated, ...]
    pattern_work: PatternWork
    roles: tuple[RoleResilience, ...]

    @cached_property
    def by_role(self) -> Mapping[str, RoleResilience]:
        return {entry.role: entry for entry in self.roles}


# -- landscape ----------------------------------------------------------------------------


class Answer(Entry):
    id: Id
    text: Text
    roles: Mapping[Id, float]
    skills: tuple[Id, ...]


class Question(Entry):
    id: Id
    text: Text
    answers: Annotated[tuple[Answer, ...], Field(min_length=2)]


class Timing(Entry):
    """Weeks, from `low` to `high`."""

    id: Id
    low: int
    high: int
    provenance: Provenance


class Way(Entry):
    """A way in from work that is near: what it brings to each role and which skills it lacks."""

    id: Id
    titles: tuple[Text, ...]
    roles: tuple[Id, ...]
    brings: Mapping[Id, Text]
    lacks: Mapping[Id, tuple[Id, ...]]
    ask: Text
    provenance: Provenance


class LandscapeFile(Entry):
    needs_review: bool
    min_shown: int
    lead: int
    questions: tuple[Question, ...]
    entries: tuple[Way, ...]
    supply_order: tuple[Text, ...]
    timing: tuple[Timing, ...]


# -- plan ---------------------------------------------------------------------------------


class Dimension(Entry):
    id: Id
    label: Text
    low: Text
    high: Text


class Band(Entry):
    start: Annotated[int, Field(alias="from")]
    end: Annotated[int, Field(alias="to")]
    advice: Id


class SelfAssessment(Entry):
    dimensions: Annotated[tuple[Dimension, ...], Field(min_length=5, max_length=5)]
    bands: tuple[Band, ...]


class Round(Entry):
    """What a round draws on: categories of skills and kinds of tasks."""

    id: Id
    weight: float
    categories: tuple[Id, ...]
    by_role: Mapping[Id, tuple[Id, ...]] = {}
    """Categories of a role whose round draws on others."""
    tasks: TaskKind | Literal["all", "none"]

    def categories_for(self, role_id: str) -> tuple[str, ...]:
        return self.by_role.get(role_id, self.categories)


class Effort(Entry):
    default: float
    unnamed: float
    """Hours to write out a skill that the lines imply and never name."""
    by_category: Mapping[Id, float]


class Proofs(Entry):
    default: Text
    unnamed: Text
    by_skill: Mapping[Id, Text]
    by_category: Mapping[Id, Text]


class PlanFile(Entry):
    needs_review: bool
    repetition_days: tuple[int, ...]
    self_assessment: SelfAssessment
    rounds: Annotated[tuple[Round, ...], Field(min_length=7, max_length=7)]
    task_kinds: Mapping[TaskKind, tuple[Id, ...]]
    effort_hours: Effort
    effort_factor: Mapping[GapKind, float]
    hours_a_week: float
    prerequisites: Mapping[Id, tuple[Id, ...]]
    proofs: Proofs


# -- weak signals -------------------------------------------------------------------------


class SignalRule(Entry):
    id: Id
    origin: Id
    severity: Literal["high", "medium", "low"]
    title: Text
    why: Text
    fix: Text


class SignalFile(Entry):
    needs_review: bool
    rules: tuple[SignalRule, ...]
    words: Mapping[Id, tuple[Text, ...]]

    @cached_property
    def by_id(self) -> Mapping[str, SignalRule]:
        return {rule.id: rule for rule in self.rules}


# -- the whole ----------------------------------------------------------------------------


class Guide(Entry):
    """All that advice knows beyond the roles themselves."""

    style: WorkStyleFile
    areas: tuple[Area, ...]
    resilience: ResilienceFile
    landscape: LandscapeFile
    plan: PlanFile
    signals: SignalFile

    def areas_of(self, role_id: str) -> tuple[Area, ...]:
        return tuple(area for area in self.areas if role_id in area.roles)


def load_guide(root: Path, corpus: Corpus) -> Guide:
    """Read the advice files of `corpus/` and check them against the roles and skills.

    Raises: CorpusError with `file:line: what is wrong`.
    """
    folder = root / "assessments"
    guide = Guide(
        style=load_file(folder / "work_style.yaml", WorkStyleFile),
        areas=tuple(
            area
            for path in find_files(folder)
            if path.stem.startswith("scenarios")
            for area in load_file(path, ScenarioFile).areas
        ),
        resilience=load_file(root / "resilience.yaml", ResilienceFile),
        landscape=load_file(root / "landscape.yaml", LandscapeFile),
        plan=load_file(root / "plan.yaml", PlanFile),
        signals=load_file(root / "weak_signals.yaml", SignalFile),
    )
    for word, mistake in _mistakes(guide, corpus):
        raise CorpusError(f"{locate(root, word)}: {mistake}")
    return guide


def _mistakes(guide: Guide, corpus: Corpus) -> Iterator[tuple[str, str]]:
    yield from _assessment_mistakes(guide, corpus)
    yield from _reference_mistakes(guide, corpus)
    for role in corpus.roles:
        if role.id not in guide.resilience.by_role:
            yield role.id, f"role '{role.id}' has no entry in resilience.yaml"
        kinds = {task for tasks in guide.plan.task_kinds.values() for task in tasks}
        for task in role.tasks:
            if task.id not in kinds:
                yield task.id, f"task '{task.id}' stands under no kind in plan.yaml"


def _assessment_mistakes(guide: Guide, corpus: Corpus) -> Iterator[tuple[str, str]]:
    for scale in guide.style.scales:
        reversed_count = sum(item.reversed for item in scale.items)
        if not 0 < reversed_count < len(scale.items):
            yield scale.id, f"scale '{scale.id}' needs plain and reversed statements"
    ids = [item.id for scale in guide.style.scales for item in scale.items]
    ids += [scenario.id for area in guide.areas for scenario in area.scenarios]
    for name in sorted({name for name in ids if ids.count(name) > 1}):
        yield name, f"item id '{name}' stands more than once"
    for area in guide.areas:
        for role_id, label in area.roles.items():
            role = corpus.role_by_id.get(role_id)
            if role is None:
                yield area.id, f"area '{area.id}' refers to unknown role '{role_id}'"
            elif label not in role.competency_areas:
                yield label, f"'{label}' is no competency area of role '{role_id}'"
    for role in corpus.roles:
        if len(guide.areas_of(role.id)) < 5:
            yield role.id, f"role '{role.id}' has fewer than 5 areas of scenarios"


def _reference_mistakes(guide: Guide, corpus: Corpus) -> Iterator[tuple[str, str]]:
    skills = [s for q in guide.landscape.questions for a in q.answers for s in a.skills]
    skills += [s for way in guide.landscape.entries for lacks in way.lacks.values() for s in lacks]
    skills += list(guide.plan.proofs.by_skill)
    skills += [s for pair in guide.plan.prerequisites.items() for s in (pair[0], *pair[1])]
    for skill_id in skills:
        if skill_id not in corpus.skill_by_id:
            yield skill_id, f"unknown skill '{skill_id}'"
    roles = [r for q in guide.landscape.questions for a in q.answers for r in a.roles]
    roles += [r for way in guide.landscape.entries for r in (*way.roles, *way.brings, *way.lacks)]
    for role_id in roles:
        if role_id not in corpus.role_by_id:
            yield role_id, f"unknown role '{role_id}'"
    tasks = {task.id for role in corpus.roles for task in role.tasks}
    for task_id in (t for kind in guide.plan.task_kinds.values() for t in kind):
        if task_id not in tasks:
            yield task_id, f"unknown task '{task_id}'"
