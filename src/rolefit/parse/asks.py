"""How much the words, the heading and the neighbours of a job ad's line speak for each thing it may ask.

Two small log-linear models, learnt by `scripts/train_asks.py`: the first weighs the words of a line and
those of a heading, the second weighs what the first says of the line, its neighbours and its heading.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal

Ask = Literal["required", "preferred", "not_required", "boilerplate", "responsibility", "other"]
ASKS: tuple[Ask, ...] = ("required", "preferred", "boilerplate", "responsibility", "other")
"""What words tell; that something is not required is said by cues alone."""
_WORD = re.compile(r"[a-z][a-z'+#&-]*|\d+|[$€£%]")
_NUMBER = re.compile(r"\d+")
_PREFERRED = re.compile(
    r"\b(?:plus(?:es)?|bonus|nice[- ]to[- ](?:haves?|know)|good[- ]to[- ]haves?|great[- ]to[- ]haves?|preferr?ed|preferably|"
    r"preferable|preference|desired|desirable|ideal(?:ly)?|advantage(?:ous)?|beneficial|helpful|useful|"
    r"an? (?:\w+ )?asset|optional(?:ly)?|nice (?:if|but)|would be (?:nice|great|good|a|an)|"
    r"not (?:required|essential|necessary|mandatory) but|extra (?:credit|points)|brownie points|a (?:big|huge) help|"
    r"welcomed?|appreciated|recommended|(?:highly|strongly|particularly) (?:valued|encouraged|regarded)|"
    r"prefer|cherry on|(?:fantastic|awesome|great|really cool|amazing|lovely|love it) if|(?:would|['’]d)(?: also)? love (?!to (?:hear|meet|talk|chat))|not (?:mandatory|necessary|essential)|"
    r"would (?:also )?(?:help|benefit)|set(?:s)? you apart|stand out|(?:even )?better if)\b",
    re.IGNORECASE,
)
_REQUIRED = re.compile(
    r"\b(?:required|requires?|must|mandatory|essential|minimum|at least|need(?:ed)? to have|proven|demonstrated)\b",
    re.IGNORECASE,
)
_LEADS_IN = re.compile(
    r"\b(?:if you(?: also| have| had| are)*|(?:will|should|must|may) have|you have|the following)$|^(?:what|who|how|why)\b",
    re.IGNORECASE,
)
_PARENTHESES = re.compile(r"\([^()]*\)")
_MONEY = re.compile(r"[$€£]\s?\d|\d{2,3},\d{3}|\b\d{2,3}k\b|401\s?\(?k\)?", re.IGNORECASE)
_YEARS = re.compile(r"\d\s*\+?\s*(?:years?|yrs?)\b", re.IGNORECASE)
_LINK = re.compile(r"https?://|www\.|\S@\S+\.\w")
_ENDS = ".!?;,"
MAX_HEADING_WORDS = 8
MAX_LEAD_WORDS = 16
MAX_QUESTION_WORDS = 6
LOWEST = -6.0
NEIGHBOURS = 3
CLOSE_LINES = 10.0
SECTION_GROUPS = (*ASKS, "none")


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of an ad or a clause of it, and what its headings say."""

    text: str
    bullet: bool
    heading: bool
    """Whether the table of headings knows it."""
    section: str
    """One of `SECTION_GROUPS`: what the last known heading asks."""


@dataclass(frozen=True, slots=True)
class AskWeights:
    """Weights: `words` and `headings` by feature, `joint` by the place in `joint_features`, `change` between asks."""

    bias: tuple[float, ...]
    words: Mapping[str, tuple[float, ...]]
    heading_bias: tuple[float, ...]
    headings: Mapping[str, tuple[float, ...]]
    joint_bias: tuple[float, ...]
    joint: tuple[tuple[float, ...], ...]
    change: tuple[tuple[float, ...], ...]


