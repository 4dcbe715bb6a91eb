"""Which words of a text are skills: the vocabulary, and plain words settled by their neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rolefit.parse import words

if TYPE_CHECKING:
    from rolefit.corpus import Corpus, NeedsContext

_WORD = re.compile(r"[\w+#]+")
_JOINED = re.compile(r"\b(?:and|or|in|with)\s+$")
MAX_ACRONYM = 5
SOFT_CATEGORIES = frozenset({"business", "professional", "design", "healthcare_and_science"})
TOOL_CATEGORIES = frozenset({"programming_languages", "databases", "analytics", "ml_libraries"})
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
    tools: frozenset[str]
    """Skills that are things one uses, not fields one works in."""
    implies: Mapping[str, tuple[str, ...]]
    soft: frozenset[str]
    """Skills of business, office and people."""

    def is_plain_word(self, key: str) -> bool:
        rules = (self.context.get(skill_id) for skill_id in self.skills[key])
        return all(rule is not None and not rule.usually for rule in rules)

    def is_technical(self, key: str) -> bool:
        """Whether it is a technical skill for sure: what makes plain words beside it skills, too."""
        return not self.is_plain_word(key) and self.skills[key][0] not in self.soft


def build_vocabulary(corpus: Corpus) -> Vocabulary:
    surfaces: dict[str, tuple[str, ...]] = {}
    for skill in corpus.skills:
        for surface in (skill.label, *skill.aliases):
            key = normalise_term(surface)
            if skill.id not in surfaces.get(key, ()):
                surfaces[key] = (*surfaces.get(key, ()), skill.id)
    context = {s.id: s.needs_context for s in corpus.skills if s.needs_context}
    spellings = {s.id: frozenset((s.label, *s.aliases)) for s in corpus.skills}
    tools = frozenset(s.id for s in corpus.skills if corpus.categories[s.id] in TOOL_CATEGORIES)
    soft = frozenset(s.id for s in corpus.skills if corpus.categories[s.id] in SOFT_CATEGORIES)
    implies = {s.id: s.implies for s in corpus.skills if s.implies}
    return Vocabulary(surfaces, context, spellings, tools, implies, soft)


def normalise_term(surface: str) -> str:
    """Lower case without spaces, so that "CI / CD" is "ci/cd"; what `Term.key` holds."""
    return "".join(surface.split()).casefold()


def longest_terms(terms: Iterable[Term]) -> tuple[Term, ...]:
    """Terms that do not overlap: the longest first, then the leftmost; in text order."""
    kept: list[Term] = []
    taken: set[int] = set()
    for term in sorted(terms, key=lambda t: (t.start - t.end, t.start, t.key)):
        if not any(place in taken for place in (term.start, term.end - 1)):
            kept.append(term)
            taken.update(range(term.start, term.end))
    return tuple(sorted(kept, key=lambda t: t.start))


def outside(terms: Iterable[Term], titles: Sequence[Term], vocabulary: Vocabulary) -> list[Term]:
    """The terms that are no field of work inside a job title; a tool there ("Go developer") stays."""
    kept, number = [], 0
    for term in terms:
        while number < len(titles) and titles[number].end <= term.start:
            number += 1
        inside = number < len(titles) and titles[number].start <= term.start
        if not inside or vocabulary.skills[term.key][0] in vocabulary.tools:
            kept.append(term)
    return kept


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The line a term stands in; `sure` says that another skill there is no plain word."""

    words: frozenset[str]
    sure: bool
    in_list: bool
    terms: frozenset[int]
    """Where the line's terms start."""


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
    around = Surroundings(
        words=frozenset(_WORD.findall(text[line[0] : line[1]].casefold())),
        sure=any(vocabulary.is_technical(term.key) for term in terms),
        in_list=in_list,
        terms=frozenset(term.start for term in terms),
    )
    return [
        (skill_id, term)
        for term in terms
        for skill_id in vocabulary.skills[term.key]
        if _UNMISTAKABLE.search(text[term.start : term.end])
        or _is_skill(text, term, skill_id, vocabulary, around)
    ]


_UNMISTAKABLE = re.compile(r"[A-Za-z]{2}\.[A-Za-z]{2}|[a-z](?:js|JS)$")
"""Written as no plain word is: "node.js", "NodeJS", "reactjs"."""


def _is_skill(
    text: str, term: Term, skill_id: str, vocabulary: Vocabulary, around: Surroundings
) -> bool:
    rule, spellings = vocabulary.context.get(skill_id), vocabulary.spellings[skill_id]
    several = len(around.terms) > 1
    surface = text[term.start : term.end]
    if rule is None:
        return around.in_list or (
            (several or not _is_common_noun(text, term, spellings))
            and not (_is_acronym_in_small(surface, spellings))
        )
    if any(word in around.words for word in rule.unless_near):
        return False
    if rule.usually:
        return (
            several or around.in_list or not _is_common_noun(text, term, spellings)
        ) and not _is_name(text, term, around)
    if rule.case == "exact" and surface not in spellings and not surface.isupper():
        return False
    if _is_joined(text, term) or _is_name(text, term, around):
        return False
    strong = surface[:1].isupper() and (" " in surface or _is_introduced(text, term, surface))
    excluded = _is_excluded(text, term, rule, lenient=around.sure or several, around=around)
    return (strong or not excluded) and (
        around.in_list or strong or _is_shown(text, term, rule, around)
    )


