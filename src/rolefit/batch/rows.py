"""A report as one flat row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rolefit.report.json import list_gaps, report_to_dict
from rolefit.types import Report

if TYPE_CHECKING:
    from rolefit.corpus import Corpus


def row_columns(role_ids: tuple[str, ...]) -> tuple[str, ...]:
    """Names of a row's fields, in order."""
    return (
        "id", "status", "error", "verdict", "role", "probability", "margin",
        *(f"p_{role_id}" for role_id in role_ids), "p_none", "level", "skills", "gaps",
    )  # fmt: skip


def report_row(item_id: str, report: Report, corpus: Corpus, *, full: bool) -> dict[str, Any]:
    """`role` is the first of the six whatever the verdict; `probability` is the verdict's."""
    p = {match.role_id: match.probability for match in report.roles}
    row: dict[str, Any] = {
        "id": item_id,
        "status": "ok",
        "error": None,
        "verdict": report.verdict.status,
        "role": report.roles[0].role_id,
        "probability": report.verdict.probability,
        "margin": report.verdict.margin,
        **{f"p_{role.id}": p[role.id] for role in corpus.roles},
        "p_none": report.none_match.probability,
        "level": report.profile.level.code,
        "skills": sorted({m.skill_id for m in report.profile.mentions if m.polarity == "affirmed"}),
        "gaps": [gap.skill_id for gap in list_gaps(report.roles[0])],
    }
    if full:
        row["report"] = report_to_dict(report, corpus)
    return row


def error_row(item_id: str, code: str, role_ids: tuple[str, ...]) -> dict[str, Any]:
    """The same fields, empty."""
    row: dict[str, Any] = dict.fromkeys(row_columns(role_ids))
    return {**row, "id": item_id, "status": "error", "error": code, "skills": [], "gaps": []}
