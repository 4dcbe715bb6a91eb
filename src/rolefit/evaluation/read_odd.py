"""Honest files of odd make: what other programs write, or other projects' tests hold. All show VISIBLE."""

from __future__ import annotations

import base64
import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from rolefit.evaluation.read_hidden import VISIBLE
from rolefit.evaluation.read_hostile import make_pdf, make_zip

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
_STARTS = tuple(780 - 14 * number for number in range(len(VISIBLE)))


def make_odd() -> dict[str, bytes]:
    """Files by name."""
    return {
        **dict(_pages()), **dict(_structures()), **dict(_strings()), **dict(_annotations()),
        **dict(_words()), **dict(_rich_texts()), **dict(_markup()), **dict(_texts()),
    }  # fmt: skip


def _lines(show: str = "({}) Tj", *, before: str = "") -> bytes:
    shown = " T* ".join(show.format(line) for line in VISIBLE)
    return f"{before} BT /F 11 Tf 14 TL 50 780 Td {shown} ET".encode()


def _stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(data), data)


def _pdf(  # noqa: PLR0913 - what a PDF may say of itself
    content: bytes = b"", *, box: bytes = b"0 0 595 842", page: bytes = b"", catalog: bytes = b"",
    filters: bytes = b"", more: tuple[bytes, ...] = (), font: bytes = _FONT,
) -> bytes:  # fmt: skip
    return make_pdf(
        b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>>>%s>>" % (box, page),
        _stream(content or _lines(), filters),
        font,
        *more,
    )


def _pages() -> Iterator[tuple[str, bytes]]:
    for turn in (180, 270, -90, 45):
        yield f"turned by {turn}.pdf", _pdf(page=b"/Rotate %d" % turn)
    moved = _lines(before="1 0 0 1 -300 -400 cm")
    yield "origin inside.pdf", _pdf(moved, box=b"-300 -400 295 442")
    yield "box from the top.pdf", _pdf(box=b"595 842 0 0")
    yield "largest page.pdf", _pdf(box=b"0 0 14400 14400")
    yield "user unit.pdf", _pdf(page=b"/UserUnit 4")
    yield "cropped.pdf", _pdf(box=b"0 0 2000 2000", page=b"/CropBox[0 0 595 842]")
    yield "crop beyond the page.pdf", _pdf(page=b"/CropBox[-100 -100 900 900]")
    yield "no box.pdf", _pdf().replace(b"/MediaBox[0 0 595 842]", b"")
    box = b"/MediaBox[0 0 595 842]"
    yield "box elsewhere.pdf", _pdf(more=(b"[0 0 595 842]",)).replace(box, b"/MediaBox 6 0 R")


def _structures() -> Iterator[tuple[str, bytes]]:
    pdf = _pdf()
    yield "carriage returns.pdf", pdf.replace(b"\n", b"\r")
    yield "noise before.pdf", b"noise\n" * 50 + pdf
    yield "noise after.pdf", pdf + bytes(5000)
    yield "wrong length.pdf", pdf.replace(b"/Length ", b"/Length 9")
    yield "no length.pdf", re.sub(rb"/Length \d+", b"", pdf)
    yield "version 9.pdf", pdf.replace(b"%PDF-1.", b"%PDF-9.")
    yield "no endobj.pdf", pdf.replace(b"endobj", b"")
    yield "no end.pdf", pdf.replace(b"%%EOF", b"")
    yield "negative count.pdf", pdf.replace(b"/Count 1", b"/Count -1")
    yield "no types.pdf", re.sub(rb"/Type/(?:Pages?|Catalog)", b"", pdf)
    yield "font not named.pdf", pdf.replace(b"/Font<</F 5 0 R>>", b"")
    yield "object streams.pdf", _with_object_streams()
    yield "lost start.pdf", _with_object_streams().replace(b"startxref\n", b"startxref\n9")


