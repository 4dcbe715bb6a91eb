"""Dates and the positions they belong to. Months count from year 0: `year * 12 + month - 1`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rolefit.types import Line, Position

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        )
    )
    for name in names.split()
}
_MONTH = r"(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_DATE = rf"(?:(?:{_MONTH},?\s*'?)?(?:19|20)\d\d|{_MONTH}\s*'\d\d|\d{{1,2}}[/.](?:19|20)\d\d)"
_NOW = r"(?:present|now|current|currently|today|to date|ongoing)"
_RANGE = re.compile(
    rf"(?<!\w)({_DATE})\s*(?:-|–|—|to|until|till)\s*({_DATE}|{_NOW}|\d\d(?!\d))(?!\w)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_SEPARATOR = re.compile(r"\s+[|•·–—-]\s+|\s*[|•·]\s*|\t+|,\s+|\s+(?:at|@)\s+")
MAX_HEAD_WORDS = 18


@dataclass(frozen=True, slots=True)
class DateRange:
    start: int
    end: int
    start_month: int
    end_month: int
    current: bool


def find_date_ranges(text: str, *, as_of: int) -> tuple[DateRange, ...]:
    """All ranges with possible dates, none after `as_of`, start not after end."""
    found: list[DateRange] = []
    for match in _RANGE.finditer(text):
        start = _month(match[1], first=True)
        last = match[2].casefold()
        current = bool(re.fullmatch(_NOW, last))
        if re.fullmatch(r"\d\d", last):
            last = match[1][-4:-2] + last
        end = as_of if current else _month(last, first=False)
        if start is not None and end is not None and start <= min(end, as_of):
            found.append(DateRange(*match.span(), start, min(end, as_of), current))
    return tuple(found)


def has_date_range(text: str) -> bool:
    return bool(_RANGE.search(text))


def _month(text: str, *, first: bool) -> int | None:
    text = text.casefold().strip()
    if numeric := re.fullmatch(r"(\d{1,2})[/.](\d{4})", text):
        number = int(numeric[1])
        return int(numeric[2]) * 12 + number - 1 if 1 <= number <= 12 else None
    name = re.match(r"[a-z]+", text)
    year_match = _YEAR.search(text)
    short = re.search(r"'(\d\d)$", text)
    if year_match:
        year = int(year_match[0])
    elif short:
        year = 2000 + int(short[1]) if int(short[1]) < 60 else 1900 + int(short[1])
    else:
        return None
    month = _MONTHS.get(name[0]) if name else None
    if month is None:
        month = 0 if first else 11
    return year * 12 + month


def find_positions(
    text: str, lines: Sequence[Line], ranges: Sequence[DateRange]
) -> tuple[Position, ...]:
    """One position for each date range in the experience section; its head is the range's line and
    the short lines right before it. `start:end` reaches to the next head."""
    heads: list[tuple[DateRange, int]] = []
    for dates in ranges:
        number = next((i for i, ln in enumerate(lines) if ln.start <= dates.start < ln.end), None)
        if number is not None and lines[number].section == "experience":
            heads.append((dates, number))
    firsts = [_first_head_line(text, lines, number) for _, number in heads]
    positions: list[Position] = []
    for i, (dates, number) in enumerate(heads):
        if i and firsts[i] <= heads[i - 1][1]:
            firsts[i] = number
        start = lines[firsts[i]].start
        after = [ln.start for ln in lines if ln.start > start and ln.section != "experience"]
        stop = lines[firsts[i + 1]].start if i + 1 < len(heads) else min([*after, len(text)])
        head = " | ".join(text[ln.start : ln.end] for ln in lines[firsts[i] : number + 1])
        title, organisation = _title_and_organisation(head)
        positions.append(
            Position(
                title,
                organisation,
                start,
                max(stop, dates.end),
                dates.start_month,
                dates.end_month,
                dates.current,
            )
        )
    return tuple(positions)


def _first_head_line(text: str, lines: Sequence[Line], number: int) -> int:
    """A head is at most three lines: title, organisation, dates."""
    own = _RANGE.sub("", text[lines[number].start : lines[number].end])
    first = number
    room = 0 if len(own.split()) >= 5 else 2
    while first > 0 and number - first < room:
        line = lines[first - 1]
        words = text[line.start : line.end].split()
        if line.section != "experience" or line.embedded or len(words) > 10:
            break
        if has_date_range(text[line.start : line.end]):
            break
        first -= 1
    return first


def _title_and_organisation(head: str) -> tuple[str, str]:
    """Parts of a head in order; which is the title is told by the aliases later, here the first."""
    parts = [part.strip(" ,;()") for part in _SEPARATOR.split(_RANGE.sub(" ", head))]
    parts = [part for part in parts if part]
    job = re.compile(
        r"engineer|scientist|developer|analyst|manager|architect|lead|consultant|intern|researcher|"
        r"specialist|nurse|accountant|teacher|barista|head|director|officer|assistant|administrator|"
        r"designer|technician|fellow|professor|supervisor|associate|programmer|student",
        re.IGNORECASE,
    )
    title = next((part for part in parts if job.search(part)), parts[0] if parts else "")
    organisation = next((part for part in parts if part != title), "")
    return title, organisation
