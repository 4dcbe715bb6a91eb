"""How fast files are read, beside pdfminer.six, pdfplumber, pypdfium2 and python-docx in one run.

`bench.py read [FOLDER] [--masters N] [--repeats N]`: our own documents, or those of a folder.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import io
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from rich.console import Console
from rich.table import Table

from rolefit.errors import ReadError
from rolefit.evaluation.read import load_masters
from rolefit.evaluation.read_kinds import make_kinds
from rolefit.read import ReadLimits, Sandbox, read

LIMITS = ReadLimits(max_ocr_pages=0)
SUFFIXES = (".pdf", ".docx", ".odt", ".rtf", ".html", ".txt")
_WIDE = 120
_THREADS = 2

Reader = Callable[[bytes], object]


@dataclass(frozen=True, slots=True)
class File:
    path: Path
    source: bytes
    pages: int


def by_pdfminer(source: bytes) -> object:
    return importlib.import_module("pdfminer.high_level").extract_text(io.BytesIO(source))


def by_pdfplumber(source: bytes) -> object:
    with importlib.import_module("pdfplumber").open(io.BytesIO(source)) as document:
        return [page.extract_text() for page in document.pages]


def by_pypdfium2(source: bytes) -> object:
    """Text only: no visibility, no places, no links; the floor of what PDFium costs."""
    document = importlib.import_module("pypdfium2").PdfDocument(source)
    try:
        return [page.get_textpage().get_text_range(errors="replace") for page in document]
    finally:
        document.close()


def by_python_docx(source: bytes) -> object:
    document = importlib.import_module("docx").Document(io.BytesIO(source))
    return [paragraph.text for paragraph in document.paragraphs]


PEERS: dict[str, tuple[str, str, Reader]] = {
    "pdfminer.six": (".pdf", "pdfminer", by_pdfminer),
    "pdfplumber": (".pdf", "pdfplumber", by_pdfplumber),
    "pypdfium2, text only": (".pdf", "pypdfium2", by_pypdfium2),
    "python-docx .paragraphs": (".docx", "docx", by_python_docx),
}


def load_files(folder: Path) -> list[File]:
    """The readable files of a folder with their pages (1 where a kind has none)."""
    files: list[File] = []
    for path in sorted(p for p in folder.rglob("*") if p.suffix in SUFFIXES):
        source = path.read_bytes()
        try:
            document = read(source, limits=LIMITS)
        except ReadError:
            continue
        if path.suffix == ".docx" and not _opens_in_python_docx(source):
            continue
        files.append(File(path, source, max(len(document.pages), 1)))
    return files


def _opens_in_python_docx(source: bytes) -> bool:
    """Bare packages, as our own generator writes some, are not timed: the peer cannot open them."""
    try:
        by_python_docx(source)
    except (AttributeError, KeyError, ValueError):
        return False
    return True


def time_files(files: Sequence[File], reader: Reader, *, repeats: int) -> list[float]:
    """Seconds for each file: the best of the repeats."""
    found: list[float] = []
    for file in files:
        times = []
        for _ in range(repeats):
            start = time.perf_counter()
            reader(file.source)
            times.append(time.perf_counter() - start)
        found.append(min(times))
    return found


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="bench.py read", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--masters", type=int, default=4)
    parser.add_argument("--repeats", type=int, default=3)
    told = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as temporary:
        folder = told.folder or Path(temporary)
        if told.folder is None:
            make_kinds(load_masters(told.masters), folder)
        files = load_files(folder)
    with Sandbox() as sandbox:
        sandbox.start()
        _print_throughput(files, sandbox, repeats=told.repeats)
        _print_latency(files, sandbox, repeats=told.repeats)
    return 0


def _print_throughput(files: Sequence[File], sandbox: Sandbox, *, repeats: int) -> None:
    table = _table(
        "Throughput, one at a time", "kind", "reader", "files", "files/s", "pages/s", "time ÷ ours"
    )
    readers: list[tuple[str, str, Reader]] = []
    for suffix in SUFFIXES:
        readers += [
            (suffix, "rolefit", lambda source: read(source, limits=LIMITS)),
            (suffix, "rolefit, sandboxed", lambda source: sandbox.read(source, limits=LIMITS)),
        ]
        readers += [
            (suffix, name, reader)
            for name, (kind, module, reader) in PEERS.items()
            if kind == suffix and importlib.util.find_spec(module)
        ]
    ours: dict[str, float] = {}
    for suffix, name, reader in readers:
        group = [file for file in files if file.path.suffix == suffix]
        if not group:
            continue
        seconds = sum(time_files(group, reader, repeats=repeats))
        ours.setdefault(suffix, seconds)
        pages = sum(file.pages for file in group) / seconds if suffix == ".pdf" else 0
        table.add_row(
            suffix, name, str(len(group)), f"{len(group) / seconds:,.1f}",
            f"{pages:,.0f}" if pages else "–", f"{seconds / ours[suffix]:.2f}",
        )  # fmt: skip
    Console(width=_WIDE).print(table)


def _print_latency(files: Sequence[File], sandbox: Sandbox, *, repeats: int) -> None:
    table = _table(
        "Sandboxed, milliseconds a document", "kind", "files", "p50", "p95", "p99", "most"
    )
    for suffix in (*SUFFIXES, "all"):
        group = [file for file in files if suffix in (file.path.suffix, "all")]
        if len(group) < 2:
            continue
        times = time_files(
            group, lambda source: sandbox.read(source, limits=LIMITS), repeats=repeats
        )
        cuts = quantiles(times, n=100, method="inclusive")
        figures = (median(times), cuts[94], cuts[98], max(times))
        table.add_row(suffix, str(len(group)), *(f"{1000 * figure:.1f}" for figure in figures))
    Console(width=_WIDE).print(table)
    start = time.perf_counter()
    with ThreadPoolExecutor(_THREADS) as pool:
        list(pool.map(lambda file: sandbox.read(file.source, limits=LIMITS), files))
    rate = len(files) / (time.perf_counter() - start)
    Console(width=_WIDE).print(f"{_THREADS} threads on one sandbox: {rate:.1f} documents/s")


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column)
    return table
