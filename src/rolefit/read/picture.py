"""A picture of a page (PNG, JPEG): what OCR has read of it, laid out like any page."""

from __future__ import annotations

from collections.abc import Mapping

from rolefit.errors import ImageOnly
from rolefit.read.layout import Block, Piece, Reading, TextBuilder
from rolefit.read.limits import ReadLimits
from rolefit.types import DocumentWarning

NO_TEXT = "The file is a picture of a document and holds no text"


def read_picture(source: bytes, limits: ReadLimits, page_texts: Mapping[int, str]) -> Reading:
    """PNG and JPEG: what OCR has read. Raises: ImageOnly without it."""
    if 1 not in page_texts:
        raise ImageOnly(f"{NO_TEXT}.")
    builder = TextBuilder(limits)
    builder.start_page(1, width=0.0, height=0.0)
    builder.add(Block("lines", (Piece(page_texts[1]),)))
    return builder.finish([DocumentWarning("ocr", 1)])
