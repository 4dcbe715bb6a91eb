"""The routes of advice: questionnaires, comparison, resilience, the roles side by side. Nothing is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import ConfigDict, Field, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from rolefit.advise.adjacency import compare, parse_place
from rolefit.advise.advice import AdviceOptions
from rolefit.advise.fit import check_answers, insight_card, score_scale
from rolefit.advise.interview import rate_yourself
from rolefit.advise.landscape import decide_role
from rolefit.advise.plan import MAX_WEEKS, Period
from rolefit.advise.resilience import role_resilience
from rolefit.answers import AnswersBody
from rolefit.api.errors import InvalidRequest, public_fields
from rolefit.api.intake import JSON_TYPE, Submission, read_submission
from rolefit.api.limits import receive_body
from rolefit.api.routes import MATCH_BODY, PROBLEMS, REPORT
from rolefit.api.service import Service, service_of
from rolefit.errors import NoSuchRole
from rolefit.report.advice import advice_to_dict, advice_to_markdown
from rolefit.report.calendar import plan_to_calendar
from rolefit.report.cards import card_to_dict, list_faults
from rolefit.report.json import report_to_dict
from rolefit.report.landscape import comparison_to_dict, matrix_to_dict, resilience_to_dict
from rolefit.report.plain import to_plain

if TYPE_CHECKING:
    from rolefit.corpus import Corpus, Role
    from rolefit.types import Report

PlanFormat = Literal["json", "markdown", "calendar"]
_TEXT: dict[str, Any] = {"schema": {"type": "string"}}
PLAN: dict[str, Any] = {
    "description": "The report with its `advice`; with `format` the advice as a text or as iCalendar.",
    "content": {**REPORT["content"], "text/markdown": _TEXT, "text/calendar": _TEXT},
}
router = APIRouter(tags=["advice"], responses=PROBLEMS)


class AssessmentBody(AnswersBody):
    """Answers, the roles to look at, and optionally a résumé to put beside them."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    roles: Annotated[tuple[str, ...], Field(description="Role ids; all when empty.")] = ()
    text: Annotated[str | None, Field(description="A résumé's text, for its evidence.")] = None


@router.get("/v1/assessments")
async def read_questionnaire(request: Request) -> JSONResponse:
    """The statements, scenarios and questions, without the scores of their options."""
    guide = service_of(request).guide
    areas = [area.model_dump(mode="json") for area in guide.areas]
    for area in areas:
        for scenario in area["scenarios"]:
            scenario["options"] = [{k: o[k] for k in ("id", "text")} for o in scenario["options"]]
    return JSONResponse(
        {
            "schema": "rolefit.assessment/1",
            "style": to_plain(guide.style.scales),
            "areas": areas,
            "self_assessment": to_plain(guide.plan.self_assessment.dimensions),
            "decisions": to_plain(guide.landscape.questions),
        }
    )


@router.post(
    "/v1/assessments",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {JSON_TYPE: {"schema": AssessmentBody.model_json_schema()}},
        }
    },
)
async def assess(request: Request) -> JSONResponse:
    """Score answers: one insight card a role; a half-answered form says what is missing."""
    service = service_of(request)
    service.check_ready()
    with service.queue.admit():
        body = await receive_body(request, max_file_bytes=service.settings.max_upload_bytes)
        data = await service.queue.run(lambda: assess_body(body, service))
    return JSONResponse(data)


def assess_body(body: bytes, service: Service) -> dict[str, Any]:
    """Raises: InvalidRequest, AnswersError, NoSuchRole, ReadError."""
    try:
        given = AssessmentBody.model_validate_json(body, strict=True)
    except ValidationError as error:
        raise InvalidRequest(*public_fields(error.errors(include_input=False))) from None
    guide, corpus = service.guide, service.engine.corpus
    answers = given.to_answers()
    check_answers(answers, guide)
    roles = _roles(given.roles, corpus)
    report = _read_resume(given.text, service)
    matches = {match.role_id: match for match in report.roles} if report else {}
    cards = [insight_card(role, answers, guide, match=matches.get(role.id)) for role in roles]
    text = report.profile.document.text if report else ""
    mentions = report.profile.mentions if report else ()
    scores = [score_scale(s, answers.style, guide) for s in guide.style.scales]
    return {
        "schema": "rolefit.cards/1",
        "cards": [card_to_dict(card, corpus, guide, text) for card in cards],
        "scales": to_plain(scores),
        "faults": list_faults(scores, guide),
        "self_assessment": to_plain(rate_yourself(answers.self_assessment, guide.plan)),
        "decisions": to_plain(
            decide_role(guide.landscape, corpus, given=answers.decisions, mentions=mentions), text
        ),
    }


