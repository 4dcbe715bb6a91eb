"""What the result page shows of a report: values, all words chosen; to the template only order is left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rolefit.report.json import list_gaps, report_to_dict
from rolefit.report.sentences import LEVELS, describe_verdict, describe_warning, say_gain
from rolefit.report.text import shorten
from rolefit.types import (
    NONE_ROLE,
    EngineStamp,
    FindingStatus,
    Report,
    RoleMatch,
    Section,
    Span,
    TaskFinding,
)
from rolefit.web.accounts import QUOTE_CHARACTERS, Account, Quote, build_account
from rolefit.web.advice import AdviceView, build_advice_view
from rolefit.web.evidence import MIN_COVERAGE, list_sections, mark_text
from rolefit.web.marks import MarkedText, Passage

if TYPE_CHECKING:
    from rolefit.advise.advice import Advice
    from rolefit.corpus import Corpus
    from rolefit.corpus_advice import Guide

GAP_WORDS: Mapping[FindingStatus, tuple[str, str]] = {
    "missing": (
        "Not mentioned",
        "Core and common skills of this role that the text does not name.",
    ),
    "listed": ("Only listed", "Named in a list or in passing; no line shows them at work."),
    "near": ("Shown, not named", "A line reads like them and does not say the word."),
    "stale": ("Long ago", "Last used more than five years before the latest job."),
    "denied": ("Denied", "The text says that they are not there."),
}
"""Heading and explanation, in the order they are shown."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A labelled share; `percent` 0 to 100 draws it, `words` say it."""

    label: str
    percent: float
    words: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class GapGroup:
    heading: str
    explanation: str
    status: str
    core: tuple[str, ...]
    common: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TaskRow:
    label: str
    share: str
    coverage: Bar
    quote: Quote | None


