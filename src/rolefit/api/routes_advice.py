"""The routes of advice: questionnaires, comparison, resilience, the roles side by side. Nothing is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query
from pydantic import ConfigDict, Field, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse

from rolefit.advise.adjacency import compare, parse_place
from rolefit.advise.advice import AdviceOptions
from rolefit.advise.fit import check_answers, insight_card, score_scale
from rolefit.advise.interview import rate_yourself
from rolefit.advise.landscape import decide_role
from rolefit.advise.plan import Period
from rolefit.advise.resilience import role_resilience
from rolefit.answers import AnswersBody
from rolefit.api.errors import InvalidRequest, public_fields
from rolefit.api.intake import JSON_TYPE, Submission, read_submission
from rolefit.api.limits import receive_body
from rolefit.api.service import Service, service_of
from rolefit.errors import NoSuchRole
from rolefit.report.advice import advice_to_dict
from rolefit.report.cards import card_to_dict
from rolefit.report.json import report_to_dict
from rolefit.report.landscape import comparison_to_dict, matrix_to_dict, resilience_to_dict
from rolefit.report.plain import to_plain

if TYPE_CHECKING:
    from rolefit.corpus import Corpus, Role
    from rolefit.types import Report

router = APIRouter(tags=["advice"])


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
    return {
        "schema": "rolefit.cards/1",
        "cards": [card_to_dict(card, corpus, guide, text) for card in cards],
        "scales": to_plain([score_scale(s, answers.style, guide) for s in guide.style.scales]),
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


@router.post("/v1/plan", tags=["documents"])
async def plan(
    request: Request,
    start: Annotated[date, Query(description="First day of the plan.")],
    weeks: Annotated[int, Query(ge=1, le=52)] = 6,
    role: Annotated[str | None, Query(description="Advise on this role.")] = None,
    within: Annotated[int | None, Query(ge=1, description="Weeks to find work in.")] = None,
) -> JSONResponse:
    """What `match` answers, with `advice`; the body is the same."""
    service = service_of(request)
    service.check_ready()
    content_type = request.headers.get("content-type", "")
    options = AdviceOptions(Period(start, weeks), role_id=role, deadline_weeks=within)
    with service.queue.admit():
        body = await receive_body(request, max_file_bytes=service.settings.max_upload_bytes)
        data = await service.queue.run(
            lambda: advise_submission(read_submission(body, content_type), service, options)
        )
    return JSONResponse(data)


def advise_submission(
    submission: Submission, service: Service, options: AdviceOptions
) -> dict[str, Any]:
    report = service.match(submission, lambda report, _: report)
    advice = service.advise(report, options)
    corpus = service.engine.corpus
    told = advice_to_dict(advice, report, corpus, service.guide)
    return {**report_to_dict(report, corpus), "advice": told}
