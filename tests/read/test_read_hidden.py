"""What a reader cannot see is not in the text; it stands in warnings."""

import pytest

from rolefit.read import read
from rolefit.read.hidden import HIDDEN_BY
from tests.read.read_documents import LIMITS, PdfPage, make_docx, make_odt, paragraph

HOW = {phrase: how for how, phrase in HIDDEN_BY.items()}


def hidden(document):
    return {
        (HOW[warning.detail], quote)
        for warning in document.warnings
        if warning.code == "hidden_text"
        for quote in warning.quotes
    }


HTML = [
    ("display", '<p style="display: none">secret words</p>'),
    ("display", '<p style="DISPLAY:NONE !important">secret words</p>'),
    ("display", "<div hidden><p>secret words</p></div>"),
    ("display", "<style>.x, #y {display:none}</style><p class='a x'>secret words</p>"),
    ("visibility", '<p style="visibility:hidden">secret words</p>'),
    ("tiny", '<span style="font-size:1px">secret words</span>'),
    ("tiny", '<span style="font-size:0">secret words</span>'),
    ("colour", '<span style="color:#fff">secret words</span>'),
    ("colour", '<font color="white">secret words</font>'),
    (
        "colour",
        '<div style="background:#222"><p style="color:rgb(34,34,34)">secret words</p></div>',
    ),
    ("colour", '<span style="color:transparent">secret words</span>'),
    ("opacity", '<span style="opacity:0">secret words</span>'),
    ("off_screen", '<div style="position:absolute;left:-9999px">secret words</div>'),
    ("off_screen", '<p style="text-indent:-9999px">secret words</p>'),
    ("comment", "<!-- secret words -->"),
]


@pytest.mark.parametrize(("how", "markup"), HTML)
def test_hidden_html_is_reported_and_not_read(how, markup):
    document = read(f"<html><body><p>Seen</p>{markup}<p>too</p>".encode(), limits=LIMITS)
    assert document.text == "Seen\n\ntoo"
    assert hidden(document) == {(how, "secret words")}


SEEN_HTML = [
    '<div style="background:#222"><p style="color:#fff">Seen words</p></div>',
    '<div style="background:url(x.png)"><p style="color:#fff">Seen words</p></div>',
    '<div style="visibility:hidden"><p style="visibility:visible">Seen words</p></div>',
    '<div style="font-size:0"><p style="font-size:12px">Seen words</p></div>',
    '<table bgcolor="#000000"><tr><td style="color:white">Seen words</td></tr></table>',
    '<p style="margin-left:-12px;color:#555">Seen words</p>',
]


@pytest.mark.parametrize("markup", SEEN_HTML)
def test_honest_html_is_read(markup):
    document = read(f"<html>{markup}".encode(), limits=LIMITS)
    assert (document.text, document.warnings) == ("Seen words", ())


WORD = [
    ("vanish", "<w:vanish/>"),
    ("colour", '<w:color w:val="FFFFFF"/>'),
    ("colour", '<w:color w:val="FEFEFE"/>'),
    ("tiny", '<w:sz w:val="2"/>'),
]


@pytest.mark.parametrize(("how", "run"), WORD)
def test_hidden_word_text_is_reported_and_not_read(how, run):
    document = read(make_docx(paragraph("Seen") + paragraph("secret words", run)), limits=LIMITS)
    assert document.text == "Seen"
    assert hidden(document) == {(how, "secret words")}


def test_a_style_can_hide_word_text():
    styles = (
        '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:style w:styleId="base"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:styleId="child"><w:basedOn w:val="base"/></w:style></w:styles>'
    )
    body = paragraph("Seen") + paragraph("secret", properties='<w:pStyle w:val="child"/>')
    document = read(make_docx(body, styles=styles), limits=LIMITS)
    assert (document.text, hidden(document)) == ("Seen", {("vanish", "secret")})


SEEN_WORD = [
    ('<w:color w:val="FFFFFF"/><w:shd w:fill="1F3864"/>', ""),
    ('<w:color w:val="FFFFFF"/>', '<w:shd w:fill="1F3864"/>'),
    ('<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>', ""),
    ('<w:vanish w:val="0"/>', ""),
    ('<w:color w:val="auto"/>', ""),
]


@pytest.mark.parametrize(("run", "properties"), SEEN_WORD)
def test_honest_word_text_is_read(run, properties):
    document = read(make_docx(paragraph("Seen", run, properties)), limits=LIMITS)
    assert (document.text, document.warnings) == ("Seen", ())


PDF = [
    ("no_ink", {"grey": 1}),
    ("render_mode", {"mode": 3}),
    ("tiny", {"size": 1}),
    ("off_page", {"x": 700}),
    ("off_page", {"x": -400}),
]


@pytest.mark.parametrize(("how", "look"), PDF)
def test_hidden_pdf_text_is_reported_and_not_read(how, look):
    page = PdfPage().line("Seen above").line("secret words here", **look).line("and below")
    document = read(page.done(), limits=LIMITS)
    assert document.text.split() == ["Seen", "above", "and", "below"]
    assert hidden(document) == {(how, "secret words here")}
    assert {warning.page for warning in document.warnings} == {1}


def test_pdf_text_under_a_white_box_is_hidden():
    page = PdfPage().line("Seen").line("secret words").cover()
    assert read(page.done(), limits=LIMITS).text == "Seen"


def test_white_pdf_text_on_a_dark_bar_is_read():
    document = read(PdfPage().bar().line("Seen words", grey=1).done(), limits=LIMITS)
    assert (document.text, document.warnings) == ("Seen words", ())


def test_hidden_odt_and_rtf_text_is_reported_and_not_read():
    style = (
        '<style:style style:name="S"><style:text-properties fo:color="#ffffff"/></style:style>'
        '<style:style style:name="T"><style:text-properties text:display="none"/></style:style>'
    )
    body = (
        "<text:p>Seen</text:p><text:p><text:span text:style-name='S'>white words</text:span>"
        "<text:span text:style-name='T'>no words</text:span></text:p>"
    )
    document = read(make_odt(body, style), limits=LIMITS)
    assert document.text == "Seen"
    assert hidden(document) == {("colour", "white words"), ("display", "no words")}


RTF = [
    ("vanish", rb"{\v secret}"),
    ("vanish", rb"\v secret\v0 "),
    ("tiny", rb"{\fs2 secret}"),
    ("colour", rb"{\cf1 secret}"),
]


@pytest.mark.parametrize(("how", "group"), RTF)
def test_hidden_rtf_text_is_reported_and_not_read(how, group):
    colors = rb"{\colortbl;\red255\green255\blue255;}"
    document = read(rb"{\rtf1\ansi" + colors + rb"Seen " + group + rb"too\par}", limits=LIMITS)
    assert document.text.split() == ["Seen", "too"]
    assert hidden(document) == {(how, "secret")}
