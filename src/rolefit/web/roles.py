"""What the pages on roles show: one role in full, two side by side, all of them in one table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rolefit.advise.landscape import Mixture, matrix, mixtures, pay_facts, say_fact
from rolefit.report.landscape import (
    describe_distance,
    describe_place,
    list_provenance,
    list_sums,
    list_way,
)

if TYPE_CHECKING:
    from rolefit.advise.adjacency import Adjacency
    from rolefit.advise.resilience import Resilience
    from rolefit.corpus import Corpus, LevelDefinition, MarketFact, Role, TitleAlias
    from rolefit.corpus_advice import Guide, Question, RoleResilience

COMPONENTS = ("responsibilities", "knowledge", "competencies", "qualifications")
MAX_ALIASES = 40


@dataclass(frozen=True, slots=True)
class LevelRow:
    code: str
    years: str
    level: LevelDefinition


@dataclass(frozen=True, slots=True)
class RoleView:
    """`components` are (heading, entries); `skills` are (need, labels)."""

    role: Role
    titles: dict[str, str]
    skills: tuple[tuple[str, tuple[str, ...]], ...]
    levels: tuple[LevelRow, ...]
    near: tuple[Adjacency, ...]
    aliases: tuple[TitleAlias, ...]
    pay: tuple[MarketFact, ...]
    resilience: Resilience
    inputs: RoleResilience
    sums: tuple[str, ...]
    origin: tuple[str, ...]
    components: tuple[tuple[str, tuple[object, ...]], ...]


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """`found` is None while nothing is chosen; `rows` are (name, here, there)."""

    choices: tuple[tuple[str, str], ...]
    levels: tuple[str, ...]
    start: tuple[str, str]
    goal: tuple[str, str]
    title: str = ""
    heads: tuple[str, str] = ("", "")
    rows: tuple[tuple[str, str, str], ...] = ()
    distance: str = ""
    way: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MatrixLine:
    name: str
    cells: tuple[tuple[str, str], ...]
    """What is stated, and where and when."""


@dataclass(frozen=True, slots=True)
class LandscapeView:
    roles: tuple[Role, ...]
    titles: dict[str, str]
    lines: tuple[MatrixLine, ...]
    questions: tuple[Question, ...]
    mixtures: tuple[Mixture, ...]


def build_role_view(
    role: Role, corpus: Corpus, guide: Guide, resilience: Resilience, near: tuple[Adjacency, ...]
) -> RoleView:
    aliases = [a for a in corpus.title_aliases if a.roles.get(role.id, 0) >= 0.5]
    return RoleView(
        role=role,
        titles=_titles(corpus),
        skills=tuple(
            (need, tuple(corpus.skill_by_id[s.id].label for s in role.skills if s.need == need))
            for need in ("core", "common", "optional")
        ),
        levels=tuple(_level(role, level) for level in corpus.levels),
        near=near,
        aliases=tuple(aliases[:MAX_ALIASES]),
        pay=pay_facts(role),
        resilience=resilience,
        inputs=guide.resilience.by_role[role.id],
        sums=tuple(list_sums(resilience, guide)),
        origin=tuple(list_provenance(resilience)),
        components=tuple((name.capitalize(), getattr(role, name)) for name in COMPONENTS),
    )


def _titles(corpus: Corpus) -> dict[str, str]:
    return {role.id: role.title for role in corpus.roles}


def _level(role: Role, level: LevelDefinition) -> LevelRow:
    low, high = level.experience_years
    years = f"{low:g}–{high:g}" if high is not None else f"{low:g}+"
    return LevelRow(f"{role.code}.{level.code}", years, level)


def build_comparison_view(found: Adjacency | None, corpus: Corpus) -> ComparisonView:
    choices = tuple((role.id, role.title) for role in corpus.roles)
    levels = tuple(level.code for level in corpus.levels)
    if found is None:
        first, second = (choices[0][0], "P3"), (choices[1][0], "P3")
        return ComparisonView(choices, levels, first, second)
    here, there = describe_place(found.start, corpus), describe_place(found.goal, corpus)
    return ComparisonView(
        choices,
        levels,
        (found.start.role_id, found.start.level),
        (found.goal.role_id, found.goal.level),
        title=f"{here['title']} {found.start.level} and {there['title']} {found.goal.level}",
        heads=(found.start.code, found.goal.code),
        rows=tuple(
            (name.replace("_", " "), here[name], there[name]) for name in here if name != "title"
        ),
        distance=describe_distance(found),
        way=tuple(list_way(found, corpus)),
    )


def _cell(fact: MarketFact | None) -> tuple[str, str]:
    if fact is None:
        return "–", "nothing is stated"
    return say_fact(fact), f"{fact.source.replace('_', ' ')}, {fact.date}, {fact.provenance}"


def build_landscape_view(corpus: Corpus, guide: Guide) -> LandscapeView:
    lines = tuple(
        MatrixLine(
            row.topic.replace("_", " ") + (f", {row.segment}" if row.segment else ""),
            tuple(_cell(cell.fact) for cell in row.cells),
        )
        for row in matrix(corpus)
    )
    return LandscapeView(
        corpus.roles, _titles(corpus), lines, guide.landscape.questions, mixtures(corpus)
    )
