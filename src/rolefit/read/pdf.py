"""PDF, by PDFium, in the order of the content stream (measured best on résumés).

A word is visible when its box holds ink on the rendered page that is its own. Words without ink,
off the page or too small to read are taken out and reported. What a picture says is not read here:
`page_texts` brings it, by page number, once OCR has found it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pypdfium2

from rolefit.errors import DamagedDocument, EncryptedDocument, ImageOnly
from rolefit.read.hidden import HiddenText
from rolefit.read.layout import Block, Piece, Reading, TextBuilder
from rolefit.read.limits import ReadLimits
from rolefit.read.pdf_page import Box, as_shown, box_around, draw_fields, page_links
from rolefit.read.pdf_words import PageWords, Word, open_words
from rolefit.types import DocumentWarning

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

_PASSWORD_ERROR = 4
_SECURITY_ERROR = 5
_OCR_DPI = 200
_MAX_OCR_PIXELS = 12_000_000
_IMAGE_PAGE_SHARE = 0.4
_FEW_WORDS = 8
NO_TEXT = "The PDF holds pictures of text and no text"


def read_pdf(source: bytes, limits: ReadLimits, page_texts: Mapping[int, str]) -> Reading:
    """PDF: the words with ink on them, page by page."""
    document = open_pdf(source)
    try:
        return _PdfReader(document, limits, page_texts).read()
    finally:
        document.close()


def open_pdf(source: bytes) -> PdfDocument:
    """Raises: EncryptedDocument, DamagedDocument."""
    try:
        document = pypdfium2.PdfDocument(source)
        pages = len(document)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in (_PASSWORD_ERROR, _SECURITY_ERROR):
            raise EncryptedDocument(
                "The PDF asks for a password; send a copy without one."
            ) from error
        raise _damaged() from error
    if not pages:
        raise _damaged()
    if document.get_formtype():
        document.init_forms()
    return document


def _damaged() -> DamagedDocument:
    return DamagedDocument("The PDF is cut short or damaged; save it again and resend it.")


class _PdfReader:
    """Reads the pages of one document and gathers what there is to warn of."""

    def __init__(
        self, document: PdfDocument, limits: ReadLimits, page_texts: Mapping[int, str]
    ) -> None:
        self._document = document
        self._limits = limits
        self._page_texts = page_texts
        self._builder = TextBuilder(limits)
        self._hidden = HiddenText()
        self._warnings: list[DocumentWarning] = []
        self._broken = 0

    def read(self) -> Reading:
        count = len(self._document)
        for number in range(1, min(count, self._limits.max_pages) + 1):
            self._read_page(number)
        if count > self._limits.max_pages:
            cut = f"{self._limits.max_pages} of {count:,} pages were read."
            self._warnings.append(DocumentWarning("truncated", self._limits.max_pages, (), cut))
        reading = self._builder.finish(self._hidden.warnings() + self._warnings)
        if not reading.text and not self._hidden.warnings():
            raise self._without_text()
        return reading

    def _without_text(self) -> Exception:
        if any(warning.code == "image_page" for warning in self._warnings):
            return ImageOnly(f"{NO_TEXT}.")
        return _damaged() if self._broken else ImageOnly(f"{NO_TEXT}.")

    def _read_page(self, number: int) -> None:
        try:
            page = self._document[number - 1]
            if not page.get_width() * page.get_height() > 0:
                raise pypdfium2.PdfiumError("no page to draw on")
            self._read_open_page(page, number)
        except (RuntimeError, pypdfium2.PdfiumError):
            self._broken += 1
            self._warnings.append(DocumentWarning("damaged_page", number))

    def _read_open_page(self, page: PdfPage, number: int) -> None:
        links = page_links(page)
        page = draw_fields(self._document, page, number - 1)
        width, height = page.get_size()
        self._builder.start_page(number, width=round(width, 2), height=round(height, 2))
        if number in self._page_texts:
            self._builder.add(Block("lines", (Piece(self._page_texts[number]),)))
            self._warnings.append(DocumentWarning("ocr", number))
        else:
            words = open_words(page, links)
            turn = Box(*page.get_bbox()), page.get_rotation()
            pieces = (_as_shown(p, *turn) for p in self._pieces(words, number))
            self._builder.add(Block("lines", tuple(pieces)))
            self._warn(page, words, number)
            words.close()
        page.close()

    def _pieces(self, words: PageWords, number: int) -> Iterator[Piece]:
        phrase: tuple[str, str] = ("", "")
        gap = ""
        run = _Run()
        for word in words:
            if word.hidden_by != phrase[0]:
                self._hidden.add(*phrase, page=number)
                phrase = (word.hidden_by, "")
            if word.hidden_by:
                phrase = (word.hidden_by, f"{phrase[1]} {word.text}")
                gap = "\n" if "\n" in gap + word.gap else " "
                continue
            gap = "\n" if "\n" in gap else word.gap or gap
            if "\n" in gap or word.target != run.target:
                yield run.piece()
                yield Piece(gap)
                run, gap = _Run(word.target), ""
            run.add(gap, word)
            gap = ""
        yield run.piece()
        self._hidden.add(*phrase, page=number)
        if words.said_only:
            self._hidden.add("actual_text", words.said_only, page=number)

    def _warn(self, page: PdfPage, words: PageWords, number: int) -> None:
        if words.count < _FEW_WORDS and words.ink.covers(_IMAGE_PAGE_SHARE):
            self._warnings.append(DocumentWarning("image_page", number))
        elif words.is_scan:
            self._warnings.append(DocumentWarning("text_layer", number))
        elif words.are_glyphs_odd:
            self._warnings.append(DocumentWarning("odd_glyphs", number))


@dataclass(slots=True)
class _Run:
    """Words of one line with one link target."""

    target: str = ""
    texts: list[str] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    size: float = 0.0

    def add(self, gap: str, word: Word) -> None:
        self.texts += (gap, word.text)
        self.size = max(self.size, word.size)
        if word.box:
            self.boxes.append(word.box)

    def piece(self) -> Piece:
        return Piece("".join(self.texts), self.target, box_around(self.boxes), self.size)


def _as_shown(piece: Piece, page: Box, rotation: int) -> Piece:
    return replace(piece, box=as_shown(piece.box, page, rotation)) if piece.box else piece


def render_page(source: bytes, limits: ReadLimits, number: int) -> bytes:
    """One page as a grey PNM picture, fit for OCR. Raises: ReadError."""
    document = open_pdf(source)
    try:
        if not 1 <= number <= len(document):
            raise _damaged()
        page = document[number - 1]
        pixels = max(page.get_width() * page.get_height(), 1.0)
        scale = min(_OCR_DPI / 72, (_MAX_OCR_PIXELS / pixels) ** 0.5)
        bitmap = page.render(scale=scale, grayscale=True)
        array = bitmap.to_numpy()
        height, width = array.shape[:2]
        picture: bytes = b"P5 %d %d 255\n" % (width, height) + array.tobytes()
    except (RuntimeError, pypdfium2.PdfiumError) as error:
        raise _damaged() from error
    finally:
        document.close()
    return picture
