"""Pictures of text, with OCR and without."""

import io

import pytest
from PIL import Image

from rolefit import errors
from rolefit.read import Sandbox, scans
from rolefit.read.ocr import find_tesseract, tidy
from rolefit.read.pdf import render_page
from tests.read.read_documents import LIMITS, PdfPage
from tests.read.test_read_pdf import draw, make_lying_font, make_pdf

needs_tesseract = pytest.mark.skipif(find_tesseract() is None, reason="needs tesseract")
TEXT = ["Data engineer who builds", "pipelines in Python and Spark", "for a bank in Oslo"]


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox() as sandbox:
        yield sandbox


def draw_page():
    page = PdfPage()
    for line in TEXT:
        page.line(line, size=14)
    return Image.open(io.BytesIO(render_page(page.done(), LIMITS, 1)))


def save(picture, kind, **more):
    buffer = io.BytesIO()
    picture.save(buffer, kind, **more)
    return buffer.getvalue()


def test_bullets_and_ai_are_put_right():
    seen = "Jo Al Doe\n¢ Built GenAl models\n¢ Ran Al services\n* once\nAlso e mail\n"
    assert tidy(seen) == "Jo AI Doe\n• Built GenAI models\n• Ran AI services\n* once\nAlso e mail\n"


KINDS = [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("PDF", "application/pdf")]


@needs_tesseract
@pytest.mark.parametrize(("kind", "media_type"), KINDS)
def test_a_picture_of_text_is_read(sandbox, kind, media_type):
    document = sandbox.read(save(draw_page(), kind, resolution=200), limits=LIMITS)
    assert document.text.split() == " ".join(TEXT).split()
    assert document.media_type == media_type
    assert [(warning.code, warning.page) for warning in document.warnings] == [("ocr", 1)]


@needs_tesseract
def test_pages_beyond_the_limit_of_ocr_are_said(sandbox):
    page = draw_page()
    source = save(page, "PDF", resolution=200, save_all=True, append_images=[page] * 6)
    document = sandbox.read(source, limits=LIMITS)
    assert document.text.count("engineer") == LIMITS.max_ocr_pages
    assert [w.page for w in document.warnings if w.code == "truncated"] == [6]


DRAWN = "making coffee and selling bread in our village shop"


def make_lie():
    """Words drawn in a font that says other letters."""
    pairs = list(zip("abcdefghijklmnopqrstuvwxyz", "ghpqtlkbyzdaxosrwemcijnufv", strict=True))
    font, stream = make_lying_font(pairs)
    return make_pdf(draw(10, 150, DRAWN), font=font, more=[stream])


@needs_tesseract
def test_a_font_that_lies_is_found_out(sandbox):
    document = sandbox.read(make_lie(), limits=LIMITS)
    assert document.text == DRAWN
    assert {warning.code for warning in document.warnings} >= {"text_differs", "ocr"}


@needs_tesseract
@pytest.mark.parametrize("start", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0"])
def test_a_damaged_picture_is_damaged(sandbox, start):
    with pytest.raises(errors.DamagedDocument):
        sandbox.read(start + bytes(200), limits=LIMITS)


@pytest.mark.parametrize(("kind", "media_type"), KINDS)
def test_without_tesseract_a_picture_is_refused_with_advice(sandbox, monkeypatch, kind, media_type):
    monkeypatch.setattr(scans, "find_tesseract", lambda: None)
    with pytest.raises(errors.ImageOnly, match="apt-get install tesseract-ocr"):
        sandbox.read(save(draw_page(), kind), limits=LIMITS)


def test_without_tesseract_what_was_trusted_is_said_with_advice(sandbox, monkeypatch):
    monkeypatch.setattr(scans, "find_tesseract", lambda: None)
    (warning,) = sandbox.read(make_lie(), limits=LIMITS).warnings
    assert warning.code == "odd_glyphs"
    assert warning.detail.startswith("Install tesseract")
