"""The order of a plan, its dates, and the calendar it becomes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rolefit.advise.interview import interview_weight, rate_yourself
from rolefit.advise.plan import (
    Gap,
    Period,
    find_gaps,
    find_proof,
    make_plan,
    order_gaps,
    prerequisites,
)
from rolefit.corpus import Corpus
from rolefit.corpus_advice import Guide
from rolefit.errors import UsageError
from rolefit.report.calendar import escape, fold, plan_to_calendar
from tests.advise.conftest import finding, make_match

START = date(2026, 11, 23)
GAP = Gap("python", "learn", "missing", "core", 0.02, 0.5, 10.0, (), ())


def test_value_is_gain_times_interview_weight_over_effort() -> None:
    assert GAP.value == pytest.approx(0.02 * 0.5 / 10)
    assert replace(GAP, hours=5).value == pytest.approx(2 * GAP.value)


def test_the_best_value_comes_first_unless_something_must_come_before_it() -> None:
    low = replace(GAP, skill_id="docker", gain=0.001)
    high = replace(GAP, skill_id="kubernetes", gain=0.05)
    assert [gap.skill_id for gap in order_gaps([low, high])] == ["kubernetes", "docker"]
    bound = replace(high, after=("docker",))
    assert [gap.skill_id for gap in order_gaps([bound, low])] == ["docker", "kubernetes"]


def test_prerequisites_in_a_circle_do_not_hang() -> None:
    one = replace(GAP, skill_id="a", after=("b",))
    other = replace(GAP, skill_id="b", after=("a",))
    assert {gap.skill_id for gap in order_gaps([one, other])} == {"a", "b"}


def test_prerequisites_reach_through_and_include_what_a_skill_implies(
    corpus: Corpus, guide: Guide
) -> None:
    assert "docker" in prerequisites("kserve", corpus, guide.plan)
    assert "function_calling" in prerequisites("multi_agent_systems", corpus, guide.plan)


def test_only_core_and_common_gaps_are_worked_on_each_with_its_action(
    corpus: Corpus, guide: Guide
) -> None:
    findings = (
        finding("python", "shown"), finding("pytorch", "missing"), finding("sql", "listed"),
        finding("airflow", "stale", "common"), finding("java", "denied", "common"),
        finding("ray", "missing", "optional"),
    )  # fmt: skip
    match = make_match("ml_engineer", findings=findings)
    gaps = find_gaps(match, corpus, guide.plan)
    assert {gap.skill_id: gap.action for gap in gaps} == {
        "pytorch": "learn", "sql": "prove", "airflow": "refresh", "java": "learn",
    }  # fmt: skip


def test_the_plan_changes_when_the_evidence_does(corpus: Corpus, guide: Guide) -> None:
    missing = make_match("ml_engineer", findings=(finding("pytorch"), finding("sql")))
    shown = make_match("ml_engineer", findings=(finding("pytorch", "shown"), finding("sql")))
    before = find_gaps(missing, corpus, guide.plan)
    after = find_gaps(shown, corpus, guide.plan)
    assert {gap.skill_id for gap in before} - {gap.skill_id for gap in after} == {"pytorch"}


def test_hours_follow_category_and_action(corpus: Corpus, guide: Guide) -> None:
    match = make_match("ml_engineer", findings=(finding("pytorch", "listed"),))
    gap = find_gaps(match, corpus, guide.plan)[0]
    assert gap.hours == pytest.approx(6 * 0.4)
    assert gap.interview_weight == interview_weight("ml_libraries", "ml_engineer", guide.plan)


def test_what_is_only_implied_has_to_be_written_out_and_holds_nothing_up(
    corpus: Corpus, guide: Guide
) -> None:
    findings = (finding("machine_learning", "listed"), finding("deep_learning"))
    match = make_match("ml_engineer", findings=findings)
    implied = frozenset({"machine_learning"})
    gaps = find_gaps(match, corpus, guide.plan, implied=implied)
    by_id = {gap.skill_id: gap for gap in gaps}
    assert by_id["machine_learning"].hours == guide.plan.effort_hours.unnamed
    assert by_id["deep_learning"].after == ()
    plan = make_plan("ml_engineer", gaps, corpus, guide.plan, period=Period(START, 4))
    proofs = {step.gap.skill_id: step.proof for step in plan.steps}
    assert proofs["machine_learning"] == guide.plan.proofs.unnamed


def test_skills_that_are_told_are_to_prove_not_to_learn(corpus: Corpus, guide: Guide) -> None:
    match = make_match("ml_engineer", findings=(finding("communication"),))
    assert find_gaps(match, corpus, guide.plan)[0].action == "prove"


def test_every_core_skill_has_a_proof_of_its_own_or_of_its_broader_skill(
    corpus: Corpus, guide: Guide
) -> None:
    proofs = guide.plan.proofs
    general = {proofs.default, *proofs.by_category.values()}
    for role in corpus.roles:
        core = [skill.id for skill in role.skills if skill.need == "core"]
        assert [s for s in core if find_proof(s, corpus, guide.plan) in general] == []


def test_every_asked_for_skill_has_at_least_the_proof_of_its_category(
    corpus: Corpus, guide: Guide
) -> None:
    asked = {s.id for role in corpus.roles for s in role.skills if s.need != "optional"}
    asked |= {p for s in asked for p in prerequisites(s, corpus, guide.plan)}
    default = guide.plan.proofs.default
    assert [s for s in sorted(asked) if find_proof(s, corpus, guide.plan) == default] == []


def test_a_proof_is_inherited_from_the_broader_skill(corpus: Corpus, guide: Guide) -> None:
    known = guide.plan.proofs.by_skill
    heirs = [s for s in corpus.skills if s.id not in known and s.broader in known]
    assert heirs
    for skill in heirs:
        assert find_proof(skill.id, corpus, guide.plan) == known[skill.broader or ""]


def test_weight_is_the_share_of_rounds_that_ask_for_a_category(guide: Guide) -> None:
    assert interview_weight("cloud", "ml_engineer", guide.plan) == pytest.approx(1 / 7)
    assert interview_weight("devops", "mlops_engineer", guide.plan) == pytest.approx(3 / 7)
    assert interview_weight("devops", "ml_engineer", guide.plan) == pytest.approx(2 / 7)


def test_repetition_falls_on_the_sources_days(corpus: Corpus, guide: Guide) -> None:
    assert guide.plan.repetition_days == (0, 3, 7, 14, 21)
    plan = make_plan("ml_engineer", [GAP], corpus, guide.plan, period=Period(START, 4))
    step = plan.steps[0]
    assert step.first == START
    assert [(day - step.last).days for day in step.reviews] == [0, 3, 7, 14, 21]


def test_what_no_longer_fits_is_left_out_with_all_that_needs_it(
    corpus: Corpus, guide: Guide
) -> None:
    large = replace(GAP, skill_id="docker", hours=20.0)
    after = replace(GAP, skill_id="kubernetes", hours=1.0, after=("docker",))
    small = replace(GAP, skill_id="sql", hours=8.0)
    plan = make_plan(
        "ml_engineer", [large, after, small], corpus, guide.plan, period=Period(START, 1)
    )
    assert [step.gap.skill_id for step in plan.steps] == ["sql"]
    assert [gap.skill_id for gap in plan.left_out] == ["docker", "kubernetes"]


def test_steps_follow_one_another_in_weeks(corpus: Corpus, guide: Guide) -> None:
    gaps = [replace(GAP, skill_id=name, hours=8.0) for name in ("python", "sql", "git")]
    plan = make_plan("ml_engineer", gaps, corpus, guide.plan, period=Period(START, 3))
    assert [step.week for step in plan.steps] == [1, 2, 3]
    assert [str(step.first) for step in plan.steps] == ["2026-11-23", "2026-11-30", "2026-12-07"]
    assert [str(step.last) for step in plan.steps] == ["2026-11-29", "2026-12-06", "2026-12-13"]


@pytest.mark.parametrize("weeks", [0, 53, -1])
def test_a_plan_has_one_to_fifty_two_weeks(corpus: Corpus, guide: Guide, weeks: int) -> None:
    with pytest.raises(UsageError, match="1 to 52"):
        make_plan("ml_engineer", [GAP], corpus, guide.plan, period=Period(START, weeks))


@pytest.mark.parametrize(
    ("ratings", "total", "advice"),
    [
        ((1, 1, 1, 1, 1), 5, "foundation"),
        ((2, 2, 2, 2, 2), 10, "foundation"),
        ((3, 2, 2, 2, 2), 11, "target_role"),
        ((4, 4, 4, 3, 3), 18, "target_role"),
        ((4, 4, 4, 4, 3), 19, "refresh"),
        ((5, 5, 5, 5, 5), 25, "refresh"),
    ],
)
def test_self_assessment_has_the_sources_bands(
    guide: Guide, ratings: tuple[int, ...], total: int, advice: str
) -> None:
    names = [dimension.id for dimension in guide.plan.self_assessment.dimensions]
    found = rate_yourself(dict(zip(names, ratings, strict=True)), guide.plan)
    assert (found.total, found.advice) == (total, advice)


def test_a_half_done_self_assessment_names_what_is_open(guide: Guide) -> None:
    found = rate_yourself({"role_clarity": 2, "career_planning": 4}, guide.plan)
    assert found.total is None
    assert found.missing == ("interview_knowledge", "salary_awareness", "industry_awareness")
    assert found.weakest == ("role_clarity",)


def test_the_calendar_has_an_event_for_work_and_one_for_each_repetition(
    corpus: Corpus, guide: Guide
) -> None:
    plan = make_plan("ml_engineer", [GAP], corpus, guide.plan, period=Period(START, 4))
    text = plan_to_calendar(plan, corpus)
    lines = text.replace("\r\n ", "").split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 6
    assert "DTSTART;VALUE=DATE:20261123" in lines
    assert "DTEND;VALUE=DATE:20261202" in lines
    ids = [line for line in lines if line.startswith("UID:")]
    assert len(set(ids)) == 6
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")


def test_calendar_text_is_escaped_and_folded_between_characters() -> None:
    assert escape("a, b; c\\d\ne") == "a\\, b\\; c\\\\d\\ne"
    line = "SUMMARY:" + "é" * 60
    folded = fold(line).split("\r\n ")
    assert "".join(folded) == line
    assert all(len(piece.encode()) <= 75 for piece in folded)
