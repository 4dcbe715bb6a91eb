"""The layout all formats agree on, made in one place.

A block (paragraph, list item, heading, table row) is a line; blank lines stand between blocks, not
between items of a list or rows of a table; items begin with "• "; cells are joined by " | ".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from rolefit.errors import TooManyCharacters
from rolefit.read.limits import ReadLimits
from rolefit.read.normalise import BULLET, bullet_length, normalise_characters
from rolefit.types import DocumentWarning, Link, Page, TextBlock

BlockKind = Literal["paragraph", "heading", "item", "continuation", "row", "lines"]
CELL_SEPARATOR = " | "
_TIGHT = {("item", "item"), ("item", "continuation"), ("continuation", "continuation"),
          ("continuation", "item"), ("row", "row")}  # fmt: skip
_BLANKS = re.compile(r"[ \t\u3000]+")
_HEADING_SIZE = 1.12
_HEADING_CHARACTERS = 80
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words with one link target; a line feed in `text` is a line break."""

    text: str
    target: str = ""
    box: Box | None = None
    size: float = 0.0
    """Height of its font in points, 0 where not known."""


@dataclass(frozen=True, slots=True)
class Block:
    kind: BlockKind
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a format's reader found; `read` makes a `Document` of it."""

    text: str
    pages: tuple[Page, ...] = ()
    links: tuple[Link, ...] = ()
    warnings: tuple[DocumentWarning, ...] = ()
    blocks: tuple[TextBlock, ...] = ()


@dataclass(slots=True)
class _Line:
    text: str = ""
    links: list[Link] = field(default_factory=list)
    box: Box | None = None
    size: float = 0.0

    def place(self, piece: Piece) -> None:
        self.size = max(self.size, piece.size)
        if piece.box:
            self.box = _around(self.box or piece.box, piece.box)

    def write(self, text: str, target: str, *, keep_spaces: bool) -> None:
        if not keep_spaces:
            text = _BLANKS.sub(" ", text)
            text = text.lstrip(" ") if self.text[-1:] in ("", " ") else text
        start = len(self.text)
        self.text += text
        if target and text.strip():
            lead, trail = len(text) - len(text.lstrip()), len(text.rstrip())
            self._link(Link(start + lead, start + trail, target))

    def _link(self, link: Link) -> None:
        last = self.links[-1] if self.links else None
        if last and last.target == link.target and not self.text[last.end : link.start].strip():
            link = Link(self.links.pop().start, link.end, link.target)
        self.links.append(link)

    def cut(self, count: int, prefix: str = "") -> None:
        """Replace the first `count` characters by `prefix`."""
        self.text = prefix + self.text[count:].rstrip()
        shift, end = len(prefix) - count, len(self.text)
        moved = (
            Link(max(k.start + shift, 0), min(k.end + shift, end), k.target) for k in self.links
        )
        self.links = [link for link in moved if link.start < link.end]


