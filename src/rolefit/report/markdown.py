"""The report as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rolefit.report.json import list_gaps
from rolefit.report.sentences import LEVELS, describe_feature, describe_verdict, describe_warning
from rolefit.report.text import shorten
from rolefit.types import GAP_KINDS, Report, RoleMatch, SkillFinding

if TYPE_CHECKING:
    from rolefit.corpus import Corpus


def report_to_markdown(report: Report, corpus: Corpus, *, name: str) -> str:
    """Ranking, the contributions of the first role, tasks and gaps."""
    first = report.roles[0]
    level = report.profile.level
    lines = [
        f"# {_plain(name)}",
        "",
        describe_verdict(report, corpus),
        f"Level {level.code} ({LEVELS[level.code]}), {max(level.probabilities):.0%} sure.",
        "",
        "| # | role | probability | score |",
        "|---|---|---|---|",
        *_ranking(report, corpus),
        "",
        f"## Why {corpus.role_by_id[first.role_id].title}",
        "",
        *_reasons(report, first),
        f"Score: {first.score:+.4f}",
        "",
        "## Tasks",
        "",
        *_tasks(report, first, corpus),
        "",
        "## Not shown yet",
        "",
        *[
            f"- {corpus.skill_by_id[gap.skill_id].label}: {gap.status} ({gap.need}), "
            f"{GAP_KINDS[gap.status]} it{_gain(gap)}"
            for gap in list_gaps(first)
        ],
    ]
    for warning in (*report.profile.document.warnings, *report.profile.warnings):
        lines += ["", f"> {_plain(describe_warning(warning))}"]
    return "\n".join(lines) + "\n"


def _gain(gap: SkillFinding) -> str:
    return "" if gap.gain is None else f" ({gap.gain:+.4f})"


def _ranking(report: Report, corpus: Corpus) -> list[str]:
    rows = [
        f"| {rank} | {corpus.role_by_id[match.role_id].title} | {match.probability:.3f} "
        f"| {match.score:+.3f} |"
        for rank, match in enumerate(report.roles, start=1)
    ]
    none = report.none_match
    return [*rows, f"| – | none of these | {none.probability:.3f} | {none.score:+.3f} |"]


def _reasons(report: Report, match: RoleMatch) -> list[str]:
    text = report.profile.document.text
    found: list[str] = []
    for term in match.contributions:
        found.append(
            f"- **{term.amount:+.4f}** {term.feature} ({term.value:.4f} × {term.weight:g}). "
            f"{describe_feature(term.feature)}"
        )
        found += [f"  - “{_plain(shorten(text, span, limit=200))}”" for span in term.evidence]
    return [*found, ""]


def _tasks(report: Report, match: RoleMatch, corpus: Corpus) -> list[str]:
    text = report.profile.document.text
    labels = {task.id: task.label for task in corpus.role_by_id[match.role_id].tasks}
    found: list[str] = []
    for task in match.tasks:
        share = f"{task.time_share:.0%} of the time"
        found.append(f"- {labels[task.task_id]} ({share}): covered {task.coverage:.0%}")
        if task.evidence and task.coverage > 0:
            found.append(f"  - “{_plain(shorten(text, task.evidence[0], limit=200))}”")
    return found


def _plain(text: str) -> str:
    """Document words must not become markup."""
    for character in "\\`*_{}[]<>#|":
        text = text.replace(character, "\\" + character)
    return text.replace("\n", " ")
