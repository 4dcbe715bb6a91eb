"""A document's text, cut where its evidence begins and ends.

Marks lie in two layers: lines that speak for the answer, and words inside or outside of them: skills,
titles, and who somebody is. Within a layer nothing overlaps; every character is shown exactly once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

WEAK = "weak"
"""Style of a weak signal: it joins the style of the mark on the same words, others do not."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Half-open offsets; `style` is a CSS class, `title` what a reader is told of the place."""

    start: int
    end: int
    style: str
    title: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one style; plain where `style` is empty. `anchor` is set where a mark begins."""

    text: str
    style: str = ""
    title: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """Consecutive pieces, inside one marked line or between two."""

    pieces: tuple[Piece, ...]
    style: str = ""
    title: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class MarkedText:
    """The text with both layers, each in text order and without overlaps."""

    text: str
    lines: tuple[Mark, ...]
    words: tuple[Mark, ...]

    def cut(self, start: int, end: int) -> tuple[Passage, ...]:
        """Passages from `start` to `end`; joined they are the text again."""
        passages: list[Passage] = []
        for mark, a, b in _tile(self.lines, start, end):
            pieces = tuple(self._piece(word, c, d) for word, c, d in _tile(self.words, a, b))
            if mark is None:
                passages.append(Passage(pieces))
            else:
                anchor = line_anchor(mark.start) if a == mark.start else ""
                passages.append(Passage(pieces, mark.style, mark.title, anchor))
        return tuple(passages)

    def find_anchor(self, start: int) -> str:
        """Where on the page evidence that begins at `start` stands; empty when it is not marked."""
        if any(mark.start == start for mark in self.lines):
            return line_anchor(start)
        return word_anchor(start) if any(mark.start == start for mark in self.words) else ""

    def _piece(self, mark: Mark | None, start: int, end: int) -> Piece:
        words = self.text[start:end]
        if mark is None:
            return Piece(words)
        return Piece(
            words, mark.style, mark.title, word_anchor(start) if start == mark.start else ""
        )


def build_marked_text(text: str, *, lines: Iterable[Mark], words: Iterable[Mark]) -> MarkedText:
    return MarkedText(text, settle_marks(lines), settle_marks(words))


def settle_marks(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Text order without overlaps: equal spans share their titles, of others the first keeps its place.

    Of two that begin together the longer is first.
    """
    settled: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        last = settled[-1] if settled else None
        if last and (mark.start, mark.end) == (last.start, last.end):
            settled[-1] = _join(last, mark)
        elif last is None or mark.start >= last.end:
            settled.append(mark)
        elif mark.end > last.end:
            settled.append(replace(mark, start=last.end))
    return tuple(mark for mark in settled if mark.end > mark.start)


def line_anchor(start: int) -> str:
    return f"line-{start}"


def word_anchor(start: int) -> str:
    return f"word-{start}"


def _join(first: Mark, second: Mark) -> Mark:
    if second.title in first.title.split("; "):
        return first
    style = first.style
    if WEAK in (first.style, second.style):
        style = f"{second.style if first.style == WEAK else first.style} {WEAK}"
    return replace(first, style=style, title=f"{first.title}; {second.title}")


def _tile(marks: Sequence[Mark], start: int, end: int) -> Iterator[tuple[Mark | None, int, int]]:
    """(mark or None, start, end) without a gap from `start` to `end`."""
    position = start
    for mark in marks:
        if mark.end <= position or mark.start >= end:
            continue
        if mark.start > position:
            yield None, position, mark.start
            position = mark.start
        yield mark, position, min(mark.end, end)
        position = min(mark.end, end)
    if position < end:
        yield None, position, end
