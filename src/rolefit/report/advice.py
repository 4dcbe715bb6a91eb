"""Advice as Markdown and as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from rolefit.advise.interview import work_lines
from rolefit.report import advice_words as words
from rolefit.report.cards import card_to_dict, card_to_markdown
from rolefit.report.plain import to_plain
from rolefit.report.text import quote_words
from rolefit.types import Span

if TYPE_CHECKING:
    from rolefit.advise.advice import Advice
    from rolefit.advise.interview import RoundAdvice
    from rolefit.advise.plan import Plan
    from rolefit.advise.resilience import Resilience, TaskTerm
    from rolefit.corpus import Corpus
    from rolefit.corpus_advice import Guide
    from rolefit.types import FindingStatus, Report, SkillFinding


MAX_STORIES = 2
MAX_TERMS, MIN_WEIGHT = 5, 0.05
MIN_STORY = 40
"""A line of fewer characters tells no story."""


def advice_to_dict(advice: Advice, report: Report, corpus: Corpus, guide: Guide) -> dict[str, Any]:
    """The `advice` object of the report; every span carries its words, every code its sentence."""
    text = report.profile.document.text
    data: dict[str, Any] = to_plain(advice, text)
    for entry, question in zip(data["questions"], advice.questions, strict=True):
        entry["sentence"] = words.describe_question(question, text, corpus)
    for entry, step in zip(data["plan"]["steps"], advice.plan.steps, strict=True):
        entry["sentence"] = words.describe_step(step, corpus, report)
    for entry, track in zip(data["tracks"], advice.tracks, strict=True):
        entry["sentence"] = words.describe_track(track, corpus)
    for entry, signal in zip(data["weak_signals"], advice.weak_signals, strict=True):
        rule = guide.signals.by_id[signal.rule_id]
        entry |= {"severity": rule.severity, "title": rule.title, "why": rule.why, "fix": rule.fix}
    data["resilience"]["sentence"] = words.describe_personal(advice.resilience)
    data["card"] = card_to_dict(advice.card, corpus, guide) if advice.card else None
    return data


def advice_to_markdown(advice: Advice, report: Report, corpus: Corpus, guide: Guide) -> str:
    """What somebody who has read the résumé would say next, part by part."""
    title = corpus.role_by_id[advice.role_id].title
    parts = [
        f"# The way to {title}",
        _summary(advice, report, corpus),
        _tracks(advice, corpus),
        _signals(advice, report, guide),
        _plan(advice, report, corpus),
        _rounds(advice, report, corpus),
        _questions(advice, report, corpus),
        _resilience(advice, report, corpus),
        _decisions(advice, report, corpus, guide),
    ]
    if advice.self_assessment:
        parts.append(_self_assessment(advice))
    if advice.card:
        parts.append(card_to_markdown(advice.card, corpus, guide, report=report))
    return "\n\n".join(part for part in parts if part) + "\n"


def quote(report: Report, span: Span) -> str:
    """Words of the document; they must not become markup."""
    text = quote_words(report.profile.document.text, span, limit=160)
    for character in "\\`*_{}[]<>#|":
        text = text.replace(character, "\\" + character)
    return f"“{text}”"


def quote_each(report: Report, spans: Iterable[Span]) -> list[str]:
    """Each wording once."""
    return list({q.casefold(): q for q in (quote(report, span) for span in spans)}.values())


def _tracks(advice: Advice, corpus: Corpus) -> str:
    if not advice.tracks:
        return (
            "The document tells mostly of other work. What follows shows how far the role is; it is no "
            "recommendation to apply."
        )
    lines = [f"- {words.describe_track(track, corpus)}" for track in advice.tracks]
    return "\n".join(["## Where to apply", "", *lines])


def _signals(advice: Advice, report: Report, guide: Guide) -> str:
    if not advice.weak_signals:
        return "## Before you send it\n\nNo rule for weak signals fits this résumé."
    lines = ["## Before you send it", ""]
    for signal in advice.weak_signals:
        rule = guide.signals.by_id[signal.rule_id]
        lines.append(f"- **{rule.title}** ({rule.severity}). {rule.why} {rule.fix}")
        quotes = quote_each(report, signal.spans)
        if all(span.end - span.start < MIN_STORY for span in signal.spans):
            lines.append(f"  - {', '.join(quotes)}")
        else:
            lines += [f"  - {told}" for told in quotes]
    return "\n".join(lines)


def summarise(advice: Advice, report: Report, corpus: Corpus) -> tuple[str, ...]:
    """What carries the person, what is missing most, what to begin with: a sentence each."""
    match = next(m for m in report.roles if m.role_id == advice.role_id)
    text = report.profile.document.text
    named = [f for f in match.findings if f.status == "shown" and f.need != "optional"]
    named.sort(key=lambda f: (f.need != "core", -(f.months or 0)))
    told = []
    if named:
        strengths = ", ".join(describe_skill(f, corpus) for f in named[:4])
        told.append(f"What carries you: {strengths}.")
    core = [f for f in match.findings if f.need == "core"]
    shown = sum(f.status == "shown" for f in core)
    if core:
        told.append(
            f"Of {len(core)} core skills of the role your lines show {shown or 'none'} at work."
        )
    told += words.say_additions(advice.additions, corpus)
    return (*told, *_beginnings(advice.plan, text, corpus))


def _beginnings(plan: Plan, text: str, corpus: Corpus) -> list[str]:
    """What only has to be written out, and the first step that is work."""
    unnamed = [corpus.skill_by_id[s.gap.skill_id].label for s in plan.steps if not s.gap.named]
    told = []
    if unnamed:
        told.append(f"Your lines imply {', '.join(unnamed[:4])} and never say so: write it out.")
    first = next((step.gap for step in plan.steps if step.gap.named), None)
    if first:
        label = corpus.skill_by_id[first.skill_id].label
        told.append(
            f"Begin with {label}: {words.describe_state(first, text)}; "
            f"about {words.say_hours(first.hours)}."
        )
    return told


def _summary(advice: Advice, report: Report, corpus: Corpus) -> str:
    return " ".join(summarise(advice, report, corpus))


def _plan(advice: Advice, report: Report, corpus: Corpus) -> str:
    plan = advice.plan
    last = plan.period.weeks
    lines = [
        f"## Plan: {last} weeks from {plan.period.start}, {plan.hours_a_week:g} hours a week",
        "",
    ]
    for number, step in enumerate(plan.steps, start=1):
        label = corpus.skill_by_id[step.gap.skill_id].label
        lines.append(
            f"{number}. **{words.ACTIONS[step.gap.action]}: {words.begin_large(label)}** "
            f"(week {step.week}, {step.first} to {step.last}). {words.describe_step(step, corpus, report)}"
        )
        lines.append(f"   - Proof: {step.proof}")
        lines.append(f"   - Say it from memory on {', '.join(d.isoformat() for d in step.reviews)}")
    if plan.left_out:
        lines += ["", f"No room in {last} weeks: {words.list_left_out(plan, corpus)}"]
    return "\n".join(
        lines if plan.steps or plan.left_out else [*lines, "No gap in what is asked for."]
    )


def _rounds(advice: Advice, report: Report, corpus: Corpus) -> str:
    lines = ["## The interview loop"]
    stories = find_stories(advice, report)
    for number, (entry, told) in enumerate(zip(advice.rounds, stories, strict=True), start=1):
        lines += ["", *_round(number, entry, corpus)]
        lines += [f"- Tell of {quote(report, span)}" for span in told]
        lines += [f"- {sentence}" for sentence in describe_open(entry, advice.plan, corpus)]
    return "\n".join(lines)


def _round(number: int, entry: RoundAdvice, corpus: Corpus) -> list[str]:
    asked = entry.round
    labels = {task.id: task.label.lower() for role in corpus.roles for task in role.tasks}
    origin = "" if asked.provenance == "source" else " (estimate)"
    lines = [f"### {number}. {words.ROUNDS[asked.id]}: {asked.title}", ""]
    lines += [f"Tests{origin}: {'; '.join(asked.tests)}.", ""]
    if entry.strengths:
        lines.append(
            f"- You bring {', '.join(describe_skill(f, corpus) for f in entry.strengths)}."
        )
    if entry.strong_tasks:
        done = "; ".join(labels[t.task_id] for t in entry.strong_tasks)
        lines.append(f"- Your lines show this work: {done}.")
    return lines


def describe_skill(finding: SkillFinding, corpus: Corpus) -> str:
    label = corpus.skill_by_id[finding.skill_id].label
    return f"{label} ({words.say_months(finding.months)})" if finding.months else label


def find_stories(advice: Advice, report: Report) -> tuple[tuple[Span, ...], ...]:
    """For each round lines of work to tell of, `MAX_STORIES` at most; a line is told in one round only."""
    told: set[Span] = set()
    found: list[list[Span]] = [[] for _ in advice.rounds]
    for _ in range(MAX_STORIES):  # by turns, so that early rounds leave something to later ones
        for number, entry in enumerate(advice.rounds):
            fresh = [span for span in _stories(entry, report) if span not in told][:1]
            told |= set(fresh)
            found[number] += fresh
    return tuple(tuple(chosen) for chosen in found)


def _stories(entry: RoundAdvice, report: Report) -> list[Span]:
    """Lines of jobs and projects behind skills and tasks of the round, each once."""
    spans = [_line_around(report, f.evidence[0]) for f in entry.strengths if f.evidence]
    spans += [span for task in entry.strong_tasks for span in task.evidence]
    lines = work_lines(report.profile)
    work = {Span(ln.start, ln.end) for ln in lines if ln.end - ln.start > MIN_STORY}
    return [span for span in dict.fromkeys(spans) if span in work]


def describe_open(entry: RoundAdvice, plan: Plan, corpus: Corpus) -> list[str]:
    """What the round may ask that is not shown, by status, with the plan's step where there is one."""
    steps = {step.gap.skill_id: n for n, step in enumerate(plan.steps, start=1)}
    labels = {task.id: task.label.lower() for role in corpus.roles for task in role.tasks}
    by_status: dict[FindingStatus, list[str]] = {}
    for gap in entry.gaps:
        label = corpus.skill_by_id[gap.skill_id].label
        step = f" (plan, step {steps[gap.skill_id]})" if gap.skill_id in steps else ""
        by_status.setdefault(gap.status, []).append(label + step)
    found = [f"Open, {words.STATUSES[s]}: {', '.join(names)}." for s, names in by_status.items()]
    return found + [f"No line shows this task: {labels[t.task_id]}." for t in entry.open_tasks]


