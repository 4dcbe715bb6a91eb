"""Which words of a job ad name something that its reader is asked to know.

An ad names skills of three kinds: those it asks for, those it only tells of ("our customers run Kubernetes"),
and those the corpus has no entry for. Two tables of learnt weights (`scripts/train_knowledge.py`) tell them
apart: one weighs the skills found, the other every further word that is written like a name or stands in the
table. Both look at the word, its neighbours and what the line and the one before it ask.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rolefit.parse.need import ask_of
from rolefit.types import Line, Mention, Span

_WORD = re.compile(r"<[A-Z]+>|[A-Za-z][\w'’+#.&-]*[\w+#]|[A-Za-z]|\d[\w.,]*")
_MIXED = re.compile(r"[a-z][A-Z]|[\d#+]|[a-z]\.[a-z]")
_OPENERS = ".!?:*•"
"""What a sentence or an item begins after, one place before it."""
WORDS_BEFORE = 7
WORDS_AFTER = 5
MAX_TERM_WORDS = 3
PLACES = 8
COMMON = frozenset(
    "a an the and or of to in on for with by from as at is are be been our your you we they their this that "
    "it its will have has who what how not all any more other such using use etc can e.g i.e".split()
)
"""Words that are never a term."""


@dataclass(frozen=True, slots=True)
class Table:
    """What each feature adds to the log odds, and the odds from which the answer is yes."""

    bias: float
    weights: Mapping[str, float]
    least: float

    def add(self, features: Sequence[str]) -> float:
        return sum(filter(None, map(self.weights.get, features)))


@dataclass(frozen=True, slots=True)
class KnowledgeWeights:
    named: Table
    plain: Table


@dataclass(slots=True)
class Candidate:
    """A skill's mention, or a word that may name one; `features` are what is known of it beside its line."""

    start: int
    end: int
    features: tuple[str, ...]
    plain: bool = False
    """Written as any word is: in small letters, or with a capital where a sentence begins."""


def load_knowledge_weights(path: Path) -> KnowledgeWeights:
    data = json.loads(path.read_text(encoding="utf-8"))
    return KnowledgeWeights(*(Table(**data[name]) for name in ("named", "plain")))


class KnowledgeReader:
    """Applies the two tables to an ad; `categories` are the corpus' by skill id."""

    def __init__(self, weights: KnowledgeWeights, categories: Mapping[str, str]) -> None:
        self._weights = weights
        self._categories = categories

    def read(
        self, text: str, lines: Sequence[Line], mentions: Sequence[Mention]
    ) -> tuple[list[Mention], tuple[Span, ...]]:
        """The mentions with `asked` set, and the terms asked for that are no mention."""
        asked: set[tuple[int, int]] = set()
        terms: list[Span] = []
        named, plain = self._weights.named, self._weights.plain
        for line in open_lines(text, lines, mentions):
            if line.mentions:
                asked.update(_accepted(named, line, named_candidates(line, self._categories)))
            words = _accepted(plain, line, plain_candidates(line, plain.weights))
            terms += join_words(text, list(words))
        return [_with_asked(m, asked=(m.start, m.end) in asked) for m in mentions], tuple(terms)


def _with_asked(mention: Mention, *, asked: bool) -> Mention:
    """Written out: `dataclasses.replace` takes five times as long."""
    return Mention(
        mention.skill_id,
        mention.start,
        mention.end,
        mention.polarity,
        mention.depth,
        mention.need,
        mention.section,
        mention.position,
        mention.implied_by,
        mention.years,
        asked,
    )


def _accepted(
    table: Table, line: OpenLine, candidates: Iterable[Candidate]
) -> Iterator[tuple[int, int]]:
    least = table.least - table.bias - table.add(line.about)
    return ((c.start, c.end) for c in candidates if table.add(c.features) >= least)


@dataclass(slots=True)
class OpenLine:
    """A line cut into words, with its mentions; positions are the text's."""

    text: str
    words: tuple[str, ...]
    small: tuple[str, ...]
    """The words in lower case; what hides a name is empty."""
    starts: tuple[int, ...]
    skills: frozenset[int]
    """The numbers of the words that mentions stand in."""
    mentions: tuple[Mention, ...]
    about: tuple[str, ...]
    """Features that all its candidates share."""
    ask: str


