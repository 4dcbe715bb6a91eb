"""Advice over HTTP with the real corpus and no model."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from rolefit.corpus import Corpus
from tests.api.fakes import TEXT, FakeEngine, make_client


@pytest.fixture
def client(corpus: Corpus) -> TestClient:
    engine = FakeEngine()
    engine.corpus = corpus
    return make_client(engine)


def test_half_answered_gets_a_card_that_says_what_is_missing(client: TestClient) -> None:
    body = {"style": {"con_1": 4}, "roles": ["ml_engineer"]}
    answer = client.post("/v1/assessments", json=body)
    assert answer.status_code == 200
    card = answer.json()["cards"][0]
    assert card["pattern"] == "incomplete"
    assert "con_1" not in card["missing"]
    assert "con_2" in card["missing"]
    assert answer.json()["self_assessment"]["missing"][0] == "role_clarity"


def test_the_form_can_be_fetched_answered_and_sent(client: TestClient) -> None:
    form = client.get("/v1/assessments").json()
    assert "score" not in str(form["areas"][0]["scenarios"][0]["options"])
    body = {
        "style": {i["id"]: 2 if i["reversed"] else 4 for s in form["style"] for i in s["items"]},
        "scenarios": {
            s["id"]: s["options"][0]["id"] for area in form["areas"] for s in area["scenarios"]
        },
    }
    cards = client.post("/v1/assessments", json=body).json()["cards"]
    assert len(cards) == 6
    assert all(card["pattern"] != "incomplete" and not card["missing"] for card in cards)


def test_contradictory_answers_are_named_with_what_to_look_at(client: TestClient) -> None:
    body = {"style": {f"con_{n}": 5 for n in range(1, 7)}, "roles": ["ml_engineer"]}
    answer = client.post("/v1/assessments", json=body).json()
    assert "concentrator" in answer["cards"][0]["missing"]
    [fault] = answer["faults"]
    assert "con_1" in fault
    assert "4.0 apart" in fault


@pytest.mark.parametrize(
    ("format", "media_type", "begins"),
    [
        ("markdown", "text/markdown", "# The way to Data Engineer"),
        ("calendar", "text/calendar", "BEGIN:VCALENDAR"),
    ],
)
def test_a_plan_comes_as_text_and_as_calendar(format: str, media_type: str, begins: str) -> None:
    answer = make_client().post(
        f"/v1/plan?start=2026-11-23&format={format}", json={"text": TEXT, "kind": "resume"}
    )
    assert answer.headers["content-type"].startswith(media_type)
    assert answer.text.startswith(begins)


def test_a_plan_without_a_first_day_starts_today_and_is_described() -> None:
    client = make_client()
    answer = client.post("/v1/plan", json={"text": TEXT, "kind": "resume"})
    assert answer.json()["advice"]["plan"]["period"]["weeks"] == 6
    described = client.get("/openapi.json").json()["paths"]["/v1/plan"]["post"]
    assert "multipart/form-data" in described["requestBody"]["content"]
    assert set(described["responses"]["200"]["content"]) == {
        "application/json", "text/markdown", "text/calendar",
    }  # fmt: skip


@pytest.mark.parametrize("query", ["weeks=0", "weeks=53", "start=soon", "within=0", "format=pdf"])
def test_a_plan_that_cannot_be_is_a_typed_problem(query: str) -> None:
    answer = make_client().post(f"/v1/plan?{query}", json={"text": TEXT})
    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid"


@pytest.mark.parametrize(
    ("body", "status", "code", "word"),
    [
        ({"style": {"con_77": 3}}, 422, "answers", "con_1"),
        ({"style": {"con_1": 9}}, 422, "answers", "1 to 5"),
        ({"roles": ["mle"]}, 404, "no_such_role", "ml_engineer"),
        ({"colour": "red"}, 422, "invalid", "not known"),
    ],
)
def test_bad_answers_get_a_typed_problem(
    client: TestClient, body: dict[str, object], status: int, code: str, word: str
) -> None:
    answer = client.post("/v1/assessments", json=body)
    assert answer.status_code == status
    assert answer.json()["code"] == code
    assert word in answer.json()["detail"]


def test_two_roles_are_compared(client: TestClient) -> None:
    found = client.get(
        "/v1/compare", params={"start": "ml_engineer", "goal": "AIMLAM.AI.P4"}
    ).json()
    assert found["goal"]["code"] == "AIMLAM.AI.P4"
    assert found["separation"]["level_steps"] == 1
    assert 0 < found["distance"] < 1


def test_a_role_that_does_not_exist_is_a_404_with_those_that_do(client: TestClient) -> None:
    answer = client.get("/v1/compare", params={"start": "mle", "goal": "ai_engineer"})
    assert answer.status_code == 404
    assert "ml_engineer" in answer.json()["detail"]
    assert client.get("/v1/roles/mle/resilience").status_code == 404


def test_resilience_and_landscape_are_served(client: TestClient) -> None:
    found = client.get("/v1/roles/ml_engineer/resilience").json()
    assert round(found["score"], 1) == 68.2
    assert len(client.get("/v1/landscape").json()["rows"]) == 13


def test_a_role_comes_with_levels_aliases_and_neighbours(client: TestClient) -> None:
    role = client.get("/v1/roles/ml_engineer").json()
    assert role["levels"][2]["code"] == "AIMLAM.ML.P3"
    aliases = {alias["title"]: alias for alias in role["title_aliases"]}
    assert aliases["Machine Learning III"]["confidence"] == 0.7
    assert {adjacent["role"] for adjacent in role["adjacent"]} == {
        "ai_engineer", "data_engineer", "data_scientist", "mlops_engineer", "research_engineer",
    }  # fmt: skip
    assert role["classifications"][0]["review_status"] == "needs_review"
