"""bytes → `Document`: which reader, and what is checked for all of them."""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from rolefit.errors import EmptyDocument, NotFound, TooLarge
from rolefit.read.layout import Reading
from rolefit.read.limits import ReadLimits
from rolefit.read.plain import decode
from rolefit.read.sniff import (
    DOCX,
    HTML,
    JOB_POSTING,
    JPEG,
    JSON_RESUME,
    MARKDOWN,
    ODT,
    PDF,
    PNG,
    RTF,
    TEXT,
    sniff_binary,
    sniff_text,
)  # fmt: skip
from rolefit.types import Document

Reader = Callable[[bytes, ReadLimits], Reading]
PageReader = Callable[[bytes, ReadLimits, Mapping[int, str]], Reading]
"""Reads what may be a picture; the mapping has what OCR read, by page number from 1."""
NO_TEXTS: Mapping[int, str] = MappingProxyType({})


def _late(module: str) -> Reader:
    """The `read_<module>` of a reader's module, imported with its library when first used."""

    def read_format(source: bytes, limits: ReadLimits) -> Reading:
        reader: Reader = _reader(module)
        return reader(source, limits)

    return read_format


def _late_pages(module: str) -> PageReader:
    def read_format(source: bytes, limits: ReadLimits, page_texts: Mapping[int, str]) -> Reading:
        reader: PageReader = _reader(module)
        return reader(source, limits, page_texts)

    return read_format


def _reader(module: str) -> Callable[..., Reading]:
    found: Callable[..., Reading] = getattr(
        importlib.import_module(f"rolefit.read.{module}"), f"read_{module}"
    )
    return found


READERS: Mapping[str, Reader] = {
    DOCX: _late("docx"),
    ODT: _late("odt"),
    RTF: _late("rtf"),
    HTML: _late("html"),
    MARKDOWN: _late("markdown"),
    TEXT: _late("plain"),
    JSON_RESUME: _late("structured"),
    JOB_POSTING: _late("structured"),
}
PAGE_READERS: Mapping[str, PageReader] = {
    PDF: _late_pages("pdf"),
    PNG: _late_pages("picture"),
    JPEG: _late_pages("picture"),
}


def read(
    source: bytes, *, limits: ReadLimits, page_texts: Mapping[int, str] = NO_TEXTS
) -> Document:
    """The visible text of one file, read in this process: only for files that are trusted.

    Raises: ReadError, one class a reason.
    """
    check_size(len(source), limits)
    media_type = sniff_binary(source) or sniff_text(decode(source))
    if media_type in PAGE_READERS:
        reading = PAGE_READERS[media_type](source, limits, page_texts)
    else:
        reading = READERS[media_type](source, limits)
    if not reading.text.strip():
        raise EmptyDocument("The file holds no visible text; send one with text in it.")
    return Document(
        text=reading.text,
        media_type=media_type,
        sha256=hashlib.sha256(source).hexdigest(),
        pages=reading.pages,
        links=reading.links,
        warnings=reading.warnings,
        blocks=reading.blocks,
    )


def read_file(path: str | Path, *, limits: ReadLimits) -> Document:
    """`read` for a file by its path. Raises also: NotFound."""
    return read(load_bytes(path, limits=limits), limits=limits)


def load_bytes(path: str | Path, *, limits: ReadLimits) -> bytes:
    """A file's bytes, no more of them than the limit and one.

    Raises: NotFound, TooLarge.
    """
    try:
        with Path(path).open("rb") as file:
            source = file.read(limits.max_bytes + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not a path"
        raise NotFound(
            f"The file cannot be opened ({reason}); give the path of a readable file."
        ) from error
    check_size(len(source), limits)
    return source


def check_size(count: int, limits: ReadLimits) -> None:
    if count > limits.max_bytes:
        raise TooLarge(
            f"The file has more than {limits.max_bytes:,} bytes, the most that is read; "
            "send it without pictures."
        )
