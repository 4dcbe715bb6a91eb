"""In what sense a skill is named: polarity, depth and, in JDs, need. The cue words are corpus data."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from rolefit.parse.cues import CueMatch, CueTable
from rolefit.parse.sense import Place, Sense, Word
from rolefit.parse.syntax import Doer, PeopleWords
from rolefit.types import DEPTHS, Depth, DocumentKind, Need, Polarity, SectionKind

_DOING = (
    r"(?:[a-z]+ed|built|wrote|led|ran|set|made|did|drove|taught|brought|kept|took|held|grew|sold|won|chose|"
    r"rewrote|rebuilt|oversaw|spun|stood|cut|got|gave)"
)
_BOUNDARY = re.compile(
    r"[;!]|\?(?![\"”]?\s+(?:no|not|never|nope|none|sadly|sorry|alas)\b)|\.(?=\s|$)|\n\s*[•*-]|\s[–—-]\s|"
    r"(?<!anything)(?<!everything)(?<!nothing)(?<!all),?\s+(?:but(?! (?:that|it|this|they) (?:never|did|didn|was|fell))|however|although|though|whereas|while)\s|"
    r",\s*(?:and\s+)?yet(?! to)\s|,\s*(?=whose\s)|"
    r"(?<!,)\s+as long as\s|,?\s+so (?:that )?(?!far)|"
    r",\s*(?:and\s+|so\s+|then\s+|where\s+|after\s+|before\s+)?(?=(?:i|we|you|he|she|they|my|so what|what we|although|which i)\b(?!['’]?\s+(?:know|have managed)))|"
    rf"(?:,\s*(?:and\s+)?|\s+and\s+)(?=(?:then |later |also |now |personally |afterwards )?{_DOING}\s(?!by\s|over\s))",
    re.IGNORECASE,
)
"""Where a new statement begins. Whatever is said before does not govern what follows."""
_SOFT = re.compile(r",\s*(?:and|or)?\s*$|\s(?:and|or|nor)\s*$")
_NOTE = re.compile(
    r"\s*(?:\(([^()]{1,40})\)|\s[-–—]\s+([^,;.]{1,40})|:\s+([^,;.]{1,24})\.?\s*$|\s+(\*{1,6}|[★●]{1,5})(?=[\s,;]|$))"
)
_STARS = re.compile(r"^[*★●]+$")
_YEARS = re.compile(
    r"^(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten)\+?[ -]*(?:y|yr|yrs|years?)\b"
)
_NEXT = re.compile(r"\s*(?:an?|any|the)?\s*")
_LEADS = re.compile(
    r"\b(?:led|lead|leads|leading|headed|directed|managed|built up|grew)\b[^,;.]{0,40}$"
)
_MEMBER = re.compile(
    r"\b(?:in|within|inside|joined|as|member of|part of|part of|built|grew|for)\s+(?:an?\s+|the\s+|our\s+|my\s+)?(?:[\w-]+\s+)?$"
)
_DEALS = re.compile(
    r"\b(?:with|support(?:ing)?|assist(?:ing)?|recruit(?:ing)?|hire|hiring|sell(?:ing)?|train|serve|help|by|to|from|between|advise)"
    r"\s+(?:(?:an?|the|our|other|external|internal|in-house)\s+)*(?:[\w-]+\s+)?$"
)
_MANY = re.compile(r"\b(?:the|a|an|our|my|another|other|some)\b|s who\b")
_WITHOUT = re.compile(r"without\b")
_DOUBLES = re.compile(r"hardly|scarcely|barely|not having|no\b|nobody|there is hardly")
_FILLER = "_"
MAX_GAP_WORDS = 7
"""How far after a skill its predicate may stand."""
REACH: Mapping[str, int] = {"denied": 7, "others": 9, "hedged": 9}
"""Words a cue reaches ahead; other skills in between do not count."""
MIN_STATEMENT_WORDS = 2
GOOD_STARS = 3
_SECTION_DEPTH: Mapping[SectionKind, Depth] = {
    "skills": "listed",
    "education": "listed",
    "certifications": "listed",
    "header": "listed",
}
_SECTION_NEED: Mapping[SectionKind, Need] = {
    "required": "required",
    "preferred": "preferred",
    "not_required": "not_required",
}
_ROW = re.compile(r"\s*(?:,\s*and\s|,|/|&|\||\band\b)\s*")
"""What stands between the skills of a row."""
_FROM_TO = re.compile(r"\b(?:to|onto|into|with|by|in favour of|in favor of)\s+(?:an?\s+|the\s+)?$")
_MOVED = re.compile(
    r"\b(?:migrat\w+|port(?:ed|ing)|replac\w+|mov(?:ed|ing)|convert\w+|deprecat\w+|retir\w+|switch\w+)\b[^,;.]*$"
)
_LEFT = re.compile(
    r"(?:(?:migrat\w+|port(?:ed|ing)|mov(?:ed|ing)|switch\w+|convert\w+)\b[^,;.]*?\b(?:off|away from|from)"
    r"|(?:replac\w+|deprecat\w+|retir\w+))(?!.*\b(?:to|onto|into|with|by|in|on|using)\s)[^,;._]*$"
)
"""What is between the verb and what was left behind; what is between the verb and what came instead has "to" or "with"."""


@dataclass(frozen=True, slots=True)
class Context:
    polarity: Polarity
    depth: Depth
    need: Need | None


@dataclass(frozen=True, slots=True)
class LineReading:
    """The cues and statements of one line; `line` has its skills blanked out.

    Blanked, since "machine learning" is no sign that somebody is learning.
    """

    line: str
    cues: tuple[CueMatch, ...]
    bounds: tuple[tuple[int, int], ...]
    notes: tuple[tuple[int, int], ...]
    section: SectionKind
    kind: DocumentKind
    words: tuple[Word, ...] = ()
    weighed: list[tuple[int, object, Polarity]] = field(default_factory=list)
    """Ends of the mentions weighed so far, what the rules said of them, and the answers."""
    doers: dict[int, Doer] = field(default_factory=dict)
    """Where syntax told who did it, by the mention's start."""


