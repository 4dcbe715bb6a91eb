"""Dates and ranges of dates as people write them, in eight languages.

Months count from year 0: `year * 12 + month - 1`. A year alone runs from January to December; seasons
and quarters are three months. What only looks like a date (versions, phone numbers, budgets) is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from rolefit.parse.cues import lower_same_length

DateWarning = Literal["future", "impossible"]

_MONTH_NAMES = (
    "jan january janv janvier januar jänner jaenner ene enero janeiro gen gennaio januari",
    "feb february févr fevr fév février fevrier februar feber febrero fev fevereiro febbraio februari",
    "mar march mars märz maerz mär marzo março marco maart mrt",
    "apr april avr avril abr abril aprile",
    "may mai mayo maio mag maggio mei",
    "jun june juin juni junio junho giu giugno",
    "jul july juil juillet juli julio julho lug luglio",
    "aug august août aout ago agosto augustus",
    "sep sept september septembre septiembre setiembre set setembro settembre",
    "oct october octobre okt oktober octubre out outubro ott ottobre",
    "nov november novembre noviembre novembro",
    "dec december déc dec décembre decembre dez dezember dic diciembre dezembro dicembre",
)
MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES) for name in names.split()}
_SEASON_NAMES = (
    (2, "spring springs printemps frühling frühjahr primavera lente"),
    (5, "summer summers été sommer verano verão estate zomer"),
    (8, "autumn fall automne herbst otoño outono autunno herfst"),
    (11, "winter hiver invierno inverno"),
)
SEASONS = {name: first for first, names in _SEASON_NAMES for name in names.split()}
_M = r"(?:" + "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True)) + r")(?![^\W\d_])\.?"
_S = r"(?:" + "|".join(sorted(map(re.escape, SEASONS), key=len, reverse=True)) + r")(?![^\W\d_])"
_Y = r"(?:19|20)\d\d(?!\d)"
_DAY = r"(?:mon|tue|wed|thu|fri|sat|sun)?[a-z]*\s*(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|er|\.)?"
_DASH = r"[-‐‑‒–—―−~→]"
_QUOTE = r"['’‘]"
_POINT = re.compile(
    r"(?<![\w.,$€£+:])(?:"
    rf"(?P<day1>(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\s+)?(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|er|\.)?[\s-]+(?P<day_m>{_M})[\s,-]*(?:de\s+)?(?P<day_y>{_Y}))"
    rf"|(?P<mon_day>(?P<md_m>{_M})\s+(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?,\s*(?P<md_y>{_Y}))"
    rf"|(?P<month>(?P<m_m>{_M})(?:[\s,/-]*(?:de\s+)?(?P<m_y>{_Y})|\s*{_QUOTE}\s?(?P<m_q>\d\d)(?!\d)|-(?P<m_h>\d\d)(?!\d)))"
    rf"|(?P<year_month>(?P<ym_y>{_Y})\s+(?P<ym_m>{_M}))"
    rf"|(?P<season>(?P<s_s>{_S})(?:\s+(?:of|de))?\s+(?P<s_y>{_Y})(?:\s?(?:/|{_DASH})\s?(?P<s_e>\d\d(?:\d\d)?)(?!\d))?)"
    rf"|(?P<quarter>q(?P<q_n>[1-4])\s*(?:[\s/-]\s*(?P<q_y>{_Y})|{_QUOTE}(?P<q_q>\d\d)(?!\d)))"
    rf"|(?P<year_quarter>(?P<yq_y>(?:19|20)\d\d)[\s-]?q(?P<yq_n>[1-4])(?!\w))"
    rf"|(?P<iso_day>(?P<id_y>{_Y})-(?P<id_m>0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\d-]))"
    rf"|(?P<num_day>(?P<nd_a>\d\d?)(?P<nd_sep>[./])(?P<nd_b>\d\d?)(?P=nd_sep)(?P<nd_y>{_Y}))"
    rf"|(?P<iso>(?P<i_y>{_Y})[-/.](?P<i_m>0[1-9]|1[0-2])(?![\d-]))"
    rf"|(?P<num>(?P<n_m>0?[1-9]|1[0-2])(?:\s?[/.]\s?|-)(?P<n_y>{_Y})(?!-\d))"
    rf"|(?P<packed>(?P<p_y>(?:19|20)\d\d)(?P<p_m>0[1-9]|1[0-2])(?!\d))"
    rf"|(?P<short>(?P<sh_m>0[1-9]|1[0-2])/(?P<sh_y>\d\d)(?![\d/]))"
    rf"|(?P<part>(?P<part_of>early|mid|late)(?:\s?-\s?|\s)?(?P<part_y>{_Y}))"
    rf"|(?P<bare>(?P<b_m>{_M})\s(?P<b_y>[0-4]\d)(?!\d))"
    rf"|(?P<quoted>{_QUOTE}(?P<qy>\d\d)(?!\d))"
    rf"|(?P<year>(?P<y_y>{_Y})(?![.,]\d))"
    r")(?!\w)",
)
_TO = rf"\s*(?:[-=]{{1,2}}>|{_DASH}{{1,3}}|/|to:?|until|till|thru|through|up to|à|au|a|al|ad|bis|hasta|até|ate|tot|t/m|and|e|y|et|und)\s*"
_NOW = (
    r"(?:till\s+|until\s+|up\s+to\s+|to\s+|the\s+|o\s+|ce\s+|tot\s+)*(?:present(?:e)?(?:\s+day)?|présent|now|current(?:ly)?|today|date|ongoing|"
    r"aujourd['’]hui|jour|en cours|heute|dato|laufend|actualidad|actualmente|la actualidad|atual(?:mente)?|"
    r"momento|oggi|attuale|heden|actuel(?:lement)?|sekarang)(?!\w)"
)
_SEPARATOR = re.compile(_TO)
_CURRENT = re.compile(rf"(?:{_TO}|\s+){_NOW}|\s*,?\s*onwards?\b")
_OPEN = re.compile(rf"\s*{_DASH}{{1,2}}\s*(?=$|\n|\)|\]|\s{2})")
_SINCE = re.compile(r"\b(?:since|depuis|seit|desde|sinds|dal|ab|from:?)\s+(?:le\s+|the\s+)?$")
_PARTIAL = re.compile(
    rf"(?<![\w.,$€£+:/])(?:(?P<m>{_M})|(?P<s>{_S})|q(?P<q>[1-4])|(?P<n>0?[1-9]|1[0-2]))\s*(?:{_DASH}|to)\s*$"
)
_YEAR_TAIL = re.compile(r"\s?(?:[/‐‑–—-])\s?(\d\d)(?![\d\w/.-])")
_NO_DATE_BEFORE = re.compile(
    r"(?:[.)]|(?:[+\d]|\d[.)]|\b(?:server|office|windows|iso|iec|rfc|room|es|tel\.?|phone|fax|pmid|vat|sql|c\+\+|top|postgresql|"
    r"ubuntu|from|grew|served|version|v))\s*[-:/]?\s*)$"
)
_NO_DATE_AFTER = re.compile(
    r"\s*(?:-\d|k\b|p\b|%|(?:budget|requests?|users?|tickets?|customers?|people|rows?|units?|teams?|times|employees|"
    r"clients|records|budgets|season|samples|images|patients|students|members|items|orders)\b)"
)
MAX_TAIL_YEARS = 40
_PARTS = {"early": 0, "mid": 5, "late": 10}
_DOUBTFUL = frozenset({"year", "short", "quoted", "packed", "iso", "num"})
_SPAN_KINDS = frozenset({"year", "short", "quoted", "bare"})
""" "May 24" alone is a day; "May 24 – Jan 25" are months."""


@dataclass(frozen=True, slots=True)
class DateRange:
    """`end_month` is as written; the month of reading where the range is `current`."""

    start: int
    end: int
    start_month: int
    end_month: int
    current: bool
    single: bool = False
    warning: DateWarning | None = None


@dataclass(frozen=True, slots=True)
class _Point:
    start: int
    end: int
    first: int
    last: int
    kind: str


def find_date_ranges(text: str, *, as_of: int) -> tuple[DateRange, ...]:
    """All dates and ranges of dates in the order of the text."""
    lower = lower_same_length(text).replace("`", "'")
    found: list[DateRange] = []
    position = 0
    for line in lower.split("\n"):
        if len(line) < MAX_LINE and _YEARLIKE.search(line):
            found += _ranges_of(line, position, as_of)
        position += len(line) + 1
    return tuple(found)


_YEARLIKE = re.compile(r"\d\d")
MAX_LINE = 4000
"""A longer line is a whole document in one line; its dates belong to nothing."""


def has_date_range(text: str) -> bool:
    """Whether a range stands there, or, in a few words, a single date."""
    found = find_date_ranges(text, as_of=_FAR)
    return any(not dates.single for dates in found) or (bool(found) and len(text.split()) <= 8)


_FAR = 9999 * 12


def _ranges_of(line: str, offset: int, as_of: int) -> Iterator[DateRange]:
    points = list(_points(line))
    number = 0
    while number < len(points):
        point = points[number]
        following = points[number + 1] if number + 1 < len(points) else None
        made = _join(line, point, following, as_of)
        if made is not None:
            dates, used = made
            yield replace(dates, start=dates.start + offset, end=dates.end + offset)
            number += used
        else:
            number += 1


def _points(line: str) -> Iterator[_Point]:
    for match in _POINT.finditer(line):
        kind = match.lastgroup
        if kind and (months := _READERS[kind](match)):
            yield _Point(match.start(), match.end(), months[0], months[1], kind)


def _join(
    line: str, point: _Point, following: _Point | None, as_of: int
) -> tuple[DateRange, int] | None:
    """(range that begins at the point, points used up); None for what only looks like a date."""
    before = line[: point.start]
    since = _SINCE.search(before)
    partial = _PARTIAL.search(before)
    begun = _partial_month(partial, point) if partial else None
    if partial and begun is not None:
        return _checked(
            DateRange(partial.start(), point.end, begun, point.last, current=False), as_of
        ), 1
    if point.kind in _DOUBTFUL and _NO_DATE_BEFORE.search(before) and not since:
        return None
    open_end = _CURRENT.match(line, point.end) or (
        _OPEN.match(line, point.end) if point.kind not in {"quoted", "short"} else None
    )
    if open_end and not (following and _SEPARATOR.fullmatch(line, point.end, following.start)):
        found = DateRange(point.start, open_end.end(), point.first, as_of, current=True)
        return _checked(found, as_of), 1
    return (
        _join_two(line, point, following, as_of) if following else _lone(line, point, since, as_of)
    )


def _join_two(
    line: str, point: _Point, following: _Point, as_of: int
) -> tuple[DateRange, int] | None:
    if not _SEPARATOR.fullmatch(line, point.end, following.start):
        return _lone(line, point, _SINCE.search(line[: point.start]), as_of)
    mixed = any((point.kind == kind) != (following.kind == kind) for kind in ("short", "bare"))
    if mixed or _NO_DATE_AFTER.match(line[following.end :]):
        return None
    found = DateRange(point.start, following.end, point.first, following.last, current=False)
    return _checked(found, as_of), 2


def _lone(
    line: str, point: _Point, since: re.Match[str] | None, as_of: int
) -> tuple[DateRange, int] | None:
    """ "2018–19", "since May 2021", or a date alone."""
    before, after = line[: point.start], line[point.end :]
    if point.kind == "year" and (tail := _YEAR_TAIL.match(after)):
        year = point.first // 12
        last = year // 100 * 100 + int(tail[1])
        last += 100 if last < year - 50 else 0
        if last - year <= MAX_TAIL_YEARS and not _NO_DATE_AFTER.match(after[tail.end() :]):
            found = DateRange(
                point.start, point.end + tail.end(), point.first, last * 12 + 11, current=False
            )
            return _checked(found, as_of), 1
    if since:
        found = DateRange(since.start(), point.end, point.first, as_of, current=True)
        return _checked(found, as_of), 1
    if point.kind in _SPAN_KINDS and not _stands_alone(before, after, point.kind):
        return None
    found = DateRange(point.start, point.end, point.first, point.last, current=False, single=True)
    return _checked(found, as_of), 1


def _stands_alone(before: str, after: str, kind: str) -> bool:
    if kind != "year":
        return False
    bracketed = before.endswith(("(", "[")) and after.startswith((")", "]"))
    return (
        bracketed
        or (not before.strip(" •|,") and not after.strip(" •|,."))
        or (before.rstrip().endswith(("|", "·", ",", "\t")) and not after.strip(" .)"))
    )


def _checked(dates: DateRange, as_of: int) -> DateRange:
    """The range with a warning where it cannot be."""
    warning: DateWarning | None = None
    if dates.start_month > as_of or (dates.end_month > as_of and not dates.current):
        warning = "future"
    if dates.end_month < dates.start_month and not dates.current:
        warning = "impossible"
    return replace(dates, warning=warning) if warning else dates


def _partial_month(match: re.Match[str], point: _Point) -> int | None:
    """ "March – August 2018", "Spring–Fall 2019", "Q1–Q3 2022", "04 - 09/2020"."""
    year = point.first // 12
    if match["m"] and point.kind in {"month", "day1"}:
        return year * 12 + MONTHS[match["m"].rstrip(".")]
    if match["s"] and point.kind == "season":
        return year * 12 + SEASONS[match["s"]]
    if match["q"] and point.kind == "quarter":
        return year * 12 + (int(match["q"]) - 1) * 3
    if match["n"] and point.kind == "num" and int(match["n"]) - 1 <= point.last % 12:
        return year * 12 + int(match["n"]) - 1
    return None


def _century(two: str) -> int:
    return int(two) + (1900 if int(two) >= 70 else 2000)


def _single(year: int, month: int) -> tuple[int, int]:
    return year * 12 + month, year * 12 + month


def _name(text: str) -> int:
    return MONTHS[text.rstrip(".")]


def _read_month(m: re.Match[str]) -> tuple[int, int]:
    year = int(m["m_y"]) if m["m_y"] else _century(m["m_q"] or m["m_h"])
    return _single(year, _name(m["m_m"]))


def _read_season(m: re.Match[str]) -> tuple[int, int] | None:
    first = int(m["s_y"]) * 12 + SEASONS[m["s_s"]]
    winter = SEASONS[m["s_s"]] == 11
    if m["s_e"] and not winter:
        return None
    return first, first + 2


def _read_quarter(year: int, number: int) -> tuple[int, int]:
    first = year * 12 + (number - 1) * 3
    return first, first + 2


def _read_numeric_day(m: re.Match[str]) -> tuple[int, int] | None:
    a, b = int(m["nd_a"]), int(m["nd_b"])
    month = b if b <= 12 else a
    day = a if month == b else b
    return _single(int(m["nd_y"]), month - 1) if 1 <= month <= 12 and 1 <= day <= 31 else None


_READERS: dict[str, Callable[[re.Match[str]], tuple[int, int] | None]] = {
    "day1": lambda m: _single(int(m["day_y"]), _name(m["day_m"])),
    "mon_day": lambda m: _single(int(m["md_y"]), _name(m["md_m"])),
    "month": _read_month,
    "year_month": lambda m: _single(int(m["ym_y"]), _name(m["ym_m"])),
    "season": _read_season,
    "quarter": lambda m: _read_quarter(
        int(m["q_y"]) if m["q_y"] else _century(m["q_q"]), int(m["q_n"])
    ),
    "year_quarter": lambda m: _read_quarter(int(m["yq_y"]), int(m["yq_n"])),
    "iso_day": lambda m: _single(int(m["id_y"]), int(m["id_m"]) - 1),
    "num_day": _read_numeric_day,
    "iso": lambda m: _single(int(m["i_y"]), int(m["i_m"]) - 1),
    "num": lambda m: _single(int(m["n_y"]), int(m["n_m"]) - 1),
    "packed": lambda m: _single(int(m["p_y"]), int(m["p_m"]) - 1),
    "short": lambda m: _single(_century(m["sh_y"]), int(m["sh_m"]) - 1),
    "part": lambda m: _single(int(m["part_y"]), _PARTS[m["part_of"]]),
    "bare": lambda m: _single(2000 + int(m["b_y"]), _name(m["b_m"])),
    "quoted": lambda m: (_century(m["qy"]) * 12, _century(m["qy"]) * 12 + 11),
    "year": lambda m: (int(m["y_y"]) * 12, int(m["y_y"]) * 12 + 11),
}
