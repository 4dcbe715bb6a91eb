"""DOCX, by a small walker over the document's XML.

It takes every `w:t` of body, tables, text boxes, headers, footers and notes in reading order, and
leaves out deleted, moved-away and hidden words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from rolefit.errors import DamagedDocument
from rolefit.read.docx_style import Styles, W, run_hidden_by, value
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
from rolefit.read.package import Package
from rolefit.read.xml import load_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_RUN_TAGS, _TEXT_TAGS = (f"{W}r", f"{_MATH}r"), (f"{W}t", f"{_MATH}t")
_MAIN = "word/document.xml"
_SKIPPED = {
    f"{W}{name}"
    for name in (
        "del moveFrom instrText delText rPr pPr sectPr tblPr trPr tcPr sdtPr fldChar annotationRef "
        "footnoteRef endnoteRef delInstrText"
    ).split()
} | {f"{_MC}Fallback"}
_SIGNS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": " "}
_SIGN_TAGS = {f"{W}{name}": sign for name, sign in _SIGNS.items()}
_LINK_CODE = re.compile(r'\s*HYPERLINK\s+(?:"([^"]{1,2000})"|([^\s"\\]{1,2000}))')
_SYMBOL_CODE = re.compile(r"[0-9A-Fa-f]{1,4}")
_MAX_FIELD_DEPTH = 20
_NOT_NOTES = ("separator", "continuationSeparator", "continuationNotice")


class _Walker:
    """Turns one part's XML into blocks."""

    def __init__(self, styles: Styles, targets: Mapping[str, str], hidden: HiddenText) -> None:
        self._styles = styles
        self._targets = targets
        self._hidden = hidden
        self._fields: list[str] = []
        """Codes of the fields that are open, outermost first; they may span paragraphs."""

    def blocks(self, element: _Element, fill: str = "") -> Iterator[Block]:
        """Blocks inside `element`; `fill` is the colour behind them, "?" when not known."""
        for child in element:
            if child.tag == f"{W}p":
                yield from self._paragraph(child, fill)
            elif child.tag == f"{W}tbl":
                yield from self._table(child, fill)
            elif child.tag not in _SKIPPED:
                yield from self.blocks(child, fill)

    def _table(self, table: _Element, fill: str) -> Iterator[Block]:
        fill = self._styles.table_fill(table) or fill
        for row in table.iterchildren(f"{W}tr", f"{W}sdt"):
            cells = [list(self.blocks(cell, self._cell_fill(cell, fill))) for cell in _cells(row)]
            yield from table_rows(cells)

    def _cell_fill(self, cell: _Element, fill: str) -> str:
        return value(cell.find(f"{W}tcPr/{W}shd"), "fill") or fill

    def _paragraph(self, paragraph: _Element, fill: str) -> Iterator[Block]:
        boxes: list[_Element] = []
        properties = paragraph.find(f"{W}pPr")
        fill = self._styles.paragraph_fill(properties) or fill
        pieces = tuple(self._pieces(paragraph, properties, fill, "", boxes))
        if pieces:
            yield Block(self._kind(properties), pieces)
        for box in boxes:
            yield from self.blocks(box, "?")

    def _kind(self, properties: _Element | None) -> BlockKind:
        if self._styles.is_heading(properties):
            return "heading"
        return "item" if self._styles.is_item(properties) else "paragraph"

    def _pieces(
        self, element: _Element, paragraph: _Element | None, fill: str, target: str,
        boxes: list[_Element],
    ) -> Iterator[Piece]:  # fmt: skip
        for child in element:
            if child.tag in _SKIPPED:
                continue
            if child.tag.endswith("}txbxContent"):
                boxes.append(child)
            elif child.tag in _RUN_TAGS:
                self._follow_field(child)
                yield from self._run(child, paragraph, fill, target or self._field_target(), boxes)
            else:
                inner = self._targets.get(child.get(f"{_R}id", ""), "")
                inner = inner or _link_target(value(child, "instr")) or target
                yield from self._pieces(child, paragraph, fill, inner, boxes)

    def _run(
        self, run: _Element, paragraph: _Element | None, fill: str, target: str,
        boxes: list[_Element],
    ) -> Iterator[Piece]:  # fmt: skip
        text = "".join(_run_text(run, boxes))
        look = self._styles.run_look(run.find(f"{W}rPr"), paragraph, fill)
        how = run_hidden_by(look) if text.strip() else ""
        if how:
            self._hidden.add(how, text)
        elif text:
            yield Piece(text, target)

    def _follow_field(self, run: _Element) -> None:
        """A link may be written as a field: its code, a separator, its words, an end."""
        for child in run:
            if child.tag == f"{W}instrText" and self._fields:
                self._fields[-1] += child.text or ""
            elif child.tag == f"{W}fldChar":
                kind = value(child, "fldCharType")
                if kind == "begin" and len(self._fields) < _MAX_FIELD_DEPTH:
                    self._fields.append("")
                elif kind == "end" and self._fields:
                    self._fields.pop()

    def _field_target(self) -> str:
        return next((t for code in reversed(self._fields) if (t := _link_target(code))), "")


