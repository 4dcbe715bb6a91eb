"""Physical lines to logical ones: wrapped text joined, sentences and overlong lines cut."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rolefit.types import Span

BULLET = re.compile(r"[•\-–—*●▪◦‣·○►»✓➢o]\s+|\(?\d{1,2}[.)]\s+")
_LABEL = re.compile(r"[A-Z][\w &/+-]{1,40}:\s")
_OPEN_END = re.compile(
    r"(?:[,&/–—-]|\b(?:and|or|of|the|a|an|in|on|to|for|with|by|from|using|at|as|via))$",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”')\]]?\s+(?=[\"“(\[]?[A-Z0-9])")
_ABBREVIATION = re.compile(
    r"\b(?:e\.g|i\.e|etc|vs|inc|ltd|corp|co|dr|mr|mrs|ms|sr|jr|st|no|approx|dept|u\.s|ph\.d)\.\s*$",
    re.IGNORECASE,
)
MAX_WORDS = 60
"""Longer lines are cut, below the encoder's 256 tokens."""
WRAP_WIDTH = 140
"""A text whose lines are longer than this is not hard-wrapped."""


@dataclass(frozen=True, slots=True)
class PhysicalLine:
    """One line of the text as it stands, without its white space and bullet."""

    start: int
    end: int
    bullet: bool
    gap: bool
    """Whether a blank line stands before."""


def split_physical(text: str) -> tuple[PhysicalLine, ...]:
    """The non-empty lines."""
    found: list[PhysicalLine] = []
    gap, position = True, 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            start = position + len(raw) - len(raw.lstrip())
            marker = BULLET.match(stripped)
            skip = marker.end() if marker and marker.end() < len(stripped) else 0
            end = start + len(stripped)
            found.append(PhysicalLine(start + skip, end, bool(skip), gap))
        gap = not stripped
        position += len(raw) + 1
    return tuple(found)


def wrap_width(text: str, lines: tuple[PhysicalLine, ...]) -> int:
    """Characters a full line holds, 0 where the text is not hard-wrapped."""
    lengths = sorted(line.end - line.start for line in lines)
    if len(lengths) < 4 or lengths[-1] > WRAP_WIDTH:
        return 0
    return lengths[int(len(lengths) * 0.95) - 1]


def join_wrapped(
    text: str, lines: tuple[PhysicalLine, ...], *, stands_alone: Callable[[PhysicalLine], bool]
) -> tuple[PhysicalLine, ...]:
    """Logical lines; `stands_alone` says which lines (headings, dates) are never joined."""
    width = wrap_width(text, lines)
    joined: list[PhysicalLine] = []
    closed = True
    for line in lines:
        alone = stands_alone(line)
        if joined and not closed and not alone and _continues(text, joined[-1], line, width):
            joined[-1] = PhysicalLine(joined[-1].start, line.end, joined[-1].bullet, joined[-1].gap)
        else:
            joined.append(line)
        closed = alone
    return tuple(joined)


def _continues(text: str, previous: PhysicalLine, line: PhysicalLine, width: int) -> bool:
    if line.bullet or line.gap or line.end - previous.start > 20 * WRAP_WIDTH:
        return False
    before, after = text[previous.start : previous.end], text[line.start : line.end]
    last = before.rsplit("\n", 1)[-1]
    if _LABEL.match(after) or after == last:
        return False
    if after[0].islower() or _OPEN_END.search(last):
        return True
    if not width or len(last) < 40:
        return False
    first_word = after.split(None, 1)[0]
    return len(last) + 1 + len(first_word) > width * 0.9 and not last.endswith(":")


def split_sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """Sentences of `start:end`, overlong ones cut at a word."""
    begin = start
    for boundary in _SENTENCE_END.finditer(text, start, end):
        piece = text[begin : boundary.start()]
        if len(piece.split()) < 4 or _ABBREVIATION.search(piece):
            continue
        yield from _cut(text, begin, boundary.start())
        begin = boundary.end()
    if begin < end:
        yield from _cut(text, begin, end)


def _cut(text: str, start: int, end: int) -> Iterator[Span]:
    words = list(re.finditer(r"\S+", text[start:end]))
    for first in range(0, len(words), MAX_WORDS):
        chunk = words[first : first + MAX_WORDS]
        yield Span(start + chunk[0].start(), start + chunk[-1].end())
