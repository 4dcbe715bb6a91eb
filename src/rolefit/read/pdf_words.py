"""The words of one page: where each stands, whether it can be seen, whether its glyphs fit it."""

from __future__ import annotations

import ctypes
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

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
_LINE_TO_FONT_SIZE = 1.25
_INVISIBLE = 3
_SCAN_SHARE = 0.9
_SCAN_PICTURE_SHARE = 0.5
_get_char_box, _get_text_object = pdfium.FPDFText_GetCharBox, pdfium.FPDFText_GetTextObject


class Word(NamedTuple):
    """`gap` is the white space before it; `hidden_by` says what hides it, if anything."""

    gap: str
    text: str
    box: Box | None
    size: float
    target: str
    hidden_by: str


@dataclass(frozen=True, slots=True)
class _Drawn:
    """The text object a word belongs to. `color` is red, green, blue, alpha of its filled letters."""

    mode: int
    font: int
    color: tuple[int, int, int, int] | None
    says_otherwise: bool


class _Span(NamedTuple):
    """A word's place in the page's text and in PDFium's characters."""

    gap: str
    text: str
    first: int
    last: int
    drawn: _Drawn | None


class PageWords:
    """Iterates over the words of a page in the order of the file."""

    def __init__(self, page: PdfPage, textpage: PdfTextPage, links: PageLinks, said: str) -> None:
        self._textpage = textpage
        self._raw = textpage.raw
        self._links = links
        self._page_box = Box(*page.get_bbox())
        self._text = textpage.get_text_range(errors="replace")
        self._astral = [n for n, c in enumerate(self._text) if c > "\uffff"]
        self._has_all = textpage.count_chars() == len(self._text) + len(self._astral)
        self._objects: dict[int, _Drawn] = {}
        self._sides = [ctypes.c_double() for _ in range(4)]
        self._parts = [ctypes.c_uint() for _ in range(4)]
        self._shapes = GlyphShapes(textpage)
        self.ink = PageInk(page)
        self.said_only = said
        """Words that marks say and no glyph draws."""

    def __iter__(self) -> Iterator[Word]:
        has_broken = has_marker(self._text)
        broken = [has_broken and has_marker(span.text) for span in self._spans]
        boxes = [
            self._box(span.first, span.last, is_broken=is_broken)
            for span, is_broken in zip(self._spans, broken, strict=True)
        ]
        stand_out = self.ink.stand_out(boxes, [_seen_color(span.drawn) for span in self._spans])
        for span, is_broken, box, stands_out in zip(
            self._spans, broken, boxes, stand_out, strict=True
        ):
            gap, text, first, _, drawn = span
            how = self._hidden_by(text, first, box, drawn, stands_out=stands_out)
            word = join_broken(text, self._vocabulary) if is_broken else text
            size = self._size(first) if "\n" in gap or not gap else 0.0
            yield Word(gap, word, box, size, self._links.target(box), how)

    @cached_property
    def _spans(self) -> list[_Span]:
        text, end = self._text, 0
        found: list[_Span] = []
        for match in _WORD.finditer(text):
            start, stop = match.span()
            first, last = self._char(start), self._char(stop - 1)
            found.append(_Span(text[end:start], match.group(), first, last, self._drawn(first)))
            end = stop
        return found

    def close(self) -> None:
        self._textpage.close()

    @property
    def count(self) -> int:
        return len(self._spans)

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        words = (word.strip(".,;:()[]").lower() for word in self._text.split())
        return frozenset(words)

    @cached_property
    def is_scan(self) -> bool:
        """The page is a picture with its words laid invisibly over it, as scanners write them."""
        unseen = sum(1 for span in self._spans if span.drawn and span.drawn.mode == _INVISIBLE)
        many = unseen > 0 and unseen >= _SCAN_SHARE * self.count
        return many and self.ink.covers(_SCAN_PICTURE_SHARE)

    @property
    def are_glyphs_odd(self) -> bool:
        """Whether letters are drawn whose shapes are not those of the text."""
        return self._shapes.are_odd

    @property
    def says_otherwise(self) -> bool:
        """Whether marks say the text of anything drawn."""
        _ = self._spans
        return any(drawn.says_otherwise for drawn in self._objects.values())

    @property
    def words(self) -> Counter[str]:
        plain = normalise_characters(self._text).casefold()
        return Counter(re.findall(r"\w+", plain))

    def _hidden_by(
        self, word: str, char: int, box: Box | None, drawn: _Drawn | None, *, stands_out: bool
    ) -> str:
        if box is None or not (word.isalnum() or any(map(str.isalnum, word))):
            return ""
        left, bottom, right, top = box
        page = self._page_box
        if right < page.left or left > page.right or top < page.bottom or bottom > page.top:
            return "off_page"
        is_low = top - bottom <= _TINY_POINTS or right - left <= _TINY_POINTS
        if is_low and self._size(char) <= _TINY_POINTS * _LINE_TO_FONT_SIZE:
            return "tiny"
        return self._unseen_by(word, char, box, drawn, stands_out=stands_out)

    def _unseen_by(
        self, word: str, char: int, box: Box, drawn: _Drawn | None, *, stands_out: bool
    ) -> str:
        if drawn and drawn.mode == _INVISIBLE:
            if not self.is_scan:
                return "render_mode"
            return "" if self.ink.has_picture_below(box) else "no_ink"
        if drawn and drawn.color and drawn.color[3] == 0:
            return "opacity"
        if not stands_out and self.ink.hides(box, _seen_color(drawn)):
            return "no_ink"
        if drawn and not drawn.says_otherwise:
            self._shapes.sample(drawn.font, word, char)
        return ""

    def _char(self, index: int) -> int:
        """PDFium's number of a character: it counts in UTF-16."""
        if self._astral:
            index += bisect_left(self._astral, index)
        if self._has_all:
            return index
        return int(pdfium.FPDFText_GetCharIndexFromTextIndex(self._raw, index))

    def _drawn(self, char: int) -> _Drawn | None:
        item = _get_text_object(self._raw, char) if char >= 0 else None
        address = _address(item)
        if address is None:
            return None
        if address not in self._objects:
            font = _address(pdfium.FPDFTextObj_GetFont(item)) or 0
            mode = int(pdfium.FPDFTextObj_GetTextRenderMode(item))
            color = self._color(char) if mode == 0 else None
            self._objects[address] = _Drawn(mode, font, color, has_actual_text(item))
        return self._objects[address]

    def _color(self, char: int) -> tuple[int, int, int, int] | None:
        parts = self._parts
        if not pdfium.FPDFText_GetFillColor(self._textpage.raw, char, *parts):
            return None
        red, green, blue, alpha = (part.value for part in parts)
        return red, green, blue, alpha

    def _size(self, char: int) -> float:
        rectangle = pdfium.FS_RECTF()
        if char < 0 or not pdfium.FPDFText_GetLooseCharBox(self._textpage.raw, char, rectangle):
            return 0.0
        height, width = rectangle.top - rectangle.bottom, rectangle.right - rectangle.left
        return float(max(abs(height), abs(width)))  # the width where words run upwards

    def _box(self, first_char: int, last_char: int, *, is_broken: bool) -> Box | None:
        """The box around these characters and all between; of a broken word, its first part."""
        first = self._char_box(first_char)
        if last_char == first_char:
            return first
        last = self._char_box(last_char)
        if first is None or last is None:
            return first or last
        if is_broken and (last.bottom > first.top or last.top < first.bottom):
            return first
        return first.around(last)

    def _char_box(self, char: int) -> Box | None:
        left, right, bottom, top = self._sides
        if char < 0 or not _get_char_box(self._raw, char, left, right, bottom, top):
            return None
        return Box(left.value, bottom.value, right.value, top.value)


def _seen_color(drawn: _Drawn | None) -> tuple[int, int, int] | None:
    return drawn.color[:3] if drawn and drawn.color else None


def _address(pointer: object) -> int | None:
    return ctypes.c_void_p.from_buffer(pointer).value if pointer else None  # type: ignore[arg-type]


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