class ContextReader:
    """Reads mentions with the corpus' cues; `sense` may overrule what they say."""

    def __init__(self, cues: CueTable, people: PeopleWords, sense: Sense | None = None) -> None:
        self._cues = cues
        self._people = people
        self._sense = sense

    def with_sense(self, sense: Sense) -> ContextReader:
        return ContextReader(self._cues, self._people, sense)

    def open_line(self, line: str, *, section: SectionKind, kind: DocumentKind) -> LineReading:
        """Find the line's cues once, for all its mentions."""
        lower = line.lower() if len(line.lower()) == len(line) else line
        return LineReading(
            line=lower,
            cues=self._cues.find(line, kind),
            bounds=_bounds(lower),
            notes=tuple(m.span() for m in re.finditer(r"\([^()]{1,200}\)", lower)),
            section=section,
            kind=kind,
            words=self._sense.split(lower) if self._sense else (),
        )

    def read(self, reading: LineReading, place: tuple[int, int]) -> Context:
        """The sense of the mention at `place`, half-open offsets in the line."""
        start, end = place
        begin, finish = _clause(reading, start, end)
        before, after = _governing(reading, begin, start, end, finish)
        noted = self._note(reading, end)
        cued = noted[0] or _polarity(reading, before, after)
        polarity = cued or "affirmed"
        if polarity == "affirmed" and self._is_theirs(reading, before, start, end):
            polarity = "others"
        if polarity == "others" and reading.doers.get(start) == "own":
            polarity = "affirmed"
        depth = noted[1] or _depth(reading, before, after, start)
        polarity = self._weighed(
            reading, place, (begin, finish), (polarity, cued is not None, depth)
        )
        need: Need | None = None
        if reading.kind == "jd":
            need, waived = self._need(reading, (begin, finish), place, polarity)
            if waived:
                polarity = "denied"
            elif need == "preferred" and polarity == "denied":
                polarity = "affirmed"
        if depth == "familiar":
            depth = "used"
        if polarity == "hedged":
            depth = "familiar"
        elif polarity != "affirmed":
            depth = "listed"
        return Context(polarity, depth, need)

    def _weighed(
        self,
        reading: LineReading,
        place: tuple[int, int],
        clause: tuple[int, int],
        ruled: tuple[Polarity, bool, Depth],
    ) -> Polarity:
        """What the words around the mention make of what the rules say; one answer for a row of skills."""
        polarity, is_cued, depth = ruled
        if self._sense is None:
            return polarity
        start, end = place
        doer = reading.doers.get(start) or ""
        if reading.weighed and self._sense.answers_rows_once:
            last, said, weighed = reading.weighed[-1]
            if said == (ruled, doer) and _ROW.fullmatch(reading.line, last, start):
                reading.weighed.append((end, said, weighed))
                return weighed
        is_said = is_cued or polarity != "affirmed"
        weighed = self._sense.decide(
            Place(
                reading.words, start, end, clause, reading.section, reading.kind, polarity, is_said, depth, doer,
            )
        )  # fmt: skip
        reading.weighed.append((end, (ruled, doer), weighed))
        return weighed

    def _is_theirs(
        self, reading: LineReading, before: Sequence[CueMatch], start: int, end: int
    ) -> bool:
        """Syntax says so, or the skill names a group of other people: "the Kafka team"."""
        if reading.doers.get(start) == "others":
            return True
        if reading.kind == "jd":
            return self._people.follow(reading.line, end) and bool(
                _DEALS.search(reading.line[max(0, start - 80) : start])
            )
        return (
            reading.section == "experience"
            and self._people.follow(reading.line, end)
            and not _MEMBER.search(reading.line[max(0, start - 80) : start])
            and not any(cue.sets == "led" for cue in before)
        )

    def _note(self, reading: LineReading, end: int) -> tuple[Polarity | None, Depth | None]:
        """ "(exposure)", "- expert", "****" right after a skill speak of it alone."""
        match = _NOTE.match(reading.line, end)
        if not match:
            return None, None
        note = next(group for group in match.groups() if group is not None).strip()
        if _FILLER in note:
            return None, None
        if _STARS.match(note):
            return ("affirmed", "used") if len(note) >= GOOD_STARS else ("hedged", "familiar")
        if _YEARS.match(note):
            return "affirmed", "used"
        found = self._cues.find(note, reading.kind)
        said = [c.sets for c in found if c.axis == "polarity"]
        deep = [c.sets for c in found if c.axis == "depth"]
        polarity = cast("Polarity", said[0]) if said else None
        depth = cast("Depth", deep[0]) if deep and reading.section == "skills" else None
        return polarity, depth

    @staticmethod
    def _need(
        reading: LineReading,
        clause: tuple[int, int],
        place: tuple[int, int],
        polarity: Polarity,
    ) -> tuple[Need, bool]:
        """(need, whether it is said not to be needed)."""
        (begin, finish), (start, end) = clause, place
        cues = [
            c
            for c in _cues_near(reading, start, end)
            if c.axis == "need" and begin <= c.start and c.end <= finish
        ]
        said = {c.sets for c in cues if _governs(reading, c, begin, start, end)}
        if polarity in {"aspired", "others"} and "preferred" not in said:
            return "mentioned", False
        if "preferred" in said:
            return "preferred", False
        if "not_required" in said:
            return "not_required", True
        if polarity == "denied":
            return "not_required", False
        if "required" in said and reading.section not in {"preferred", "about"}:
            return "required", False
        return _SECTION_NEED.get(reading.section, "mentioned"), False


