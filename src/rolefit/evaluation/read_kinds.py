"""Every kind and layout of document that reading is measured on, with its words in their order."""

from __future__ import annotations

import html
import io
import random
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image, ImageFilter
from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    FrameBreak,
    NextPageTemplate,
    PageTemplate,
    Paragraph,
    SimpleDocTemplate,
    Table,
)

from rolefit.evaluation.read_layouts import (
    Part,
    flow,
    markup,
    plain,
    write_docx,
    write_html,
    write_pdf,
    write_text,
)

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_SERIF = Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf")
_PAGE = (595.0, 842.0)
_CONVERT_SECONDS = 180


@dataclass(frozen=True, slots=True)
class Made:
    """One document; `text` has its words in reading order."""

    path: Path
    layout: str
    text: str
    by_ocr: bool = False


Writer = Callable[[list[Part], Path], str]
"""Writes parts to a path and gives the text in reading order."""


def words_of(parts: Sequence[Part]) -> str:
    return "\n".join(plain(part) for part in parts)


def _tables_last(parts: list[Part]) -> list[Part]:
    return [p for p in parts if p.kind != "tr"] + [p for p in parts if p.kind == "tr"]


def _one_column(parts: list[Part], path: Path) -> str:
    write_pdf(parts, path)
    return words_of(_tables_last(parts))


def _two_columns(parts: list[Part], path: Path) -> str:
    width = (_PAGE[0] - 90) / 2
    frames = [Frame(40 + n * (width + 10), 40, width, 762, id=f"c{n}") for n in range(2)]
    template = BaseDocTemplate(str(path), pagesize=_PAGE, invariant=1)
    template.addPageTemplates([PageTemplate(id="two", frames=frames)])
    template.build(flow(parts))
    return words_of(_tables_last(parts))


