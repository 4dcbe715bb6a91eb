"""The matrix, the market and the interview table hold what the landscape document states."""

from __future__ import annotations

import pytest

from rolefit.advise.landscape import decide_role, find_fact, matrix, mixtures, pay_facts
from rolefit.corpus import Corpus
from rolefit.corpus_advice import Guide
from rolefit.types import Mention

ROLES = (
    "ml_engineer", "ai_engineer", "mlops_engineer", "data_scientist", "research_engineer",
    "data_engineer",
)  # fmt: skip
MATRIX = {
    "pay": ("$300-450K", "$250-400K", "$250-380K", "$220-350K", "$280-420K", "$220-340K"),
    "supply_demand": (
        "balanced", "high demand, low supply", "high demand", "oversupplied", "scarce roles",
        "balanced",
    ),
    "coding_intensity": ("high", "very high", "high", "medium", "high", "high"),
    "research_reading": ("some", "some", "rare", "some", "daily", "rare"),
}  # fmt: skip
DEMAND = {
    "FAANG": ("high", "high", "high", "medium", "medium", "high"),
    "AI startups": ("high", "very high", "medium", "low", "high", "medium"),
    "enterprise": ("medium", "high", "high", "medium", "low", "high"),
    "finance": ("high", "medium", "high", "high", "low", "high"),
    "healthcare": ("medium", "medium", "medium", "high", "low", "high"),
}
INTERVIEW = [
    ("ml_engineer", "ml_depth", "loss functions"),
    ("ml_engineer", "system_design", "fraud"),
    ("ml_engineer", "unique", "paper"),
    ("ml_engineer", "coding_2", "gradient descent"),
    ("ai_engineer", "phone_screen", "design"),
    ("ai_engineer", "coding_2", "retrieval"),
    ("ai_engineer", "system_design", "chatbot"),
    ("ai_engineer", "unique", "demo"),
    ("mlops_engineer", "coding_2", "deployment script"),
    ("mlops_engineer", "system_design", "feature store"),
    ("mlops_engineer", "behavioural", "incident"),
    ("mlops_engineer", "unique", "on-call"),
    ("data_scientist", "phone_screen", "sql"),
    ("data_scientist", "ml_depth", "causal"),
    ("data_scientist", "system_design", "experimentation platform"),
    ("data_scientist", "unique", "case study"),
]


@pytest.mark.parametrize("topic", MATRIX)
def test_the_comparison_matrix_is_the_sources(corpus: Corpus, topic: str) -> None:
    for role_id, value in zip(ROLES, MATRIX[topic], strict=True):
        fact = find_fact(corpus.role_by_id[role_id], topic)
        assert fact is not None
        assert fact.value.casefold() == value.casefold()
        assert (fact.source, fact.provenance) == ("engineersofai_landscape", "source")
        assert fact.date.startswith("2026")


@pytest.mark.parametrize("segment", DEMAND)
def test_demand_by_segment_is_the_sources(corpus: Corpus, segment: str) -> None:
    for role_id, value in zip(ROLES, DEMAND[segment], strict=True):
        fact = find_fact(corpus.role_by_id[role_id], "demand", segment)
        assert fact is not None
        assert fact.value.casefold() == value


def test_every_cell_of_the_matrix_is_filled(corpus: Corpus) -> None:
    assert [len(row.cells) for row in matrix(corpus)] == [6] * 13
    assert all(cell.fact for row in matrix(corpus) for cell in row.cells)


@pytest.mark.parametrize(("role_id", "round_id", "word"), INTERVIEW)
def test_the_interview_table_is_the_sources(
    corpus: Corpus, role_id: str, round_id: str, word: str
) -> None:
    found = next(r for r in corpus.role_by_id[role_id].interview if r.id == round_id)
    assert found.provenance == "source"
    assert word in f"{found.title} {' '.join(found.tests)}".casefold()


def test_rounds_the_source_does_not_give_are_estimates(corpus: Corpus) -> None:
    for role_id in ("research_engineer", "data_engineer"):
        assert {r.provenance for r in corpus.role_by_id[role_id].interview} == {"estimate"}


def test_pay_comes_with_level_or_segment_source_and_date(corpus: Corpus) -> None:
    stated = {f.segment: f.value for f in pay_facts(corpus.role_by_id["ml_engineer"])}
    assert stated["US, level L5, total compensation"] == "$300-450K"
    assert stated["mid-level, median salary"] == "$193,000"
    assert stated["mid-level, 80th percentile"] == "$265,000"


def test_hybrid_titles_of_the_source_are_mixtures(corpus: Corpus) -> None:
    found = {mixture.title: dict(mixture.roles) for mixture in mixtures(corpus)}
    assert found["ML Platform Engineer"]["mlops_engineer"] > 0.5
    assert found["LLM Ops"]["mlops_engineer"] > found["LLM Ops"]["ai_engineer"] > 0
    assert found["AI Safety Engineer"]["research_engineer"] == 0.5
    assert {"research_engineer", "ml_engineer"} <= set(found["Member of Technical Staff"])
    assert all(sum(roles.values()) <= 1 + 1e-9 for roles in found.values())


def test_answers_add_up_and_open_questions_stay_open(corpus: Corpus, guide: Guide) -> None:
    given = {"build_what": "product", "maths": "little"}
    found = decide_role(guide.landscape, corpus, given=given)
    assert found.points[0] == ("ai_engineer", 3.0)
    assert [decision.given_by for decision in found.decisions] == [
        "person", "person", "nobody", "nobody",
    ]  # fmt: skip


def mention(skill_id: str, start: int, polarity: str = "affirmed") -> Mention:
    return Mention(skill_id, start, start + 3, polarity, "used", None, "experience")  # type: ignore[arg-type]


def test_a_question_is_answered_from_evidence_only_where_that_is_clear(
    corpus: Corpus, guide: Guide
) -> None:
    clear = [mention(s, n * 5) for n, s in enumerate(("airflow", "dbt", "kafka"))]
    found = decide_role(guide.landscape, corpus, given={}, mentions=clear).decisions[0]
    assert (found.answer_id, found.given_by) == ("data", "resume")
    assert len(found.evidence) == 3
    close = [*clear, mention("rag", 30), mention("langchain", 40)]
    assert decide_role(guide.landscape, corpus, given={}, mentions=close).decisions[0].given_by == (
        "nobody"
    )
    denied = [mention(m.skill_id, m.start, "denied") for m in clear]
    assert (
        decide_role(guide.landscape, corpus, given={}, mentions=denied).decisions[0].answer_id
        is None
    )


def test_what_a_person_says_outweighs_the_evidence(corpus: Corpus, guide: Guide) -> None:
    clear = [mention(s, n * 5) for n, s in enumerate(("airflow", "dbt", "kafka"))]
    given = {"build_what": "paper"}
    found = decide_role(guide.landscape, corpus, given=given, mentions=clear)
    assert found.decisions[0].given_by == "person"
    assert found.points[0][0] == "research_engineer"
