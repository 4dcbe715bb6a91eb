"""Documents with words nobody can see, in every way there is, and honest ones that look alike."""

from __future__ import annotations

import html
import io
from collections.abc import Iterator, Mapping

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from rolefit.evaluation.read_hostile import make_zip

VISIBLE = (
    "Nora Barista", "Coffee shop manager in Lund with ten years behind the counter",
    "Trained twelve people, kept the books and ordered the beans", "Languages: Swedish, English",
)  # fmt: skip
SECRET = "TensorFlow Kubernetes Airflow PyTorch"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def make_hidden() -> dict[str, bytes]:
    """By name: files that show VISIBLE and hold SECRET."""
    return {**dict(_pdfs_hidden()), **dict(_words_hidden()), **dict(_pages_hidden())}


def make_honest() -> dict[str, bytes]:
    """By name: files that show VISIBLE in ways that look like tricks, and hold nothing else."""
    return {**dict(_pdfs_honest()), **dict(_words_honest()), **dict(_pages_honest())}


class _Pdf:
    """A page with the visible lines; further lines are drawn with raw operators around them."""

    def __init__(self, width: float = 595, height: float = 842) -> None:
        self._buffer = io.BytesIO()
        self.canvas = Canvas(self._buffer, pagesize=(width, height), invariant=1)

    def write(self, y: int, text: str, *, around: str = "", size: float = 11) -> _Pdf:
        self.canvas.saveState()
        self.canvas._code.append(around)
        line = self.canvas.beginText(50, y)
        line.setFont("Helvetica", size)
        line.textOut(text)
        self.canvas.drawText(line)
        self.canvas.restoreState()
        return self

    def visible(self, around: str = "") -> _Pdf:
        for number, text in enumerate(VISIBLE):
            self.write(780 - 20 * number, text, around=around)
        return self

    def bar(
        self, color: str, x: float = 0, y: float = 0, width: float = 595, height: float = 842
    ) -> _Pdf:
        self.canvas.setFillColor(HexColor(color))
        self.canvas.rect(x, y, width, height, fill=1, stroke=0)
        self.canvas.setFillColor(HexColor("#000000"))
        return self

    def done(self) -> bytes:
        self.canvas.save()
        return self._buffer.getvalue()


_PDF_TRICKS: Mapping[str, tuple[str, float]] = {
    "white": ("1 g", 11), "nearly white": (".995 g", 11), "render mode": ("3 Tr", 11),
    "tiny": ("0 g", 1), "tiny by matrix": ("q .08 0 0 .08 40 300 cm", 11),
    "off the page": ("1 0 0 1 900 0 cm", 11), "below the page": ("1 0 0 1 0 -2000 cm", 11),
    "clipped": ("10 10 5 5 re W n", 11),
}  # fmt: skip


def _pdfs_hidden() -> Iterator[tuple[str, bytes]]:
    for name, (around, size) in _PDF_TRICKS.items():
        yield f"{name}.pdf", _Pdf().visible().write(300, SECRET, around=around, size=size).done()
    yield "white over visible.pdf", _Pdf().visible().write(760, SECRET, around="1 g").done()
    covered = _Pdf().visible().write(300, SECRET).bar("#ffffff", 0, 280, 595, 50)
    yield "covered.pdf", covered.done()
    dark = _Pdf().bar("#1f3a5f").visible("1 g")
    yield "dark on dark.pdf", dark.write(300, SECRET, around=".122 .227 .373 rg").done()
    said = _Pdf().visible()
    said.canvas._code.append(f"/Span <</ActualText ({SECRET})>> BDC")
    said.write(300, "Sells bread")
    said.canvas._code.append("EMC")
    yield "actual text.pdf", said.done()
    clear = _Pdf().visible()
    clear.canvas.setFillAlpha(0)
    yield "transparent.pdf", clear.write(300, SECRET).done()
    pictured = _with_picture()
    yield "invisible over a picture.pdf", pictured.write(300, SECRET, around="3 Tr").done()


def _with_picture() -> _Pdf:
    page = _Pdf()
    page.canvas.linearGradient(0, 200, 595, 500, (HexColor("#4466aa"), HexColor("#eeddcc")))
    return page.visible()


