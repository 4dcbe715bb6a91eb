"""Every seed, and inputs near them and far, through every target: an answer or a `ReadError`."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.mutate import load_seeds, mutate
from tests.fuzz.targets import TARGETS, run


@pytest.mark.parametrize("name", TARGETS)
def test_seeds_are_read_or_refused(name):
    seeds = load_seeds(name)
    assert seeds
    for seed in seeds:
        run(name, seed)


@pytest.mark.parametrize("name", TARGETS)
def test_inputs_near_the_seeds_are_read_or_refused(name):
    chance, seeds = random.Random(name), load_seeds(name)
    for _ in range(60):
        run(name, mutate(seeds, name, chance))


@pytest.mark.parametrize("name", TARGETS)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
@given(
    data=st.binary(max_size=400) | st.text(max_size=200).map(lambda t: t.encode("utf-8", "replace"))
)
def test_any_bytes_are_read_or_refused(name, data):
    run(name, data)
