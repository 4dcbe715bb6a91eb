"""Can a word be seen on the rendered page?"""

from __future__ import annotations

import ctypes
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pypdfium2.raw as pdfium

from rolefit.read.pdf_page import Box, page_objects, picture_boxes

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pypdfium2 import PdfPage

    Pixels = NDArray[np.uint8]

_LEAST_INK = 3.0
"""Standard deviation of a word's grey levels below which nobody sees it: .4 % of real résumés."""
_LEAST_CONTRAST = 10
_PLAIN_SHARE = 0.5
"""Share of a box's pixels that must have one colour for it to count as the background."""
_MAX_RENDER_PIXELS = 4_000_000
_INVISIBLE = 3


class PageInk:
    """The page as it is drawn: in grey, and when in doubt in colour and without its words."""

    def __init__(self, page: PdfPage) -> None:
        self._page = page
        size = max(page.get_width() * page.get_height(), 1.0)
        self._scale = min(1.0, (_MAX_RENDER_PIXELS / size) ** 0.5)
        self._grey = _render(page, self._scale, grey=True)

    @cached_property
    def pictures(self) -> tuple[Box, ...]:
        return picture_boxes(self._page)

    @cached_property
    def _colour(self) -> Pixels:
        return _render(self._page, self._scale, grey=False)

    @cached_property
    def _behind(self) -> Pixels:
        """The page without its words; asked for after `_colour`, for it takes them away."""
        _ = self._colour
        for item, kind in page_objects(self._page):
            if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                pdfium.FPDFTextObj_SetTextRenderMode(item, _INVISIBLE)
        return _render(self._page, self._scale, grey=False)

    def hides(self, box: Box, color: tuple[int, int, int] | None) -> bool:
        """Whether a word of this colour in this box leaves no mark that a reader can see."""
        area = self._area(self._grey, box)
        if not area.size:
            return False
        if float(area.std()) < _LEAST_INK:
            return self._is_plain_in_colour(box)
        if any(_inside(box, picture) for picture in self.pictures):
            return self._leaves_no_trace(box)
        return color is not None and self._is_background(box, area, color)

    def has_picture_below(self, box: Box) -> bool:
        return float(self._area(self._grey, box).std()) >= _LEAST_INK

    def covers(self, share: float) -> bool:
        """Whether one picture fills this share of the page."""
        page = Box(*self._page.get_bbox())
        return any(picture.overlap(page).area >= share * page.area for picture in self.pictures)

    def _is_plain_in_colour(self, box: Box) -> bool:
        area = self._area(self._colour, box)
        return not area.size or float(area.std(axis=(0, 1)).max()) < _LEAST_INK

    def _leaves_no_trace(self, box: Box) -> bool:
        """Over a picture: compare with the page without words."""
        seen = self._area(self._colour, box).astype(np.int16)
        return int(np.abs(seen - self._area(self._behind, box)).max()) < _LEAST_CONTRAST

    def _is_background(self, box: Box, area: Pixels, color: tuple[int, int, int]) -> bool:
        """The word has its background's colour; the ink in its box is another word's."""
        red, green, blue = color
        grey = (red * 299 + green * 587 + blue * 114) // 1000
        if abs(grey - float(area.mean())) > 100:
            return False
        if abs(grey - _commonest(area)[0]) > _LEAST_CONTRAST:
            return False
        channels = self._area(self._colour, box)
        for channel, wanted in zip((2, 1, 0), color, strict=True):
            level, share = _commonest(channels[:, :, channel])
            if share < _PLAIN_SHARE or abs(level - wanted) > _LEAST_CONTRAST // 2:
                return False
        return True

    def _area(self, pixels: Pixels, box: Box) -> Pixels:
        left, top = self._to_device(box.left, box.top)
        right, bottom = self._to_device(box.right, box.bottom)
        x0, x1 = sorted((left, right))
        y0, y1 = sorted((top, bottom))
        return pixels[max(y0 - 1, 0) : max(y1 + 2, 0), max(x0 - 1, 0) : max(x1 + 2, 0)]

    def _to_device(self, x: float, y: float) -> tuple[int, int]:
        height, width = self._grey.shape[:2]
        device_x, device_y = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(self._page.raw, 0, 0, width, height, 0, x, y, device_x, device_y)
        return device_x.value, device_y.value


def _inside(box: Box, picture: Box) -> bool:
    return picture.overlap(box).area > 0.5 * box.area


def _commonest(area: Pixels) -> tuple[int, float]:
    """The level most pixels have, give or take two, and their share."""
    counts = np.bincount(area.ravel(), minlength=256)
    level = int(counts.argmax())
    return level, float(counts[max(level - 2, 0) : level + 3].sum() / max(area.size, 1))


def _render(page: PdfPage, scale: float, *, grey: bool) -> Pixels:
    bitmap = page.render(scale=scale, grayscale=grey, may_draw_forms=False, rev_byteorder=False)
    pixels: Pixels = bitmap.to_numpy().copy()
    bitmap.close()
    return pixels.reshape(pixels.shape[0], pixels.shape[1]) if grey else pixels[:, :, :3]
