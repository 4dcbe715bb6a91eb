"""Who did it: the subject of the verb that governs a word, read from a dependency parse.

Works on spaCy tokens without importing spaCy; `pipeline` parses the few lines that name other people.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Literal

Doer = Literal["own", "others"]

_FIRST_PERSON = frozenset({"i", "we", "me", "us", "myself", "ourselves"})
_RELATIVE = frozenset({"that", "who", "which", "whom"})
_SOME = frozenset({"one", "two", "some", "both", "each", "any", "many", "most", "all"})
_SUBJECTS = frozenset({"nsubj", "csubj"})
_PASSIVE_SUBJECTS = frozenset({"nsubjpass"})
_LEADS = frozenset(
    "led lead leads leading headed directed managed built grew hired mentored coached founded formed".split()
)
_SERVES = frozenset(
    "used adopted shared consumed read called trusted loved needed required requested".split()
)
_PLAIN_DEED = re.compile(
    r"(?:[a-z]+ed|built|wrote|led|ran|made|drove|took|set)\s+"
    r"(?!.*(?:\b(?:that|who|which|whom|whose|while|by|because|as|after|before|when|where|since)\b|[,;:]))",
    re.IGNORECASE | re.DOTALL,
)
"""One deed of one's own: no other subject can hide there."""
_HELPS = frozenset(
    "helped help helping enabled enable allowed trained taught guided let made got supported assisted".split()
)
_PARTNER = re.compile(
    r"\b(?:people|others|everyone|someone|somebody|nobody|co-founder)\b", re.IGNORECASE
)
MAX_STEPS = 12


class PeopleWords:
    """Words for other people, from the corpus."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        single = sorted((re.escape(w) for w in self._words), key=len, reverse=True)
        self._pattern = re.compile(
            r"(?<![\w-])(?:"
            + "|".join(single)
            + r"|who|by (?:an?|the|our|another|other|their|my|some))(?![\w-])"
        )
        self._after = re.compile(
            r"[ \t](?:[\w-]+[ \t]){0,1}?(?:"
            + "|".join(w for w in single if w not in _NOT_AFTER)
            + r")(?![\w-])",
            re.IGNORECASE,
        )

    def stand_in(self, line: str) -> bool:
        """Whether a line names other people."""
        return bool(self._pattern.search(line.lower())) and not _PLAIN_DEED.match(line)

    def follow(self, line: str, position: int) -> bool:
        """Whether the word at the end of which `position` is names a group of people: "Kafka team"."""
        return bool(self._after.match(line, position))

    def __contains__(self, word: str) -> bool:
        return word.casefold() in self._words


_NOT_AFTER = frozenset(
    "owner owners operators maintainers users user company firm lab unit side hosts host people staff expert experts specialist developer engineer "
    "consultant administrator manager programmer analyst scientist intern architects".split()
)


def may_name_doer(tokens: Sequence[Any], people: PeopleWords) -> bool:
    """Whether `find_doer` could answer once these tagged tokens are parsed: a doer stands before a verb or after "by"."""
    words = [token.lower_ for token in tokens]
    if "by" in words or not _FIRST_PERSON.isdisjoint(words):
        return True
    last = max((number for number, token in enumerate(tokens) if _is_verb(token)), default=0)
    return any(word in people or word in _SOME or _PARTNER.fullmatch(word) for word in words[:last])


def find_doer(tokens: Sequence[Any], people: PeopleWords) -> Doer | None:
    """Who uses the skill whose tokens these are; None where the sentence does not tell."""
    token = tokens[-1]
    breaks = frozenset(t.i for t in token.doc if t.text in {";", "→", "—"})
    if _is_mine(token):
        return "own"
    for _ in range(MAX_STEPS):
        verdict = _verdict_at(token, people)
        if breaks and any(
            min(token.i, tokens[0].i) < i < max(token.i, tokens[0].i) for i in breaks
        ):
            return None
        if verdict:
            return verdict
        if token.head is token or token.head.i == token.i:
            return None
        if token.dep_ == "conj" and _is_verb(token) and not _subjects(token):
            token = token.head
            continue
        token = token.head
    return None


def _is_mine(token: Any) -> bool:
    """ "the Kafka platform I built"."""
    noun = token.head if token.dep_ in {"compound", "amod", "nmod"} else token
    return any(
        child.dep_ == "relcl" and any(s.lower_ in _FIRST_PERSON for s in _subjects(child))
        for child in noun.children
    )


def _verdict_at(token: Any, people: PeopleWords) -> Doer | None:
    if not _is_verb(token):
        return None
    agent = _agent(token)
    if agent is not None and token.lower_ not in _SERVES:
        return (
            "own"
            if agent.lower_ in _FIRST_PERSON
            else "others"
            if _is_people(agent, people)
            else None
        )
    for subject in _subjects(token):
        if subject.lower_ in _FIRST_PERSON:
            return "own"
        if subject.lower_ in _RELATIVE and token.dep_ == "relcl":
            return _antecedent(token.head, people)
        if _is_people(subject, people):
            helped = token.dep_ in {"ccomp", "xcomp"} and token.head.lower_ in _HELPS
            return None if helped or _led(subject) else "others"
    return None


def _antecedent(noun: Any, people: PeopleWords) -> Doer | None:
    if not _is_people(noun, people) or _led(noun):
        return None
    opens = noun.head.i == noun.i or noun.dep_ == "ROOT"
    has_article = any(child.dep_ in {"det", "poss"} for child in noun.children)
    return None if opens and not has_article and noun.tag_ != "NNS" else "others"


def _subjects(verb: Any) -> list[Any]:
    return [c for c in verb.children if c.dep_ in _SUBJECTS and c.i < verb.i]


def _agent(verb: Any) -> Any | None:
    """The noun after "by" of a passive verb."""
    for child in verb.children:
        if child.dep_ == "agent":
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None


def _is_people(noun: Any, people: PeopleWords) -> bool:
    own = any(c.lower_ in {"i", "we"} for c in noun.children)
    if noun.lower_ in _SOME:
        inner = [c for p in noun.children if p.dep_ == "prep" for c in p.children]
        return any(c.lower_ in people for c in inner)
    mine = any(c.lower_ in {"my", "our"} and c.dep_ == "poss" for c in noun.children)
    if mine and noun.lower_ in {"team", "squad", "group", "company", "firm", "lab", "people"}:
        return False
    return not own and (noun.lower_ in people or bool(_PARTNER.fullmatch(noun.text)))


def _led(noun: Any) -> bool:
    """ "led the team that …"."""
    verb = noun.head
    while verb.dep_ in {"pobj", "prep"}:
        verb = verb.head
    relative = any(
        c.dep_ == "relcl"
        and any(s.lower_ in _FIRST_PERSON for s in _subjects(c))
        and c.lower_ in _LEADS
        for c in noun.children
    )
    return verb.lower_ in _LEADS or relative


def _is_verb(token: Any) -> bool:
    return bool(token.tag_.startswith(("VB", "MD")))
