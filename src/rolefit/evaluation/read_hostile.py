"""Files made to hurt or to confuse: bombs, broken ones, liars. Small on disk, all of them."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

_MIB = 1 << 20
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_WORDS = b"Data engineer who builds pipelines in Python and Spark. "


def make_zip(parts: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(
                zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED
            )
    return buffer.getvalue()


def make_hostile() -> dict[str, bytes]:
    """Files by name."""
    return {**dict(_bombs()), **dict(_broken()), **dict(_liars())}


# -- PDF by hand --------------------------------------------------------------------------


def make_pdf(*objects: bytes) -> bytes:
    """Objects numbered from 1; the first is the catalogue. No cross-reference: readers rebuild it."""
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % item for item in enumerate(objects, 1))
    return b"%PDF-1.5\n" + body + b"trailer <</Root 1 0 R>>\n%%EOF\n"


def _stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), entries, data)


def _page(
    box: bytes = b"0 0 595 842", contents: bytes = b"4 0 R", more: bytes = b""
) -> list[bytes]:
    return [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents %s/Resources<</Font<</F 5 0 R>>%s>>>>"
        % (box, contents, more),
    ]


_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def _pdf_text(text: bytes = _WORDS) -> bytes:
    return b"BT /F 11 Tf 40 700 Td (%s) Tj ET" % text


def _pack(data: bytes, times: int) -> bytes:
    for _ in range(times):
        data = zlib.compress(data, 9)
    return data


def _zeros(count: int) -> bytes:
    """A deflated run of blanks, made without holding it."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * _MIB) for _ in range(count >> 20))
    return packed + packer.flush()


def _bombs() -> Iterator[tuple[str, bytes]]:
    twice = zlib.compress(_zeros(2048 * _MIB), 9)
    filters = b"/Filter[/FlateDecode/FlateDecode]"
    yield "double flate.pdf", make_pdf(*_page(), _stream(twice, filters), _FONT)
    once = b"/Filter/FlateDecode"
    yield "flate.pdf", make_pdf(*_page(), _stream(_zeros(1024 * _MIB), once), _FONT)
    yield "form xobjects.pdf", _nested_forms(levels=12, wide=20)
    yield "form calls itself.pdf", _nested_forms(levels=1, wide=4, loops=True)
    pages = b"<</Type/Pages/Count 100000/Kids[%s]>>" % (b"3 0 R " * 100_000)
    one = _page()
    yield "100,000 pages.pdf", make_pdf(one[0], pages, one[2], _stream(_pdf_text()), _FONT)
    yield "pages in a ring.pdf", make_pdf(one[0], b"<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>")
    many = _pack(b"0 0 m 9 9 l S " * 2_000_000, 1)
    yield "2 M paths.pdf", make_pdf(*_page(), _stream(many, once), _FONT)
    text = _pack(b"BT /F 11 Tf 40 700 Td (word ) Tj ET\n" * 600_000, 1)
    yield "600,000 texts.pdf", make_pdf(*_page(), _stream(text, once), _FONT)
    image = b"/Type/XObject/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceRGB"
    picture = _stream(_zeros(64 * _MIB), image + b"/BitsPerComponent 8/Filter/FlateDecode")
    drawn = _stream(b"q 500 0 0 500 0 0 cm /I Do Q " + _pdf_text())
    more = b"/XObject<</I 6 0 R>>"
    yield "60,000 pixel picture.pdf", make_pdf(*_page(more=more), drawn, _FONT, picture)
    yield "14,400 point page.pdf", make_pdf(*_page(b"0 0 1e9 1e9"), _stream(_pdf_text()), _FONT)
    yield from _zip_bombs()
    yield from _text_bombs()


def _nested_forms(*, levels: int, wide: int, loops: bool = False) -> bytes:
    """Each form draws the next many times over."""
    forms = []
    for level in range(levels):
        own = 6 + level
        next_form = own if loops else own + 1
        calls = b"/X Do " * wide if loops or level + 1 < levels else _pdf_text(b"deep")
        entries = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F 5 0 R>>"
        forms.append(_stream(calls, entries + b"/XObject<</X %d 0 R>>>>" % next_form))
    start = _stream(_pdf_text() + b" /X Do")
    return make_pdf(*_page(more=b"/XObject<</X 6 0 R>>"), start, _FONT, *forms)


def _docx(body: bytes, **more: bytes) -> bytes:
    document = f"<w:document {_W}><w:body>".encode() + body + b"</w:body></w:document>"
    parts = {f"word/{name}.xml": data for name, data in more.items()}
    return make_zip({"[Content_Types].xml": b"<Types/>", "word/document.xml": document, **parts})


