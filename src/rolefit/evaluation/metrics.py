"""Numbers of a ranking: accuracy, F1, calibration, and what is gained by staying silent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import confusion_matrix, f1_score

Floats = NDArray[np.float64]

CALIBRATION_BINS = 15
SURE = 0.95
"""The accuracy asked of answers that are given rather than withheld."""
DRAWS = 1000


@dataclass(frozen=True, slots=True)
class RoleScores:
    """`answers` in order, *none* last; `macro_f1` is the mean over the roles, *none* left out."""

    answers: tuple[str, ...]
    count: int
    accuracy: float
    macro_f1: float
    every_f1: float
    """Macro-F1 over all answers, *none* among them."""
    f1: tuple[float, ...]
    top2: float
    calibration_error: float
    aurc: float
    """Area under the risk–coverage curve (Geifman & El-Yaniv 2017): mean error over all coverages."""
    sure_coverage: float
    """The widest coverage at which answers given are right as often as `SURE`."""
    outsiders_matched: float
    """Share of documents outside the roles that get one."""
    roles_only_accuracy: float
    roles_only_macro_f1: float
    """The last two: documents of the roles alone, *none* not among the answers."""
    confusion: tuple[tuple[int, ...], ...]


def score_roles(labels: Sequence[str], probabilities: Floats, answers: Sequence[str]) -> RoleScores:
    """Shape: probabilities (documents, answers), *none* last."""
    truth = np.array([answers.index(label) for label in labels])
    chosen = probabilities.argmax(axis=1)
    every = list(range(len(answers)))
    f1 = f1_score(truth, chosen, labels=every, average=None, zero_division=0)
    order = np.argsort(-probabilities, axis=1, kind="stable")
    outside = truth == len(answers) - 1
    six = probabilities[~outside][:, :-1].argmax(axis=1)
    risk = risk_by_coverage(probabilities.max(axis=1), truth == chosen)
    inside_truth = truth[~outside]
    return RoleScores(
        answers=tuple(answers),
        count=len(labels),
        accuracy=float((truth == chosen).mean()),
        macro_f1=float(f1[:-1].mean()),
        every_f1=float(f1.mean()),
        f1=tuple(float(value) for value in f1),
        top2=float((order[:, :2] == truth[:, None]).any(axis=1).mean()),
        calibration_error=calibration_error(probabilities.max(axis=1), truth == chosen),
        aurc=float(risk.mean()),
        sure_coverage=widest_coverage(risk),
        outsiders_matched=float((chosen[outside] < len(answers) - 1).mean())
        if outside.any()
        else 0.0,
        roles_only_accuracy=float((six == inside_truth).mean()) if len(six) else 0.0,
        roles_only_macro_f1=float(
            f1_score(inside_truth, six, labels=every[:-1], average="macro", zero_division=0)
        )
        if len(six)
        else 0.0,
        confusion=tuple(
            tuple(int(n) for n in row) for row in confusion_matrix(truth, chosen, labels=every)
        ),
    )


def reliability(confidence: Floats, right: NDArray[np.bool_]) -> list[tuple[float, float, int]]:
    """(mean confidence, share right, documents) of each of 15 equal-width bins that is not empty."""
    bins = np.minimum((confidence * CALIBRATION_BINS).astype(int), CALIBRATION_BINS - 1)
    return [
        (float(confidence[here].mean()), float(right[here].mean()), int(here.sum()))
        for number in range(CALIBRATION_BINS)
        if (here := bins == number).any()
    ]


def calibration_error(confidence: Floats, right: NDArray[np.bool_]) -> float:
    """Expected calibration error over equal-width bins (Naeini et al. 2015)."""
    return sum(
        count / len(confidence) * abs(share - mean)
        for mean, share, count in reliability(confidence, right)
    )


def risk_by_coverage(confidence: Floats, right: NDArray[np.bool_]) -> Floats:
    """Share wrong among the surest 1, 2, … documents, shape (documents,)."""
    order = np.argsort(-confidence, kind="stable")
    return np.asarray(np.cumsum(~right[order]) / np.arange(1, len(order) + 1))


def widest_coverage(risk: Floats) -> float:
    good = np.flatnonzero(risk <= 1 - SURE)
    return float((good[-1] + 1) / len(risk)) if good.size else 0.0


def bootstrap(
    measure: Callable[[NDArray[np.int64]], float], count: int, *, draws: int = DRAWS, seed: int = 0
) -> tuple[float, float]:
    """The 95 % interval of a measure of rows drawn with replacement."""
    draw = np.random.RandomState(seed)
    values = [measure(draw.randint(0, count, count)) for _ in range(draws)]
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)
