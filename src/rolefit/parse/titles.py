"""Job titles: seniority words stripped, the rest looked up among the corpus' aliases."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rolefit.types import Line, TitleMention

if TYPE_CHECKING:
    from rolefit.corpus import Corpus, TitleAlias
    from rolefit.parse.skills import Term

_INTRODUCED = re.compile(
    r"(?:\bas|\bi am|\bi'm|\bseeking|\bhiring|\blooking for|\brole of|\bposition of|\btitle:?|\bjoin us as|"
    r"\brole:?|\bposition:?|\bfor)\s+(?:an?|the|our|your|our next)?\s*(?:[\w.-]+\s+){0,3}$",
    re.IGNORECASE,
)
_JOB = re.compile(
    r"(?:engineer|scientist|developer|analyst|manager|architect|researcher|specialist|consultant|intern|"
    r"programmer|administrator|designer|statistician|lead|modell?er|practitioner|technologist)s?$|^engineer\b",
    re.IGNORECASE,
)
MAX_TITLE_LINE_WORDS = 14


def names_job(title: str) -> bool:
    """Whether the words say what somebody is, not only the field: "ML engineer", not "MLOps"."""
    return bool(_JOB.search(title))


def build_title_table(corpus: Corpus) -> Mapping[str, TitleAlias]:
    """Alias by its key."""
    table: dict[str, TitleAlias] = {}
    for alias in corpus.title_aliases:
        table.setdefault(title_key(alias.title), alias)
    return table


def title_key(title: str) -> str:
    """Lower-case words; hyphens, slashes, commas and brackets do not count."""
    return " ".join(re.findall(r"[\w+#&]+", title.casefold()))


def find_titles(
    text: str, terms: Sequence[Term], table: Mapping[str, TitleAlias], lines: Sequence[Line]
) -> tuple[TitleMention, ...]:
    """Titles that stand where titles stand: header, the head of a position, "as a …"."""
    found: list[TitleMention] = []
    number = 0
    for term in terms:
        while number < len(lines) and lines[number].end <= term.start:
            number += 1
        if number == len(lines) or term.start < lines[number].start:
            continue
        line = lines[number]
        if not _is_title_place(text, term, line):
            continue
        alias = table[term.key]
        found.append(
            TitleMention(
                term.start,
                term.end,
                alias.title,
                tuple(sorted(alias.roles.items())),
                alias.confidence,
                line.section,
                line.position,
            )
        )
    return tuple(found)


def _is_title_place(text: str, term: Term, line: Line) -> bool:
    if line.section in {"title", "header"}:
        return True
    short = len(text[line.start : line.end].split()) <= MAX_TITLE_LINE_WORDS
    if line.section == "experience" and short and not line.embedded:
        return True
    return bool(_INTRODUCED.search(text[max(line.start, term.start - 60) : term.start]))
