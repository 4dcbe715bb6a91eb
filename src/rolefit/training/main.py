"""The whole way of training: documents, cross-validation for calibration, the model, its card."""

from __future__ import annotations

import argparse
import json
import pickle
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rolefit.engine import Engine
from rolefit.evaluation.splits import fold_by_group
from rolefit.loading import load_untrained_engine, reading_file, weights_file
from rolefit.match.reading import save_reading
from rolefit.settings import load_settings
from rolefit.training.examples import (
    CORPUS,
    CachedEncoder,
    Examples,
    build_examples,
    draw_from_corpus,
    join,
    load_jds,
    load_resumes,
)
from rolefit.training.learn import (
    ALWAYS_TRAINED,
    calibrate,
    cross_validate,
    learn,
    to_reading,
    to_weights,
)

RESUMES = Path("tests/resumes")


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="train.py", description=__doc__)
    parser.add_argument("jds", type=Path, help="jds_dev.jsonl.gz")
    parser.add_argument("--resumes", type=Path, default=RESUMES)
    parser.add_argument("--examples", type=Path, help="read or, where absent, write them here")
    options = parser.parse_args(argv)
    examples = get_examples(options.jds, options.resumes, options.examples)
    scores = cross_validate(examples, company_folds(examples))
    temperatures, margins = calibrate(examples, scores)
    learner = learn(examples, np.arange(len(examples.documents)))
    save_reading(
        to_reading(learner, examples, load_untrained_engine().encoder.sha256), reading_file()
    )
    weights = to_weights(learner, temperatures, margins)
    text = json.dumps({kind: asdict(w) for kind, w in sorted(weights.items())}, indent=2) + "\n"
    weights_file().write_text(text, encoding="utf-8")
    print(text)
    return 0


def get_examples(jds: Path, resumes: Path, kept: Path | None) -> Examples:
    """The documents trained on as numbers, from `kept` where it is."""
    if kept is not None and kept.is_file():
        with kept.open("rb") as file:
            found = pickle.load(file)
        assert isinstance(found, Examples)
        return found
    examples = weigh_all(jds, resumes)
    if kept is not None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(pickle.dumps(examples))
    return examples


def weigh_all(jds: Path, resumes: Path, *, held_out: bool = False) -> Examples:
    engine = load_untrained_engine()
    cache = CachedEncoder(engine, load_settings().cache_path / "training" / "vectors.npz")
    caching: Engine = replace(engine, encoder=cache)
    documents = [*load_jds(jds), *load_resumes(resumes, held_out=held_out)]
    try:
        found = build_examples(caching, documents)
        drawn = draw_from_corpus(caching, answers=found.answers, skills=len(found.skill_ids))
        return join(found, drawn)
    finally:
        cache.save()


def company_folds(examples: Examples) -> NDArray[np.int64]:
    """Companies apart; each résumé is a company of its own. What the corpus says is always trained on."""
    folds = fold_by_group([document.group for document in examples.documents])
    drawn = np.array([document.condition == CORPUS for document in examples.documents])
    return np.where(drawn, ALWAYS_TRAINED, folds)
