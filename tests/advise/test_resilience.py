"""The composite reproduces every figure its source states."""

from __future__ import annotations

import pytest

from rolefit.advise.resilience import (
    composite,
    personal_resilience,
    role_resilience,
    screen,
    sub_label,
    zone_of,
)
from rolefit.corpus import Corpus
from rolefit.corpus_advice import Guide
from tests.advise.conftest import make_match

SOURCE_TASKS = [
    (("design_ml_systems", "design_data_and_labels"), 20, 2, 0.40),
    (("develop_models", "build_training_pipelines", "evaluate_models"), 25, 2, 0.50),
    (("deploy_and_serve", "monitor_and_retrain"), 20, 3, 0.60),
    (("fine_tune_models", "optimize_inference"), 15, 3, 0.45),
    (("research_and_prototype",), 10, 1, 0.10),
    (("requirements_and_collaboration",), 10, 2, 0.20),
]


def test_the_sources_engineer_comes_out_to_the_last_stated_digit(
    corpus: Corpus, guide: Guide
) -> None:
    found = role_resilience(corpus.role_by_id["ml_engineer"], guide.resilience)
    assert found.weighted == pytest.approx(2.25)
    assert found.resistance == pytest.approx(3.75)
    assert found.evidence_total == 9
    assert found.evidence_modifier == pytest.approx(1.36)
    assert found.barrier_total == 3
    assert found.barrier_modifier == pytest.approx(1.06)
    assert found.growth_modifier == pytest.approx(1.10)
    assert found.raw == pytest.approx(5.9466, abs=5e-13)
    assert round(found.score, 1) == 68.2
    assert (found.zone, found.sub_label) == ("GREEN", "Accelerated")
    assert found.share_automatable == pytest.approx(0.35)
    assert found.protective_total == 2
    assert found.quick_screen == "likely GREEN (Accelerated)"
    assert dict(found.effects) == pytest.approx(
        {"displacement": 0.0, "augmentation": 0.8, "not_involved": 0.2}
    )
    assert found.provenance == "source"
    assert not found.needs_review


@pytest.mark.parametrize(("parts", "share", "automation", "product"), SOURCE_TASKS)
def test_split_tasks_add_up_to_the_sources_task(
    corpus: Corpus, parts: tuple[str, ...], share: int, automation: int, product: float
) -> None:
    tasks = {task.id: task for task in corpus.role_by_id["ml_engineer"].tasks}
    assert sum(tasks[part].time_share for part in parts) == share
    assert {tasks[part].automation for part in parts} == {automation}
    total = sum(tasks[p].time_share * tasks[p].automation for p in parts) / 100
    assert total == pytest.approx(product)


def test_scores_of_evidence_and_barriers_are_the_stated_ones(guide: Guide) -> None:
    entry = guide.resilience.by_role["ml_engineer"]
    assert [item.score for item in entry.evidence] == [2, 2, 2, 1, 2]
    assert [item.score for item in entry.barriers] == [1, 0, 0, 1, 1]
    assert [item.score for item in entry.principles] == [0, 0, 2]
    assert entry.growth.score == 2


def test_other_stated_scores_are_kept_as_stated(guide: Guide) -> None:
    stated = {entry.job: (entry.score, entry.zone) for entry in guide.resilience.stated}
    assert stated["Data Scientist"] == (19.0, "RED")
    assert stated["Senior Software Engineer"] == (55.4, "GREEN")
    assert stated["AI Security Engineer"] == (79.3, "GREEN")
    assert guide.resilience.pattern_work.novel_resistance == 4.0
    assert guide.resilience.pattern_work.pipeline_resistance == 3.0


def test_the_stated_score_stands_beside_an_estimate_that_differs(
    corpus: Corpus, guide: Guide
) -> None:
    found = role_resilience(corpus.role_by_id["data_scientist"], guide.resilience)
    assert found.stated is not None
    assert found.stated.score == 19.0
    assert round(found.score, 1) != 19.0
    assert found.needs_review


def test_every_other_role_is_an_estimate_to_be_reviewed(corpus: Corpus, guide: Guide) -> None:
    for role in corpus.roles:
        found = role_resilience(role, guide.resilience)
        is_source = role.id == "ml_engineer"
        assert (found.provenance == "source", found.needs_review) == (is_source, not is_source)
        assert all(item.reason for item in guide.resilience.by_role[role.id].evidence)


