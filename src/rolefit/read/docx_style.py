"""What Word's styles say of a paragraph or run: heading, list item, hidden."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rolefit.read.css import BLACK, WHITE, near, parse_color
from rolefit.read.package import Package
from rolefit.read.xml import load_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = ("0", "false", "off", "none")
_TINY_HALF_POINTS = 4.0
_MAX_STYLE_DEPTH = 20
UNKNOWN_FILL = "?"


@dataclass(frozen=True, slots=True)
class RunLook:
    vanish: bool
    size_half_points: str
    color: str
    fill: str


def value(element: _Element | None, name: str = "val") -> str:
    """An attribute in Word's namespace, or nothing."""
    return "" if element is None else str(element.get(f"{W}{name}", ""))


def run_hidden_by(look: RunLook) -> str:
    """What hides a run, or an empty string."""
    if look.vanish:
        return "vanish"
    try:
        if 0 <= float(look.size_half_points or "20") <= _TINY_HALF_POINTS:
            return "tiny"
    except ValueError:
        pass
    if look.fill == UNKNOWN_FILL:
        return ""
    color = parse_color(f"#{look.color.lower()}") or BLACK
    fill = parse_color(f"#{look.fill.lower()}") or WHITE
    return "colour" if near(color, fill) and look.color not in ("", "auto") else ""


class Styles:
    """`word/styles.xml`, asked with inheritance."""

    def __init__(self, root: _Element | None) -> None:
        found = [] if root is None else root.findall(f"{W}style")
        self._styles = {value(style, "styleId"): style for style in found}
        self._chains: dict[str, tuple[_Element, ...]] = {}
        default = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self._defaults = [] if default is None else [default]

    @classmethod
    def load(cls, package: Package) -> Styles:
        name = "word/styles.xml"
        return cls(load_xml(package, name) if name in package.names else None)

    def is_heading(self, properties: _Element | None) -> bool:
        names = (
            value(style.find(f"{W}name")).lower() for style in self._chain(properties, "pStyle")
        )
        return any(name.startswith("heading ") or name == "title" for name in names)

    def is_item(self, properties: _Element | None) -> bool:
        for element in self._paragraph_properties(properties):
            number = element.find(f"{W}numPr/{W}numId")
            if number is not None:
                return value(number) not in ("", "0")
        names = (
            value(style.find(f"{W}name")).lower() for style in self._chain(properties, "pStyle")
        )
        return any(name.startswith(("list bullet", "list number")) for name in names)

    def paragraph_fill(self, properties: _Element | None) -> str:
        found = (_fill(p.find(f"{W}shd")) for p in self._paragraph_properties(properties))
        return next((fill for fill in found if fill), "")

    def table_fill(self, table: _Element) -> str:
        """ "?" when the table's style colours cells: which ones is not worked out."""
        properties = table.find(f"{W}tblPr")
        chain = self._chain(properties, "tblStyle")
        return UNKNOWN_FILL if any(s.find(f".//{W}shd") is not None for s in chain) else ""

    def page_fill(self, root: _Element) -> str:
        color = value(root.find(f"{W}background"), "color")
        return "" if color == "auto" else color

    def run_look(self, run: _Element | None, paragraph: _Element | None, fill: str) -> RunLook:
        sources = list(self._run_properties(run, paragraph))

        def first(name: str) -> _Element | None:
            return next((e for s in sources if (e := s.find(f"{W}{name}")) is not None), None)

        vanish = next((e for n in ("vanish", "specVanish") if (e := first(n)) is not None), None)
        own_fill = _fill(first("shd")) or (UNKNOWN_FILL if first("highlight") is not None else "")
        return RunLook(
            vanish=vanish is not None and value(vanish) not in _OFF,
            size_half_points=value(first("sz")),
            color=value(first("color")),
            fill=own_fill or fill,
        )

    def _run_properties(
        self, run: _Element | None, paragraph: _Element | None
    ) -> Iterator[_Element]:
        """Run properties, the one that decides first."""
        if run is not None:
            yield run
        for style in self._chain(run, "rStyle"):
            yield from style.findall(f"{W}rPr")
        for style in self._chain(paragraph, "pStyle"):
            yield from style.findall(f"{W}rPr")
        yield from self._defaults

    def _paragraph_properties(self, properties: _Element | None) -> Iterator[_Element]:
        if properties is not None:
            yield properties
        for style in self._chain(properties, "pStyle"):
            yield from style.findall(f"{W}pPr")

    def _chain(self, properties: _Element | None, kind: str) -> tuple[_Element, ...]:
        """The named style and those it is based on."""
        name = "" if properties is None else value(properties.find(f"{W}{kind}"))
        if name not in self._chains:
            self._chains[name] = tuple(self._ancestry(name))
        return self._chains[name]

    def _ancestry(self, name: str) -> Iterator[_Element]:
        for _ in range(_MAX_STYLE_DEPTH):
            style = self._styles.get(name)
            if style is None:
                return
            yield style
            name = value(style.find(f"{W}basedOn"))


def _fill(shading: _Element | None) -> str:
    fill = value(shading, "fill")
    return "" if fill == "auto" else fill
