"""Learn how many asked years make which level: `train_level.py ads.jsonl.gz` writes models/level.json.

Numbers alone are learnt (21 steps, four bands); ads whose title tells the level count less. Prints the
accuracy of five-fold cross-validation on ads whose title tells nothing.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from rolefit.evaluation.level import BANDS
from rolefit.parse.level import asked_years, year_features

REGULARISATION = 0.3
TITLED_WEIGHT = 0.35


def main() -> int:
    with gzip.open(sys.argv[1], "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    x = np.array([year_features([y for y, _ in asked_years(row["text"])]) for row in rows])
    y = np.array([BANDS[row["level"]] for row in rows])
    weights = np.array([1.0 if row["title_cue"] == "none" else TITLED_WEIGHT for row in rows])
    plain = np.where(weights == 1.0)[0]
    scores = []
    for _, part in KFold(5, shuffle=True, random_state=0).split(plain):
        test = plain[part]
        train = np.setdiff1d(np.arange(len(rows)), test)
        model = _fit(x[train], y[train], weights[train])
        scores.append(float((model.predict(x[test]) == y[test]).mean()))
    print(f"cross-validated accuracy {np.mean(scores):.3f} on {len(plain)} ads")
    model = _fit(x, y, weights)
    bands = [
        [round(float(b), 3), [round(float(c), 3) for c in row]]
        for b, row in zip(model.intercept_, model.coef_, strict=True)
    ]
    Path("models/level.json").write_text(json.dumps({"bands": bands}) + "\n", encoding="utf-8")
    return 0


def _fit(x: Any, y: Any, weights: Any) -> Any:
    return LogisticRegression(C=REGULARISATION, max_iter=500).fit(x, y, sample_weight=weights)


if __name__ == "__main__":
    sys.exit(main())
