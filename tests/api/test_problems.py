"""Every error leaves as a problem of the right status, and without the document's words."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from rolefit import errors
from rolefit.api.errors import MEDIA_TYPE, STATUSES, find_problem, list_problems
from rolefit.errors import (
    ModelError,
    NotFound,
    OverloadedError,
    ReadError,
    RolefitError,
    TooLarge,
    UnknownFormat,
    UnsupportedFormat,
    UsageError,
)
from tests.api.fakes import FakeEngine, make_client

SECRET = "Zaphod-Beeblebrox-4711"
WANTED = {TooLarge: 413, UnknownFormat: 415, UnsupportedFormat: 415, ReadError: 422}
"""The first that an error is one of counts."""


def subclasses(root: type[RolefitError]) -> Iterator[type[RolefitError]]:
    yield root
    for child in root.__subclasses__():
        yield from subclasses(child)


@pytest.mark.parametrize("kind", list(subclasses(ReadError)), ids=lambda kind: str(kind.code))
def test_a_document_that_cannot_be_read_is_the_senders_matter(kind: type[ReadError]) -> None:
    answer = make_client(FakeEngine(error=kind("Too bad."))).post("/v1/match", json={"text": "a"})
    body = answer.json()
    wanted = next(status for known, status in WANTED.items() if issubclass(kind, known))
    assert answer.status_code == body["status"] == wanted
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert (body["code"], body["detail"]) == (kind.code, "Too bad.")
    assert body["type"] == f"/docs#{kind.code}"
    assert body["title"]


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/v1/nothing", 404, "no_such_path"),
        ("GET", "/v1/roles/barista", 404, "unknown_role"),
        ("GET", "/static/nothing.css", 404, "no_such_path"),
        ("GET", "/v1/match", 405, "method"),
        ("POST", "/v1/match", 415, "content_type"),
    ],
)
def test_a_wrong_request_is_a_problem_too(method: str, path: str, status: int, code: str) -> None:
    answer = make_client().request(method, path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == MEDIA_TYPE


def test_a_wrong_method_is_told_the_right_one() -> None:
    answer = make_client().get("/v1/match")
    assert answer.headers["allow"] == "POST"
    assert "POST" in answer.json()["detail"]


def test_a_validation_names_the_field_and_not_its_value() -> None:
    answer = make_client().post("/v1/match", json={"text": "a", "kind": SECRET, SECRET: 1})
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["kind", "body"]
    assert SECRET not in answer.text


def test_an_unknown_role_is_told_the_known_ones() -> None:
    answer = make_client().get("/v1/roles/barista")
    assert "data_engineer, ml_engineer" in answer.json()["detail"]


@pytest.mark.parametrize("path", ["/v1/match", "/"])
@pytest.mark.parametrize("error", [RuntimeError(SECRET), KeyError(SECRET)])
def test_an_unexpected_error_tells_and_logs_no_word_of_the_document(
    path: str, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    client = make_client(FakeEngine(error=error))
    with caplog.at_level(logging.DEBUG):
        answer = client.post(path, files={"file": ("a.txt", SECRET.encode())})
    assert answer.status_code == 500
    assert SECRET not in answer.text + caplog.text
    assert type(error).__name__ in caplog.text
    assert "fakes.py" in caplog.text  # where it happened


def test_our_own_faults_are_not_explained_to_the_caller() -> None:
    answer = make_client(FakeEngine(error=ModelError("/srv/models/x is broken"))).post(
        "/v1/match", json={"text": "a"}
    )
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert "/srv" not in answer.text


def test_a_read_document_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        assert make_client().post("/v1/match", json={"text": SECRET}).status_code == 200
    assert SECRET not in caplog.text


def test_a_problem_outside_v1_is_a_page_for_a_browser() -> None:
    answer = make_client().get("/nothing", headers={"Accept": "text/html,*/*"})
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert "There is nothing at this path" in answer.text


def test_every_error_of_the_tree_has_a_status_and_its_code_is_listed() -> None:
    listed = {code for code, _, _ in list_problems()}
    named = [kind for name in dir(errors) if isinstance(kind := getattr(errors, name), type)]
    for kind in named:
        assert any(parent in STATUSES for parent in kind.__mro__), kind
    for kind in subclasses(ReadError):
        assert (kind.code in listed) == (kind is not NotFound)


@pytest.mark.parametrize(
    ("kind", "status", "headers"),
    [(OverloadedError, 503, (("Retry-After", "7"),)), (UsageError, 400, ())],
)
def test_only_503_says_when_to_come_back(
    kind: type[RolefitError], status: int, headers: tuple[tuple[str, str], ...]
) -> None:
    problem = find_problem(kind("Later."), retry_after_seconds=7)
    assert (problem.status, problem.headers) == (status, headers)
