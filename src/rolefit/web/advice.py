"""What the result page shows of advice: values with all words chosen and their places in the text."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from rolefit.report import advice_words as words
from rolefit.report.advice import (
    advice_to_markdown,
    describe_open,
    describe_skill,
    find_stories,
    main_terms,
    summarise,
)
from rolefit.report.calendar import plan_to_calendar
from rolefit.report.text import quote_words
from rolefit.types import Report, Span
from rolefit.web.accounts import QUOTE_CHARACTERS, Quote
from rolefit.web.marks import MarkedText

if TYPE_CHECKING:
    from rolefit.advise.advice import Advice
    from rolefit.advise.interview import RoundAdvice
    from rolefit.advise.landscape import Decision
    from rolefit.advise.plan import Plan, Step
    from rolefit.corpus import Corpus
    from rolefit.corpus_advice import Guide, Question

DECIDED_BY = {"person": "your answer", "resume": "the résumé says so", "nobody": "open"}


@dataclass(frozen=True, slots=True)
class Download:
    """A file in the page itself: nothing is asked of the server again."""

    label: str
    name: str
    href: str


@dataclass(frozen=True, slots=True)
class SignalView:
    title: str
    severity: str
    why: str
    fix: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class StepView:
    number: int
    action: str
    label: str
    days: str
    why: str
    proof: str
    now: Quote | None
    reviews: str


@dataclass(frozen=True, slots=True)
class WeekView:
    """Steps that begin in the week, and what is to be said from memory in it."""

    heading: str
    days: str
    steps: tuple[StepView, ...]
    goes_on: tuple[str, ...]
    repeats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoundView:
    heading: str
    tests: str
    estimate: bool
    brings: tuple[str, ...]
    stories: tuple[Quote, ...]
    open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionView:
    sentence: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class TermView:
    share: str
    percent: float
    label: str
    automation: int
    quote: Quote | None


@dataclass(frozen=True, slots=True)
class ResilienceView:
    sentence: str
    needs_review: bool
    terms: tuple[TermView, ...]
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionView:
    question: str
    answer: str
    given_by: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class AdviceView:
    role: str
    summary: tuple[str, ...]
    tracks: tuple[str, ...]
    signals: tuple[SignalView, ...]
    hours: str
    weeks: tuple[WeekView, ...]
    left_out: str
    rounds: tuple[RoundView, ...]
    questions: tuple[QuestionView, ...]
    resilience: ResilienceView
    decisions: tuple[DecisionView, ...]
    points: tuple[str, ...]
    downloads: tuple[Download, ...]


@dataclass(frozen=True, slots=True)
class _Page:
    """What every part of the view is made with."""

    advice: Advice
    report: Report
    corpus: Corpus
    guide: Guide
    marked: MarkedText

    def quote(self, span: Span) -> Quote:
        text = self.report.profile.document.text
        return Quote(
            quote_words(text, span, limit=QUOTE_CHARACTERS), self.marked.find_anchor(span.start)
        )

    def quotes(self, spans: Iterable[Span]) -> tuple[Quote, ...]:
        """Each wording once."""
        return tuple({q.text.casefold(): q for q in map(self.quote, spans)}.values())

    def label(self, skill_id: str) -> str:
        return self.corpus.skill_by_id[skill_id].label


def build_advice_view(
    advice: Advice, report: Report, corpus: Corpus, guide: Guide, marked: MarkedText
) -> AdviceView:
    page = _Page(advice, report, corpus, guide, marked)
    return AdviceView(
        role=corpus.role_by_id[advice.role_id].title,
        summary=summarise(advice, report, corpus),
        tracks=tuple(words.describe_track(track, corpus) for track in advice.tracks),
        signals=tuple(_signals(page)),
        hours=f"{advice.plan.hours_a_week:g}",
        weeks=tuple(_weeks(page)),
        left_out=words.list_left_out(advice.plan, corpus),
        rounds=tuple(_rounds(page)),
        questions=tuple(_questions(page)),
        resilience=_resilience(page),
        decisions=tuple(_decisions(page)),
        points=tuple(
            f"{corpus.role_by_id[role_id].title} {points:g}"
            for role_id, points in advice.decisions.points
            if points > 0
        ),
        downloads=_downloads(page),
    )


def file_link(label: str, name: str, media_type: str, text: str) -> Download:
    """The text as a `data:` link, to be saved under `name`."""
    data = base64.b64encode(text.encode()).decode()
    return Download(label, name, f"data:{media_type};charset=utf-8;base64,{data}")


def _downloads(page: _Page) -> tuple[Download, ...]:
    told = advice_to_markdown(page.advice, page.report, page.corpus, page.guide)
    calendar = plan_to_calendar(page.advice.plan, page.corpus)
    return (
        file_link("Advice as Markdown", "plan.md", "text/markdown", told),
        file_link("Plan as a calendar (.ics)", "plan.ics", "text/calendar", calendar),
    )


def _signals(page: _Page) -> Iterable[SignalView]:
    for signal in page.advice.weak_signals:
        rule = page.guide.signals.by_id[signal.rule_id]
        yield SignalView(rule.title, rule.severity, rule.why, rule.fix, page.quotes(signal.spans))


def _weeks(page: _Page) -> Iterable[WeekView]:
    """The weeks of the plan in order, then what is repeated after them."""
    plan = page.advice.plan
    numbered = list(enumerate(plan.steps, start=1))
    for week in range(1, plan.period.weeks + 1):
        monday = plan.period.start + timedelta(days=7 * (week - 1))
        yield WeekView(
            f"Week {week}",
            say_days(monday, monday + timedelta(days=6)),
            tuple(_step(page, number, step) for number, step in numbered if step.week == week),
            tuple(
                page.label(step.gap.skill_id)
                for step in plan.steps
                if step.week < week and step.last >= monday
            ),
            tuple(_repeats(page, plan, monday, monday + timedelta(days=7))),
        )
    end = plan.period.start + timedelta(days=7 * plan.period.weeks)
    later = tuple(_repeats(page, plan, end, date.max))
    if later:
        yield WeekView("Afterwards", f"from {say_day(end)}", (), (), later)


def _repeats(page: _Page, plan: Plan, start: date, end: date) -> Iterable[str]:
    """By skill: the days in `start` to `end` (exclusive) on which it comes up again."""
    for step in plan.steps:
        days = [say_day(day) for day in step.reviews if start <= day < end]
        if days:
            yield f"{page.label(step.gap.skill_id)}: {', '.join(days)}"


def _step(page: _Page, number: int, step: Step) -> StepView:
    gap = step.gap
    return StepView(
        number=number,
        action=words.ACTIONS[gap.action],
        label=words.begin_large(page.label(gap.skill_id)),
        days=say_days(step.first, step.last),
        why=words.describe_step(step, page.corpus),
        proof=step.proof,
        now=page.quote(gap.evidence[0]) if gap.evidence else None,
        reviews=", ".join(say_day(day) for day in step.reviews),
    )


def _rounds(page: _Page) -> Iterable[RoundView]:
    stories = find_stories(page.advice, page.report)
    labels = {task.id: task.label.lower() for role in page.corpus.roles for task in role.tasks}
    for number, (entry, told) in enumerate(zip(page.advice.rounds, stories, strict=True), start=1):
        asked = entry.round
        yield RoundView(
            f"{number}. {words.ROUNDS[asked.id]}: {asked.title}",
            "; ".join(asked.tests),
            asked.provenance != "source",
            brings=tuple(_brings(page, entry, labels)),
            stories=page.quotes(told),
            open=tuple(describe_open(entry, page.advice.plan, page.corpus)),
        )


def _brings(page: _Page, entry: RoundAdvice, labels: dict[str, str]) -> Iterable[str]:
    yield from (describe_skill(finding, page.corpus) for finding in entry.strengths)
    yield from (labels[task.task_id] for task in entry.strong_tasks)


def _questions(page: _Page) -> Iterable[QuestionView]:
    text = page.report.profile.document.text
    for question in page.advice.questions:
        sentence = words.describe_question(question, text, page.corpus)
        yield QuestionView(sentence, page.quote(question.span))


def _resilience(page: _Page) -> ResilienceView:
    found = page.advice.resilience
    role = page.corpus.role_by_id[found.role_id]
    labels = {task.id: task.label for task in role.tasks}
    result = found.result
    terms = main_terms(result) if result else []
    return ResilienceView(
        words.describe_personal(found),
        bool(result and result.needs_review),
        tuple(
            TermView(
                f"{term.weight:.0%}",
                round(100 * term.weight, 2),
                labels[term.task_id],
                term.automation,
                page.quote(term.evidence[0]) if term.evidence else None,
            )
            for term in terms
        ),
        tuple(words.describe_changes(found, labels)),
    )


def _decisions(page: _Page) -> Iterable[DecisionView]:
    questions = page.guide.landscape.questions
    for question, decision in zip(questions, page.advice.decisions.decisions, strict=True):
        yield DecisionView(
            question.text,
            _answer(question, decision),
            DECIDED_BY[decision.given_by],
            page.quotes(decision.evidence[:6]),
        )


def _answer(question: Question, decision: Decision) -> str:
    chosen = (answer.text for answer in question.answers if answer.id == decision.answer_id)
    return next(chosen, "only you can answer this")


def say_day(day: date) -> str:
    """23 Nov; the year only matters to the calendar."""
    return f"{day.day} {day:%b}"


def say_days(first: date, last: date) -> str:
    if first == last:
        return say_day(first)
    start = str(first.day) if first.month == last.month else say_day(first)
    return f"{start}–{say_day(last)}"