def load_ask_weights(path: Path) -> AskWeights:
    data = json.loads(path.read_text(encoding="utf-8"))
    return AskWeights(
        tuple(data["bias"]),
        {w: tuple(v) for w, v in data["words"].items()},
        tuple(data["heading_bias"]),
        {w: tuple(v) for w, v in data["headings"].items()},
        tuple(data["joint_bias"]),
        tuple(tuple(row) for row in data["joint"]),
        tuple(tuple(row) for row in data["change"]),
    )


def word_features(text: str) -> set[str]:
    """Words, pairs, both ends and the shape of a line, lower case; numbers are one word."""
    found = _WORD.findall(text.lower().replace("’", "'"))
    words = ["0" if _NUMBER.fullmatch(word) else word for word in found]
    if not words:
        return {"#none"}
    pairs = {f"{a} {b}" for a, b in pairwise(words)}
    length = "#short" if len(words) <= 4 else "#line" if len(words) <= 25 else "#long"
    ends = {f"#end{text[-1]}"} if text[-1:] in ".:?!" else set()
    two = " ".join(words[:2])
    return {
        *words,
        *pairs,
        length,
        *ends,
        f"#first {words[0]}",
        f"#first {two}",
        f"#last {words[-1]}",
    }


def heading_features(text: str) -> set[str]:
    """Words and pairs of a heading."""
    words = _WORD.findall(text.lower().replace("’", "'"))
    return {*words, *(f"{a} {b}" for a, b in pairwise(words))}


def looks_like_heading(piece: Piece, following: Piece | None) -> bool:
    """Short, no sentence, and either known, with a colon, leading in, in capitals, or before a list."""
    text = piece.text.strip()
    count = len(text.split())
    if piece.heading or not count or count > MAX_LEAD_WORDS or piece.bullet:
        return piece.heading
    if text.endswith(":") or following is None:
        return text.endswith(":")
    if text[-1] in _ENDS:
        return text[-1] == "?" and count <= MAX_QUESTION_WORDS
    if _LEADS_IN.search(text):
        return True
    listed = following.bullet or (_titled(text) and not _titled(following.text))
    return listed and count <= MAX_HEADING_WORDS


def _titled(text: str) -> bool:
    """Few words, the long ones with a capital."""
    words = text.split()
    long = [word for word in words if len(word) > 3]
    return len(words) <= MAX_HEADING_WORDS and bool(long) and all(w[0].isupper() for w in long)


def log_shares(scores: Sequence[float]) -> tuple[float, ...]:
    """Log of the softmax, not below `LOWEST`."""
    top = max(scores)
    total = top + math.log(sum(math.exp(score - top) for score in scores))
    return tuple(max(LOWEST, score - total) for score in scores)


def add_up(
    bias: Sequence[float], table: Mapping[str, Sequence[float]], features: set[str]
) -> tuple[float, ...]:
    """`log_shares` of the summed weights of the features that the table knows."""
    rows = [row for feature in sorted(features) if (row := table.get(feature))]
    return log_shares([b + sum(row[i] for row in rows) for i, b in enumerate(bias)])


def joint_features(pieces: Sequence[Piece], weights: AskWeights) -> list[list[float]]:
    """One row for each piece; see `_own_features` and `_heading_part` for the columns; `wished`: what a heading says."""
    heads = [
        looks_like_heading(piece, pieces[i + 1] if i + 1 < len(pieces) else None)
        for i, piece in enumerate(pieces)
    ]
    said = [add_up(weights.bias, weights.words, word_features(piece.text)) for piece in pieces]
    flat = (math.log(1 / len(ASKS)),) * len(ASKS)
    rows, last, known, wished = [], (-1, flat), -1, 0.0
    for i, piece in enumerate(pieces):
        if piece.heading:
            known = i
        near = [_around(said, heads, i, -1), _around(said, heads, i, 1)]
        rows.append(
            [
                *said[i],
                *near[0],
                *near[1],
                *_heading_part(piece, last, i, known),
                wished,
                wished * float(last[0] > known),
                wished * math.exp(-(i - last[0]) / CLOSE_LINES),
                *_own_features(piece, heads[i], (i + 0.5) / len(pieces)),
            ]
        )
        if heads[i]:
            wished = float(bool(_PREFERRED.search(piece.text)))
            last = (i, add_up(weights.heading_bias, weights.headings, heading_features(piece.text)))
    return rows


