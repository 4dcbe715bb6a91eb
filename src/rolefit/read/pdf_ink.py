"""Can a word be seen on the rendered page?"""

from __future__ import annotations

import ctypes
from functools import cached_property
from operator import sub
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
_WITHIN_SHARE = 0.2
_FAR_CONTRAST = 120
_RING_PIXELS = 3
_CORNERS = ((0, 0), (0, -1), (-1, 0), (-1, -1))
_MANY_CORNERS = 2
_FINE = 64
"""Parts of a pixel: PDFium tells places in whole numbers only."""
_PLAIN_SHARE = 0.5
"""Share of the pixels around a word that must have one colour to count as the background."""
_MAX_RENDER_PIXELS = 4_000_000
_INVISIBLE = 3


class PageInk:
    """The page as it is drawn: in grey, and when in doubt in colour and without its words."""

    def __init__(self, page: PdfPage) -> None:
        self._page = page
        size = max(page.get_width() * page.get_height(), 1.0)
        self._scale = min(1.0, (_MAX_RENDER_PIXELS / size) ** 0.5)
        self._grey = _render(page, self._scale, grey=True)
        self._height, self._width = self._grey.shape
        self._levels = self._grey.data.cast("B")
        self._to_device = _device_map(page, self._grey)

    @cached_property
    def pictures(self) -> tuple[Box, ...]:
        return picture_boxes(self._page)

    @cached_property
    def _colour(self) -> Pixels:
        return _render(self._page, self._scale, grey=False)

    @cached_property
    def _grey_behind(self) -> Pixels:
        return self._without_words(grey=True)

    @cached_property
    def _levels_behind(self) -> memoryview:
        return self._grey_behind.data.cast("B")

    @cached_property
    def _colour_behind(self) -> Pixels:
        return self._without_words(grey=False)

    def _without_words(self, *, grey: bool) -> Pixels:
        texts = [i for i, kind in page_objects(self._page) if kind == pdfium.FPDF_PAGEOBJ_TEXT]
        modes = [pdfium.FPDFTextObj_GetTextRenderMode(item) for item in texts]
        for item in texts:
            pdfium.FPDFTextObj_SetTextRenderMode(item, _INVISIBLE)
        pixels = _render(self._page, self._scale, grey=grey)
        for item, mode in zip(texts, modes, strict=True):
            pdfium.FPDFTextObj_SetTextRenderMode(item, mode)
        return pixels

    def hides(self, box: Box, color: tuple[int, int, int] | None) -> bool:
        """Whether a word of this colour in this box leaves no mark that a reader can see."""
        return not self._stands_out(box, color) and self._is_unseen(box, color)

    def _stands_out(self, box: Box, color: tuple[int, int, int] | None) -> bool:
        """What `_is_unseen` would deny, told by one row of pixels and four corners."""
        x0, y0, x1, y1 = self._pixels(box)
        left, top, right, bottom = (
            x0 - _RING_PIXELS, y0 - _RING_PIXELS, x1 + _RING_PIXELS, y1 + _RING_PIXELS
        )  # fmt: skip
        if left < 0 or top < 0 or right >= self._width or bottom >= self._height:
            return False
        levels, width = self._levels, self._width
        start, count = (y0 + y1) // 2 * width + x0, x1 - x0 + 1
        row = levels[start : start + count]
        if not _is_spread(max(row) - min(row), (right - left) * (bottom - top)):
            return False
        if self._is_over_picture(box):
            behind = self._levels_behind[start : start + count]
            return int(max(map(abs, map(sub, row, behind)))) > _LEAST_CONTRAST
        if color is None:
            return True
        grey = _grey_of(color)
        far = 0
        for y in (top * width, bottom * width):
            far += abs(grey - levels[y + left]) > _FAR_CONTRAST
            far += abs(grey - levels[y + right]) > _FAR_CONTRAST
        return far >= _MANY_CORNERS

    def _is_over_picture(self, box: Box) -> bool:
        left, bottom, right, top = box
        for picture in self.pictures:
            x0, y0, x1, y1 = picture
            if x0 < right and x1 > left and y0 < top and y1 > bottom and _inside(box, picture):
                return True
        return False

    def _is_unseen(self, box: Box, color: tuple[int, int, int] | None) -> bool:
        wide = self._area(self._grey, box, margin=_RING_PIXELS)
        if not wide.size:
            return False
        if _is_plain(wide[2:-2, 2:-2]):
            return self._is_plain_in_colour(box)
        if self._is_over_picture(box):
            return self._leaves_no_trace(box)
        return color is not None and self._is_background(box, wide, color)

    def has_picture_below(self, box: Box) -> bool:
        return not _is_plain(self._area(self._grey, box))

    def covers(self, share: float) -> bool:
        """Whether one picture fills this share of the page."""
        page = Box(*self._page.get_bbox())
        return any(picture.overlap(page).area >= share * page.area for picture in self.pictures)

    def _is_plain_in_colour(self, box: Box) -> bool:
        area = self._area(self._colour, box)
        return not area.size or float(area.std(axis=(0, 1)).max()) < _LEAST_INK

    def _leaves_no_trace(self, box: Box) -> bool:
        """Over a picture: compare with the page without words, in colour only when grey is alike."""
        if self._contrast(self._grey, self._grey_behind, box) > _LEAST_CONTRAST:
            return False
        return self._contrast(self._colour, self._colour_behind, box) < _LEAST_CONTRAST

    def _contrast(self, one: Pixels, other: Pixels, box: Box) -> int:
        seen = self._area(one, box).astype(np.int16)
        return int(np.abs(seen - self._area(other, box)).max())

    def _is_background(self, box: Box, ring: Pixels, color: tuple[int, int, int]) -> bool:
        """The word has the colour around it; the ink in its box is another word's."""
        grey = _grey_of(color)
        far = sum(abs(grey - ring.item(y, x)) > _FAR_CONTRAST for y, x in _CORNERS)
        if far >= _MANY_CORNERS:
            return False
        around = _border(self._area(self._colour, box, margin=_RING_PIXELS))
        within = self._area(self._colour, box, margin=0).reshape(-1, 3)
        return _is_mostly(around, color, _PLAIN_SHARE) and _is_mostly(within, color, _WITHIN_SHARE)

    def _area(self, pixels: Pixels, box: Box, *, margin: int = 1) -> Pixels:
        x0, y0, x1, y1 = self._pixels(box)
        return pixels[
            max(y0 - margin, 0) : max(y1 + margin + 1, 0),
            max(x0 - margin, 0) : max(x1 + margin + 1, 0),
        ]

    def _pixels(self, box: Box) -> tuple[int, int, int, int]:
        """Left, top, right and bottom pixel of a box."""
        x, y, x_by_x, x_by_y, y_by_x, y_by_y = self._to_device
        left, bottom, right, top = box
        xa = int(x + left * x_by_x + top * x_by_y)
        xb = int(x + right * x_by_x + bottom * x_by_y)
        ya = int(y + left * y_by_x + top * y_by_y)
        yb = int(y + right * y_by_x + bottom * y_by_y)
        x0, x1 = (xa, xb) if xa <= xb else (xb, xa)
        y0, y1 = (ya, yb) if ya <= yb else (yb, ya)
        return x0, y0, x1, y1