def _bounds(line: str) -> tuple[tuple[int, int], ...]:
    """Statement boundaries; "designed, built and ran" is one statement."""
    found: list[tuple[int, int]] = []
    for match in _BOUNDARY.finditer(line):
        piece = line[found[-1][1] if found else 0 : match.start()]
        joins = match.group().strip(" ,").casefold() in {"", "and"}
        if joins and _FILLER not in piece and len(piece.split()) < MIN_STATEMENT_WORDS:
            continue
        found.append(match.span())
    return tuple(found)


def _governs(reading: LineReading, cue: CueMatch, begin: int, start: int, end: int) -> bool:
    if cue.start >= end:
        reach = {"after": 12, "either": 12, "beside": 0}.get(cue.where)
        return reach is not None and _is_near(reading.line[end : cue.start], words=reach)
    if cue.end > start or cue.where == "beside":
        return False
    if cue.where == "next":
        return bool(_NEXT.fullmatch(reading.line, cue.end, start))
    if cue.where != "after":
        return not _in_note(reading, cue, start)
    opens = len(reading.line[begin : cue.start].split()) <= 1
    return opens or reading.line[cue.end : cue.end + 1] == ":"


def _governing(
    reading: LineReading, begin: int, start: int, end: int, finish: int
) -> tuple[list[CueMatch], list[CueMatch]]:
    """(cues before, cues after) that speak of the mention at `start:end`, in text order."""
    line = reading.line
    near = _cues_near(reading, start, end)
    before = [
        cue
        for cue in near
        if begin <= cue.start
        and cue.end <= start
        and cue.where in {"before", "either", "next"}
        and (cue.where != "next" or _NEXT.fullmatch(line, cue.end, start))
        and (
            cue.axis != "polarity" or _is_near(line[cue.end : start], words=REACH.get(cue.sets, 12))
        )
        and not _in_note(reading, cue, start)
    ]
    after = [
        cue
        for cue in near
        if end <= cue.start < finish
        and cue.where in {"after", "beside"}
        and _is_near(line[end : cue.start], words=MAX_GAP_WORDS if cue.where == "after" else 0)
        and not any(end <= first <= cue.start < last for first, last in reading.notes)
    ]
    return before, after


