"""The product's own model and the sources' practice problems; advice over HTTP and on the command line."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import jsonschema
import pytest

from rolefit.advise.advice import Advice, AdviceOptions
from rolefit.advise.landscape import tracks
from rolefit.advise.plan import Period
from rolefit.corpus_advice import Guide
from rolefit.engine import Engine
from rolefit.errors import NoSuchRole
from rolefit.match.model import rank_roles
from rolefit.report.advice import advice_to_dict, advice_to_markdown
from rolefit.report.json import report_to_dict
from rolefit.types import Report
from tests.conftest import AS_OF, EXAMPLES, ROOT

pytestmark = pytest.mark.model

SCHEMA = ROOT / "src" / "rolefit" / "api" / "report.schema.json"
OPTIONS = AdviceOptions(Period(date(2026, 11, 23), 6))
CHATBOT = """Summary
I love building things that users interact with. I know the basics of machine learning.

Experience
Software Developer, Shop Apps
March 2024 – Present
- Built a customer chatbot with LangChain and the OpenAI API that answers questions over help pages.
- Added retrieval-augmented generation with a vector database and prompt templates.
- Put the assistant into our web app and improved the prompts from user feedback.

Skills
Python, LangChain, OpenAI API, prompt engineering
"""
BACKEND = """Experience
Backend Engineer, Ledger Cloud
January 2021 – Present
- Built REST APIs and microservices in Python and Go on Kubernetes with PostgreSQL.
- Set up CI/CD with GitHub Actions and Terraform, and monitoring with Prometheus and Grafana.
- Ran on-call and cut incidents by half by adding caching and load tests.

Projects
- Took machine learning courses and fine-tuned a text classifier with Hugging Face Transformers.

Skills
Python, Go, Docker, Kubernetes, Terraform, PostgreSQL, AWS
"""
LAID_OFF = """Experience
Machine Learning Engineer, Adlytics
June 2021 – October 2026
- Trained and deployed ranking models in PyTorch that serve 2,000 requests a second.
- Built feature pipelines with Spark and Airflow and retrained models nightly.
- Evaluated models on slices and ran A/B tests that raised revenue by 3%.
- Monitored drift and rolled models back when quality fell.

Skills
Python, PyTorch, scikit-learn, Spark, SQL
"""
HYBRID = """Experience
Engineer, Parcel Works
May 2021 – Present
- Built Airflow pipelines that load parcel scans into Snowflake.
- Trained a gradient boosting model that foretells late parcels and put it behind an API.
- Watched the model's drift and retrained it monthly.

