"""What the product knows: `corpus/*.yaml` read into one checked, immutable `Corpus`.

People edit these files. A mistake is answered with its file and line and what would be right. Schemas
stand in `corpus_schema`, reading with places in `corpus_files`; what one file says of another is checked
here, in `_mistakes`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from rolefit.corpus_files import find_files, load_file, locate, tell_more
from rolefit.corpus_schema import (
    Boilerplate,
    BoilerplateGroup,
    Classification,
    Component,
    Contrast,
    Cue,
    Cues,
    Duty,
    Entry,
    EscoLink,
    Heading,
    Headings,
    Id,
    InterviewRound,
    LevelCode,
    LevelDefinition,
    LevelForm,
    Levels,
    MarketFact,
    NeedsContext,
    Occupation,
    Occupations,
    Provenance,
    ReviewStatus,
    Role,
    RoleSkill,
    Scope,
    Senses,
    Skill,
    SkillFile,
    SkosMatch,
    Strength,
    Task,
    Text,
    TitleAlias,
    Titles,
    TitleStem,
    TitleType,
    WorkStyle,
)
from rolefit.errors import CorpusError
from rolefit.types import NONE_ROLE

__all__ = [
    "Boilerplate",
    "BoilerplateGroup",
    "Classification",
    "Component",
    "Contrast",
    "Corpus",
    "Cue",
    "Cues",
    "Duty",
    "Entry",
    "EscoLink",
    "Heading",
    "Headings",
    "Id",
    "InterviewRound",
    "LevelCode",
    "LevelDefinition",
    "LevelForm",
    "Levels",
    "MarketFact",
    "NeedsContext",
    "Occupation",
    "Occupations",
    "Provenance",
    "ReviewStatus",
    "Role",
    "RoleSkill",
    "Scope",
    "Senses",
    "Skill",
    "SkillFile",
    "SkosMatch",
    "Strength",
    "Task",
    "Text",
    "TitleAlias",
    "TitleStem",
    "TitleType",
    "Titles",
    "WorkStyle",
    "hash_corpus",
    "load_corpus",
]

_OUTSIDE_WEIGHT = 0.95
_OUTSIDE_CONFIDENCE = 0.8
_LEAST_OUTSIDE_TITLE = 4


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
    senses: Mapping[str, tuple[str, ...]]

    @cached_property
    def role_by_id(self) -> Mapping[str, Role]:
        return {role.id: role for role in self.roles}

    @cached_property
    def skill_by_id(self) -> Mapping[str, Skill]:
        return {skill.id: skill for skill in self.skills}

    @cached_property
    def title_aliases(self) -> tuple[TitleAlias, ...]:
        """Hand-written aliases, those the level rule makes, other work's; the first of a title wins."""
        by_title: dict[str, TitleAlias] = {}
        made = (*_level_aliases(self.titles), *_outside_aliases(self.occupations))
        for alias in (*self.titles.aliases, *made):
            by_title.setdefault(alias.title.casefold(), alias)
        return tuple(by_title.values())


def load_corpus(root: Path) -> Corpus:
    """Read and check the corpus.

    Raises: CorpusError with `file:line: what is wrong`.
    """
    if not root.is_dir():
        raise CorpusError(f"no corpus folder at {root}")
    skill_files = [load_file(path, SkillFile) for path in find_files(root / "skills")]
    cues = load_file(root / "cues.yaml", Cues)
    senses = load_file(root / "senses.yaml", Senses).families
    corpus = Corpus(
        sha256=hash_corpus(root),
        roles=tuple(load_file(path, Role) for path in find_files(root / "roles")),
        skills=tuple(skill for file in skill_files for skill in file.skills),
        categories={skill.id: file.category for file in skill_files for skill in file.skills},
        occupations=tuple(
            occupation
            for path in find_files(root / "occupations")
            for occupation in load_file(path, Occupations).occupations
        ),
        boilerplate=load_file(root / "boilerplate.yaml", Boilerplate).groups,
        titles=load_file(root / "titles.yaml", Titles),
        levels=load_file(root / "levels.yaml", Levels).levels,
        headings=load_file(root / "headings.yaml", Headings).headings,
        cues=cues.cues,
        cue_words=cues.words,
        senses={name: tuple(words.split()) for name, words in senses.items()},
    )
    mistakes = tuple(_mistakes(corpus))
    if mistakes:
        name, text = mistakes[0]
        raise CorpusError(f"{locate(root, name)}: {text}{tell_more(len(mistakes) - 1)}")
    return corpus


def hash_corpus(root: Path) -> str:
    """SHA-256 over names and bytes of every YAML file, in path order."""
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.yaml")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


def _outside_aliases(occupations: Sequence[Occupation]) -> Iterator[TitleAlias]:
    """Titles of other work; short ones ("PA", "MD") are places and degrees as often."""
    for occupation in occupations:
        for title in occupation.titles:
            if len(title) >= _LEAST_OUTSIDE_TITLE:
                yield TitleAlias(
                    title=title, roles={NONE_ROLE: _OUTSIDE_WEIGHT}, type="common",
                    confidence=_OUTSIDE_CONFIDENCE,
                )  # fmt: skip


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
    for occupation in corpus.occupations:
        for skill_id in occupation.skills:
            if skill_id not in skills:
                yield skill_id, f"occupation '{occupation.id}' needs unknown skill '{skill_id}'"
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
