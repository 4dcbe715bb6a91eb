"""In what sense a skill is named, weighed from the words around it.

The cues of the corpus decide by rule, and people find new words every day. So what the rules say is one
witness among others: the words beside the skill, their families (`corpus/senses.yaml`), their side, their
distance, and whose deed the order of words tells. The weights are learnt by `scripts/train_sense.py`. Where
no word of a telling family stands near, nothing is weighed.
"""

from __future__ import annotations

import functools
import json
import math
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from rolefit.types import Depth, Polarity

POLARITIES: tuple[Polarity, ...] = ("affirmed", "denied", "aspired", "hedged", "others")
REACH_CHARACTERS = 160
REACH_WORDS = 10
"""How far from a skill words are read on each side."""
NEAR_WORDS = 4
NEXT_WORDS = 3
"""How near a word tells what it means in its section, or is what a denial speaks of."""
SURE = 0.6
"""How probable another reading must be to overrule a cue."""
SURE_PLAIN = 0.9
"""The same for finding that a cue says nothing of the skill: where there is a cue, something is mostly said."""
SURE_ALONE = 0.8
"""The same where no cue spoke: of what was learnt from two in five are affirmed, in documents most are."""
_LENGTHS = (4, 8, 12, 18, 28, 45, 80)
"""Lines of more words belong to the next group: what stands in long ones is mostly affirmed."""
_TOKEN = re.compile(r"[a-z0-9&][\w'/&+#-]*|[^\W_][\w'/&+#-]*|_+|[:(),;.?!|]")
_STOPS = frozenset(".;?!|")
_QUIET = frozenset({"do", "strong", "self", "lead", "need"})
"""Families that tell nothing by themselves: whoever builds or runs a thing says no more of it."""
_START = attrgetter("start")
_LINKS = frozenset(
    "while when whenever as because since although though after before once until where that and but so then also now".split()
)
_AUXILIARIES = frozenset(
    "is was were are be been being am has have had do does did will would shall should can could may might must 's".split()
)
_DEEDS = frozenset({"do", "trade"})
_ENDINGS = (("ing", 3), ("ied", 2), ("ies", 2), ("ed", 3), ("es", 3), ("s", 3))
"""An ending and how many letters must remain without it."""


class Word(NamedTuple):
    """A word or a mark of a line."""

    start: int
    text: str
    stem: str
    families: tuple[str, ...]
    tells: bool
    """Whether a family of it says more than that something was done."""


class Families:
    """Which families a word belongs to, endings aside."""

    def __init__(self, families: Mapping[str, Iterable[str]]) -> None:
        of: dict[str, list[str]] = {}
        for name, words in families.items():
            for stem in dict.fromkeys(stem_word(word) for word in words):
                of.setdefault(stem, []).append(name)
        self._of = {stem: tuple(names) for stem, names in of.items()}
        self._read = functools.lru_cache(maxsize=20_000)(self._look_up)

    def split(self, line: str) -> tuple[Word, ...]:
        """The words of a line whose skills are blanked, in order."""
        return tuple(
            Word(match.start(), *self._read(match.group()))
            for match in _TOKEN.finditer(line.replace("’", "'"))
        )

    def _look_up(self, text: str) -> tuple[str, str, tuple[str, ...], bool]:
        stem = stem_word(text)
        families = self._of.get(stem, ())
        return text, stem, families, not _QUIET.issuperset(families)


def stem_word(word: str) -> str:
    """The word without its ending: "learning", "learned" and "learns" are one."""
    word = word.removesuffix("'s").removesuffix("'")
    for ending, least in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= least and not word.endswith("ss"):
            word = word[: -len(ending)] + ("y" if ending in {"ied", "ies"} else "")
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] in "bdgmnprtl":
        word = word[:-1]
    return word.removesuffix("e") if len(word) > 3 else word


@dataclass(frozen=True, slots=True)
class Place:
    """A mention among the words of its line, and what is known of it before they are weighed."""

    words: tuple[Word, ...]
    start: int
    end: int
    clause: tuple[int, int]
    section: str
    kind: str
    ruled: Polarity
    """What the cues and the syntax say."""
    is_said: bool
    """Whether a cue or the syntax says so; else nothing speaks against it."""
    depth: Depth
    """How deep the verb goes, by the cues."""
    doer: str
    """Who did it, where syntax told; else nothing."""

    def around(self) -> tuple[list[Word], list[Word]]:
        """The words before, nearest first, and after, as far as they may tell something."""
        words = self.words
        begin = bisect_left(words, self.start - REACH_CHARACTERS, key=_START)
        middle = bisect_left(words, self.start, key=_START)
        inside = bisect_left(words, self.end, key=_START)
        finish = bisect_left(words, self.end + REACH_CHARACTERS, key=_START)
        return list(words[begin:middle][::-1]), list(words[inside:finish])


