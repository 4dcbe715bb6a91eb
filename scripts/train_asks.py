"""Learn what a job ad's lines ask for: `train_asks.py jds.jsonl.gz` writes models/asks.json.

Labels of words are weak: lines under clear headings. Then the model reads the ads itself and learns from
what it is sure of. How words, headings and neighbours weigh together is learnt from the hand-labelled
ads' tuning half; their other half is not seen. Prints the cross-validated macro-F1 on the tuning half.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from rolefit.evaluation.cases import f1_by_label, load_cases, load_default_parser, macro_f1
from rolefit.evaluation.need import half_of, labelled_lines, load_texts
from rolefit.parse.asks import (
    ASKS,
    AskWeights,
    Piece,
    best_path,
    heading_features,
    joint_features,
    looks_like_heading,
    score_pieces,
    word_features,
)
from rolefit.parse.need import SECTION_ASKS, UNCLEAR, pieces_of
from rolefit.parse.pipeline import Parser

MIN_ADS = 8
REGULARISATION = 0.25
JOINT_REGULARISATION = 0.3
CHANGE_SHARE = 0.25
"""How much of the log odds of staying counts: neighbours are features already."""
SURE = 0.8
ROUNDS = 2
SMALLEST = 0.1
VAGUE = UNCLEAR | {"skills", "education", "experience", "certifications", "about"}


@dataclass(frozen=True, slots=True)
class Ad:
    """An ad's pieces; labels are -1 where nobody says."""

    pieces: tuple[Piece, ...]
    weak: tuple[int, ...]
    hand: tuple[int, ...] = ()


def main() -> int:
    texts = load_texts(Path(sys.argv[1]))
    parser = load_default_parser()
    unlabelled, labelled = _load_ads(parser, texts)
    weights = AskWeights((), {}, (), {}, (), (), ())
    weak = [ad.weak for ad in unlabelled]
    for number in range(ROUNDS):
        weights = _with_words(weights, unlabelled, weak)
        weights = _with_joint(weights, labelled)
        print(f"round {number}: cross-validated macro-F1 {_cross_validate(weights, labelled):.3f}")
        if number < ROUNDS - 1:
            weak = [_relabel(ad, weights) for ad in unlabelled]
    path = Path("models/asks.json")
    _write(weights, path)
    print(f"{len(unlabelled)} ads, {len(labelled)} by hand, {path.stat().st_size // 1024} KiB")
    return 0


def _load_ads(parser: Parser, texts: Mapping[str, str]) -> tuple[list[Ad], list[Ad]]:
    cases = {case["id"]: case for case in load_cases("jd_need")}
    unlabelled: list[Ad] = []
    labelled: list[Ad] = []
    seen: Counter[str] = Counter()
    for ad, text in texts.items():
        case = cases.get(ad)
        if case is None:
            lines = parser.split_jd(text)
            pieces = tuple(pieces_of(text, lines))
            sections = [line.section for line in lines]
            seen.update(piece.text for piece in pieces)
            weak = [_weak(p, s, seen[p.text]) for p, s in zip(pieces, sections, strict=True)]
            unlabelled.append(Ad(pieces, tuple(weak)))
        elif half_of(case) == "tune":
            labelled.append(_by_hand(parser, text, case))
    return unlabelled, labelled


def _weak(piece: Piece, section: str, copies: int) -> int:
    if copies > 2 or section in VAGUE or (not piece.heading and len(piece.text.split()) < 3):
        return -1
    ask = "other" if piece.heading else SECTION_ASKS.get(section)  # type: ignore[call-overload]
    return ASKS.index(ask) if ask in ASKS else -1


def _by_hand(parser: Parser, text: str, case: Mapping[str, Any]) -> Ad:
    assert parser.asks is not None
    lines = [piece for line in parser.split_jd(text) for piece in parser.asks.cut(text, line)]
    truth = list(labelled_lines(case, text))
    labels = []
    for line in lines:
        shared: Counter[str] = Counter()
        for true in truth:
            shared[true.label] += max(0, min(line.end, true.end) - max(line.start, true.start))
        label, length = shared.most_common(1)[0]
        number = ASKS.index("required" if label == "not_required" else label)
        labels.append(number if length else -1)
    return Ad(tuple(pieces_of(text, lines)), (-1,) * len(lines), tuple(labels))


def _with_words(
    weights: AskWeights, ads: Sequence[Ad], labels: Sequence[Sequence[int]]
) -> AskWeights:
    bias, words = _fit_words(_word_rows(ads, labels))
    heading_bias, headings = _fit_words(_heading_rows(ads, labels))
    return replace(weights, bias=bias, words=words, heading_bias=heading_bias, headings=headings)


def _word_rows(
    ads: Sequence[Ad], labels: Sequence[Sequence[int]]
) -> Iterator[tuple[int, set[str], int]]:
    for number, (ad, row) in enumerate(zip(ads, labels, strict=True)):
        for piece, label in zip(ad.pieces, row, strict=True):
            if label >= 0:
                yield number, word_features(piece.text), label


