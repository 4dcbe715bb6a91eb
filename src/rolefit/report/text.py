"""The report for a terminal: ranking, reasons with the document's own words, gaps."""

from __future__ import annotations

import re
from collections.abc import Set
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from rolefit.report.json import list_gaps
from rolefit.report.sentences import LEVELS, describe_verdict, describe_warning, say_gain
from rolefit.types import GAP_KINDS, Contribution, Report, RoleMatch, SkillFinding, Span

if TYPE_CHECKING:
    from rolefit.corpus import Corpus

BAR_WIDTH = 20
MAX_QUOTE = 96
MAX_GAPS = 8


def render_report(report: Report, corpus: Corpus, *, name: str) -> RenderableType:
    """Ranking table, why the first answers, what is missing."""
    first = report.roles[0]
    parts: list[RenderableType] = [
        Text.from_markup(f"[bold]{escape(name)}[/] · {_kind(report)} · {_level(report)}"),
        Text(describe_verdict(report, corpus)),
        _ranking(report, corpus),
    ]
    if report.verdict.reason in {"outside", "close_to_none"}:
        parts += [
            Text.from_markup("[bold]Why none of these[/]"),
            _reasons(report, report.none_match),
        ]
    parts += [
        Text.from_markup(f"[bold]Why {escape(corpus.role_by_id[first.role_id].title)}[/]"),
        _reasons(report, first),
    ]
    gaps = list_gaps(first)[:MAX_GAPS]
    if gaps:
        labels = ", ".join(_gap(corpus.skill_by_id[g.skill_id].label, g) for g in gaps)
        parts.append(Text.from_markup(f"[bold]Not shown yet[/] {escape(labels)}"))
    parts += [
        Text.from_markup(f"[yellow]Note[/] {escape(describe_warning(warning))}")
        for warning in (*report.profile.document.warnings, *report.profile.warnings)
    ]
    return Group(*parts)


def _gap(label: str, gap: SkillFinding) -> str:
    """Its name, what closes it and by how much the probability would rise."""
    gain = say_gain(gap)
    return f"{label} ({GAP_KINDS[gap.status]} it{f', {gain}' if gain else ''})"


def _kind(report: Report) -> str:
    return "résumé" if report.profile.kind == "resume" else "job description"


def _level(report: Report) -> str:
    level = report.profile.level
    return f"level {level.code} ({LEVELS[level.code]}), {max(level.probabilities):.0%} sure"


def _ranking(report: Report, corpus: Corpus) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for heading in ("#", "role", "", "probability", "score"):
        table.add_column(
            heading, justify="right" if heading in {"probability", "score", "#"} else "left"
        )
    rows = [
        (str(i), corpus.role_by_id[m.role_id].title, m) for i, m in enumerate(report.roles, start=1)
    ]
    rows.append(("–", "none of these", report.none_match))
    for rank, title, match in rows:
        bar = "█" * round(match.probability * BAR_WIDTH)
        table.add_row(
            rank, title, f"[cyan]{bar}[/]", f"{match.probability:.3f}", f"{match.score:+.3f}"
        )
    return table


def _reasons(report: Report, match: RoleMatch) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("amount", justify="right")
    table.add_column("value × weight", justify="right")
    table.add_column("feature")
    table.add_column("in the document's words", overflow="fold")
    quoted: set[Span] = set()
    for term in sorted(match.contributions, key=lambda term: -abs(term.amount)):
        spans = _spans(term, quoted)
        quoted.update(spans)
        table.add_row(
            f"{term.amount:+.3f}",
            f"{term.value:.3f} × {term.weight:g}",
            term.feature.replace("_", " "),
            escape("; ".join(shorten(report.profile.document.text, span) for span in spans)),
        )
    table.add_row(f"[bold]{match.score:+.3f}[/]", "", "[bold]score[/]", "")
    return table


def _spans(term: Contribution, quoted: Set[Span]) -> tuple[Span, ...]:
    """Six skills, or one line: the strongest that another feature has not quoted."""
    if term.feature == "skill_evidence":
        return term.evidence[:6]
    fresh = tuple(span for span in term.evidence if span not in quoted)
    return (fresh or term.evidence)[:1]


BULLETS = "・•▪◦‣·–*- "


def shorten(text: str, span: Span, *, limit: int = MAX_QUOTE) -> str:
    words = re.sub(r"\s+", " ", text[span.start : span.end]).strip()
    return words if len(words) <= limit else words[: limit - 1].rstrip() + "…"


def quote_words(text: str, span: Span, *, limit: int = MAX_QUOTE) -> str:
    """As `shorten`, without the bullet that a line begins with."""
    return shorten(text, span, limit=limit).lstrip(BULLETS)
