"""The routes for programs: `/v1` and the two questions a platform asks."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from rolefit.advise.adjacency import neighbours, parse_place
from rolefit.api.errors import MEDIA_TYPE, UnknownRole
from rolefit.api.intake import FORM_TYPE, JSON_TYPE, KINDS, MatchBody, read_submission
from rolefit.api.limits import receive_body
from rolefit.api.service import service_of
from rolefit.report.json import report_to_json
from rolefit.report.landscape import taxonomy_to_dict
from rolefit.report.roles import role_to_dict

if TYPE_CHECKING:
    from rolefit.corpus import Corpus
    from rolefit.types import Report

SCHEMA_FILE = Path(__file__).parent / "report.schema.json"
_TEXT: dict[str, Any] = {"type": "string"}
_PROBLEM: dict[str, Any] = {
    "description": "RFC 9457 problem details; `code` is stable.",
    "content": {
        MEDIA_TYPE: {
            "schema": {
                "type": "object",
                "required": ["type", "title", "status", "detail", "code"],
                "properties": {
                    **dict.fromkeys(("type", "title", "detail", "code"), _TEXT),
                    "status": {"type": "integer"},
                    "errors": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "properties": {"field": _TEXT, "reason": _TEXT},
                        },
                    },
                },
            }
        }
    },
}
REPORT: dict[str, Any] = {
    "description": "The report.",
    "content": {JSON_TYPE: {"schema": {"$ref": "/v1/schema/report"}}},
}
MATCH_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        FORM_TYPE: {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {
                    "file": {"type": "string", "format": "binary"},
                    "kind": {"type": "string", "enum": list(KINDS), "default": "auto"},
                },
            }
        },
        JSON_TYPE: {"schema": MatchBody.model_json_schema()},
    },
}
PROBLEMS: dict[int | str, dict[str, Any]] = {"default": _PROBLEM}

router = APIRouter()


@router.post(
    "/v1/match",
    tags=["documents"],
    responses={200: REPORT, **PROBLEMS},
    response_class=Response,
    openapi_extra={"requestBody": MATCH_BODY},
)
async def match(request: Request) -> Response:
    """Rank one document against the roles and explain every number.

    The answer is what the command line's match prints with --format json, byte for byte.
    """
    service = service_of(request)
    service.check_ready()
    content_type = request.headers.get("content-type", "")
    with service.queue.admit():
        body = await receive_body(request, max_file_bytes=service.settings.max_upload_bytes)
        content = await service.queue.run(
            lambda: service.match(read_submission(body, content_type), _report_bytes)
        )
    return Response(content, media_type=JSON_TYPE)


@router.get("/v1/roles", tags=["roles"], responses=PROBLEMS)
async def list_roles(request: Request) -> JSONResponse:
    """The roles, in short."""
    keys = ("id", "code", "title", "short_title", "summary")
    roles = service_of(request).engine.corpus.roles
    return JSONResponse([{key: getattr(role, key) for key in keys} for role in roles])


@router.get("/v1/roles/{role_id}", tags=["roles"], responses=PROBLEMS)
async def read_role(request: Request, role_id: str) -> JSONResponse:
    """All that is known of one role: tasks, duties, skills, what it is not, levels, neighbours."""
    roles = service_of(request).engine.corpus.role_by_id
    if role_id not in roles:
        raise UnknownRole(f"There is no role of that id; roles are: {', '.join(sorted(roles))}.")
    service = service_of(request)
    corpus, role = service.engine.corpus, roles[role_id]
    near = neighbours(parse_place(role_id, corpus), corpus, service.overlap)
    return JSONResponse({**role_to_dict(role), **taxonomy_to_dict(role, corpus, near)})


@router.get("/v1/schema/report", tags=["schema"])
async def read_report_schema() -> Response:
    """The JSON Schema of a report."""
    return Response(load_schema(), media_type="application/schema+json")


@router.get("/healthz", tags=["health"])
async def read_health() -> JSONResponse:
    """The process answers."""
    return JSONResponse({"status": "ok"})


@router.get("/readyz", tags=["health"], responses=PROBLEMS)
async def read_readiness(request: Request) -> JSONResponse:
    """The engine is loaded: requests will be answered."""
    service = service_of(request)
    service.check_ready()
    return JSONResponse({"status": service.state})


@functools.cache
def load_schema() -> bytes:
    return json.dumps(json.loads(SCHEMA_FILE.read_bytes()), ensure_ascii=False).encode()


def _report_bytes(report: Report, corpus: Corpus) -> bytes:
    return report_to_json(report, corpus).encode()
