"""The schemas of `corpus/*.yaml`: one pydantic model for each kind of entry and file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from rolefit.types import Depth, RoleNeed

Provenance = Literal["source", "estimate"]
"""`source`: stated in a document named in SOURCES.md. `estimate`: the project's own judgement."""
Strength = Literal["low", "moderate", "strong"]
SkosMatch = Literal["exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch"]
ReviewStatus = Literal["needs_review", "reviewed"]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
LevelCode = Literal["P1", "P2", "P3", "P4", "P5", "P6"]
Scope = Literal["common", "level"]


class Entry(BaseModel):
    """Base of every corpus entry: unknown keys are mistakes, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


# -- roles --------------------------------------------------------------------------------


class Contrast(Entry):
    """What a role is not, and which role or occupation that would be."""

    statement: Text
    instead: Id


class Task(Entry):
    """A share of the working time; `automation` 1 (no AI can) to 5 (AI does it alone)."""

    id: Id
    label: Text
    time_share: Annotated[float, Field(gt=0, le=100)]
    automation: Annotated[int, Field(ge=1, le=5)]
    ai_effect: Literal["augmentation", "displacement", "not_involved"]
    rationale: Text
    provenance: Provenance


class Duty(Entry):
    """One line as it stands in a résumé or a JD, showing one task."""

    text: Text
    task: Id


class RoleSkill(Entry):
    id: Id
    need: RoleNeed
    depth: Depth


class Component(Entry):
    """A knowledge, competency, responsibility or qualification; `level` set when level-specific."""

    label: Text
    scope: Scope = "common"
    level: LevelCode | None = None
    provenance: Provenance = "estimate"


class WorkStyle(Entry):
    concentrator: Strength
    conceptual: Strength
    systems: Strength
    adaptor: Strength
    provenance: Provenance


class InterviewRound(Entry):
    id: Literal[
        "phone_screen", "coding_1", "coding_2", "ml_depth", "system_design", "behavioural", "unique"
    ]
    title: Text
    tests: tuple[Text, ...]
    provenance: Provenance


class MarketFact(Entry):
    """A figure with its place and time; `value` as stated, e.g. "$300-450K" or "high"."""

    topic: Literal[
        "pay", "demand", "supply_demand", "growth", "coding_intensity", "research_reading",
        "path_to_staff", "interview_emphasis", "primary_focus", "key_skill", "other",
    ]  # fmt: skip
    segment: Text
    value: Text
    source: Id
    date: Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
    provenance: Provenance


class Classification(Entry):
    """A code in a public taxonomy, with how near it is and whether a person has checked it."""

    scheme: Literal["onet_soc", "isco_08", "esco"]
    code: Text
    title: Text
    match: SkosMatch
    review_status: ReviewStatus


class Role(Entry):
    id: Id
    code: Annotated[str, StringConstraints(pattern=r"^[A-Z]{4,6}\.[A-Z]{2,4}$")]
    title: Text
    short_title: Text
    summary: Text
    experience_years: Text
    is_not: Annotated[tuple[Contrast, ...], Field(min_length=3)]
    tasks: Annotated[tuple[Task, ...], Field(min_length=8, max_length=12)]
    duties: Annotated[tuple[Duty, ...], Field(min_length=40)]
    skills: Annotated[tuple[RoleSkill, ...], Field(min_length=30)]
    responsibilities: tuple[Component, ...]
    knowledge: tuple[Component, ...]
    competencies: tuple[Component, ...]
    qualifications: tuple[Component, ...]
    work_style: WorkStyle
    competency_areas: Annotated[tuple[Text, ...], Field(min_length=5)]
    interview: Annotated[tuple[InterviewRound, ...], Field(min_length=7, max_length=7)]
    market: tuple[MarketFact, ...]
    classifications: Annotated[tuple[Classification, ...], Field(min_length=3)]


# -- occupations and boilerplate ----------------------------------------------------------


class Occupation(Entry):
    """Work outside the roles: what *none of these* looks like."""

    id: Id
    title: Text
    titles: tuple[Text, ...]
    skills: tuple[Id, ...] = ()
    """What it needs, where that is also what a role may need."""
    duties: Annotated[tuple[Text, ...], Field(min_length=8)]


class Occupations(Entry):
    occupations: tuple[Occupation, ...]


class BoilerplateGroup(Entry):
    kind: Id
    lines: tuple[Text, ...]


class Boilerplate(Entry):
    groups: tuple[BoilerplateGroup, ...]


# -- skills -------------------------------------------------------------------------------


class EscoLink(Entry):
    uri: Text
    match: SkosMatch


class NeedsContext(Entry):
    """When a plain word is a skill.

    With `case: exact` the letters must stand as in label or alias. `not_before`/`not_after`: the next or
    previous word that makes it a plain word; `unless_near`: a word anywhere in the line that does.
    Otherwise it counts in a skills list, beside another skill in the same line, where a tool is spoken
    of ("a … cluster", "experience with …"), or when one of `near` stands in the line. With `usually`
    it counts unless something says no.
    """

    case: Literal["exact", "any"] = "exact"
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    unless_near: tuple[str, ...] = ()
    usually: bool = False


class Skill(Entry):
    id: Id
    label: Text
    aliases: tuple[Text, ...] = ()
    broader: Id | None = None
    implies: tuple[Id, ...] = ()
    esco: EscoLink | None = None
    needs_context: NeedsContext | None = None


class SkillFile(Entry):
    category: Id
    skills: tuple[Skill, ...]


# -- titles, levels, headings, cues -------------------------------------------------------

TitleType = Literal["common", "variant", "ambiguous", "emerging", "historic"]


class TitleAlias(Entry):
    """A job title and the roles it may stand for; the weights add up to at most 1."""

    title: Text
    roles: Mapping[Id, Annotated[float, Field(gt=0, le=1)]]
    type: TitleType
    confidence: Annotated[float, Field(gt=0, le=1)]
    approved: bool = False
    provenance: Provenance = "estimate"


class LevelForm(Entry):
    """How a level is written into a title: `{stem}` is replaced by the stem."""

    form: Annotated[str, StringConstraints(pattern=r"\{stem\}")]
    level: LevelCode | None
    confidence: Annotated[float, Field(gt=0, le=1)]
    provenance: Provenance


class TitleStem(Entry):
    stem: Text
    roles: Mapping[Id, Annotated[float, Field(gt=0, le=1)]]
    provenance: Provenance = "estimate"


class TitleField(Entry):
    """Words beside a title of one of `over` (roles, or none) that say which role it stands for."""

    words: Annotated[tuple[Text, ...], Field(min_length=1)]
    roles: Mapping[Id, Annotated[float, Field(gt=0, le=1)]]
    over: tuple[Id, ...]
    confidence: Annotated[float, Field(gt=0, le=1)]
    provenance: Provenance = "estimate"


class Titles(Entry):
    aliases: tuple[TitleAlias, ...]
    fields: tuple[TitleField, ...] = ()
    stems: tuple[TitleStem, ...]
    level_forms: tuple[LevelForm, ...]


class LevelDefinition(Entry):
    code: LevelCode
    title: Text
    summary: Text
    scope: Text
    autonomy: Text
    complexity: Text
    impact: Text
    decision_rights: Text
    leadership: Text
    experience_years: tuple[float, float | None]
    title_cues: tuple[Text, ...]
    scope_cues: tuple[Text, ...]
    provenance: Provenance


class Levels(Entry):
    levels: Annotated[tuple[LevelDefinition, ...], Field(min_length=6, max_length=6)]


class Heading(Entry):
    """Spellings of one section's heading, lower case; `of` says in which kind of document."""

    section: Id
    of: Literal["resume", "jd"]
    spellings: tuple[Annotated[str, StringConstraints(pattern=r"^[^A-Z]+$")], ...]


class Headings(Entry):
    headings: tuple[Heading, ...]


class Cue(Entry):
    """Words that set polarity, depth or need of the skills they govern.

    In a phrase `{a|b}` is a choice, `{people}` a word of that list, `…` up to four words. `where` says
    which skills are governed: those that follow (`before`), those that stand before (`after`), the very
    next one (`next`), the one right before (`beside`) or (needs) either.
    """

    id: Id
    sets: Literal[
        "denied", "aspired", "hedged", "others", "affirmed", "led", "built", "used", "familiar",
        "listed", "required", "preferred", "not_required",
    ]  # fmt: skip
    where: Literal["before", "after", "either", "next", "beside"] = "before"
    of: Literal["resume", "jd"] | None = None
    phrases: tuple[Annotated[str, StringConstraints(pattern=r"^[^A-Z]+$")], ...]


class Cues(Entry):
    words: Mapping[str, tuple[str, ...]] = {}
    cues: tuple[Cue, ...]


class Senses(Entry):
    """Families of words: name to its words in a row."""

    families: Mapping[Id, Annotated[str, StringConstraints(pattern=r"^[^A-Z]+$")]]