def _polarity(
    reading: LineReading, before: Sequence[CueMatch], after: Sequence[CueMatch]
) -> Polarity | None:
    """What stands after a skill decides, else the nearest before it; a doubt after a wish is one."""
    first = [
        c
        for c in sorted(before, key=lambda c: (-c.end, c.start))
        if c.axis == "polarity" and not (c.sets == "others" and _is_own(reading.line, c))
    ]
    last = [c for c in after if c.axis == "polarity"]
    if (
        len(first) > 1
        and first[0].sets == "denied"
        and _WITHOUT.match(reading.line, first[0].start)
    ):
        first = [c for c in first[1:] if c.sets != "denied"] if first[1].sets == "denied" else first
    if last and last[0].sets == "hedged" and first and first[0].sets in {"aspired", "others"}:
        last = []
    if last and last[0].sets == "denied" and first and _DOUBLES.match(reading.line, first[0].start):
        return "affirmed"
    said = last or first
    return cast("Polarity", said[0].sets) if said else None


def _is_own(line: str, cue: CueMatch) -> bool:
    """Whether the people of an `others` cue are the person, or led by the person."""
    begin = line[max(0, cue.start - 200) : cue.start]
    if _LEADS.search(begin):
        return True
    return (
        len(begin.split()) <= 3
        and " who " in line[cue.start : cue.end + 1]
        and not _MANY.search(begin + line[cue.start : cue.end])
    )


