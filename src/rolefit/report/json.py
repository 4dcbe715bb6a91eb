"""The report as plain data: schema `rolefit.report/1`. Equal reports give equal bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from rolefit.match.findings import months_with
from rolefit.report.sentences import describe_feature, describe_verdict, describe_warning
from rolefit.types import (
    DEPTHS,
    GAP_KINDS,
    Contribution,
    Mention,
    Position,
    Profile,
    Report,
    RoleMatch,
    SkillFinding,
    Span,
    TaskFinding,
)  # fmt: skip

if TYPE_CHECKING:
    from rolefit.corpus import Corpus, Role

SCHEMA = "rolefit.report/1"
_POLARITIES = ("affirmed", "hedged", "others", "aspired", "denied")
MIN_GAIN = 0.0005
"""A gap that moves the probability by less is not shown as one."""


def report_to_json(reports: Report | Iterable[Report], corpus: Corpus) -> str:
    """One report as an object, several as an array; two spaces, UTF-8, a final newline."""
    if isinstance(reports, Report):
        data: Any = report_to_dict(reports, corpus)
    else:
        data = [report_to_dict(report, corpus) for report in reports]
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def report_to_dict(report: Report, corpus: Corpus) -> dict[str, Any]:
    """The whole report; every evidence carries `start`, `end` and the text between."""
    profile = report.profile
    return {
        "schema": SCHEMA,
        "document": _document(report),
        "engine": {
            "version": report.engine.version,
            "model": report.engine.model,
            "corpus": report.engine.corpus,
            "index": report.engine.index,
        },
        "verdict": {
            "status": report.verdict.status,
            "role": report.verdict.role_id,
            "probability": report.verdict.probability,
            "margin": report.verdict.margin,
            "reason": report.verdict.reason,
            "sentence": describe_verdict(report, corpus),
            "deciders": list(report.verdict.deciders),
        },
        "roles": [
            _role(report, match, rank, corpus) for rank, match in enumerate(report.roles, start=1)
        ],
        "none": {
            "probability": report.none_match.probability,
            "score": report.none_match.score,
            "contributions": _contributions(report, report.none_match.contributions),
        },
        "level": {
            "code": profile.level.code,
            "probabilities": {
                level.code: probability
                for level, probability in zip(
                    corpus.levels, profile.level.probabilities, strict=True
                )
            },
            "evidence": _quotes(report, profile.level.evidence),
        },
        "skills": _skills(report, corpus),
        "sections": [
            {"kind": s.kind, "title": s.title, "start": s.start, "end": s.end}
            for s in profile.sections
        ],
        "positions": [_position(position) for position in profile.positions],
        "alternatives": _alternatives(profile),
        "unrecognised": _quotes(report, profile.unrecognised),
        "titles": [
            {
                "start": t.start,
                "end": t.end,
                "text": profile.document.text[t.start : t.end],
                "alias": t.alias,
                "roles": dict(t.roles),
                "confidence": t.confidence,
            }
            for t in profile.titles
        ],
    }


def _alternatives(profile: Profile) -> list[list[str]]:
    mentions = profile.mentions
    return [
        sorted({mentions[number].skill_id for number in group}) for group in profile.alternatives
    ]


def _document(report: Report) -> dict[str, Any]:
    document = report.profile.document
    return {
        "sha256": document.sha256,
        "kind": report.profile.kind,
        "media_type": document.media_type,
        "language": document.language,
        "pages": max(1, len(document.pages)),
        "characters": len(document.text),
        "warnings": [
            {
                "code": warning.code,
                "page": warning.page,
                "quotes": list(warning.quotes),
                "sentence": describe_warning(warning),
            }
            for warning in (*document.warnings, *report.profile.warnings)
        ],
    }


def _role(report: Report, match: RoleMatch, rank: int, corpus: Corpus) -> dict[str, Any]:
    role = corpus.role_by_id[match.role_id]
    return {
        "id": match.role_id,
        "title": role.title,
        "rank": rank,
        "probability": match.probability,
        "score": match.score,
        "contributions": _contributions(report, match.contributions),
        "skills": [_finding(report, finding, corpus) for finding in match.findings],
        "tasks": [_task(report, task, role) for task in match.tasks],
        "gaps": [
            {
                "kind": GAP_KINDS[f.status],
                "id": f.skill_id,
                "need": f.need,
                "status": f.status,
                "gain": f.gain,
            }
            for f in list_gaps(match)
        ],
    }


def list_gaps(match: RoleMatch) -> list[SkillFinding]:
    """Core and common skills that are not shown, the one that would help most first.

    Where gains were not measured, in the order of need.
    """
    gaps = [f for f in match.findings if f.is_gap]
    telling = [f for f in gaps if f.gain is None or f.gain >= MIN_GAIN]
    return sorted(telling, key=lambda f: -(f.gain or 0.0))


def _contributions(report: Report, contributions: Iterable[Contribution]) -> list[dict[str, Any]]:
    return [
        {
            "feature": c.feature,
            "value": c.value,
            "weight": c.weight,
            "amount": c.amount,
            "description": describe_feature(c.feature),
            "evidence": _quotes(report, c.evidence),
        }
        for c in contributions
    ]


def _finding(report: Report, finding: SkillFinding, corpus: Corpus) -> dict[str, Any]:
    return {
        "id": finding.skill_id,
        "label": corpus.skill_by_id[finding.skill_id].label,
        "need": finding.need,
        "status": finding.status,
        "depth": finding.depth,
        "months": finding.months,
        "last_used": _month(finding.last_used),
        "similarity": finding.similarity,
        "evidence": _quotes(report, finding.evidence),
    }


def _task(report: Report, task: TaskFinding, role: Role) -> dict[str, Any]:
    label = next(t.label for t in role.tasks if t.id == task.task_id)
    return {
        "id": task.task_id,
        "label": label,
        "time_share": task.time_share,
        "coverage": task.coverage,
        "evidence": _quotes(report, task.evidence),
    }


def _skills(report: Report, corpus: Corpus) -> list[dict[str, Any]]:
    by_id: dict[str, list[Mention]] = {}
    for mention in report.profile.mentions:
        by_id.setdefault(mention.skill_id, []).append(mention)
    return [_skill(report, skill_id, found, corpus) for skill_id, found in sorted(by_id.items())]


def _skill(
    report: Report, skill_id: str, mentions: list[Mention], corpus: Corpus
) -> dict[str, Any]:
    best = min(mentions, key=lambda m: (_POLARITIES.index(m.polarity), -DEPTHS.index(m.depth)))
    months, last_used = months_with(
        report.profile, [m for m in mentions if m.polarity == "affirmed"]
    )
    return {
        "id": skill_id,
        "label": corpus.skill_by_id[skill_id].label,
        "category": corpus.categories[skill_id],
        "polarity": best.polarity,
        "depth": best.depth,
        "need": _strictest_need(mentions),
        "months": months,
        "last_used": _month(last_used),
        "mentions": [
            {
                "start": m.start,
                "end": m.end,
                "text": report.profile.document.text[m.start : m.end],
                "section": m.section,
                "polarity": m.polarity,
                "depth": m.depth,
                "need": m.need,
                "years": m.years,
                "implied_by": m.implied_by,
            }
            for m in mentions
        ],
    }


def _strictest_need(mentions: list[Mention]) -> str | None:
    needs = {mention.need for mention in mentions}
    order = ("required", "preferred", "mentioned", "not_required")
    return next((need for need in order if need in needs), None)


def _position(position: Position) -> Mapping[str, Any]:
    return {
        "title": position.title,
        "organisation": position.organisation,
        "start_date": _month(position.start_month),
        "end_date": None if position.current else _month(position.end_month),
        "current": position.current,
        "start": position.start,
        "end": position.end,
    }


def _quotes(report: Report, spans: Iterable[Span]) -> list[dict[str, Any]]:
    text = report.profile.document.text
    return [{"start": s.start, "end": s.end, "text": text[s.start : s.end]} for s in spans]


def _month(month: int | None) -> str | None:
    """Months since year 0 as `YYYY-MM`."""
    return None if month is None else f"{month // 12:04d}-{month % 12 + 1:02d}"
