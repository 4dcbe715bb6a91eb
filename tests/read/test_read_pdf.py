"""What only PDF can do: ink under ink, marks that lie, fonts that lie, forms, scans."""

import io
import zlib

import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from rolefit.read import read
from rolefit.read.hyphens import join_broken
from tests.read.read_documents import LIMITS, PdfPage
from tests.read.test_read_hidden import hidden


def make_pdf(
    content: bytes, *, font: bytes = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", more=()
):
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        font,
        *more,
    ]
    body = b"".join(b"%d 0 obj %s endobj\n" % (n, o) for n, o in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer <</Root 1 0 R>>\n%%EOF"


def draw(x, y, text, *, before=""):
    return f"{before} BT /F 12 Tf {x} {y} Td ({text}) Tj ET\n".encode()


SEEN = draw(10, 150, "Barista who makes coffee")
HIDDEN = [
    ("no_ink", SEEN + draw(10, 150, "Kafka", before="1 g")),
    (
        "no_ink",
        b"0 0 .5 rg 0 0 400 200 re f 1 g" + SEEN + draw(10, 151, "Kafka", before="0 0 .5 rg"),
    ),
    ("render_mode", SEEN + draw(10, 100, "Kafka", before="3 Tr")),
    ("no_ink", SEEN + b"q 10 0 20 20 re W n " + draw(10, 100, "Kafka") + b"Q"),
    ("tiny", SEEN + draw(10, 100, "Kafka", before=".1 0 0 .1 0 90 cm")),
    ("off_page", SEEN + draw(10, 100, "Kafka", before="1 0 0 1 500 0 cm")),
    ("actual_text", SEEN + b"/Span <</ActualText (Kafka)>> BDC" + draw(10, 100, "latte") + b"EMC"),
]


@pytest.mark.parametrize(("how", "content"), HIDDEN, ids=range(len(HIDDEN)))
def test_words_without_ink_of_their_own_are_hidden(how, content):
    document = read(make_pdf(content), limits=LIMITS)
    assert "afka" not in document.text
    assert "Barista who makes coffee" in document.text
    assert [(found, quote.lower()) for found, quote in hidden(document)] == [(how, "kafka")]


HONEST = [
    draw(10, 150, "Seen words", before="1 0 0 rg"),
    b"0 0 .5 rg 0 140 400 30 re f " + draw(10, 150, "Seen words", before="1 g"),
    b".5 g 0 140 400 30 re f " + draw(10, 150, "Seen words", before=".86 .32 .32 rg"),
    b"/Span <</ActualText (Seen words)>> BDC" + draw(10, 150, "Seen  words") + b"EMC",
    draw(10, 150, "Seen words", before="7 Tr") + b"0 0 400 200 re f",
    draw(10, 150, "Seen words", before="1 Tr 1 g 0 G"),
]


@pytest.mark.parametrize("content", HONEST, ids=range(len(HONEST)))
def test_honest_designs_are_read(content):
    document = read(make_pdf(content), limits=LIMITS)
    assert (document.text, document.warnings) == ("Seen words", ())


def picture_page(*texts):
    """A page-wide picture with black and white halves, and words over it."""
    from PIL import Image

    picture = Image.new("L", (400, 200), 255)
    picture.paste(Image.effect_noise((200, 200), 60), (0, 0))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(400, 200), invariant=1)
    canvas.drawImage(ImageReader(picture), 0, 0, 400, 200)
    for number, (grey, mode, text) in enumerate(texts):
        line = canvas.beginText(10, 150 - 30 * number)
        line.setFont("Helvetica", 14)
        line._code.append(f"{mode} Tr")
        line.setFillGray(grey)
        line.textOut(text)
        canvas.drawText(line)
    canvas.save()
    return buffer.getvalue()


def test_words_over_a_picture_are_seen_or_not():
    source = picture_page((0, 0, "Seen on noise"), (0, 3, "secret words"), (0, 0, "Seen too"))
    document = read(source, limits=LIMITS)
    assert document.text.split("\n") == ["Seen on noise", "Seen too"]
    assert hidden(document) == {("render_mode", "secret words")}


def test_a_scan_with_its_words_laid_over_it_is_read_and_said():
    source = picture_page(*[(0, 3, "words of a scan here") for _ in range(3)])
    document = read(source, limits=LIMITS)
    assert document.text.split("\n") == ["words of a scan here"] * 3
    assert [warning.code for warning in document.warnings] == ["text_layer"]


def make_lying_font(pairs):
    """A ToUnicode map that says other letters than are drawn."""
    rows = b"".join(b"<%02x> <%04x>\n" % (ord(drawn), ord(said)) for drawn, said in pairs)
    text = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
        b"1 begincodespacerange <00> <ff> endcodespacerange\n%d beginbfchar\n%sendbfchar endcmap"
        % (len(pairs), rows)
    )
    packed = zlib.compress(text)
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>"
    stream = b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed)
    return font, stream


def test_a_font_that_draws_other_letters_is_doubted():
    drawn = "making coffee and selling bread in our village shop"
    said = "python spark kafka airflow kubernetes terraform dbt"
    pairs = dict(zip("abcdefghijklmnopqrstuvwxyz", "ghpqtlkbyzdaxosrwemcijnufv", strict=True))
    font, stream = make_lying_font(list(pairs.items()))
    document = read(make_pdf(draw(10, 150, drawn), font=font, more=[stream]), limits=LIMITS)
    assert [warning.code for warning in document.warnings] == ["odd_glyphs"]
    honest, stream = make_lying_font([(letter, letter) for letter in pairs])
    document = read(make_pdf(draw(10, 150, said), font=honest, more=[stream]), limits=LIMITS)
    assert (document.text, document.warnings) == (said, ())


