"""The layout that all formats agree on."""

from pathlib import Path

import pytest
import yaml

from rolefit.read import read, read_file
from tests.read.read_documents import LIMITS, PdfPage, make_docx, make_odt, paragraph

ROOT = Path(__file__).parents[2]
CASES = yaml.safe_load((ROOT / "tests/cases/read_layout.yaml").read_text(encoding="utf-8"))
TYPES = {
    "html": "text/html",
    "markdown": "text/markdown",
    "text": "text/plain",
    "rtf": "application/rtf",
}
FORMATS = ("md", "html", "docx", "txt", "pdf")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_source_gives_its_text(case):
    document = read(case["source"].encode(), limits=LIMITS)
    assert document.media_type == TYPES[case["format"]]
    assert document.text == case["text"]


@pytest.fixture(scope="module")
def resumes():
    paths = {suffix: ROOT / f"examples/resume_ml_engineer.{suffix}" for suffix in FORMATS}
    return {suffix: read_file(path, limits=LIMITS) for suffix, path in paths.items()}


@pytest.mark.parametrize("suffix", FORMATS[1:])
def test_the_same_resume_gives_the_same_words_in_every_format(resumes, suffix):
    def words(document):
        return [word for word in document.text.split() if word != "|"]

    assert words(resumes[suffix]) == words(resumes["md"])


@pytest.mark.parametrize("suffix", ["html", "docx"])
def test_reflowing_formats_give_the_same_text_and_links(resumes, suffix):
    assert resumes[suffix].text == resumes["md"].text
    assert resumes[suffix].links == resumes["md"].links


@pytest.mark.parametrize("suffix", ["md", "html", "docx", "pdf"])
def test_links_stand_at_their_words(resumes, suffix):
    document = resumes[suffix]
    found = {document.text[link.start : link.end]: link.target for link in document.links}
    assert found == {
        "github.com/mara-example": "https://github.com/mara-example",
        "linkedin.com/in/mara-example": "https://www.linkedin.com/in/mara-example",
        "Code": "https://github.com/mara-example/tiny-reranker",
    }


def test_pages_cut_the_text_of_a_pdf():
    source = PdfPage().line("First page").next_page().line("Second page").done()
    document = read(source, limits=LIMITS)
    assert [document.text[p.start : p.end] for p in document.pages] == ["First page", "Second page"]
    assert [(p.number, p.width, p.height) for p in document.pages] == [(1, 595, 842), (2, 595, 842)]


def test_a_word_broken_by_a_hyphen_is_joined():
    document = read(PdfPage().line("We write soft-").line("ware daily").done(), limits=LIMITS)
    assert document.text.split() == ["We", "write", "software", "daily"]


def test_a_link_written_as_a_field_stands_at_its_words():
    def field(kind):
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = '<w:r><w:instrText> HYPERLINK "https://x.example" \\o "tip"</w:instrText></w:r>'
    body = (
        "<w:p><w:r><w:t>at </w:t></w:r>" + field("begin") + code + field("separate")
        + "<w:r><w:t>my page</w:t></w:r>" + field("end") + "<w:r><w:t> now</w:t></w:r>"
        + "<w:fldSimple w:instr=' HYPERLINK \"https://y.example\"'><w:r><w:t> Y</w:t></w:r>"
        + "</w:fldSimple></w:p>"
    )  # fmt: skip
    document = read(make_docx(body), limits=LIMITS)
    found = [(document.text[k.start : k.end], k.target) for k in document.links]
    assert document.text == "at my page now Y"
    assert found == [("my page", "https://x.example"), ("Y", "https://y.example")]


DOCX_CASES = [
    (
        "tables, headings and list items",
        paragraph("Title", properties='<w:pStyle w:val="H"/>')
        + "<w:tbl><w:tr><w:tc>" + paragraph("a") + "</w:tc><w:tc>" + paragraph("b")
        + "</w:tc></w:tr></w:tbl>"
        + paragraph("one", properties='<w:numPr><w:numId w:val="3"/></w:numPr>')
        + paragraph("two", properties='<w:numPr><w:numId w:val="3"/></w:numPr>'),
        "Title\n\na | b\n\n• one\n• two",
    ),
    (
        "insertions stay, deletions and field codes go",
        "<w:p><w:ins><w:r><w:t>kept</w:t></w:r></w:ins><w:del><w:r><w:delText>gone</w:delText>"
        "</w:r></w:del><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>",
        "kept",
    ),
    (
        "tabs, breaks and symbols",
        "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/>"
        '<w:t>d</w:t></w:r></w:p><w:p><w:r><w:sym w:char="F0B7"/><w:t> e</w:t></w:r></w:p>',
        "a b\nc-d\n\n• e",
    ),
    (
        "a text box is read once",
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>" + paragraph("box")
        + "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>" + paragraph("box")
        + "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>around</w:t></w:r>"
        "</w:p>",
        "around\n\nbox",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "body", "text"), DOCX_CASES, ids=lambda v: v[:40])
def test_word_gives_its_text(name, body, text):
    assert read(make_docx(body), limits=LIMITS).text == text


def test_word_headers_and_footnotes_are_read():
    header = f'<w:hdr xmlns:w="{_word_space()}">{paragraph("Jo Doe")}</w:hdr>'
    notes = (
        f'<w:footnotes xmlns:w="{_word_space()}"><w:footnote w:type="separator">'
        f"{paragraph('rule')}</w:footnote><w:footnote>{paragraph('note')}</w:footnote></w:footnotes>"
    )
    source = make_docx(paragraph("body"), header1=header, footnotes=notes)
    assert read(source, limits=LIMITS).text == "Jo Doe\n\nbody\n\nnote"


def _word_space():
    return "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def test_odt_gives_its_text_and_links():
    body = (
        "<text:h>Jo</text:h><text:p>at <text:a xlink:href='https://x.example'>X</text:a>"
        "<text:tab/>now</text:p><text:list><text:list-item><text:p>one</text:p></text:list-item>"
        "<text:list-item><text:p>two</text:p></text:list-item></text:list><table:table>"
        "<table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>"
        "<table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table>"
    )
    document = read(make_odt(body), limits=LIMITS)
    assert document.text == "Jo\n\nat X now\n\n• one\n• two\n\na | b"
    assert [document.text[k.start : k.end] for k in document.links] == ["X"]