@dataclass(frozen=True, slots=True)
class LevelView:
    code: str
    words: str
    sure: str
    bars: tuple[Bar, ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    sentence: str
    page: int | None
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TextSection:
    """`kind` is empty where the heading says it already."""

    kind: str
    heading: tuple[Passage, ...]
    body: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class ResultView:
    name: str
    kind: str
    facts: tuple[str, ...]
    status: str
    headline: str
    sentence: str
    notices: tuple[Notice, ...]
    ranking: tuple[Bar, ...]
    answer: Account
    answer_words: str
    others: tuple[Account, ...]
    role_words: str
    level: LevelView
    gaps: tuple[GapGroup, ...]
    tasks: tuple[TaskRow, ...]
    skills: tuple[Mapping[str, Any], ...]
    sections: tuple[TextSection, ...]
    stamp: EngineStamp
    advice: AdviceView | None = None


@dataclass(frozen=True, slots=True)
class Advised:
    """Advice and what it was made with."""

    advice: Advice
    guide: Guide

    def weak_places(self) -> Iterator[tuple[Span, str]]:
        for signal in self.advice.weak_signals:
            for span in signal.spans:
                yield span, self.guide.signals.by_id[signal.rule_id].title.lower()


def build_view(
    report: Report, corpus: Corpus, *, name: str, advised: Advised | None = None
) -> ResultView:
    """Everything of a report for one page; `name` is the file's, if it has one."""
    first = report.roles[0]
    matches = (*report.roles, report.none_match)
    outside = report.verdict.status == "none"
    answer = report.none_match if outside else first
    weak = advised.weak_places() if advised else ()
    marked = mark_text(report, answer, corpus, weak=weak)
    accounts = {match.role_id: _account(report, match, corpus, marked) for match in matches}
    return ResultView(
        name=name or "Pasted text",
        kind="résumé" if report.profile.kind == "resume" else "job description",
        facts=tuple(_facts(report)),
        status=report.verdict.status,
        headline=_headline(report, corpus),
        sentence=describe_verdict(report, corpus),
        notices=tuple(
            Notice(describe_warning(warning), warning.page, warning.quotes)
            for warning in report.profile.document.warnings
        ),
        ranking=tuple(_ranking(report, corpus)),
        answer=accounts.pop(answer.role_id),
        answer_words="none of these roles" if outside else _title(answer, corpus),
        others=tuple(accounts.values()),
        role_words=("the nearest role, " if outside else "") + _title(first, corpus),
        level=_level(report, corpus, marked),
        gaps=tuple(_gap_groups(first, corpus)),
        tasks=tuple(_task(report, task, first, corpus, marked) for task in first.tasks),
        skills=tuple(report_to_dict(report, corpus)["skills"]),
        sections=tuple(_section(section, marked) for section in list_sections(report)),
        stamp=report.engine,
        advice=(
            build_advice_view(advised.advice, report, corpus, advised.guide, marked)
            if advised
            else None
        ),
    )


def _section(section: Section, marked: MarkedText) -> TextSection:
    """The heading apart, without the empty lines after it, when it has its line to itself."""
    text, title = marked.text, section.title.strip()
    kind = section.kind.replace("_", " ")
    end = text.find("\n", section.start, section.end)
    if not title or text[section.start : end].strip() != title:
        return TextSection(kind, (), marked.cut(section.start, section.end))
    rest = text[end : section.end]
    return TextSection(
        kind="" if kind == title.strip(" :").casefold() else kind,
        heading=marked.cut(section.start, end),
        body=marked.cut(end + len(rest) - len(rest.lstrip()), section.end),
    )


def format_percent(share: float) -> str:
    """Whole percents; `<1%` for more than nothing, `>99%` for less than all."""
    if 0 < share < 0.005:
        return "<1%"
    return ">99%" if 0.995 <= share < 1 else f"{share:.0%}"


def _headline(report: Report, corpus: Corpus) -> str:
    if report.verdict.status == "match":
        return corpus.role_by_id[report.roles[0].role_id].title
    return "None of these roles" if report.verdict.status == "none" else "Too close to call"


def _facts(report: Report) -> list[str]:
    profile = report.profile
    pages, years = len(profile.document.pages), profile.months / 12
    facts = [f"{len(profile.document.text):,} characters"]
    if pages:
        facts.insert(0, "1 page" if pages == 1 else f"{pages} pages")
    if profile.months:
        facts.append(f"{years:.1f} years in dated jobs")
    return facts


def _ranking(report: Report, corpus: Corpus) -> list[Bar]:
    """Roles and *none*, best first; those the verdict speaks of are marked."""
    matches = sorted((*report.roles, report.none_match), key=lambda m: -m.probability)
    marked = 2 if report.verdict.status == "abstain" else 1
    return [
        _bar(_title(match, corpus), match.probability, marked=i < marked)
        for i, match in enumerate(matches)
    ]


def _account(report: Report, match: RoleMatch, corpus: Corpus, marked: MarkedText) -> Account:
    percent = format_percent(match.probability)
    return build_account(report, match, title=_title(match, corpus), percent=percent, marked=marked)


def _title(match: RoleMatch, corpus: Corpus) -> str:
    if match.role_id == NONE_ROLE:
        return "None of these roles"
    return corpus.role_by_id[match.role_id].title


def _level(report: Report, corpus: Corpus, marked: MarkedText) -> LevelView:
    level, text = report.profile.level, report.profile.document.text
    bars = tuple(
        _bar(f"{known.code} {LEVELS[known.code]}", share, marked=known.code == level.code)
        for known, share in zip(corpus.levels, level.probabilities, strict=True)
    )
    quotes = tuple(
        Quote(shorten(text, span), marked.find_anchor(span.start)) for span in level.evidence
    )
    sure = format_percent(max(level.probabilities))
    return LevelView(level.code, LEVELS[level.code], sure, bars, quotes)


def _gap_groups(match: RoleMatch, corpus: Corpus) -> list[GapGroup]:
    gaps = list_gaps(match)

    def labels(status: FindingStatus, need: str) -> tuple[str, ...]:
        found = (gap for gap in gaps if gap.status == status and gap.need == need)
        return tuple(
            f"{corpus.skill_by_id[gap.skill_id].label} {say_gain(gap)}".strip() for gap in found
        )

    present = {gap.status for gap in gaps}
    return [
        GapGroup(heading, explanation, status, labels(status, "core"), labels(status, "common"))
        for status, (heading, explanation) in GAP_WORDS.items()
        if status in present
    ]


def _task(
    report: Report, task: TaskFinding, match: RoleMatch, corpus: Corpus, marked: MarkedText
) -> TaskRow:
    role = corpus.role_by_id[match.role_id]
    label = next(t.label for t in role.tasks if t.id == task.task_id)
    shown = bool(task.evidence) and task.coverage >= MIN_COVERAGE
    quote = None
    if shown:
        words = shorten(report.profile.document.text, task.evidence[0], limit=QUOTE_CHARACTERS)
        quote = Quote(words, marked.find_anchor(task.evidence[0].start))
    bar = _bar(label, task.coverage, marked=shown)
    return TaskRow(label, format_percent(task.time_share), bar, quote)


def _bar(label: str, share: float, *, marked: bool) -> Bar:
    return Bar(label, round(100 * share, 2), format_percent(share), marked)
