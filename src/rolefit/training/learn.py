"""Examples to a model: what is read is scaled, fitted, and folded back into plain weights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rolefit.match.model import KindWeights
from rolefit.match.reading import KINDS, Reading
from rolefit.training.examples import CORPUS, SHARED, Examples
from rolefit.training.fit import Design, Fit, find_margin, find_temperature, fit, probabilities
from rolefit.types import DocumentKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

LINE_PENALTY = 0.02
SKILL_PENALTY = 0.03
MIN_SKILL_DOCUMENTS = 5
RESUME_SHARE = 1.2
"""How much all résumés weigh together; all job descriptions weigh 1."""
CORPUS_SHARE = 0.3
"""The same for the documents drawn from the corpus."""
BALANCE = 0.5
"""Rare labels weigh more: by their share of the documents to the power of minus this."""
ALWAYS_TRAINED = -1
WANTED_ACCURACY = 0.95
MOST_OUTSIDERS: Mapping[DocumentKind, float] = {"jd": 0.04, "resume": 0.02}
"""How many of the documents outside the roles may be matched with one: to mislead a person weighs more."""


@dataclass(frozen=True, slots=True)
class Scales:
    """How raw numbers are brought to one size; computed on the documents trained on."""

    shared: Floats
    line: float
    mass: float
    skill: float
    centres: Mapping[DocumentKind, Floats]
    kept: Ints
    """Columns of the skills that enough documents name."""


@dataclass(frozen=True, slots=True)
class Learner:
    """A fit with its scales."""

    scales: Scales
    fit: Fit

    def scores(self, examples: Examples) -> Floats:
        return self.fit.scores(_design(examples, self.scales))


def learn(examples: Examples, rows: Ints) -> Learner:
    scales = _measure(examples, rows)
    design = _design(examples, scales).rows(rows)
    penalties = np.full(design.read.shape[1], LINE_PENALTY)
    penalties[examples.lines.shape[1] + 1 :] = SKILL_PENALTY
    return Learner(scales, fit(design, penalties))


def cross_validate(examples: Examples, folds: Ints) -> Floats:
    """Scores of each document by a model that did not see its fold; shape (n, answers).

    Documents of fold -1 are in every training set and get the scores of the last.
    """
    scores = np.zeros((len(examples.documents), len(examples.answers)))
    for fold in sorted(set(folds.tolist()) - {ALWAYS_TRAINED}):
        learner = learn(examples, np.flatnonzero(folds != fold))
        found = learner.scores(examples)
        here = (folds == fold) | (folds == ALWAYS_TRAINED)
        scores[here] = found[here]
    return scores


def to_reading(learner: Learner, examples: Examples, encoder_sha256: str) -> Reading:
    """The weights of lines and skills, rounded so that they are the same on every machine."""
    scales, dimension = learner.scales, examples.lines.shape[1]
    read = learner.fit.read - learner.fit.read.mean(axis=1, keepdims=True)
    lines = np.vstack(
        [read[:dimension] / scales.line, read[dimension : dimension + 1] / scales.mass]
    )
    skills = read[dimension + 1 :] / scales.skill
    return Reading(
        examples.answers,
        encoder_sha256,
        {kind: centre.round(4) for kind, centre in scales.centres.items()},
        lines.round(2),
        {examples.skill_ids[c]: skills[i].round(2) for i, c in enumerate(scales.kept.tolist())},
    )


def to_weights(
    learner: Learner,
    temperatures: Mapping[DocumentKind, float],
    margins: Mapping[DocumentKind, float],
) -> dict[DocumentKind, KindWeights]:
    count = len(SHARED)
    both, more = learner.fit.shared[:count], learner.fit.shared[count:]
    totals: dict[DocumentKind, Floats] = {"jd": both, "resume": both + more}
    return {
        kind: KindWeights(
            {
                **{
                    name: round(float(value), 3)
                    for name, value in zip(SHARED, total / learner.scales.shared, strict=True)
                },
                "line_reading": 1.0,
                "skill_reading": 1.0,
            },
            round(temperatures[kind], 3),
            margins[kind],
        )
        for kind, total in totals.items()
    }


def calibrate(
    examples: Examples, scores: Floats
) -> tuple[dict[DocumentKind, float], dict[DocumentKind, float]]:
    """(temperature, margin) of each kind from scores of documents not trained on.

    Those of job descriptions are learnt from the text as it is.
    """
    temperatures: dict[DocumentKind, float] = {}
    margins: dict[DocumentKind, float] = {}
    labels = examples.labels
    for kind in KINDS:
        told = examples.which(kind, "text" if kind == "jd" else None)
        temperatures[kind] = find_temperature(scores[told], labels[told])
        found = probabilities(scores[told], temperatures[kind])
        right = [_is_right(examples, i, c) for i, c in zip(told, found.argmax(axis=1), strict=True)]
        margins[kind] = find_margin(
            found,
            right,
            labels[told] == len(examples.answers) - 1,
            wanted=WANTED_ACCURACY,
            outsiders=MOST_OUTSIDERS[kind],
        )
    return temperatures, margins


def _is_right(examples: Examples, row: int, answer: int) -> bool:
    document = examples.documents[row]
    return examples.answers[answer] in {document.label, *document.also}


def _measure(examples: Examples, rows: Ints) -> Scales:
    kinds = np.array([examples.documents[row].kind for row in rows])
    centres: dict[DocumentKind, Floats] = {}
    for kind in KINDS:
        of_kind = rows[kinds == kind]
        mass = examples.mass[of_kind].sum()
        centres[kind] = (
            examples.lines[of_kind].sum(axis=0) / mass
            if mass
            else np.zeros(examples.lines.shape[1])
        )
    moved = _moved(examples, centres)[rows]
    named = (examples.skills[rows] > 0).sum(axis=0)
    kept = np.flatnonzero(named >= MIN_SKILL_DOCUMENTS)
    width = examples.lines.shape[1]
    spread = examples.shared[rows].std(axis=(0, 1))
    return Scales(
        shared=np.where(spread > 0, spread, 1.0),
        line=float(np.sqrt((moved**2).sum(axis=1).mean() / width)),
        mass=0.3,
        skill=float(np.sqrt((examples.skills[rows][:, kept] ** 2).sum(axis=1).mean() / width)),
        centres=centres,
        kept=kept,
    )


def _moved(examples: Examples, centres: Mapping[DocumentKind, Floats]) -> Floats:
    centre = np.stack([centres[document.kind] for document in examples.documents])
    return np.asarray(examples.lines - examples.mass[:, None] * centre)


def _design(examples: Examples, scales: Scales) -> Design:
    shared = examples.shared / scales.shared
    resume = np.array([d.kind == "resume" for d in examples.documents])
    read = np.hstack(
        [
            _moved(examples, scales.centres) / scales.line,
            examples.mass[:, None] / scales.mass,
            examples.skills[:, scales.kept] / scales.skill,
        ]
    )
    more = shared * resume[:, None, None]
    return Design(
        np.concatenate([shared, more], axis=2),
        read,
        examples.labels,
        np.array([*_importance(examples)]),
    )


def _importance(examples: Examples) -> Iterator[float]:
    """Each kind's documents add up to its share, rare labels raised; so do those drawn from the corpus."""
    drawn = sum(document.condition == CORPUS for document in examples.documents)
    share: dict[int, float] = {}
    totals: Mapping[DocumentKind, float] = {"jd": 1.0, "resume": RESUME_SHARE}
    for kind, total in totals.items():
        rows = examples.which(kind)
        labels = examples.labels[rows]
        counts = np.bincount(labels, minlength=len(examples.answers))
        raised = counts[labels].astype(float) ** -BALANCE
        share |= dict(zip(rows.tolist(), (total * raised / raised.sum()).tolist(), strict=True))
    for row, document in enumerate(examples.documents):
        yield CORPUS_SHARE / drawn if document.condition == CORPUS else share[row]