def _heading_part(
    piece: Piece, last: tuple[int, tuple[float, ...]], i: int, known: int
) -> list[float]:
    """What the words of the last heading say, and the last known heading's section, close or far."""
    close = 1.0 if last[0] < 0 else math.exp(-(i - last[0]) / CLOSE_LINES)
    section = [float(piece.section == group) for group in SECTION_GROUPS]
    decay = math.exp(-(i - known) / CLOSE_LINES) if known >= 0 else 0.0
    fresh = float(last[0] > known)
    return [
        *last[1],
        *(close * value for value in last[1]),
        *section,
        *(decay * value for value in section),
        *(fresh * value for value in section),
        fresh,
    ]


def _own_features(piece: Piece, head: bool, place: float) -> list[float]:
    """Shape, cues and the place in the ad."""
    text = piece.text
    bare = _PARENTHESES.sub(" ", text)
    wish = [m.start() for m in _PREFERRED.finditer(bare)]
    length = max(1, len(bare))
    words = len(text.split())
    flags = (
        head,
        piece.heading,
        piece.bullet,
        text.endswith(":"),
        text.endswith("."),
        words <= 2,
        words <= 5,
        words > 20,
        bool(wish),
        bool(wish) and wish[0] < 3,
        bool(wish) and wish[-1] / length > 0.6,
        bool(wish) and piece.section == "preferred",
        not wish and bool(_PREFERRED.search(text)),
        bool(_REQUIRED.search(bare)),
        bool(_MONEY.search(text)),
        bool(_YEARS.search(text)),
        bool(_LINK.search(text)),
        place < 0.08,
        place < 0.25,
        place > 0.6,
        place > 0.8,
        place > 0.92,
    )
    return [float(flag) for flag in flags]


def _around(
    said: Sequence[tuple[float, ...]], heads: Sequence[bool], i: int, step: int
) -> tuple[float, ...]:
    """Mean over up to `NEIGHBOURS` lines before or after that are in the same block."""
    found: list[tuple[float, ...]] = []
    place = i + step
    while 0 <= place < len(said) and len(found) < NEIGHBOURS and not heads[place]:
        found.append(said[place])
        place += step
    if not found or heads[i]:
        return (math.log(1 / len(ASKS)),) * len(ASKS)
    return tuple(sum(row[k] for row in found) / len(found) for k in range(len(ASKS)))


def score_pieces(pieces: Sequence[Piece], weights: AskWeights) -> list[tuple[float, ...]]:
    """Log shares of `ASKS` for each piece."""
    return [
        log_shares(
            [
                bias + sum(w * f for w, f in zip(row, features, strict=True))
                for bias, row in zip(weights.joint_bias, weights.joint, strict=True)
            ]
        )
        for features in joint_features(pieces, weights)
    ]


def best_path(
    scores: Sequence[Sequence[float]], change: Sequence[Sequence[float]], free: Sequence[bool]
) -> list[int]:
    """The most likely row of asks; a change costs, except beside a heading (Viterbi; ties to the first)."""
    if not scores:
        return []
    size = range(len(ASKS))
    totals, back = list(scores[0]), []
    for number in range(1, len(scores)):
        ease = 0.0 if free[number] or free[number - 1] else 1.0
        choice = [max(size, key=lambda j: (totals[j] + ease * change[j][i], -j)) for i in size]
        totals = [totals[c] + ease * change[c][i] + scores[number][i] for i, c in enumerate(choice)]
        back.append(choice)
    path = [max(size, key=lambda i: (totals[i], -i))]
    for choice in reversed(back):
        path.append(choice[path[-1]])
    return path[::-1]
