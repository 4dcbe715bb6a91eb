"""Pages on the roles and the fit matrix. They work without a script, and nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from rolefit.advise.adjacency import compare, neighbours, parse_place
from rolefit.advise.fit import Answers
from rolefit.advise.resilience import role_resilience
from rolefit.answers import parse_answers, read_answers
from rolefit.api.errors import InvalidRequest, find_problem
from rolefit.api.intake import FORM_TYPE, Submission, read_form
from rolefit.api.limits import receive_body
from rolefit.api.pages import templates_of
from rolefit.api.service import Service, service_of
from rolefit.errors import AnswersError, NoSuchRole, RolefitError
from rolefit.web.assessment import Assessed, build_cards, build_form
from rolefit.web.roles import build_comparison_view, build_landscape_view, build_role_view

if TYPE_CHECKING:
    from rolefit.corpus import Corpus
    from rolefit.types import Report

PARTS = ("style", "scenarios", "self_assessment", "decisions")
MAX_FIELDS = 1000
router = APIRouter(include_in_schema=False)


@router.get("/roles")
async def show_roles(request: Request) -> Response:
    corpus = service_of(request).engine.corpus
    return HTMLResponse(templates_of(request).render_roles(corpus))


@router.get("/roles/{role_id}")
async def show_role(request: Request, role_id: str) -> Response:
    service = service_of(request)
    corpus = service.engine.corpus
    check_role(role_id, corpus)
    near = neighbours(parse_place(role_id, corpus), corpus, service.overlap)
    role = corpus.role_by_id[role_id]
    resilience = role_resilience(role, service.guide.resilience)
    view = build_role_view(role, corpus, service.guide, resilience, near)
    return HTMLResponse(templates_of(request).render_role(view))


@router.get("/compare")
async def show_comparison(
    request: Request, start: str = "", goal: str = "", start_level: str = "", goal_level: str = ""
) -> Response:
    service = service_of(request)
    corpus = service.engine.corpus
    found = None
    if start or goal:
        here = parse_place(f"{start}:{start_level}" if start_level else start, corpus)
        there = parse_place(f"{goal}:{goal_level}" if goal_level else goal, corpus)
        found = compare(here, there, corpus, service.overlap)
    view = build_comparison_view(found, corpus)
    return HTMLResponse(templates_of(request).render_comparison(view))


@router.get("/landscape")
async def show_landscape(request: Request) -> Response:
    service = service_of(request)
    view = build_landscape_view(service.engine.corpus, service.guide)
    return HTMLResponse(templates_of(request).render_landscape(view))


@router.get("/assess")
async def show_assessment(request: Request, role: str = "") -> Response:
    service = service_of(request)
    corpus = service.engine.corpus
    if role:
        check_role(role, corpus)
    view = build_form(corpus, service.guide, Assessed(Answers(), role))
    return HTMLResponse(templates_of(request).render_assessment(view))


@router.post("/assess")
async def show_cards(request: Request) -> Response:
    """The same page again, with cards above the form; a mistake is told there, and the form stays."""
    service = service_of(request)
    service.check_ready()
    content_type = request.headers.get("content-type", "")
    with service.queue.admit():
        body = await receive_body(request, max_file_bytes=service.settings.max_upload_bytes)
        page, status = await service.queue.run(
            lambda: _answer(request, service, body, content_type)
        )
    return HTMLResponse(page, status)


def check_role(role_id: str, corpus: Corpus) -> None:
    """Raises: NoSuchRole naming what exists."""
    if role_id not in corpus.role_by_id:
        known = ", ".join(sorted(corpus.role_by_id))
        raise NoSuchRole(f"There is no role of that id; roles are: {known}.")


def _answer(request: Request, service: Service, body: bytes, content_type: str) -> tuple[str, int]:
    corpus, guide, templates = service.engine.corpus, service.guide, templates_of(request)
    given = Assessed(Answers())
    try:
        given = read_assessment(body, content_type)
        if given.role_id:
            check_role(given.role_id, corpus)
        given = _with_report(given, service)
        return templates.render_assessment(build_cards(corpus, guide, given)), 200
    except RolefitError as error:
        problem = find_problem(error, retry_after_seconds=service.settings.retry_after_seconds)
        role = given.role_id if given.role_id in corpus.role_by_id else ""
        kept = Assessed(given.answers, role, given.text)
        view = build_form(corpus, guide, kept, error=problem.detail)
        return templates.render_assessment(view), problem.status


def _with_report(given: Assessed, service: Service) -> Assessed:
    if not given.text.strip():
        return given
    submission = Submission(given.text.encode("utf-8", errors="replace"), "resume")
    report: Report = service.match(submission, lambda report, _: report)
    return Assessed(given.answers, given.role_id, given.text, report)


def read_assessment(body: bytes, content_type: str) -> Assessed:
    """A file of answers, or the form's fields.

    Raises: AnswersError, InvalidRequest, WrongContentType.
    """
    if content_type.partition(";")[0].strip().lower() == FORM_TYPE:
        parts = read_form(body, content_type)
        file = parts.get("answers")
        if file is None or not file.data:
            raise AnswersError("There is no file yet: choose one that was saved here.")
        role = parts["role"].text if "role" in parts else ""
        return Assessed(read_answers(file.text, name="the file"), role)
    try:
        fields = parse_qsl(body.decode("utf-8"), max_num_fields=MAX_FIELDS)
    except (UnicodeDecodeError, ValueError):
        raise InvalidRequest(("body", "is not a form of this page")) from None
    return _from_fields(dict(fields))


def _from_fields(fields: Mapping[str, str]) -> Assessed:
    data: dict[str, dict[str, Any]] = {part: {} for part in PARTS}
    for name, value in fields.items():
        part, dot, item = name.partition(".")
        if dot and part in data:
            data[part][item] = _number(value) if part in {"style", "self_assessment"} else value
        elif name not in {"role", "text"}:
            raise AnswersError("the form holds a field that is no question of the assessment")
    return Assessed(
        parse_answers(data, name="the form"), fields.get("role", ""), fields.get("text", "")
    )


def _number(value: str) -> int | str:
    return int(value) if value.isdecimal() and len(value) < 4 else value
