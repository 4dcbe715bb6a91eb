"""Job titles: seniority words stripped, the rest looked up among the corpus' aliases."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rolefit.types import Line, TitleMention

if TYPE_CHECKING:
    from rolefit.corpus import Corpus, TitleAlias
    from rolefit.parse.skills import Term

_INTRODUCED = re.compile(
    r"(?:\bas|\bi am|\bi'm|\bseeking|\bhiring|\brole of|\bposition of|\btitle:?|\brole:?|\bposition:?|^for|"
    r"\b(?:look(?:ing|out)|search(?:ing)?|seeking|hiring|recruiting|opportunity|opening|vacancy|need|role|"
    r"position|qualifications|requirements|role is|position is) for)\s+(?:an?|the|our|your|our next)?\s*(?:[\w.-]+\s+){0,3}$",
    re.IGNORECASE,
)
_WISHED = re.compile(
    r"\b(?:aspiring|seek(?:s|ing)?|appl(?:y|ied|ying) (?:for|as|to)|look(?:s|ing) for|interested in|objective:|"
    r"(?:want|hope|aim|hoping|aiming|aspire|wish|keen|eager)(?:s|ed)? (?:to|for)|(?:transition(?:ing)?|move|moving) (?:in)?to|"
    r"to become|becoming|(?:desired|target) (?:title|role|position|job):?)\b[^.;\n]*$|"
    r"\b(?:applied for|(?:desired|target) (?:title|role|position|job)|position (?:desired|sought)):?\s*$",
    re.IGNORECASE,
)
"""A title in a résumé that follows one of these is one its writer would like to have."""
_JOB = re.compile(
    r"(?:engineer|scientist|developer|analyst|manager|architect|researcher|specialist|consultant|intern|"
    r"programmer|administrator|designer|statistician|lead|modell?er|practitioner|technologist)s?$|^engineer\b",
    re.IGNORECASE,
)
_ENGINEERING = re.compile(r"(?:engineer|engineering|developer|programmer)\b|engineer")
_LEVEL_WORDS = re.compile(
    r"\b(?:senior|sr|junior|jr|staff|principal|lead|distinguished|mid level|entry level|associate|intern|graduate|"
    r"head|i{1,3}|iv|v|[1-6])\b\s*"
)
MAX_TITLE_LINE_WORDS = 14
MAX_WISH = 60
"""Characters before a title in which a wish may stand."""


def names_job(title: str) -> bool:
    """Whether the words say what somebody is, not only the field: "ML engineer", not "MLOps"."""
    return bool(_JOB.search(title))


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a title stands for and how sure that is."""

    title: str
    roles: tuple[tuple[str, float], ...]
    confidence: float

    @property
    def first(self) -> str:
        return max(self.roles, key=lambda pair: pair[1])[0]


@dataclass(frozen=True, slots=True)
class TitleTable:
    """Aliases by their key, and the fields that say more of a plain engineering title."""

    meanings: Mapping[str, Meaning]
    fields: tuple[tuple[re.Pattern[str], frozenset[str], Meaning], ...]

    def read(self, key: str, line: str) -> Meaning:
        """What the title of this key means in its line."""
        meaning = self.meanings[key]
        if not _ENGINEERING.search(key):
            return meaning
        for words, over, of_field in self.fields:
            if meaning.first in over and words.search(line):
                return Meaning(meaning.title, of_field.roles, of_field.confidence)
        return meaning


def build_title_table(corpus: Corpus) -> TitleTable:
    """A title with a level in it means what the title without it means, where that is surer."""
    meanings: dict[str, Meaning] = {}
    for alias in corpus.title_aliases:
        found = _meaning(alias)
        plain = meanings.get(_LEVEL_WORDS.sub("", title_key(alias.title)).strip())
        if plain and plain.confidence > found.confidence:
            found = Meaning(alias.title, plain.roles, plain.confidence)
        meanings.setdefault(title_key(alias.title), found)
    fields = tuple(
        (
            re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, field.words))})(?!\w)", re.IGNORECASE),
            frozenset(field.over),
            Meaning("", tuple(sorted(field.roles.items())), field.confidence),
        )
        for field in corpus.titles.fields
    )
    return TitleTable(meanings, fields)


def _meaning(alias: TitleAlias) -> Meaning:
    return Meaning(alias.title, tuple(sorted(alias.roles.items())), alias.confidence)


def title_key(title: str) -> str:
    """Lower-case words; hyphens, slashes, commas and brackets do not count."""
    return " ".join(re.findall(r"[\w+#&]+", title.casefold()))


def find_titles(
    text: str, terms: Sequence[Term], table: TitleTable, lines: Sequence[Line], *, wishes: bool
) -> tuple[TitleMention, ...]:
    """Titles that stand where titles stand: header, the head of a position, "as a …".

    With `wishes` a title that is wished for is one, as it is in a job ad.
    """
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
        if not wishes and _WISHED.search(text[max(0, term.start - MAX_WISH) : term.start]):
            continue
        stands_alone = line.section in {"title", "header"} or not line.embedded
        meaning = table.read(term.key, text[line.start : line.end] if stands_alone else "")
        found.append(
            TitleMention(
                term.start, term.end, meaning.title, meaning.roles, meaning.confidence, line.section,
                line.position,
            )
        )  # fmt: skip
    return tuple(found)


def _is_title_place(text: str, term: Term, line: Line) -> bool:
    if line.section in {"title", "header"}:
        return True
    short = len(text[line.start : line.end].split()) <= MAX_TITLE_LINE_WORDS
    if line.section == "experience" and short and not line.embedded:
        return True
    return bool(_INTRODUCED.search(text[max(line.start, term.start - 60) : term.start]))
