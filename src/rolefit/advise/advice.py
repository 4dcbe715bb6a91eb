"""Everything advised to one person, put together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rolefit.advise.fit import Answers, InsightCard, check_answers, insight_card
from rolefit.advise.interview import (
    ExpectedQuestion,
    RoundAdvice,
    SelfAssessmentResult,
    expect_questions,
    interview_loop,
    rate_yourself,
)
from rolefit.advise.landscape import DecisionResult, Track, decide_role, tracks
from rolefit.advise.plan import Period, Plan, find_gaps, make_plan
from rolefit.advise.resilience import PersonalResilience, personal_resilience
from rolefit.advise.weak_signals import WeakSignal, find_weak_signals
from rolefit.errors import NoSuchRole
from rolefit.types import Profile, Report, RoleMatch

if TYPE_CHECKING:
    from rolefit.corpus import Corpus
    from rolefit.corpus_advice import Guide


@dataclass(frozen=True, slots=True)
class AdviceOptions:
    """`role_id` None takes the first role; `deadline_weeks` is when work must be found."""

    period: Period
    role_id: str | None = None
    deadline_weeks: int | None = None
    answers: Answers | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """Advice on one role; `card` and `self_assessment` only when answers were given.

    `additions` are the fewest skills that, used at work, would make the role the first answer: () when it
    is, None when no five are enough.
    """

    role_id: str
    additions: tuple[str, ...] | None
    tracks: tuple[Track, ...]
    rounds: tuple[RoundAdvice, ...]
    questions: tuple[ExpectedQuestion, ...]
    plan: Plan
    resilience: PersonalResilience
    decisions: DecisionResult
    weak_signals: tuple[WeakSignal, ...]
    card: InsightCard | None = None
    self_assessment: SelfAssessmentResult | None = None


def build_advice(
    report: Report, corpus: Corpus, guide: Guide, *,
    options: AdviceOptions, additions: tuple[str, ...] | None,
) -> Advice:  # fmt: skip
    """Everything the report gives, for the first role or the one asked for, whose gaps should be measured.

    Raises: NoSuchRole, AnswersError, UsageError.
    """
    match = choose_match(report, options.role_id)
    answers = options.answers or Answers()
    check_answers(answers, guide)
    implied = find_implied(report.profile)
    gaps = find_gaps(match, corpus, guide.plan, implied=implied)
    role = corpus.role_by_id[match.role_id]
    return Advice(
        role_id=role.id,
        additions=additions,
        tracks=tracks(report, corpus, guide.landscape, weeks=options.deadline_weeks),
        rounds=interview_loop(match, corpus, guide.plan),
        questions=expect_questions(report.profile, match, implied=implied),
        plan=make_plan(role.id, gaps, corpus, guide.plan, period=options.period),
        resilience=personal_resilience(role, match, guide.resilience),
        decisions=decide_role(
            guide.landscape, corpus, given=answers.decisions, mentions=report.profile.mentions
        ),
        weak_signals=find_weak_signals(report.profile, guide.signals, corpus.categories),
        card=insight_card(role, answers, guide, match=match) if options.answers else None,
        self_assessment=_rating(answers.self_assessment, guide),
    )


def find_implied(profile: Profile) -> frozenset[str]:
    """Skills that are spoken of nowhere: every mention is one of a skill that implies them."""
    named = {m.skill_id for m in profile.mentions if m.implied_by is None}
    return frozenset(m.skill_id for m in profile.mentions if m.skill_id not in named)


def choose_match(report: Report, role_id: str | None) -> RoleMatch:
    """The match of a role, or the first.

    Raises: NoSuchRole.
    """
    if role_id is None:
        return report.roles[0]
    found = next((match for match in report.roles if match.role_id == role_id), None)
    if found is None:
        known = ", ".join(sorted(match.role_id for match in report.roles))
        raise NoSuchRole(f"unknown role '{role_id}'; roles are: {known}")
    return found


def _rating(ratings: Mapping[str, int], guide: Guide) -> SelfAssessmentResult | None:
    return rate_yourself(ratings, guide.plan) if ratings else None
