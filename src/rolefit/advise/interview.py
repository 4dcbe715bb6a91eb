"""The interview loop of a role, round by round, against what a résumé shows; questions on its own lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rolefit.types import Line, Profile, RoleMatch, SkillFinding, Span, TaskFinding

if TYPE_CHECKING:
    from rolefit.corpus import Corpus, InterviewRound
    from rolefit.corpus_advice import PlanFile, Round

QuestionKind = Literal[
    "latency", "gain", "scale", "cost", "leadership", "experiment", "denied", "listed", "decision"
]
MAX_QUESTIONS = 10
MAX_STRENGTHS, MAX_GAPS = 4, 5
MAX_CLAIM = 90
_CLAUSE_END = re.compile(r"[,;]\s|[.!?](?=\s|$)")
COVERED, UNCOVERED = 0.6, 0.25
"""Task coverage from which a task is a strength, and up to which it is a gap."""
_NUMBER = (
    r"\d[\d,.]*\s*"
    r"(?:%|percent|x\b|points?\b|k\b|m\b|ms\b|seconds?\b|million|billion|tb\b|gb\b|users?|requests?)"
)
PATTERNS: Mapping[QuestionKind, re.Pattern[str]] = {
    "latency": re.compile(r"\b(?:p\d{2}|latency|\d+\s*ms)\b", re.IGNORECASE),
    "experiment": re.compile(r"\b(?:a/b|experiment|control group|significan)", re.IGNORECASE),
    "cost": re.compile(r"\b(?:cost|costs|saving|saved|bill|spend)\b", re.IGNORECASE),
    "gain": re.compile(
        r"\b(?:raised|improved|increas|lower|reduc|cut|cutting|faster|grew|boost)\w*.*?\d",
        re.IGNORECASE | re.DOTALL,
    ),
    "scale": re.compile(_NUMBER, re.IGNORECASE),
    "leadership": re.compile(r"\b(?:led|lead|mentored|managed|headed|owned)\b", re.IGNORECASE),
    "decision": re.compile(
        r"\b(?:replaced|migrat|chose|redesign|rebuil|moved|switched)", re.IGNORECASE
    ),
}
"""What a line claims, the most telling first; each kind has its question in `report`."""


@dataclass(frozen=True, slots=True)
class ExpectedQuestion:
    """A question about one line, or one skill, of the own résumé."""

    kind: QuestionKind
    span: Span
    claim: Span
    """The words that call for the question."""
    skill_id: str | None = None


@dataclass(frozen=True, slots=True)
class RoundAdvice:
    """One round: what it tests, and what the person brings."""

    round: InterviewRound
    strengths: tuple[SkillFinding, ...]
    gaps: tuple[SkillFinding, ...]
    strong_tasks: tuple[TaskFinding, ...]
    open_tasks: tuple[TaskFinding, ...]


@dataclass(frozen=True, slots=True)
class SelfAssessmentResult:
    """`total` 5 to 25 and its band; None while a dimension is missing."""

    total: int | None
    advice: str | None
    missing: tuple[str, ...]
    weakest: tuple[str, ...]


def interview_loop(match: RoleMatch, corpus: Corpus, plan: PlanFile) -> tuple[RoundAdvice, ...]:
    """The role's seven rounds in order, each with strengths and gaps from evidence."""
    draws = {entry.id: entry for entry in plan.rounds}
    rounds = corpus.role_by_id[match.role_id].interview
    return tuple(_round_advice(r, draws[r.id], match, corpus, plan) for r in rounds)


