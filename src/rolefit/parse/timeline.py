"""The positions of a résumé: titles, organisations and dates from their head lines; gaps between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rolefit.parse.dates import DateRange, find_date_ranges, has_date_range
from rolefit.parse.lines import PhysicalLine, split_physical
from rolefit.types import DocumentWarning, Line, Position, SectionKind

__all__ = [
    "DateRange",
    "date_warnings",
    "find_date_ranges",
    "find_gaps",
    "find_positions",
    "has_date_range",
]

_JOB = re.compile(
    r"engineer|scientist|developer|analyst|manager|architect|\blead\b|consultant|\bintern\b|internship|researcher|"
    r"specialist|nurse|accountant|teacher|barista|\bhead\b|director|officer|assistant|administrator|"
    r"designer|technician|fellow\b|professor|supervisor|associate|programmer|student|mentor|lecturer|tutor|"
    r"tester|modell?er|trainee|apprentice|founder|\bvp\b|vice president|\bc[tieof]o\b|president|partner\b|"
    r"statistician|economist|physicist|coordinator|planner|owner\b|master\b|writer|editor|buyer|clerk|chef|"
    r"entwickler|ingenieur|ingénieur|développeu|wissenschaftler|berater|leiter|werkstudent|praktikant|"
    r"científic|analista|desarrollador|ingenier|cientista|engenheir|desenvolvedor|estagi|sviluppat|ingegner|"
    r"analyste|chargée? |stagiaire|chef de|responsable|technicien|ontwikkelaar|medewerker|devops|\bsre\b|freelance",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(
    r"\s+[|•·–—-]\s+|\s*[|•·]\s*|\t+|\s{3,}|,\s+(?![^()]*\))|\s+(?:at|@|chez|bei)\s+|\s+[–—]\s*|\s*[–—]\s+"
)
_LABEL = re.compile(
    r"^\s*(?:position|job title|title|role|designation|company|employer|organi[sz]ation|period|dates?|duration|from|"
    r"worked as|place)\s*:\s*",
    re.IGNORECASE,
)
_NO_POSITION = re.compile(
    r"^\W*(?:client|project|customer|duties|tools|technologies|environment)\b\s*:|"
    r"career break|parental leave|maternity|paternity|sabbatical|gap year|unemployed|stay-at-home|\bb\.?sc\b|\bm\.?sc\b|bachelor|master of|ph\.?d\b.*universi",
    re.IGNORECASE,
)
_DURATION = re.compile(
    r"\(?\b\d+\s*(?:years?|yrs?|months?|mos?)\b[\s,&]*(?:and\s*)?(?:\d+\s*(?:months?|mos?)\b)?\)?",
    re.IGNORECASE,
)
_PROSE = re.compile(
    r"\b(?:as|was|am|became|been|joined as)\s+(?:an?\s+|the\s+)?(?P<title>[A-Z][\w/+-]*(?:\s+[A-Z&][\w/+-]*){0,5})\s+"
    r"(?:at|for|with|in)\s+(?P<organisation>[A-Z][\w&'’.-]*(?:\s+[A-Z&][\w&'’.-]*){0,4})"
)
_ENDED: frozenset[SectionKind] = frozenset(
    {"education", "skills", "publications", "certifications", "projects", "summary"}
)
_BRACKETS = re.compile(r"\([^()]*\)")
_WORD = re.compile(r"\w\S*")
MAX_HEAD_WORDS = 16
GAP_MONTHS = 6
"""A longer stretch without a position is a gap."""


MAX_HEAD_CHARACTERS = 200
"""A line that names a position is shorter."""


@dataclass(slots=True)
class _Row:
    """A physical line of an experience section."""

    line: PhysicalLine
    text: str
    dates: DateRange | None = None
    dated: bool = False
    """Whether dates stand anywhere in it."""
    used: bool = False

    @property
    def rest(self) -> str:
        """What the line says beside its dates: what stands before them, else after."""
        if self.dates is None:
            return _clean(self.text)
        before = _clean(self.text[: self.dates.start - self.line.start])
        after = _clean(self.text[self.dates.end - self.line.start :])
        return before or after

    @property
    def short(self) -> bool:
        plain = self.text.rstrip()
        if self.line.bullet or len(plain) > MAX_HEAD_CHARACTERS or plain.endswith((".", ";")):
            return False
        return len(_WORD.findall(_BRACKETS.sub("", plain))) <= 10


@dataclass(slots=True)
class _Head:
    title: str
    organisation: str
    dates: DateRange | None
    first: int
    """Row where the head begins."""


def find_positions(
    text: str, lines: Sequence[Line], ranges: Sequence[DateRange], *, as_of: int
) -> tuple[Position, ...]:
    """One position for each head in the experience section, in the order of the text.

    `start:end` of a position reaches to the next head. Where no section tells of experience, the text before the
    first of the others is looked through, or what follows a list of skills.
    """
    region = _region(lines, ranges, len(text))
    rows = list(_rows(text, region, ranges))
    heads = list(_find_heads(rows, as_of))
    positions: list[Position] = []
    for number, head in enumerate(heads):
        stop = (
            rows[heads[number + 1].first].line.start
            if number + 1 < len(heads)
            else _stop(rows, region, head)
        )
        start = rows[head.first].line.start
        positions.append(_position(head, start, max(stop, start), as_of))
    return tuple(positions)


def _position(head: _Head, start: int, end: int, as_of: int) -> Position:
    dates = head.dates
    if dates is None:
        return Position(head.title, head.organisation, start, end, None, None, current=False)
    late = not dates.current and dates.end_month > as_of
    return Position(
        head.title,
        head.organisation,
        start,
        end,
        dates.start_month,
        min(dates.end_month, as_of),
        dates.current,
        dates.end_month if late else None,
    )


def find_gaps(positions: Sequence[Position]) -> tuple[tuple[int, int], ...]:
    """(first, last) month of each stretch of more than six months between positions."""
    spans = sorted(
        (p.start_month, p.end_month)
        for p in positions
        if p.start_month is not None and p.end_month is not None and p.start_month <= p.end_month
    )
    gaps: list[tuple[int, int]] = []
    reached: int | None = None
    for start, end in spans:
        if reached is not None and start - reached - 1 > GAP_MONTHS:
            gaps.append((reached + 1, start - 1))
        reached = end if reached is None else max(reached, end)
    return tuple(gaps)


def date_warnings(ranges: Sequence[DateRange]) -> tuple[DocumentWarning, ...]:
    """One warning a kind, of dates in the future or an end before its start."""
    codes = sorted({f"{dates.warning}_date" for dates in ranges if dates.warning})
    return tuple(DocumentWarning(code) for code in codes)


def _region(
    lines: Sequence[Line], ranges: Sequence[DateRange], length: int
) -> tuple[tuple[int, int], ...]:
    """Stretches of the text that tell of experience; where nothing says so, the text down to the first section
    that tells of something else. Where no date stands before a list of skills, work may follow the list."""
    found: list[tuple[int, int]] = []
    start: int | None = None
    for line in lines:
        if start is None and line.section == "experience":
            start = line.start
        elif start is not None and line.section in _ENDED:
            found.append((start, line.start))
            start = None
    if start is not None:
        found.append((start, length))
    if found:
        return tuple(found)
    ended = [line for line in lines if line.section in _ENDED - {"summary"}]
    stop = ended[0].start if ended else length
    if ended and ended[0].section == "skills" and not any(d.start < stop for d in ranges):
        after = (line.start for line in ended if line.section != "skills")
        return ((stop, next(after, length)),)
    return ((0, stop),)


def _rows(
    text: str, region: Sequence[tuple[int, int]], ranges: Sequence[DateRange]
) -> Iterator[_Row]:
    waiting = list(reversed(ranges))
    for line in split_physical(text):
        if not any(start <= line.start < end for start, end in region):
            continue
        while waiting and waiting[-1].start < line.start:
            waiting.pop()
        row = _Row(line, text[line.start : line.end])
        while waiting and waiting[-1].start < line.end:
            dates = waiting.pop()
            row.dated = True
            if row.dates is None and _may_head(row, dates):
                row.dates = dates
        yield row


def _may_head(row: _Row, dates: DateRange) -> bool:
    if row.line.bullet and not _JOB.search(row.text):
        return False
    words = len(row.text.split())
    if dates.single and (row.line.bullet or words > 9):
        return False
    before = row.text[: dates.start - row.line.start]
    return words <= MAX_HEAD_WORDS or len(before.split()) <= 10


def _find_heads(rows: list[_Row], as_of: int) -> Iterator[_Head]:
    group = ""
    for number, row in enumerate(rows):
        if row.used:
            continue
        if _opens_group(rows, number):
            group = _organisation(row.rest) or group
        prose = list(_prose_heads(row, number, as_of))
        if prose:
            yield from prose
            continue
        if row.dates is None:
            head = _undated_head(rows, number)
            if head:
                yield head
            continue
        if _NO_POSITION.search(row.text):
            continue
        head = _dated_head(rows, number)
        if not head.title and _leads_to_title(rows, number):
            group = head.organisation
            continue
        if head.organisation:
            group = head.organisation if not head.title else group
        else:
            head.organisation = group
        if head.title or head.organisation:
            yield head


def _dated_head(rows: list[_Row], number: int) -> _Head:
    """Title and organisation from the row of the dates, then the rows above, then those below."""
    row = rows[number]
    title, organisation = _parts(row.rest)
    first = number
    above = _above(rows, number)
    for place in above:
        if title and organisation:
            break
        other_title, other_organisation = _parts(rows[place].rest)
        if title and other_title:
            break
        title, organisation = title or other_title, organisation or other_organisation
        first = place
        rows[place].used = True
    if not title or (not organisation and not row.rest and not above):
        for place in _below(rows, number):
            other_title, other_organisation = _parts(rows[place].rest)
            if title and other_title:
                break
            title, organisation = title or other_title, organisation or other_organisation
            rows[place].used = True
            if title and organisation:
                break
    return _Head(title, organisation, row.dates, first)


def _above(rows: list[_Row], number: int) -> list[int]:
    """Up to two short rows right above, nearest first; one blank line may part dates from their head."""
    found: list[int] = []
    place, gap = number - 1, rows[number].line.gap
    if gap and (rows[number].rest or any(_JOB.search(rows[i].rest) for i in _below(rows, number))):
        return []
    while place >= 0 and len(found) < 2:
        row = rows[place]
        if row.used or row.dates is not None or not row.short or row.line.bullet:
            break
        found.append(place)
        if row.line.gap:
            break
        place -= 1
    return found


def _below(rows: list[_Row], number: int) -> list[int]:
    found: list[int] = []
    for place in range(number + 1, min(number + 3, len(rows))):
        row = rows[place]
        if row.line.gap or row.line.bullet or row.dates is not None or not row.short:
            break
        found.append(place)
    return found


def _undated_head(rows: list[_Row], number: int) -> _Head | None:
    """ "Title, Organisation" after a blank line, where no dated row follows at once."""
    row = rows[number]
    opens = row.line.gap or number == 0
    if not opens or not row.short or row.line.bullet or _NO_POSITION.search(row.text):
        return None
    follows = rows[number + 1 : number + 3]
    if any(other.dates is not None and (not other.line.gap or not other.rest) for other in follows):
        return None
    title, organisation = _parts(row.rest)
    return (
        _Head(title, organisation, None, number)
        if title and organisation and row.text[:1].isupper()
        else None
    )


def _prose_heads(row: _Row, number: int, as_of: int) -> Iterator[_Head]:
    """ "Since May 2021 I have worked as a Data Engineer at …": one head for each sentence."""
    if len(row.text.split()) <= MAX_HEAD_WORDS or not row.dated:
        return
    for sentence in re.finditer(r"[^.]+(?:\.|$)", row.text):
        match = _PROSE.search(sentence.group())
        if not match:
            continue
        dates = find_date_ranges(row.text[sentence.start() : sentence.end()], as_of=as_of)
        if dates:
            latest = max(dates, key=lambda found: (found.current, found.end_month))
            yield _Head(match["title"], match["organisation"].rstrip("."), latest, number)


def _opens_group(rows: list[_Row], number: int) -> bool:
    """A row with an organisation alone, above dated rows that name only titles."""
    row = rows[number]
    opens = row.line.gap or number == 0
    if not opens or row.dates is not None or not row.short or row.line.bullet:
        return False
    if _JOB.search(row.rest):
        return False
    return _leads_to_title(rows, number)


def _leads_to_title(rows: list[_Row], number: int) -> bool:
    for row in rows[number + 1 : number + 4]:
        if row.line.bullet:
            return False
        if row.dates is not None:
            return bool(_JOB.search(row.rest)) or not row.rest
        if not row.short:
            return False
    return False


def _parts(rest: str) -> tuple[str, str]:
    """(title, organisation) of a head's words; either may be empty."""
    parts = [_LABEL.sub("", part).strip(" ,;:") for part in _SEPARATOR.split(rest)]
    parts = [part for part in parts if part and not _DURATION.fullmatch(part)]
    title = next((part for part in parts if _JOB.search(part)), "")
    organisation = next((part for part in parts if part != title), "")
    return title, organisation


def _organisation(rest: str) -> str:
    return _parts(rest)[1]


def _clean(text: str) -> str:
    return _DURATION.sub("", _LABEL.sub("", text.strip())).strip(" ,;:|·•()[]\t–—-") + (
        ")"
        if text.strip(" ,;:|·•\t–—-").endswith(")")
        and "(" in _DURATION.sub("", text).strip(" ,;:|·•()[]\t–—-")
        else ""
    )


def _stop(rows: list[_Row], region: Sequence[tuple[int, int]], head: _Head) -> int:
    start = rows[head.first].line.start
    return next(end for begin, end in region if begin <= start < end)
