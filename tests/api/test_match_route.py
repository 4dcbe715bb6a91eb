"""`POST /v1/match`: what comes in, what goes out."""

from __future__ import annotations

import json

import pytest

from rolefit.engine import Engine
from rolefit.report.json import report_to_dict, report_to_json
from tests.api.fakes import TEXT, FakeEngine, make_client, make_report
from tests.conftest import EXAMPLES


def test_a_file_is_answered_with_its_report() -> None:
    engine = FakeEngine()
    answer = make_client(engine).post("/v1/match", files={"file": ("cv.txt", TEXT.encode())})
    [(document, kind)] = engine.seen
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == report_to_dict(make_report(document), engine.corpus)
    assert (document.media_type, kind) == ("text/plain", "auto")


def test_a_text_is_answered_like_a_file_of_the_same_words() -> None:
    client = make_client()
    as_file = client.post("/v1/match", files={"file": ("cv.txt", TEXT.encode())})
    as_json = client.post("/v1/match", json={"text": TEXT})
    assert as_json.content == as_file.content


def test_a_text_that_names_a_file_of_the_server_is_only_a_text() -> None:
    engine = FakeEngine()
    make_client(engine).post("/v1/match", json={"text": __file__})
    assert engine.seen[0][0].text.strip() == __file__


@pytest.mark.parametrize("kind", ["resume", "jd", "auto"])
def test_the_kind_reaches_the_engine_from_form_and_json(kind: str) -> None:
    engine = FakeEngine()
    client = make_client(engine)
    client.post("/v1/match", files={"file": ("cv", b"text")}, data={"kind": kind})
    client.post("/v1/match", json={"text": "text", "kind": kind})
    assert [kind for _, kind in engine.seen] == [kind, kind]


def test_a_lone_surrogate_or_nul_in_json_is_no_fault_of_ours() -> None:
    for body in (b'{"text": "a\\ud800b"}', b'{"text": "a\\u0000b"}'):
        answer = make_client().post(
            "/v1/match", content=body, headers={"Content-Type": "application/json"}
        )
        assert answer.status_code < 500


@pytest.mark.model
def test_the_body_is_what_the_command_line_prints(engine: Engine) -> None:
    from starlette.testclient import TestClient

    from rolefit.api.app import create_app

    source = (EXAMPLES / "resume_ml_engineer.pdf").read_bytes()
    client = TestClient(create_app(settings=engine.settings, engine=engine))
    answer = client.post("/v1/match", files={"file": ("cv.pdf", source)})
    assert answer.content.decode() == report_to_json(engine.match(source), engine.corpus)
    assert json.loads(answer.content)["verdict"]["role"] == "ml_engineer"
