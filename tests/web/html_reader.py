"""A page as tests see it: elements with attributes and text, by the standard library's parser."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"meta", "link", "input", "img", "br"})


@dataclass
class Element:
    name: str
    attributes: dict[str, str]
    children: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(c if isinstance(c, str) else c.text for c in self.children)

    @property
    def words(self) -> str:
        return " ".join(self.text.split())

    def has_class(self, name: str) -> bool:
        return name in self.attributes.get("class", "").split()

    def find_all(self, name: str = "", *, style: str = "") -> list[Element]:
        """Descendants of this name and class, in order."""
        found: list[Element] = []
        for child in self.children:
            if isinstance(child, Element):
                if (not name or child.name == name) and (not style or child.has_class(style)):
                    found.append(child)
                found += child.find_all(name, style=style)
        return found

    def find(self, name: str = "", *, style: str = "") -> Element:
        [first, *_] = self.find_all(name, style=style)
        return first


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].name == tag, f"</{tag}> closes <{self.open[-1].name}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read_page(html: str) -> Element:
    """Raises: AssertionError when elements are not well nested."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    assert len(builder.open) == 1
    return builder.open[0]
