"""The routes for browsers. They work without a script: one form, one page in answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from rolefit.advise.advice import AdviceOptions
from rolefit.advise.plan import MAX_WEEKS, Period
from rolefit.api.errors import MEDIA_TYPE, Problem, find_problem, list_problems
from rolefit.api.intake import Submission, read_page_request
from rolefit.api.limits import discard_body, receive_body
from rolefit.api.service import service_of
from rolefit.errors import OverloadedError, RolefitError, TooLarge, UsageError
from rolefit.web.render import FormPage, Operation, Templates
from rolefit.web.view import Advised

if TYPE_CHECKING:
    from rolefit.api.service import Service

MAX_WITHIN = 520
DISCARD_FACTOR = 8
"""How many times the limit a browser may send in vain before it is cut off."""
router = APIRouter(include_in_schema=False)


@router.get("/")
async def show_form(request: Request) -> Response:
    return HTMLResponse(templates_of(request).render_form(_form(service_of(request))))


@router.post("/")
async def show_result(request: Request) -> Response:
    service = service_of(request)
    try:
        return HTMLResponse(await _match(request, service))
    except RolefitError as error:
        if isinstance(error, TooLarge | OverloadedError):
            await discard_body(
                request, most_bytes=DISCARD_FACTOR * service.settings.max_upload_bytes
            )
        problem = _problem(service, error)
        page = templates_of(request).render_form(_form(service, error=problem.detail))
        return HTMLResponse(page, problem.status, dict(problem.headers))


@router.get("/docs")
async def show_docs(request: Request) -> Response:
    operations = _operations(request.app.openapi())
    return HTMLResponse(templates_of(request).render_docs(operations, list_problems()))


async def answer_error(request: Request, error: Exception) -> Response:
    """A problem: as a page to a browser outside `/v1`, as JSON to all others."""
    problem = _problem(service_of(request), error)
    headers = dict(problem.headers)
    wants_page = "text/html" in request.headers.get("accept", "")
    if wants_page and not request.url.path.startswith("/v1/"):
        page = templates_of(request).render_problem(problem.title, problem.detail)
        return HTMLResponse(page, problem.status, headers)
    return Response(problem.to_json(), problem.status, headers, MEDIA_TYPE)


def templates_of(request: Request) -> Templates:
    templates: Templates = request.app.state.templates
    return templates


async def _match(request: Request, service: Service) -> str:
    service.check_ready()
    templates = templates_of(request)
    content_type = request.headers.get("content-type", "")
    with service.queue.admit():
        body = await receive_body(request, max_file_bytes=service.settings.max_upload_bytes)
        return await service.queue.run(
            lambda: _answer(service, templates, *read_page_request(body, content_type))
        )


def _answer(
    service: Service, templates: Templates, submission: Submission, fields: Mapping[str, str]
) -> str:
    """Advice is for people: a job description gets none."""
    options = plan_options(fields)
    report = service.match(submission, lambda report, _: report)
    advised = None
    if report.profile.kind == "resume":
        advised = Advised(service.advise(report, options), service.guide)
    return templates.render_result(
        report, service.engine.corpus, name=submission.name, advised=advised
    )


def plan_options(fields: Mapping[str, str]) -> AdviceOptions:
    """What the form says of the plan; empty fields take their defaults.

    Raises: UsageError.
    """
    start = fields.get("start", "")
    try:
        first = date.fromisoformat(start) if start else today()
    except ValueError as error:
        raise UsageError("the first day is no date; dates are YYYY-MM-DD") from error
    within = fields.get("within", "")
    return AdviceOptions(
        Period(first, _whole("weeks", fields.get("weeks", "") or "6", most=MAX_WEEKS)),
        role_id=fields.get("role") or None,
        deadline_weeks=_whole("within", within, most=MAX_WITHIN) if within else None,
    )


def _whole(name: str, text: str, *, most: int) -> int:
    number = int(text) if text.isdecimal() and len(text) < 6 else 0
    if not 1 <= number <= most:
        raise UsageError(f"{name} must be a whole number from 1 to {most}")
    return number


def today() -> date:
    return datetime.now(tz=UTC).date()


def _problem(service: Service, error: Exception) -> Problem:
    return find_problem(error, retry_after_seconds=service.settings.retry_after_seconds)


def _form(service: Service, *, error: str = "") -> FormPage:
    roles = service.engine.corpus.roles if service.state == "ready" else ()
    return FormPage(
        roles=tuple((role.title, role.summary) for role in roles),
        targets=tuple((role.id, role.title) for role in roles),
        today=today().isoformat(),
        max_bytes=service.settings.max_upload_bytes,
        max_pages=service.settings.max_pages,
        state=service.state,
        error=error,
    )


def _operations(
    openapi: Mapping[str, Mapping[str, Mapping[str, Mapping[str, str]]]],
) -> list[Operation]:
    return [
        Operation(method.upper(), path, " ".join(what["description"].split()))
        for path, methods in openapi["paths"].items()
        for method, what in methods.items()
    ]
