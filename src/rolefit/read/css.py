"""The little of CSS that decides whether words can be seen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

Style = Mapping[str, str]
Rgb = tuple[int, int, int]
WHITE: Rgb = (255, 255, 255)
BLACK: Rgb = (0, 0, 0)

_NAMED: Mapping[str, Rgb] = {
    "white": WHITE, "black": BLACK, "snow": (255, 250, 250), "ivory": (255, 255, 240),
    "ghostwhite": (248, 248, 255), "whitesmoke": (245, 245, 245), "floralwhite": (255, 250, 240),
    "red": (255, 0, 0), "blue": (0, 0, 255), "green": (0, 128, 0), "gray": (128, 128, 128),
    "grey": (128, 128, 128), "yellow": (255, 255, 0), "navy": (0, 0, 128), "silver": (192,) * 3,
}  # fmt: skip
_LEAST_CONTRAST = 12
_TINY_POINTS = 2.0
_FAR_OFF_PIXELS = 900.0
_POINTS = {
    "px": 0.75,
    "pt": 1.0,
    "em": 12.0,
    "rem": 12.0,
    "%": 0.12,
    "mm": 2.83,
    "cm": 28.3,
    "": 0.75,
}
_LENGTH = re.compile(r"(-?\d*\.?\d+)\s*([a-z%]*)")
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_SIMPLE_SELECTOR = re.compile(r"[a-z][a-z0-9]*|[a-z0-9]*[.#][\w-]+", re.IGNORECASE)
_RGB = re.compile(r"rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)(?:[\s,/]+([\d.]+%?))?")


@dataclass(frozen=True, slots=True)
class Look:
    """How words look at one place of the page; `hidden_by` names what hides them, if anything."""

    hidden_by: str = ""
    visibility: str = ""
    color: Rgb = BLACK
    background: Rgb | None = WHITE
    tiny: bool = False
    transparent: bool = False

    @property
    def hides(self) -> str:
        """What hides the words here, or an empty string."""
        if self.hidden_by or self.visibility:
            return self.hidden_by or self.visibility
        if self.tiny:
            return "tiny"
        if self.transparent or (self.background and near(self.color, self.background)):
            return "colour"
        return ""


def parse_declarations(text: str) -> dict[str, str]:
    """`a: b; c: d` as a mapping, lower case."""
    pairs = (part.partition(":") for part in _COMMENT.sub("", text).lower().split(";"))
    return {
        name.strip(): value.replace("!important", "").strip() for name, _, value in pairs if value
    }


def _rules(text: str) -> Iterator[tuple[str, str]]:
    """Innermost rules as selectors and body, in one pass whatever the text."""
    for piece in text.split("}")[:-1]:
        head, brace, body = piece.rpartition("{")
        if brace:
            yield head.rpartition("{")[2], body


def parse_sheet(text: str) -> dict[str, dict[str, str]]:
    """Rules of a style sheet whose selector is one tag, class or id; others are not followed."""
    rules: dict[str, dict[str, str]] = {}
    for selectors, body in _rules(_COMMENT.sub("", text)):
        for selector in (name.strip() for name in selectors.split(",")):
            if _SIMPLE_SELECTOR.fullmatch(selector):
                rules.setdefault(selector, {}).update(parse_declarations(body))
    return rules


def apply(style: Style, look: Look) -> Look:
    """The look inside an element with this style, given the look around it."""
    hidden_by = look.hidden_by or _removed_by(style)
    size = _points(style.get("font-size", ""))
    color = parse_color(style.get("color", ""))
    visibility = look.visibility
    if "visibility" in style:
        visibility = "visibility" if style["visibility"] in ("hidden", "collapse") else ""
    return replace(
        look,
        hidden_by=hidden_by,
        visibility=visibility,
        color=color or look.color,
        background=_background(style, look.background),
        tiny=look.tiny if size is None else size <= _TINY_POINTS,
        transparent=_is_clear(style["color"]) if "color" in style else look.transparent,
    )


def _removed_by(style: Style) -> str:
    """What in an element's own style takes it and all within it out of sight."""
    if style.get("display") == "none" or style.get("mso-hide") == "all":
        return "display"
    if _number(style.get("opacity", "1")) == 0.0:
        return "opacity"
    if _is_off_screen(style):
        return "off_screen"
    clipped = "rect(0" in style.get("clip", "") or "inset(50%" in style.get("clip-path", "")
    folded = style.get("overflow") == "hidden" and any(
        _points(style.get(side, "")) in (0.0, 0.75) for side in ("width", "height", "max-height")
    )
    return "clipped" if clipped or folded or "scale(0)" in style.get("transform", "") else ""


def _is_off_screen(style: Style) -> bool:
    sides = ["text-indent", "margin-left", "margin-top"]
    if style.get("position") in ("absolute", "fixed"):
        sides += ["left", "top", "right", "bottom"]
    lengths = (_points(style.get(side, "")) for side in sides)
    return any(length is not None and length <= -_FAR_OFF_PIXELS * 0.75 for length in lengths)


def _background(style: Style, around: Rgb | None) -> Rgb | None:
    """The colour behind; None when it is a picture or gradient, which hides nothing for sure."""
    value = style.get("background-color") or style.get("background") or ""
    if "url(" in value or "gradient" in value or style.get("background-image", "none") != "none":
        return None
    if not value or _is_clear(value) or value in ("none", "inherit"):
        return around
    return parse_color(value.split(" ")[0] if "(" not in value else value)


def parse_color(value: str) -> Rgb | None:
    """Red, green and blue of a CSS colour; None when it is not understood."""
    value = value.strip()
    if value in _NAMED:
        return _NAMED[value]
    digits = value[1:] if value.startswith("#") else ""
    if len(digits) in (3, 4):
        digits = "".join(2 * digit for digit in digits[:3])
    if len(digits) in (6, 8) and all(digit in "0123456789abcdef" for digit in digits):
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
    match = _RGB.match(value)
    return (int(match[1]), int(match[2]), int(match[3])) if match else None


def near(one: Rgb, other: Rgb) -> bool:
    """Whether two colours cannot be told apart."""
    return all(abs(a - b) <= _LEAST_CONTRAST for a, b in zip(one, other, strict=True))


def _is_clear(value: str) -> bool:
    match = _RGB.match(value)
    return value == "transparent" or bool(match and match[4] and _number(match[4]) == 0.0)


def _points(value: str) -> float | None:
    match = _LENGTH.match(value)
    return float(match[1]) * _POINTS.get(match[2], 12.0) if match else None


def _number(value: str) -> float:
    match = _LENGTH.match(value)
    return float(match[1]) if match else 1.0