def open_lines(text: str, lines: Sequence[Line], mentions: Sequence[Mention]) -> Iterator[OpenLine]:
    """The lines that may ask for something; those of the employer that name no skill are left out."""
    ordered = sorted(mentions, key=lambda m: m.start)
    firsts = [m.start for m in ordered]
    asks = [ask_of(line) for line in lines]
    for i, line in enumerate(lines):
        inside = ordered[bisect_left(firsts, line.start) : bisect_left(firsts, line.end)]
        if not inside and (asks[i] == "boilerplate" or line.heading):
            continue
        found = list(_WORD.finditer(text, line.start, line.end))
        if not found:
            continue
        before = asks[i - 1] if i else "none"
        after = asks[i + 1] if i + 1 < len(asks) else "none"
        words = tuple(match.group() for match in found)
        small = tuple("" if word[0] == "<" else word.lower() for word in words)
        starts = tuple(match.start() for match in found)
        yield OpenLine(
            text,
            words,
            small,
            starts,
            frozenset(number for m in inside for number in _words_of(m, starts, words)),
            tuple(inside),
            (
                f"ask {asks[i]}",
                f"asks {before} {asks[i]}",
                f"next {after}",
                f"length {min(4, len(words) // 8)}",
                f"first {small[0]}",
                f"mentions {min(4, len(inside))}",
                f"share {min(4, len(inside) * 8 // len(words))}",
                f"place {line.start * PLACES // max(1, len(text))}",
            ),
            asks[i],
        )


def _words_of(mention: Mention, starts: Sequence[int], words: Sequence[str]) -> range:
    """The numbers of the words that a mention overlaps."""
    first = bisect_left(starts, mention.start + 1) - 1
    if first < 0 or starts[first] + len(words[first]) <= mention.start:
        first += 1
    return range(first, bisect_left(starts, mention.end))


def named_candidates(line: OpenLine, categories: Mapping[str, str]) -> Iterator[Candidate]:
    """The skills named in a line, each stretch once."""
    seen = -1
    for mention in line.mentions:
        if mention.start == seen:
            continue
        seen = mention.start
        surface = line.text[mention.start : mention.end]
        shape, category = shape_of(surface), categories[mention.skill_id]
        own = _words_of(mention, line.starts, line.words)
        yield Candidate(
            mention.start,
            mention.end,
            (
                *_around(line, own.start, own.stop),
                f"key {surface.lower()}",
                f"shape {shape}",
                f"shape {shape} {line.ask}",
                f"category {category}",
                f"category {category} {line.ask}",
                f"words {min(3, len(own))}",
            ),
        )


def plain_candidates(
    line: OpenLine, weights: Mapping[str, float] | None = None
) -> Iterator[Candidate]:
    """Words outside mentions; with `weights` only those that they give a chance."""
    for i, word in enumerate(line.words):
        small, start = line.small[i], line.starts[i]
        if i in line.skills or not small or small in COMMON or word[0].isdigit():
            continue
        opens = i == 0 or line.text[start - 2] in _OPENERS
        plain = word == small or (opens and word[1:].islower())
        if weights is not None and plain and weights.get(f"word {small}", 0.0) <= 0:
            continue
        shape = shape_of(word)
        yield Candidate(
            start,
            start + len(word),
            (
                *_around(line, i, i + 1),
                f"word {small}",
                f"end {small[-4:]}",
                f"shape {shape}",
                f"shape {shape} {line.ask}",
                f"shape {shape} {opens}",
            ),
            plain=plain,
        )


def is_looked_at(candidate: Candidate, weights: Mapping[str, float]) -> bool:
    """Whether `plain_candidates` gives it with these weights."""
    if not candidate.plain:
        return True
    return any(f.startswith("word ") and weights.get(f, 0.0) > 0 for f in candidate.features)


def shape_of(surface: str) -> str:
    if _MIXED.search(surface):
        return "mixed"
    if surface.isupper():
        return "capitals"
    return "capital" if surface[0].isupper() else "small"


def _around(line: OpenLine, first: int, last: int) -> list[str]:
    """The words before and after, each by itself; the next one or two; whether a skill stands right there."""
    before = line.small[max(0, first - WORDS_BEFORE) : first]
    after = line.small[last : last + WORDS_AFTER]
    last_two = before[-2:] or ("^",)
    next_two = after[:2] or ("$",)
    found = [f"near {word}" for word in before]
    found += [f"later {word}" for word in after]
    found += (f"before {last_two[-1]}", f"after {next_two[0]}")
    if len(last_two) > 1:
        found.append(f"before {last_two[0]} {last_two[1]}")
    if len(next_two) > 1:
        found.append(f"after {next_two[0]} {next_two[1]}")
    if first - 1 in line.skills:
        found.append("skill before")
    if last in line.skills:
        found.append("skill after")
    return found


def join_words(text: str, chosen: Sequence[tuple[int, int]]) -> list[Span]:
    """Words that only a blank parts are one term, up to `MAX_TERM_WORDS`."""
    found: list[Span] = []
    words = 0
    for start, end in chosen:
        if found and words < MAX_TERM_WORDS and text[found[-1].end : start] == " ":
            found[-1] = Span(found[-1].start, end)
            words += 1
        else:
            found.append(Span(start, end))
            words = 1
    return found
