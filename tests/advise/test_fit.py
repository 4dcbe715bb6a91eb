"""Two axes, a pattern only from both, and what happens to answers that do not fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from rolefit.advise.fit import (
    Answers,
    check_answers,
    cronbach_alpha,
    fit_pattern,
    insight_card,
    reliability,
    score_scale,
)
from rolefit.answers import blank_form, load_answers, parse_answers, save_answers
from rolefit.corpus import Corpus
from rolefit.corpus_advice import Guide
from rolefit.errors import AnswersError
from rolefit.report.cards import card_to_markdown
from tests.advise.conftest import make_match

TARGETS = {"low": 1, "moderate": 3, "strong": 5}


def style_of(guide: Guide, **bands: str) -> dict[str, int]:
    """Answers that put each scale into the band asked for; reversed items answered the other way."""
    answers: dict[str, int] = {}
    for scale in guide.style.scales:
        value = TARGETS[bands[scale.id]]
        answers |= {i.id: 6 - value if i.reversed else value for i in scale.items}
    return answers


def source_style(guide: Guide) -> dict[str, int]:
    """What the source says suits the ML/AI engineer."""
    return style_of(
        guide, concentrator="moderate", conceptual="strong", systems="strong", adaptor="moderate"
    )


def scenarios_of(guide: Guide, role_id: str, score: int) -> dict[str, str]:
    return {
        s.id: next(o.id for o in s.options if o.score == score)
        for area in guide.areas_of(role_id)
        for s in area.scenarios
    }


def test_the_sources_style_profile_is_the_roles_own(corpus: Corpus, guide: Guide) -> None:
    answers = Answers(source_style(guide), scenarios_of(guide, "ml_engineer", 2))
    card = insight_card(corpus.role_by_id["ml_engineer"], answers, guide)
    assert [fit.distance for fit in card.scales] == [0, 0, 0, 0]
    assert (card.style, card.competency) == (1.0, 1.0)
    assert card.pattern == "primary_fit"
    labels = [area.label for area in card.areas[:3]]
    assert labels == [
        "Feature and training pipelines",
        "Evaluation and benchmark rigor",
        "Model-serving architecture",
    ]


def test_strong_style_with_weak_competency_is_potential_with_a_gap(
    corpus: Corpus, guide: Guide
) -> None:
    answers = Answers(source_style(guide), scenarios_of(guide, "ml_engineer", 0))
    card = insight_card(corpus.role_by_id["ml_engineer"], answers, guide)
    assert card.pattern == "potential_with_gap"
    assert len(card.growth) == 15
    assert "capability gap" in card_to_markdown(card, corpus, guide)


@pytest.mark.parametrize(
    ("style", "competency", "pattern"),
    [
        (1.0, 1.0, "primary_fit"),
        (0.75, 0.7, "near_primary_fit"),
        (0.9, 0.3, "potential_with_gap"),
        (0.5, 0.9, "capable_different_style"),
        (0.3, 0.3, "different_track"),
        (None, 0.9, "incomplete"),
        (0.9, None, "incomplete"),
    ],
)
def test_each_pattern_of_the_source(
    style: float | None, competency: float | None, pattern: str
) -> None:
    assert fit_pattern(style, competency) == pattern


def test_every_role_can_be_a_primary_fit(corpus: Corpus, guide: Guide) -> None:
    for role in corpus.roles:
        wanted = {scale.id: getattr(role.work_style, scale.id) for scale in guide.style.scales}
        answers = Answers(style_of(guide, **wanted), scenarios_of(guide, role.id, 2))
        check_answers(answers, guide)
        assert insight_card(role, answers, guide).pattern == "primary_fit"


def test_the_questionnaire_is_balanced_and_each_role_has_its_areas(
    corpus: Corpus, guide: Guide
) -> None:
    for scale in guide.style.scales:
        assert len(scale.items) >= 6
        assert sum(item.reversed for item in scale.items) * 2 == len(scale.items)
    for role in corpus.roles:
        areas = guide.areas_of(role.id)
        assert len(areas) >= 5
        assert all(len(area.scenarios) >= 3 for area in areas)
    for area in guide.areas:
        for scenario in area.scenarios:
            assert sorted(option.score for option in scenario.options) == [0, 1, 2]


def test_the_best_option_is_not_always_at_the_same_place(guide: Guide) -> None:
    best = [
        next(o.id for o in s.options if o.score == 2)
        for area in guide.areas
        for s in area.scenarios
    ]
    assert all(best.count(letter) >= len(best) / 5 for letter in "abc")


def test_half_answered_gives_no_pattern_and_says_what_is_missing(
    corpus: Corpus, guide: Guide
) -> None:
    style = source_style(guide)
    del style["con_1"]
    scenarios = scenarios_of(guide, "ml_engineer", 2)
    del scenarios["tp_skew"]
    card = insight_card(corpus.role_by_id["ml_engineer"], Answers(style, scenarios), guide)
    assert card.pattern == "incomplete"
    assert (card.style, card.competency) == (None, None)
    assert card.missing == ("con_1", "tp_skew")
    assert len(card.scales) == 3


def test_contradicting_answers_are_not_scored(guide: Guide) -> None:
    scale = guide.style.scales[0]
    yes_to_all = {item.id: 5 for item in scale.items}
    found = score_scale(scale, yes_to_all, guide)
    assert found.band is None
    assert found.contradiction == 4.0
    mild = {item.id: 4 if not item.reversed else 3 for item in scale.items}
    assert score_scale(scale, mild, guide).mean == pytest.approx(3.5)


@pytest.mark.parametrize(
    ("answers", "word"),
    [
        (Answers(style={"con_99": 3}), "con_1, con_2"),
        (Answers(style={"con_1": 6}), "whole numbers from 1 to 5"),
        (Answers(style={"con_1": True}), "whole numbers from 1 to 5"),
        (Answers(scenarios={"tp_skew": "z"}), "a, b, c"),
        (Answers(scenarios={"nothing": "a"}), "unknown item 'scenarios.nothing'"),
        (Answers(self_assessment={"charm": 3}), "role_clarity"),
        (Answers(decisions={"maths": "never"}), "much, statistics, some, little"),
    ],
)
def test_wrong_answers_are_told_what_would_be_right(
    guide: Guide, answers: Answers, word: str
) -> None:
    with pytest.raises(AnswersError, match=word):
        check_answers(answers, guide)


def test_cronbachs_alpha_by_hand() -> None:
    """Three people, two items: variances 1 and 1, sums 2, 4, 6 with variance 4: 2 × (1 - 2/4) = 1."""
    assert cronbach_alpha([(1, 1), (2, 2), (3, 3)]) == pytest.approx(1.0)
    assert cronbach_alpha([(1, 2), (2, 1), (3, 3)]) == pytest.approx(2 * (1 - 2 / 3))
    assert cronbach_alpha([(1, 2)]) is None
    assert cronbach_alpha([(1, 2), (2, 1)]) is None


def test_reliability_turns_reversed_items_and_skips_the_half_answered(guide: Guide) -> None:
    names = ("concentrator", "conceptual", "systems", "adaptor")
    people = [
        Answers(style_of(guide, **dict.fromkeys(names, band)))
        for band in ("low", "moderate", "strong")
    ]
    found = reliability([*people, Answers(style={"con_1": 1})], guide)
    assert all(alpha == pytest.approx(1.0) for alpha in found.values())


def test_the_resumes_evidence_stands_beside_and_changes_no_score(
    corpus: Corpus, guide: Guide
) -> None:
    role = corpus.role_by_id["ml_engineer"]
    answers = Answers(source_style(guide), scenarios_of(guide, "ml_engineer", 1))
    bare = insight_card(role, answers, guide)
    match = make_match("ml_engineer", coverage={"design_ml_systems": 1.0}, corpus=corpus)
    shown = insight_card(role, answers, guide, match=match)
    assert (bare.style, bare.competency, bare.pattern) == (
        shown.style, shown.competency, shown.pattern,
    )  # fmt: skip
    assert bare.evidence is None
    assert shown.evidence == pytest.approx(0.14)
    assert [task for task, _ in shown.shown_tasks] == ["design_ml_systems"]


def test_answers_are_saved_and_taken_up_again(tmp_path: Path, guide: Guide) -> None:
    path = tmp_path / "answers.json"
    answers = Answers({"con_1": 4}, {"tp_skew": "b"}, {"role_clarity": 2}, {"maths": "some"})
    save_answers(answers, path)
    assert load_answers(path) == answers


def test_the_blank_form_loads_as_no_answers(tmp_path: Path, guide: Guide) -> None:
    path = tmp_path / "form.yaml"
    path.write_text(blank_form(guide, ("data_engineer",)), encoding="utf-8")
    assert load_answers(path) == Answers()
    assert "rc_twice" in path.read_text(encoding="utf-8")
    assert "tp_skew" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("data", "word"),
    [
        ({"styles": {}}, "styles"),
        ({"style": {"con_1": "often"}}, "style.con_1"),
        ({"schema": "rolefit.assessment/9"}, "schema"),
        ([1, 2], "the file"),
    ],
)
def test_a_file_of_another_shape_is_refused_with_its_place(data: object, word: str) -> None:
    with pytest.raises(AnswersError, match=word):
        parse_answers(data)
