"""What each line of a job ad asks for: from its words, its section and the lines around it.

The weights are learnt (`scripts/train_asks.py`): lines under clear headings of public ads are the
labels. Headings, cues and neighbours decide together, so that boilerplate is found inside other
sections and ads without headings are read, too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

from rolefit.parse.asks import ASKS, Ask, AskWeights, Piece, best_path, score_pieces
from rolefit.parse.cues import CueTable
from rolefit.types import Line, Need, SectionKind

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

_CUT = re.compile(
    r"(?:;|,|\.|\s[–—-])\s+(?:(?:and|but|though|although|however|while)\s+)?|\s+\((?=[a-z])|\s(?=strong candidates (?:may|need not))",
    re.IGNORECASE,
)
MIN_PIECE_WORDS = 3
_NEEDED = r"(?:required|necessary|needed|mandatory|expected|(?:a )?requirement|(?:a )?must|(?:a )?prerequisite|essential)"
_ASSET = r"(?:experience|knowledge|background|degree|phd|diploma|education|skills?|certificat\w+|expert\w*|clearance|travel|relocation|coding|programming|training|familiarity|requirements?)"
_WAIVES = re.compile(
    rf"\b(?:no|nor|without)\b[^.;:]{{0,60}}\b(?:is |are )?(?:required|necessary|needed|expected)\b|"
    rf"(?:\bnot|n['’]t)\s+(?:be\s+)?(?:an?\s+)?(?:\w+ly\s+)?{_NEEDED}\b(?!\s+to be (?:in|considered))|"
    r"\b(?:you|we|candidates?|applicants?)\s+(?:do(?:es)? not|don['’]t|needn['’]t|need not|will not|won['’]t|are not|aren['’]t|"
    r"should not)\s+(?:need|require|have to|necessarily need|expect|expected|required|ask for|care (?:about|if|whether|where|what)|"
    r"looking for)\b|\b(?:don['’]t|do not) worry if\b|\bno (?:degree|experience|diploma|phd)\s*\?|"
    r"\bno requirement (?:for|of|to)\b|\bis (?:unnecessary|irrelevant|immaterial)\b|\bis not part of the (?:job|role)\b|"
    r"\bthis is not an?\b[^.;]{0,40}\b(?:position|role|job)\b|\bnot looking for an?\b|"
    rf"\bno need (?:for|to (?:have|know|be))\b|\bneed not (?:be|have)\b|\bno (?:prior|previous) {_ASSET}\b|"
    rf"\b{_ASSET} (?:\w+ ){{0,3}}(?:does(?: not|n['’]t)) (?:matter|count)\b",
    re.IGNORECASE,
)
_WAIVES_SURELY = re.compile(
    rf"\bneed not have\b|\bno\b[^.;:]{{0,30}}\b{_ASSET}\b[^.;:]{{0,30}}\b(?:required|necessary|needed|expected)\b|"
    rf"\b{_ASSET}\b[^.;:]{{0,40}}\b(?:is|are)(?: not|n['’]t) {_NEEDED}\b",
    re.IGNORECASE,
)
_ENCOURAGES = re.compile(
    r"\b(?:every|all|each|everything|any one)\b[^.;]{0,40}\b(?:requirements?|qualifications?|box|criteri\w+|points?|listed|bullets?|"
    r"expectations?|answers?|above|technology|technologies|one)\b|\b100\s?%|\banyone\b|\bmanager\b|\bsponsor|\boffices?\b|\bplease\b|"
    r"\bapply\b(?! knowledge)|\bthird[- ]part|\bagenc|\bthese questions\b|\bauthori[sz]ation\b",
    re.IGNORECASE,
)
""" "You do not need to meet every point" asks for applications, it waives nothing."""
_WISHES = re.compile(
    rf"\b(?:but|however|though|although|while|whilst|certainly)\s+(?:\w+\s+){{0,4}}?not\s+(?:an?\s+)?{_NEEDED}|"
    rf"\(\s*not (?:an? )?{_NEEDED}\s*\)|\bnot {_NEEDED},? (?:but|though|although)\b|\b(?:although|but|though) it (?:helps|is)\b",
    re.IGNORECASE,
)


def ask_of(line: Line) -> Ask:
    """What the line asks for, from its own words where they tell, else from its section."""
    if line.need is not None and line.need != "mentioned":
        return line.need
    if line.heading:
        return "other"
    return SECTION_ASKS.get(line.section, "other")


class AskReader:
    """Decides for all lines of an ad together."""

    def __init__(self, weights: AskWeights, cues: CueTable) -> None:
        self._weights = weights
        self._cues = cues

    def read(self, text: str, lines: Sequence[Line]) -> tuple[Line, ...]:
        """The lines with `need` and, where the words say otherwise than the heading, `section` set."""
        cut = [piece for line in lines for piece in self.cut(text, line)]
        pieces = pieces_of(text, cut)
        scores = score_pieces(pieces, self._weights)
        path = best_path(scores, self._weights.change, [line.heading for line in cut])
        return tuple(
            line
            if line.heading
            else _with_ask(line, ASKS[path[i]], waived=self._waives(text, line, ASKS[path[i]]))
            for i, line in enumerate(cut)
        )

    def _waives(self, text: str, line: Line, ask: Ask) -> bool:
        piece = text[line.start : line.end]
        if line.section == "not_required" and ask in {"required", "preferred"}:
            return True
        return self._cue(piece) == "not_required" and (
            ask != "boilerplate" or bool(_WAIVES_SURELY.search(piece))
        )

    def _cue(self, text: str) -> Need | None:
        said = {
            c.sets
            for c in self._cues.find(text, "jd")
            if c.axis == "need" and c.where not in {"beside", "next"}
        }
        if "preferred" in said or _WISHES.search(text):
            return "preferred"
        if "need not have" in text.casefold():
            return "not_required"
        return "not_required" if _WAIVES.search(text) and not _ENCOURAGES.search(text) else None

    def cut(self, text: str, line: Line) -> list[Line]:
        """A line in two where a clause of its own is only preferred, or waived."""
        if line.heading:
            return [line]
        piece = text[line.start : line.end]
        if self._cue(piece) is None:
            return [line]
        for cut in _CUT.finditer(piece):
            head, tail = piece[: cut.start()], piece[cut.end() :]
            long = min(len(head.split()), len(tail.split())) >= MIN_PIECE_WORDS
            before, after = self._cue(head), self._cue(tail)
            if long and ((before is None and after) or (before == "not_required" != after)):
                first = replace(line, end=line.start + cut.start())
                return [first, *self.cut(text, replace(line, start=line.start + cut.end()))]
        return [line]


def pieces_of(text: str, lines: Sequence[Line]) -> list[Piece]:
    """The lines as the weights see them; `section` is what the last known heading asks."""
    found: list[Piece] = []
    for line in lines:
        before = text[max(0, line.start - 4) : line.start].rsplit("\n", 1)[-1].strip()
        asked = "none" if line.section in UNCLEAR else SECTION_ASKS.get(line.section, "none")
        section = "required" if asked == "not_required" else asked
        found.append(Piece(text[line.start : line.end], bool(before), line.heading, section))
    return found


UNCLEAR: frozenset[SectionKind] = frozenset({"title", "role", "other"})


def _with_ask(line: Line, ask: Ask, *, waived: bool) -> Line:
    need = cast("Need", ask) if ask in {"required", "preferred"} else None
    section = line.section
    if SECTION_ASKS.get(section, "other") != ask:
        section = ASK_SECTIONS.get(ask, "other" if ask == "other" else section)
    return replace(line, need="not_required" if waived else need, section=section)
