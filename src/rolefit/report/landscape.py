"""Resilience, the comparison of roles and the matrix, for people and programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rolefit.advise.landscape import matrix, mixtures, say_fact
from rolefit.report import advice_words as words
from rolefit.report.plain import to_plain

if TYPE_CHECKING:
    from rolefit.advise.adjacency import Adjacency, Place
    from rolefit.advise.resilience import Resilience
    from rolefit.corpus import Corpus, Role
    from rolefit.corpus_advice import Guide, Scored

LEVEL_ROWS = (
    "scope", "autonomy", "complexity", "impact", "decision_rights", "leadership",
)  # fmt: skip


# -- resilience ---------------------------------------------------------------------------


def resilience_to_dict(result: Resilience, guide: Guide) -> dict[str, Any]:
    data: dict[str, Any] = to_plain(result)
    data["inputs"] = guide.resilience.by_role[result.role_id].model_dump(mode="json")
    data["formula"] = guide.resilience.formula.model_dump(mode="json")
    data["sentence"] = words.describe_resilience(result)
    return data


def resilience_to_markdown(result: Resilience, role: Role, guide: Guide) -> str:
    """Every term of the score, so that it can be computed again by hand."""
    entry = guide.resilience.by_role[role.id]
    labels = {task.id: task.label for task in role.tasks}
    lines = [
        f"# How {role.title} withstands automation",
        "",
        f"Quick screen: protective {result.protective_total}/9, growth {result.growth:+d}: "
        f"{result.quick_screen}.",
        "",
        "| time | automation | product | task |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {term.weight:.0%} | {term.automation} | {term.amount:.2f} | {labels[term.task_id]} |"
        for term in result.terms
    ]
    lines += [
        "",
        *[f"- {line}" for line in list_sums(result, guide)],
        "",
        *_inputs("Evidence (-2 to 2)", entry.evidence),
    ]
    lines += _inputs("Barriers (0 to 2)", entry.barriers)
    lines += _inputs("Protective principles (0 to 3)", entry.principles)
    lines += [
        f"- Growth {entry.growth.score:+d}: {entry.growth.reason}",
        "",
        *list_provenance(result),
    ]
    return "\n".join(lines) + "\n"


def list_sums(result: Resilience, guide: Guide) -> list[str]:
    """Every step of the formula with its numbers."""
    formula = guide.resilience.formula
    effects = ", ".join(f"{share:.0%} {name.replace('_', ' ')}" for name, share in result.effects)
    return [
        f"Task resistance: {formula.resistance_from:.2f} - {result.weighted:.2f} = {result.resistance:.2f}",
        f"Evidence modifier: 1 + {result.evidence_total} × {formula.evidence_step} = "
        f"{result.evidence_modifier:.2f}",
        f"Barrier modifier: 1 + {result.barrier_total} × {formula.barrier_step} = "
        f"{result.barrier_modifier:.2f}",
        f"Growth modifier: 1 + {result.growth} × {formula.growth_step} = {result.growth_modifier:.2f}",
        f"Raw: {result.raw:.4f}",
        f"Score: ({result.raw:.4f} - {formula.offset}) / {formula.divisor} × 100 = {result.score:.1f}",
        f"Zone: {result.zone} ({result.sub_label}); {result.share_automatable:.0%} of the time scores 3+, "
        f"growth {result.growth:+d}",
        f"AI: {effects}",
    ]


def _inputs(title: str, entries: tuple[Scored, ...]) -> list[str]:
    total = sum(entry.score for entry in entries)
    return [f"{title}: {total}", *[f"- {e.id} {e.score:+d}: {e.reason}" for e in entries], ""]


def list_provenance(result: Resilience) -> list[str]:
    """Whose inputs these are, and what a source states beside them."""
    if result.provenance == "source":
        lines = ["Inputs as stated by jobzone_ml_ai_engineer."]
    else:
        lines = ["Inputs are the project's estimates on the source's scale (needs review)."]
    stated = result.stated
    if stated:
        lines.append(f"The source states {stated.score:.1f} ({stated.zone}) for {stated.job}.")
        if abs(stated.score - result.score) >= 0.05:
            lines.append("It gives no inputs for that score, so the two cannot be reconciled.")
    return lines


# -- comparison ---------------------------------------------------------------------------


def comparison_to_dict(found: Adjacency, corpus: Corpus) -> dict[str, Any]:
    data: dict[str, Any] = to_plain(found)
    for side, place in (("start", found.start), ("goal", found.goal)):
        data[side] |= describe_place(place, corpus)
    return data


def describe_place(place: Place, corpus: Corpus) -> dict[str, Any]:
    """What stands in one column of a comparison."""
    role = corpus.role_by_id[place.role_id]
    level = next(level for level in corpus.levels if level.code == place.level)
    facts = {row.topic: _value(row, place.role_id) for row in matrix(corpus) if not row.segment}
    return {
        "title": role.title,
        "summary": role.summary,
        "level_title": level.title,
        **{name: getattr(level, name) for name in LEVEL_ROWS},
        **facts,
    }


def _value(row: Any, role_id: str) -> str:
    fact = next(cell.fact for cell in row.cells if cell.role_id == role_id)
    return say_fact(fact) if fact else "–"


def comparison_to_markdown(found: Adjacency, corpus: Corpus) -> str:
    """Side by side, the distance with its parts, then the way from the one to the other."""
    left, right = describe_place(found.start, corpus), describe_place(found.goal, corpus)
    lines = [
        f"# {left['title']} {found.start.level} → {right['title']} {found.goal.level}",
        "",
        f"| | {found.start.code} | {found.goal.code} |",
        "|---|---|---|",
    ]
    lines += [
        f"| {name.replace('_', ' ')} | {left[name]} | {right[name]} |"
        for name in left
        if name != "title"
    ]
    lines += [
        "",
        describe_distance(found),
        "",
        "## From here to there",
        "",
        *[f"- {line}" for line in list_way(found, corpus)],
    ]
    return "\n".join(lines) + "\n"


def describe_distance(found: Adjacency) -> str:
    """The distance with its parts and their weights."""
    duties = "not measured" if found.duty_overlap is None else f"{found.duty_overlap:.2f}"
    return (
        f"Distance {found.distance:.2f}, {words.BANDS[found.band]}: structure {found.structure:.2f} "
        f"(weight .4), skill overlap {found.skill_overlap:.2f} (.3), duty overlap {duties} (.3)."
    )


def list_way(found: Adjacency, corpus: Corpus) -> list[str]:
    """What lies between two places: skills, depth, tasks, difference, levels."""
    between = found.separation
    lines: list[str] = []
    for need in ("core", "common"):
        labels = [corpus.skill_by_id[s].label for s, wanted, _ in between.skills if wanted == need]
        if labels:
            lines.append(f"New {need} skills ({len(labels)}): {', '.join(labels)}")
    deeper = [f"{corpus.skill_by_id[s].label} ({a} → {b})" for s, a, b in between.deeper]
    lines += [f"Deeper: {', '.join(deeper)}"] if deeper else []
    labels_of = {task.id: task.label for task in corpus.role_by_id[found.goal.role_id].tasks}
    lines += [
        f"New task: {labels_of[task_id]} (overlap {overlap:.2f})"
        for task_id, overlap in between.tasks[:5]
    ]
    lines += [f"Difference: {statement}" for statement in between.contrasts]
    if between.level_steps:
        lines.append(f"Levels: {between.level_steps:+d}; the rows above say what changes")
    if found.start == found.goal:
        lines.append("Nothing lies between: it is the same place.")
    return lines


# -- one role in full, all roles side by side ---------------------------------------------


def taxonomy_to_dict(role: Role, corpus: Corpus, near: tuple[Adjacency, ...]) -> dict[str, Any]:
    """Levels with codes, title aliases and adjacent roles; the rest stands in the corpus entry."""
    names = [a for a in corpus.title_aliases if role.id == max(a.roles, key=a.roles.__getitem__)]
    return {
        "levels": [{"code": f"{role.code}.{lv.code}", **_level(lv)} for lv in corpus.levels],
        "title_aliases": [
            {
                "title": alias.title,
                "type": alias.type,
                "confidence": alias.confidence,
                "approved": alias.approved,
                "weight": alias.roles[role.id],
            }
            for alias in names
        ],
        "adjacent": [
            {
                "role": a.goal.role_id, "distance": a.distance, "band": a.band,
                "structure": a.structure, "skill_overlap": a.skill_overlap,
                "duty_overlap": a.duty_overlap,
            }
            for a in near
        ],
    }  # fmt: skip


def _level(level: Any) -> dict[str, Any]:
    names = {"title", "summary", *LEVEL_ROWS, "experience_years", "provenance"}
    return dict(level.model_dump(mode="json", include=names))


def matrix_to_dict(corpus: Corpus) -> dict[str, Any]:
    return {"rows": to_plain(matrix(corpus)), "mixtures": to_plain(mixtures(corpus))}


def matrix_to_markdown(corpus: Corpus, guide: Guide) -> str:
    """The six roles side by side, decision questions and hybrid titles."""
    heads = [role.short_title for role in corpus.roles]
    lines = [
        "# The six roles",
        "",
        "| | " + " | ".join(heads) + " |",
        "|---" * (len(heads) + 1) + "|",
    ]
    for row in matrix(corpus):
        name = f"{row.topic.replace('_', ' ')}{f', {row.segment}' if row.segment else ''}"
        values = [say_fact(cell.fact) if cell.fact else "–" for cell in row.cells]
        lines.append(f"| {name} | " + " | ".join(values) + " |")
    lines += [
        "",
        "Pay is total compensation at L5 in the United States, from engineersofai_landscape, 2026.",
    ]
    lines += ["", "## Not sure which role?", ""]
    for question in guide.landscape.questions:
        lines.append(f"- {question.text}")
        for answer in question.answers:
            points = ", ".join(
                f"{corpus.role_by_id[r].short_title} +{w:g}" for r, w in answer.roles.items()
            )
            lines.append(f"  - {answer.text} ({points})")
    lines += ["", "## Hybrid titles as mixtures (weights are estimates)", ""]
    for mixture in mixtures(corpus):
        parts = ", ".join(f"{role_id} {weight:g}" for role_id, weight in mixture.roles)
        lines.append(f"- {mixture.title}: {parts}")
    return "\n".join(lines) + "\n"
