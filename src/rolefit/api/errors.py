"""The one table from error to HTTP status, and the problem details (RFC 9457) made of it.

    UsageError
    ├── UnknownRole           no role of that id
    ├── InvalidRequest        the body does not say what it should, field by field
    ├── WrongContentType      neither JSON nor a form
    ├── SlowUpload            the body did not arrive in time
    ├── NoSuchPath            no such route
    └── WrongMethod           the route takes another method
    OverloadedError
    └── NotReady              the engine is still being loaded

These have no meaning without HTTP; all others come from `rolefit.errors`. No problem holds a word of
a document: messages of the tree never do, and of a validation only field and reason are kept.
"""

from __future__ import annotations

import http
import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from rolefit.errors import (
    AnswersError,
    DamagedDocument,
    EmptyDocument,
    EncryptedDocument,
    ImageOnly,
    NoSuchRole,
    NotFound,
    NotText,
    OverloadedError,
    ReaderCrashed,
    ReadError,
    ReadTimeout,
    RolefitError,
    TooLarge,
    UnknownFormat,
    UnsupportedFormat,
    UsageError,
)  # fmt: skip

MEDIA_TYPE = "application/problem+json"
_log = logging.getLogger("rolefit.api")


class UnknownRole(UsageError):
    code = "unknown_role"


class InvalidRequest(UsageError):
    """`fields` are (name of the field, what is wrong with it)."""

    code = "invalid"

    def __init__(self, *fields: tuple[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {reason}" for name, reason in fields) + ".")
        self.fields = fields


class WrongContentType(UsageError):
    code = "content_type"


class SlowUpload(UsageError):
    code = "slow_upload"


class NoSuchPath(UsageError):
    code = "no_such_path"


class WrongMethod(UsageError):
    code = "method"


class NotReady(OverloadedError):
    code = "loading"


STATUSES: Mapping[type[Exception], tuple[int, str]] = {
    UsageError: (400, "The request is wrong"),
    InvalidRequest: (422, "The request does not say what it should"),
    AnswersError: (422, "The answers cannot be used"),
    UnknownRole: (404, "No such role"),
    NoSuchRole: (404, "No such role or level"),
    NoSuchPath: (404, "No such path"),
    WrongMethod: (405, "This path takes another method"),
    WrongContentType: (415, "Neither JSON nor a form"),
    SlowUpload: (408, "The upload took too long"),
    OverloadedError: (503, "Too many requests are waiting"),
    NotReady: (503, "The engine is not loaded yet"),
    ReadError: (422, "The document cannot be read"),
    EmptyDocument: (422, "The document holds no text"),
    ImageOnly: (422, "The document is a picture of text"),
    EncryptedDocument: (422, "The document asks for a password"),
    DamagedDocument: (422, "The document is damaged"),
    NotText: (422, "The document is not text"),
    ReadTimeout: (422, "The document takes too long to read"),
    ReaderCrashed: (422, "The document could not be read to its end"),
    TooLarge: (413, "The document is too large"),
    UnknownFormat: (415, "The document's format is not known"),
    UnsupportedFormat: (415, "The document's format is not read"),
    RolefitError: (500, "Something went wrong here"),
}
"""Of several that fit the nearest class counts. Not 504 for a slow document: trying again is no use."""
PUBLIC = (UsageError, OverloadedError, ReadError)
"""Errors whose message the caller may see."""
_HIDDEN_DETAIL = (
    "The request could not be answered; the fault is ours. The log says where it happened."
)


@dataclass(frozen=True, slots=True)
class Problem:
    """RFC 9457: `type` leads to the page that explains the code."""

    status: int
    code: str
    title: str
    detail: str
    fields: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> bytes:
        body: dict[str, Any] = {
            "type": f"/docs#{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
        }
        if self.fields:
            body["errors"] = [{"field": name, "reason": reason} for name, reason in self.fields]
        return json.dumps(body, ensure_ascii=False).encode()


def find_problem(error: Exception, *, retry_after_seconds: int) -> Problem:
    """What the caller is told of any error."""
    if isinstance(error, HTTPException):
        return _http_problem(error)
    if isinstance(error, RequestValidationError):
        error = InvalidRequest(*public_fields(error.errors()))
    status, title = _status(type(error))
    code = error.code if isinstance(error, PUBLIC) else "internal"
    detail = str(error) if isinstance(error, PUBLIC) else _HIDDEN_DETAIL
    fields = error.fields if isinstance(error, InvalidRequest) else ()
    headers = (("Retry-After", str(retry_after_seconds)),) if status == 503 else ()
    return Problem(status, code, title, detail, fields, headers)


def public_fields(errors: Sequence[Any]) -> list[tuple[str, str]]:
    """Field and reason of pydantic's errors; their `input`, `ctx` and unknown names stay here."""
    return [
        ("body", "holds a field that is not known")
        if error["type"] == "extra_forbidden"
        else (".".join(str(part) for part in error["loc"]) or "body", _reason(str(error["msg"])))
        for error in errors
    ]


def list_problems() -> list[tuple[str, int, str]]:
    """(code, status, title) of every problem, by status and code; uploads have no path to be not found."""
    public = {kind for root in PUBLIC for kind in _family(root)} - {NotFound}
    named = {(kind.code, *_status(kind)) for kind in public}
    return sorted({*named, ("internal", *_status(RolefitError))}, key=lambda p: (p[1], p[0]))


def _family(root: type[RolefitError]) -> Iterator[type[RolefitError]]:
    yield root
    for child in root.__subclasses__():
        yield from _family(child)


def log_unexpected(error: Exception) -> None:
    """Kind and place; the message only of our own errors, another's may hold a document's words."""
    what = f"{error} [{error.code}]" if isinstance(error, RolefitError) else type(error).__name__
    _log.error("%s at %s", what, " < ".join(_places(error.__traceback__)))


def _status(error: type[Exception]) -> tuple[int, str]:
    known = (STATUSES[kind] for kind in error.__mro__ if kind in STATUSES)
    return next(known, STATUSES[RolefitError])


def _http_problem(error: HTTPException) -> Problem:
    """Starlette's own: no such path, wrong method."""
    headers = tuple((error.headers or {}).items())
    if error.status_code == 405:
        allowed = dict(headers).get("Allow", "")
        detail = f"This path takes {allowed}." if allowed else "This path takes another method."
        return Problem(405, WrongMethod.code, STATUSES[WrongMethod][1], detail, (), headers)
    if error.status_code == 404:
        detail = "There is nothing at this path; /docs lists the paths."
        return Problem(404, NoSuchPath.code, STATUSES[NoSuchPath][1], detail, (), headers)
    phrase = http.HTTPStatus(error.status_code).phrase
    return Problem(
        error.status_code, f"http_{error.status_code}", phrase, phrase + ".", (), headers
    )


def _reason(message: str) -> str:
    return message[:1].lower() + message[1:]


def _places(traceback: TracebackType | None) -> list[str]:
    """Innermost first."""
    places: list[str] = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        places.append(f"{Path(code.co_filename).name}:{traceback.tb_lineno} {code.co_name}")
        traceback = traceback.tb_next
    return places[::-1]
