"""The interview loop of a role, round by round, against what a résumé shows; questions on its own lines."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from rolefit.types import Line, Profile, RoleMatch, SkillFinding, Span, TaskFinding

if TYPE_CHECKING:
    from rolefit.corpus import Corpus, InterviewRound
    from rolefit.corpus_advice import PlanFile, Round

QuestionKind = Literal[
    "latency", "experiment", "cost", "metric", "incident", "gain", "fine_tune", "retrieval",
    "migration", "scale", "leadership", "mentoring", "deployment", "pipeline", "decision",
    "denied", "listed",
]  # fmt: skip
MAX_QUESTIONS = 10
MAX_STRENGTHS, MAX_GAPS = 4, 5
MAX_CLAIM = 90
_CLAUSE_END = re.compile(r"[,;]\s|\s\(|\)|[.!?](?=\s|$)")
_CLAUSE_START = re.compile(r"(?:[,;:.]\s+(?:and\s+)?|\b(?:which|that)\s+|^[\s•*-]+)", re.MULTILINE)
TELLING = frozenset({"experience", "projects"})
NO_WORK = frozenset({"skills", "education", "header", "certifications", "publications"})
FROM_THE_CLAIM = frozenset({"latency", "experiment", "scale", "gain", "leadership", "mentoring"})
"""Kinds whose words are quoted from the claim on; of others the whole clause is quoted."""
COVERED, UNCOVERED = 0.6, 0.25
"""Task coverage from which a task is a strength, and up to which it is a gap."""
_NUMBER = (
    r"\d[\d,.]*\s*(?:x\b|k\b|m\b|million|billion|[tgp]b\b|users?|requests?|rows?|images?|events?|"
    r"documents?|records?|customers?|models?|tables?|services?)"
)
_VERBS = {
    "experiment": r"\b(?:a/b|experiments?|control group|significan|randomi[sz]ed|uplift)",
    "cost": (
        r"\b(?:cut|reduc|sav|lower|halv|trim)\w*[^.;]*?\b(?:costs?|bill|spend)\b|"
        r"\b(?:costs?|bill|spend)\b[^.;]{0,40}?\d+\s*%|\b(?:saved|savings?)\b[^.;]*?\d"
    ),
    "incident": r"\b(?:on[- ]call|incidents?|outages?|post-?mortems?|pager|runbooks?)\b",
    "fine_tune": r"\b(?:fine[- ]?tun|lora\b|qlora\b|rlhf\b|dpo\b|distil|pretrain|quanti[sz])",
    "retrieval": r"\b(?:rag\b|retrieval|embeddings?\b|vector (?:store|database|search)|agents?\b|prompts?\b)",
    "migration": r"\b(?:migrat|moved|ported|switched|replaced|decompos)",
    "mentoring": r"\b(?:(?:mentor|coach|onboard)(?:ed|ing)|taught|trained (?:a |the )?(?:team|new|junior))",
    "leadership": r"\b(?:led|lead|managed|headed|owned|founded|initiated)\b",
    "deployment": r"\b(?:deploy|shipped|launched|released|productioni[sz]|rolled out|in production)",
    "pipeline": r"\b(?:pipelines?|etl|elt|airflow|dags?|ingest|orchestrat)",
    "decision": r"\b(?:chose|redesign|rebuil|rewrote|introduced|simplif|standardi[sz])",
}
_METRIC = r"(?:accuracy|auc|f1|precision|recall|rmse|mape|mae|bleu|ndcg|perplexity|error)"
_CLAIMS: Sequence[tuple[QuestionKind, str]] = (
    ("latency", r"\b(?:p\d{2}|latency|\d+\s*ms)\b"),
    ("experiment", _VERBS["experiment"]),
    ("cost", _VERBS["cost"]),
    ("metric", rf"\b{_METRIC}\b[^;]{{0,40}}?\d|\d[\d.,]*\s*%?\s*{_METRIC}\b"),
    ("incident", _VERBS["incident"]),
    (
        "gain",
        r"\b(?:raised|improved|increas|lower|reduc|cut|cutting|faster|grew|boost)\w*[^.;]*?\d",
    ),
    ("fine_tune", _VERBS["fine_tune"]),
    ("retrieval", _VERBS["retrieval"]),
    ("migration", _VERBS["migration"]),
    ("scale", _NUMBER),
    ("mentoring", _VERBS["mentoring"]),
    ("leadership", _VERBS["leadership"]),
    ("deployment", _VERBS["deployment"]),
    ("pipeline", _VERBS["pipeline"]),
    ("decision", _VERBS["decision"]),
)
PATTERNS: Mapping[QuestionKind, re.Pattern[str]] = {
    kind: re.compile(pattern, re.IGNORECASE | re.DOTALL) for kind, pattern in _CLAIMS
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
    turn: int = 0
    """How many questions of this kind came before, so that none is worded twice."""


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
    gaps = [f for f in findings if f.is_gap]
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


def count_rounds(category: str, role_id: str, plan: PlanFile) -> int:
    """How many of the role's rounds draw on a category of skills."""
    return sum(category in entry.categories_for(role_id) for entry in plan.rounds)


