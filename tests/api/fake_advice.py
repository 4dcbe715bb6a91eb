"""Advice made by hand for the report of `fakes`, and the knowledge that its texts come from."""

from __future__ import annotations

import functools
from datetime import date

from rolefit.advise.advice import Advice
from rolefit.advise.interview import ExpectedQuestion, RoundAdvice
from rolefit.advise.landscape import Decision, DecisionResult, Track
from rolefit.advise.plan import Gap, Period, make_plan
from rolefit.advise.resilience import PersonalResilience
from rolefit.advise.weak_signals import WeakSignal
from rolefit.corpus import Corpus, InterviewRound
from rolefit.corpus_advice import (
    Guide,
    LandscapeFile,
    PlanFile,
    ResilienceFile,
    SignalFile,
    WorkStyleFile,
)
from rolefit.corpus_files import load_file
from rolefit.types import Report, Span
from tests.conftest import ROOT

START = date(2026, 11, 23)


@functools.cache
def make_guide() -> Guide:
    """The product's own files, not checked against the small corpus; no scenarios."""
    root = ROOT / "corpus"
    return Guide(
        style=load_file(root / "assessments" / "work_style.yaml", WorkStyleFile),
        areas=(),
        resilience=load_file(root / "resilience.yaml", ResilienceFile),
        landscape=load_file(root / "landscape.yaml", LandscapeFile),
        plan=load_file(root / "plan.yaml", PlanFile),
        signals=load_file(root / "weak_signals.yaml", SignalFile),
    )


def make_advice(report: Report, corpus: Corpus, period: Period) -> Advice:
    """Kafka to learn first, one round, one weak line, one question."""
    match, plan = report.roles[0], make_guide().plan
    gaps = (Gap("kafka", "learn", "missing", "core", 0.2, 3 / 7, 8.0, (), (), rounds=3),)
    lines = [Span(line.start, line.end) for line in report.profile.lines[:1]]
    asked = InterviewRound(
        id="coding_1", title="Algorithms", tests=("problems",), provenance="estimate"
    )
    shown = tuple(f for f in match.findings if f.status == "shown")
    still_open = tuple(f for f in match.findings if f.status == "missing")
    questions = make_guide().landscape.questions
    return Advice(
        role_id=match.role_id,
        additions=(),
        tracks=(Track(match.role_id, match.probability, "balanced", "first"),),
        rounds=(RoundAdvice(asked, shown, still_open, match.tasks, ()),),
        questions=tuple(ExpectedQuestion("pipeline", line, line) for line in lines),
        plan=make_plan(match.role_id, gaps, corpus, plan, period=period),
        resilience=PersonalResilience(match.role_id, 0.2, None, None, ()),
        decisions=DecisionResult(tuple(Decision(q.id, None, "nobody") for q in questions), ()),
        weak_signals=tuple(WeakSignal("no_numbers", (line,)) for line in lines),
    )
