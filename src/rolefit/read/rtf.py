"""RTF: control words by hand, with striprtf's tables of destinations and character sets."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from striprtf.striprtf import charset_map, destinations

from rolefit.errors import DamagedDocument
from rolefit.read.css import WHITE, Rgb, near
from rolefit.read.hidden import HiddenText
from rolefit.read.layout import Block, Piece, Reading, TextBuilder, table_rows
from rolefit.read.limits import ReadLimits

_TOKEN = re.compile(
    r"\\bin(?P<bin>\d{1,9}) ?|\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?"
    r"|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])|(?P<brace>[{}])|[\r\n]+"
    r"|(?P<text>[^\\{}\r\n]+)",
)
_FONT = re.compile(r"\\f(\d{1,9})(?:[^;\\]|\\(?!f\d)){0,200}?\\fcharset(\d{1,9})")
_COLOR = re.compile(r"(?:\\red(\d{1,9}))?\s*(?:\\green(\d{1,9}))?\s*(?:\\blue(\d{1,9}))?\s*[^;]*;")
_LINK = re.compile(r'HYPERLINK\s+(?:\\\w+\s+)*"?([^"\s]+)')
_SIGNS = {"~": " ", "_": "-", "-": "", "\n": "\n", "\r": "\n", "{": "{", "}": "}", "\\": "\\"}
_WORDS = {
    "tab": " ", "line": "\n", "emdash": "—", "endash": "–", "emspace": " ", "enspace": " ",
    "qmspace": " ", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "zwj": "", "zwnj": "",
}  # fmt: skip
_OLD_ENCODINGS = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
_BULLET_GROUPS = ("pntext", "listtext")
_TINY_HALF_POINTS = 4
_MAX_DEPTH = 1000


@dataclass(frozen=True, slots=True)
class _State:
    skip: bool = False
    bullet: bool = False
    hidden: bool = False
    half_points: int = 24
    color: int = 0
    shade: int = 0
    unicode_skip: int = 1
    encoding: str = "cp1252"
    target: str = ""


@dataclass(slots=True)
class _RtfReader:
    """Follows control words and collects blocks."""

    encoding: str
    fonts: Mapping[int, str]
    colors: list[Rgb | None]
    destinations: frozenset[str]
    hidden: HiddenText = field(default_factory=HiddenText)
    blocks: list[Block] = field(default_factory=list)
    _state: _State = field(default_factory=_State)
    _stack: list[_State] = field(default_factory=list)
    _pieces: list[Piece] = field(default_factory=list)
    _cells: list[list[Block]] = field(default_factory=list)
    _bytes: bytearray = field(default_factory=bytearray)
    _item: bool = False
    _target: str = ""
    _fallback: int = 0
    _high: int = 0

    def feed(self, text: str) -> None:
        position = 0
        while match := _TOKEN.match(text, position):
            position = match.end() + int(match["bin"] or 0)
            if match["hex"] is None:
                self._flush_bytes()
            self._token(match)
        self._flush_bytes()
        self._end_paragraph()

    @property
    def open_groups(self) -> int:
        return len(self._stack)

    def _token(self, match: re.Match[str]) -> None:
        if match["brace"]:
            self._brace(match["brace"])
        elif match["word"]:
            number = match["number"]
            self._word(match["word"], None if number is None else int(number))
        elif match["hex"]:
            self._hex(int(match["hex"], 16))
        elif match["sign"]:
            self._sign(match["sign"])
        elif match["text"]:
            kept = match["text"][self._fallback :]
            self._fallback = max(self._fallback - len(match["text"]), 0)
            self._write(kept)

    def _brace(self, brace: str) -> None:
        self._fallback = 0
        if brace == "{":
            if len(self._stack) >= _MAX_DEPTH:
                raise DamagedDocument("The RTF file nests groups too deeply; save it as DOCX.")
            self._stack.append(self._state)
        elif self._stack:
            self._state = self._stack.pop()

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._state = replace(self._state, skip=True)
        else:
            self._write(_SIGNS.get(sign, ""))

    def _hex(self, byte: int) -> None:
        if self._fallback:
            self._fallback -= 1
        else:
            self._bytes.append(byte)

    def _flush_bytes(self) -> None:
        if self._bytes:
            data, self._bytes = bytes(self._bytes), bytearray()
            self._write(data.decode(self._state.encoding, "replace"))

    def _word(self, word: str, number: int | None) -> None:
        if word == "u" and number is not None:
            self._unit(number % 0x10000)
            self._fallback = self._state.unicode_skip
        elif word in _BULLET_GROUPS:
            self._item = self._item or not self._state.skip
            self._state = replace(self._state, skip=True)
        elif word == "fldinst":
            self._state = replace(self._state, skip=True, bullet=True)
        elif word == "fldrslt":
            self._state = replace(self._state, target=self._target)
        elif word in self.destinations:
            self._state = replace(self._state, skip=True)
        elif word in _WORDS:
            self._write(_WORDS[word])
        elif not self._state.skip:
            self._break(word)
            self._format(word, number)

    def _unit(self, unit: int) -> None:
        """A UTF-16 unit: the first of two waits for its other half."""
        if 0xDC00 <= unit < 0xE000 and self._high:
            self._write(chr(0x10000 + ((self._high - 0xD800) << 10) + (unit - 0xDC00)))
            self._high = 0
            return
        self._high = unit if 0xD800 <= unit < 0xDC00 else 0
        if not self._high:
            self._write(chr(unit))

    def _break(self, word: str) -> None:
        if word in ("par", "sect", "page"):
            self._end_paragraph()
        elif word in ("cell", "nestcell"):
            self._end_cell()
        elif word in ("row", "nestrow"):
            self.blocks += table_rows(self._cells)
            self._cells = []

    def _format(self, word: str, number: int | None) -> None:
        state = self._state
        if word in ("v", "webhidden"):
            state = replace(state, hidden=number != 0)
        elif word == "fs":
            state = replace(state, half_points=24 if number is None else number)
        elif word == "cf":
            state = replace(state, color=number or 0)
        elif word in ("highlight", "cb", "chcbpat", "cbpat"):
            state = replace(state, shade=number or 0)
        elif word == "uc":
            state = replace(state, unicode_skip=number or 0)
        elif word == "f":
            state = replace(state, encoding=self.fonts.get(number or 0, self.encoding))
        elif word == "plain":
            state = replace(state, hidden=False, half_points=24, color=0, shade=0)
        elif word == "pard":
            state = replace(state, shade=0)
        self._state = state

    def _write(self, text: str) -> None:
        if self._state.bullet:
            found = _LINK.search(text)
            self._target = found[1] if found else self._target
        if self._state.skip or not text:
            return
        how = self._hidden_by()
        if how:
            self.hidden.add(how, text)
        else:
            self._pieces.append(Piece(text, self._state.target))

    def _hidden_by(self) -> str:
        if self._state.hidden:
            return "vanish"
        if self._state.half_points <= _TINY_HALF_POINTS:
            return "tiny"
        color, shade = self._color(self._state.color), self._color(self._state.shade)
        return "colour" if color and near(color, shade or WHITE) else ""

    def _color(self, index: int) -> Rgb | None:
        return self.colors[index] if 0 <= index < len(self.colors) else None

    def _end_paragraph(self) -> None:
        block = self._take()
        if self._cells or block is None:
            self._pieces = [*block.pieces, Piece("\n")] if block else []
            return
        self.blocks.append(block)

    def _end_cell(self) -> None:
        block = self._take()
        self._cells.append([block] if block else [])

    def _take(self) -> Block | None:
        pieces, self._pieces = tuple(self._pieces), []
        item, self._item = self._item, False
        if not any(piece.text.strip() for piece in pieces):
            return None
        return Block("item" if item else "paragraph", pieces)


def read_rtf(source: bytes, limits: ReadLimits) -> Reading:
    """RTF: paragraphs, list items and table rows; hidden words become warnings."""
    text = source.removeprefix(codecs.BOM_UTF8).decode("latin-1")
    encoding = _default_encoding(text[:4096])
    fonts = {int(f): _known(charset_map.get(int(c)) or encoding) for f, c in _fonts(text)}
    names = frozenset(destinations) | {"fonttbl", "colortbl", "stylesheet", "listtable", "pict"}
    reader = _RtfReader(encoding, fonts, _colors(text), names - {"fldrslt"})
    reader._state = _State(encoding=encoding)
    reader.feed(text)
    if reader.open_groups > 1:
        raise DamagedDocument("The RTF file is cut short; save it again and resend it.")
    builder = TextBuilder(limits)
    builder.add_all(reader.blocks)
    return builder.finish(reader.hidden.warnings())


def _default_encoding(head: str) -> str:
    if codepage := re.search(r"\\ansicpg(\d+)", head):
        return _known(f"cp{codepage[1]}")
    told = re.search(r"\\(mac|pca|pc)\b", head)
    return _OLD_ENCODINGS[told[1]] if told else "cp1252"


def _fonts(text: str) -> list[tuple[str, str]]:
    return _FONT.findall(_group(text, "fonttbl"))


def _colors(text: str) -> list[Rgb | None]:
    table = _group(text, "colortbl").removeprefix("\\colortbl")
    return [
        (int(r or 0), int(g or 0), int(b or 0)) if r or g or b else None
        for r, g, b in _COLOR.findall(table)
    ]


def _group(text: str, name: str) -> str:
    """The inside of the group that starts with a control word, up to the brace that closes it."""
    start = text.find(f"{{\\{name}")
    if start < 0:
        return ""
    depth = 0
    for brace in re.finditer(r"[{}]", text[start : start + 200_000]):
        depth += 1 if brace[0] == "{" else -1
        if not depth:
            return text[start + 1 : start + brace.start()]
    return ""


def _known(encoding: str) -> str:
    try:
        "".encode(encoding)
    except (LookupError, OSError):  # in the sandbox no file can be opened to look for it
        return "cp1252"
    return encoding
