"""Documents that are pictures, or whose text may not be what they show: OCR helps out.

The worker says which pages are pictures (`ImageOnly`, `image_page`) and which to doubt
(`text_layer`, `odd_glyphs`); here they are drawn, recognised and given to the worker again.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from rolefit.errors import DamagedDocument, ImageOnly, ReadTimeout
from rolefit.read.limits import ReadLimits
from rolefit.read.ocr import HOW_TO_GET, find_tesseract, recognise
from rolefit.read.sniff import PDF, sniff_binary
from rolefit.types import Document, DocumentWarning

ReadOnce = Callable[[Mapping[int, str]], Document]
Draw = Callable[[int], bytes]

_DPI = 200
_DOUBTED = ("text_layer", "odd_glyphs")
_AGREEING_SHARE = 0.8
_MAX_QUOTES = 20


@dataclass(frozen=True, slots=True)
class _Recogniser:
    """Recognises the pages of one file until pages or time run out."""

    program: str
    source: bytes
    limits: ReadLimits
    draw: Draw

    def pages(self, numbers: Iterable[int]) -> dict[int, str]:
        """Text by page number; pages that cannot be had are left out. Raises: ReadTimeout."""
        texts: dict[int, str] = {}
        end = time.monotonic() + self.limits.ocr_seconds
        for number in numbers:
            left = end - time.monotonic()
            if len(texts) >= self.limits.max_ocr_pages or left < 1:
                break
            try:
                texts[number] = recognise(self.program, self.draw(number), seconds=left, dpi=_DPI)
            except ReadTimeout:
                if not texts:
                    raise
                break
            except DamagedDocument:
                break
        return texts

    def picture(self) -> dict[int, str]:
        return {1: recognise(self.program, self.source, seconds=self.limits.ocr_seconds)}


def read_scans(source: bytes, limits: ReadLimits, read_once: ReadOnce, draw: Draw) -> Document:
    """`read_once`, with OCR where it is needed and installed. Raises: ReadError."""
    program = find_tesseract() if limits.max_ocr_pages else None
    try:
        document = read_once({})
    except ImageOnly as error:
        if program is None:
            raise ImageOnly(f"{str(error).rstrip('.')}; {HOW_TO_GET}, or send text.") from error
        return _read_pictures(_Recogniser(program, source, limits, draw), read_once, error)
    codes = {warning.code for warning in document.warnings}
    if not codes & {"image_page", *_DOUBTED}:
        return document
    if program is None:
        return replace(document, warnings=tuple(map(_with_advice, document.warnings)))
    return _complete(document, _Recogniser(program, source, limits, draw), read_once)


def _with_advice(warning: DocumentWarning) -> DocumentWarning:
    if warning.code not in ("image_page", *_DOUBTED):
        return warning
    return replace(warning, detail=f"{HOW_TO_GET[0].upper()}{HOW_TO_GET[1:]}.")


def _read_pictures(ocr: _Recogniser, read_once: ReadOnce, error: ImageOnly) -> Document:
    """A document without any text of its own."""
    is_pdf = sniff_binary(ocr.source) == PDF
    texts = ocr.pages(range(1, ocr.limits.max_pages + 1)) if is_pdf else ocr.picture()
    if not any(text.strip() for text in texts.values()):
        raise ImageOnly("The file is a picture in which OCR finds no words; send text.") from error
    return _with_cut(read_once(texts), ocr)


def _with_cut(document: Document, ocr: _Recogniser) -> Document:
    """With a warning when pages were left that are pictures still."""
    left = [w.page for w in document.warnings if w.code == "image_page"]
    if not left:
        return document
    kept = tuple(w for w in document.warnings if w.code != "image_page")
    detail = f"{len(left)} scanned pages were not read, from page {left[0]} on."
    return replace(document, warnings=(*kept, DocumentWarning("truncated", left[0], (), detail)))


def _complete(document: Document, ocr: _Recogniser, read_once: ReadOnce) -> Document:
    """Read the pages that are pictures; compare those to doubt with what is seen."""
    pictures = [w.page for w in document.warnings if w.code == "image_page" and w.page]
    doubted = [w.page for w in document.warnings if w.code in _DOUBTED and w.page]
    texts = ocr.pages([*doubted, *pictures])
    use = {number: text for number, text in texts.items() if number in pictures and text.strip()}
    checked: set[int] = set()
    differing: list[DocumentWarning] = []
    for number in doubted:
        if number not in texts:
            continue
        checked.add(number)
        unseen = _unseen_words(document, number, texts[number])
        if unseen:
            use[number] = texts[number]
            differing.append(DocumentWarning("text_differs", number, unseen))
    if use:
        document = read_once(use)
    kept = (w for w in document.warnings if not (w.code in _DOUBTED and w.page in checked))
    return replace(document, warnings=(*kept, *differing))


def _unseen_words(document: Document, number: int, seen: str) -> tuple[str, ...]:
    """Words of a page that OCR does not see, when they are too many for OCR's own mistakes."""
    page = next(page for page in document.pages if page.number == number)
    words = re.findall(r"\w{3,}", document.text[page.start : page.end].casefold())
    known = set(re.findall(r"\w+", seen.casefold()))
    unseen = [word for word in words if word not in known]
    if len(unseen) <= (1 - _AGREEING_SHARE) * len(words):
        return ()
    return tuple(dict.fromkeys(unseen))[:_MAX_QUOTES]
