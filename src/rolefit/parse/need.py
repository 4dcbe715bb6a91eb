"""What each line of a job ad asks for: from its words, its section and the lines around it.

The words' weights are learnt (`scripts/train_asks.py`): lines under clear headings of public ads are the
labels. Headings, cues and neighbours decide together, so that boilerplate is found inside other
sections and ads without headings are read, too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Literal, cast

from rolefit.parse.cues import CueTable
from rolefit.types import Line, Need, SectionKind

Ask = Literal["required", "preferred", "not_required", "boilerplate", "responsibility", "other"]
ASKS: tuple[Ask, ...] = ("required", "preferred", "boilerplate", "responsibility", "other")
"""What words tell; that something is not required is said by cues alone."""
SECTION_ASKS: Mapping[SectionKind, Ask] = {
    "required": "required",
    "preferred": "preferred",
    "not_required": "not_required",
    "responsibilities": "responsibility",
    "role": "responsibility",
    "skills": "required",
    "education": "required",
    "certifications": "required",
    "experience": "required",
    "about": "boilerplate",
    "benefits": "boilerplate",
    "equal_opportunity": "boilerplate",
    "application": "boilerplate",
    "pay": "boilerplate",
}
ASK_SECTIONS: Mapping[Ask, SectionKind] = {
    "required": "required",
    "preferred": "preferred",
    "boilerplate": "about",
    "responsibility": "responsibilities",
}
HEADING_TRUST: Mapping[SectionKind, float] = {"role": 0.3, "title": 0.0, "other": 0.0, "about": 1.5}
DEFAULT_TRUST = 2.5
SWITCH_COST = 2.0
CUE_TRUST = 5.0
MAX_TRUST = 6.0
_WORD = re.compile(r"[a-z][a-z'+#-]*|\d+|[$€£%]")
_CUT = re.compile(r"(?:;|,|\.|\s[–—-])\s+(?:and\s+|but\s+)?|\s+\((?=[a-z])")


def ask_of(line: Line) -> Ask:
    """What the line asks for, from its own words where they tell, else from its section."""
    if line.need is not None and line.need != "mentioned":
        return line.need
    if line.heading:
        return "other"
    return SECTION_ASKS.get(line.section, "other")


@dataclass(frozen=True, slots=True)
class AskWeights:
    """Log-linear weights of words and word pairs, one for each of `ASKS`."""

    bias: tuple[float, ...]
    words: Mapping[str, tuple[float, ...]]

    def score(self, text: str) -> list[float]:
        totals = list(self.bias)
        for feature in ask_features(text):
            weights = self.words.get(feature)
            if weights:
                for i, weight in enumerate(weights):
                    totals[i] += weight
        return totals


def load_ask_weights(path: Path) -> AskWeights:
    data = json.loads(path.read_text(encoding="utf-8"))
    return AskWeights(tuple(data["bias"]), {w: tuple(v) for w, v in data["words"].items()})


def ask_features(text: str) -> set[str]:
    """Words and pairs, lower case, and how long the line is."""
    words = _WORD.findall(text.lower().replace("’", "'"))
    pairs = {f"{a} {b}" for a, b in pairwise(words)}
    length = "#short" if len(words) <= 4 else "#line" if len(words) <= 25 else "#long"
    ends = {f"#end{text[-1]}"} if text[-1:] in ".:?!" else set()
    return {*words, *pairs, length, *ends, f"#first {words[0]}" if words else "#none"}


class AskReader:
    """Decides for all lines of an ad together."""

    def __init__(self, weights: AskWeights, cues: CueTable) -> None:
        self._weights = weights
        self._cues = cues

    def read(self, text: str, lines: Sequence[Line]) -> tuple[Line, ...]:
        """The lines with `need` and, where the words say otherwise than the heading, `section` set."""
        pieces = [piece for line in lines for piece in self._cut(text, line)]
        waived: dict[int, Need] = {}
        scores: list[list[float]] = []
        for number, line in enumerate(pieces):
            cue = None if line.heading else self._cue(text[line.start : line.end])
            if cue == "not_required":
                waived[number] = "not_required"
            scores.append(self._score(text, line, cue))
        path = _best_path(scores, [line.heading for line in pieces])
        return tuple(
            line if line.heading else _with_ask(line, ASKS[path[i]], waived.get(i))
            for i, line in enumerate(pieces)
        )

    def _score(self, text: str, line: Line, cue: Need | None) -> list[float]:
        if line.heading:
            return [0.0] * (len(ASKS) - 1) + [CUE_TRUST * 2]
        scores = [
            min(MAX_TRUST, max(-MAX_TRUST, s))
            for s in self._weights.score(text[line.start : line.end])
        ]
        asked = SECTION_ASKS.get(line.section)
        if asked in ASKS:
            scores[ASKS.index(asked)] += HEADING_TRUST.get(line.section, DEFAULT_TRUST)
        if cue == "preferred":
            scores[ASKS.index("preferred")] += CUE_TRUST
        return scores

    def _cue(self, text: str) -> Need | None:
        said = {
            c.sets
            for c in self._cues.find(text, "jd")
            if c.axis == "need" and c.where not in {"beside", "next"}
        }
        if "preferred" in said:
            return "preferred"
        return "not_required" if "not_required" in said and _WAIVES.search(text) else None

    def _cut(self, text: str, line: Line) -> list[Line]:
        """A line in two where a clause of its own is only preferred, or waived."""
        if line.heading:
            return [line]
        piece = text[line.start : line.end]
        whole = self._cue(piece)
        if whole is None:
            return [line]
        for cut in _CUT.finditer(piece):
            head, tail = piece[: cut.start()], piece[cut.end() :]
            if (
                len(head.split()) >= MIN_PIECE_WORDS
                and len(tail.split()) >= MIN_PIECE_WORDS
                and self._cue(head) is None
                and self._cue(tail)
            ):
                first = replace(line, end=line.start + cut.start())
                return [first, *self._cut(text, replace(line, start=line.start + cut.end()))]
        return [line]


MIN_PIECE_WORDS = 3
_WAIVES = re.compile(
    r"\b(?:not?\b.{0,60}\b(?:required|necessary|needed|mandatory|expected|requirement|must|prerequisite|essential)|"
    r"do(?:es)? not (?:need|require|have to)|don['’]t (?:need|require|have to|worry)|no need|we don['’]t (?:care|expect|require)|"
    r"need not|unnecessary|regardless of)",
    re.IGNORECASE,
)


def _with_ask(line: Line, ask: Ask, waived: Need | None) -> Line:
    need = cast("Need", ask) if ask in {"required", "preferred"} else None
    section = line.section
    if SECTION_ASKS.get(section, "other") != ask:
        section = ASK_SECTIONS.get(ask, "other" if ask == "other" else section)
    return replace(line, need=waived or need, section=section)


def _best_path(scores: Sequence[Sequence[float]], headings: Sequence[bool]) -> list[int]:
    """The most likely row of asks; a change costs, except at a heading (Viterbi)."""
    if not scores:
        return []
    totals, back = list(scores[0]), []
    for number in range(1, len(scores)):
        cost = 0.0 if headings[number] or headings[number - 1] else SWITCH_COST
        best = max(range(len(totals)), key=lambda i: (totals[i], -i))
        choice = [i if totals[i] >= totals[best] - cost else best for i in range(len(totals))]
        totals = [
            totals[c] - (0.0 if c == i else cost) + scores[number][i] for i, c in enumerate(choice)
        ]
        back.append(choice)
    path = [max(range(len(totals)), key=lambda i: (totals[i], -i))]
    for choice in reversed(back):
        path.append(choice[path[-1]])
    return path[::-1]