Skills
Python, SQL, Airflow, XGBoost
"""


@pytest.fixture(scope="module")
def example(engine: Engine) -> Report:
    return engine.match(EXAMPLES / "resume_ml_engineer.txt", as_of=AS_OF)


@pytest.fixture(scope="module")
def advice(engine: Engine, guide: Guide, example: Report) -> Advice:
    return engine.advise(example, guide, options=OPTIONS)


def test_the_chatbot_builder_should_be_an_ai_engineer(engine: Engine, guide: Guide) -> None:
    report = engine.match(CHATBOT, kind="resume", as_of=AS_OF)
    assert (report.verdict.status, report.verdict.role_id) == ("match", "ai_engineer")
    assert [t.role_id for t in tracks(report, engine.corpus, guide.landscape)] == ["ai_engineer"]


def test_the_backend_engineer_has_two_ways_in_and_is_told_what_is_missing(
    engine: Engine, guide: Guide
) -> None:
    report = engine.match(BACKEND, kind="resume", as_of=AS_OF)
    found = {t.role_id: t for t in tracks(report, engine.corpus, guide.landscape)}
    assert set(found) == {"ai_engineer", "mlops_engineer"}
    assert report.roles[0].role_id != "ml_engineer"
    assert {"rag", "llm_evaluation"} <= set(found["ai_engineer"].lacks)
    assert {"feature_store", "model_registry"} <= set(found["mlops_engineer"].lacks)


def test_three_months_to_find_a_job_means_two_tracks(engine: Engine, guide: Guide) -> None:
    report = engine.match(LAID_OFF, kind="resume", as_of=AS_OF)
    relaxed = tracks(report, engine.corpus, guide.landscape, weeks=26)
    assert [t.role_id for t in relaxed] == ["ml_engineer"]
    pressed = tracks(report, engine.corpus, guide.landscape, weeks=13)
    assert [t.role_id for t in pressed] == ["ml_engineer", "ai_engineer"]
    assert pressed[1].weeks == (4, 6)


def test_nobody_is_advised_to_apply_for_what_they_do_not_do(engine: Engine, guide: Guide) -> None:
    report = engine.match(EXAMPLES / "resume_nurse.txt", as_of=AS_OF)
    assert tracks(report, engine.corpus, guide.landscape, weeks=4) == ()


def test_gain_is_the_model_asked_again(engine: Engine, example: Report) -> None:
    first = example.roles[0]
    best = max((f for f in first.findings if f.is_gap), key=lambda f: f.gain or 0)
    richer = engine.weigh(example.profile).with_skills([best.skill_id])
    roles, _ = rank_roles(richer, engine.weights)
    after = next(role.probability for role in roles if role.role_id == first.role_id)
    assert best.gain == pytest.approx(after - first.probability, abs=1e-12)
    assert best.gain is not None and 0 < best.gain < 1


def test_advice_on_another_role_measures_its_gaps(
    engine: Engine, guide: Guide, example: Report
) -> None:
    other = example.roles[1]
    assert all(f.gain is None for f in other.findings)
    advice = engine.advise(example, guide, options=replace(OPTIONS, role_id=other.role_id))
    assert any(step.gap.gain > 0 for step in advice.plan.steps)


def test_the_fewest_additions_make_a_role_first(engine: Engine, guide: Guide) -> None:
    report = engine.match(HYBRID, kind="resume", as_of=AS_OF)
    weighed = engine.weigh(report.profile)

    def first(skill_ids: tuple[str, ...]) -> str:
        roles, none_match = rank_roles(weighed.with_skills(skill_ids), engine.weights)
        return max((*roles, none_match), key=lambda match: match.probability).role_id

    found = {
        role.role_id: engine.advise(
            report, guide, options=replace(OPTIONS, role_id=role.role_id)
        ).additions
        for role in report.roles
    }
    assert found[report.roles[0].role_id] == ()
    assert any(found.values())
    for role_id, added in found.items():
        if added:
            assert first(added) == role_id
            for left_out in added:
                fewer = tuple(skill_id for skill_id in added if skill_id != left_out)
                assert first(fewer) != role_id


def test_the_plan_reads_the_resume(
    engine: Engine, guide: Guide, example: Report, advice: Advice
) -> None:
    text = advice_to_markdown(advice, example, engine.corpus, guide)
    assert "p99 latency of 45 ms”: how was it measured" in text
    assert "Mentored two junior engineers" in text
    assert "no experience with Scala" not in text
    assert advice.plan.steps
    actions = {step.gap.action for step in advice.plan.steps}
    assert actions <= {"learn", "prove", "refresh"}
    assert len(advice.rounds) == 7


def test_prerequisites_are_placed_first(advice: Advice) -> None:
    order = [step.gap.skill_id for step in advice.plan.steps]
    for step in advice.plan.steps:
        for name in step.gap.after:
            assert order.index(name) < order.index(step.gap.skill_id)


def test_the_plan_changes_when_the_resume_does(
    engine: Engine, guide: Guide, advice: Advice
) -> None:
    text = (EXAMPLES / "resume_ml_engineer.txt").read_text(encoding="utf-8")
    first = advice.plan.steps[0].gap.skill_id
    label = engine.corpus.skill_by_id[first].label
    richer = text.replace(
        "- Mentored two", f"- Built the team's {label} stack and ran it.\n- Mentored two"
    )
    again = engine.advise(engine.match(richer, as_of=AS_OF), guide, options=OPTIONS)
    assert first not in {step.gap.skill_id for step in again.plan.steps}


def test_a_report_with_advice_fits_the_schema_and_quotes_the_document(
    engine: Engine, guide: Guide, example: Report, advice: Advice
) -> None:
    data: Any = {
        **report_to_dict(example, engine.corpus),
        "advice": advice_to_dict(advice, example, engine.corpus, guide),
    }
    plain = json.loads(json.dumps(data))
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(plain)
    for question in plain["advice"]["questions"]:
        quote = question["claim"]
        assert example.profile.document.text[quote["start"] : quote["end"]] == quote["text"] != ""
    del plain["advice"]["plan"]["steps"][0]["reviews"]
    with pytest.raises(jsonschema.ValidationError, match="reviews"):
        jsonschema.Draft202012Validator(schema).validate(plain)


def test_advice_works_for_every_role_and_no_other(
    engine: Engine, guide: Guide, example: Report
) -> None:
    for role in engine.corpus.roles:
        options = AdviceOptions(OPTIONS.period, role_id=role.id)
        found = engine.advise(example, guide, options=options)
        assert found.role_id == found.plan.role_id == role.id
        assert advice_to_markdown(found, example, engine.corpus, guide)
    with pytest.raises(NoSuchRole, match="ai_engineer, data_engineer"):
        engine.advise(example, guide, options=AdviceOptions(OPTIONS.period, role_id="mle"))


def test_the_documented_distance_is_the_measured_one(engine: Engine) -> None:
    from rolefit.advise.adjacency import compare, parse_place

    places = [parse_place(name, engine.corpus) for name in ("ml_engineer", "ai_engineer")]
    found = compare(places[0], places[1], engine.corpus, engine.duty_overlap())
    page = (ROOT / "docs" / "numbers.md").read_text(encoding="utf-8")
    parts = (found.skill_overlap, found.duty_overlap or 0.0, found.distance)
    skills, duties, distance = (f"{part:.2f}".lstrip("0") for part in parts)
    assert f".4 × .25 + .3 × (1 - {skills}) + .3 × (1 - {duties}) = {distance}" in page
    assert found.band == "reachable"


def test_a_plan_over_http_is_the_report_with_advice(engine: Engine, example: Report) -> None:
    from starlette.testclient import TestClient

    from rolefit.api.app import create_app

    client = TestClient(create_app(settings=engine.settings, engine=engine))
    text = example.profile.document.text
    path = "/v1/plan?start=2026-11-23&weeks=3&within=12"
    answer = client.post(path, json={"text": text, "kind": "resume"})
    assert answer.status_code == 200
    advice = answer.json()["advice"]
    assert advice["plan"]["period"] == {"start": "2026-11-23", "weeks": 3}
    assert [track["reason"] for track in advice["tracks"]] == ["first", "demand"]
    wrong = client.post(f"{path}&role=mle", json={"text": text})
    assert (wrong.status_code, wrong.json()["code"]) == (404, "no_such_role")