def _with_object_streams() -> bytes:
    """Objects packed and listed in streams, as PDF 1.5 and later allow."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>>>>>", _FONT,
    )  # fmt: skip
    numbers, starts = (1, 2, 3, 5), [sum(map(len, objects[:n])) for n in range(4)]
    head = b" ".join(b"%d %d" % pair for pair in zip(numbers, starts, strict=True)) + b" "
    packed = zlib.compress(head + b"".join(objects))
    entries = b"/Type/ObjStm/N 4/First %d/Filter/FlateDecode" % len(head)
    pdf, places = b"%PDF-1.5\n", {}
    for number, body in ((4, _stream(_lines())), (6, _stream(packed, entries))):
        places[number] = len(pdf)
        pdf += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    places[7] = len(pdf)
    rows = [bytes(5)]
    for number in range(1, 8):
        inside = numbers.index(number) if number in numbers else 0
        place, kind = (6, 2) if number in numbers else (places[number], 1)
        rows.append(bytes([kind]) + place.to_bytes(3, "big") + bytes([inside]))
    table = zlib.compress(b"".join(rows))
    entries = b"/Type/XRef/Size 8/W[1 3 1]/Root 1 0 R/Filter/FlateDecode"
    pdf += b"7 0 obj\n%s\nendobj\n" % _stream(table, entries)
    return pdf + b"startxref\n%d\n%%%%EOF" % places[7]


def _strings() -> Iterator[tuple[str, bytes]]:
    lines = _lines()
    hexed = " T* ".join(f"<{line.encode().hex()}> Tj" for line in VISIBLE).encode()
    yield "hex strings.pdf", _pdf(b"BT /F 11 Tf 14 TL 50 780 Td " + hexed + b" ET")
    ascii85 = base64.a85encode(lines) + b"~>"
    yield "ascii85.pdf", _pdf(ascii85, filters=b"/Filter/ASCII85Decode")
    both = zlib.compress(lines).hex().encode() + b">"
    yield "two filters.pdf", _pdf(both, filters=b"/Filter[/AHx/Fl]")
    yield "stream cut.pdf", _pdf(zlib.compress(lines)[:-6], filters=b"/Filter/FlateDecode")
    kerned = (line.replace(" ", ") -300 (") for line in VISIBLE)
    spaced = " T* ".join(f"[({line})] TJ" for line in kerned)
    yield "spaces by kerning.pdf", _pdf(f"BT /F 11 Tf 14 TL 50 780 Td {spaced} ET".encode())
    yield "mirrored twice.pdf", _placed("1 0 0 -1 50 {}", "1 0 0 -1 0 842 cm", mirror=True)
    yield "size in the matrix.pdf", _placed("11 0 0 11 50 {}", "", size=1)
    yield "upwards.pdf", _placed("0 1 -1 0 {} 50", "", upwards=True)
    drawn = (_stream(b"600 0 0 0 500 700 d1 50 0 400 600 re f"),)
    yield "type 3 font.pdf", _pdf(font=_type3_font(), more=drawn)


def _placed(
    matrix: str, before: str, *, size: int = 11, mirror: bool = False, upwards: bool = False
) -> bytes:
    content = f"{before} BT /F {size} Tf "
    for number, (y, line) in enumerate(zip(_STARTS, VISIBLE, strict=True)):
        place = 842 - y if mirror else 100 + 14 * number if upwards else y
        content += f"{matrix.format(place)} Tm ({line}) Tj "
    return _pdf((content + "ET").encode())


def _type3_font() -> bytes:
    codes = range(32, 127)
    names = b" ".join(b"/c%d" % code for code in codes)
    drawings = b" ".join(b"/c%d 6 0 R" % code for code in codes)
    return (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 750 750]/FontMatrix[.001 0 0 .001 0 0]"
        b"/FirstChar 32/LastChar 126/Widths[%s]/Encoding<</Type/Encoding/Differences[32 %s]>>"
        b"/CharProcs<<%s>>/Resources<<>>>>" % (b"600 " * len(codes), names, drawings)
    )


def _annotations() -> Iterator[tuple[str, bytes]]:
    look = _stream(
        _lines().replace(b"50 780", b"5 650"),
        b"/Type/XObject/Subtype/Form/BBox[0 0 500 700]/Resources<</Font<</F 5 0 R>>>>",
    )
    note = b"<</Type/Annot/Subtype/FreeText/Rect[50 50 550 750]/Contents(x)/AP<</N 7 0 R>>>>"
    yield "only a note.pdf", _pdf(b" ", page=b"/Annots[6 0 R]", more=(note, look))
    value = "\\n".join(VISIBLE).encode()
    form = b"/AcroForm<</NeedAppearances true/Fields[6 0 R]/DR<</Font<</F 5 0 R>>>>>>"
    start = b"<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/Ff 4096/Rect[50 50 550 750]/DA(/F 11 Tf 0 g)"
    filled = start + b"/V(" + value + b")>>"
    yield "only a field.pdf", _pdf(b" ", page=b"/Annots[6 0 R]", catalog=form, more=(filled,))


def _words() -> Iterator[tuple[str, bytes]]:
    main = "word/document.xml"
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in VISIBLE)
    word = _word(body)
    strict = word.replace(_W, "http://purl.oclc.org/ooxml/wordprocessingml/main")
    yield "strict.docx", make_zip({main: strict.encode()})
    for name in ("word/document2.xml", "doc/main.xml"):
        types = "<Types>wordprocessingml.document.main+xml</Types>"
        parts = {"[Content_Types].xml": types, "_rels/.rels": _root_relation(name), name: word}
        packed = make_zip({part: data.encode() for part, data in parts.items()})
        yield f"main part {name.replace('/', ' ')}.docx", packed
    yield "backslashes.docx", make_zip({"word\\document.xml": word.encode()})
    yield "utf-16.docx", make_zip({main: f'<?xml version="1.0"?>{word}'.encode("utf-16")})
    tagged = body.replace("<w:r>", "<w:smartTag><w:r>").replace("</w:r>", "</w:r></w:smartTag>")
    controls = f"<w:sdt><w:sdtContent>{tagged}</w:sdtContent></w:sdt>"
    yield "controls.docx", make_zip({main: _word(controls).encode()})
    sums = body.replace("w:r>", "m:r>").replace("w:t>", "m:t>")
    yield "formulas.docx", make_zip({main: _word(sums).encode()})
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", method) as archive:
            archive.writestr(main, word)
        yield f"zip method {method}.docx", buffer.getvalue()
    yield "flat.fodt", _flat_odt()


def _word(body: str) -> str:
    return (
        f'<w:document xmlns:w="{_W}" xmlns:m="{_OFFICE}/math"><w:body>{body}</w:body></w:document>'
    )


def _root_relation(target: str) -> str:
    kind = f"{_OFFICE}/relationships/officeDocument"
    return f'<R><Relationship Id="r1" Type="{kind}" Target="{target}"/></R>'


def _flat_odt() -> bytes:
    names = " ".join(f'xmlns:{name}="{_ODF}:{name}:1.0"' for name in ("office", "text"))
    body = "".join(f"<text:p>{line}</text:p>" for line in VISIBLE)
    kind = "application/vnd.oasis.opendocument.text"
    return (
        f'<?xml version="1.0"?><office:document {names} office:mimetype="{kind}"><office:body>'
        f"<office:text>{body}</office:text></office:body></office:document>"
    ).encode()


def _rich_texts() -> Iterator[tuple[str, bytes]]:
    body = "".join(f"{line}\\par\n" for line in VISIBLE).encode()
    yield "mark.rtf", b"\xef\xbb\xbf{\\rtf1 " + body + b"}"
    yield "binary.rtf", b"{\\rtf1 " + body + b"{\\pict\\bin12 {{{{}}\\\\{{{{}\\par}"
    yield "open.rtf", b"{\\rtf1 " + body
    yield "closed too often.rtf", b"{\\rtf1 " + body + b"}}}}"
    yield "no version.rtf", b"{\\rtf\\ansi " + body + b"}\x00\x00"
    coded = ("".join(f"\\u{ord(letter)} " for letter in line) for line in VISIBLE)
    yield "all coded.rtf", b"{\\rtf1\\uc0 " + "\\par ".join(coded).encode() + b"}"


def _markup() -> Iterator[tuple[str, bytes]]:
    body = "".join(f"<p>{html.escape(line)}</p>" for line in VISIBLE)
    for name in ("utf-16", "utf-7", "hex", "undefined", "punycode", "cp037", "x-user-defined"):
        yield f"says {name}.html", f"<html><meta charset={name}>{body}".encode()
    for name in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"):
        yield f"is {name}.html", f"<html>{body}".encode(name)
    yield "frames.html", f"<html><frameset><frame src=a></frameset>{body}".encode()
    yield "never closed.html", f"<html><body><div><table><tr><td>{body}".encode()
    start = '<?xml version="1.0"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><body>'
    yield "xhtml.html", f"{start}{body}</body></html>".encode()


def _texts() -> Iterator[tuple[str, bytes]]:
    text = "\n".join(VISIBLE)
    for name in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "mac_roman"):
        yield f"{name}.txt", text.encode(name)
    yield "carriage returns.txt", text.replace("\n", "\r").encode()
    yield "form feeds.txt", text.replace("\n", "\f").encode()
