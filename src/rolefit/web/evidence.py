"""Which words of a document are marked, and what the mark says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from rolefit.types import Mention, Report, RoleMatch, Section, Span
from rolefit.web.marks import WEAK, Mark, MarkedText, build_marked_text

if TYPE_CHECKING:
    from rolefit.corpus import Corpus

SKILL_FEATURES = frozenset({"skill_evidence", "skill_reading"})
"""Features whose evidence are mentions: these are marked as skills anyway."""
MIN_COVERAGE = 0.25
"""A line that covers less of a task than this does not speak for it."""


def mark_text(
    report: Report,
    answer: RoleMatch,
    corpus: Corpus,
    *,
    weak: Iterable[tuple[Span, str]] = (),
) -> MarkedText:
    """The strongest lines for the answer, every skill, the titles that count, and who somebody is.

    `weak` are places of weak signals with what they are.
    """
    lines = {(line.start, line.end): line for line in report.profile.lines}
    line_marks: list[Mark] = []
    word_marks = [_mention_mark(mention, corpus) for mention in report.profile.mentions]
    for (start, end), reasons in _reasons(answer, corpus).items():
        title = "; ".join(reasons)
        if line := lines.get((start, end)):
            line_marks.append(Mark(start, end, "line", f"{_words(line.section)}: {title}"))
        else:
            word_marks.append(Mark(start, end, "job", title))
    word_marks += [
        Mark(r.start, r.end, "who", f"{_words(r.kind)}: never embedded, never scored")
        for r in report.profile.redactions
    ]
    for span, title in weak:
        layer = line_marks if (span.start, span.end) in lines else word_marks
        layer.append(Mark(span.start, span.end, WEAK, f"weak signal: {title}"))
    return build_marked_text(_unwrapped(report), lines=line_marks, words=word_marks)


def list_sections(report: Report) -> list[Section]:
    """The whole text in sections, with what stands before the first one; edges without white space."""
    profile = report.profile
    text, sections = profile.document.text, sorted(profile.sections, key=lambda s: s.start)
    first = sections[0].start if sections else len(text)
    parts = [Section("header", "", 0, first)]
    ends = [section.start for section in sections[1:]] + [len(text)]
    parts += [
        Section(s.kind, s.title, s.start, end) for s, end in zip(sections, ends, strict=False)
    ]
    return [_trimmed(part, text) for part in parts if text[part.start : part.end].strip()]


def _unwrapped(report: Report) -> str:
    """The text with spaces for the breaks inside logical lines; every offset stays."""
    text = report.profile.document.text
    pieces, position = [], 0
    for line in report.profile.lines:
        if line.start >= position:
            pieces += [text[position : line.start], text[line.start : line.end].replace("\n", " ")]
            position = line.end
    return "".join([*pieces, text[position:]])


def _reasons(answer: RoleMatch, corpus: Corpus) -> Mapping[tuple[int, int], list[str]]:
    """What each piece of evidence speaks for: features of the answer, then its tasks."""
    reasons: dict[tuple[int, int], list[str]] = {}
    for term in answer.contributions:
        if term.feature not in SKILL_FEATURES:
            for span in term.evidence:
                reasons.setdefault((span.start, span.end), []).append(_words(term.feature))
    role = corpus.role_by_id.get(answer.role_id)
    labels = {task.id: task.label for task in role.tasks} if role else {}
    for task in answer.tasks:
        if task.evidence and task.coverage >= MIN_COVERAGE:
            span = task.evidence[0]
            reasons.setdefault((span.start, span.end), []).append(f"“{labels[task.task_id]}”")
    return reasons


def _mention_mark(mention: Mention, corpus: Corpus) -> Mark:
    need = f", {_words(mention.need)}" if mention.need else ""
    label = corpus.skill_by_id[mention.skill_id].label
    title = f"{label}: {mention.polarity}, {mention.depth}{need} ({_words(mention.section)})"
    strength = "" if mention.depth in {"listed", "familiar"} else " at-work"
    return Mark(mention.start, mention.end, f"skill {mention.polarity}{strength}", title)


def _trimmed(section: Section, text: str) -> Section:
    piece = text[section.start : section.end]
    start = section.start + len(piece) - len(piece.lstrip("\n"))
    return Section(section.kind, section.title, start, section.start + len(piece.rstrip()))


def _words(name: str) -> str:
    return name.replace("_", " ")
