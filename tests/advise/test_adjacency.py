"""Distances of roles and levels, and what lies between."""

from __future__ import annotations

import numpy as np
import pytest

from rolefit.advise.adjacency import (
    band_of,
    compare,
    measure_duties,
    neighbours,
    parse_place,
    skill_overlap,
    structure_distance,
)
from rolefit.corpus import Corpus, Role, RoleSkill
from rolefit.errors import NoSuchRole
from rolefit.types import Entry, LineHits


def overlap_of(corpus: Corpus, value: float) -> dict[tuple[str, str], float]:
    names = [r.id for r in corpus.roles]
    names += [f"{r.id}/{t.id}" for r in corpus.roles for t in r.tasks]
    return {(name, role.id): value for name in names for role in corpus.roles}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ml_engineer", "AIMLAM.ML.P3"),
        ("ml_engineer:P5", "AIMLAM.ML.P5"),
        ("AIMLAM.AI", "AIMLAM.AI.P3"),
        ("aimlam.ai.p1", "AIMLAM.AI.P1"),
    ],
)
def test_places_are_named_as_in_the_source(corpus: Corpus, text: str, code: str) -> None:
    assert parse_place(text, corpus).code == code


@pytest.mark.parametrize(
    ("text", "right"), [("mle", "ai_engineer, data_engineer"), ("ml_engineer:P9", "P1, P2, P3")]
)
def test_what_does_not_exist_is_answered_with_what_does(
    corpus: Corpus, text: str, right: str
) -> None:
    with pytest.raises(NoSuchRole, match=right):
        parse_place(text, corpus)


def test_level_p3_reads_as_the_source_has_it(corpus: Corpus) -> None:
    level = next(level for level in corpus.levels if level.code == "P3")
    assert level.experience_years == (3, 5)
    assert level.provenance == "source"
    aliases = {a.title: a.confidence for a in corpus.title_aliases}
    assert aliases["Machine Learning III"] == 0.70
    assert aliases["Machine Learning 3"] == 0.66
    assert aliases["Mid-Level Deep Learning"] == 0.64
    assert aliases["Experienced AI/ML Engineer"] == 0.50


@pytest.mark.parametrize(
    ("start", "goal", "distance"),
    [
        ("ml_engineer", "ml_engineer", 0.0),
        ("ml_engineer:P3", "ml_engineer:P4", 0.1),
        ("ml_engineer", "ai_engineer", 0.25),
        ("ml_engineer", "data_engineer", 0.5),
        ("ml_engineer:P1", "data_engineer:P6", 1.0),
    ],
)
def test_structure_is_the_mean_of_taxonomy_and_level(
    corpus: Corpus, start: str, goal: str, distance: float
) -> None:
    places = parse_place(start, corpus), parse_place(goal, corpus)
    assert structure_distance(*places) == pytest.approx(distance)


def test_skill_overlap_by_hand() -> None:
    """Need weights 1, .5, .2: shared a (1, .5) and b (.5, .5): (.5 + .5) / (1 + .5 + 1)."""

    def role(*needs: tuple[str, str]) -> Role:
        skills = tuple(RoleSkill.model_construct(id=i, need=n, depth="used") for i, n in needs)
        return Role.model_construct(skills=skills)

    one = role(("a", "core"), ("b", "common"))
    other = role(("a", "common"), ("b", "common"), ("c", "core"))
    assert skill_overlap(one, other) == pytest.approx(1.0 / 2.5)
    assert skill_overlap(one, one) == 1.0


def test_duty_overlap_is_measured_from_the_nearest_lines() -> None:
    """Roles x and y with one duty each; x's line is .5 from y: (.5 - .35) / .3 = .5."""
    entries = (Entry("duty", "x", "t", "one"), Entry("duty", "y", "u", "two"))
    groups = (("duty", "x", "t"), ("duty", "y", "u"))
    similarity = np.array([[1.0, 0.5], [0.5, 1.0]], dtype=np.float32)
    hits = LineHits((0, 1), groups, similarity, np.array([[0, 1], [0, 1]]), entries)  # type: ignore[arg-type]
    found = measure_duties(hits, ("x", "y"), ("t", "u"))
    assert found["x", "y"] == pytest.approx(0.5)
    assert found["y/u", "x"] == pytest.approx(0.5)
    assert found["x", "x"] == 1.0


def test_distance_adds_up_from_its_three_parts(corpus: Corpus) -> None:
    places = parse_place("ml_engineer", corpus), parse_place("ai_engineer", corpus)
    found = compare(*places, corpus, overlap_of(corpus, 0.4))
    by_hand = 0.4 * 0.25 + 0.3 * (1 - found.skill_overlap) + 0.3 * (1 - 0.4)
    assert found.distance == pytest.approx(by_hand)
    assert found.duty_overlap == pytest.approx(0.4)


def test_without_an_index_structure_and_skills_share_the_weight(corpus: Corpus) -> None:
    places = parse_place("ml_engineer", corpus), parse_place("ai_engineer", corpus)
    found = compare(*places, corpus, None)
    assert found.duty_overlap is None
    assert found.distance == pytest.approx((0.4 * 0.25 + 0.3 * (1 - found.skill_overlap)) / 0.7)


def test_the_same_place_is_at_distance_zero_with_nothing_between(corpus: Corpus) -> None:
    place = parse_place("data_engineer", corpus)
    found = compare(place, place, corpus, None)
    assert found.distance == 0
    assert found.band == "near"
    assert (found.separation.skills, found.separation.tasks) == ((), ())


def test_between_two_roles_lie_the_skills_only_the_other_asks_for(corpus: Corpus) -> None:
    places = parse_place("ml_engineer", corpus), parse_place("ai_engineer", corpus)
    found = compare(*places, corpus, None).separation
    mine = {skill.id for skill in corpus.role_by_id["ml_engineer"].skills}
    wanted = {s.id for s in corpus.role_by_id["ai_engineer"].skills if s.need != "optional"}
    assert {skill for skill, _, _ in found.skills} == wanted - mine
    assert found.skills[0][1] == "core"
    assert len(found.contrasts) == 1


def test_between_two_levels_lie_steps_and_no_skills(corpus: Corpus) -> None:
    places = parse_place("ml_engineer:P3", corpus), parse_place("ml_engineer:P5", corpus)
    found = compare(*places, corpus, None).separation
    assert found.level_steps == 2
    assert found.skills == ()


def test_distance_is_the_same_both_ways(corpus: Corpus) -> None:
    for one in corpus.roles:
        for other in corpus.roles:
            places = parse_place(one.id, corpus), parse_place(other.id, corpus)
            there = compare(*places, corpus, None).distance
            assert there == pytest.approx(compare(*places[::-1], corpus, None).distance)
            assert 0 <= there <= 1


def test_bands_have_three_states() -> None:
    assert [band_of(value) for value in (0.55, 0.56, 0.65, 0.66)] == [
        "near", "reachable", "reachable", "far",
    ]  # fmt: skip


def test_neighbours_come_nearest_first_and_leave_the_role_out(corpus: Corpus) -> None:
    found = neighbours(parse_place("mlops_engineer", corpus), corpus, None)
    distances = [adjacency.distance for adjacency in found]
    assert distances == sorted(distances)
    assert len(found) == len(corpus.roles) - 1
    assert found[0].goal.role_id == "ml_engineer"
