"""What the product knows: `corpus/*.yaml` read into one checked, immutable `Corpus`.

People edit these files. A mistake is answered with its file and line and what would be right. Schemas
are the pydantic models below; what one file says of another is checked in `_check`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from rolefit.errors import CorpusError
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


class Titles(Entry):
    aliases: tuple[TitleAlias, ...]
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


# -- the whole ----------------------------------------------------------------------------


class Corpus(Entry):
    """All of `corpus/`; `sha256` covers every file's bytes."""

    sha256: str
    roles: tuple[Role, ...]
    skills: tuple[Skill, ...]
    categories: Mapping[str, str]
    occupations: tuple[Occupation, ...]
    boilerplate: tuple[BoilerplateGroup, ...]
    titles: Titles
    levels: tuple[LevelDefinition, ...]
    headings: tuple[Heading, ...]
    cues: tuple[Cue, ...]
    cue_words: Mapping[str, tuple[str, ...]]

    @cached_property
    def role_by_id(self) -> Mapping[str, Role]:
        return {role.id: role for role in self.roles}

    @cached_property
    def skill_by_id(self) -> Mapping[str, Skill]:
        return {skill.id: skill for skill in self.skills}

    @cached_property
    def title_aliases(self) -> tuple[TitleAlias, ...]:
        """Hand-written aliases, then those the level rule makes; the first of a title wins."""
        by_title: dict[str, TitleAlias] = {}
        for alias in (*self.titles.aliases, *_level_aliases(self.titles)):
            by_title.setdefault(alias.title.casefold(), alias)
        return tuple(by_title.values())


def load_corpus(root: Path) -> Corpus:
    """Read and check the corpus.

    Raises: CorpusError with `file:line: what is wrong`.
    """
    if not root.is_dir():
        raise CorpusError(f"no corpus folder at {root}")
    skill_files = [_load(path, SkillFile) for path in _files(root / "skills")]
    cues = _load(root / "cues.yaml", Cues)
    corpus = Corpus(
        sha256=hash_corpus(root),
        roles=tuple(_load(path, Role) for path in _files(root / "roles")),
        skills=tuple(skill for file in skill_files for skill in file.skills),
        categories={skill.id: file.category for file in skill_files for skill in file.skills},
        occupations=tuple(
            occupation
            for path in _files(root / "occupations")
            for occupation in _load(path, Occupations).occupations
        ),
        boilerplate=_load(root / "boilerplate.yaml", Boilerplate).groups,
        titles=_load(root / "titles.yaml", Titles),
        levels=_load(root / "levels.yaml", Levels).levels,
        headings=_load(root / "headings.yaml", Headings).headings,
        cues=cues.cues,
        cue_words=cues.words,
    )
    mistakes = tuple(_mistakes(corpus))
    if mistakes:
        name, text = mistakes[0]
        raise CorpusError(f"{_locate(root, name)}: {text}{_more(len(mistakes) - 1)}")
    return corpus


def hash_corpus(root: Path) -> str:
    """SHA-256 over names and bytes of every YAML file, in path order."""
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.yaml")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


def _level_aliases(titles: Titles) -> Iterator[TitleAlias]:
    for stem in titles.stems:
        for form in titles.level_forms:
            yield TitleAlias(
                title=form.form.replace("{stem}", stem.stem),
                roles=stem.roles,
                type="common" if form.level else "variant",
                confidence=form.confidence,
                provenance=form.provenance,
            )


# -- checks across files ------------------------------------------------------------------


def _mistakes(corpus: Corpus) -> Iterator[tuple[str, str]]:
    """(a word that stands in the faulty entry, what is wrong) for each mistake between files."""
    yield from _duplicates(corpus)
    skills, roles = set(corpus.skill_by_id), set(corpus.role_by_id)
    places = roles | {occupation.id for occupation in corpus.occupations} | {"none"}
    for role in corpus.roles:
        yield from _role_mistakes(role, skills, places)
    for skill in corpus.skills:
        for other in (*skill.implies, *([skill.broader] if skill.broader else [])):
            if other not in skills:
                yield skill.id, f"skill '{skill.id}' refers to unknown skill '{other}'"
    weights = [(alias.title, alias.roles) for alias in corpus.titles.aliases]
    for name, shares in (*weights, *((stem.stem, stem.roles) for stem in corpus.titles.stems)):
        if unknown := set(shares) - roles - {"none"}:
            yield name, f"title '{name}' refers to unknown roles {sorted(unknown)}"
        if sum(shares.values()) > 1 + 1e-9:
            yield name, f"role weights of title '{name}' add up to more than 1"


