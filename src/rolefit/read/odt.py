"""ODT, by a small walker over content.xml and the page headers of styles.xml."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rolefit.errors import DamagedDocument, EncryptedDocument
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
from rolefit.read.package import Package
from rolefit.read.xml import load_xml, parse_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

_NS = "urn:oasis:names:tc:opendocument:xmlns:"
_TEXT, _TABLE, _OFFICE, _STYLE, _DRAW = (
    f"{{{_NS}{name}:1.0}}" for name in ("text", "table", "office", "style", "drawing")
)
_FO, _SVG = f"{{{_NS}xsl-fo-compatible:1.0}}", f"{{{_NS}svg-compatible:1.0}}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_SKIPPED = {f"{_TEXT}{name}" for name in ("tracked-changes", "note-citation", "sequence-decls")} | {
    f"{_OFFICE}annotation",
    f"{_OFFICE}annotation-end",
    f"{_OFFICE}forms",
    f"{_OFFICE}binary-data",
    f"{_OFFICE}event-listeners",
    f"{_SVG}title",
    f"{_SVG}desc",
}
_MAX_STYLE_DEPTH = 20


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the walker is: what is inherited."""

    look: css.Look
    target: str = ""
    kind: BlockKind = "paragraph"


class _Walker:
    def __init__(self, styles: dict[str, _Element], hidden: HiddenText) -> None:
        self._styles = styles
        self._hidden = hidden

    def blocks(self, element: _Element, place: _Place) -> Iterator[Block]:
        for child in element:
            if child.tag in (f"{_TEXT}p", f"{_TEXT}h"):
                yield from self._paragraph(child, place)
            elif child.tag in (f"{_TEXT}list-item", f"{_TEXT}list-header"):
                yield from self._item(child, place)
            elif child.tag == f"{_TABLE}table-row":
                cells = [list(self.blocks(c, self._enter(c, place))) for c in _cells(child)]
                yield from table_rows(cells)
            elif child.tag not in _SKIPPED:
                yield from self.blocks(child, self._enter(child, place))

    def _item(self, item: _Element, place: _Place) -> Iterator[Block]:
        kind: BlockKind = "item"
        for child in item:
            for block in self.blocks_of(child, replace(place, kind=kind)):
                yield block
                kind = "continuation"

    def blocks_of(self, child: _Element, place: _Place) -> Iterator[Block]:
        if child.tag in (f"{_TEXT}p", f"{_TEXT}h"):
            yield from self._paragraph(child, place)
        elif child.tag not in _SKIPPED:
            yield from self.blocks(child, place)

    def _paragraph(self, paragraph: _Element, place: _Place) -> Iterator[Block]:
        inner = self._enter(paragraph, place)
        boxes: list[_Element] = []
        pieces = tuple(self._pieces(paragraph, inner, boxes))
        kind: BlockKind = "heading" if paragraph.tag == f"{_TEXT}h" else place.kind
        if pieces:
            yield Block(kind, pieces)
        for box in boxes:
            yield from self.blocks(box, replace(place, kind="paragraph"))

    def _pieces(self, element: _Element, place: _Place, boxes: list[_Element]) -> Iterator[Piece]:
        yield from self._words(element.text, place)
        for child in element:
            yield from self._inline(child, place, boxes)
            yield from self._words(child.tail, place)

    def _inline(self, child: _Element, place: _Place, boxes: list[_Element]) -> Iterator[Piece]:
        if child.tag == f"{_TEXT}line-break":
            yield Piece("\n")
        elif child.tag in (f"{_TEXT}tab", f"{_TEXT}s"):
            yield Piece(" ")
        elif child.tag in (f"{_TEXT}note", f"{_DRAW}text-box"):
            boxes.append(child)
        elif child.tag not in _SKIPPED:
            yield from self._pieces(child, self._enter(child, place), boxes)

    def _words(self, text: str | None, place: _Place) -> Iterator[Piece]:
        if not text:
            return
        how = place.look.hides
        if how:
            self._hidden.add(how, text)
        else:
            yield Piece(reflow(text), place.target)

    def _enter(self, element: _Element, place: _Place) -> _Place:
        """The place inside an element, its style applied."""
        target = element.get(f"{_XLINK}href", "") if element.tag == f"{_TEXT}a" else place.target
        name = element.get(f"{_TEXT}style-name") or element.get(f"{_TABLE}style-name") or ""
        look = css.apply(self._style(name), place.look) if name else place.look
        if element.get(f"{_TEXT}display") == "none" or element.tag == f"{_TEXT}hidden-text":
            look = replace(look, hidden_by="display")
        return replace(place, look=look, target=target)

    def _style(self, name: str) -> dict[str, str]:
        """The style's formatting with CSS names, parents included."""
        found: dict[str, str] = {}
        for _ in range(_MAX_STYLE_DEPTH):
            style = self._styles.get(name)
            if style is None:
                break
            for properties in style:
                found = _css_names(properties) | found
            name = style.get(f"{_STYLE}parent-style-name", "")
        return found


def _css_names(properties: _Element) -> dict[str, str]:
    names = ("color", "background-color", "font-size")
    found = {name: value for name in names if (value := properties.get(f"{_FO}{name}"))}
    if found.get("font-size", "").endswith("%"):
        del found["font-size"]
    if properties.get(f"{_TEXT}display") == "none":
        found["display"] = "none"
    return found


def _cells(row: _Element) -> Iterator[_Element]:
    return row.iterchildren(f"{_TABLE}table-cell")


def read_odt(source: bytes, limits: ReadLimits) -> Reading:
    """ODT, zipped or flat: page headers, body with tables and text boxes, footers."""
    roots = _load_roots(source, limits)
    named = (style for root in roots for style in root.iter(f"{_STYLE}style"))
    walker = _Walker({style.get(f"{_STYLE}name", ""): style for style in named}, HiddenText())
    builder = TextBuilder(limits)
    place = _Place(css.Look())
    for area in (*_areas(roots[0], "header"), *_bodies(roots), *_areas(roots[0], "footer")):
        builder.add_all(walker.blocks(area, place))
    return builder.finish(walker._hidden.warnings())


def _load_roots(source: bytes, limits: ReadLimits) -> list[_Element]:
    """Styles, if there are any, and content; a flat file is both."""
    if not source.startswith(b"PK"):
        return [parse_xml(source)]
    package = Package(source, limits)
    _check(package)
    return [load_xml(package, n) for n in ("styles.xml", "content.xml") if n in package.names]


def _check(package: Package) -> None:
    if "content.xml" not in package.names:
        raise DamagedDocument("The ODT file has no content part; save it again and resend it.")
    manifest = "META-INF/manifest.xml"
    if manifest in package.names and b"encryption-data" in package.read(manifest):
        raise EncryptedDocument("The file asks for a password; send a copy without one.")


def _areas(root: _Element, name: str) -> list[_Element]:
    return list(root.iter(f"{_STYLE}{name}"))


def _bodies(roots: list[_Element]) -> list[_Element]:
    return [body for root in roots for body in root.iter(f"{_OFFICE}text")]