def _read_resume(text: str | None, service: Service) -> Report | None:
    if text is None:
        return None
    return service.match(Submission(text.encode(), "resume"), lambda report, _: report)


def _roles(names: Sequence[str], corpus: Corpus) -> list[Role]:
    for name in names:
        if name not in corpus.role_by_id:
            known = ", ".join(sorted(corpus.role_by_id))
            raise NoSuchRole(f"unknown role '{name}'; roles are: {known}")
    return [role for role in corpus.roles if not names or role.id in names]


@router.get("/v1/compare")
async def compare_roles(request: Request, start: str, goal: str) -> JSONResponse:
    """Two roles or levels side by side; `ml_engineer`, `ml_engineer:P4` or `AIMLAM.ML.P4`."""
    service = service_of(request)
    corpus = service.engine.corpus
    places = parse_place(start, corpus), parse_place(goal, corpus)
    found = compare(*places, corpus, service.overlap)
    return JSONResponse(comparison_to_dict(found, corpus))


@router.get("/v1/landscape")
async def read_landscape(request: Request) -> JSONResponse:
    """The roles side by side, with sources and dates, and hybrid titles as mixtures."""
    return JSONResponse(matrix_to_dict(service_of(request).engine.corpus))


@router.get("/v1/roles/{role_id}/resilience")
async def read_resilience(request: Request, role_id: str) -> JSONResponse:
    """A role's resilience, term by term."""
    service = service_of(request)
    role = _roles([role_id], service.engine.corpus)[0]
    return JSONResponse(
        resilience_to_dict(role_resilience(role, service.guide.resilience), service.guide)
    )


@router.post(
    "/v1/plan",
    tags=["documents"],
    responses={200: PLAN, **PROBLEMS},
    response_class=Response,
    openapi_extra={"requestBody": MATCH_BODY},
)
async def plan(  # noqa: PLR0913, PLR0917 - each is a parameter of the query
    request: Request,
    start: Annotated[
        date | None, Query(description="First day of the plan, YYYY-MM-DD; today.")
    ] = None,
    weeks: Annotated[int, Query(ge=1, le=MAX_WEEKS, description="Length of the plan.")] = 6,
    role: Annotated[str | None, Query(description="Advise on this role, not the first.")] = None,
    within: Annotated[int | None, Query(ge=1, description="Weeks to find work in.")] = None,
    format: Annotated[
        PlanFormat, Query(description="The report with its advice, a text, or iCalendar.")
    ] = "json",
) -> Response:
    """What match answers, with `advice`: interview loop, gaps in order, a plan over weeks, weak signals.

    The body is that of match. Dates, hours and gains are computed from the document and the corpus.
    """
    service = service_of(request)
    service.check_ready()
    content_type = request.headers.get("content-type", "")
    first = start or datetime.now(tz=UTC).date()
    options = AdviceOptions(Period(first, weeks), role_id=role, deadline_weeks=within)
    with service.queue.admit():
        body = await receive_body(request, max_file_bytes=service.settings.max_upload_bytes)
        return await service.queue.run(
            lambda: present_plan(read_submission(body, content_type), service, options, format)
        )


def present_plan(
    submission: Submission, service: Service, options: AdviceOptions, format: PlanFormat
) -> Response:
    """Raises: ReadError, NoSuchRole, UsageError."""
    report = service.match(submission, lambda report, _: report)
    advice = service.advise(report, options)
    corpus, guide = service.engine.corpus, service.guide
    if format == "calendar":
        return Response(plan_to_calendar(advice.plan, corpus), media_type="text/calendar")
    if format == "markdown":
        told = advice_to_markdown(advice, report, corpus, guide)
        return Response(told, media_type="text/markdown")
    told_as_data = advice_to_dict(advice, report, corpus, guide)
    return JSONResponse({**report_to_dict(report, corpus), "advice": told_as_data})
