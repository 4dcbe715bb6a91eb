"""Who somebody is: names, contacts, schools, pronouns, dates of birth. Never embedded, never scored."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rolefit.types import DocumentKind, Redaction

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_URL = re.compile(r"(?:https?://|www\.)\S+|\b(?:linkedin|github|gitlab|kaggle|medium)\.com/\S+")
_PHONE = re.compile(r"(?<![\w.])\+?\(?\d[\d\s().-]{7,30}\d(?!\w)")
_BIRTH = re.compile(
    r"(?:date of birth|d\.?o\.?b\.?|born(?: on)?)\s*:?\s*[\d./ -]*(?:\w+ )?[\d./, -]{4,}",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"\b(?:he|she|him|her|his|hers|himself|herself|he/him|she/her|they/them)\b", re.I
)
_ANY_PRONOUN = re.compile(
    rf"{_PRONOUN.pattern}|\b(?:they|them|their|theirs|themself|themselves)\b", re.I
)
"""In a résumé; in a job ad "they" are customers, not the person."""
_SCHOOL = re.compile(
    r"(?<!\w)(?:[A-Z][\w.&'’-]{0,40}\s+){0,4}(?:University|College|Institute|Polytechnic|School|Academy|Universität|"
    r"Université|Universidad)\b(?:\s+(?:of|for|at|in)(?:\s+(?:the\s+)?[A-Z][\w&'’-]*)+)?"
)
_NAME = re.compile(r"^[^\W\d_][\w'’.-]*(?:\s+[^\W\d_][\w'’.-]*){1,3}$")
_SURNAME_FIRST = re.compile(r"^[^\W\d_][\w'’-]*,\s+[^\W\d_][\w'’-]*\s*$")
_NOT_A_NAME = re.compile(
    r"\b(?:engineer|scientist|developer|analyst|manager|resume|résumé|curriculum|vitae|cv|data|machine|"
    r"learning|senior|junior|lead|software|profile|summary|research|consultant|architect|intern|nurse|"
    r"accountant|barista|teacher|designer|about|the|and|at|job|role|position|company|opening)\b",
    re.IGNORECASE,
)


def find_redactions(
    text: str, *, name_lines: Iterable[tuple[int, int]], kind: DocumentKind
) -> tuple[Redaction, ...]:
    """All spans that identify a person, in order.

    `name_lines` are the spans of a résumé's first lines; the first that looks like a name is one,
    and its words are redacted wherever they stand again.
    """
    found: list[Redaction] = []
    found += [Redaction("email", *match.span()) for match in _EMAIL.finditer(text)]
    found += [Redaction("url", *match.span()) for match in _URL.finditer(text)]
    found += [Redaction("phone", *m.span()) for m in _PHONE.finditer(text) if _is_phone(m.group())]
    found += [Redaction("date_of_birth", *match.span()) for match in _BIRTH.finditer(text)]
    pronouns = _ANY_PRONOUN if kind == "resume" else _PRONOUN
    found += [Redaction("pronoun", *match.span()) for match in pronouns.finditer(text)]
    found += [Redaction("school", *match.span()) for match in _SCHOOL.finditer(text)]
    found += [Redaction("name", *span) for span in _names(text, name_lines)]
    return tuple(sorted(found, key=lambda redaction: (redaction.start, redaction.end)))


def looks_like_name(line: str) -> bool:
    """Two to four capitalised words, none of them of a job."""
    words = line.split()
    return (
        bool(_NAME.match(line))
        and not _NOT_A_NAME.search(line)
        and all(word[0].isupper() for word in words)
    )


def _is_phone(text: str) -> bool:
    digits = sum(character.isdigit() for character in text)
    years = re.fullmatch(r"\(?(?:19|20)\d\d\s*[-–]\s*(?:19|20)\d\d\)?", text.strip())
    return 9 <= digits <= 15 and not years


def _names(text: str, lines: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    for start, end in lines:
        head = re.split(r"[,|•(\n]|\s[–—-]\s", text[start:end], maxsplit=1)[0].strip()
        if _SURNAME_FIRST.match(text[start:end]):
            head = text[start:end].rstrip()
        if looks_like_name(head.replace(",", "")):
            words = [word for word in re.findall(r"[\w'’-]+", head) if len(word) > 2]
            anywhere = re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b") if words else None
            spans = {(start, start + len(head))}
            if anywhere:
                spans |= {match.span() for match in anywhere.finditer(text)}
            return sorted(spans)
    return []