def _line_around(report: Report, span: Span) -> Span:
    for line in report.profile.lines:
        if line.start <= span.start and span.end <= line.end:
            return Span(line.start, line.end)
    return span


def _questions(advice: Advice, report: Report, corpus: Corpus) -> str:
    if not advice.questions:
        return ""
    text = report.profile.document.text
    lines = ["## Questions on your own lines", ""]
    for question in advice.questions:
        lines.append(f"- {words.describe_question(question, text, corpus)}")
        lines.append(f"  - {quote(report, question.span)}")
    return "\n".join(lines)


def main_terms(result: Resilience) -> list[TaskTerm]:
    """The tasks that weigh most, at most `MAX_TERMS`; none of next to no weight."""
    ranked = sorted(result.terms, key=lambda term: -term.weight)[:MAX_TERMS]
    return [term for term in ranked if term.weight >= MIN_WEIGHT]


def _resilience(advice: Advice, report: Report, corpus: Corpus) -> str:
    found = advice.resilience
    role = corpus.role_by_id[found.role_id]
    labels = {task.id: task.label for task in role.tasks}
    lines = ["## How your work withstands automation", "", words.describe_personal(found)]
    if found.result is None:
        return "\n".join(lines)
    if found.result.needs_review:
        lines.append("The role's inputs are estimates of the project and wait for review.")
    lines.append("")
    for term in main_terms(found.result):
        lines.append(
            f"- {term.weight:.0%} {labels[term.task_id].lower()} (automation {term.automation})"
        )
        lines += [f"  - {quote(report, span)}" for span in term.evidence[:1]]
    lines += [f"- {sentence}" for sentence in words.describe_changes(found, labels)]
    return "\n".join(lines)


