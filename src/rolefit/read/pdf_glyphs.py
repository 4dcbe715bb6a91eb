"""Do the letters drawn have the shapes of the letters the file says?

A font can be made whose glyphs are not those its map to characters names: a reader sees one word
and a program reads another. Ascenders, descenders and small letters give such a font away without
OCR: an "x" taller than an "l", a "p" that stays on the line.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

import pypdfium2.raw as pdfium

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

_SMALL = frozenset("acemnorsuvwxz")
_TALL = frozenset("bdhkl" + "ABCDEFGHKLMNPRSTUVWXYZ")
_DEEP = frozenset("gpqy")
_LETTERS = _SMALL | _TALL | _DEEP
_MAX_SAMPLES = 40
_LEAST_SAMPLES = 12
_LEAST_SMALL = 4
_ODD_SHARE = 0.34
_LEVEL = 0.05


@dataclass(slots=True)
class _Shapes:
    heights: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    depths: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    count: int = 0


class GlyphShapes:
    """Samples letters of a page, font by font."""

    def __init__(self, textpage: PdfTextPage) -> None:
        self._textpage = textpage
        self._numbers = [ctypes.c_double() for _ in range(6)]
        self._matrix = pdfium.FS_MATRIX()
        self._fonts: dict[int, _Shapes] = defaultdict(_Shapes)

    def sample(self, font: int, word: str, char: int) -> None:
        """Measure the letters of one word that is drawn with this font."""
        shapes = self._fonts[font]
        if shapes.count >= _MAX_SAMPLES or not word.isascii():
            return
        for index, letter in enumerate(word):
            if letter in _LETTERS:
                self._measure(shapes, letter, char + index)

    def _measure(self, shapes: _Shapes, letter: str, char: int) -> None:
        raw = self._textpage.raw
        left, right, bottom, top, x, y = self._numbers
        if char < 0 or not pdfium.FPDFText_GetCharBox(raw, char, left, right, bottom, top):
            return
        pdfium.FPDFText_GetCharOrigin(raw, char, x, y)
        scale = self._scale(char) * (pdfium.FPDFText_GetFontSize(raw, char) or 1.0)
        if not scale:
            return
        shapes.heights[letter].append((top.value - y.value) / scale)
        shapes.depths[letter].append((y.value - bottom.value) / scale)
        shapes.count += 1

    def _scale(self, char: int) -> float:
        """How the text matrix magnifies the font's size; 0 for words that do not run level."""
        matrix = self._matrix
        if not pdfium.FPDFText_GetMatrix(self._textpage.raw, char, matrix):
            return 0.0
        return 0.0 if abs(matrix.b) > _LEVEL * abs(matrix.a) else float(abs(matrix.d))

    @property
    def are_odd(self) -> bool:
        return any(_is_odd(shapes) for shapes in self._fonts.values())


def _is_odd(shapes: _Shapes) -> bool:
    small = [h for letter in _SMALL for h in shapes.heights.get(letter, ())]
    if shapes.count < _LEAST_SAMPLES or len(small) < _LEAST_SMALL:
        return False
    x_height = median(small)
    if not x_height > 0 or _is_uniform(shapes):
        return False
    odd = sum(
        _misfits(letter, height, depth, x_height)
        for letter, heights in shapes.heights.items()
        for height, depth in zip(heights, shapes.depths[letter], strict=True)
    )
    return odd > _ODD_SHARE * shapes.count


def _is_uniform(shapes: _Shapes) -> bool:
    """All boxes are the font's own: nothing can be told."""
    found = {round(h, 3) for heights in shapes.heights.values() for h in heights}
    return len(found) <= 2


def _misfits(letter: str, height: float, depth: float, x_height: float) -> bool:
    if letter in _SMALL:
        return abs(height - x_height) > 0.25 * x_height or depth > 0.3 * x_height
    if letter in _TALL:
        return height < 1.12 * x_height or depth > 0.3 * x_height
    return depth < 0.15 * x_height