def _zip_bombs() -> Iterator[tuple[str, bytes]]:
    yield "200 MiB of text.docx", _docx(b"<w:p><w:r><w:t>" + b"a " * (100 * _MIB))
    paragraph = b"<w:p><w:r><w:t>a</w:t></w:r></w:p>"
    yield "5 M paragraphs.docx", _docx(paragraph * 5_000_000)
    yield "1 M paragraphs.docx", _docx(paragraph * 1_000_000)
    yield "deep.docx", _docx(b"<w:p>" * 200_000)
    yield "deep and closed.docx", _docx(b"<w:tbl>" * 5_000 + b"</w:tbl>" * 5_000)
    yield "20,000 parts.docx", make_zip({f"word/document{n}.xml": b"<a/>" for n in range(20_000)})
    entities = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
    )
    laughs = entities + b"]><x>&j;</x>"
    yield "billion laughs.docx", make_zip({"word/document.xml": laughs})
    outside = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    yield "external entity.docx", make_zip({"word/document.xml": outside})
    kind = b"application/vnd.oasis.opendocument.text"
    yield "billion laughs.odt", make_zip({"mimetype": kind, "content.xml": laughs})
    yield "overlapping.docx", _overlapping()
    styles = "".join(
        f'<w:style w:styleId="s{n}"><w:basedOn w:val="s{n - 1 if n else 30_000}"/></w:style>'
        for n in range(30_001)
    )
    sheet = f"<w:styles {_W}>{styles}</w:styles>".encode()
    styled = b'<w:p><w:pPr><w:pStyle w:val="s9"/></w:pPr><w:r><w:t>word</w:t></w:r></w:p>'
    yield "styles in a ring.docx", _docx(styled * 20_000, styles=sheet)


def _overlapping() -> bytes:
    """Many names for one compressed stream, as David Fifield's bombs have them."""
    inner = make_zip({"word/document.xml": b"<a>" + b" " * (40 * _MIB) + b"</a>"})
    central = inner[inner.index(b"PK\x01\x02") : inner.index(b"PK\x05\x06")]
    head = inner[: inner.index(b"PK\x01\x02")]
    count = 5_000
    end = b"PK\x05\x06\0\0\0\0" + count.to_bytes(2, "little") * 2
    end += (len(central) * count).to_bytes(4, "little") + len(head).to_bytes(4, "little") + b"\0\0"
    return head + central * count + end


def _text_bombs() -> Iterator[tuple[str, bytes]]:
    yield "nested.html", b"<html>" + b"<div>" * 1_000_000 + b"words"
    yield "nested tables.html", b"<html>" + b"<table><tr><td>" * 100_000 + b"words"
    yield "attributes.html", b"<html><p " + b"a=b " * 2_000_000 + b">words"
    yield "open comments.html", b"<html>" + b"<!-- " * 1_000_000
    yield "open tags.html", b"<html>" + b"<a <" * 1_000_000
    yield "open lists.html", b"<html>" + b"<ul><li>" * 300_000
    yield "style rules.html", b"<html><style>" + b"a{" * 2_000_000 + b"</style>words"
    yield "style without rules.html", b"<html><style>" + b"a" * _MIB + b"</style>words"
    yield "style of comments.html", b"<html><style>" + b"/*" * _MIB + b"</style>words"
    yield "classes.html", b"<html>" + b"<p class='" + b"a " * 3_000_000 + b"'>words"
    yield "nested.rtf", b"{\\rtf1" + b"{" * 1_000_000 + b"words" + b"}" * 1_000_001
    yield "many groups.rtf", b"{\\rtf1" + b"{\\b x}" * 1_000_000 + b"}"
    yield "fonts.rtf", b"{\\rtf1{\\fonttbl" + b"{\\f1\\fcharset" * 300_000 + b"}" * 300_002
    yield "nested.json", b'{"work":' + b"[" * 5_000_000
    yield "nested quotes.md", b"# A\n\n**b**\n\n" + b"> " * 200_000 + b"words"
    yield "brackets.md", b"# A\n\n**b**\n\n" + b"[" * 300_000
    yield "emphasis.md", b"# A\n\n" + b"*a **b " * 300_000
    yield "pipes.md", b"# A\n\n**b**\n\n" + b"|" * 200_000 + b"\n" + b"|-" * 200_000
    yield "one long line.txt", b"a" * (9 * _MIB)
    yield "9 MiB of words.txt", _WORDS * (9 * _MIB // len(_WORDS))
    yield "combining marks.txt", "".join(["e" + "\u0301" * 1000] * 2000).encode()
    yield "ligatures.txt", ("\ufdfa " * 200_000).encode()


# -- broken -------------------------------------------------------------------------------


def _small_pdf(password: str | None = None) -> bytes:
    buffer = io.BytesIO()
    encrypt = StandardEncryption(password, ownerPassword="owner") if password is not None else None
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=1, encrypt=encrypt)
    canvas.drawString(50, 780, _WORDS.decode())
    canvas.save()
    return buffer.getvalue()