def _decisions(advice: Advice, report: Report, corpus: Corpus, guide: Guide) -> str:
    lines = ["## Not sure which role?", ""]
    for question, decision in zip(
        guide.landscape.questions, advice.decisions.decisions, strict=True
    ):
        answer = next((a for a in question.answers if a.id == decision.answer_id), None)
        who = {"person": "your answer", "resume": "the résumé answers", "nobody": "open"}
        said = (
            f"{answer.text} ({who[decision.given_by]})"
            if answer
            else "open: only you can answer this"
        )
        lines.append(f"- {question.text} {said}")
        if decision.evidence:
            lines.append("  - " + ", ".join(quote_each(report, decision.evidence[:6])))
    named = [
        f"{corpus.role_by_id[role_id].title} {points:g}"
        for role_id, points in advice.decisions.points
        if points > 0
    ]
    return "\n".join([*lines, "", f"Points so far: {', '.join(named) or 'none'}."])


def _self_assessment(advice: Advice) -> str:
    result = advice.self_assessment
    assert result is not None
    if result.total is None:
        return f"## Where you stand\n\nNot yet rated: {', '.join(result.missing)}."
    weakest = ", ".join(name.replace("_", " ") for name in result.weakest)
    return (
        f"## Where you stand\n\n{result.total} of 25. {words.SELF_ASSESSMENT[result.advice or '']} "
        f"Lowest: {weakest}."
    )