def _round_advice(
    asked: InterviewRound, draws: Round, match: RoleMatch, corpus: Corpus, plan: PlanFile
) -> RoundAdvice:
    findings = [
        f
        for f in match.findings
        if corpus.categories[f.skill_id] in draws.categories_for(match.role_id)
    ]
    gaps = [f for f in findings if f.status != "shown" and f.need != "optional"]
    tasks = [task for task in match.tasks if _asks_for(draws, task.task_id, plan)]
    covered = sorted((t for t in tasks if t.coverage >= COVERED), key=lambda t: -t.coverage)
    uncovered = sorted((t for t in tasks if t.coverage <= UNCOVERED), key=lambda t: -t.time_share)
    return RoundAdvice(
        asked,
        strengths=tuple(f for f in findings if f.status == "shown")[:MAX_STRENGTHS],
        gaps=tuple(gaps[:MAX_GAPS]),
        strong_tasks=tuple(covered[:2]),
        open_tasks=tuple(uncovered[:2]),
    )


def _asks_for(draws: Round, task_id: str, plan: PlanFile) -> bool:
    if draws.tasks == "all":
        return True
    return draws.tasks != "none" and task_id in plan.task_kinds[draws.tasks]


def interview_weight(category: str, role_id: str, plan: PlanFile) -> float:
    """Share of the role's loop, by weight, that draws on a category of skills; 0 to 1."""
    total = sum(entry.weight for entry in plan.rounds)
    asking = (e for e in plan.rounds if category in e.categories_for(role_id))
    return sum(entry.weight for entry in asking) / total


def expect_questions(profile: Profile, match: RoleMatch) -> tuple[ExpectedQuestion, ...]:
    """Questions on own lines, in the order of the text; then on denied and on merely listed core skills."""
    text = profile.document.text
    found = [q for line in _work_lines(profile) if (q := _question(text, line))]
    return (*_varied(found), *_skill_questions(match))


def _work_lines(profile: Profile) -> Iterable[Line]:
    return (ln for ln in profile.lines if ln.embedded and ln.section in {"experience", "projects"})


def _question(text: str, line: Line) -> ExpectedQuestion | None:
    for kind, pattern in PATTERNS.items():
        claim = pattern.search(text, line.start, line.end)
        if claim:
            span = _clause(text, claim.start(), line.end)
            return ExpectedQuestion(kind, Span(line.start, line.end), span)
    return None


def _clause(text: str, start: int, end: int) -> Span:
    """From the claim to the end of its clause, at most `MAX_CLAIM` characters, whole words."""
    stop = _CLAUSE_END.search(text, start, end)
    last = stop.start() if stop else end
    if last - start > MAX_CLAIM:
        last = start + text[start : start + MAX_CLAIM].rfind(" ")
    return Span(start, last)


def _varied(questions: Sequence[ExpectedQuestion]) -> list[ExpectedQuestion]:
    """At most two of a kind, `MAX_QUESTIONS` in all."""
    counts: dict[str, int] = {}
    kept = []
    for question in questions:
        counts[question.kind] = counts.get(question.kind, 0) + 1
        if counts[question.kind] <= 2:
            kept.append(question)
    return kept[:MAX_QUESTIONS]


def _skill_questions(match: RoleMatch) -> list[ExpectedQuestion]:
    kinds: Mapping[str, QuestionKind] = {"denied": "denied", "listed": "listed"}
    found = [
        ExpectedQuestion(kinds[f.status], f.evidence[0], f.evidence[0], f.skill_id)
        for f in match.findings
        if f.status in kinds and f.evidence and f.need != "optional"
    ]
    return found[:3]


def rate_yourself(ratings: Mapping[str, int], plan: PlanFile) -> SelfAssessmentResult:
    """The source's five dimensions, 1 to 5 each, and the band of their sum."""
    assessment = plan.self_assessment
    names = [dimension.id for dimension in assessment.dimensions]
    missing = tuple(name for name in names if name not in ratings)
    lowest = min(ratings.values(), default=None)
    weakest = tuple(name for name in names if name in ratings and ratings[name] == lowest)
    if missing:
        return SelfAssessmentResult(None, None, missing, weakest)
    total = sum(ratings[name] for name in names)
    band = next(band for band in assessment.bands if band.start <= total <= band.end)
    return SelfAssessmentResult(total, band.advice, (), weakest)
