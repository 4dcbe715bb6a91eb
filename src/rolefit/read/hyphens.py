"""Words broken at a line's end: which hyphens belong to the word, and which to the line."""

from __future__ import annotations

import re
from collections.abc import Set

MARKERS = "\ufffe\x02"
"""What PDFium puts where a line ends in a hyphen."""

_BROKEN = re.compile(rf"[{MARKERS}](?:\r?\n)?")
_FIRST = frozenset(
    "ai all anti back best bi big bottom break bug business change client closed cloud co code "
    "cost cross cutting data day deep domain double drag easy ecosystem edge end enterprise event "
    "ever ex fault few fine first fast four front full general go hands hard head high hot "
    "human hybrid ill in key kick large lead left life light line load long look loss low machine "
    "make many mid mission model multi near next no non object off old on one open out over own "
    "part peer performance point post pre pro problem product production purpose quick read real "
    "result risk role rule safety scikit sci second self semi service set short side single six "
    "small smart so spin stand state step strong sub t team test text third three time top trade "
    "two type under up user value vice web well white wide world year zero".split()
)  # fmt: skip
_SECOND = frozenset(
    "a agnostic and art aware based bound box building centered centric class compliant critical "
    "cutting date day deep depth driven edge effective efficient end engineer engineered engineering "
    "facing first flow focused free friendly functional grade grained hand heavy house in intensive "
    "jerk language latency learn learning led left level life line linear location long looking low "
    "make making minded mortem native new of off on one only oriented out over party paced per "
    "performance performing person point production proof quality quo rate ready related right "
    "running safe scale scaling series service shot side site sized sourced source speaking specific "
    "stack stage standing starter state step stop supervised tech tenant term test tested text the "
    "threaded throughput tier time to top transfer tuned tuning up validated value volume warehouse "
    "way wide win winning world year".split()
)  # fmt: skip
_COMMON_PREFIXES = frozenset(("de", "dis", "im", "in", "re", "un", "con", "com", "pro", "a", "e"))


def join_broken(word: str, vocabulary: Set[str]) -> str:
    """A word whose line breaks are markers, joined; `vocabulary` is the page's other words."""
    parts = _BROKEN.split(word)
    joined = parts[0]
    for part in parts[1:]:
        joined += "-" + part if _keeps_hyphen(joined, part, vocabulary) else part
    return joined


def has_marker(word: str) -> bool:
    return any(marker in word for marker in MARKERS)


def _keeps_hyphen(before: str, after: str, vocabulary: Set[str]) -> bool:
    """Whether the hyphen is the compound's own: seen elsewhere, or a compound's usual half."""
    first, second = _bare(before.rpartition("-")[2]), _bare(re.split("[-/]", after)[0])
    if not second:
        return True
    if f"{_bare(before)}-{_bare(after)}" in vocabulary:
        return True
    if _bare(before) + _bare(after) in vocabulary:
        return False
    if "-" in before or not first.isalpha() or not second[0].islower() or after[:1].isupper():
        return True
    if first in _COMMON_PREFIXES:
        return False
    return first in _FIRST or second in _SECOND


def _bare(word: str) -> str:
    return word.strip(".,;:()[]\"'“”‘’").lower()