def _broken() -> Iterator[tuple[str, bytes]]:
    pdf, word = _small_pdf(), _docx(b"<w:p><w:r><w:t>" + _WORDS + b"</w:t></w:r></w:p>")
    yield "empty.pdf", b""
    yield "blanks.txt", b" \n\t " * 100
    for share in (10, 50, 90):
        yield f"cut to {share} %.pdf", pdf[: len(pdf) * share // 100]
        yield f"cut to {share} %.docx", word[: len(word) * share // 100]
    yield "encrypted.pdf", _small_pdf("secret")
    yield "encrypted, empty password.pdf", _small_pdf("")
    yield (
        "no pages.pdf",
        make_pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"),
    )
    yield "0x0 page.pdf", make_pdf(*_page(b"0 0 0 0"), _stream(_pdf_text()), _FONT)
    yield "negative page.pdf", make_pdf(*_page(b"500 500 0 0"), _stream(_pdf_text()), _FONT)
    yield "no content.pdf", make_pdf(*_page(contents=b"99 0 R"))
    yield "catalogue is a number.pdf", make_pdf(b"42")
    yield "header only.pdf", b"%PDF-1.7\n"
    yield "noise.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 500
    damaged = bytearray(word)
    damaged[60:120] = bytes(60)
    yield "zeroed inside.docx", bytes(damaged)
    yield "no document.docx", make_zip({"[Content_Types].xml": b"<Types/>"})
    yield "not xml.docx", make_zip({"word/document.xml": b"\xff\xfe\x00"})
    yield "cut short.rtf", b"{\\rtf1\\ansi {\\b Nora {\\i Barista"
    yield "cut short.json", b'{"basics": {"name": "Jo"}, "work": ['
    yield "png header.png", b"\x89PNG\r\n\x1a\n" + bytes(300)
    yield "jpeg header.jpg", b"\xff\xd8\xff\xe0" + bytes(300)


# -- liars --------------------------------------------------------------------------------


def _liars() -> Iterator[tuple[str, bytes]]:
    pdf, word = _small_pdf(), _docx(b"<w:p><w:r><w:t>" + _WORDS + b"</w:t></w:r></w:p>")
    yield "really a pdf.docx", pdf
    yield "really a docx.pdf", word
    yield "really text.doc", _WORDS
    yield "pdf and html.html", b"<html><p>words\n" + pdf
    yield "pdf and zip.pdf", pdf + word
    yield "zip after noise.docx", b"noise" * 20 + word
    yield "text, then nulls.txt", _WORDS + bytes(50)
    yield "null bytes.txt", b"\x00".join([_WORDS] * 3)
    yield "lone surrogates.html", b"<html><p>A &#xD800; B \xed\xa0\x80 " + _WORDS
    yield "lone surrogates.rtf", b"{\\rtf1\\ansi A \\u-10240? B \\u-9216? " + _WORDS + b"\\par}"
    yield "lone surrogates.json", b'{"basics": {"name": "A \\ud800 B"}, "work": []}'
    for encoding in ("utf-16-le", "utf-16-be"):
        yield f"{encoding} without mark.txt", (_WORDS.decode() * 3).encode(encoding)
    yield "program.txt", b"\x7fELF\x02\x01" + bytes(500)
    yield (
        "old word.doc",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "WordDocument".encode("utf-16-le"),
    )
    yield "sheet.xlsx", make_zip({"xl/workbook.xml": b"<x/>", "[Content_Types].xml": b"<x/>"})
    yield "archive.zip", make_zip({"resume.txt": _WORDS})
    yield "zip in docx.docx", make_zip({"word/document.xml": word})
    yield (
        "path outside.docx",
        make_zip({"../../etc/passwd": b"x", "word/document.xml": b"<a>words</a>"}),
    )
    yield "script.html", b"<script>while(1){}</script><p>" + _WORDS
    actions = (
        b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1);while(1){})>>>>"
    )
    yield "javascript.pdf", make_pdf(actions, *_page()[1:], _stream(_pdf_text()), _FONT)
    launch = b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/Launch/F(/bin/sh)>>>>"
    yield "launch.pdf", make_pdf(launch, *_page()[1:], _stream(_pdf_text()), _FONT)