def _link_target(code: str) -> str:
    """The target of a field code `HYPERLINK "target"`; a place in the document is none."""
    match = _LINK_CODE.match(code)
    return match[1] or match[2] if match else ""


def _run_text(element: _Element, boxes: list[_Element]) -> Iterator[str]:
    for child in element:
        if child.tag in _TEXT_TAGS:
            yield (child.text or "").replace("\n", " ")
        elif child.tag in _SIGN_TAGS:
            yield _SIGN_TAGS[child.tag]
        elif child.tag == f"{W}sym":
            code = value(child, "char")
            yield chr(int(code, 16)) if _SYMBOL_CODE.fullmatch(code) else ""
        elif child.tag.endswith("}txbxContent"):
            boxes.append(child)
        elif child.tag not in _SKIPPED:
            yield from _run_text(child, boxes)


def _cells(row: _Element) -> Iterator[_Element]:
    for child in row:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag not in _SKIPPED:
            yield from _cells(child)


def read_docx(source: bytes, limits: ReadLimits) -> Reading:
    """DOCX: headers, body with tables and text boxes, notes, footers."""
    package = Package(source, limits)
    main = _main_part(package)
    styles = Styles.load(package)
    hidden = HiddenText()
    builder = TextBuilder(limits)
    for name in _part_names(package, main):
        root = load_xml(package, name)
        _drop_note_rules(root)
        walker = _Walker(styles, _targets(package, name), hidden)
        builder.add_all(walker.blocks(root, styles.page_fill(root)))
    return builder.finish(hidden.warnings())


def _main_part(package: Package) -> str:
    """Word on the web calls it `document2.xml`; other programs give it a name of their own."""
    found = _relations(package, "_rels/.rels", "/officeDocument")
    names = [target.removeprefix("/") for target in found.values()]
    name = next((name for name in (*names, _MAIN) if name in package.names), None)
    if name is None:
        raise DamagedDocument("The Word file has no document part; save it again and resend it.")
    return name


def _part_names(package: Package, main: str) -> list[str]:
    def parts(prefix: str) -> list[str]:
        return sorted(n for n in package.names if n.startswith(prefix) and n.endswith(".xml"))

    notes = [n for n in ("word/footnotes.xml", "word/endnotes.xml") if n in package.names]
    return [*parts("word/header"), main, *notes, *parts("word/footer")]


def _drop_note_rules(root: _Element) -> None:
    for note in root.findall(f"{W}footnote") + root.findall(f"{W}endnote"):
        if value(note, "type") in _NOT_NOTES:
            root.remove(note)


def _targets(package: Package, part: str) -> dict[str, str]:
    """Link targets of a part by relationship id."""
    folder, _, name = part.rpartition("/")
    return _relations(package, f"{folder}/_rels/{name}.rels".removeprefix("/"), "/hyperlink")


def _relations(package: Package, path: str, kind: str) -> dict[str, str]:
    if path not in package.names:
        return {}
    return {
        relation.get("Id", ""): relation.get("Target", "")
        for relation in load_xml(package, path)
        if relation.get("Type", "").endswith(kind)
    }
