"""Numbers that can be checked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from rolefit.evaluation.metrics import (
    bootstrap,
    calibration_error,
    risk_by_coverage,
    score_roles,
    widest_coverage,
)
from rolefit.evaluation.splits import find_companies, fold_by_group, fold_by_source

ANSWERS = ("a", "b", "none")


def test_accuracy_f1_and_top_two() -> None:
    chances = np.array([[0.8, 0.1, 0.1], [0.2, 0.5, 0.3], [0.6, 0.3, 0.1], [0.1, 0.2, 0.7]])
    found = score_roles(["a", "b", "b", "none"], chances, ANSWERS)
    assert found.accuracy == 0.75
    assert found.f1 == pytest.approx((2 / 3, 2 / 3, 1.0))
    assert found.macro_f1 == pytest.approx(2 / 3)
    assert found.top2 == 1.0
    assert found.outsiders_matched == 0.0
    assert found.confusion[1] == (1, 1, 0)


def test_answers_as_sure_as_they_are_right_have_no_calibration_error() -> None:
    confidence = np.array([0.75] * 4)
    assert calibration_error(confidence, np.array([True, True, True, False])) == pytest.approx(0)
    assert calibration_error(confidence, np.array([False] * 4)) == pytest.approx(0.75)


def test_risk_rises_when_the_unsure_are_wrong() -> None:
    risk = risk_by_coverage(np.array([0.9, 0.8, 0.7, 0.6]), np.array([True, True, True, False]))
    assert risk.tolist() == [0, 0, 0, 0.25]
    assert widest_coverage(risk) == 0.75


def test_the_interval_holds_the_mean() -> None:
    values = np.arange(100)
    low, high = bootstrap(lambda rows: float(values[rows].mean()), 100, draws=200)
    assert low < 49.5 < high


OWN = "We mend bicycles of every make in twelve cities of the north and the south."
MORE = "Our workshops run on rain water and our vans on electricity from our own roofs."
LAW = "All applicants are considered without regard to anything but what they can do at work."


def test_two_shared_passages_make_one_company() -> None:
    texts = [
        f"{OWN}\n{MORE}\nClerk wanted",
        f"{MORE}\n{OWN}\nCook wanted",
        f"{OWN}\nAnother",
        "Alone",
    ]
    numbers = find_companies(texts)
    assert numbers[0] == numbers[1]
    assert len({numbers[0], numbers[2], numbers[3]}) == 3


def test_what_everybody_writes_joins_nobody() -> None:
    texts = [f"{LAW}\n{LAW[::-1]}\nPlace {n}" for n in range(60)]
    assert len(set(find_companies(texts))) == 60


def test_a_company_is_in_one_fold() -> None:
    groups = [n // 3 for n in range(300)]
    folds = fold_by_group(groups)
    assert all(len(set(folds[n : n + 3])) == 1 for n in range(0, 300, 3))
    assert set(folds.tolist()) == {0, 1, 2, 3, 4}


def test_small_sources_are_left_out_together() -> None:
    folds, names = fold_by_source(["big"] * 80 + ["tiny"] * 3 + ["small"] * 5)
    assert list(names.values()) == ["big", "the others"]
    assert folds.tolist() == [0] * 80 + [1] * 8
