"""Each reason why a file cannot be read has its class and says what would be right."""

from dataclasses import replace

import pytest

from rolefit import errors
from rolefit.read import read, read_file
from tests.read.read_documents import (
    LIMITS,
    PdfPage,
    make_docx,
    make_odt,
    make_word,
    make_zip,
    paragraph,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
SECRET = "Zanzibarskill"
PDF = PdfPage().line(SECRET).done()
ENCRYPTED = '<manifest:encryption-data xmlns:manifest="x"/>'

CASES = [
    (errors.EmptyDocument, b"", "0 bytes"),
    (errors.EmptyDocument, b" \r\n\t ", "white space"),
    (errors.EmptyDocument, b"<html><body> </body></html>", "html without words"),
    (errors.EmptyDocument, make_docx(""), "docx without words"),
    (errors.ImageOnly, PdfPage().picture().done(), "pdf with a picture"),
    (errors.EncryptedDocument, PdfPage(password="x").line(SECRET).done(), "pdf with password"),
    (errors.EncryptedDocument, OLE + "EncryptedPackage".encode("utf-16-le"), "docx with password"),
    (errors.EncryptedDocument, make_odt("<text:p>a</text:p>", "", ENCRYPTED), "odt with password"),
    (errors.DamagedDocument, PDF[:200], "pdf cut short"),
    (errors.DamagedDocument, b"%PDF-1.7\n" + bytes(range(256)) * 8, "pdf of noise"),
    (errors.DamagedDocument, make_word(SECRET)[:5000], "docx cut short"),
    (
        errors.DamagedDocument,
        make_zip({"[Content_Types].xml": "<Types/>"}),
        "docx without document",
    ),
    (errors.DamagedDocument, make_zip({"word/document.xml": "<w:p"}), "docx with broken xml"),
    (
        errors.DamagedDocument,
        make_zip({"word/document.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}),
        "docx with entities",
    ),
    (errors.TooManyParts, make_zip({f"word/{n}": "" for n in range(10_001)}), "many parts"),
    (errors.DamagedDocument, rb"{\rtf1\ansi {\b Jo {\i Doe", "rtf cut short"),
    (errors.UnsupportedFormat, OLE + "WordDocument".encode("utf-16-le"), "legacy doc"),
    (errors.UnsupportedFormat, OLE, "other ole"),
    (errors.ImageOnly, b"\x89PNG\r\n\x1a\n" + bytes(100), "png"),
    (errors.ImageOnly, b"\xff\xd8\xff" + bytes(100), "jpeg"),
    (errors.UnsupportedFormat, b"GIF89a" + bytes(100), "gif"),
    (errors.UnsupportedFormat, b'{"a": 1, "b": [2, 3]}', "other json"),
    (errors.DamagedDocument, b'{"basics": {"name": "Jo"}, "work": [', "json cut short"),
    (errors.UnsupportedFormat, make_zip({"a.txt": SECRET}), "zip"),
    (errors.UnsupportedFormat, make_zip({"xl/workbook.xml": "<x/>"}), "xlsx"),
    (errors.UnknownFormat, bytes(range(256)) * 40, "binary"),
    (errors.UnknownFormat, b"\x7fELF\x02\x01" + bytes(500) + b"text", "program"),
    (errors.NotText, b"1234 5678 90 ---- 11 22 33 ++++ 44 55\n" * 20, "numbers only"),
]


@pytest.mark.parametrize(("kind", "source", "name"), CASES, ids=[case[2] for case in CASES])
def test_a_file_that_cannot_be_read_says_why(kind, source, name):
    with pytest.raises(errors.ReadError) as caught:
        read(source, limits=LIMITS)
    assert type(caught.value) is kind
    message = str(caught.value)
    assert message.endswith(".")
    assert SECRET not in message


TOO_LARGE = [
    ("too_large", b"word " * 300, replace(LIMITS, max_bytes=1000), "1,000"),
    ("too_many_characters", b"word " * 300, replace(LIMITS, max_characters=1000), "1,000"),
    (
        "unpacks_too_large",
        make_docx(paragraph("word " * 5000)),
        replace(LIMITS, max_unpacked_bytes=20_000),
        "20,000",
    ),
]


@pytest.mark.parametrize(("name", "source", "limits", "number"), TOO_LARGE)
def test_too_much_is_refused_with_the_limit(name, source, limits, number):
    with pytest.raises(errors.TooLarge, match=number) as caught:
        read(source, limits=limits)
    assert caught.value.code == name


def test_exactly_the_limit_is_read():
    assert read(b"word " * 200, limits=replace(LIMITS, max_bytes=1000)).text.startswith("word")


def test_a_long_pdf_is_cut_with_a_warning():
    page = PdfPage()
    for number in range(4):
        page.line(f"page{number}").next_page()
    document = read(page.done(), limits=replace(LIMITS, max_pages=2))
    assert document.text.split() == ["page0", "page1"]
    assert [warning.code for warning in document.warnings] == ["truncated"]


def test_a_missing_file_is_not_found(tmp_path):
    with pytest.raises(errors.NotFound):
        read_file(tmp_path / "none.pdf", limits=LIMITS)
    with pytest.raises(errors.NotFound):
        read_file(tmp_path, limits=LIMITS)


def test_a_file_is_what_its_content_says(tmp_path):
    path = tmp_path / "resume.pdf"
    path.write_text("Jo Doe knows SQL", encoding="utf-8")
    document = read_file(path, limits=LIMITS)
    assert (document.media_type, document.text) == ("text/plain", "Jo Doe knows SQL")


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_text_is_read_in_its_encoding(encoding):
    text = "Zoë Müller’s résumé – data engineer, Kraków-based since 2019 and happy".replace(
        "ó", "o"
    )
    assert read(text.encode(encoding), limits=LIMITS).text == text


def test_cyrillic_text_in_a_legacy_encoding_is_guessed():
    text = "Инженер данных строит конвейеры обработки данных и хранилища для аналитики."
    assert read(text.encode("cp1251"), limits=LIMITS).text == text


def test_one_broken_character_does_not_change_the_encoding():
    source = ("Müller builds pipelines. " * 60).encode() + b"caf\xe9 end"
    assert "Müller builds" in read(source, limits=LIMITS).text
