"""A plan as an iCalendar file (RFC 5545): one all-day event for each step, one for each day of repetition."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from rolefit.report.advice_words import describe_step

if TYPE_CHECKING:
    from rolefit.advise.plan import Plan, Step
    from rolefit.corpus import Corpus

MAX_OCTETS = 75
"""A content line is folded beyond this many octets."""


def plan_to_calendar(plan: Plan, corpus: Corpus) -> str:
    """Equal plans give equal bytes: stamps and ids are made from the plan, not from the clock."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//rolefit//plan//EN", "CALSCALE:GREGORIAN"]
    for number, step in enumerate(plan.steps, start=1):
        lines += _events(plan, step, number, corpus)
    lines.append("END:VCALENDAR")
    return "".join(fold(line) + "\r\n" for line in lines)


def _events(plan: Plan, step: Step, number: int, corpus: Corpus) -> Iterator[str]:
    label = corpus.skill_by_id[step.gap.skill_id].label
    name = f"{plan.role_id}-{step.gap.skill_id}"
    text = f"{describe_step(step, corpus)} Proof: {step.proof}"
    title = f"{number}. {step.gap.action.capitalize()}: {label}"
    yield from _event(f"{name}-work", plan.period.start, (step.first, step.last), (title, text))
    for repetition, day in enumerate(step.reviews):
        title = f"Repeat {repetition + 1}/{len(step.reviews)}: {label}"
        about = "Say from memory what you know and show the proof; look up what was missing."
        yield from _event(f"{name}-r{repetition}", plan.period.start, (day, day), (title, about))


def _event(
    name: str, stamp: date, days: tuple[date, date], words: tuple[str, str]
) -> Iterator[str]:
    """DTEND of an all-day event is the day after its last."""
    first, last = days
    yield "BEGIN:VEVENT"
    yield f"UID:{name}-{stamp:%Y%m%d}@rolefit"
    yield f"DTSTAMP:{stamp:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{first:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{last + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escape(words[0])}"
    yield f"DESCRIPTION:{escape(words[1])}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def escape(text: str) -> str:
    for character in "\\;,":
        text = text.replace(character, "\\" + character)
    return text.replace("\n", "\\n")


def fold(line: str) -> str:
    """Pieces of at most 75 octets, never within a character; the next begin with a space."""
    pieces: list[str] = []
    piece = ""
    for character in line:
        room = MAX_OCTETS - (1 if pieces else 0)
        if len((piece + character).encode()) > room:
            pieces.append(piece)
            piece = ""
        piece += character
    return "\r\n ".join([*pieces, piece])