def _pdfs_honest() -> Iterator[tuple[str, bytes]]:
    yield "plain.pdf", _Pdf().visible().done()
    for color in ("#1f3a5f", "#000000", "#b03060", "#2e7d32", "#777777"):
        yield f"white on {color[1:]}.pdf", _Pdf().bar(color).visible("1 g").done()
    for grey in (".2", ".45", ".6", ".75"):
        yield f"grey {grey}.pdf", _Pdf().visible(f"{grey} g").done()
    for color in ("1 0 0", "0 .4 .8", ".9 .6 .1", ".4 .7 .4"):
        yield f"colour {color}.pdf", _Pdf().visible(f"{color} rg").done()
    yield "white on thin bars.pdf", _thin_bars()
    yield "over a gradient.pdf", _with_gradient_behind()
    yield "outline.pdf", _Pdf().visible("1 Tr 1 g 0 G .4 w").done()
    yield "small print.pdf", _small_print()
    yield "panels.pdf", _panels()
    yield "rotated.pdf", _rotated()


def _thin_bars() -> bytes:
    page = _Pdf()
    for number in range(len(VISIBLE)):
        page.bar("#333333", 45, 777 - 20 * number, 400, 13)
    return page.visible("1 g").done()


def _with_gradient_behind() -> bytes:
    page = _Pdf()
    page.canvas.linearGradient(0, 0, 595, 842, (HexColor("#4466aa"), HexColor("#ccddee")))
    return page.visible().done()


def _small_print() -> bytes:
    page = _Pdf()
    for number, text in enumerate(VISIBLE):
        page.write(780 - 20 * number, text, size=5)
    return page.done()


def _panels() -> bytes:
    """A grey panel behind each line."""
    page = _Pdf()
    for number in range(len(VISIBLE)):
        page.bar("#dddddd", 48, 776 - 20 * number, 460, 15)
    return page.visible().done()


def _rotated() -> bytes:
    """A page stored lying, shown standing."""
    page = _Pdf(842, 595)
    page.canvas._code.append("0 1 -1 0 842 0 cm")
    return page.visible().done().replace(b"/Rotate 0", b"/Rotate 90")


def _word(text: str, run: str = "", paragraph: str = "") -> str:
    return (
        f"<w:p><w:pPr>{paragraph}</w:pPr><w:r><w:rPr>{run}</w:rPr>"
        f"<w:t>{html.escape(text)}</w:t></w:r></w:p>"
    )


def _docx(body: str, background: str = "") -> bytes:
    document = f"<w:document {_W}>{background}<w:body>{body}</w:body></w:document>"
    return make_zip({"[Content_Types].xml": b"<Types/>", "word/document.xml": document.encode()})


def _shown(run: str = "", paragraph: str = "") -> str:
    return "".join(_word(text, run, paragraph) for text in VISIBLE)


_WORD_TRICKS = {
    "vanish": "<w:vanish/>", "white": '<w:color w:val="FFFFFF"/>', "tiny": '<w:sz w:val="2"/>',
    "two points": '<w:sz w:val="4"/>', "nearly white": '<w:color w:val="FDFDFD"/>',
    "special vanish": "<w:specVanish/><w:vanish/>",
}  # fmt: skip


_ODT_TRICKS = {
    "display": 'text:display="none"', "white": 'fo:color="#ffffff"', "tiny": 'fo:font-size="1pt"',
    "dark on dark": 'fo:color="#1f3864" fo:background-color="#1f3864"',
}  # fmt: skip


def _words_hidden() -> Iterator[tuple[str, bytes]]:
    for name, run in _WORD_TRICKS.items():
        yield f"{name}.docx", _docx(_shown() + _word(SECRET, run))
    shade = '<w:shd w:fill="1F3864"/>'
    dark = _shown('<w:color w:val="FFFFFF"/>', shade) + _word(
        SECRET, '<w:color w:val="1F3864"/>', shade
    )
    yield "dark on dark.docx", _docx(dark)
    for name, look in _ODT_TRICKS.items():
        yield f"{name}.odt", _odt(look)
    colors = "{\\colortbl;\\red255\\green255\\blue255;}"
    for name, words in {"hidden": "\\v", "white": "\\cf1", "tiny": "\\fs2"}.items():
        yield f"{name}.rtf", _rtf(f"{{{words} {SECRET}}}\\par", colors)


