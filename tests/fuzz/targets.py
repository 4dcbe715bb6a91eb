"""What is fuzzed: every walker of our own, and the sniffer.

A target takes bytes. It may raise `ReadError` and nothing else; what it returns keeps the promises
of `Document`.
"""

from __future__ import annotations

import contextlib
import io
import json
import random
import zipfile
from collections.abc import Callable, Mapping

from lxml import etree

from rolefit.errors import ReadError
from rolefit.read import ReadLimits
from rolefit.read.language import with_language
from rolefit.read.plain import decode
from rolefit.read.reading import PAGE_READERS, READERS, read
from rolefit.read.sniff import DOCX, HTML, MARKDOWN, ODT, RTF, TEXT, sniff_binary, sniff_text
from rolefit.read.structured import read_structured
from rolefit.types import Document, Link, Page, TextBlock

LIMITS = ReadLimits(max_bytes=1 << 20, max_characters=200_000, max_unpacked_bytes=4 << 20)
_KEYS = (
    "basics work projects skills education certificates languages name label summary location city "
    "profiles network url position startDate endDate highlights keywords level studyType area "
    "@type @graph title description hiringOrganization jobLocation address qualifications "
    "responsibilities experienceRequirements monthsOfExperience employmentType itemListElement"
).split()
_WORD_NAMES = ("document.xml", "styles.xml", "_rels/document.xml.rels", "footnotes.xml")


def sniff(data: bytes) -> None:
    media_type = sniff_binary(data) or sniff_text(decode(data))
    assert media_type in READERS or media_type in PAGE_READERS


def whole(data: bytes) -> None:
    check(read(data, limits=LIMITS))


def plain(data: bytes) -> None:
    _through(TEXT, data)


def html(data: bytes) -> None:
    _through(HTML, data)


def markdown(data: bytes) -> None:
    _through(MARKDOWN, data)


def rtf(data: bytes) -> None:
    _through(RTF, b"{\\rtf1" + data)


def structured(data: bytes) -> None:
    """The bytes, and a tree of JSON made from them with the keys that are looked for."""
    with contextlib.suppress(ReadError):
        read_structured(data, LIMITS)
    chance = random.Random(data)
    tree = {key: _tree(chance, 0) for key in chance.sample(_KEYS, 8)}
    read_structured(json.dumps(tree).encode(), LIMITS)


def _tree(chance: random.Random, depth: int) -> object:
    if depth < 4 and chance.random() < 0.4:
        return {key: _tree(chance, depth + 1) for key in chance.sample(_KEYS, chance.randrange(6))}
    if depth < 4 and chance.random() < 0.4:
        return [_tree(chance, depth + 1) for _ in range(chance.randrange(4))]
    return chance.choice(
        (None, True, -1, 1e300, "", "text", "<p>x<ul><li>y", "&lt;b&gt;", "JobPosting", "\x00")
    )


def docx(data: bytes) -> None:
    """The parts of a package, one after the other, cut at NULs."""
    parts = data.split(b"\x00")
    _through(DOCX, _zip(zip(_WORD_NAMES, parts, strict=False), "word/"))


def odt(data: bytes) -> None:
    parts = data.split(b"\x00")
    _through(ODT, _zip(zip(("content.xml", "styles.xml"), parts, strict=False), ""))


def _repaired(part: bytes) -> bytes:
    """Well-formed XML as near as may be: broken XML is refused before a walker sees it."""
    try:
        root = etree.fromstring(part, etree.XMLParser(recover=True, resolve_entities=False))
    except etree.XMLSyntaxError:
        return part
    return part if root is None else etree.tostring(root)


def _zip(parts, folder: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, part in parts:
            archive.writestr(folder + name, _repaired(part))
    return buffer.getvalue()


def _through(media_type: str, data: bytes) -> None:
    reading = READERS[media_type](data, LIMITS)
    check(
        Document(
            reading.text, media_type, "", reading.pages, reading.links, reading.warnings,
            blocks=reading.blocks,
        )
    )  # fmt: skip


def check(document: Document) -> None:
    """The promises of `Document`."""
    text = document.text
    text.encode()
    assert len(text) <= LIMITS.max_characters
    assert not any(character in text for character in "\x00\u200b\u202e\ufeff\r")
    items: list[Page | Link | TextBlock] = [*document.pages, *document.links, *document.blocks]
    assert all(0 <= item.start <= item.end <= len(text) for item in items)
    assert all(
        one.end <= two.start for one, two in zip(document.blocks, document.blocks[1:], strict=False)
    )
    assert all(quote for warning in document.warnings for quote in warning.quotes)
    found = with_language(document) if len(text) < 300 else document
    assert all(0 <= passage.start < passage.end <= len(text) for passage in found.foreign)


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "sniff": sniff, "plain": plain, "html": html, "markdown": markdown, "rtf": rtf, "docx": docx,
    "odt": odt, "structured": structured, "whole": whole,
}  # fmt: skip


def run(name: str, data: bytes) -> None:
    """One input through one target; `ReadError` is a fair answer."""
    with contextlib.suppress(ReadError):
        TARGETS[name](data)