class Sense:
    """Overrules the rules where the words around a skill say otherwise."""

    answers_rows_once = True
    """Whether the skills of a row ("Kafka, Spark and Flink") share the first one's answer."""

    def __init__(self, families: Families, bias: Sequence[float], weights: Weights) -> None:
        self._families = families
        self._bias = tuple(bias)
        self._weights = weights

    def split(self, line: str) -> tuple[Word, ...]:
        return self._families.split(line)

    def decide(self, place: Place) -> Polarity:
        """The most probable sense, where the words are sure; else what the rules said."""
        before, after = place.around()
        if not is_telling(before, after):
            return place.ruled
        known = filter(None, map(self._weights.get, dict.fromkeys(signs(place, before, after))))
        scores = [sum(column) for column in zip(self._bias, *known, strict=True)]
        best = max(range(len(scores)), key=scores.__getitem__)
        if POLARITIES[best] == place.ruled:
            return place.ruled
        share = 1 / sum(math.exp(score - scores[best]) for score in scores)
        wanted = SURE_ALONE
        if place.is_said:
            wanted = SURE_PLAIN if POLARITIES[best] == "affirmed" else SURE
        return POLARITIES[best] if share > wanted else place.ruled


Weights = Mapping[str, Sequence[float]]
"""Sign to a weight for each polarity."""


def load_sense(path: Path, families: Mapping[str, Iterable[str]]) -> Sense:
    data = json.loads(path.read_text(encoding="utf-8"))
    return Sense(Families(families), data["bias"], data["weights"])


def is_telling(before: Iterable[Word], after: Iterable[Word]) -> bool:
    """Whether any word near says more than that something was done."""
    return any(word.tells for side in (before, after) for word in side)


def signs(place: Place, before: Sequence[Word], after: Sequence[Word]) -> Iterator[str]:
    """What speaks for or against each sense, as names that weights are learnt for."""
    yield f"={place.section}"
    ruled = place.ruled if place.is_said else "nothing"
    yield f"!{ruled}"
    yield f"!{ruled} {place.section}"
    yield f"={place.kind} {place.depth}"
    if place.doer:
        yield f"doer {place.doer} {ruled}"
    left, right = _near_words(before, place.clause), _near_words(after, place.clause)
    yield from _word_signs("b", left)
    yield from _word_signs("a", right)
    yield from _pair_signs("b", [near.word for near in reversed(left) if near.apart != "s"])
    yield from _pair_signs("a", [near.word for near in right if near.apart != "s"])
    yield from _end_signs(left, right)
    families = {name for near in (*left, *right) for name in near.word.families}
    for name in families:
        yield f"in {name}"
    if "self" not in families and not families.isdisjoint({"person", "other"}):
        yield "others alone"
    yield from _nearest_signs("b", left, ruled)
    yield from _nearest_signs("a", right, ruled)
    yield from _negation_signs("b", left[::-1])
    yield from _negation_signs("a", right)
    for near in (*left[:NEXT_WORDS], *right[:NEXT_WORDS]):
        if near.apart != "s":
            for name in near.word.families:
                yield f"{place.section} {name}"
    yield from _length_signs(place)
    yield from _doer_signs(place)


class _Near(NamedTuple):
    word: Word
    distance: int
    """How many words stand between it and the skill."""
    apart: str
    """What parts it from the skill: a statement's end (s), another skill (x) or nothing."""


def _near_words(words: Iterable[Word], clause: tuple[int, int]) -> list[_Near]:
    """The words of one side; a neighbouring statement that names another skill speaks of that one."""
    found: list[_Near] = []
    begin, finish = clause
    stops = 0
    apart = ""
    for word in words:
        if word.text[0] == "_":
            if apart == "s":
                return [near for near in found if near.apart != "s"]
            apart = "x"
        elif word.text in _STOPS:
            stops += 1
            if stops > 1:
                break
            apart = "s"
        elif word.text not in "),":
            if not begin <= word.start < finish:
                apart = "s"
            found.append(_Near(word, len(found), apart))
            if len(found) == REACH_WORDS:
                break
    return found


def _word_signs(side: str, words: Iterable[_Near]) -> Iterator[str]:
    for word, distance, apart in words:
        reach = apart or ("0" if distance == 0 else "1" if distance < NEAR_WORDS else "")
        yield from _signs_of_word(side, reach, word.stem, word.families)


@functools.lru_cache(maxsize=20_000)
def _signs_of_word(side: str, reach: str, stem: str, families: tuple[str, ...]) -> tuple[str, ...]:
    """What is near is also there: the signs of a word are those of its reach and of all wider ones."""
    reaches = {"0": ("", "1", "0"), "1": ("", "1")}.get(reach, (reach,))
    return tuple(
        f"{side}{name} {what}" for name in reaches for what in (stem, *(f"{f}*" for f in families))
    )


