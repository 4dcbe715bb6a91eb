"""Each rule finds what it says, at the words that show it, and lets good lines pass."""

from __future__ import annotations

import pytest

from rolefit.advise.interview import expect_questions
from rolefit.advise.weak_signals import RULES, WeakSignal, find_weak_signals
from rolefit.corpus import Corpus
from rolefit.corpus_advice import Guide
from rolefit.parse.pipeline import Parser
from rolefit.types import Profile
from tests.advise.conftest import finding, make_match
from tests.conftest import parse


def resume(*bullets: str, dates: str = "Jan 2020 – Dec 2023", skills: str = "") -> str:
    lines = "\n".join(f"- {bullet}" for bullet in bullets)
    listed = f"\nSkills\n{skills}\n" if skills else ""
    return f"Ada Nowak\n\nExperience\n\nEngineer, Acme\n{dates}\n{lines}\n{listed}"


GOOD = (
    "Deployed a churn model in PyTorch with two data engineers, chose logistic regression over a "
    "network and cut churn by 4%.",
    "Served predictions to 30 million users together with the platform team behind one API.",
    "Compared three retrieval methods with product managers and moved to the simpler one.",
)
CASES = [
    (
        "metrics_without_deployment",
        ("Trained a sentiment classifier with an F1 of 0.93 on the test set.",
         "Tuned its hyperparameters until accuracy rose by two points."),
        "F1 of 0.93",
    ),
    (
        "frameworks_without_integration",
        ("Used PyTorch, TensorFlow, Keras and LightGBM for various tasks.",
         "Deployed a model for 30 users with the team."),
        "PyTorch, TensorFlow",
    ),
    (
        "only_i",
        ("Defined the rollout of the fraud platform across 14 countries.",
         "Launched the migration of 40 services for customers."),
        "rollout",
    ),
    (
        "no_trade_offs",
        ("Built a model for churn.", "Wrote a service for scoring.", "Kept the dashboards running."),
        "Built a model",
    ),
    (
        "no_numbers",
        ("Built a model for churn with the team.", "Wrote a scoring service with colleagues."),
        "Built a model",
    ),
]  # fmt: skip


@pytest.fixture
def signals(parser: Parser, corpus: Corpus, guide: Guide):
    def run(text: str, kind="resume") -> tuple[Profile, dict[str, WeakSignal]]:
        profile = parse(parser, text, kind)
        found = find_weak_signals(profile, guide.signals, corpus.categories)
        return profile, {signal.rule_id: signal for signal in found}

    return run


def test_every_rule_has_a_function_a_reason_and_a_remedy(guide: Guide) -> None:
    assert {rule.id for rule in guide.signals.rules} == set(RULES)
    assert all(rule.why and rule.fix for rule in guide.signals.rules)
    origins = [rule.origin for rule in guide.signals.rules]
    assert origins.count("jd_guide_2026") == 4


@pytest.mark.parametrize(("rule_id", "bullets", "words"), CASES)
def test_a_rule_points_at_the_words_that_show_it(
    signals, rule_id: str, bullets: tuple[str, ...], words: str
) -> None:
    profile, found = signals(resume(*bullets))
    span = found[rule_id].spans[0]
    assert words in profile.document.text[span.start : span.end]


def test_good_lines_raise_no_signal(signals) -> None:
    _, found = signals(resume(*GOOD))
    assert found == {}


def test_deployment_in_the_same_position_takes_the_metric_signal_away(signals) -> None:
    bullets = ("Trained a classifier with an F1 of 0.93.", "Deployed it with the mail team.")
    assert "metrics_without_deployment" not in signals(resume(*bullets))[1]


def test_missing_dates_are_told(signals) -> None:
    _, found = signals(resume(*GOOD, dates=""))
    assert "dates_missing" in found
    assert "dates_missing" not in signals(resume(*GOOD))[1]


def test_a_skill_that_is_only_listed_is_named_with_its_place(signals) -> None:
    profile, found = signals(resume(*GOOD, skills="Kafka, PyTorch"))
    signal = found["listed_never_used"]
    assert signal.skills == ("kafka",)
    assert profile.document.text[signal.spans[0].start : signal.spans[0].end] == "Kafka"


