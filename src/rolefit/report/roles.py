"""What the corpus says of the roles, for people and programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from rolefit.advise.adjacency import Adjacency
    from rolefit.corpus import Corpus, Role

_NEEDS = ("core", "common", "optional")


def role_to_dict(role: Role) -> dict[str, Any]:
    """The whole corpus entry as plain data."""
    return role.model_dump(mode="json")


def render_roles(corpus: Corpus) -> RenderableType:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for heading in ("id", "title", "what it is"):
        table.add_column(heading, overflow="fold")
    for role in corpus.roles:
        table.add_row(role.id, role.title, escape(role.summary))
    return table


def render_role(role: Role, corpus: Corpus, near: tuple[Adjacency, ...] = ()) -> RenderableType:
    tasks = Table(box=None, pad_edge=False, header_style="dim")
    for heading in ("time", "task", "automation 1–5", "AI"):
        tasks.add_column(heading)
    for task in role.tasks:
        effect = task.ai_effect.replace("_", " ")
        tasks.add_row(f"{task.time_share:g} %", escape(task.label), str(task.automation), effect)
    parts: list[RenderableType] = [
        Text.from_markup(
            f"[bold]{escape(role.title)}[/] · {role.code} · {role.experience_years} years"
        ),
        Text(role.summary),
        tasks,
    ]
    for need in _NEEDS:
        labels = [corpus.skill_by_id[s.id].label for s in role.skills if s.need == need]
        parts.append(Text.from_markup(f"[bold]{need} skills[/] {escape(', '.join(labels))}"))
    parts.append(Text.from_markup("[bold]It is not[/]"))
    parts += [Text(f"  {c.statement} → {c.instead}") for c in role.is_not]
    parts += [*_components(role), *_levels(role, corpus), *_classifications(role)]
    if near:
        parts.append(Text.from_markup("[bold]Adjacent roles[/] (distance 0 to 1)"))
        parts += [Text(f"  {a.distance:.2f} {a.band:<10} {a.goal.code}") for a in near]
    names = [a.title for a in corpus.title_aliases if a.roles.get(role.id, 0) >= 0.5][:12]
    parts.append(Text.from_markup(f"[bold]Titles[/] {escape(', '.join(names))}"))
    return Group(*parts)


def _components(role: Role) -> list[RenderableType]:
    """Each marked common, or with its level, and estimate where no source says so."""
    found: list[RenderableType] = []
    for name in ("responsibilities", "knowledge", "competencies", "qualifications"):
        found.append(Text.from_markup(f"[bold]{name.capitalize()}[/]"))
        for entry in getattr(role, name):
            scope = entry.level or entry.scope
            found.append(Text(f"  {entry.label} ({scope}, {entry.provenance})"))
    return found


def _levels(role: Role, corpus: Corpus) -> list[RenderableType]:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for heading in ("level", "title", "years", "scope", "autonomy", "decides"):
        table.add_column(heading, overflow="fold")
    for level in corpus.levels:
        low, high = level.experience_years
        years = f"{low:g}–{high:g}" if high is not None else f"{low:g}+"
        table.add_row(
            f"{role.code}.{level.code}", level.title, years, level.scope, level.autonomy,
            level.decision_rights,
        )  # fmt: skip
    return [Text.from_markup("[bold]Levels[/]"), table]


def _classifications(role: Role) -> list[RenderableType]:
    found: list[RenderableType] = [Text.from_markup("[bold]Classifications[/]")]
    for entry in role.classifications:
        status = entry.review_status.replace("_", " ")
        found.append(Text(f"  {entry.scheme} {entry.code} {entry.title} ({entry.match}, {status})"))
    return found
