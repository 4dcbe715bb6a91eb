"""Splits that keep apart what belongs together: companies, sources, years."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

MIN_PASSAGE_CHARACTERS = 50
MAX_SHARED_BY = 40
"""A passage in more documents than this is the law's or the job board's, not a company's."""
MIN_SHARED_PASSAGES = 2
FOLDS = 5
SMALL_SOURCE = 60
"""Sources with fewer documents are left out together."""


def find_companies(texts: Sequence[str]) -> list[int]:
    """A number for each text; texts that share two long passages get the same, as of one company."""
    holders: dict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        for passage in {_normal(piece) for piece in re.split(r"\n|(?<=[.!?])\s", text)}:
            if len(passage) >= MIN_PASSAGE_CHARACTERS:
                holders[passage].append(number)
    shared = Counter(
        (one, other)
        for numbers in holders.values()
        if len(numbers) <= MAX_SHARED_BY
        for at, other in enumerate(numbers)
        for one in numbers[:at]
    )
    parents = list(range(len(texts)))
    for (one, other), count in sorted(shared.items()):
        if count >= MIN_SHARED_PASSAGES:
            parents[_root(parents, other)] = _root(parents, one)
    return [_root(parents, number) for number in range(len(texts))]


def _normal(piece: str) -> str:
    return re.sub(r"\W+", " ", piece.casefold()).strip()


def _root(parents: list[int], number: int) -> int:
    while parents[number] != number:
        parents[number] = parents[parents[number]]
        number = parents[number]
    return number


def is_held_out(name: str) -> bool:
    """Whether no rule or weight is made from a labelled résumé; true of a third, by the hash of the name.

    Batches f and g were read while rules were mended, so none of them is held out; batch h was written after:
    all of it is.
    """
    if name.startswith(("f_", "g_", "h_")):
        return name.startswith("h_")
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 3 == 0


def fold_by_group(groups: Sequence[int], *, seed: int = 0) -> NDArray[np.int64]:
    """A fold, 0 to 4, for each document; documents of one group share theirs."""
    distinct = sorted(set(groups))
    drawn = np.random.RandomState(seed).randint(0, FOLDS, len(distinct))
    fold = dict(zip(distinct, drawn.tolist(), strict=True))
    return np.array([fold[group] for group in groups])


def fold_by_source(sources: Sequence[str]) -> tuple[NDArray[np.int64], Mapping[int, str]]:
    """Each source a fold of its own, the small ones together; with the folds' names."""
    counts = Counter(sources)
    large = sorted(source for source, count in counts.items() if count >= SMALL_SOURCE)
    names = dict(enumerate([*large, "the others"]))
    number = {name: fold for fold, name in names.items()}
    return np.array([number.get(source, len(large)) for source in sources]), names
