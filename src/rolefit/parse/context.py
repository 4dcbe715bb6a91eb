"""In what sense a skill is named: polarity, depth and, in JDs, need. The cue words are corpus data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rolefit.types import Depth, DocumentKind, Need, Polarity, SectionKind

if TYPE_CHECKING:
    from rolefit.corpus import Cue

_CLAUSE_END = re.compile(
    r"[;.!?](?=\s|$)|\n\s*[•*-]|,?\s+\b(?:but|however|although|though|whereas|yet)\b", re.IGNORECASE
)
_POLARITIES: tuple[Polarity, ...] = ("denied", "aspired", "others", "hedged")
"""In order of precedence."""
_DEPTHS: tuple[Depth, ...] = ("led", "built", "used", "familiar")
_SECTION_DEPTH: Mapping[SectionKind, Depth] = {
    "skills": "listed",
    "education": "listed",
    "certifications": "familiar",
    "header": "listed",
}
_SECTION_NEED: Mapping[SectionKind, Need] = {
    "required": "required",
    "preferred": "preferred",
    "not_required": "not_required",
}
_NEEDS: tuple[Need, ...] = ("not_required", "preferred", "required")


@dataclass(frozen=True, slots=True)
class Context:
    polarity: Polarity
    depth: Depth
    need: Need | None


class CueTable:
    """Cue phrases as one pattern a meaning."""

    def __init__(self, cues: Iterable[Cue]) -> None:
        phrases: dict[str, set[str]] = {}
        for cue in cues:
            phrases.setdefault(cue.sets, set()).update(cue.phrases)
        self._patterns = {name: _pattern(words) for name, words in phrases.items()}

    def read(
        self, line: str, *, start: int, end: int, section: SectionKind, kind: DocumentKind
    ) -> Context:
        """The sense of the mention at `start:end` of a line whose skills are blanked out.

        Blanked, since "machine learning" is no sign that somebody is learning.
        """
        begin, finish = _clause(line, start, end)
        before, after = line[begin:start].casefold(), line[end:finish].casefold()
        polarity = self._polarity(before, after)
        depth = self._depth(before, after, section)
        if polarity == "hedged":
            depth = "familiar"
        need = self._need(before, after, section, polarity) if kind == "jd" else None
        return Context(polarity, depth, need)

    def _has(self, name: str, text: str) -> bool:
        pattern = self._patterns.get(name)
        return bool(pattern and pattern.search(text))

    def _polarity(self, before: str, after: str) -> Polarity:
        for polarity in _POLARITIES:
            if self._has(polarity, before):
                return polarity
        if self._has("not_required", before) or self._has("not_required", after):
            return "denied"
        return "affirmed"

    def _depth(self, before: str, after: str, section: SectionKind) -> Depth:
        """The nearest verb before the skill; else one after; else what the section says."""
        nearest: tuple[int, Depth] | None = None
        for depth in _DEPTHS:
            last = max((m.end() for m in self._find(depth, before)), default=-1)
            if last >= 0 and (nearest is None or last > nearest[0]):
                nearest = (last, depth)
        if nearest:
            return nearest[1]
        if section not in _SECTION_DEPTH:
            for depth in _DEPTHS[:2]:
                if self._has(depth, after):
                    return depth
        return _SECTION_DEPTH.get(section, "used")

    def _find(self, name: str, text: str) -> Iterable[re.Match[str]]:
        pattern = self._patterns.get(name)
        return pattern.finditer(text) if pattern else ()

    def _need(self, before: str, after: str, section: SectionKind, polarity: Polarity) -> Need:
        for need in _NEEDS:
            if self._has(need, before) or self._has(need, after):
                return need
        if polarity == "denied":
            return "not_required"
        return _SECTION_NEED.get(section, "mentioned")


def blank(line: str, spans: Iterable[tuple[int, int]]) -> str:
    """The line with spans overwritten by a letter-like filler of equal length."""
    for start, end in spans:
        line = line[:start] + "_" * (end - start) + line[end:]
    return line


def _clause(line: str, start: int, end: int) -> tuple[int, int]:
    begin, finish = 0, len(line)
    for boundary in _CLAUSE_END.finditer(line):
        if boundary.end() <= start:
            begin = boundary.end()
        elif boundary.start() >= end:
            finish = boundary.start()
            break
    return max(begin, start - 300), min(finish, end + 200)


def _pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(p) for p in ordered) + r")(?!\w)")
