"""Bodies to submissions: one file or text, and what kind of document it is said to be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from rolefit.api.errors import InvalidRequest, WrongContentType, public_fields
from rolefit.errors import UsageError
from rolefit.types import KindChoice

JSON_TYPE = "application/json"
FORM_TYPE = "multipart/form-data"
KINDS: tuple[KindChoice, ...] = get_args(KindChoice)
MAX_PARTS = 8
MAX_NAME_CHARACTERS = 120


@dataclass(frozen=True, slots=True)
class Submission:
    """One document as it came; `name` is for its sender's eyes only."""

    source: bytes
    kind: KindChoice = "auto"
    name: str = ""


class MatchBody(BaseModel):
    """The JSON body of a match."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: Annotated[str, Field(description="The document's text.")]
    kind: Annotated[KindChoice, Field(description="What the document is.")] = "auto"


@dataclass(slots=True)
class Part:
    """One part of a form; `filename` is None for a plain field."""

    name: str = ""
    filename: str | None = None
    data: bytearray = field(default_factory=bytearray)

    @property
    def text(self) -> str:
        return self.data.decode("utf-8", errors="replace")


def read_submission(body: bytes, content_type: str) -> Submission:
    """A program's body: JSON with `text`, or a form with `file`.

    Raises: WrongContentType, InvalidRequest.
    """
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type == JSON_TYPE:
        return _from_json(body)
    if media_type != FORM_TYPE:
        raise WrongContentType(f"Send {FORM_TYPE} with a field 'file', or {JSON_TYPE} with 'text'.")
    parts = read_form(body, content_type)
    if "file" not in parts or parts["file"].filename is None:
        raise InvalidRequest(("file", "is missing; send the document as a file of this name"))
    return _from_file(parts)


def read_page_form(body: bytes, content_type: str) -> Submission:
    """The page's form: a file, or text when no file was chosen.

    Raises: UsageError when there is neither, WrongContentType, InvalidRequest.
    """
    return _from_page(read_form(body, content_type))


def read_page_request(body: bytes, content_type: str) -> tuple[Submission, Mapping[str, str]]:
    """The page's form with its other fields as text, white space stripped. Raises as `read_page_form`."""
    parts = read_form(body, content_type)
    plain = {n: part.text.strip() for n, part in parts.items() if n not in {"file", "text", "kind"}}
    return _from_page(parts), plain


def _from_page(parts: Mapping[str, Part]) -> Submission:
    file, text = parts.get("file"), parts.get("text")
    if file is not None and file.data:
        return _from_file(parts)
    if text is None or not text.data.strip():
        raise UsageError("There is nothing to read yet: choose a file or paste a text.")
    return Submission(bytes(text.data), _kind(parts))


def read_form(body: bytes, content_type: str) -> Mapping[str, Part]:
    """Parts by name, the first of a name. Nothing is spooled: the body is in memory already.

    Raises: WrongContentType, InvalidRequest.
    """
    media_type, options = parse_options_header(content_type)
    boundary = options.get(b"boundary")
    if media_type.decode("latin-1").lower() != FORM_TYPE or not boundary:
        raise WrongContentType(f"The form must be {FORM_TYPE} with a boundary.")
    form = _FormReader()
    try:
        parser = form.parser(boundary)
        parser.write(body)
        parser.finalize()
    except FormParserError as error:
        raise _malformed() from error
    if not form.ended:
        raise _malformed()
    parts: dict[str, Part] = {}
    for part in form.parts:
        parts.setdefault(part.name, part)
    return parts


class _FormReader:
    """Collects parts as python-multipart finds them."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.ended = False
        self._header_name = bytearray()
        self._header_value = bytearray()

    def parser(self, boundary: bytes) -> MultipartParser:
        return MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_part_data": self._data,
                "on_header_field": self._name,
                "on_header_value": self._value,
                "on_header_end": self._header,
                "on_end": self._end,
            },
        )

    def _end(self) -> None:
        self.ended = True

    def _begin(self) -> None:
        if len(self.parts) == MAX_PARTS:
            raise InvalidRequest(("body", f"has more than {MAX_PARTS} parts"))
        self.parts.append(Part())

    def _data(self, data: bytes, start: int, end: int) -> None:
        self.parts[-1].data += data[start:end]

    def _name(self, data: bytes, start: int, end: int) -> None:
        self._header_name += data[start:end]

    def _value(self, data: bytes, start: int, end: int) -> None:
        self._header_value += data[start:end]

    def _header(self) -> None:
        name, value = bytes(self._header_name).lower(), bytes(self._header_value)
        self._header_name.clear()
        self._header_value.clear()
        if name == b"content-disposition":
            _, options = parse_options_header(value)
            self.parts[-1].name = options.get(b"name", b"").decode("utf-8", errors="replace")
            filename = options.get(b"filename")
            self.parts[-1].filename = (
                None if filename is None else filename.decode("utf-8", errors="replace")
            )


def _malformed() -> InvalidRequest:
    return InvalidRequest(("body", "is not a well-formed form"))


def _from_json(body: bytes) -> Submission:
    try:
        match = MatchBody.model_validate_json(body)
    except ValidationError as error:
        raise InvalidRequest(*public_fields(error.errors(include_input=False))) from None
    return Submission(match.text.encode("utf-8", errors="replace"), match.kind)


def _from_file(parts: Mapping[str, Part]) -> Submission:
    file = parts["file"]
    name = (file.filename or "").replace("\\", "/").rpartition("/")[2]
    return Submission(bytes(file.data), _kind(parts), name[:MAX_NAME_CHARACTERS])


def _kind(parts: Mapping[str, Part]) -> KindChoice:
    kind = parts["kind"].text if "kind" in parts else "auto"
    if kind not in KINDS:
        raise InvalidRequest(("kind", f"must be one of {', '.join(KINDS)}"))
    return kind
