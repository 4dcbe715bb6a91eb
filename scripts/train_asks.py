"""Learn what the words of a job ad's line ask for: `train_asks.py jds.jsonl.gz` writes models/asks.json.

Labels are weak: lines under clear headings. The hand-labelled ads' tuning half is added with more
weight; their other half is not seen. Only words and pairs that stand in many ads are kept.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression

from rolefit.evaluation.cases import load_cases, load_default_parser
from rolefit.evaluation.need import half_of, labelled_lines, load_texts
from rolefit.parse.need import ASKS, SECTION_ASKS, ask_features

MIN_ADS = 12
HAND_WEIGHT = 4.0
REGULARISATION = 0.3
UNCLEAR = {"title", "role", "other", "skills", "education", "experience", "certifications"}


def main() -> int:
    texts = load_texts(Path(sys.argv[1]))
    rows, labels, weights, ads = _examples(texts)
    count: Counter[str] = Counter()
    for features_of_ad in ads.values():
        count.update(features_of_ad)
    names = sorted(name for name, number in count.items() if number >= MIN_ADS)
    column = {name: i for i, name in enumerate(names)}
    matrix = _matrix(rows, column)
    model = LogisticRegression(C=REGULARISATION, max_iter=400)
    model.fit(matrix, labels, sample_weight=weights)
    order = [list(model.classes_).index(ask) for ask in ASKS]
    coefficients = model.coef_[order]
    kept = np.abs(coefficients).max(axis=0) > 0.12
    data = {
        "asks": list(ASKS),
        "bias": [round(float(b), 3) for b in model.intercept_[order]],
        "words": {
            name: [round(float(c), 2) for c in coefficients[:, i]]
            for i, name in enumerate(names)
            if kept[i]
        },
    }
    path = Path("models/asks.json")
    path.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")
    print(f"{len(rows)} lines, {int(kept.sum())} words, {path.stat().st_size // 1024} KiB")
    return 0


def _examples(
    texts: Mapping[str, str],
) -> tuple[list[set[str]], list[str], list[float], dict[str, set[str]]]:
    parser = load_default_parser()
    cases = load_cases("jd_need")
    labelled = {case["id"] for case in cases}
    rows: list[set[str]] = []
    labels: list[str] = []
    weights: list[float] = []
    ads: dict[str, set[str]] = {}
    seen: Counter[str] = Counter()
    for ad, text in texts.items():
        if ad in labelled:
            continue
        lines = parser.split_jd(text)
        if not {"required", "responsibilities"} <= {line.section for line in lines}:
            continue
        for line in lines:
            ask = SECTION_ASKS.get(line.section)
            piece = text[line.start : line.end]
            seen[piece] += 1
            if (
                ask is None
                or line.heading
                or ask not in ASKS
                or line.section in UNCLEAR
                or seen[piece] > 2
            ):
                continue
            if len(piece.split()) >= 3:
                rows.append(ask_features(piece))
                ads.setdefault(ad, set()).update(rows[-1])
                labels.append(ask)
                weights.append(1.0)
    for case in cases:
        if half_of(case["id"]) == "tune":
            for labelled_line in labelled_lines(case, texts[case["id"]]):
                if labelled_line.label in ASKS:
                    piece = texts[case["id"]][labelled_line.start : labelled_line.end]
                    rows.append(ask_features(piece))
                    labels.append(labelled_line.label)
                    weights.append(HAND_WEIGHT)
    return rows, labels, weights, ads


def _matrix(rows: Sequence[set[str]], column: Mapping[str, int]) -> Any:
    indices = [[column[name] for name in sorted(row) if name in column] for row in rows]
    lengths = np.cumsum([0, *map(len, indices)])
    flat = np.concatenate([np.array(i, dtype=int) for i in indices])
    return csr_matrix((np.ones(len(flat)), flat, lengths), shape=(len(rows), len(column)))


if __name__ == "__main__":
    sys.exit(main())