def _sidebar(parts: list[Part], path: Path) -> str:
    """A dark bar on the left with white words; the rest beside it."""
    head = parts[: max(3, len(parts) // 4)]
    white = ParagraphStyle("white", fontName="Helvetica", fontSize=9, leading=12, textColor="white")

    def draw_bar(canvas: Canvas, _: object) -> None:
        canvas.setFillColor(HexColor("#1f3a5f"))
        canvas.rect(0, 0, 190, _PAGE[1], fill=1, stroke=0)

    first = [Frame(10, 30, 170, 780, id="bar"), Frame(205, 30, 370, 780, id="main")]
    template = BaseDocTemplate(str(path), pagesize=_PAGE, invariant=1)
    template.addPageTemplates(
        [
            PageTemplate(id="first", frames=first, onPage=draw_bar),
            PageTemplate(id="later", frames=[Frame(40, 30, 515, 780)]),
        ]
    )
    bar = [Paragraph(markup(part.runs), white) for part in head]
    rest = flow(parts[len(head) :])
    template.build([NextPageTemplate("later"), *bar, FrameBreak(), *rest])
    return words_of([*head, *_tables_last(parts[len(head) :])])


def _table(parts: list[Part], path: Path) -> str:
    """Two-celled rows: what it is on the left, the words on the right."""
    style = ParagraphStyle("cell", fontName="Helvetica", fontSize=9, leading=11)
    rows, texts = [], []
    for number, part in enumerate(parts):
        label = f"Row {number}"
        rows.append([Paragraph(label, style), Paragraph(html.escape(plain(part)), style)])
        texts.append(f"{label} {plain(part)}")
    table = Table(rows, colWidths=[60, 440], style=[("GRID", (0, 0), (-1, -1), 0.5, "black")])
    SimpleDocTemplate(str(path), pagesize=_PAGE, invariant=1).build([table])
    return "\n".join(texts)


def _book_fonts(parts: list[Part], path: Path) -> str:
    """As LaTeX sets it: an embedded serif font, ligatures, words broken at the line's end."""
    pdfmetrics.registerFont(TTFont("Serif", str(_SERIF)))
    canvas = Canvas(str(path), pagesize=_PAGE, invariant=1)
    canvas.setFont("Serif", 10)
    y = _PAGE[1] - 50.0
    chance = random.Random(1)
    for part in parts:
        lines = simpleSplit(plain(part), "Serif", 10, 440)
        for line in _with_breaks(lines, chance):
            if y < 50:
                canvas.showPage()
                canvas.setFont("Serif", 10)
                y = _PAGE[1] - 50.0
            canvas.drawString(60, y, line.replace("ffi", "ﬃ").replace("fi", "ﬁ").replace("fl", "ﬂ"))
            y -= 13
        y -= 6
    canvas.save()
    return words_of(parts)


def _with_breaks(lines: list[str], chance: random.Random) -> Iterator[str]:
    """Some lines' last words go on in the next line."""
    carried = ""
    for index, full in enumerate(lines):
        line, carried = f"{carried} {full}".strip(), ""
        last = line.split(" ")[-1]
        is_plain = last.isalpha() and last.islower() and len(last) >= 8
        if is_plain and index + 1 < len(lines) and chance.random() < 0.4:
            cut = len(last) - len(last) // 2
            line, carried = f"{line[: len(line) - cut]}-", last[-cut:]
        yield line
        if carried and index + 1 < len(lines):
            lines[index + 1], carried = carried + " " + lines[index + 1], ""


def _docx(parts: list[Part], path: Path) -> str:
    write_docx(parts, path)
    first = next((n for n, part in enumerate(parts) if part.kind == "tr"), len(parts))
    rows = [part for part in parts if part.kind == "tr"]
    return words_of([*parts[:first], *rows, *(p for p in parts[first:] if p.kind != "tr")])


def _paragraph(text: str, around: str = "{}") -> str:
    run = f'<w:r><w:t xml:space="preserve">{html.escape(text)}</w:t></w:r>'
    return f"<w:p>{around.format(run)}</w:p>"


def _raw_docx(body: str, path: Path) -> None:
    space = f'xmlns:w="{_W}" xmlns:mc="{_MC}"'
    parts = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {space}><w:body>{body}</w:body></w:document>",
    }
    _pack(parts, path)


def _pack(parts: Mapping[str, str], path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data)


def _docx_table(parts: list[Part], path: Path) -> str:
    """The whole résumé in a layout table: a column of contacts and skills, a column of work."""
    half = len(parts) // 3
    cells = (
        "".join(_paragraph(plain(part)) for part in side) for side in (parts[:half], parts[half:])
    )
    row = "".join(f"<w:tc>{cell}</w:tc>" for cell in cells)
    _raw_docx(f"<w:tbl><w:tr>{row}</w:tr></w:tbl>", path)
    return words_of(parts)


def _docx_boxes(parts: list[Part], path: Path) -> str:
    """Every third part in a text box, which Word writes twice."""
    body, order = "", list[Part]()
    for index, part in enumerate(parts):
        text = _paragraph(plain(part))
        if index % 3 == 2:
            box = f"<w:txbxContent>{text}</w:txbxContent>"
            text = (
                f"<w:p><w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
                f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
            )
        body += text
        order.append(part)
    _raw_docx(body, path)
    return words_of(order)


def _docx_changes(parts: list[Part], path: Path) -> str:
    """Tracked insertions count, deletions do not."""
    body = ""
    for index, part in enumerate(parts):
        text = plain(part)
        body += _paragraph(text, "<w:ins>{}</w:ins>" if index % 2 else "{}")
        gone = f"<w:r><w:delText>gone {html.escape(text)}</w:delText></w:r>"
        body += f"<w:p><w:del>{gone}</w:del></w:p>"
    _raw_docx(body, path)
    return words_of(parts)


def _odt(parts: list[Part], path: Path) -> str:
    names = ("office", "text", "table", "style")
    space = " ".join(f'xmlns:{name}="{_ODF}:{name}:1.0"' for name in names)
    body = ""
    for part in parts:
        text = html.escape(plain(part))
        one = (
            f"<text:h>{text}</text:h>" if part.kind.startswith("h") else f"<text:p>{text}</text:p>"
        )
        body += (
            f"<text:list><text:list-item>{one}</text:list-item></text:list>"
            if part.kind == "li"
            else one
        )
    content = (
        f"<office:document-content {space}><office:body><office:text>{body}</office:text>"
        "</office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    _pack({"mimetype": kind, "content.xml": content}, path)
    return words_of(parts)


def _rtf(parts: list[Part], path: Path) -> str:
    def escape(text: str) -> str:
        return "".join(
            f"\\{c}" if c in "{}\\" else c if ord(c) < 128 else f"\\u{_signed(c)}?" for c in text
        )

    body = ""
    for part in parts:
        start = "{\\listtext\\'b7\\tab}" if part.kind == "li" else ""
        body += f"{start}{escape(plain(part))}\\par\n"
    path.write_text("{\\rtf1\\ansi\\ansicpg1252\n" + body + "}", encoding="ascii")
    return words_of(parts)


def _signed(character: str) -> str:
    units = character.encode("utf-16-le")
    codes = [
        int.from_bytes(units[n : n + 2], "little", signed=True) for n in range(0, len(units), 2)
    ]
    return "?\\u".join(str(code) for code in codes)


def _simple(write: Callable[[list[Part], Path], None]) -> Writer:
    def write_it(parts: list[Part], path: Path) -> str:
        write(parts, path)
        return words_of(parts)

    return write_it


WRITERS: Mapping[str, tuple[str, Writer]] = {
    "pdf one column": (".pdf", _one_column),
    "pdf two columns": (".pdf", _two_columns),
    "pdf sidebar": (".pdf", _sidebar),
    "pdf table": (".pdf", _table),
    "pdf book fonts": (".pdf", _book_fonts),
    "docx": (".docx", _docx),
    "docx layout table": (".docx", _docx_table),
    "docx text boxes": (".docx", _docx_boxes),
    "docx tracked changes": (".docx", _docx_changes),
    "odt": (".odt", _odt),
    "rtf": (".rtf", _rtf),
    "html": (".html", _simple(write_html)),
    "txt": (".txt", _simple(write_text)),
}


def make_kinds(masters: Mapping[str, list[Part]], folder: Path) -> list[Made]:
    """Every master in every layout; conversions by Chromium and LibreOffice where installed."""
    made: list[Made] = []
    for name, parts in masters.items():
        for layout, (suffix, write) in WRITERS.items():
            path = folder / f"{name}-{layout.replace(' ', '_')}{suffix}"
            made.append(Made(path, layout, write(list(parts), path)))
    few = list(masters)[:3]
    sources = [m for m in made if m.layout in ("html", "docx") and m.path.name.split("-")[0] in few]
    made += _print_by_chromium([m for m in sources if m.layout == "html"], folder)
    made += _convert_by_libreoffice([m for m in sources if m.layout == "docx"], folder)
    for one in [m for m in made if m.layout == "pdf one column"][:3]:
        made += make_scans(one, folder)
    return made


def _print_by_chromium(sources: list[Made], folder: Path) -> Iterator[Made]:
    program = shutil.which("chromium")
    for source in sources if program else ():
        path = folder / f"{source.path.stem}-chromium.pdf"
        with tempfile.TemporaryDirectory() as profile:
            subprocess.run(
                [str(program), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
                 "--disable-background-networking", "--no-pdf-header-footer",
                 f"--user-data-dir={profile}", f"--print-to-pdf={path}", source.path.as_uri()],
                capture_output=True, timeout=_CONVERT_SECONDS, check=False,
            )  # fmt: skip
        if path.exists():
            yield Made(path, "pdf by chromium", source.text)


def _convert_by_libreoffice(sources: list[Made], folder: Path) -> Iterator[Made]:
    program = shutil.which("soffice")
    for suffix in ("pdf", "odt", "rtf") if program and sources else ():
        out = folder / f"libreoffice_{suffix}"
        with tempfile.TemporaryDirectory() as profile:
            subprocess.run(
                [str(program), f"-env:UserInstallation=file://{profile}", "--headless",
                 "--convert-to", suffix, "--outdir", str(out), *(str(s.path) for s in sources)],
                capture_output=True, timeout=_CONVERT_SECONDS, check=False,
            )  # fmt: skip
        for source in sources:
            path = out / f"{source.path.stem}.{suffix}"
            if path.exists():
                yield Made(path, f"{suffix} by libreoffice", source.text)


def make_scans(source: Made, folder: Path) -> Iterator[Made]:
    """Clean and tilted, noisy pictures of a PDF's pages."""
    document = pypdfium2.PdfDocument(source.path)
    pages = [page.render(scale=200 / 72, grayscale=True).to_pil() for page in document]
    document.close()
    stem = source.path.stem
    for name, pictures in (("clean", pages), ("noisy", [_spoil(page) for page in pages])):
        path = folder / f"{stem}-scan_{name}.pdf"
        pictures[0].save(path, "PDF", resolution=200, save_all=True, append_images=pictures[1:])
        yield Made(path, f"scan {name}", source.text, by_ocr=True)
    if len(pages) == 1:
        for kind in ("png", "jpeg"):
            path = folder / f"{stem}-picture.{kind}"
            pages[0].save(path, dpi=(200, 200))
            yield Made(path, kind, source.text, by_ocr=True)


def _spoil(page: Image.Image) -> Image.Image:
    tilted = page.rotate(0.7, expand=False, fillcolor=255, resample=Image.Resampling.BICUBIC)
    noise = Image.effect_noise(page.size, 40)
    spoiled = Image.blend(tilted.filter(ImageFilter.GaussianBlur(0.6)), noise, 0.15)
    buffer = io.BytesIO()
    spoiled.save(buffer, "JPEG", quality=60)
    return Image.open(buffer)
