"""Maximum likelihood with ridge penalties for the choice model, and what is learnt besides: temperature and
margin.

An answer's score is linear: features × weights shared by all answers, plus what was read (lines, skills) ×
one weight for each answer. So the likelihood has one maximum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize, minimize_scalar

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

SHARED_PENALTY = 1e-3
MAX_STEPS = 400
MIN_MARGIN = 0.15


@dataclass(frozen=True, slots=True)
class Design:
    """Documents as numbers. Shape: shared (n, answers, features), read (n, columns), labels (n,)."""

    shared: Floats
    read: Floats
    labels: Ints
    importance: Floats

    def rows(self, which: NDArray[np.bool_] | Ints) -> Design:
        return Design(
            self.shared[which], self.read[which], self.labels[which], self.importance[which]
        )


@dataclass(frozen=True, slots=True)
class Fit:
    """Shape: shared (features,), read (columns, answers)."""

    shared: Floats
    read: Floats

    def scores(self, design: Design) -> Floats:
        """Shape (n, answers)."""
        return np.asarray(design.shared @ self.shared + design.read @ self.read)


def fit(design: Design, penalties: Floats) -> Fit:
    """`penalties` has one ridge penalty for each column read."""
    _, answers, features = design.shared.shape
    columns = design.read.shape[1]
    truth = np.eye(answers)[design.labels]
    importance = design.importance / design.importance.sum()

    def loss(parameters: Floats) -> tuple[float, Floats]:
        shared, read = parameters[:features], parameters[features:].reshape(columns, answers)
        scores = design.shared @ shared + design.read @ read
        scores -= scores.max(axis=1, keepdims=True)
        logs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        slope = (np.exp(logs) - truth) * importance[:, None]
        value = (
            -(importance * (logs * truth).sum(axis=1)).sum()
            + SHARED_PENALTY * shared @ shared
            + (penalties[:, None] * read * read).sum()
        )
        shared_slope = np.tensordot(slope, design.shared, axes=((0, 1), (0, 1)))
        read_slope = design.read.T @ slope + 2 * penalties[:, None] * read
        return float(value), np.concatenate(
            [shared_slope + 2 * SHARED_PENALTY * shared, read_slope.ravel()]
        )

    start = np.zeros(features + columns * answers)
    found = minimize(
        loss, start, jac=True, method="L-BFGS-B", options={"maxiter": MAX_STEPS, "ftol": 1e-10}
    ).x
    return Fit(found[:features], found[features:].reshape(columns, answers))


def probabilities(scores: Floats, temperature: float) -> Floats:
    exps = np.exp((scores - scores.max(axis=1, keepdims=True)) / temperature)
    return np.asarray(exps / exps.sum(axis=1, keepdims=True))


def find_temperature(scores: Floats, labels: Ints) -> float:
    """The temperature under which the labels of documents not trained on are likeliest (Guo et al. 2017)."""

    def loss(log_temperature: float) -> float:
        chosen = probabilities(scores, float(np.exp(log_temperature)))[range(len(labels)), labels]
        return float(-np.log(np.maximum(chosen, 1e-12)).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-1.5, 1.5), method="bounded").x))


def find_margin(
    probability: Floats,
    right: Sequence[bool],
    outside: NDArray[np.bool_],
    *,
    wanted: float,
    outsiders: float,
) -> float:
    """The smallest margin, not below 0.15, that keeps answers right as often as `wanted` and gives at most
    the share `outsiders` of the `outside` documents a role; 1 where none does.

    Shape: probability (n, answers), *none* last.
    """
    ordered = -np.sort(-probability, axis=1)
    leads = ordered[:, 0] - ordered[:, 1]
    matched = outside & (probability.argmax(axis=1) < probability.shape[1] - 1)
    most = outsiders * outside.sum()
    for margin in np.arange(MIN_MARGIN, 1.0, 0.01).round(2).tolist():
        kept = leads >= margin
        if kept.any() and np.asarray(right)[kept].mean() >= wanted and matched[kept].sum() <= most:
            return float(margin)
    return 1.0
