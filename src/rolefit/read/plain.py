"""Plain text: which characters the bytes are, and lines as they stand."""

from __future__ import annotations

import codecs
import importlib
import re

from rolefit.errors import NotText
from rolefit.read.layout import Block, Piece, Reading, TextBuilder
from rolefit.read.limits import ReadLimits
from rolefit.read.sniff import unknown_format

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins like UTF-16's, so it is asked first
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE_BYTES = 4096
_UTF16_NUL_SHARE = 0.3
_WESTERN_HIGH_SHARE = 0.05
_UTF8_DAMAGE_SHARE = 0.001
_LEAST_LETTER_SHARE = 0.3
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_CONTROL_SHARE = 0.01


def decode(source: bytes) -> str:
    """The text of the bytes: by byte-order mark, UTF-8, UTF-16 without a mark, then a guess.

    Raises: UnknownFormat for binary data, NotText for bytes that are no text in any encoding.
    """
    bare = source.rstrip(b"\x00")  # padding of old programs; in UTF-16 there are more
    source = source if b"\x00" in bare else bare
    text = _decode_marked(source)
    if text is None:
        text = _decode_utf16(source) if b"\x00" in source[:_SAMPLE_BYTES] else _decode_bytes(source)
    if len(_CONTROLS.findall(text[:_SAMPLE_BYTES])) > _CONTROL_SHARE * len(text[:_SAMPLE_BYTES]):
        raise unknown_format()
    return text


def _decode_marked(source: bytes) -> str | None:
    for mark, encoding in _BOMS:
        if source.startswith(mark):
            return source[len(mark) :].decode(encoding, "replace")
    return None


def _decode_utf16(source: bytes) -> str:
    """UTF-16 without a mark: text in Latin letters has its NULs on one side only."""
    sample = source[:_SAMPLE_BYTES]
    least = _UTF16_NUL_SHARE * len(sample) / 2
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > least and even * 10 < odd:
        return source.decode("utf-16-le", "replace")
    if even > least and odd * 10 < even:
        return source.decode("utf-16-be", "replace")
    if even + odd <= 0.001 * len(sample):  # a stray NUL in text
        return _decode_bytes(source.replace(b"\x00", b""))
    raise unknown_format()


def _decode_bytes(source: bytes) -> str:
    try:
        return source.decode("utf-8")
    except UnicodeDecodeError:
        pass
    text = source.decode("utf-8", "replace")
    damage = text.count("�")
    if damage <= _UTF8_DAMAGE_SHARE * len(text) and not text.replace("�", "").isascii():
        return text
    high = sum(1 for byte in source if byte > 127)
    if high <= _WESTERN_HIGH_SHARE * len(source):
        return source.decode("cp1252", "replace")
    return _guess(source)


def _guess(source: bytes) -> str:
    charset_normalizer = importlib.import_module("charset_normalizer")
    best = charset_normalizer.from_bytes(source).best()
    if best is None:
        raise NotText("The bytes are not text in any known encoding; save the file as UTF-8.")
    return str(best)


def read_plain(source: bytes, limits: ReadLimits) -> Reading:
    """Plain text, line by line as it stands."""
    text = decode(source)
    letters = sum(1 for character in text[:_SAMPLE_BYTES] if character.isalpha())
    if letters < _LEAST_LETTER_SHARE * len("".join(text[:_SAMPLE_BYTES].split())):
        raise NotText("The file holds hardly any words; send a résumé or a job description.")
    builder = TextBuilder(limits)
    builder.add(Block("lines", (Piece(text),)))
    return builder.finish()
