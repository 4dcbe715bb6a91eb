"""A document's text to sections and logical lines: headings, bullets, sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rolefit.parse import lines, timeline
from rolefit.parse.sections import HeadingMatch, HeadingTable
from rolefit.types import Document, DocumentKind, Line, Section, SectionKind, Span

CONTENT_SECTIONS: frozenset[SectionKind] = frozenset(
    {"summary", "experience", "projects", "publications", "certifications", "about", "role",
     "responsibilities", "required", "preferred", "other"}
)  # fmt: skip
"""Sections whose lines may be evidence of duties; lists, schools and benefits are not."""
MIN_CONTENT_WORDS = 4
MAX_HEADER_LINES = 6


def split_document(
    document: Document, kind: DocumentKind, table: HeadingTable, *, work: Span | None = None
) -> tuple[tuple[Section, ...], tuple[Line, ...]]:
    """`work` is where a résumé without such a heading tells of its positions."""
    text = document.text
    physical = lines.split_physical(text)
    headings = {ln.start: _heading(table, text[ln.start : ln.end], kind) for ln in physical}

    def stands_alone(line: lines.PhysicalLine) -> bool:
        match = headings[line.start]
        if match is not None and not match.inline:
            return True
        piece = text[line.start : line.end]
        return kind == "resume" and len(piece.split()) <= 14 and timeline.has_date_range(piece)

    current: SectionKind = "header" if kind == "resume" else "title"
    opened: list[Section] = []
    found: list[Line] = []
    for number, line in enumerate(lines.join_wrapped(text, physical, stands_alone=stands_alone)):
        match = headings[line.start]
        if match is not None:
            alone = not match.inline
            if kind == "resume" and _is_of_position(match, text[line.start : line.end], current):
                found.append(_line(document, line.start, line.end, current, embedded=not alone))
                continue
            end = line.end if alone else line.start + match.length
            if alone or match.section not in {"skills", current}:
                opened.append(Section(match.section, text[line.start : end], line.start, line.end))
            if alone:
                current = match.section
                head = _line(document, line.start, end, current, embedded=False)
                found.append(replace(head, heading=True))
                continue
            if current == "skills" and match.section == "other":
                found += _content(document, line.start, line.end, current, bullet=True)
                continue
            if match.section != "skills":
                current = match.section
            start = _skip_space(text, end, line.end)
            found += _content(document, start, line.end, match.section, bullet=True)
            continue
        if work and work.start <= line.start < work.end and _may_be_work(current, opened, work):
            current = "experience"
        current = _default_section(text, line, current, number, kind)
        found += _content(document, line.start, line.end, current, bullet=line.bullet)
    return _close(opened, len(text)), tuple(found)


def _may_be_work(current: SectionKind, opened: Sequence[Section], work: Span) -> bool:
    """A list of skills headed before the first position ends there; one headed after it is a list."""
    if current == "skills":
        return not opened or opened[-1].start < work.start
    return current in {"header", "summary"}


def _is_of_position(match: HeadingMatch, heading: str, current: SectionKind) -> bool:
    """Whether it heads what was done in the position above; elsewhere "Activities" are hobbies."""
    return match.section == "responsibilities" or (
        current == "experience" and heading.strip().casefold() == "activities:"
    )


def blank_foreign(document: Document) -> str:
    """The text with its passages in other languages as spaces, offset for offset."""
    pieces, position = [], 0
    for passage in document.foreign:
        pieces += [document.text[position : passage.start], " " * (passage.end - passage.start)]
        position = passage.end
    return "".join((*pieces, document.text[position:]))


def mute_blank(text: str, found: Sequence[Line]) -> tuple[Line, ...]:
    """Lines that are blank in this text are no evidence."""
    return tuple(
        replace(line, embedded=False)
        if line.embedded and text[line.start : line.end].isspace()
        else line
        for line in found
    )


def _content(
    document: Document, start: int, end: int, section: SectionKind, *, bullet: bool
) -> list[Line]:
    """Sentences of a logical line; short or dated résumé lines are heads, not evidence."""
    text = document.text
    piece = text[start:end]
    words = len(piece.split())
    if section not in CONTENT_SECTIONS:
        embedded = False
    elif section in {"experience", "projects"} and not bullet:
        ends_sentence = piece.rstrip().endswith((".", "!", ";"))
        embedded = (words > 8 or (words >= 6 and ends_sentence)) and not (
            words <= 18 and timeline.has_date_range(piece)
        )
    else:
        embedded = words >= MIN_CONTENT_WORDS
    if not embedded:
        return [_line(document, start, end, section, embedded=False)]
    return [
        _line(
            document,
            span.start,
            span.end,
            section,
            embedded=len(text[span.start : span.end].split()) >= MIN_CONTENT_WORDS,
        )
        for span in lines.split_sentences(text, start, end)
    ]


def _line(
    document: Document, start: int, end: int, section: SectionKind, *, embedded: bool
) -> Line:
    page = next((p.number for p in document.pages if p.start <= start < p.end), 1)
    return Line(start, end, section, page, embedded)


def _skip_space(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _default_section(
    text: str, line: lines.PhysicalLine, current: SectionKind, number: int, kind: DocumentKind
) -> SectionKind:
    """Before the first heading: a résumé's header gives way to a summary, a JD's title to its role."""
    words = len(text[line.start : line.end].split())
    if current == "header" and (words > 14 or number >= MAX_HEADER_LINES):
        return "summary"
    if current == "title" and kind == "jd" and (words > 14 or number >= 2):
        return "role"
    return current


def _close(opened: Sequence[Section], length: int) -> tuple[Section, ...]:
    ends = [*(section.start for section in opened[1:]), length]
    return tuple(replace(section, end=end) for section, end in zip(opened, ends, strict=False))


def _heading(table: HeadingTable, line: str, kind: DocumentKind) -> HeadingMatch | None:
    """In a résumé "Languages: Python" is an item of its list, not a new section."""
    match = table.find(line)
    if match and match.inline and kind == "resume" and match.section == "other":
        return None
    return match
