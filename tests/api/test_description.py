"""Roles, schema and the description of the API itself."""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema
import pytest

from rolefit.engine import Engine
from rolefit.report.json import report_to_dict
from tests.api.fakes import make_client, make_corpus, make_document, make_report
from tests.conftest import EXAMPLES


def closed(schema: Any) -> Any:
    """The schema with no room for fields it does not describe."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    tight = {key: closed(value) for key, value in schema.items()}
    if "properties" in schema and schema.get("type") == "object":
        tight["additionalProperties"] = False
    return tight


@pytest.fixture(scope="module")
def schema() -> Any:
    answer = make_client().get("/v1/schema/report")
    assert answer.headers["content-type"] == "application/schema+json"
    return answer.json()


def test_the_schema_is_one(schema: Any) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("status", ["match", "abstain", "none"])
def test_a_report_holds_what_the_schema_says_and_no_more(schema: Any, status: str) -> None:
    report = json.loads(json.dumps(report_to_dict(make_report(status=status), make_corpus())))
    jsonschema.Draft202012Validator(closed(schema)).validate(report)


@pytest.mark.parametrize(
    "path",
    [("verdict", "status"), ("roles", 0, "contributions", 0, "amount"), ("skills", 0, "mentions")],
)
def test_the_schema_notices_what_is_missing(schema: Any, path: tuple[str | int, ...]) -> None:
    report: Any = report_to_dict(make_report(make_document()), make_corpus())
    holder = report
    for step in path[:-1]:
        holder = holder[step]
    del holder[path[-1]]
    with pytest.raises(jsonschema.ValidationError, match=str(path[-1])):
        jsonschema.Draft202012Validator(schema).validate(report)


@pytest.mark.model
@pytest.mark.parametrize("path", sorted(EXAMPLES.iterdir()), ids=lambda path: str(path.name))
def test_real_reports_hold_what_the_schema_says(schema: Any, path: Any, engine: Engine) -> None:
    report = report_to_dict(engine.match(path), engine.corpus)
    jsonschema.Draft202012Validator(closed(schema)).validate(json.loads(json.dumps(report)))


def test_roles_are_listed_in_short_and_shown_in_full() -> None:
    client = make_client()
    listed = client.get("/v1/roles").json()
    assert [role["id"] for role in listed] == ["data_engineer", "ml_engineer"]
    assert set(listed[0]) == {"id", "code", "title", "short_title", "summary"}
    role = client.get("/v1/roles/data_engineer").json()
    assert role["tasks"][0]["label"] == "Build pipelines"
    assert listed[0].items() <= role.items()


def test_openapi_describes_both_bodies_and_the_problem() -> None:
    match = make_client().get("/openapi.json").json()["paths"]["/v1/match"]["post"]
    bodies = match["requestBody"]["content"]
    assert bodies["multipart/form-data"]["schema"]["properties"]["kind"]["enum"] == [
        "resume", "jd", "auto",
    ]  # fmt: skip
    assert set(bodies["application/json"]["schema"]["properties"]) == {"text", "kind"}
    assert "application/problem+json" in match["responses"]["default"]["content"]


def test_the_docs_page_lists_every_route_and_problem_from_this_host_alone() -> None:
    client = make_client()
    page = client.get("/docs").text
    for path in client.get("/openapi.json").json()["paths"]:
        assert f"<code>{path}</code>" in page
    assert 'id="too_large"' in page
    assert 'id="loading"' in page
    loaded = re.findall(r"<(?:link|script|img)[^>]+(?:href|src)=\"([^\"]+)\"", page)
    assert loaded
    assert all(address.startswith("/static/") for address in loaded)
