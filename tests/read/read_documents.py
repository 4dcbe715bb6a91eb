"""Small documents made for one test each."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import docx
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from rolefit.read import ReadLimits

LIMITS = ReadLimits()
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ODF = "urn:oasis:names:tc:opendocument:xmlns"
ODT_TYPE = "application/vnd.oasis.opendocument.text"


def make_zip(parts: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def make_docx(body: str, **parts: str) -> bytes:
    """A Word file whose body is this XML; `styles` and others are further parts."""
    space = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    space += 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    more = {f"word/{name}.xml": part.replace("<w:", "<w:", 1) for name, part in parts.items()}
    document = f"<w:document {W} {space}><w:body>{body}</w:body></w:document>"
    return make_zip({"[Content_Types].xml": "<Types/>", "word/document.xml": document, **more})


def paragraph(text: str, run: str = "", properties: str = "") -> str:
    return (
        f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr>"
        f'<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


def make_odt(body: str, styles: str = "", manifest: str = "<m/>") -> bytes:
    names = ("office", "text", "table", "style", "drawing")
    space = " ".join(f'xmlns:{name}="{ODF}:{name}:1.0"' for name in names)
    space += f' xmlns:fo="{ODF}:xsl-fo-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
    content = (
        f"<office:document-content {space}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    return make_zip(
        {"mimetype": ODT_TYPE, "content.xml": content, "META-INF/manifest.xml": manifest}
    )


class PdfPage:
    """A one-page PDF drawn line by line."""

    def __init__(self, password: str = "") -> None:
        self._buffer = io.BytesIO()
        encrypt = StandardEncryption(password) if password else None
        self.canvas = Canvas(self._buffer, pagesize=(595, 842), invariant=1, encrypt=encrypt)
        self._y = 800

    def line(self, text: str, *, size: float = 11, grey: float = 0, mode: int = 0, x: float = 50):
        line = self.canvas.beginText(x, self._y)
        line.setFont("Helvetica", size)
        line.setFillGray(grey)
        line.setTextRenderMode(mode)
        line.textOut(text)
        line.setTextRenderMode(0)
        self.canvas.drawText(line)
        self._y -= 20
        return self

    def bar(self, grey: float = 0):
        """A filled bar where the next line goes."""
        self.canvas.setFillGray(grey)
        self.canvas.rect(40, self._y - 5, 400, 18, fill=1, stroke=0)
        return self

    def cover(self, grey: float = 1):
        """A filled bar over the last line."""
        self._y += 20
        self.bar(grey)
        self._y -= 20
        return self

    def picture(self):
        noise = Image.effect_noise((200, 100), 80)
        self.canvas.drawImage(ImageReader(noise), 50, 400, 200, 100)
        return self

    def next_page(self):
        self.canvas.showPage()
        self._y = 800
        return self

    def done(self) -> bytes:
        self.canvas.save()
        return self._buffer.getvalue()


def make_word(*paragraphs: str) -> bytes:
    """A Word file as python-docx writes it."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