def _heading_rows(
    ads: Sequence[Ad], labels: Sequence[Sequence[int]]
) -> Iterator[tuple[int, set[str], int]]:
    """A heading's words with what most of the next lines ask."""
    for number, (ad, row) in enumerate(zip(ads, labels, strict=True)):
        heads = _heads(ad)
        for i in (i for i, head in enumerate(heads) if head):
            end = next((j for j in range(i + 1, len(heads)) if heads[j]), len(heads))
            asks = Counter(label for label in row[i + 1 : min(end, i + 6)] if label >= 0)
            if asks:
                yield number, heading_features(ad.pieces[i].text), asks.most_common(1)[0][0]


def _heads(ad: Ad) -> list[bool]:
    following = [*ad.pieces[1:], None]
    return [looks_like_heading(p, n) for p, n in zip(ad.pieces, following, strict=True)]


def _fit_words(
    rows: Iterator[tuple[int, set[str], int]],
) -> tuple[tuple[float, ...], dict[str, tuple[float, ...]]]:
    kept = list(rows)
    count: Counter[str] = Counter()
    for _, name in {(ad, name) for ad, features, _ in kept for name in features}:
        count[name] += 1
    names = sorted(name for name, number in count.items() if number >= MIN_ADS)
    column = {name: i for i, name in enumerate(names)}
    model = LogisticRegression(C=REGULARISATION, max_iter=300)
    model.fit(_matrix([features for _, features, _ in kept], column), [label for *_, label in kept])
    coefficients, bias = _in_order(model)
    large = np.abs(coefficients).max(axis=0) > SMALLEST
    table = {
        name: tuple(round(float(c), 2) for c in coefficients[:, i])
        for i, name in enumerate(names)
        if large[i]
    }
    return tuple(round(float(b), 3) for b in bias), table


def _matrix(rows: Sequence[set[str]], column: Mapping[str, int]) -> Any:
    indices = [[column[name] for name in sorted(row) if name in column] for row in rows]
    lengths = np.cumsum([0, *map(len, indices)])
    flat = np.concatenate([np.array(i, dtype=int) for i in indices])
    return csr_matrix((np.ones(len(flat)), flat, lengths), shape=(len(rows), len(column)))


def _in_order(model: Any) -> tuple[Any, Any]:
    """Coefficients and bias in the order of `ASKS`; an ask never seen is never said."""
    coefficients = np.zeros((len(ASKS), model.coef_.shape[1]))
    bias = np.full(len(ASKS), -20.0)
    for place, label in enumerate(model.classes_):
        coefficients[label], bias[label] = model.coef_[place], model.intercept_[place]
    return coefficients, bias


def _with_joint(weights: AskWeights, ads: Sequence[Ad]) -> AskWeights:
    x = np.array([row for ad in ads for row in joint_features(ad.pieces, weights)])
    y = np.array([label for ad in ads for label in ad.hand])
    model = LogisticRegression(C=JOINT_REGULARISATION, max_iter=2000).fit(x[y >= 0], y[y >= 0])
    coefficients, bias = _in_order(model)
    return replace(
        weights,
        joint_bias=tuple(round(float(b), 3) for b in bias),
        joint=tuple(tuple(round(float(c), 3) for c in row) for row in coefficients),
        change=_changes(ads),
    )


def _changes(ads: Sequence[Ad]) -> tuple[tuple[float, ...], ...]:
    """Log of how often an ask follows another over how often it stands anywhere."""
    pairs = np.ones((len(ASKS), len(ASKS)))
    for ad in ads:
        for first, second in zip(ad.hand, ad.hand[1:], strict=False):
            if min(first, second) >= 0:
                pairs[first, second] += 1
    share = pairs.sum(axis=0) / pairs.sum()
    odds = np.log(pairs / pairs.sum(axis=1, keepdims=True) / share)
    return tuple(tuple(round(float(o) * CHANGE_SHARE, 3) for o in row) for row in odds)


def _path(ad: Ad, weights: AskWeights) -> list[int]:
    free = [piece.heading for piece in ad.pieces]
    return best_path(score_pieces(ad.pieces, weights), weights.change, free)


def _relabel(ad: Ad, weights: AskWeights) -> tuple[int, ...]:
    """What the model itself reads where it is sure."""
    scores = score_pieces(ad.pieces, weights)
    path = _path(ad, weights)
    return tuple(
        label if np.exp(score[label]) > SURE and len(piece.text.split()) > 1 else -1
        for piece, score, label in zip(ad.pieces, scores, path, strict=True)
    )


def _cross_validate(weights: AskWeights, ads: Sequence[Ad]) -> float:
    truth: list[str] = []
    answers: list[str] = []
    fit: Callable[[Sequence[Ad]], AskWeights] = lambda part: _with_joint(weights, part)  # noqa: E731
    for train, test in GroupKFold(8).split(ads, groups=range(len(ads))):
        model = fit([ads[i] for i in train])
        for ad in (ads[i] for i in test):
            path = _path(ad, model)
            truth += [ASKS[label] for label in ad.hand if label >= 0]
            answers += [ASKS[a] for a, label in zip(path, ad.hand, strict=True) if label >= 0]
    scores = f1_by_label(truth, answers, ASKS)
    print({ask: [round(s, 2) for s in score[:3]] for ask, score in scores.items()})
    return macro_f1({ask: scores[ask] for ask in ("required", "preferred", "boilerplate")})


def _write(weights: AskWeights, path: Path) -> None:
    data = {"asks": list(ASKS)} | {name: getattr(weights, name) for name in weights.__slots__}
    path.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
