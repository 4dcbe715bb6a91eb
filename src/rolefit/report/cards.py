"""Insight cards of the fit matrix, as Markdown and as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from rolefit.report import advice_words as words
from rolefit.report.plain import to_plain
from rolefit.report.text import shorten

if TYPE_CHECKING:
    from rolefit.advise.fit import InsightCard, ScaleScore
    from rolefit.corpus import Corpus, Role
    from rolefit.corpus_advice import Guide, Scale
    from rolefit.types import Report

MAX_GROWTH = 3


def card_to_dict(card: InsightCard, corpus: Corpus, guide: Guide, text: str = "") -> dict[str, Any]:
    data: dict[str, Any] = to_plain(card, text)
    data["title"] = corpus.role_by_id[card.role_id].title
    data["sentence"] = words.describe_card(card)
    options = _options(guide)
    for entry in data["growth"]:
        better = options[entry["scenario_id"], entry["better"]]
        entry |= {"text": better.text, "why": better.why}
    return data


def _options(guide: Guide) -> dict[tuple[str, str], Any]:
    return {
        (scenario.id, option.id): option
        for area in guide.areas
        for scenario in area.scenarios
        for option in scenario.options
    }


def card_to_markdown(
    card: InsightCard, corpus: Corpus, guide: Guide, *, report: Report | None = None
) -> str:
    """Personality pattern, competency pattern, what it means, what to do, who it is for."""
    role = corpus.role_by_id[card.role_id]
    lines = [f"## {role.title}: fit snapshot", "", words.describe_card(card), ""]
    lines.append(f"**Personality pattern.** {describe_style(card)}")
    lines.append(f"**Competency pattern.** {describe_competency(card)}")
    if card.evidence is not None:
        lines.append(f"**The résumé beside it.** {describe_evidence(card, role)}")
        lines += _shown(card, role, report)
    lines += ["", "**Next.**", "", *[f"- {line}" for line in list_growth(card, guide)]]
    lines += ["", f"**For** {for_whom(role)}", f"**Not for** {not_for_whom(role, corpus)}"]
    return "\n".join(lines)


def list_faults(scores: Iterable[ScaleScore], guide: Guide) -> list[str]:
    """Scales whose answers contradict one another, with what to look at again."""
    scales: dict[str, Scale] = {scale.id: scale for scale in guide.style.scales}
    told = []
    for score in scores:
        if score.contradiction is not None:
            label = scales[score.scale_id].label
            items = ", ".join(item.id for item in scales[score.scale_id].items)
            told.append(
                f"{label}: plain and reversed statements lie {score.contradiction:.1f} apart; "
                f"more than {guide.style.contradiction:g} contradict one another. "
                f"Look at {items} again."
            )
    return told


def describe_style(card: InsightCard) -> str:
    """How the scales stand to what the role asks for."""
    if not card.scales:
        return "Not scored yet."
    parts = []
    for fit in card.scales:
        agreement = "as asked" if fit.distance == 0 else f"the role asks for {fit.wanted}"
        parts.append(f"{fit.band} {fit.scale_id} ({agreement})")
    return "; ".join(parts) + "."


def describe_competency(card: InsightCard) -> str:
    """Points of each area."""
    parts = [
        f"{area.label} {area.points}/{area.possible}"
        if area.share is not None
        else f"{area.label} open ({len(area.missing)} unanswered)"
        for area in sorted(card.areas, key=lambda area: -(area.share or 0))
    ]
    return "; ".join(parts) + "."


def describe_evidence(card: InsightCard, role: Role) -> str:
    """What the résumé shows of the role, apart from both axes."""
    total = len(role.tasks)
    return (
        f"Its lines show {card.evidence:.0%} of the role's working time, "
        f"{len(card.shown_tasks)} of {total} tasks; this is not mixed into the scores above."
    )


def _shown(card: InsightCard, role: Role, report: Report | None) -> list[str]:
    if report is None:
        return []
    labels = {task.id: task.label for task in role.tasks}
    text = report.profile.document.text
    return [
        f"- {labels[task_id]}: “{shorten(text, spans[0])}”"
        for task_id, spans in card.shown_tasks
        if spans
    ]


def list_growth(card: InsightCard, guide: Guide) -> list[str]:
    """The best options of scenarios answered below the best."""
    options = _options(guide)
    lines = []
    for growth in card.growth[:MAX_GROWTH]:
        better = options[growth.scenario_id, growth.better]
        lines.append(f"Better next time: {better.text} {better.why}")
    return lines or ["Nothing below the best among what was answered."]


def for_whom(role: Role) -> str:
    areas = ", ".join(area.lower() for area in role.competency_areas[:2])
    return f"people who want the work of a {role.title} and are ready to grow in {areas}."


def not_for_whom(role: Role, corpus: Corpus) -> str:
    other = {r.id: r.title for r in corpus.roles}
    named = [c for c in role.is_not if c.instead in other][:2]
    tracks = " or ".join(other[c.instead] for c in named)
    return f"people whose work is rather that of a {tracks}, or who want a verdict on style alone."