class TextBuilder:
    """Takes blocks in reading order and gives the text with pages and links in its offsets."""

    def __init__(self, limits: ReadLimits) -> None:
        self._limit = limits.max_characters
        self._parts: list[str] = []
        self._length = 0
        self._last: BlockKind | None = None
        self._gap = ""
        self._links: list[Link] = []
        self._pages: list[Page] = []
        self._blocks: list[TextBlock] = []
        self._sizes: list[float] = []

    def start_page(self, number: int, *, width: float, height: float) -> None:
        self._end_page()
        self._gap = "\n" if self._length else ""
        self._pages.append(Page(number, -1, -1, width, height))

    def add(self, block: Block) -> None:
        lines = _trim(_block_lines(block))
        if not lines:
            return
        gap = self._gap or self._gap_before(block.kind)
        self._append(gap)
        self._mark_page_start()
        start = self._length
        for index, line in enumerate(lines):
            if index:
                self._append("\n")
            self._add_line(line, is_block=block.kind == "lines")
        if block.kind != "lines":
            kind = "paragraph" if block.kind == "continuation" else block.kind
            self._blocks.append(TextBlock(kind, start, self._length))
            self._sizes.append(0.0)
        self._last, self._gap = block.kind, ""

    def _add_line(self, line: _Line, *, is_block: bool) -> None:
        start = self._length
        self._links += [Link(k.start + start, k.end + start, k.target) for k in line.links]
        self._append(line.text)
        if is_block and line.text:
            page = self._pages[-1].number if self._pages else None
            self._blocks.append(TextBlock("line", start, self._length, page, line.box))
            self._sizes.append(line.size)

    def add_all(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            self.add(block)

    def finish(self, warnings: Iterable[DocumentWarning] = ()) -> Reading:
        self._end_page()
        text = "".join(self._parts)
        blocks = _with_headings(self._blocks, self._sizes)
        return Reading(text, tuple(self._pages), tuple(self._links), tuple(warnings), blocks)

    def _gap_before(self, kind: BlockKind) -> str:
        if self._last is None:
            return ""
        return "\n" if (self._last, kind) in _TIGHT else "\n\n"

    def _append(self, text: str) -> None:
        self._length += len(text)
        if self._length > self._limit:
            raise TooManyCharacters(
                f"The document has more than {self._limit:,} characters of text, the most that "
                "is read; send only the résumé or the job description."
            )
        self._parts.append(text)

    def _mark_page_start(self) -> None:
        if self._pages and self._pages[-1].start < 0:
            self._replace_page(self._length, -1)

    def _end_page(self) -> None:
        if self._pages and self._pages[-1].end < 0:
            start = self._pages[-1].start
            self._replace_page(start if start >= 0 else self._length, self._length)

    def _replace_page(self, start: int, end: int) -> None:
        page = self._pages[-1]
        self._pages[-1] = Page(page.number, start, end, page.width, page.height)


def _with_headings(blocks: list[TextBlock], sizes: list[float]) -> tuple[TextBlock, ...]:
    """Short lines in clearly larger type than most of the text are headings."""
    known = sorted(
        (size, block.end - block.start) for block, size in zip(blocks, sizes, strict=True) if size
    )
    half, most = sum(length for _, length in known) / 2, 0.0
    for size, length in known:
        half, most = half - length, size
        if half <= 0:
            break
    return tuple(
        replace(block, kind="heading")
        if most and size >= _HEADING_SIZE * most and block.end - block.start <= _HEADING_CHARACTERS
        else block
        for block, size in zip(blocks, sizes, strict=True)
    )


def _around(one: Box, other: Box) -> Box:
    return (
        min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3]),
    )  # fmt: skip


def _block_lines(block: Block) -> list[_Line]:
    """Lines of a block; only a block of kind `lines` keeps inner spaces and blank lines."""
    raw = block.kind == "lines"
    lines = [_Line()]
    for piece in block.pieces:
        for index, part in enumerate(normalise_characters(piece.text).split("\n")):
            if index:
                lines.append(_Line())
            lines[-1].write(part, piece.target, keep_spaces=raw)
        lines[-1].place(piece)
    lines = _with_bullets(lines)
    if raw:
        return lines
    lines = [line for line in lines if line.text]
    if block.kind == "item" and lines and not lines[0].text.startswith(BULLET):
        lines[0].cut(0, f"{BULLET} ")
    return lines


def _with_bullets(lines: list[_Line]) -> list[_Line]:
    """Every kind of bullet is "• "; a bullet alone on its line joins the next line."""
    result: list[_Line] = []
    waiting = False
    for line in lines:
        count = bullet_length(line.text + " ") if line.text.strip() else 0
        if count > len(line.text.rstrip()):
            waiting = True
            continue
        if not line.text.strip():
            line.cut(len(line.text))
        elif count or waiting:
            line.cut(count or _indent(line.text), f"{BULLET} ")
            waiting = False
        else:
            line.cut(_indent(line.text))
        result.append(line)
    return result


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _trim(lines: Sequence[_Line]) -> list[_Line]:
    """Without blank lines at the ends, and no two in a row."""
    kept: list[_Line] = []
    for line in lines:
        if line.text or (kept and kept[-1].text):
            kept.append(line)
    return kept[:-1] if kept and not kept[-1].text else kept


def table_rows(cells: Sequence[Sequence[Block]]) -> list[Block]:
    """One table row: a line of cells, or the cells' own blocks where one holds several."""
    blocks = ([block for block in cell if _has_words(block)] for cell in cells)
    filled = [cell for cell in blocks if cell]
    if not _is_one_line(filled):
        return [block for cell in filled for block in cell]
    pieces: list[Piece] = []
    for cell in filled:
        pieces += [Piece(CELL_SEPARATOR)] if pieces else []
        pieces += cell[0].pieces
    return [Block("row", tuple(pieces))] if pieces else []


def _has_words(block: Block) -> bool:
    return any(piece.text.strip() for piece in block.pieces)


def _is_one_line(cells: Sequence[Sequence[Block]]) -> bool:
    """Whether the cells make one line: one short block each. A lone cell is layout, not a row."""
    return len(cells) > 1 and all(
        len(cell) == 1
        and cell[0].kind in ("paragraph", "heading")
        and not any("\n" in piece.text.strip() for piece in cell[0].pieces)
        for cell in cells
    )
