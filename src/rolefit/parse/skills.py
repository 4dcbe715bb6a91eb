"""Which words of a text are skills: the vocabulary, and plain words settled by their neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rolefit.corpus import Corpus, NeedsContext

_LIST_MARK = ",;/|•·\n:(&+"
_LIST_MARK_AFTER = ",;/|•·\n)&+"


@dataclass(frozen=True, slots=True)
class Term:
    """A vocabulary word found in the text; `key` is its surface form, lower case."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Surface form (lower case) to the *set* of skills it may name."""

    skills: Mapping[str, tuple[str, ...]]
    context: Mapping[str, NeedsContext]
    spellings: Mapping[str, frozenset[str]]
    """Skill id to its label and aliases as written."""

    def is_plain_word(self, key: str) -> bool:
        return all(skill_id in self.context for skill_id in self.skills[key])


def build_vocabulary(corpus: Corpus) -> Vocabulary:
    surfaces: dict[str, tuple[str, ...]] = {}
    for skill in corpus.skills:
        for surface in (skill.label, *skill.aliases):
            key = normalise_term(surface)
            if skill.id not in surfaces.get(key, ()):
                surfaces[key] = (*surfaces.get(key, ()), skill.id)
    context = {s.id: s.needs_context for s in corpus.skills if s.needs_context}
    spellings = {s.id: frozenset((s.label, *s.aliases)) for s in corpus.skills}
    return Vocabulary(surfaces, context, spellings)


def normalise_term(surface: str) -> str:
    """Lower case without spaces, so that "CI / CD" is "ci/cd"; what `Term.key` holds."""
    return re.sub(r"\s+", "", surface).casefold()


def longest_terms(terms: Iterable[Term]) -> tuple[Term, ...]:
    """Terms that do not overlap: the longest first, then the leftmost; in text order."""
    kept: list[Term] = []
    taken: set[int] = set()
    for term in sorted(terms, key=lambda t: (t.start - t.end, t.start, t.key)):
        if not any(place in taken for place in (term.start, term.end - 1)):
            kept.append(term)
            taken.update(range(term.start, term.end))
    return tuple(sorted(kept, key=lambda t: t.start))


def settle_terms(
    text: str,
    terms: Sequence[Term],
    vocabulary: Vocabulary,
    *,
    line: tuple[int, int],
    in_list: bool,
) -> list[tuple[str, Term]]:
    """(skill id, term) of the terms of one line that are skills there.

    `in_list` says that the line stands in a skills section, where a plain word is a skill.
    """
    sure = any(not vocabulary.is_plain_word(term.key) for term in terms)
    line_words = set(re.findall(r"[\w+#]+", text[line[0] : line[1]].casefold()))
    settled: list[tuple[str, Term]] = []
    for term in terms:
        for skill_id in vocabulary.skills[term.key]:
            rule = vocabulary.context.get(skill_id)
            if rule is None or (
                _may_be(text, term, rule, vocabulary.spellings[skill_id])
                and (in_list or _is_shown(text, term, rule, line_words, sure=sure))
            ):
                settled.append((skill_id, term))
    return settled


def _may_be(text: str, term: Term, rule: NeedsContext, spellings: frozenset[str]) -> bool:
    """No neighbour and no letter case says that it is a plain word."""
    surface = text[term.start : term.end]
    if rule.case == "exact" and surface not in spellings and not surface.isupper():
        return False
    before, after = text[max(0, term.start - 24) : term.start], text[term.end : term.end + 24]
    if before.endswith("-") or re.match(r"-\w", after) or re.match(r"['’]s?\b", after):
        return False
    if any(_starts(after, word) for word in rule.not_before):
        return False
    return not any(_ends(before, word) for word in rule.not_after)


def _is_shown(
    text: str, term: Term, rule: NeedsContext, line_words: set[str], *, sure: bool
) -> bool:
    """Something says that it is a skill: a word near, or a list among other skills."""
    if any(word.casefold() in line_words for word in rule.near):
        return True
    before = text[: term.start].rstrip(" \t")[-1:] or "\n"
    after = text[term.end : term.end + 3].lstrip(" \t")[:1] or "\n"
    listed = before in _LIST_MARK or after in _LIST_MARK_AFTER
    return sure and (listed or len(text[term.start : term.end]) > 2)


def _starts(after: str, word: str) -> bool:
    rest = after.lstrip().casefold()
    return rest.startswith(word.casefold()) and not rest[len(word) : len(word) + 1].isalnum()


def _ends(before: str, word: str) -> bool:
    rest = before.rstrip().casefold()
    return rest.endswith(word.casefold()) and not rest[: -len(word)][-1:].isalnum()