def expect_questions(
    profile: Profile, match: RoleMatch, *, implied: frozenset[str] = frozenset()
) -> tuple[ExpectedQuestion, ...]:
    """Questions on own lines, in the order of the text; then on denied and on merely listed skills.

    Nobody is asked about a skill that is only `implied` and named nowhere.
    """
    text = profile.document.text
    found = [q for line in work_lines(profile) if (q := _question(text, line))]
    return (*_varied(found), *_skill_questions(match, implied))


def work_lines(profile: Profile) -> list[Line]:
    """Lines of jobs and projects; of a text without such sections all that may be evidence of work."""
    lines = [ln for ln in profile.lines if ln.embedded and ln.section not in NO_WORK]
    told = [ln for ln in lines if ln.section in TELLING or ln.position is not None]
    return told or [ln for ln in lines if ln.section != "summary"]


def _question(text: str, line: Line) -> ExpectedQuestion | None:
    for kind, pattern in PATTERNS.items():
        claim = pattern.search(text, line.start, line.end)
        if claim:
            start = claim.start() if kind in FROM_THE_CLAIM else _clause_start(text, line, claim)
            return ExpectedQuestion(
                kind, Span(line.start, line.end), _clause(text, start, claim.end(), line.end)
            )
    return None


def _clause_start(text: str, line: Line, claim: re.Match[str]) -> int:
    """Where the clause of the claim begins, or the claim itself where that is too far."""
    before = [m.end() for m in _CLAUSE_START.finditer(text, line.start, claim.start())]
    start = before[-1] if before else line.start
    return start if claim.end() - start <= MAX_CLAIM else claim.start()


def _clause(text: str, start: int, past: int, end: int) -> Span:
    """To the end of the clause that goes on at `past`; at most `MAX_CLAIM` characters, whole words."""
    stop = _CLAUSE_END.search(text, past, end)
    last = stop.start() if stop else end
    if last - start > MAX_CLAIM:
        last = start + max(text[start : start + MAX_CLAIM].rfind(" "), 1)
    return Span(start, last)


def _varied(questions: Sequence[ExpectedQuestion]) -> list[ExpectedQuestion]:
    """At most two of a kind, `MAX_QUESTIONS` in all, the rarer kinds first when there are too many."""
    counts: dict[str, int] = {}
    kept = []
    for question in questions:
        turn = counts.get(question.kind, 0)
        counts[question.kind] = turn + 1
        if turn < 2:
            kept.append(replace(question, turn=turn))
    chosen = sorted(kept, key=lambda question: question.turn)[:MAX_QUESTIONS]
    return sorted(chosen, key=lambda question: question.span.start)


def _skill_questions(match: RoleMatch, implied: frozenset[str]) -> list[ExpectedQuestion]:
    kinds: Mapping[str, QuestionKind] = {"denied": "denied", "listed": "listed"}
    found = [
        ExpectedQuestion(kinds[f.status], f.evidence[0], f.evidence[0], f.skill_id)
        for f in match.findings
        if f.status in kinds and f.evidence and f.need != "optional" and f.skill_id not in implied
    ]
    turns: dict[str, int] = {}
    asked = []
    for question in found[:3]:
        turn = turns.get(question.kind, 0)
        turns[question.kind] = turn + 1
        asked.append(replace(question, turn=turn))
    return asked


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