def test_a_formula_computed_by_hand(guide: Guide) -> None:
    raw, score = composite(guide.resilience, resistance=3.0, evidence=0, barriers=0, growth=0)
    assert raw == 3.0
    assert score == pytest.approx((3.0 - 0.54) / 7.93 * 100)
    assert composite(guide.resilience, resistance=4.0, evidence=5, barriers=5, growth=-2)[
        0
    ] == pytest.approx(4.0 * 1.2 * 1.1 * 0.9)


@pytest.mark.parametrize(
    ("score", "zone"),
    [(48.0, "GREEN"), (47.9, "YELLOW"), (25.0, "YELLOW"), (24.9, "RED"), (19.0, "RED")],
)
def test_zones_begin_where_the_source_says(guide: Guide, score: float, zone: str) -> None:
    assert zone_of(score, guide.resilience) == zone


def test_accelerated_needs_growth_two_and_green(guide: Guide) -> None:
    knowledge = guide.resilience
    assert sub_label("GREEN", 2, 0.35, knowledge) == "Accelerated"
    assert sub_label("GREEN", 1, 0.35, knowledge) == "Transforming"
    assert sub_label("GREEN", 1, 0.19, knowledge) == "Stable"
    assert sub_label("YELLOW", 2, 0.35, knowledge) == "Moderate"
    assert sub_label("YELLOW", 2, 0.40, knowledge) == "Urgent"


def test_the_quick_screen_falls_with_growth(guide: Guide) -> None:
    assert screen(2, 2, guide.resilience) == "likely GREEN (Accelerated)"
    assert screen(2, -1, guide.resilience) == "likely YELLOW or RED"


def test_novel_work_scores_higher_than_pattern_work(corpus: Corpus, guide: Guide) -> None:
    role = corpus.role_by_id["ml_engineer"]
    novel = make_match("ml_engineer", coverage={"design_ml_systems": 1.0}, corpus=corpus)
    pattern = make_match("ml_engineer", coverage={"fine_tune_models": 1.0}, corpus=corpus)
    first = personal_resilience(role, novel, guide.resilience)
    second = personal_resilience(role, pattern, guide.resilience)
    assert first.result is not None
    assert second.result is not None
    assert first.result.resistance == guide.resilience.pattern_work.novel_resistance == 4.0
    assert second.result.resistance == guide.resilience.pattern_work.pipeline_resistance == 3.0
    assert (first.novel_share, second.novel_share) == (1.0, 0.0)
    assert first.result.score > second.result.score


def test_what_would_change_it_is_the_same_formula_again(corpus: Corpus, guide: Guide) -> None:
    role = corpus.role_by_id["ml_engineer"]
    match = make_match("ml_engineer", coverage={"fine_tune_models": 1.0}, corpus=corpus)
    found = personal_resilience(role, match, guide.resilience)
    best = found.changes[0]
    assert best.task_id == "research_and_prototype"
    more = {"fine_tune_models": 1.0, "research_and_prototype": 1.0}
    again = personal_resilience(
        role, make_match("ml_engineer", coverage=more, corpus=corpus), guide.resilience
    )
    assert again.result is not None
    assert best.score == pytest.approx(again.result.score)


def test_weights_are_coverages_over_their_sum_with_their_spans(
    corpus: Corpus, guide: Guide
) -> None:
    coverage = {"deploy_and_serve": 0.9, "develop_models": 0.3}
    match = make_match("ml_engineer", coverage=coverage, corpus=corpus)
    found = personal_resilience(corpus.role_by_id["ml_engineer"], match, guide.resilience)
    assert found.result is not None
    weights = {term.task_id: term.weight for term in found.result.terms if term.weight}
    assert weights == pytest.approx({"deploy_and_serve": 0.75, "develop_models": 0.25})
    assert all(term.evidence for term in found.result.terms if term.weight)


def test_too_little_evidence_gives_no_score(corpus: Corpus, guide: Guide) -> None:
    match = make_match("ml_engineer", coverage={"deploy_and_serve": 0.4}, corpus=corpus)
    found = personal_resilience(corpus.role_by_id["ml_engineer"], match, guide.resilience)
    assert found.result is None
    assert found.covered == pytest.approx(0.4)
