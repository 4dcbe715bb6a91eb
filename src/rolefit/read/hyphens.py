"""Words broken at a line's end: which hyphens belong to the word, and which to the line."""

from __future__ import annotations

import re
from collections.abc import Set

MARKERS = "\ufffe\x02"
"""What PDFium puts where a line ends in a hyphen."""

_BROKEN = re.compile(rf"[{MARKERS}](?:\r?\n)?")
_FIRST = frozenset(
    "anti bi cross ex fault fine fully first hybrid large "
    "machine mid model multi newly non object peer problem product quasi scikit second "
    "self semi service third three two user vice well".split()
)
_SECOND = frozenset(
    "agnostic aware based bound centered centric compliant critical decision driven effective "
    "efficient engineered facing focused friendly functional generated grade grained hosted intensive "
    "learn led level managed native optimized oriented owned paced performance performing quality "
    "ready related safe scale sized sourced speaking specific supervised tenant term tested "
    "threaded throughput trained tuned tuning validated volume winning".split()
)
_COMPOUNDS = frozenset(
    "back-end built-in check-in clean-up client-side cost-benefit cutting-edge "
    "day-to e-commerce end-to follow-up front-end full-stack full-time go-live go-to hand-off "
    "hands-on in-depth in-house in-memory key-value kick-off late-stage "
    "long-running long-standing long-tail low-latency low-code low-rank make-or near-real "
    "no-code on-call on-device on-premise on-premises on-prem one-off one-on open-source "
    "out-of part-time plug-in point-of pre-built pre-trained pre-training post-training post-mortem "
    "post-processing pre-processing real-time right-sizing server-side short-lived "
    "side-by sign-off stand-up start-up state-of step-by time-series to-do top-k trade-off trade-offs "
    "up-to up-sell vice-versa web-scale world-class zero-downtime zero-shot few-shot".split()
)


_ENDINGS = frozenset(
    "able al ally ance ation ations e ed er ers es ful ible ing ings ion ions ity ive ize ized izing "
    "less ly ment ments ness or ors ous ries ry s sion tion tional tions ty ual ually ures ure".split()
)


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
    if "-" in before or not first.isalpha() or not second[0].isalpha() or after[:1].isupper():
        return True
    if second in _ENDINGS:
        return False
    return first in _FIRST or second in _SECOND or f"{first}-{second}" in _COMPOUNDS


def _bare(word: str) -> str:
    return word.strip(".,;:()[]\"'“”‘’").lower()
