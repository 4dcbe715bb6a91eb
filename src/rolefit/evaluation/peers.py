"""What a user would try instead, on the same documents: words, one vector a document, keywords.

`evaluate.py peers JDS.jsonl.gz`: companies apart; every peer answers the six roles or *none*.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from rolefit.corpus import Corpus
from rolefit.engine import Engine
from rolefit.evaluation.metrics import RoleScores, score_roles
from rolefit.evaluation.ranking import scores_table
from rolefit.evaluation.splits import fold_by_group
from rolefit.loading import load_untrained_engine
from rolefit.training.examples import CONDITIONS, Labelled, load_jds
from rolefit.types import NONE_ROLE

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="evaluate.py peers", description=__doc__)
    parser.add_argument("jds", type=Path, help="jds_dev.jsonl.gz")
    options = parser.parse_args(argv)
    engine = load_untrained_engine()
    console = Console(width=130)
    for condition in CONDITIONS:
        documents = load_jds(options.jds, conditions=[condition])
        found = {
            "TF-IDF + logistic regression": words(documents),
            "one MiniLM vector a document": whole_vectors(documents, engine),
            "keyword overlap": keywords(documents, engine.corpus),
        }
        console.print(scores_table(f"{condition}, companies apart", found))
    return 0


def words(documents: Sequence[Labelled]) -> RoleScores:
    """Words and word pairs, balanced classes; a company's documents in one fold."""
    texts = [document.text for document in documents]
    labels = np.array([document.label for document in documents])
    folds = fold_by_group([document.group for document in documents])
    answers = _answers(documents)
    found = np.zeros((len(texts), len(answers)))
    for fold in sorted(set(folds.tolist())):
        train, test = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        vectors = TfidfVectorizer(
            ngram_range=(1, 2), min_df=3, sublinear_tf=True, stop_words="english"
        )
        x = vectors.fit_transform([texts[i] for i in train])
        model = LogisticRegression(C=10, max_iter=500, class_weight="balanced").fit(
            x, labels[train]
        )
        columns = [answers.index(label) for label in model.classes_]
        found[np.ix_(test, np.array(columns))] = model.predict_proba(
            vectors.transform([texts[i] for i in test])
        )
    return score_roles(list(labels), found, answers)


def whole_vectors(documents: Sequence[Labelled], engine: Engine) -> RoleScores:
    """The first 256 tokens against the six role texts; similarities as probabilities by a softmax.

    *None* is the mean of the outside occupations' texts.
    """
    corpus = engine.corpus
    texts = [_role_text(corpus, role.id) for role in corpus.roles]
    outside = [" ".join(d for d in o.duties[:6]) for o in corpus.occupations]
    roles = engine.encoder.encode(texts)
    none = engine.encoder.encode(outside)
    vectors = engine.encoder.encode([document.text for document in documents])
    similarity = np.column_stack([vectors @ roles.T, (vectors @ none.T).max(axis=1)]).astype(float)
    return _scores(documents, similarity / 0.05, [*(r.id for r in corpus.roles), NONE_ROLE])


def keywords(documents: Sequence[Labelled], corpus: Corpus) -> RoleScores:
    """Shares of each role's core and common skills whose label or alias stands in the text."""
    names = {s.id: [s.label, *s.aliases] for s in corpus.skills}
    wanted = [[s.id for s in role.skills if s.need in {"core", "common"}] for role in corpus.roles]
    patterns = {
        skill_id: re.compile(
            r"(?<!\w)(?:" + "|".join(map(re.escape, names[skill_id])) + r")(?!\w)", re.IGNORECASE
        )
        for skill_id in {skill_id for role in wanted for skill_id in role}
    }
    rows = []
    for document in documents:
        has = {skill_id for skill_id, pattern in patterns.items() if pattern.search(document.text)}
        rows.append([len(has.intersection(role)) / len(role) for role in wanted])
    shares = np.array(rows)
    none = np.full((len(rows), 1), float(np.median(shares.max(axis=1))))
    return _scores(
        documents, np.hstack([shares, none]) / 0.05, [*(r.id for r in corpus.roles), NONE_ROLE]
    )


def _scores(documents: Sequence[Labelled], logits: Floats, answers: Sequence[str]) -> RoleScores:
    exps = np.exp(logits - logits.max(axis=1, keepdims=True))
    found = exps / exps.sum(axis=1, keepdims=True)
    return score_roles([document.label for document in documents], found, answers)


def _answers(documents: Sequence[Labelled]) -> list[str]:
    return [*sorted({d.label for d in documents} - {NONE_ROLE}), NONE_ROLE]


def _role_text(corpus: Corpus, role_id: str) -> str:
    role = next(role for role in corpus.roles if role.id == role_id)
    return " ".join([role.title, role.summary, *(duty.text for duty in role.duties[:6])])