def _pair_signs(side: str, words: Sequence[Word]) -> Iterator[str]:
    for one, two in pairwise(words):
        yield f"{side} {one.stem} {two.stem}"
        if one.families and two.families:
            yield from _signs_of_pair(side, one.families, two.families)


@functools.lru_cache(maxsize=20_000)
def _signs_of_pair(side: str, one: tuple[str, ...], two: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{side} {first} {second}*" for first in one for second in two)


def _nearest_signs(side: str, words: Iterable[_Near], ruled: str) -> Iterator[str]:
    """What the nearest telling word of the statement says."""
    for near in words:
        if near.apart != "s" and near.word.tells:
            yield f"near {side}: {near.word.stem}"
            for name in near.word.families:
                yield f"near {side} {name}"
                yield f"near {side} {name} {ruled}"
            return
    yield f"near {side} none {ruled}"


def _negation_signs(side: str, words: Sequence[_Near]) -> Iterator[str]:
    """What is denied, in the order of reading: "not an expert in", "never stopped using"."""
    denials = 0
    said = [near.word for near in words if near.apart != "s"]
    for number, word in enumerate(said):
        if "not" in word.families:
            denials += 1
            for other in said[number + 1 : number + 1 + NEXT_WORDS]:
                yield f"{side} not {other.stem}"
                for name in other.families:
                    yield f"{side} not {name}*"
    if denials > 1:
        yield f"{side} twice not"


def _length_signs(place: Place) -> Iterator[str]:
    """How much the line and the statement hold."""
    words = sum(word.text[0].isalnum() for word in place.words)
    skills = sum(word.text[0] == "_" for word in place.words)
    yield f"length {bisect_left(_LENGTHS, words)}"
    yield f"skills {min(skills, 4)}"
    begin, finish = place.clause
    clause = sum(begin <= word.start < finish for word in place.words)
    yield f"clause {min(clause // 4, 6)}"


def _end_signs(left: Sequence[_Near], right: Sequence[_Near]) -> Iterator[str]:
    if left:
        first = left[-1].word
        yield f"first {first.stem}"
        for name in first.families:
            yield f"first {name}*"
    else:
        yield "opens"
    if not right:
        yield "closes"
    if left and right:
        before, after = left[0].word, right[0].word
        for one in before.families or (before.stem,):
            for two in after.families or (after.stem,):
                yield f"{one} _ {two}"


def _doer_signs(place: Place) -> Iterator[str]:
    """Whose deed it is, as far as the order of words tells: who stands before the verb, who after "by"."""
    begin, finish = place.clause
    clause = [word for word in place.words if begin <= word.start < finish and word.text[0] != "_"]
    left = [word for word in clause if word.start < place.start]
    right = [word for word in clause if word.start >= place.end]
    while left and left[0].text in _LINKS:
        left.pop(0)
    deeds = [number for number, word in enumerate(left) if _is_deed(word)]
    if deeds:
        yield from _subject_signs(left, deeds)
    elif any(_is_deed(word) for word in right[:6]):
        yield "subject skill"
    else:
        yield f"subject no verb {_who(left)}"
    for side, words in (("b", left), ("a", right)):
        by = [number for number, word in enumerate(words) if word.text == "by"]
        if by:
            at = by[-1] if side == "b" else by[0]
            yield f"agent {side} {_who(words[at + 1 : at + 5])}"
    if right:
        yield f"follows {_who(right[:2])}"


def _subject_signs(left: Sequence[Word], deeds: Sequence[int]) -> Iterator[str]:
    """Who stands before the first verb of the clause, and who before the last."""
    first = next((n for n in deeds if n or 1 not in deeds), deeds[0])
    subject = _who(left[:first]) if first else "bare"
    last = begin = deeds[-1]
    while (
        begin > 0
        and begin - 1 not in deeds
        and left[begin - 1].text not in ",;:("
        and last - begin < 5
    ):
        begin -= 1
    local = _who(left[begin:last]) if last else "bare"
    yield f"subject {subject}"
    yield f"local {local}"
    yield f"subject {subject} local {local}"
    for name in left[last].families:
        yield f"local {local} {name}"
        yield f"subject {subject} {name}"


def _is_deed(word: Word) -> bool:
    if word.text in _AUXILIARIES:
        return True
    if word.text.endswith("ing"):
        return False
    return not _DEEDS.isdisjoint(word.families) or (len(word.text) > 4 and word.text.endswith("ed"))


def _who(words: Iterable[Word]) -> str:
    """Who a few words name: oneself, others, something."""
    names: set[str] = set()
    empty = True
    for word in words:
        names.update(word.families)
        empty = False
    if "self" in names:
        return "self and person" if "person" in names else "self"
    if "you" in names:
        return "you"
    if "person" in names:
        return "other person" if "other" in names else "person"
    return "other" if "other" in names else "none" if empty else "thing"