def _depth(
    reading: LineReading, before: Sequence[CueMatch], after: Sequence[CueMatch], start: int
) -> Depth:
    """The nearest verb before the skill and those joined to it; else one after; else the section."""
    verbs = [c for c in before if c.axis == "depth"]
    predicate = next((c for c in after if c.axis == "depth"), None)
    if not verbs:
        if predicate:
            return cast("Depth", predicate.sets)
        if reading.kind == "jd":
            return "used"
        return _default_depth(reading, start)
    depth = cast("Depth", verbs[-1].sets)
    last = verbs[-1]
    for cue in reversed(verbs[:-1]):
        between = reading.line[cue.end : last.start]
        joined = re.fullmatch(r"\s*(?:,|and|&|or|,\s*and|then|,\s*then)\s*(?:then\s*)?", between)
        means = depth == "used" and cue.sets in {"led", "built"}
        if not joined and not means:
            break
        depth = max(depth, cast("Depth", cue.sets), key=DEPTHS.index)
        last = cue
    if depth == "built" and _is_left_behind(reading.line, last.start, start):
        return "used"
    if (
        depth == "built"
        and reading.line[last.start : last.end].split()[0].endswith("ing")
        and any(c.sets == "led" for c in verbs)
    ):
        return "led"
    if predicate:
        depth = max(depth, cast("Depth", predicate.sets), key=DEPTHS.index)
    return depth


def _default_depth(reading: LineReading, start: int) -> Depth:
    section = reading.section
    if section in _SECTION_DEPTH:
        return _SECTION_DEPTH[section]
    if section in {"summary", "other"} and re.search(
        r"(?:skills|tools|languages|keywords|technologies|stack)\b[^.:]*(?:include|:|are)",
        reading.line[max(0, start - 200) : start],
    ):
        return "listed"
    return "used"


def _is_left_behind(line: str, verb: int, start: int) -> bool:
    """ "Moved X from A to B", "migrated off A", "replaced A": A was used."""
    if not _MOVED.search(line[verb:start]) or _FROM_TO.search(line[verb:start]):
        return False
    if _LEFT.match(line[verb:start]):
        return True
    rest = line[start : start + 80]
    return bool(
        re.search(
            r"_\s*(?:[\w-]+\s+){0,3}?(?:to|onto|into|with|by|in favou?r of)\s+(?:an?\s+|the\s+)?(?:\w+\s+)?_",
            rest,
        )
    ) and not re.search(r"\b(?:to|onto|into|with|by)\s", line[verb:start])


def _is_near(gap: str, *, words: int = MAX_GAP_WORDS) -> bool:
    """Whether a predicate still speaks of the skill before the gap; other skills in between do not count."""
    return sum(not word.startswith(_FILLER) for word in gap.split()) <= words


def _in_note(reading: LineReading, cue: CueMatch, start: int) -> bool:
    """Whether the cue stands in brackets that are closed before the mention."""
    return any(begin <= cue.start and cue.end <= end <= start for begin, end in reading.notes)


def _cues_near(reading: LineReading, start: int, end: int) -> Sequence[CueMatch]:
    """The cues a clause around `start:end` can hold; a whole document may stand in one line."""
    first = bisect_left(reading.cues, start - 400, key=lambda cue: cue.start)
    last = bisect_left(reading.cues, end + 300, key=lambda cue: cue.start)
    return reading.cues[first:last]


def _clause(reading: LineReading, start: int, end: int) -> tuple[int, int]:
    begin, finish = 0, len(reading.line)
    number = bisect_left(reading.bounds, start - 400, key=lambda bound: bound[0])
    for boundary in reading.bounds[number:]:
        if boundary[1] <= start:
            begin = boundary[1]
        elif boundary[0] >= end:
            finish = boundary[0]
            break
    return max(begin, start - 300), min(finish, end + 200)


def blank(line: str, spans: Iterable[tuple[int, int]]) -> str:
    """The line with spans overwritten by a letter-like filler of equal length."""
    characters = list(line)
    for start, end in spans:
        characters[start:end] = _FILLER * (end - start)
    return "".join(characters)
