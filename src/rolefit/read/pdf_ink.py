"""Can a word be seen on the rendered page?"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pypdfium2.raw as pdfium

from rolefit.read.pdf_page import Box, page_objects, picture_boxes

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pypdfium2 import PdfPage

    Pixels = NDArray[np.uint8]
    Color = tuple[int, int, int]

_LEAST_INK = 3.0
"""Standard deviation of a word's grey levels below which nobody sees it: .4 % of real résumés."""
_ENOUGH_INK = 2 * _LEAST_INK * _LEAST_INK
"""Square of how far two pixels differ, for each pixel of an area, that surely makes such a deviation."""
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
_INSIDE_SHARE = 0.5
_NOWHERE = (-1e9, -1e9, -1e9, -1e9)
_FAR_AWAY = 1e9


class PageInk:
    """The page as it is drawn: in grey, and when in doubt in colour and without its words."""

    def __init__(self, page: PdfPage) -> None:
        self._page = page
        size = max(page.get_width() * page.get_height(), 1.0)
        self._scale = min(1.0, (_MAX_RENDER_PIXELS / size) ** 0.5)
        self._grey = _render(page, self._scale, grey=True)
        self._height, self._width = self._grey.shape
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

    def stand_out(
        self, boxes: Sequence[Box | None], colors: Sequence[Color | None]
    ) -> Sequence[bool]:
        """Which words can surely be seen, all told at once by a row of pixels and four corners.

        `hides` would deny each of them; it settles the others.
        """
        sides = np.array([box or _NOWHERE for box in boxes], float).reshape(-1, 4)
        x0, y0, x1, y1 = self._all_pixels(sides)
        left, top, right, bottom = (
            x0 - _RING_PIXELS, y0 - _RING_PIXELS, x1 + _RING_PIXELS, y1 + _RING_PIXELS
        )  # fmt: skip
        stands_out = (left >= 0) & (top >= 0) & (right < self._width) & (bottom < self._height)
        told = stands_out.nonzero()[0]
        if not told.size:
            return [False] * len(boxes)
        x0, y0, x1, y1, left, top, right, bottom = (
            places[told] for places in (x0, y0, x1, y1, left, top, right, bottom)
        )
        start = (y0 + y1) // 2 * self._width + x0
        end = start + x1 - x0 + 1
        levels = self._grey.ravel()
        spread = _ranges(levels, start, end)
        seen = spread * spread >= _ENOUGH_INK * (right - left) * (bottom - top)
        over_picture = self._are_over_pictures(sides[told])
        plain = np.array([-1 if (c := colors[i]) is None else _grey_of(c) for i in told])
        corners = (levels[y * self._width + x] for y in (top, bottom) for x in (left, right))
        far = sum(np.abs(plain - corner) > _FAR_CONTRAST for corner in corners)
        seen &= over_picture | (plain < 0) | (far >= _MANY_CORNERS)
        if over_picture.any():
            trace = np.abs(levels.astype(np.int16) - self._grey_behind.ravel())
            seen &= ~over_picture | (_ranges(trace, start, end, least=False) > _LEAST_CONTRAST)
        stands_out[told] = seen
        return [bool(one) for one in stands_out.tolist()]

    def hides(self, box: Box, color: Color | None) -> bool:
        """Whether a word of this colour in this box leaves no mark that a reader can see."""
        wide = self._area(self._grey, box, margin=_RING_PIXELS)
        if not wide.size:
            return False
        if _is_plain(wide[2:-2, 2:-2]):
            return self._is_plain_in_colour(box)
        if self._is_over_picture(box):
            return self._leaves_no_trace(box)
        return color is not None and self._is_background(box, wide, color)

    def _are_over_pictures(self, sides: NDArray[np.float64]) -> NDArray[np.bool_]:
        """`_is_over_picture` for rows of left, bottom, right, top."""
        left, bottom, right, top = sides.T
        area = np.maximum(right - left, 0) * np.maximum(top - bottom, 0)
        found = np.zeros(len(sides), bool)
        for x0, y0, x1, y1 in self.pictures:
            width = np.minimum(right, x1) - np.maximum(left, x0)
            height = np.minimum(top, y1) - np.maximum(bottom, y0)
            found |= (width > 0) & (height > 0) & (width * height > _INSIDE_SHARE * area)
        return found

    def _is_over_picture(self, box: Box) -> bool:
        return bool(self._are_over_pictures(np.array([box], float))[0])

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

    def _is_background(self, box: Box, ring: Pixels, color: Color) -> bool:
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

    def _pixels(self, box: Box) -> list[int]:
        """Left, top, right and bottom pixel of a box."""
        return [int(place[0]) for place in self._all_pixels(np.array([box], float))]

    def _all_pixels(self, sides: NDArray[np.float64]) -> list[NDArray[np.int64]]:
        """`_pixels` for rows of left, bottom, right, top."""
        x, y, x_by_x, x_by_y, y_by_x, y_by_y = self._to_device
        left, bottom, right, top = np.clip(np.nan_to_num(sides.T), -_FAR_AWAY, _FAR_AWAY)
        xa = (x + left * x_by_x + top * x_by_y).astype(np.int64)
        xb = (x + right * x_by_x + bottom * x_by_y).astype(np.int64)
        ya = (y + left * y_by_x + top * y_by_y).astype(np.int64)
        yb = (y + right * y_by_x + bottom * y_by_y).astype(np.int64)
        return [np.minimum(xa, xb), np.minimum(ya, yb), np.maximum(xa, xb), np.maximum(ya, yb)]


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


def _ranges(
    levels: NDArray[Any], start: NDArray[np.int64], end: NDArray[np.int64], *, least: bool = True
) -> NDArray[np.int64]:
    """The highest level of each stretch, less its lowest."""
    order = start.argsort(kind="stable")  # or one stretch after the other would cost a page each
    bounds = np.stack([start[order], end[order]], axis=1).ravel()
    found = np.empty(len(start), np.int64)
    found[order] = np.maximum.reduceat(levels, bounds)[::2]
    if least:
        found[order] -= np.minimum.reduceat(levels, bounds)[::2]
    return found


def _is_plain(area: Pixels) -> bool:
    """Whether nothing stands out; the range alone often tells, for a tenth of the cost."""
    if not area.size:
        return True
    spread = int(area.max()) - int(area.min())
    if spread < _LEAST_INK or spread * spread >= _ENOUGH_INK * area.size:
        return spread < _LEAST_INK
    return float(area.std()) < _LEAST_INK


def _grey_of(color: Color) -> int:
    red, green, blue = color
    return (red * 299 + green * 587 + blue * 114) // 1000


def _border(area: Pixels) -> Pixels:
    """The outermost pixels, as rows of channels."""
    sides = (area[:2], area[-2:], area[:, :2], area[:, -2:])
    return np.concatenate([side.reshape(-1, area.shape[2]) for side in sides])


def _is_mostly(pixels: Pixels, color: Color, least_share: float) -> bool:
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
