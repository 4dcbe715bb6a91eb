"""Headings and the sections they open; which kind of document this is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from rolefit.types import DocumentKind, SectionKind

if TYPE_CHECKING:
    from rolefit.corpus import Heading

_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_SPACED_OUT = re.compile(r"^(?:[A-Za-z&] ){3,}[A-Za-z]$")
_COLUMN = re.compile(r"(?<=\S)(?:\s{3,}|\s*\t\s*)(?=\S)")
_JD_WORDS = re.compile(
    r"\b(?:we are (?:looking|seeking|hiring)|we're (?:looking|hiring)|you will|you'll|you have|"
    r"equal opportunity|the (?:ideal|successful) candidate|job description|"
    r"apply now|our (?:team|mission|client)|join (?:us|our)|this role|salary range)\b"
)
_RESUME_WORDS = re.compile(
    r"\b(?:curriculum vitae|résumé|references available|linkedin\.com/in|github\.com/|gpa|b\.?sc|"
    r"present|i (?:am|have|led|built|worked))\b|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.\w"
)
_GOES_ON = frozenset({"with", "of", "using"})
""" "Knowledge and experience with Spark" is no heading."""
MAX_HEADING_WORDS = 8
MIN_MISSPELT = 8
"""Shorter headings are one letter from too many other words."""


@dataclass(frozen=True, slots=True)
class HeadingMatch:
    """A recognised heading; `inline` when content follows its colon on the same line."""

    section: SectionKind
    length: int
    inline: bool


class HeadingTable:
    """Spellings of one kind of document."""

    def __init__(self, headings: tuple[Heading, ...], of: DocumentKind) -> None:
        self._sections: Mapping[str, SectionKind] = {
            spelling: cast("SectionKind", heading.section)
            for heading in headings
            if heading.of == of
            for spelling in heading.spellings
        }
        self._of = of
        self._misspelt = _one_letter_off(self._sections) if of == "resume" else {}

    def find(self, line: str) -> HeadingMatch | None:
        """The heading that `line` is, or begins with before a colon."""
        if len(line) > 400:
            line = line[:400]
        words = line.split()
        if len(words) <= MAX_HEADING_WORDS and (section := self._section_of(line)):
            return HeadingMatch(section, len(line), inline=False)
        head, colon, rest = line.partition(":")
        if colon and rest.strip() and len(head.split()) <= 6:
            section = self._sections.get(normalise_heading(head))
            if section:
                return HeadingMatch(section, len(head) + 1, inline=True)
        return self._find_beside(line)

    def _find_beside(self, line: str) -> HeadingMatch | None:
        """A heading in the left column of a résumé: "EDUCATION    BSc Physics, Leeds"."""
        gap = _COLUMN.search(line) if self._of == "resume" and line[:1].isupper() else None
        section = self._sections.get(normalise_heading(line[: gap.start()])) if gap else None
        return HeadingMatch(section, gap.end(), inline=True) if gap and section else None

    def _section_of(self, line: str) -> SectionKind | None:
        name = normalise_heading(line)
        if name in self._sections:
            return self._sections[name]
        if line.rstrip().endswith((".", ",", ";")) or not line[:1].isupper():
            return None
        words = name.split()
        for count in range(len(words) - 1, 1, -1):
            if section := self._sections.get(" ".join(words[:count])):
                return None if words[count] in _GOES_ON else section
        if words[:1] == ["about"] and len(words) <= 4:
            return "about"
        return self._misspelt_section(name)

    def _misspelt_section(self, name: str) -> SectionKind | None:
        """Of a long heading with one letter wrong, missing, doubled or in its neighbour's place."""
        if not self._misspelt or len(name) < MIN_MISSPELT or any(c.isdigit() for c in name):
            return None
        found = {self._misspelt.get(piece) for piece in (name, *_less_one(name))} - {None}
        return found.pop() if len(found) == 1 else None


def _one_letter_off(sections: Mapping[str, SectionKind]) -> dict[str, SectionKind]:
    """Long spellings, and each without one of its letters, to their section; none where two sections claim it."""
    claims: dict[str, set[SectionKind]] = {}
    for spelling, section in sections.items():
        if len(spelling) >= MIN_MISSPELT:
            for piece in (spelling, *_less_one(spelling)):
                claims.setdefault(piece, set()).add(section)
    return {piece: next(iter(claim)) for piece, claim in claims.items() if len(claim) == 1}


def _less_one(word: str) -> Iterator[str]:
    return (word[:i] + word[i + 1 :] for i in range(len(word)))


def normalise_heading(text: str) -> str:
    """Lower case, straight apostrophes, no edges, letter-spaced words joined."""
    text = _EDGES.sub("", text.replace("’", "'").strip())
    if _SPACED_OUT.match(text):
        text = text.replace(" ", "")
    return re.sub(r"\s+", " ", text).casefold()


def detect_kind(text: str, resume: HeadingTable, jd: HeadingTable) -> DocumentKind:
    """Résumé or JD, by headings and turns of phrase; a résumé when nothing tells."""
    lines = [line.strip() for line in text.split("\n") if line.strip()][:400]
    short = [line for line in lines if len(line) < 60]
    lower = text[:60_000].casefold()
    score = sum(jd.find(line) is not None for line in short)
    score -= sum(resume.find(line) is not None for line in short)
    score += min(4, len(_JD_WORDS.findall(lower)))
    score -= min(4, len(_RESUME_WORDS.findall(lower)))
    return "jd" if score > 0 else "resume"
