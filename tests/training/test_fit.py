"""The fit finds what made the data; temperature and margin do what they say."""

from __future__ import annotations

import numpy as np
import pytest

from rolefit.training.fit import (
    MIN_MARGIN,
    Design,
    find_margin,
    find_temperature,
    fit,
    probabilities,
)


def drawn(n: int = 4000) -> Design:
    """Labels drawn from a known model: one shared feature of weight 2, two columns read."""
    draw = np.random.RandomState(3)
    shared, read = draw.normal(size=(n, 3, 1)), draw.normal(size=(n, 2))
    scores = 2 * shared[:, :, 0] + read @ np.array([[1.0, -1.0, 0.0], [0.0, 0.0, 0.0]])
    chances = probabilities(scores, 1.0)
    labels = np.array([draw.choice(3, p=row) for row in chances])
    return Design(shared, read, labels, np.ones(n))


def test_the_weights_that_made_the_labels_are_found() -> None:
    found = fit(drawn(), np.full(2, 1e-6))
    assert found.shared[0] == pytest.approx(2, abs=0.15)
    assert found.read[0, 0] - found.read[0, 1] == pytest.approx(2, abs=0.2)
    assert np.abs(found.read[1] - found.read[1].mean()).max() < 0.15


def test_the_same_data_give_the_same_bits() -> None:
    one, other = fit(drawn(500), np.full(2, 0.01)), fit(drawn(500), np.full(2, 0.01))
    assert one.shared.tobytes() == other.shared.tobytes()
    assert one.read.tobytes() == other.read.tobytes()


def test_a_stronger_penalty_presses_what_is_read() -> None:
    weak, strong = (fit(drawn(500), np.full(2, p)).read for p in (1e-4, 1.0))
    assert np.abs(strong).max() < np.abs(weak).max() / 3


def test_rows_without_importance_teach_nothing() -> None:
    data = drawn(1000)
    importance = np.r_[np.ones(500), np.zeros(500)]
    spoilt = Design(
        data.shared, data.read, np.r_[data.labels[:500], 2 - data.labels[500:]], importance
    )
    half = data.rows(np.arange(500))
    assert fit(spoilt, np.full(2, 0.01)).shared == pytest.approx(
        fit(half, np.full(2, 0.01)).shared, rel=1e-3
    )


def test_scores_three_times_too_large_get_temperature_three() -> None:
    data = drawn()
    true = 2 * data.shared[:, :, 0] + data.read @ np.array([[1.0, -1.0, 0.0], [0.0, 0.0, 0.0]])
    assert find_temperature(3 * true, data.labels) == pytest.approx(3, rel=0.15)


def test_the_margin_is_the_smallest_that_is_right_often_enough() -> None:
    leads = np.linspace(0, 1, 101)
    chances = np.column_stack([(1 + leads) / 2, (1 - leads) / 2])
    right = [lead > 0.4 for lead in leads]
    margin = find_margin(chances, right, np.zeros(len(right), dtype=bool), wanted=0.95, outsiders=0)
    kept = [ok for ok, lead in zip(right, leads, strict=True) if lead >= margin]
    assert 0.3 < margin <= 0.42
    assert np.mean(kept) >= 0.95


def test_the_margin_has_a_floor() -> None:
    chances = np.array([[0.6, 0.4]] * 10)
    none = np.zeros(10, dtype=bool)
    assert find_margin(chances, [True] * 10, none, wanted=0.95, outsiders=0) == MIN_MARGIN


def test_outsiders_raise_the_margin_until_few_enough_are_matched() -> None:
    chances = np.array(
        [[0.9, 0.1]] * 96 + [[0.7025, 0.2975], [0.6525, 0.3475], [0.3, 0.7], [0.1, 0.9]]
    )
    outside = np.arange(100) >= 96
    right = [row < 96 or row >= 98 for row in range(100)]
    for outsiders, margin in ((0.5, MIN_MARGIN), (0.25, 0.31), (0.0, 0.41)):
        found = find_margin(chances, right, outside, wanted=0.95, outsiders=outsiders)
        assert found == pytest.approx(margin)
