"""HTML, by the standard library's parser: the words a browser would show, block by block."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser

from rolefit.read import css
from rolefit.read.hidden import HiddenText
from rolefit.read.layout import (
    Block,
    BlockKind,
    Piece,
    Reading,
    TextBuilder,
    table_rows,
)
from rolefit.read.limits import ReadLimits
from rolefit.read.normalise import reflow
from rolefit.read.plain import decode

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_SKIPPED = frozenset(
    (
        "script style template noscript title select datalist object iframe svg math audio video "
        "canvas textarea head"
    ).split()
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BLOCKS = _HEADINGS | frozenset(
    (
        "address article aside blockquote body caption center dd details dialog div dl dt "
        "fieldset figcaption figure footer form header hr html legend li main nav ol p "
        "pre section summary table tbody td tfoot th thead tr ul "
    ).split()
)
_CLOSES = {
    "li": ("li",), "dt": ("dt", "dd"), "dd": ("dt", "dd"), "tr": ("td", "th", "tr"),
    "td": ("td", "th"), "th": ("td", "th"), "option": ("option",),
}  # fmt: skip
_WALLS = {"li": ("ul", "ol"), "dt": ("dl",), "dd": ("dl",), "tr": ("table",), "td": ("table",),
          "th": ("table",)}  # fmt: skip
_NO_ENCODING = re.compile("utf-?7|unicode|raw|punycode|idna")
"""What Python knows and browsers do not."""
_MARK = "<meta charset="
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_CHARSET_WITHIN_BYTES = 2048


@dataclass(slots=True)
class _Element:
    tag: str
    look: css.Look
    target: str
    items: int
    """How many list items are written inside an `li`, so that later blocks continue the item."""


class _HtmlReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.hidden = HiddenText()
        self._rules: dict[str, dict[str, str]] = {}
        self._stack = [_Element("", css.Look(), "", 0)]
        self._open: Counter[str] = Counter()
        self._cells: list[list[Block]] = [[]]
        self._rows: list[list[list[Block]]] = []
        self._pieces: list[Piece] = []
        self._skipping = ""

    @property
    def blocks(self) -> list[Block]:
        while len(self._stack) > 1:
            self._close(self._stack[-1].tag)
        self._flush()
        return self._cells[0]

    # -- what the parser calls ------------------------------------------------------------

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._skipping and not (self._skipping == "head" and tag in _SKIPPED | {"body"}):
            return
        if tag in _SKIPPED:
            self._skipping = tag
            return
        self._skipping = ""
        self._close_implied(tag)
        if tag in _BLOCKS:
            self._flush()
        if tag in _VOID:
            self._pieces += [Piece("\n")] if tag == "br" else []
            return
        self._push(tag, {name: value or "" for name, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        if self._skipping:
            self._skipping = "" if tag == self._skipping else self._skipping
        elif tag == "br":
            self._pieces.append(Piece("\n"))
        elif self._open[tag]:
            self._close(tag)

    def handle_data(self, data: str) -> None:
        if self._skipping:
            if self._skipping == "style":
                self._rules.update(css.parse_sheet(data))
            return
        top = self._stack[-1]
        how = top.look.hides
        if how:
            self.hidden.add(how, data)
            return
        self._pieces.append(Piece(data if self._open["pre"] else reflow(data), top.target))

    def handle_comment(self, data: str) -> None:
        if not data.startswith("[if") and not data.startswith("<!["):
            self.hidden.add("comment", data)

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """`<![CDATA[…]]>` and its like: a comment to browsers; the library may raise on them."""
        return self.parse_bogus_comment(i)

    # -- elements -------------------------------------------------------------------------

    def _push(self, tag: str, attributes: dict[str, str]) -> None:
        around = self._stack[-1]
        look = css.apply(self._style(tag, attributes), around.look)
        target = attributes.get("href", "") if tag == "a" else around.target
        self._stack.append(_Element(tag, look, target.strip(), 0))
        self._open[tag] += 1
        if tag == "tr":
            self._rows.append([])
        elif tag in ("td", "th"):
            self._cells.append([])

    def _style(self, tag: str, attributes: dict[str, str]) -> dict[str, str]:
        style = dict(self._rules.get(tag, {}))
        names = [f".{name}" for name in attributes.get("class", "").split()[:50]]
        names += [f"#{attributes['id']}"] if attributes.get("id") else []
        for name in names:
            style |= self._rules.get(name, {}) | self._rules.get(tag + name, {})
        if tag == "font" and "color" in attributes:
            style["color"] = attributes["color"].lower()
        if "bgcolor" in attributes:
            style["background-color"] = attributes["bgcolor"].lower()
        if "hidden" in attributes:
            style["display"] = "none"
        return style | css.parse_declarations(attributes.get("style", ""))

    def _close_implied(self, tag: str) -> None:
        """Close what a browser would close before this start tag."""
        if tag in _BLOCKS and self._stack[-1].tag == "p":
            self._close("p")
        closes = _CLOSES.get(tag, ())
        while (found := self._nearest(closes, _WALLS.get(tag, ()))) is not None:
            self._close(found)

    def _nearest(self, tags: tuple[str, ...], walls: tuple[str, ...]) -> str | None:
        if not any(self._open[tag] for tag in tags):
            return None
        for element in reversed(self._stack):
            if element.tag in walls:
                return None
            if element.tag in tags:
                return element.tag
        return None

    def _close(self, tag: str) -> None:
        """Close the innermost element of this name and all that is open within it."""
        while True:
            name = self._stack[-1].tag
            if name in _BLOCKS:
                self._flush()
            self._stack.pop()
            self._open[name] -= 1
            self._end_cell(name)
            if name == tag:
                return

    def _end_cell(self, tag: str) -> None:
        if tag in ("td", "th") and len(self._cells) > 1:
            cell = self._cells.pop()
            if self._rows:
                self._rows[-1].append(cell)
            else:
                self._cells[-1] += cell
        elif tag == "tr" and self._rows:
            self._cells[-1] += table_rows(self._rows.pop())

    def _flush(self) -> None:
        pieces, self._pieces = tuple(self._pieces), []
        if any(piece.text.strip() for piece in pieces):
            self._cells[-1].append(Block(self._kind(), pieces))

    def _kind(self) -> BlockKind:
        for element in reversed(self._stack):
            if element.tag in _HEADINGS:
                return "heading"
            if element.tag in ("td", "th"):
                break
            if element.tag == "li":
                element.items += 1
                return "item" if element.items == 1 else "continuation"
        return "paragraph"


def read_html(source: bytes, limits: ReadLimits) -> Reading:
    """HTML: visible words; hidden ones become warnings."""
    return read_markup(_decode(source), limits)


def markup_blocks(markup: str) -> list[Block]:
    """The visible blocks of a piece of HTML."""
    return _parse(markup).blocks


def _parse(markup: str) -> _HtmlReader:
    reader = _HtmlReader()
    reader.feed(markup)
    reader.close()
    return reader


def read_markup(markup: str, limits: ReadLimits) -> Reading:
    reader = _parse(markup)
    builder = TextBuilder(limits)
    builder.add_all(reader.blocks)
    return builder.finish(reader.hidden.warnings())


def _decode(source: bytes) -> str:
    declared = _CHARSET.search(source[:_CHARSET_WITHIN_BYTES])
    if declared and not source.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        encoding = declared[1].decode("ascii").lower()
        encoding = {"iso-8859-1": "cp1252", "latin1": "cp1252"}.get(encoding, encoding)
        try:
            if not _NO_ENCODING.match(encoding) and _MARK.encode().decode(encoding) == _MARK:
                return source.decode(encoding)
        except (LookupError, ValueError, OSError):  # no file can be opened in the sandbox
            pass
    return decode(source)