def test_filled_form_fields_are_read():
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(400, 200), invariant=1)
    canvas.drawString(10, 150, "Name:")
    canvas.acroForm.textfield(name="name", x=60, y=140, width=200, height=20, value="Jo Doe")
    canvas.save()
    assert read(buffer.getvalue(), limits=LIMITS).text.split() == ["Name:", "Jo", "Doe"]


def test_emoji_do_not_shift_what_is_known_of_words():
    """PDFium counts in UTF-16, Python in characters."""
    letters = [(letter, letter) for letter in "abcdefghijklmnopqrstuvwxyz "]
    font, _ = make_lying_font(letters)
    rows = b"1 begincodespacerange <00> <ff> endcodespacerange 2 beginbfchar\n"
    rows += b"<7a> <d83dde80>\n<61> <0061>\nendbfchar"
    stream = b"<</Length %d>>stream\n%s\nendstream" % (len(rows), rows)
    content = (
        draw(10, 150, "z z z z z z z z") + draw(10, 100, "a aa a") + draw(10, 50, "a", before="1 g")
    )
    document = read(make_pdf(content, font=font, more=[stream]), limits=LIMITS)
    assert document.text.split() == [*["\U0001f680"] * 8, "a", "aa", "a"]
    assert hidden(document) == {("no_ink", "a")}


def test_words_that_run_upwards_are_read():
    content = b"0 1 -1 0 200 10 cm " + draw(10, 10, "in a little village shop")
    document = read(make_pdf(content), limits=LIMITS)
    assert (document.text, document.warnings) == ("in a little village shop", ())


def test_lines_have_their_places_and_headings_their_kind():
    page = PdfPage().line("Experience", size=16).line("Built pipelines in Spark").line("and Flink")
    document = read(page.done(), limits=LIMITS)
    found = [(b.kind, document.text[b.start : b.end], b.page) for b in document.blocks]
    assert found == [
        ("heading", "Experience", 1), ("line", "Built pipelines in Spark", 1), ("line", "and Flink", 1),
    ]  # fmt: skip
    heights = [block.box[1] for block in document.blocks if block.box]
    assert heights == sorted(heights, reverse=True)
    assert all(0 < block.box[0] < block.box[2] < 595 for block in document.blocks if block.box)


JOINED = [
    ("soft\ufffeware", "software"), ("scikit\ufffelearn", "scikit-learn"),
    ("real\ufffetime", "real-time"), ("event\ufffedriven", "event-driven"),
    ("end-to\ufffeend", "end-to-end"), ("cross\ufffefunctional,", "cross-functional,"),
    ("pre\ufffediction", "prediction"), ("ware\ufffehouse", "warehouse"),
    ("multi\ufffeplying", "multiplying"), ("pipe\x02\r\nlines", "pipelines"),
    ("Coca\ufffeCola", "Coca-Cola"), ("COVID\ufffe19", "COVID-19"), ("cross\ufffeing", "crossing"),
    ("data\ufffelake", "data-lake"),
    ("produc\ufffetion", "production"), ("back\ufffeground", "background"),
]  # fmt: skip


@pytest.mark.parametrize(("broken", "whole"), JOINED, ids=[whole for _, whole in JOINED])
def test_a_hyphen_at_a_lines_end_stays_where_it_belongs(broken, whole):
    assert join_broken(broken, {"data-lake", "multiplying"}) == whole


TURNS = [
    (0, b"0 0 300 400", (100, 350)), (0, b"-50 -60 250 340", (100, 350)),
    (180, b"0 0 300 400", (200, 50)), (90, b"0 0 300 400", (350, 200)),
    (270, b"0 0 300 400", (50, 100)),
]  # fmt: skip


@pytest.mark.parametrize(("turn", "box", "corner"), TURNS)
def test_places_are_those_of_the_page_as_it_is_shown(turn, box, corner):
    x, y = (int(side) for side in box.split()[:2])
    source = make_pdf(draw(100 + x, 350 + y, "Engineer"))
    source = source.replace(b"/MediaBox[0 0 400 200]", b"/MediaBox[" + box + b"]/Rotate %d" % turn)
    document = read(source, limits=LIMITS)
    (page,), (block,) = document.pages, document.blocks
    assert block.box
    assert (page.width, page.height) == ((300, 400) if turn in (0, 180) else (400, 300))
    left, bottom, right, top = block.box
    assert min(abs(corner[0] - left), abs(corner[0] - right)) < 3
    assert min(abs(corner[1] - bottom), abs(corner[1] - top)) < 3


def test_a_word_broken_at_a_lines_end_has_its_place_on_both_lines():
    content = draw(20, 150, "Ran the pipe-") + draw(20, 130, "lines of a bank")
    content += draw(20, 90, "Next of kin")
    document = read(make_pdf(content), limits=LIMITS)
    assert document.text == "Ran the pipelines of a bank\nNext of kin"
    first, second = document.blocks
    assert [document.text[b.start : b.end] for b in (first, second)] == document.text.split("\n")
    assert first.page == second.page == 1
    assert first.box
    assert second.box
    assert 125 < first.box[1] < 131
    assert 157 < first.box[3] < 162
    assert 85 < second.box[1] < second.box[3] < 102


def test_a_page_that_is_damaged_keeps_its_number():
    source = make_pdf(draw(20, 150, "Engineer")).replace(
        b"/Kids[3 0 R]/Count 1", b"/Kids[99 0 R 3 0 R]/Count 2"
    )
    document = read(source, limits=LIMITS)
    assert [page.number for page in document.pages] == [2]
    assert [(w.code, w.page) for w in document.warnings] == [("damaged_page", 1)]
