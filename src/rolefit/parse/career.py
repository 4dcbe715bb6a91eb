"""How far a person has come, from the jobs held: what each counts, and the rank its title names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rolefit.types import Position, Span

_TRAINING = re.compile(
    r"\b(?:intern(?:ship)?|student|working student|werkstudent\w*|hiwi|praktik\w+|stagiaire|stage|estagi\w+|trainee|apprentice\w*|"
    r"teaching assistant|summer|volunteer|capstone|bootcamp|becario|tutor|exchange|thesis|mentee|b\.?sc|m\.?sc|b\.?eng|m\.?eng|mba|"
    r"bachelor\w*|master of|master['’]?s|licence|diploma|university|universit\w+|school|college|degree|ingenier[ií]a en|preparatoria)\b",
    re.IGNORECASE,
)
_DOCTORAL = re.compile(
    r"\b(?:ph\.?\s?d|doctoral|doctorand\w*|doktorand\w*|doctorate|research assistant|postdoc\w*|post-doc\w*)\b",
    re.IGNORECASE,
)
_TECHNICAL = re.compile(
    r"engineer|scientist|developer|programm|analy[sz]t|analytics|\bdata\b|software|devops|mlops|\bml\b|\bai\b|\bsre\b|architect|"
    r"administrator|\bdba\b|\bit\b|research|machine learning|technical|technolog|statistic|quant|platform|cloud|entwickler|"
    r"ingenieur|ingénieur|développeu|desarrollador|analista|engenheir|desenvolvedor|modell?er|bioinformat|comput|tech lead",
    re.IGNORECASE,
)
_RANKS: tuple[tuple[float, re.Pattern[str]], ...] = tuple(
    (rank, re.compile(pattern, re.IGNORECASE))
    for rank, pattern in (
        (5.6, r"\b(?:principal|distinguished|technical fellow|senior staff|head of|director|vp|vice[- ]president|chief|c[tiad]o)\b"),
        (4.9, r"\b(?:staff (?=(?:[\w/-]+ ){0,2}(?:engineer|scientist|researcher|developer|architect|analyst))|(?:tech(?:nical)?|team) lead(?:er)?|engineering manager|(?:data science|ml|ai|data|research) manager|group lead\w*)\b"),
        (4.5, r"\b(?:lead|leader|manager|teamleiter\w*|leiter\w*|full professor)\b"),
        (4.0, r"\b(?:senior|sr|snr|s[eê]nior|iv|associate professor|founding)\b"),
        (3.1, r"\b(?:iii|mid[- ]?level|mid|pleno|intermediate)\b"),
        (2.5, r"\b(?:ii|associate|assistant professor)\b"),
        (1.4, r"\b(?:junior|jr|j[uú]nior|graduate|fresher|entry[- ]level|first job|new grad|resident|rotational)\b|(?<=engineer )i\b"),
    )
)  # fmt: skip
_STAFF_OF_OTHER = re.compile(
    r"\bstaff (?:nurse|accountant|writer|officer|scientist)\b", re.IGNORECASE
)
_BEFORE_THAT = re.compile(
    r"\((?:[^()]*\b(?:until|before|previously|formerly)\b[^()]*)\)|→|->", re.IGNORECASE
)
TRAINING_SHARE = 0.25
DOCTORAL_SHARE = 0.35
OTHER_FIELD_SHARE = 0.1
HEAD_CHARACTERS = 110
YEARS_TO_LEVEL = (
    (0.0, 1.0),
    (1.0, 1.7),
    (2.0, 2.2),
    (3.0, 2.6),
    (5.0, 3.2),
    (8.0, 3.7),
    (12.0, 4.1),
    (20.0, 4.5),
)
"""Where years alone lead: beyond senior nobody comes by years."""


@dataclass(frozen=True, slots=True)
class Career:
    """Years that count, and the rank of the last title where it names one."""

    years: float
    rank: float | None
    evidence: tuple[Span, ...]


def read_career(text: str, positions: Sequence[Position], header: Span) -> Career:
    """`header` holds the lines above the first section, where people write what they are."""
    heads = [(p, _head(text, p)) for p in positions]
    technical = [bool(_TECHNICAL.search(text[h.start : h.end])) for _, h in heads]
    now = _last_job(text, heads)
    field = bool(_TECHNICAL.search(text[header.start : header.end]))
    if now is not None:
        field = field or technical[now]
    months = _counted(
        [
            (
                p.start_month,
                p.end_month,
                _share(text[h.start : h.end], own=not field or technical[i]),
            )
            for i, (p, h) in enumerate(heads)
            if p.start_month is not None and p.end_month is not None
        ]
    )
    rank, span = _rank(text, heads[now][1]) if now is not None else (None, None)
    if rank is None:
        rank, span = _rank(text, header)
    return Career(months / 12, rank, (span,) if span else ())


def level_of_years(years: float) -> float:
    """Where `YEARS_TO_LEVEL` puts a number of years, between its points on a straight line."""
    for (low, at_low), (high, at_high) in pairwise(YEARS_TO_LEVEL):
        if years < high:
            return at_low + (at_high - at_low) * (years - low) / (high - low)
    return YEARS_TO_LEVEL[-1][1]


def _head(text: str, position: Position) -> Span:
    """The first two lines of a position, or up to its first list item."""
    piece = text[position.start : min(position.end, position.start + HEAD_CHARACTERS)]
    lines = piece.split("\n")
    kept = lines[0]
    if len(lines) > 1 and len(kept) < 70 and not re.match(r"\s*[-•*▪◦·~–—+]", lines[1]):
        kept = "\n".join(lines[:2])
    return Span(position.start, position.start + len(kept))


def _last_job(text: str, heads: Sequence[tuple[Position, Span]]) -> int | None:
    """The job that ends last and is no training; of several the one first in the text."""
    order = sorted(
        range(len(heads)),
        key=lambda i: (
            bool(_TRAINING.search(text[heads[i][1].start : heads[i][1].end])),
            -_end(heads[i][0]),
            heads[i][0].start,
        ),
    )
    return order[0] if order else None


def _end(position: Position) -> int:
    return 10**6 if position.current else position.end_month or 0


def _share(head: str, *, own: bool) -> float:
    if _TRAINING.search(head):
        return TRAINING_SHARE
    if _DOCTORAL.search(head):
        return DOCTORAL_SHARE
    return 1.0 if own else OTHER_FIELD_SHARE


def _counted(spans: Sequence[tuple[int, int, float]]) -> float:
    """Months by their share; of overlapping ones the largest counts."""
    best: dict[int, float] = {}
    for start, end, share in spans:
        for month in range(start, min(end, start + 600) + 1):
            best[month] = max(best.get(month, 0.0), share)
    return sum(best.values())


def _rank(text: str, place: Span) -> tuple[float | None, Span | None]:
    piece = text[place.start : place.end]
    former = _BEFORE_THAT.search(piece)
    begin = former.end() if former and former.group() in {"→", "->"} else 0
    stop = former.start() if former and begin == 0 else len(piece)
    for rank, pattern in _RANKS:
        match = pattern.search(piece, begin, stop)
        if match and not (rank > 4.5 and _STAFF_OF_OTHER.search(piece)):
            return rank, Span(place.start + match.start(), place.start + match.end())
    return None, None
