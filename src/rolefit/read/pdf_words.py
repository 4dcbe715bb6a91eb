"""The words of one page: where each stands, whether it can be seen, whether its glyphs fit it."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pypdfium2.raw as pdfium

from rolefit.read.hyphens import has_marker, join_broken
from rolefit.read.normalise import normalise_characters
from rolefit.read.pdf_glyphs import GlyphShapes
from rolefit.read.pdf_ink import PageInk
from rolefit.read.pdf_page import Box, PageLinks, drop_actual_text, has_actual_text

if TYPE_CHECKING:
    from pypdfium2 import PdfPage, PdfTextPage

_WORD = re.compile(r"\S+")
_TINY_POINTS = 2.0
_BOX_TO_FONT_SIZE = 1.1
_TINY_BOX_SHARE = 0.7
_INVISIBLE = 3
_SCAN_SHARE = 0.9
_SCAN_PICTURE_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Word:
    """`gap` is the white space before it; `hidden_by` says what hides it, if anything."""

    gap: str
    text: str
    box: Box | None
    size: float
    target: str
    hidden_by: str


@dataclass(frozen=True, slots=True)
class _Drawn:
    """The text object a word belongs to."""

    mode: int
    font: int
    says_otherwise: bool


class PageWords:
    """Iterates over the words of a page in the order of the file."""

    def __init__(self, page: PdfPage, textpage: PdfTextPage, links: PageLinks, said: str) -> None:
        self._textpage = textpage
        self._links = links
        self._page_box = Box(*page.get_bbox())
        self._text = textpage.get_text_range(errors="replace")
        self._objects: dict[int, _Drawn] = {}
        self._shapes = GlyphShapes(textpage)
        self.ink = PageInk(page)
        self.said_only = said
        """Words that marks say and no glyph draws."""

    def __iter__(self) -> Iterator[Word]:
        end = 0
        vocabulary = self._vocabulary
        for match in _WORD.finditer(self._text):
            gap, end = self._text[end : match.start()], match.end()
            text = match.group()
            box = self._box(match.start(), match.end())
            how = self._hidden_by(text, match.start(), box)
            if has_marker(text):
                text = join_broken(text, vocabulary)
            size = self._size(match.start()) if not end or "\n" in gap or not gap else 0.0
            yield Word(gap, text, box, size, self._links.target(box), how)

    def close(self) -> None:
        self._textpage.close()

    @cached_property
    def count(self) -> int:
        return sum(1 for _ in _WORD.finditer(self._text))

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        words = (word.strip(".,;:()[]").lower() for word in self._text.split())
        return frozenset(words)

    @cached_property
    def is_scan(self) -> bool:
        """The page is a picture with its words laid invisibly over it, as scanners write them."""
        starts = [match.start() for match in _WORD.finditer(self._text)]
        unseen = sum(1 for start in starts if (d := self._drawn(start)) and d.mode == _INVISIBLE)
        many = bool(starts) and unseen >= _SCAN_SHARE * len(starts)
        return many and self.ink.covers(_SCAN_PICTURE_SHARE)

    @property
    def are_glyphs_odd(self) -> bool:
        """Whether letters are drawn whose shapes are not those of the text."""
        return self._shapes.are_odd

    @property
    def says_otherwise(self) -> bool:
        """Whether marks say the text of anything drawn."""
        starts = (match.start() for match in _WORD.finditer(self._text))
        return any((d := self._drawn(start)) is not None and d.says_otherwise for start in starts)

    @property
    def words(self) -> Counter[str]:
        plain = normalise_characters(self._text).casefold()
        return Counter(re.findall(r"\w+", plain))

    def _hidden_by(self, word: str, start: int, box: Box | None) -> str:
        if box is None or not any(character.isalnum() for character in word):
            return ""
        page = self._page_box
        if box.right < page.left or box.left > page.right:
            return "off_page"
        if box.top < page.bottom or box.bottom > page.top:
            return "off_page"
        if (box.top - box.bottom) * _BOX_TO_FONT_SIZE <= _TINY_POINTS * _TINY_BOX_SHARE:
            return "tiny"
        return self._unseen_by(word, start, box)

    def _unseen_by(self, word: str, start: int, box: Box) -> str:
        drawn = self._drawn(start)
        if drawn and drawn.mode == _INVISIBLE:
            if not self.is_scan:
                return "render_mode"
            return "" if self.ink.has_picture_below(box) else "no_ink"
        color = self._color(start)
        if color and color[3] == 0 and drawn and drawn.mode == 0:
            return "opacity"
        fill = color[:3] if color and drawn and drawn.mode == 0 else None
        if self.ink.hides(box, fill):
            return "no_ink"
        if drawn:
            self._shapes.sample(drawn.font, word, start)
        return ""

    def _char(self, index: int) -> int:
        return int(pdfium.FPDFText_GetCharIndexFromTextIndex(self._textpage.raw, index))

    def _drawn(self, start: int) -> _Drawn | None:
        char = self._char(start)
        item = pdfium.FPDFText_GetTextObject(self._textpage.raw, char) if char >= 0 else None
        address = ctypes.cast(item, ctypes.c_void_p).value if item else None
        if address is None:
            return None
        if address not in self._objects:
            font = ctypes.cast(pdfium.FPDFTextObj_GetFont(item), ctypes.c_void_p).value or 0
            mode = int(pdfium.FPDFTextObj_GetTextRenderMode(item))
            self._objects[address] = _Drawn(mode, font, has_actual_text(item))
        return self._objects[address]

    def _color(self, start: int) -> tuple[int, int, int, int] | None:
        parts = [ctypes.c_uint() for _ in range(4)]
        char = self._char(start)
        if char < 0 or not pdfium.FPDFText_GetFillColor(self._textpage.raw, char, *parts):
            return None
        red, green, blue, alpha = (part.value for part in parts)
        return red, green, blue, alpha

    def _size(self, start: int) -> float:
        rectangle = pdfium.FS_RECTF()
        char = self._char(start)
        if char < 0 or not pdfium.FPDFText_GetLooseCharBox(self._textpage.raw, char, rectangle):
            return 0.0
        return float(abs(rectangle.top - rectangle.bottom))

    def _box(self, start: int, end: int) -> Box | None:
        """The box around the characters of `start:end` in the page's own units."""
        first, last = self._char_box(start), self._char_box(end - 1)
        if first is None or last is None:
            return first or last
        if last.bottom > first.top or last.top < first.bottom:  # a word broken over two lines
            return first
        return first.around(last)

    def _char_box(self, index: int) -> Box | None:
        char = self._char(index)
        if char < 0:
            return None
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        if not pdfium.FPDFText_GetCharBox(self._textpage.raw, char, left, right, bottom, top):
            return None
        return Box(left.value, bottom.value, right.value, top.value)


def open_words(page: PdfPage, links: PageLinks) -> PageWords:
    """A page's words. Where marks say other words than are drawn, those that are drawn."""
    words = PageWords(page, page.get_textpage(), links, "")
    if not words.says_otherwise:
        return words
    said = words.words
    drop_actual_text(page)
    drawn = PageWords(page, page.get_textpage(), links, "")
    extra = said - drawn.words
    if not extra or not _is_readable(drawn.words - said):
        drawn.close()
        return words
    words.close()
    drawn.said_only = " ".join(extra.elements())
    return drawn


def _is_readable(words: Counter[str]) -> bool:
    """Whether glyphs say words: fonts without a map give none, and marks are all there is."""
    letters = sum(1 for word in words.elements() for c in word if c.isalpha())
    return letters >= 3