def _role_mistakes(role: Role, skills: set[str], places: set[str]) -> Iterator[tuple[str, str]]:
    total = sum(task.time_share for task in role.tasks)
    if abs(total - 100) > 1e-6:
        yield role.id, f"time shares of role '{role.id}' add up to {total:g}, not 100"
    tasks = {task.id for task in role.tasks}
    for duty in role.duties:
        if duty.task not in tasks:
            yield duty.task, f"duty of unknown task '{duty.task}'; tasks are: {', '.join(tasks)}"
    for task in tasks - {duty.task for duty in role.duties}:
        yield task, f"task '{task}' of role '{role.id}' has no duty line"
    seen: set[str] = set()
    for skill in role.skills:
        if skill.id not in skills:
            yield skill.id, f"role '{role.id}' asks for unknown skill '{skill.id}'"
        if skill.id in seen:
            yield skill.id, f"role '{role.id}' lists skill '{skill.id}' twice"
        seen.add(skill.id)
    for contrast in role.is_not:
        if contrast.instead not in places:
            yield contrast.instead, f"'{contrast.instead}' is neither a role nor an occupation"


def _duplicates(corpus: Corpus) -> Iterator[tuple[str, str]]:
    groups: tuple[tuple[str, list[str]], ...] = (
        ("role id", [role.id for role in corpus.roles]),
        ("role code", [role.code for role in corpus.roles]),
        ("skill id", [skill.id for skill in corpus.skills]),
        ("occupation id", [occupation.id for occupation in corpus.occupations]),
        ("title", [alias.title.casefold() for alias in corpus.titles.aliases]),
        ("duty line", [duty.text for role in corpus.roles for duty in role.duties]),
    )
    for what, names in groups:
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield name, f"{what} '{name}' stands more than once"


# -- reading with places ------------------------------------------------------------------

Model = TypeVar("Model", bound=BaseModel)


class _Loader(yaml.CSafeLoader):
    """Safe YAML that refuses a key given twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        mapping = super().construct_mapping(node, deep=deep)
        if len(mapping) != len(node.value):
            line = node.start_mark.line + 1
            raise CorpusError(f"line {line}: a key stands twice in this entry")
        return mapping


def _files(folder: Path) -> list[Path]:
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise CorpusError(f"no .yaml file in {folder}")
    return files


def _load(path: Path, model: type[Model]) -> Model:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read ({error.strerror})") from error
    try:
        data = yaml.load(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise CorpusError(f"{path}:{line}: {error.problem}") from error
    except CorpusError as error:
        raise CorpusError(f"{path}: {error}") from error
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        line = _line_of(text, first["loc"])
        more = _more(error.error_count() - 1)
        raise CorpusError(f"{path}:{line}: {where}: {first['msg']}{more}") from error


def _more(count: int) -> str:
    return f" (and {count} more)" if count > 0 else ""


def _line_of(text: str, location: tuple[int | str, ...]) -> int:
    """Line of the deepest node on the way to `location`."""
    node = yaml.compose(text, Loader=yaml.CSafeLoader)
    line = 1
    for part in location:
        if isinstance(node, yaml.MappingNode):
            found = next((pair for pair in node.value if pair[0].value == part), None)
            if found is None:
                break
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            node = node.value[part]
            line = node.start_mark.line + 1
        else:
            break
    return line


def _locate(root: Path, word: str) -> str:
    """`file:line` of the last line that holds `word`; the later one is usually the mistake."""
    place = str(root)
    for path in sorted(root.rglob("*.yaml")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if word.casefold() in line.casefold():
                place = f"{path}:{number}"
    return place