def _is_joined(text: str, term: Term) -> bool:
    """Part of a hyphenated word, an abbreviation or a genitive."""
    after = text[term.end : term.end + 3]
    return (
        text[term.start - 1 : term.start] == "-"
        or bool(re.match(r"-[^\W\d]|['’]s?\b|&\w", after))
        or (term.end - term.start == 1 and bool(re.match(r"\. [A-Z]", after)))
    )


def _is_name(text: str, term: Term, around: Surroundings) -> bool:
    """A company, a place or a person that is called like the skill."""
    if not text[term.start].isupper():
        return False
    if words.COMPANY_AFTER.match(text, term.end):
        return True
    if words.NAME_BEFORE.search(text[max(0, term.start - 14) : term.start]):
        return True
    told = words.TECH_AFTER.match(text, term.end) or words.GRADE_AFTER.match(text, term.end)
    if around.in_list or around.sure or told:
        return False
    follows = term.end + 1 in around.terms
    if words.is_capitalised_word(text, term.end) and not follows:
        return True
    return words.name_stands_before(text, term.start)


def _is_excluded(
    text: str, term: Term, rule: NeedsContext, *, lenient: bool, around: Surroundings
) -> bool:
    """A neighbour says that it is a plain word; `lenient` lets "a", "and", … say nothing.

    What stands in the next paragraph, or below a list, is no neighbour.
    """
    end = "\n" if around.in_list else "\n\n"
    before = text[max(0, term.start - 24) : term.start].rsplit(end, 1)[-1]
    after = text[term.end : term.end + 24].split(end, 1)[0]
    capital = text[term.start].isupper() and not _opens_sentence(text, term)
    lenient = lenient and capital
    return any(
        _starts(after, word)
        for word in rule.not_before
        if not (lenient and word in words.FUNCTION_WORDS)
    ) or any(
        _ends(before, word)
        for word in rule.not_after
        if not (lenient and word in words.FUNCTION_WORDS)
    )


def _opens_sentence(text: str, term: Term) -> bool:
    return bool(words.SENTENCE_START.search(text[max(0, term.start - 4) : term.start]))


def _is_introduced(text: str, term: Term, surface: str) -> bool:
    """Words before or a noun after bring in a tool's name."""
    before = text[max(0, term.start - 40) : term.start]
    if surface.casefold() == "go" and re.match(r"\s+(?:to|the|for|live|with)\b", text[term.end :]):
        return False
    if words.TECH_AFTER.match(text, term.end) and not re.search(
        r"\b(?:to|will|we|you)\s+$", before
    ):
        return True
    return bool(words.INTRODUCES.search(before)) and not _opens_sentence(text, term)


def _is_shown(text: str, term: Term, rule: NeedsContext, around: Surroundings) -> bool:
    """Something says that it is a skill: a word near, a list among other skills, its capital."""
    if any(word.casefold() in around.words for word in rule.near):
        return True
    surface = text[term.start : term.end]
    before = text[: term.start].rstrip(" \t")[-1:] or "\n"
    after = text[term.end : term.end + 3].lstrip(" \t")[:1] or "\n"
    listed = before in _LIST_MARK or after in _LIST_MARK_AFTER
    listed = listed or bool(_JOINED.search(text[max(0, term.start - 6) : term.start]))
    if around.sure and (listed or len(surface) > 2):
        return True
    if not _opens_sentence(text, term):
        capital = surface[0].isupper() and len(surface) > 1
        return capital or bool(
            words.INTRODUCES.search(text[max(0, term.start - 40) : term.start])
            and words.CONTENT_INTRODUCES.search(text[max(0, term.start - 40) : term.start])
        )
    return bool(re.match(r"\s+[-–—(]|:", text[term.end : term.end + 3]))


def _is_acronym_in_small(surface: str, spellings: frozenset[str]) -> bool:
    """ "Phi" is not "PHI"."""
    return (
        surface.istitle()
        and surface.isalpha()
        and surface not in spellings
        and (len(surface) <= MAX_ACRONYM and surface.upper() in spellings)
    )


def _is_common_noun(text: str, term: Term, spellings: frozenset[str]) -> bool:
    """ "the python", "a rag doll": a name written small, with an article, and nothing else to say
    that it is a tool."""
    surface = text[term.start : term.end]
    if not surface.islower() or " " in surface or surface in spellings:
        return False
    before = text[max(0, term.start - 8) : term.start].casefold()
    return bool(re.search(r"\b(?:the|a|an|his|her)\s+$", before)) and not words.TECH_AFTER.match(
        text, term.end
    )


def _starts(after: str, word: str) -> bool:
    rest = after.lstrip().casefold()
    return rest.startswith(word.casefold()) and not rest[len(word) : len(word) + 1].isalnum()


def _ends(before: str, word: str) -> bool:
    rest = before.rstrip().casefold()
    return rest.endswith(word.casefold()) and not rest[: -len(word)][-1:].isalnum()
