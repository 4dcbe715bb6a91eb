"""All documents to train and to measure on, as numbers, kept between runs where wanted."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rolefit.engine import Engine, embedded_texts
from rolefit.evaluation.splits import fold_by_group
from rolefit.loading import load_untrained_engine, prepare_index
from rolefit.settings import load_settings
from rolefit.training.examples import (
    AS_OF,
    CORPUS,
    Examples,
    Labelled,
    build_examples,
    draw_from_corpus,
    join,
    load_jds,
    load_resumes,
)
from rolefit.training.learn import ALWAYS_TRAINED
from rolefit.types import Document

if TYPE_CHECKING:
    from rolefit.types import Profile, Vectors

RESUMES = Path("tests/resumes")
ENCODED_TOGETHER = 1024
"""Lines whose batches may mix. The last digits of a vector depend on its batch."""


@dataclass(frozen=True, slots=True)
class KnownVectors:
    """An encoder of texts whose vectors have been made."""

    name: str
    sha256: str
    dimension: int
    vectors: Vectors
    rows: dict[str, int]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Raises: KeyError for a text that was not encoded."""
        return self.vectors[[self.rows[text] for text in texts]]


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
    """Parse all, encode all their lines in one sorted go, weigh all.

    So a vector depends on nothing but the set of texts, and the numbers on nothing but data and code.
    """
    documents = [*load_jds(jds), *load_resumes(resumes, held_out=held_out)]
    prepare_index(load_settings())
    engine = load_untrained_engine()
    corpus = engine.corpus
    duties = chain(
        (duty.text for role in corpus.roles for duty in role.duties),
        *(occupation.duties for occupation in corpus.occupations),
    )
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        profiles = list(pool.map(_parse, documents, chunksize=16))
        texts = sorted({*duties, *chain.from_iterable(map(_texts, profiles))})
        starts = range(0, len(texts), ENCODED_TOGETHER)
        parts = [texts[start : start + ENCODED_TOGETHER] for start in starts]
        vectors = np.vstack(list(pool.map(_encode, parts)))
    known = KnownVectors(
        engine.encoder.name,
        engine.encoder.sha256,
        engine.encoder.dimension,
        vectors,
        {text: row for row, text in enumerate(texts)},
    )
    knowing = replace(engine, encoder=known)
    found = build_examples(knowing, documents, profiles)
    drawn = draw_from_corpus(knowing, answers=found.answers, skills=len(found.skill_ids))
    return join(found, drawn)


def company_folds(examples: Examples) -> NDArray[np.int64]:
    """Companies apart; each résumé is a company of its own. What the corpus says is always trained on."""
    folds = fold_by_group([document.group for document in examples.documents])
    drawn = np.array([document.condition == CORPUS for document in examples.documents])
    return np.where(drawn, ALWAYS_TRAINED, folds)


def _texts(profile: Profile) -> Iterable[str]:
    return embedded_texts(profile).values()


@cache
def _engine() -> Engine:
    """Of this process."""
    return load_untrained_engine()


def _parse(labelled: Labelled) -> Profile:
    document = Document(labelled.text, "text/plain", "")
    return _engine().parse(document, kind=labelled.kind, as_of=AS_OF)


def _encode(texts: Sequence[str]) -> Vectors:
    return _engine().encoder.encode(texts)
