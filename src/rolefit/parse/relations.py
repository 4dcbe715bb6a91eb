"""What follows from mentions: skills implied by others, alternatives, years asked for, unknown terms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from rolefit.types import DEPTHS, Line, Mention, Span

_OR = re.compile(r"\s*(?:,?\s*or|/|,)\s*(?:an?\s+|in\s+|with\s+|similar\s+)?")
_CHOICE = re.compile(r"\bor\b|/")
_ONE_OF = re.compile(
    r"\b(?:one|any|some|either|at least one)(?: or more)?(?: of| \w+ such as| of the following)?:?\s*$",
    re.IGNORECASE,
)
_NUMBERS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}
_NUMBER = (
    r"(?P<n>\d{1,2}|"
    + "|".join(_NUMBERS)
    + r")(?:\s*\(\d+\))?(?:[-\s]plus)?\s*\+?(?:\s*(?:-|–|to)\s*\d{1,2}\+?)?\s*(?:years?|yrs?|y)\b"
)
_YEARS_BEFORE = re.compile(
    _NUMBER
    + r"(?:['’]?\s*(?:of|with|in|using|experience|hands-on|professional|solid|working|commercial|production|practical|relevant|strong|writing|coding|development|programming|work|the|and|,))*\s*$",
)
_YEARS_AFTER = re.compile(
    r"\s*(?:[(:–—,-]\s*|for\s+(?:about\s+|over\s+|the last\s+)?|experience\s*[(:,-]?\s*)(?:over\s+|about\s+)?"
    + _NUMBER,
)
_JOINS = re.compile(r"\s*(?:,|/|&|\band\b|\bor\b|,\s*and|,\s*or)\s*")
_ITEM = re.compile(r"[^,;|/•·\n()\t:]+")
_LABEL = re.compile(r"^[^:,;]{1,40}:\s*")
_TERM = re.compile(r"(?=.*[A-Z0-9.+#])[A-Za-z0-9][\w.+#-]*(?:\s[\w.+#-]+){0,2}")
_PLAIN = re.compile(
    r"\b(?:and|with|of|for|the|skills?|years?|advanced|basic|good|fluent|native|intermediate|experience|including|"
    r"etc|english|german|french|spanish|tools?|languages?|frameworks?|libraries|other|proficient|expert|level|c1|c2|b1|b2|a1|a2)\b",
    re.IGNORECASE,
)
MAX_STEPS = 2
MAX_PLACES = 3


def with_years(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Mentions with the years said of them: "5+ years of Python and SQL", "Kafka (3 years)"."""
    found: list[Mention] = []
    for mention in mentions:
        before = text[max(0, mention.start - 60) : mention.start].rsplit("\n", 1)[-1].lower()
        after = text[mention.end : mention.end + 40].split("\n", 1)[0].lower()
        match = _YEARS_BEFORE.search(before) or _YEARS_AFTER.match(after)
        years = _years(match) if match else None
        previous = found[-1] if found else None
        if (
            years is None
            and previous
            and previous.years
            and _JOINS.fullmatch(text[previous.end : mention.start])
        ):
            years = previous.years
        found.append(replace(mention, years=years) if years else mention)
    return found


def _years(match: re.Match[str]) -> int | None:
    number = match["n"]
    years = _NUMBERS[number] if number in _NUMBERS else int(number)
    return years if years <= 40 else None


def find_alternatives(text: str, mentions: Sequence[Mention]) -> tuple[tuple[int, ...], ...]:
    """Groups of indices of mentions that satisfy one requirement together: "PyTorch or TensorFlow"."""
    groups: list[tuple[int, ...]] = []
    group: list[int] = []
    choice = False
    for number, mention in enumerate(mentions):
        if group and mention.start < mentions[group[-1]].end:
            continue
        gap = text[mentions[group[-1]].end : mention.start] if group else ""
        if group and _OR.fullmatch(gap):
            group.append(number)
            choice = choice or bool(_CHOICE.search(gap))
            continue
        if choice and len(group) > 1:
            groups.append(tuple(group))
        begin = text[max(0, mention.start - 40) : mention.start]
        group, choice = [number], bool(_ONE_OF.search(begin))
    if choice and len(group) > 1:
        groups.append(tuple(group))
    return tuple(groups)


def implied_mentions(
    mentions: Sequence[Mention], implies: Mapping[str, tuple[str, ...]]
) -> tuple[Mention, ...]:
    """Skills that are not named but follow from named ones, one step less deep for each step."""
    named = {mention.skill_id for mention in mentions}
    places: dict[str, int] = {}
    found: list[Mention] = []
    for mention in mentions:
        if mention.polarity not in {"affirmed", "hedged"}:
            continue
        for skill_id, steps in _closure(mention.skill_id, implies):
            if skill_id in named or places.get(skill_id, 0) >= MAX_PLACES:
                continue
            places[skill_id] = places.get(skill_id, 0) + 1
            depth = DEPTHS[max(0, DEPTHS.index(mention.depth) - steps)]
            found.append(
                replace(
                    mention, skill_id=skill_id, depth=depth, implied_by=mention.skill_id, years=None
                )
            )
    return tuple(found)


def _closure(skill_id: str, implies: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, int]]:
    seen, level = {skill_id}, [skill_id]
    for steps in range(1, MAX_STEPS + 1):
        level = [i for s in level for i in implies.get(s, ()) if i not in seen]
        for found in dict.fromkeys(level):
            seen.add(found)
            yield found, steps


def find_unrecognised(
    text: str, lines: Sequence[Line], mentions: Sequence[Mention]
) -> tuple[Span, ...]:
    """Tool-like items of skills lists that are no known skill."""
    taken = {place for m in mentions for place in range(m.start, m.end)}
    found: list[Span] = []
    for line in lines:
        if line.section != "skills" or line.heading:
            continue
        label = _LABEL.match(text[line.start : line.end])
        begin = line.start + (label.end() if label else 0)
        for item in _ITEM.finditer(text, begin, line.end):
            term = item.group().strip(" .-–")
            start = item.start() + item.group().find(term) if term else item.start()
            end = start + len(term)
            if not _TERM.fullmatch(term) or _PLAIN.search(term) or term.isdigit():
                continue
            if taken.isdisjoint(range(start, end)):
                found.append(Span(start, end))
    return tuple(found[:MAX_UNRECOGNISED])


MAX_UNRECOGNISED = 200
