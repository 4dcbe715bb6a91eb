"""Headings and the sections they open; which kind of document this is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from rolefit.types import DocumentKind, SectionKind

if TYPE_CHECKING:
    from rolefit.corpus import Heading

_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_SPACED_OUT = re.compile(r"^(?:[A-Za-z&] ){3,}[A-Za-z]$")
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
        return None

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
        return None


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