def test_a_skill_last_used_long_ago_is_stale(signals) -> None:
    text = (
        "Ada Nowak\n\nExperience\n\nEngineer, Acme\nJan 2020 – Dec 2024\n- Deployed PyTorch models "
        "with the team, which cut cost by 9%.\n\nDeveloper, Old Works\nJan 2012 – Dec 2014\n"
        "- Wrote Hadoop jobs with the analysts in place of 30 scripts.\n"
    )
    assert "hadoop" in signals(text)[1]["stale_skill"].skills
    recent = text.replace("2012", "2017").replace("2014", "2019")
    assert "stale_skill" not in signals(recent)[1]


def test_job_descriptions_have_no_weak_signals(signals) -> None:
    assert signals("You will build models.\nRequirements\n- Python", kind="jd")[1] == {}


@pytest.mark.parametrize(
    ("line", "kind", "claim"),
    [
        ("Answered searches at p95 40 ms, night and day.", "latency", "p95 40 ms"),
        ("Raised conversion by 6%. ", "gain", "Raised conversion by 6%"),
        ("Halved the bill of the cluster.", "cost", "Halved the bill of the cluster"),
        ("Moved the ranker to int8, which cut cost by 38%.", "cost", "cut cost by 38%"),
        (
            "Trained a model with an AUC of .91 on clicks.",
            "metric",
            "Trained a model with an AUC of .91 on clicks",
        ),
        ("Wrote the runbook for outages.", "incident", "Wrote the runbook for outages"),
        (
            "Fine-tuned a small model on tickets.",
            "fine_tune",
            "Fine-tuned a small model on tickets",
        ),
        ("Built RAG over the manuals.", "retrieval", "Built RAG over the manuals"),
        (
            "Migrated the warehouse to the cloud.",
            "migration",
            "Migrated the warehouse to the cloud",
        ),
        ("Mentored two juniors on the team.", "mentoring", "Mentored two juniors on the team"),
        ("Released the model to the shops.", "deployment", "Released the model to the shops"),
        ("Ran the nightly pipelines.", "pipeline", "Ran the nightly pipelines"),
        ("Led nine people in two cities.", "leadership", "Led nine people in two cities"),
    ],
)
def test_a_line_is_asked_for_what_it_claims(
    parser: Parser, line: str, kind: str, claim: str
) -> None:
    profile = parse(parser, resume(line, "Kept the books of the bank in order."), "resume")
    question = expect_questions(profile, make_match("ml_engineer"))[0]
    assert question.kind == kind
    assert profile.document.text[question.claim.start : question.claim.end] == claim


def test_denied_and_listed_skills_are_asked_about(parser: Parser) -> None:
    profile = parse(parser, resume("Kept the books of the bank in order."), "resume")
    match = make_match(
        "ml_engineer", findings=(finding("scala", "denied"), finding("sql", "listed"))
    )
    kinds = [(q.kind, q.skill_id) for q in expect_questions(profile, match)]
    assert kinds == [("denied", "scala"), ("listed", "sql")]


def test_tools_that_are_connected_to_something_raise_no_signal(signals) -> None:
    connected = "Used PyTorch, Keras and LightGBM behind the pricing service of 40 shops."
    assert "frameworks_without_integration" not in signals(resume(connected, GOOD[0]))[1]


@pytest.mark.parametrize(
    "text",
    [
        "Ada\n\nExperience\nEngineer, Acme\n- Built a churn model in PyTorch for the sales team.\n",
        "Ada\n\nExperience\n- Built a churn model in PyTorch for the sales team of a bank.\n",
        "Built models in Python for shops and kept the dashboards running for years.",
        "Experience\n\nML Engineer, Acme\n\nSkills\nPython",
        "Python",
    ],
)
def test_a_text_without_dates_is_judged_without_a_fall(signals, text: str) -> None:
    profile, found = signals(text)
    for signal in found.values():
        assert all(0 <= s.start < s.end <= len(profile.document.text) for s in signal.spans)


def test_a_job_without_months_is_named_and_one_dated_in_the_next_line_is_not(signals) -> None:
    undated = "Ada\n\nExperience\nEngineer, Acme\n- Built a churn model in PyTorch for sales.\n"
    assert "dates_missing" in signals(undated)[1]
    below = undated.replace("Acme\n", "Acme\n\nMarch 2020 – May 2022 | Oslo, Norway\n\n")
    assert "dates_missing" not in signals(below)[1]
