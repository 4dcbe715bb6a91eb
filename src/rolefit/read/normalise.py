"""One place where characters are made plain: what every format's text goes through.

Bullets of symbol fonts become "•", hyphen markers join their word, compatibility forms are folded
(NFKC), and characters nobody sees are dropped.
"""

from __future__ import annotations

import re
import unicodedata

BULLET = "•"

_SYMBOL_BULLETS = "\uf0b7\uf0d8\uf076\uf0a7\uf0fc\uf0a8\uf0b2\uf06e\uf071\uf0e0\uf0de"
_BULLET_GLYPHS = "•●▪◦‣■□▫◾◼➢➤►▶▸✓✔❖◆◇○∙⁃⦿⚫➔➜→❑❒⬤"
_LINE_ENDS = "\r\u2028\u2029\x0b\x0c\x85"
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls (tab and line feed stay)
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"  # soft hyphen, fillers
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"  # zero width, bidi
    "\ufff0-\uffff\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"  # specials, tags, selectors
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_HYPHEN_MARKER = re.compile("[\ufffe\x02](?:\r?\n)?")
_SOFT_HYPHEN_AT_END = re.compile("\xad[ \t]*\r?\n[ \t]*")
_TABLE = {ord(c): BULLET for c in _SYMBOL_BULLETS} | {ord(c): "\n" for c in _LINE_ENDS}
_SPACES = re.compile(r"\s+")
_BULLET_START = re.compile(
    rf"[ \t]*(?:[{_BULLET_GLYPHS}][ \t]*|[*·][ \t]+|[-–][ \t]+(?![\d ])|o[ \t]+(?=[A-Z]))"
)


def normalise_characters(text: str) -> str:
    """The same words in plain characters; line ends are line feeds."""
    if text.isascii() and text.isprintable():
        return text
    text = _join_surrogates(text).replace("\r\n", "\n")
    text = _HYPHEN_MARKER.sub("", text)
    text = _SOFT_HYPHEN_AT_END.sub("", text).translate(_TABLE)
    text = _PRIVATE.sub(" ", _UNSEEN.sub("", text))
    return unicodedata.normalize("NFKC", text)


def _join_surrogates(text: str) -> str:
    if not _SURROGATES.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


def reflow(text: str) -> str:
    """Every run of white space is one space."""
    return _SPACES.sub(" ", text)


def bullet_length(line: str) -> int:
    """Length of the bullet a line starts with, the space after it included; 0 without one."""
    match = _BULLET_START.match(line)
    return match.end() if match else 0
