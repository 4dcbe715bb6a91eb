"""What PDFium knows of one page: places, links, form fields, pictures, marked text.

The raw calls live here and in `pdf_ink`; both speak in the page's own points.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2.raw as pdfium

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

_MAX_OBJECTS = 50_000
_MAX_ANNOTATIONS = 2_000
_MAX_DEPTH = 4
_DRAWN_ANNOTATIONS = (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP)


class Box(NamedTuple):
    """In points from the page's lower left corner. A tuple, for there are thousands a page."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def area(self) -> float:
        return max(self.right - self.left, 0.0) * max(self.top - self.bottom, 0.0)

    def around(self, other: Box) -> Box:
        left, bottom, right, top = self
        x0, y0, x1, y1 = other
        return Box(
            left if left < x0 else x0, bottom if bottom < y0 else y0,
            right if right > x1 else x1, top if top > y1 else y1,
        )  # fmt: skip

    def overlap(self, other: Box) -> Box:
        return Box(
            max(self.left, other.left), max(self.bottom, other.bottom),
            min(self.right, other.right), min(self.top, other.top),
        )  # fmt: skip

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.bottom <= y <= self.top


def box_around(boxes: Sequence[Box]) -> Box | None:
    if not boxes:
        return None
    left, bottom, right, top = zip(*boxes, strict=True)
    return Box(min(left), min(bottom), max(right), max(top))


def as_shown(box: tuple[float, float, float, float], page: Box, rotation: int) -> Box:
    """A box in points from the lower left corner of the page as it is shown."""
    left, bottom = box[0] - page.left, box[1] - page.bottom
    right, top = box[2] - page.left, box[3] - page.bottom
    width, height = page.right - page.left, page.top - page.bottom
    if rotation == 90:
        return Box(bottom, width - right, top, width - left)
    if rotation == 180:
        return Box(width - right, height - top, width - left, height - bottom)
    if rotation == 270:
        return Box(height - top, left, height - bottom, right)
    return Box(left, bottom, right, top)


@dataclass(frozen=True, slots=True)
class PageLinks:
    boxes: tuple[tuple[Box, str], ...]

    def target(self, box: Box | None) -> str:
        if box is None or not self.boxes:
            return ""
        x, y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
        return next((target for area, target in self.boxes if area.holds(x, y)), "")


def page_links(page: PdfPage) -> PageLinks:
    """Web links of a page with the boxes that are clicked."""
    position, link = ctypes.c_int(0), pdfium.FPDF_LINK()
    found: list[tuple[Box, str]] = []
    while len(found) < _MAX_ANNOTATIONS and pdfium.FPDFLink_Enumerate(page.raw, position, link):
        target = _target(page, link)
        rectangle = pdfium.FS_RECTF()
        if target and pdfium.FPDFLink_GetAnnotRect(link, rectangle):
            y0, y1 = sorted((rectangle.bottom, rectangle.top))
            found.append((Box(rectangle.left, y0, rectangle.right, y1), target))
    return PageLinks(tuple(found))


def _target(page: PdfPage, link: object) -> str:
    action = pdfium.FPDFLink_GetAction(link)
    if not action or pdfium.FPDFAction_GetType(action) != pdfium.PDFACTION_URI:
        return ""
    length = pdfium.FPDFAction_GetURIPath(page.pdf.raw, action, None, 0)
    buffer = ctypes.create_string_buffer(max(min(length, 4096), 1))
    pdfium.FPDFAction_GetURIPath(page.pdf.raw, action, buffer, len(buffer))
    return buffer.raw[: max(length - 1, 0)].decode("utf-8", "replace").strip("\x00")


def draw_fields(document: PdfDocument, page: PdfPage, index: int) -> PdfPage:
    """The page with what form fields and text notes show made part of it."""
    if not any(subtype in _DRAWN_ANNOTATIONS for subtype in _annotations(page)):
        return page
    if pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY) != pdfium.FLATTEN_SUCCESS:
        return page
    page.close()
    return document[index]


def _annotations(page: PdfPage) -> Iterator[int]:
    count = pdfium.FPDFPage_GetAnnotCount(page.raw)
    for index in range(min(count, _MAX_ANNOTATIONS)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, index)
        if annotation:
            yield pdfium.FPDFAnnot_GetSubtype(annotation)
            pdfium.FPDFPage_CloseAnnot(annotation)


def page_objects(page: PdfPage) -> Iterator[tuple[object, int]]:
    """Every object of the page and of the forms it draws, with its type."""
    count = min(pdfium.FPDFPage_CountObjects(page.raw), _MAX_OBJECTS)
    for index in range(count):
        yield from _with_inner(pdfium.FPDFPage_GetObject(page.raw, index), _MAX_DEPTH)


def _with_inner(item: object, depth: int) -> Iterator[tuple[object, int]]:
    kind = pdfium.FPDFPageObj_GetType(item)
    yield item, kind
    if kind == pdfium.FPDF_PAGEOBJ_FORM and depth:
        for index in range(min(pdfium.FPDFFormObj_CountObjects(item), _MAX_OBJECTS)):
            yield from _with_inner(pdfium.FPDFFormObj_GetObject(item, index), depth - 1)


def picture_boxes(page: PdfPage) -> tuple[Box, ...]:
    """Where pictures and colour gradients are drawn; a form counts whole when it holds one."""
    found: list[Box] = []
    for index in range(min(pdfium.FPDFPage_CountObjects(page.raw), _MAX_OBJECTS)):
        item = pdfium.FPDFPage_GetObject(page.raw, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_FORM:
            inside = (inner for _, inner in _with_inner(item, _MAX_DEPTH))
            if not any(inner in _PICTURES for inner in inside):
                continue
        elif kind not in _PICTURES:
            continue
        box = _bounds(item)
        found += [box] if box else []
    return tuple(found)


_PICTURES = (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING)


def _bounds(item: object) -> Box | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return None
    return Box(left.value, bottom.value, right.value, top.value)


def has_actual_text(item: object) -> bool:
    """Whether a drawn object stands inside marks that say other text for it."""
    return _actual_text_mark(item) is not None


def drop_actual_text(page: PdfPage) -> None:
    """Forget all that marks say the text is: what stays is what glyphs say."""
    for item, kind in page_objects(page):
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            while (mark := _actual_text_mark(item)) is not None:
                if not pdfium.FPDFPageObj_RemoveMark(item, mark):
                    break


def _actual_text_mark(item: object) -> object | None:
    for index in range(min(max(pdfium.FPDFPageObj_CountMarks(item), 0), 16)):
        mark: object = pdfium.FPDFPageObj_GetMark(item, index)
        if pdfium.FPDFPageObjMark_GetParamValueType(mark, b"ActualText") > 0:
            return mark
    return None
