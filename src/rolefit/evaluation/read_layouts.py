"""Documents with known words: a master résumé drawn in every kind and layout that is read.

The masters are Markdown (headings, lists, paragraphs, tables, **strong**, [links](to)) or the plain
text of our own made-up résumés. Writers take parts and a path; reportlab and python-docx are imported
here, in no part of the product.
"""

from __future__ import annotations

import html
import re
import textwrap
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

_INLINE = re.compile(r"\*\*(?P<strong>.+?)\*\*|\[(?P<words>[^\]]+)\]\((?P<target>[^)]+)\)")
_TEXT_WIDTH = 100
_EPOCH = (2026, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Run:
    text: str
    strong: bool = False
    target: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """`kind` is h1, h2, h3, p, li or tr; a table row has one list of runs a cell."""

    kind: str
    cells: tuple[tuple[Run, ...], ...]

    @property
    def runs(self) -> tuple[Run, ...]:
        return self.cells[0]


def parse_markdown(master: str) -> Iterator[Part]:
    for line in (line.strip() for line in master.splitlines()):
        heading = re.match(r"(#{1,3}) ", line)
        if not line or re.fullmatch(r"[|\s:-]+", line):
            continue
        if heading:
            yield Part(f"h{len(heading[1])}", (runs(line[heading.end() :]),))
        elif line.startswith("- "):
            yield Part("li", (runs(line[2:]),))
        elif line.startswith("|"):
            yield Part("tr", tuple(runs(cell.strip()) for cell in line.strip("|").split("|")))
        else:
            yield Part("p", (runs(line),))


def parse_text(master: str) -> Iterator[Part]:
    """A plain résumé: lines in capitals are headings, bullets are items."""
    for index, line in enumerate(" ".join(line.split()) for line in master.splitlines()):
        if line.startswith(("• ", "- ", "* ")):
            yield Part("li", ((Run(line[2:]),),))
        elif line:
            kind = "h1" if not index else "h2" if line.isupper() and len(line) < 40 else "p"
            yield Part(kind, ((Run(line),),))


def runs(text: str) -> tuple[Run, ...]:
    found: list[Run] = []
    end = 0
    for match in _INLINE.finditer(text):
        found.append(Run(text[end : match.start()]))
        if match["strong"]:
            found.append(Run(match["strong"], strong=True))
        else:
            found.append(Run(match["words"], target=match["target"]))
        end = match.end()
    found.append(Run(text[end:]))
    return tuple(run for run in found if run.text)


def plain(part: Part) -> str:
    return " | ".join("".join(run.text for run in cell) for cell in part.cells)


def write_text(parts: list[Part], path: Path) -> None:
    lines: list[str] = []
    last = ""
    for part in parts:
        if part.kind != last or part.kind not in ("li", "tr"):
            lines.append("")
        first, rest = ("- ", "  ") if part.kind == "li" else ("", "")
        lines += textwrap.wrap(
            plain(part), _TEXT_WIDTH, initial_indent=first, subsequent_indent=rest,
            break_on_hyphens=False, break_long_words=False,
        )  # fmt: skip
        last = part.kind
    path.write_text("\n".join(lines).strip() + "\n", encoding="utf-8")


def markup(cell: tuple[Run, ...]) -> str:
    def one(run: Run) -> str:
        text = html.escape(run.text, quote=False)
        if run.target:
            return f'<a href="{html.escape(run.target)}">{text}</a>'
        return f"<strong>{text}</strong>" if run.strong else text

    return "".join(one(run) for run in cell)


def write_html(parts: list[Part], path: Path) -> None:
    lines: list[str] = []
    for index, part in enumerate(parts):
        before = parts[index - 1].kind if index else ""
        after = parts[index + 1].kind if index + 1 < len(parts) else ""
        group = {"li": "ul", "tr": "table"}.get(part.kind)
        if group and before != part.kind:
            lines.append(f"<{group}>")
        if part.kind == "tr":
            cells = "".join(f"<td>{markup(cell)}</td>" for cell in part.cells)
            lines.append(f"  <tr>{cells}</tr>")
        else:
            lines.append(f"<{part.kind}>{markup(part.runs)}</{part.kind}>")
        if group and after != part.kind:
            lines.append(f"</{group}>")
    head = f'<meta charset="utf-8">\n<title>{html.escape(plain(parts[0]))}</title>'
    page = ["<!doctype html>", '<html lang="en">', "<head>", head, "</head>", "<body>", *lines]
    path.write_text("\n".join([*page, "</body>", "</html>", ""]), encoding="utf-8")


def write_docx(parts: list[Part], path: Path) -> None:
    document = docx.Document()
    table = None
    for part in parts:
        if part.kind == "tr":
            table = table or document.add_table(rows=0, cols=len(part.cells), style="Table Grid")
            for cell, words in zip(table.add_row().cells, part.cells, strict=True):
                _add_runs(cell.paragraphs[0], words)
            continue
        style = {"h1": "Title", "h2": "Heading 1", "h3": "Heading 2", "li": "List Bullet"}
        _add_runs(document.add_paragraph(style=style.get(part.kind)), part.runs)
    document.core_properties.author = "rolefit"
    document.save(str(path))
    settle_times(path)


def _add_runs(paragraph: object, cell: tuple[Run, ...]) -> None:
    for run in cell:
        added = paragraph.add_run(run.text)  # type: ignore[attr-defined]
        added.bold = run.strong or None
        if run.target:
            part = paragraph.part  # type: ignore[attr-defined]
            link = OxmlElement("w:hyperlink")
            identity = part.relate_to(run.target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            link.set(qn("r:id"), identity)
            added._r.addprevious(link)
            link.append(added._r)


def settle_times(path: Path) -> None:
    """The same bytes on every run."""
    with zipfile.ZipFile(path) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)


def flow(parts: list[Part]) -> list[object]:
    """The parts as reportlab draws them; tables at the end."""
    styles = getSampleStyleSheet()
    names = {"h1": "Title", "h2": "Heading2", "h3": "Heading3", "li": "Bullet"}
    story: list[object] = []
    rows: list[list[object]] = []
    for part in parts:
        if part.kind == "tr":
            rows.append([Paragraph(markup(cell), styles["Normal"]) for cell in part.cells])
            continue
        bullet = "•" if part.kind == "li" else None
        style = styles[names.get(part.kind, "BodyText")]
        story.append(Paragraph(markup(part.runs), style, bulletText=bullet))
    if rows:
        story.append(Table(rows, colWidths=[150] * len(rows[0]), hAlign="LEFT"))
    return story


def write_pdf(parts: list[Part], path: Path) -> None:
    title = plain(parts[0])
    SimpleDocTemplate(str(path), title=title, author=title, invariant=1).build(flow(parts))


WRITERS: Mapping[str, Callable[[list[Part], Path], None]] = {
    ".txt": write_text,
    ".html": write_html,
    ".docx": write_docx,
    ".pdf": write_pdf,
}


def make_formats(master: Path, folder: Path) -> list[Path]:
    """Write the four plain formats of a master into a folder; the paths written."""
    parts = list(parse_markdown(master.read_text(encoding="utf-8")))
    paths = [folder / f"{master.stem}{suffix}" for suffix in WRITERS]
    for path in paths:
        WRITERS[path.suffix](parts, path)
    return paths
