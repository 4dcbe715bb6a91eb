"""What is shown of a score adds up to what is shown as the score."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolefit.types import Contribution, RoleMatch
from rolefit.web.accounts import Account, build_account, format_units, round_to_total
from rolefit.web.marks import build_marked_text
from tests.api.fakes import make_report

AMOUNTS = st.lists(st.floats(-50, 50, allow_nan=False), max_size=12)


@given(AMOUNTS)
def test_rounded_amounts_add_up_and_are_off_by_less_than_a_unit(amounts: list[float]) -> None:
    units = round_to_total(amounts, digits=2)
    assert abs(sum(units) - 100 * sum(amounts)) <= 0.5 + 1e-6
    assert all(abs(unit - 100 * a) < 1 + 1e-6 for unit, a in zip(units, amounts, strict=True))


@pytest.mark.parametrize(
    ("amounts", "units"),
    [
        ([0.333, 0.333, 0.334], [33, 33, 34]),
        ([0.005, 0.005], [1, 0]),
        ([-0.333, -0.333, -0.334], [-33, -33, -34]),
        ([1.0, -0.4], [100, -40]),
        ([], []),
    ],
)
def test_the_largest_remainders_are_rounded_up(amounts: list[float], units: list[int]) -> None:
    assert round_to_total(amounts, digits=2) == units


@pytest.mark.parametrize(
    ("units", "shown"), [(128, "+1.28"), (-31, "−0.31"), (0, "0.00"), (5, "+0.05")]
)
def test_amounts_carry_their_sign(units: int, shown: str) -> None:
    assert format_units(units, digits=2) == shown


def make_account(*amounts: float) -> Account:
    terms = tuple(Contribution("duty_share", amount, 1.0) for amount in amounts)
    match = RoleMatch("data_engineer", sum(amounts), 0.5, terms, (), ())
    marked = build_marked_text("", lines=(), words=())
    return build_account(make_report(), match, title="t", percent="50%", marked=marked)


def test_bars_start_where_the_last_one_ended() -> None:
    account = make_account(4.0, -2.0, 2.0)
    assert [term.amount for term in account.terms] == ["+4.00", "−2.00", "+2.00"]
    assert [(term.x, term.width, term.falls) for term in account.terms] == [
        (0.0, 100.0, False),
        (50.0, 50.0, True),
        (50.0, 50.0, False),
    ]
    assert (account.zero, account.total_x, account.total_width) == (0.0, 0.0, 100.0)


def test_a_negative_score_lies_left_of_zero() -> None:
    account = make_account(-3.0, 1.0)
    assert account.zero == 100.0
    assert (account.total_x, account.total_width) == (33.33, 66.67)
    assert account.total == "−2.00"


def test_a_score_of_nothing_draws_nothing() -> None:
    account = make_account(0.0)
    assert (account.terms[0].width, account.total_width, account.total) == (0.0, 0.0, "0.00")
