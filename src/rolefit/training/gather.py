"""All documents to train and to measure on, as numbers, kept between runs where wanted."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rolefit.engine import Engine
from rolefit.evaluation.splits import fold_by_group
from rolefit.loading import load_untrained_engine
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
from rolefit.training.learn import ALWAYS_TRAINED

RESUMES = Path("tests/resumes")


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
