"""What a file is, by its content. Names and declared types are never believed."""

from __future__ import annotations

import codecs
import re

from rolefit.errors import (
    DamagedDocument,
    EmptyDocument,
    EncryptedDocument,
    ReadError,
    UnknownFormat,
    UnsupportedFormat,
)
from rolefit.read.limits import ReadLimits
from rolefit.read.package import Package, package_names, package_type

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
RTF = "application/rtf"
HTML = "text/html"
MARKDOWN = "text/markdown"
TEXT = "text/plain"
JSON_RESUME = "application/json"
JOB_POSTING = "application/ld+json"
PNG = "image/png"
JPEG = "image/jpeg"

READABLE = "PDF, DOCX, ODT, RTF, HTML, Markdown or plain text"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SCANS = {b"\x89PNG\r\n\x1a\n": PNG, b"\xff\xd8\xff": JPEG}
_IMAGES = (b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_ARCHIVES = (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
_PDF_WITHIN_BYTES = 1024
_SAMPLE_BYTES = 4096
_BLANK = b"\x00 \t\r\n\f"
_FLAT_ODT = re.compile(
    rb"<office:document\s[^>]*office:mimetype=[\"']application/vnd\.oasis\.opendocument\.text[\"']"
)
_OTHER_MARKUP = re.compile(
    r"\s*<(?:\?xml|(?:\w+:)?(?:svg|package|wordDocument|rss|feed)\b)", re.IGNORECASE
)
_MAIL = re.compile(r"\s*MIME-Version:", re.IGNORECASE)
_WORD_TYPE = re.compile(
    rb"wordprocessingml\.(?:document|template)\.main|"
    rb"ms-word\.(?:document|template)\.macroEnabledMain"
)
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|style|"
    r"div|section|main|article|header|p|h[1-6]|table|ul|ol|span|br|font|center|b|strong)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_INSIDE = re.compile(r"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_TAG = re.compile(r"</?(?:p|br|ul|ol|li|div|strong|b|em|i|h[1-6]|span|a)\b[^>]*>", re.IGNORECASE)
_MARKDOWN_SIGNS = re.compile(
    r"^#{1,6}[ \t]+\S"  # heading
    r"|^(?:```|~~~)"  # fence
    r"|^\|?[ \t]*:?-{3,}:?[ \t]*\|"  # rule under a table head
    r"|(?<=\n)(?:={3,}|-{3,})[ \t]*$"  # heading underlined
    r"|\*\*[^*\s][^*\n]*\*\*|(?<!\w)__[^_\s][^_\n]*__(?!\w)"  # strong
    r"|\[[^\]\n]+\]\([^)\s]+\)|<https?://[^>\s]+>",  # links
    re.MULTILINE,
)
_MARKDOWN_LEAST_SIGNS = 2
_JSON_START = re.compile(r"\s*(?:\[\s*)?\{\s*[\"}]")
_JSON_PAIR = re.compile(r'\s*(?:\[\s*)?\{\s*(?:\}|"[^"\n]{0,200}"\s*:)')
_JOB_POSTING = re.compile(r'"@type"\s*:\s*(?:\[[^\]]{0,200})?"(?:\w{0,40}[:/]+)?JobPosting"')
_RESUME_KEYS = re.compile(r'"(basics|work|education|skills|projects|volunteer|publications)"\s*:')


def sniff_binary(source: bytes) -> str | None:
    """Media type of a binary format; None when the bytes may be text.

    Raises: EmptyDocument, EncryptedDocument, DamagedDocument, UnsupportedFormat, UnknownFormat.
    """
    if not source[:_SAMPLE_BYTES].strip(_BLANK) and not source.strip(_BLANK):
        raise EmptyDocument("The file is empty; send one with text in it.")
    if b"%PDF-" in source[:_PDF_WITHIN_BYTES]:
        return PDF
    if source.startswith(b"PK"):
        return _sniff_zip(source)
    if source[:_SAMPLE_BYTES].removeprefix(codecs.BOM_UTF8).lstrip()[:5] == b"{\\rtf":
        return RTF
    if _FLAT_ODT.search(source[:_SAMPLE_BYTES]):
        return ODT
    if source.startswith(_OLE):
        raise _ole_error(source)
    for start, media_type in _SCANS.items():
        if source.startswith(start):
            return media_type
    if _is_picture(source):
        raise UnsupportedFormat(
            f"This kind of picture is not read; send it as PNG, JPEG, or better as {READABLE}."
        )
    if source.startswith(_ARCHIVES):
        raise UnsupportedFormat(f"The file is an archive; unpack it and send {READABLE}.")
    return None


def _is_picture(source: bytes) -> bool:
    """GIF, TIFF, WebP, or BMP, whose two letters alone would be a word."""
    if source.startswith(b"BM"):
        return b"\x00" in source[6:10]
    return source.startswith(_IMAGES) or (source[:4] == b"RIFF" and source[8:12] == b"WEBP")


def sniff_text(text: str) -> str:
    """Media type of decoded text. Raises: UnsupportedFormat for JSON of another kind."""
    if _JSON_START.match(text):
        return _sniff_json(text)
    if _MAIL.match(text):
        raise UnsupportedFormat(f"Mail and web archives are not read; send {READABLE}.")
    if _HTML_START.match(text) or _HTML_INSIDE.search(text[:2048]):
        return HTML
    if _OTHER_MARKUP.match(text):
        raise UnsupportedFormat(f"This kind of markup is not read; send {READABLE}.")
    signs = _MARKDOWN_SIGNS.finditer(text)
    enough = sum(1 for _ in zip(range(_MARKDOWN_LEAST_SIGNS), signs, strict=False))
    return MARKDOWN if enough >= _MARKDOWN_LEAST_SIGNS else TEXT


def looks_like_markup(text: str) -> bool:
    """Whether a field of text holds HTML tags."""
    return bool(_TAG.search(text))


def _sniff_json(text: str) -> str:
    """By the words a job posting must have; other JSON counts as a résumé if it has its parts."""
    if _JOB_POSTING.search(text):
        return JOB_POSTING
    if len(set(_RESUME_KEYS.findall(text))) >= 2:
        return JSON_RESUME
    if _JSON_PAIR.match(text):
        raise UnsupportedFormat(
            "This JSON is neither a JSON Resume nor a schema.org JobPosting; send one of them."
        )
    return TEXT


def _sniff_zip(source: bytes) -> str:
    names = package_names(source)
    if any(n.startswith("word/document") for n in names) or _is_word(source):
        return DOCX
    if "EncryptedPackage" in names:
        raise _encrypted()
    declared = package_type(source)
    if declared == ODT:
        return ODT
    if names & {"xl/workbook.xml", "ppt/presentation.xml", "META-INF/container.xml"} or declared:
        raise UnsupportedFormat(f"This kind of office file is not read; send {READABLE}.")
    if "[Content_Types].xml" in names:
        raise DamagedDocument("The Word file has no document part; save it again and resend it.")
    raise UnsupportedFormat(f"The file is an archive; unpack it and send {READABLE}.")


def _is_word(source: bytes) -> bool:
    """Whether the list of parts names a Word document, whatever its part is called."""
    types = "[Content_Types].xml"
    package = Package(source, ReadLimits())
    return types in package.names and bool(_WORD_TYPE.search(package.read(types)))


def _ole_error(source: bytes) -> ReadError:
    if "EncryptedPackage".encode("utf-16-le") in source:
        return _encrypted()
    if "WordDocument".encode("utf-16-le") in source:
        return UnsupportedFormat("The old Word format .doc is not read; save it as .docx or PDF.")
    return UnsupportedFormat(f"This kind of office file is not read; send {READABLE}.")


def _encrypted() -> ReadError:
    return EncryptedDocument("The file asks for a password; send a copy without one.")


def unknown_format() -> UnknownFormat:
    return UnknownFormat(f"The file is none of the formats that are read; send {READABLE}.")