def _device_map(page: PdfPage, pixels: Pixels) -> tuple[float, float, float, float, float, float]:
    """Pixels of a point of the page: x and y of the origin, then what each point adds to them."""
    height, width = pixels.shape[:2]

    def device(x: float, y: float) -> tuple[float, float]:
        across, down = ctypes.c_int(), ctypes.c_int()
        size = (width * _FINE, height * _FINE)
        pdfium.FPDF_PageToDevice(page.raw, 0, 0, *size, 0, x, y, across, down)
        return across.value / _FINE, down.value / _FINE

    x, y = device(0, 0)
    (x_right, y_right), (x_up, y_up) = device(1000, 0), device(0, 1000)
    return (
        x, y, (x_right - x) / 1000, (x_up - x) / 1000, (y_right - y) / 1000, (y_up - y) / 1000,
    )  # fmt: skip


def _inside(box: Box, picture: Box) -> bool:
    return picture.overlap(box).area > 0.5 * box.area


def _is_plain(area: Pixels) -> bool:
    """Whether nothing stands out; the range alone often tells, for a tenth of the cost."""
    if not area.size:
        return True
    spread = int(area.max()) - int(area.min())
    if spread < _LEAST_INK or _is_spread(spread, area.size):
        return spread < _LEAST_INK
    return float(area.std()) < _LEAST_INK


def _is_spread(spread: int, count: int) -> bool:
    """Whether two of so many pixels differ so much that their deviation is enough, the rest apart."""
    return spread * spread >= 2 * _LEAST_INK * _LEAST_INK * count


def _grey_of(color: tuple[int, int, int]) -> int:
    red, green, blue = color
    return (red * 299 + green * 587 + blue * 114) // 1000


def _border(area: Pixels) -> Pixels:
    """The outermost pixels, as rows of channels."""
    sides = (area[:2], area[-2:], area[:, :2], area[:, -2:])
    return np.concatenate([side.reshape(-1, area.shape[2]) for side in sides])


def _is_mostly(pixels: Pixels, color: tuple[int, int, int], least_share: float) -> bool:
    """Whether the commonest level of each channel (blue, green, red) is that of the colour."""
    for channel, wanted in zip((2, 1, 0), color, strict=True):
        level, share = _commonest(pixels[:, channel])
        if share < least_share or abs(level - wanted) > _LEAST_CONTRAST // 2:
            return False
    return True


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
