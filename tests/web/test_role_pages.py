"""Pages on roles and the fit matrix with the real corpus and no model; mistakes are told on the page."""

from __future__ import annotations

import base64
import json
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from rolefit.corpus import Corpus
from tests.api.fakes import TEXT, FakeEngine, make_client
from tests.web.html_reader import Element, read_page
from tests.web.test_pages import check_strict

FORM = "application/x-www-form-urlencoded"
HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def client(corpus: Corpus) -> TestClient:
    engine = FakeEngine()
    engine.corpus = corpus
    return make_client(engine)


def post(client: TestClient, fields: dict[str, str]) -> tuple[int, Element]:
    answer = client.post("/assess", content=urlencode(fields), headers={"Content-Type": FORM})
    return answer.status_code, read_page(answer.text)


@pytest.mark.parametrize(
    "path",
    [
        "/roles", "/landscape", "/compare", "/assess", "/assess?role=data_engineer",
        "/compare?start=ml_engineer&goal=ai_engineer&goal_level=P4",
    ],
)  # fmt: skip
def test_every_page_is_strict_and_has_one_heading(client: TestClient, path: str) -> None:
    answer = client.get(path)
    page = read_page(answer.text)
    assert answer.status_code == 200
    assert len(page.find_all("h1")) == 1
    check_strict(page)
    anchors = [e.attributes["id"] for e in page.find_all() if "id" in e.attributes]
    assert len(anchors) == len(set(anchors))


def test_every_role_has_a_page_with_all_its_parts(client: TestClient, corpus: Corpus) -> None:
    for role in corpus.roles:
        page = read_page(client.get(f"/roles/{role.id}").text)
        check_strict(page)
        assert page.find("h1").words == role.title
        assert all(task.label in page.words for task in role.tasks)
        assert f"{role.code}.P3" in page.words
        assert "Adjacent roles" in page.words


def test_the_resilience_of_the_source_stands_on_the_page(client: TestClient) -> None:
    words = read_page(client.get("/roles/ml_engineer").text).words
    for figure in ("3.75", "1.36", "1.06", "1.10", "5.9466", "68.2", "GREEN (Accelerated)"):
        assert figure in words


@pytest.mark.parametrize(
    "path", ["/roles/mle", "/compare?start=mle&goal=ai_engineer", "/assess?role=mle"]
)
def test_a_role_that_does_not_exist_is_a_page_with_those_that_do(
    client: TestClient, path: str
) -> None:
    answer = client.get(path, headers=HTML)
    assert answer.status_code == 404
    assert "ml_engineer" in read_page(answer.text).words


def test_a_level_that_does_not_exist_is_told_too(client: TestClient) -> None:
    answer = client.get("/compare?start=ml_engineer&goal=ai_engineer&goal_level=P9", headers=HTML)
    assert answer.status_code == 404
    assert "P1, P2, P3, P4, P5, P6" in read_page(answer.text).words


def answered(client: TestClient) -> dict[str, str]:
    form = client.get("/v1/assessments").json()
    style = {
        f"style.{i['id']}": "2" if i["reversed"] else "4" for s in form["style"] for i in s["items"]
    }
    scenarios = {
        f"scenarios.{s['id']}": s["options"][0]["id"] for a in form["areas"] for s in a["scenarios"]
    }
    return {**style, **scenarios}


def test_answers_become_cards_for_all_roles(client: TestClient, corpus: Corpus) -> None:
    status, page = post(client, answered(client))
    cards = page.find("div", style="cards").find_all("section")
    assert status == 200
    assert {card.attributes["aria-label"] for card in cards} == {r.title for r in corpus.roles}
    assert not any("No pattern yet" in card.words for card in cards)
    check_strict(page)


def test_answers_are_saved_and_taken_up_again(client: TestClient) -> None:
    fields = {"style.con_1": "4", "scenarios.la_agent": "b", "role": "ai_engineer"}
    _, page = post(client, fields)
    [link] = [a for a in page.find_all("a") if "download" in a.attributes]
    saved = base64.b64decode(link.attributes["href"].partition("base64,")[2])
    assert json.loads(saved)["style"] == {"con_1": 4}
    again = client.post(
        "/assess", files={"answers": ("answers.json", saved)}, data={"role": "ai_engineer"}
    )
    chosen = [i for i in read_page(again.text).find_all("input") if "checked" in i.attributes]
    assert {(i.attributes["name"], i.attributes["value"]) for i in chosen} == {
        ("style.con_1", "4"),
        ("scenarios.la_agent", "b"),
    }


def test_half_answered_says_how_much_is_missing_and_gives_no_pattern(client: TestClient) -> None:
    _, page = post(client, {"style.con_1": "4", "role": "ml_engineer"})
    [card] = page.find("div", style="cards").find_all("section")
    assert "No pattern yet" in card.words
    assert "answers are missing" in card.words


def test_contradictory_answers_are_told_with_what_to_look_at(client: TestClient) -> None:
    fields = answered(client) | {f"style.con_{n}": "5" for n in range(1, 7)}
    _, page = post(client, fields)
    notice = page.find("div", style="notice")
    assert "Concentrator: plain and reversed statements lie 4.0 apart" in notice.words
    assert "con_1, con_2" in notice.words


def test_a_resume_stands_beside_and_changes_no_axis(corpus: Corpus) -> None:
    class Reader(FakeEngine):
        pass

    engine = Reader()
    engine.corpus = corpus
    client = make_client(engine)
    fields = answered(client)
    bars = [
        [
            n.words
            for n in post(client, f)[1].find("div", style="cards").find_all("span", style="number")
        ]
        for f in (fields, {**fields, "role": "", "text": "Baked bread."})
    ]
    assert bars[0] == bars[1]


@pytest.mark.parametrize(
    ("fields", "status", "word"),
    [
        ({"style.con_77": "3"}, 422, "con_1"),
        ({"style.con_1": "9"}, 422, "1 to 5"),
        ({"style.con_1": "much"}, 422, "style.con_1"),
        ({"scenarios.la_agent": "z"}, 422, "a, b, c"),
        ({"colour": "red"}, 422, "no question"),
        ({"role": "mle"}, 404, "ml_engineer"),
    ],
)
def test_mistakes_are_told_on_the_page_and_the_form_stays(
    client: TestClient, fields: dict[str, str], status: int, word: str
) -> None:
    got, page = post(client, fields)
    [alert] = [p for p in page.find_all("p") if p.attributes.get("role") == "alert"]
    assert got == status
    assert word in alert.words
    assert page.find_all("fieldset")


@pytest.mark.parametrize("data", [b"", b"[1, 2", b"[" * 5000, b"style: {con_1: [", TEXT.encode()])
def test_a_file_that_holds_no_answers_is_told(client: TestClient, data: bytes) -> None:
    answer = client.post("/assess", files={"answers": ("a.yaml", data)})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
