"""Advice as Markdown and as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rolefit.report import advice_words as words
from rolefit.report.cards import card_to_dict, card_to_markdown
from rolefit.report.plain import to_plain
from rolefit.report.text import shorten
from rolefit.types import Span

if TYPE_CHECKING:
    from rolefit.advise.advice import Advice
    from rolefit.advise.interview import RoundAdvice
    from rolefit.corpus import Corpus
    from rolefit.corpus_advice import Guide
    from rolefit.types import FindingStatus, Report, SkillFinding


MAX_STORIES = 2


def advice_to_dict(advice: Advice, report: Report, corpus: Corpus, guide: Guide) -> dict[str, Any]:
    """The `advice` object of the report; every span carries its words, every code its sentence."""
    text = report.profile.document.text
    data: dict[str, Any] = to_plain(advice, text)
    for entry, question in zip(data["questions"], advice.questions, strict=True):
        entry["sentence"] = words.describe_question(question, text, corpus)
    for entry, step in zip(data["plan"]["steps"], advice.plan.steps, strict=True):
        entry["sentence"] = words.describe_step(step, corpus)
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
    text = shorten(report.profile.document.text, span, limit=160)
    for character in "\\`*_{}[]<>#|":
        text = text.replace(character, "\\" + character)
    return f"“{text}”"


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
        if len(signal.spans) > 4:
            lines.append("  - " + ", ".join(quote(report, span) for span in signal.spans))
        else:
            lines += [f"  - {quote(report, span)}" for span in signal.spans]
    return "\n".join(lines)


def _plan(advice: Advice, report: Report, corpus: Corpus) -> str:
    plan = advice.plan
    last = plan.period.weeks
    lines = [
        f"## Plan: {last} weeks from {plan.period.start}, {plan.hours_a_week:g} hours a week",
        "",
    ]
    for number, step in enumerate(plan.steps, start=1):
        gap = step.gap
        label = corpus.skill_by_id[gap.skill_id].label
        lines.append(
            f"{number}. **{words.ACTIONS[gap.action]}: {label}** (week {step.week}, {step.first} to "
            f"{step.last}). {words.describe_step(step, corpus)}"
        )
        lines += [f"   - Now: {quote(report, gap.evidence[0])}"] if gap.evidence else []
        lines.append(f"   - Proof: {step.proof}")
        lines.append(f"   - Repeat on {', '.join(day.isoformat() for day in step.reviews)}")
    if plan.left_out:
        later = ", ".join(corpus.skill_by_id[gap.skill_id].label for gap in plan.left_out)
        lines += ["", f"No room in {last} weeks: {later}."]
    return "\n".join(
        lines if plan.steps or plan.left_out else [*lines, "No gap in what is asked for."]
    )


def _rounds(advice: Advice, report: Report, corpus: Corpus) -> str:
    lines = ["## The interview loop"]
    for number, entry in enumerate(advice.rounds, start=1):
        lines += ["", *_round(number, entry, report, corpus)]
    return "\n".join(lines)


def _round(number: int, entry: RoundAdvice, report: Report, corpus: Corpus) -> list[str]:
    asked = entry.round
    labels = {task.id: task.label.lower() for role in corpus.roles for task in role.tasks}
    origin = "" if asked.provenance == "source" else " (estimate)"
    lines = [f"### {number}. {words.ROUNDS[asked.id]}: {asked.title}", ""]
    lines.append(f"Tests{origin}: {'; '.join(asked.tests)}.")
    lines.append("")
    if entry.strengths:
        lines.append(f"- You bring {', '.join(_skill(f, corpus) for f in entry.strengths)}.")
    if entry.strong_tasks:
        lines.append(
            f"- You have done: {'; '.join(labels[t.task_id] for t in entry.strong_tasks)}."
        )
    lines += [f"- Tell of {quote(report, span)}" for span in _stories(entry, report)]
    for status, names in _by_status(entry, corpus).items():
        lines.append(f"- Open, {words.STATUSES[status]}: {', '.join(names)}.")
    lines += [f"- No line shows this task: {labels[task.task_id]}." for task in entry.open_tasks]
    return lines


def _skill(finding: SkillFinding, corpus: Corpus) -> str:
    label = corpus.skill_by_id[finding.skill_id].label
    return f"{label} ({finding.months} months)" if finding.months else label


def _stories(entry: RoundAdvice, report: Report) -> list[Span]:
    """The lines behind tasks, then skills; each once, `MAX_STORIES` at most."""
    spans = [span for task in entry.strong_tasks for span in task.evidence[:1]]
    spans += [_line_around(report, f.evidence[0]) for f in entry.strengths if f.evidence]
    return list(dict.fromkeys(spans))[:MAX_STORIES]


def _by_status(entry: RoundAdvice, corpus: Corpus) -> dict[FindingStatus, list[str]]:
    found: dict[FindingStatus, list[str]] = {}
    for gap in entry.gaps:
        found.setdefault(gap.status, []).append(corpus.skill_by_id[gap.skill_id].label)
    return found


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
    for term in sorted(found.result.terms, key=lambda term: -term.weight)[:4]:
        lines.append(
            f"- {term.weight:.0%} {labels[term.task_id].lower()} (automation {term.automation})"
        )
        lines += [f"  - {quote(report, span)}" for span in term.evidence[:1]]
    best = [change for change in found.changes[:3] if change.gain > 0.05]
    for change in best:
        lines.append(
            f"- Would change it: {labels[change.task_id].lower()} in full, to {change.score:.1f} "
            f"({change.gain:+.1f})"
        )
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
            lines.append("  - " + ", ".join(quote(report, span) for span in decision.evidence[:5]))
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