def _odt(secret: str = "", shown: str = "") -> bytes:
    """Every line in the style `shown`, and SECRET in the style `secret` where it is given."""
    names = ("office", "style", "text")
    space = " ".join(f'xmlns:{name}="{_ODF}:{name}:1.0"' for name in names)
    space += f' xmlns:fo="{_ODF}:xsl-fo-compatible:1.0"'
    styles = "".join(
        f'<style:style style:name="{name}"><style:paragraph-properties {look}/>'
        f"<style:text-properties {look}/></style:style>"
        for name, look in (("shown", shown), ("secret", secret))
    )
    body = "".join(f'<text:p text:style-name="shown">{line}</text:p>' for line in VISIBLE)
    body += f'<text:p text:style-name="secret">{SECRET}</text:p>' if secret else ""
    content = (
        f"<office:document-content {space}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    kind = b"application/vnd.oasis.opendocument.text"
    return make_zip({"mimetype": kind, "content.xml": content.encode()})


def _rtf(last: str = "", colors: str = "", around: str = "") -> bytes:
    lines = "".join(f"{{{around} {text}}}\\par\n" for text in VISIBLE)
    return ("{\\rtf1\\ansi" + colors + lines + last + "}").encode()


def _words_honest() -> Iterator[tuple[str, bytes]]:
    yield "plain.docx", _docx(_shown())
    white = '<w:color w:val="FFFFFF"/>'
    yield "white on shade.docx", _docx(_shown(white, '<w:shd w:fill="1F3864"/>'))
    yield "white on highlight.docx", _docx(_shown(white + '<w:highlight w:val="black"/>'))
    cell = f'<w:tc><w:tcPr><w:shd w:fill="333333"/></w:tcPr>{_shown(white)}</w:tc>'
    yield "white in a dark cell.docx", _docx(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>")
    yield "dark page.docx", _docx(_shown(white), '<w:background w:color="202020"/>')
    yield "small.docx", _docx(_shown('<w:sz w:val="10"/>'))
    yield "grey.docx", _docx(_shown('<w:color w:val="999999"/>'))
    yield "not vanished.docx", _docx(_shown('<w:vanish w:val="false"/>'))
    yield "plain.odt", _odt()
    yield "white on blue.odt", _odt(shown='fo:color="#ffffff" fo:background-color="#000080"')
    yield "small and grey.odt", _odt(shown='fo:color="#999999" fo:font-size="5pt"')
    yield "plain.rtf", _rtf()
    colors = "{\\colortbl;\\red255\\green255\\blue255;\\red0\\green0\\blue90;}"
    yield "white on blue.rtf", _rtf("", colors, "\\cf1\\chcbpat2")


_PAGE_TRICKS = {
    "display": '<p style="display:none">{}</p>', "visibility": '<p style="visibility:hidden">{}</p>',
    "hidden": "<p hidden>{}</p>", "size": '<p style="font-size:1px">{}</p>',
    "size zero": '<p style="font-size:0">{}</p>', "colour": '<p style="color:#fff">{}</p>',
    "class": "<style>.k{{color:#fffffe}}</style><p class=k>{}</p>", "comment": "<!-- {} -->",
    "opacity": '<p style="opacity:0">{}</p>', "transparent": '<p style="color:transparent">{}</p>',
    "left": '<p style="position:absolute;left:-9999px">{}</p>',
    "indent": '<p style="text-indent:-5000px">{}</p>',
    "clip": '<p style="position:absolute;clip:rect(0,0,0,0)">{}</p>',
    "folded": '<p style="height:0;overflow:hidden">{}</p>', "font": '<font color="white">{}</font>',
    "template": "<template>{}</template>", "script": "<script>var x = '{}'</script>",
    "noscript": "<noscript>{}</noscript>", "attribute": '<p title="{}" data-x="{}"></p>',
}  # fmt: skip


def _pages_hidden() -> Iterator[tuple[str, bytes]]:
    for name, trick in _PAGE_TRICKS.items():
        yield f"{name}.html", _html(trick.format(SECRET, SECRET))
    yield "comment.md", ("# " + "\n\n".join(VISIBLE) + f"\n\n**x**\n\n<!-- {SECRET} -->\n").encode()


def _plain() -> bytes:
    return ("\n".join(VISIBLE) + "\n").encode()


def _html(last: str = "", style: str = "", outer: str = "{}") -> bytes:
    shown = "".join(f'<p style="{style}">{text}</p>' for text in VISIBLE)
    return f"<!doctype html><html><body>{outer.format(shown)}{last}</body></html>".encode()


def _pages_honest() -> Iterator[tuple[str, bytes]]:
    yield "plain.html", _html()
    yield "white on dark.html", _html("", "color:white", '<div style="background:#123">{}</div>')
    yield (
        "white on a picture.html",
        _html("", "color:#fff", '<div style="background:url(a.png)">{}</div>'),
    )
    yield "size reset.html", _html("", "font-size:11px", '<div style="font-size:0">{}</div>')
    yield (
        "shown again.html",
        _html("", "visibility:visible", '<div style="visibility:hidden">{}</div>'),
    )
    yield "table.html", _html("", "color:#fff", "<table bgcolor=black><tr><td>{}</td></tr></table>")
    yield "grey.html", _html("", "color:#999")
    yield "small shift.html", _html("", "margin-left:-20px;position:relative;left:-5px")
    yield "plain.txt", _plain()
