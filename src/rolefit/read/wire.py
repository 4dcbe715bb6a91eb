"""How a document comes back from the worker: JSON, checked as if a stranger had sent it.

A worker that a crafted file has taken over can say anything; it must not be able to make the parent
run code, hold more than a cap, or keep a value that breaks a promise of `Document`.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from rolefit import errors
from rolefit.errors import ReaderCrashed, ReadError
from rolefit.read.limits import ReadLimits
from rolefit.types import Document, DocumentWarning, Link, Page, Passage, TextBlock

READY = b"+"
STATUS_BYTES = 4
REQUEST = struct.Struct("!f")
"""A request for a child: its wall limit in seconds; two sockets come with it."""
ANSWER_SIZE = struct.Struct("!Q")
"""What an answer begins with: how many bytes follow."""

_MAX_MESSAGE_CHARACTERS = 300
_MAX_ITEMS = 60_000
_BLOCK_KINDS = ("heading", "paragraph", "item", "row", "line")
_ERRORS = {
    kind.code: kind
    for kind in (
        errors.EmptyDocument, errors.ImageOnly, errors.EncryptedDocument, errors.DamagedDocument,
        errors.UnknownFormat, errors.UnsupportedFormat, errors.NotText, errors.TooLarge,
        errors.TooManyCharacters, errors.TooManyParts, errors.UnpacksTooLarge, errors.TooMuchMemory,
        errors.ReadTimeout, errors.ReaderCrashed,
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker shall do: read the file, or draw one page of it for OCR."""

    limits: ReadLimits
    page_texts: Mapping[int, str] = field(default_factory=dict)
    draw_page: int = 0


def dump_job(job: Job) -> bytes:
    return json.dumps(asdict(job)).encode()


def load_job(data: bytes) -> Job:
    told = json.loads(data)
    texts = {int(number): text for number, text in told["page_texts"].items()}
    return Job(ReadLimits(**told["limits"]), texts, told["draw_page"])


def dump_document(document: Document) -> bytes:
    return json.dumps(document, default=_fields, separators=(",", ":")).encode()


def _fields(value: object) -> dict[str, object]:
    """A dataclass as JSON knows it; three times as fast as `asdict`, which copies."""
    return {item.name: getattr(value, item.name) for item in fields(value)}  # type: ignore[arg-type]


def dump_error(error: ReadError) -> bytes:
    return json.dumps({"error": error.code, "message": str(error)}).encode()


def load_picture(data: bytes) -> bytes:
    """The worker's picture of a page. Raises: its ReadError, or ReaderCrashed for nonsense."""
    if data.startswith(b"P5 "):
        return data
    load_answer(data, sha256="", limits=ReadLimits())
    raise crashed("an answer that makes no sense")


def load_answer(data: bytes, *, sha256: str, limits: ReadLimits) -> Document:
    """The worker's document, checked. Raises: its ReadError, or ReaderCrashed for nonsense."""
    try:
        answer = json.loads(data)
        if "error" in answer:
            failure = _ERRORS[answer["error"]](str(answer["message"])[:_MAX_MESSAGE_CHARACTERS])
        else:
            return _document(answer, sha256, limits)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise crashed("an answer that makes no sense") from error
    raise failure


def crashed(how: str) -> ReaderCrashed:
    return ReaderCrashed(
        f"Reading the file broke the reading process ({how}); send it as PDF again."
    )


def _document(answer: dict[str, Any], sha256: str, limits: ReadLimits) -> Document:
    text = _text(answer["text"])
    if not text.strip() or len(text) > limits.max_characters:
        raise ValueError("length of text")
    return Document(
        text=text,
        media_type=_text(answer["media_type"]),
        sha256=sha256,
        pages=tuple(_page(page, len(text)) for page in _items(answer["pages"])),
        links=tuple(_link(link, len(text)) for link in _items(answer["links"])),
        warnings=tuple(_warning(warning) for warning in _items(answer["warnings"])),
        language=_text(answer["language"]),
        blocks=tuple(_block(block, len(text)) for block in _items(answer["blocks"])),
        foreign=tuple(
            Passage(*_span(item, len(text)), _text(item["language"]))
            for item in _items(answer["foreign"])
        ),
    )


def _block(block: dict[str, Any], length: int) -> TextBlock:
    start, end = _span(block, length)
    if block["kind"] not in _BLOCK_KINDS:
        raise ValueError("kind of block")
    page = block["page"]
    return TextBlock(
        block["kind"], start, end, None if page is None else _whole(page), _box(block["box"])
    )


def _box(box: object) -> tuple[float, float, float, float] | None:
    if box is None:
        return None
    left, bottom, right, top = (float(side) for side in _items(box))
    return left, bottom, right, top


def _page(page: dict[str, Any], length: int) -> Page:
    start, end = _span(page, length)
    return Page(_whole(page["number"]), start, end, float(page["width"]), float(page["height"]))


def _link(link: dict[str, Any], length: int) -> Link:
    return Link(*_span(link, length), _text(link["target"]))


def _warning(warning: dict[str, Any]) -> DocumentWarning:
    page = warning["page"]
    return DocumentWarning(
        code=_text(warning["code"]),
        page=None if page is None else _whole(page),
        quotes=tuple(_text(quote) for quote in _items(warning["quotes"])),
        detail=_text(warning["detail"]),
    )


def _span(value: dict[str, Any], length: int) -> tuple[int, int]:
    start, end = _whole(value["start"]), _whole(value["end"])
    if not 0 <= start <= end <= length:
        raise ValueError("span outside the text")
    return start, end


def _items(value: object) -> Sequence[Any]:
    if not isinstance(value, list) or len(value) > _MAX_ITEMS:
        raise TypeError("not a short list")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a string")
    value.encode()  # a lone surrogate raises
    return value


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("not a whole number")
    return value
