"""Cue phrases of the corpus, found in a line: which words stand there, and what they set.

A phrase is a row of words. `{a|b}` is a choice, `{people}` one of a word list of the corpus, `…` up to four
words of any kind. Phrases are looked up by their first word, so that a thousand of them cost little.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rolefit.types import DocumentKind

if TYPE_CHECKING:
    from rolefit.corpus import Cue

_WORD = re.compile(r"[^\W_][\w+#-]*(?:['’][^\W_]+)?")
_PIECE = re.compile(r"\{([^}]*)\}|(…)|([^\s{}…]+)|(\s+)")
_GAP = r"(?:[ \t]+(?!(?:i|we|me|my)\b)[^\s,;:]+){0,4}?"
AXES: Mapping[str, str] = {
    **dict.fromkeys(("denied", "aspired", "hedged", "others", "affirmed"), "polarity"),
    **dict.fromkeys(("led", "built", "used", "familiar", "listed"), "depth"),
    **dict.fromkeys(("required", "preferred", "not_required"), "need"),
}


@dataclass(frozen=True, slots=True)
class CueMatch:
    """A cue phrase in a line; `where` says which mentions it governs: those after it, before it, beside it."""

    start: int
    end: int
    axis: str
    sets: str
    where: str


@dataclass(frozen=True, slots=True)
class _Group:
    """Phrases with one first word and one meaning."""

    patterns: tuple[re.Pattern[str], ...]
    axis: str
    sets: str
    where: str
    of: DocumentKind | None


@dataclass(frozen=True, slots=True)
class _Entry:
    """The groups of one first word; `any` matches where one of their phrases does, for most words none."""

    any: re.Pattern[str]
    groups: tuple[_Group, ...]


class CueTable:
    """All phrases, by first word."""

    def __init__(self, cues: Iterable[Cue], words: Mapping[str, Sequence[str]]) -> None:
        grouped: dict[str, dict[tuple[str, str, DocumentKind | None], set[str]]] = {}
        for cue in cues:
            meaning = (cue.sets, cue.where, cue.of)
            for phrase in cue.phrases:
                source = _source(phrase, words)
                for first in _first_words(phrase, words):
                    grouped.setdefault(first, {}).setdefault(meaning, set()).add(source)
        self._entries = {first: _entry(meanings) for first, meanings in grouped.items()}

    def find(self, line: str, kind: DocumentKind) -> tuple[CueMatch, ...]:
        """All cues of a line in order; of those that overlap on one axis, the longest."""
        lower = lower_same_length(line)
        found = [
            CueMatch(word.start(), end, group.axis, group.sets, group.where)
            for word in _WORD.finditer(lower)
            if (entry := self._entries.get(word.group())) and entry.any.match(lower, word.start())
            for group in entry.groups
            if group.of in {None, kind} and (end := _reach(group, lower, word.start()))
        ]
        return _longest(found)


def lower_same_length(text: str) -> str:
    """Lower case with straight apostrophes, where no character changes its place."""
    lower = text.lower().replace("’", "'")
    if len(lower) == len(text):
        return lower
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text).replace("’", "'")


def _reach(group: _Group, line: str, start: int) -> int:
    """Where the longest phrase of the group that begins at `start` ends; 0 for none."""
    matches = (pattern.match(line, start) for pattern in group.patterns)
    return max((match.end() for match in matches if match), default=0)


def _longest(found: Sequence[CueMatch]) -> tuple[CueMatch, ...]:
    """Of cues that overlap on one axis and side, the longest; in text order."""
    taken: dict[tuple[str, str], set[int]] = {}
    kept: list[CueMatch] = []
    for cue in sorted(found, key=lambda c: (c.start - c.end, c.start, c.sets)):
        places = taken.setdefault((cue.axis, cue.where), set())
        here = range(cue.start, cue.end)
        if not any(place in places for place in here):
            places.update(here)
            kept.append(cue)
    return tuple(sorted(kept, key=lambda c: (c.start, c.end, c.axis)))


def _source(phrase: str, words: Mapping[str, Sequence[str]]) -> str:
    pieces: list[str] = []
    for choice, gap, literal, space in _PIECE.findall(phrase.strip()):
        if gap:
            if pieces and pieces[-1] == r"[ \t]+":
                pieces.pop()
            pieces.append(_GAP)
        elif choice:
            options = [option for name in choice.split("|") for option in words.get(name, (name,))]
            ordered = sorted(options, key=lambda option: (-len(option), option))
            pieces.append(
                "(?:" + "|".join(re.escape(o).replace(r"\ ", r"[ \t]+") for o in ordered) + ")"
            )
        elif literal:
            pieces.append(re.escape(literal))
        elif space:
            pieces.append(r"[ \t]+")
    return "".join(pieces)


def _first_words(phrase: str, words: Mapping[str, Sequence[str]]) -> set[str]:
    head = re.match(r"\{([^}]*)\}", phrase)
    if head is None:
        openings = [phrase]
    else:
        openings = [o for name in head[1].split("|") for o in words.get(name, (name,))]
    return {match.group() for opening in openings if (match := _WORD.search(opening))}


def _entry(meanings: Mapping[tuple[str, str, DocumentKind | None], set[str]]) -> _Entry:
    groups = tuple(
        _Group(_compile(sources), AXES[sets], sets, where, of)
        for (sets, where, of), sources in sorted(meanings.items(), key=str)
    )
    together = "|".join(sorted(set().union(*meanings.values())))
    return _Entry(_compile([f"(?:{together})"])[0], groups)


def _compile(sources: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(source + r"(?!\w)") for source in sorted(sources))
