"""The application: routes, guard and error table around one service."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

from rolefit import __version__
from rolefit.api import pages, pages_advice, routes, routes_advice
from rolefit.api.guard import STATIC, Guard
from rolefit.api.service import Matcher, Service
from rolefit.errors import RolefitError
from rolefit.web.render import STATIC_FOLDER, load_templates

if TYPE_CHECKING:
    from rolefit.settings import Settings


def create_app(*, settings: Settings, engine: Matcher | None = None) -> FastAPI:
    """The whole HTTP service.

    Without an engine one is loaded in the background when the application starts: `/healthz` answers
    at once, `/readyz` and all that needs the engine 503 until then.
    """
    app = FastAPI(
        title="rolefit",
        version=__version__,
        summary="Ranks a résumé or a job description against six AI and data roles and says why.",
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.state.service = Service(settings, engine)
    app.state.templates = load_templates()
    app.include_router(routes.router)
    app.include_router(routes_advice.router)
    app.include_router(pages.router)
    app.include_router(pages_advice.router)
    app.mount(STATIC, StaticFiles(directory=STATIC_FOLDER))
    app.add_middleware(Guard, answer_error=pages.answer_error)
    for kind in (RolefitError, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, pages.answer_error)
    return app


@contextlib.asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    service: Service = app.state.service
    service.start()
    yield
    service.close()
