"""How well files are read: words and their order, hidden text, hostile files.

`evaluate.py read [words] [hidden] [hostile] [--masters N] [--keep FOLDER]`
"""

from __future__ import annotations

import argparse
import re
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from statistics import fmean

import yaml
from rich.console import Console
from rich.table import Table

from rolefit.errors import ReadError
from rolefit.evaluation.read_hidden import SECRET, VISIBLE, make_hidden, make_honest
from rolefit.evaluation.read_hostile import make_hostile
from rolefit.evaluation.read_kinds import Made, make_kinds
from rolefit.evaluation.read_layouts import Part, parse_markdown, parse_text
from rolefit.evaluation.read_odd import make_odd
from rolefit.read import ReadLimits, Sandbox
from rolefit.read.normalise import normalise_characters

ROOT = Path(__file__).parents[3]
PARTS = ("words", "hidden", "hostile")
LEAST_F1, LEAST_ORDER, LEAST_OCR_F1 = 0.995, 0.97, 0.95
MOST_SECONDS = 12.0
MOST_FLAGGED = 0.01
_MARKS = re.compile(r"[•|]")
_UNDRAWABLE = re.compile("[^\x00-\u024f\u2010-\u2027\u2030-\u203a•→–—]")
"""What the standard fonts of the generator's PDFs hold no glyph for."""
_SAMPLE_SECONDS = 0.005
_WIDE = 160


@dataclass(frozen=True, slots=True)
class Likeness:
    """Word F1 over counts of words; order is the share of words in the longest common runs."""

    f1: float
    order: float


@dataclass(frozen=True, slots=True)
class Outcome:
    name: str
    code: str
    seconds: float


def compare_words(found: str, wanted: str) -> Likeness:
    one, two = _words(found), _words(wanted)
    common = (Counter(one) & Counter(two)).total()
    f1 = 2 * common / max(len(one) + len(two), 1)
    return Likeness(f1, SequenceMatcher(None, one, two, autojunk=False).ratio())


def _words(text: str) -> list[str]:
    tokens = _MARKS.sub(" ", normalise_characters(text)).split()
    return [token for token in tokens if any(character.isalnum() for character in token)]


def load_masters(count: int) -> dict[str, list[Part]]:
    """The example résumé and made-up ones of the tests, evenly spread."""
    example = ROOT / "examples" / "resume_ml_engineer.md"
    masters = {"example": list(parse_markdown(example.read_text(encoding="utf-8")))}
    paths = sorted((ROOT / "tests" / "resumes").glob("*.yaml"))
    step = max(len(paths) // max(count - 1, 1), 1)
    for path in paths[::step][: count - 1]:
        text = str(yaml.safe_load(path.read_text(encoding="utf-8"))["text"])
        text = _UNDRAWABLE.sub("", text)
        masters[path.stem.replace("-", "_")] = list(parse_text(text))
    return masters


# -- words --------------------------------------------------------------------------------


def measure_words(sandbox: Sandbox, folder: Path, *, masters: int, console: Console) -> bool:
    results: dict[tuple[str, bool], list[Likeness]] = defaultdict(list)
    limits = ReadLimits(ocr_seconds=120)
    for made in make_kinds(load_masters(masters), folder):
        results[made.layout, made.by_ocr].append(_likeness(sandbox, made, limits))
    table = _table("Words", "layout", "files", "F1 mean", "F1 min", "order mean", "order min", "")
    fine = True
    for (layout, by_ocr), likenesses in results.items():
        f1, order = [x.f1 for x in likenesses], [x.order for x in likenesses]
        passed = min(f1) >= LEAST_F1 and min(order) >= LEAST_ORDER
        if by_ocr:
            passed = fmean(f1) >= LEAST_OCR_F1 or "noisy" in layout
        fine = fine and passed
        figures = (f"{x:.4f}" for x in (fmean(f1), min(f1), fmean(order), min(order)))
        table.add_row(layout, str(len(f1)), *figures, "" if passed else "below")
    console.print(table)
    return fine


def _likeness(sandbox: Sandbox, made: Made, limits: ReadLimits) -> Likeness:
    try:
        document = sandbox.read_file(made.path, limits=limits)
    except ReadError:
        return Likeness(0.0, 0.0)
    return compare_words(document.text, made.text)


# -- hidden text --------------------------------------------------------------------------


def measure_hidden(sandbox: Sandbox, *, console: Console) -> bool:
    """Tricks found: none of the secret words in the text, all of the visible ones."""
    hidden, honest, odd = make_hidden(), make_honest(), make_odd()
    missed = [name for name, source in hidden.items() if not _is_clean(sandbox, source)]
    flagged = [name for name, source in honest.items() if not _is_honest(sandbox, source)]
    unread = [name for name, source in odd.items() if not _is_honest(sandbox, source)]
    table = _table("Hidden text", "set", "files", "right", "wrong")
    table.add_row("hidden words taken out", str(len(hidden)), _right(hidden, missed), _list(missed))
    table.add_row(
        "honest designs unflagged", str(len(honest)), _right(honest, flagged), _list(flagged)
    )
    table.add_row("odd but honest, read whole", str(len(odd)), _right(odd, unread), _list(unread))
    console.print(table)
    return not missed and not unread and len(flagged) <= MOST_FLAGGED * len(honest)


def _is_clean(sandbox: Sandbox, source: bytes) -> bool:
    """The text is that of the same file without the trick, word for word."""
    text = sandbox.read(source, limits=ReadLimits()).text
    words = _words(text)
    secret = set(SECRET.casefold().split()) & {word.casefold() for word in words}
    return not secret and all(word in words for line in VISIBLE for word in line.split())


def _is_honest(sandbox: Sandbox, source: bytes) -> bool:
    try:
        document = sandbox.read(source, limits=ReadLimits())
    except ReadError:
        return False
    codes = {warning.code for warning in document.warnings}
    return _words(document.text) == " ".join(VISIBLE).split() and not codes


# -- hostile ------------------------------------------------------------------------------


def measure_hostile(sandbox: Sandbox, *, console: Console) -> bool:
    sandbox.start()
    with _MemoryWatch(sandbox) as watch:
        outcomes = [_outcome(sandbox, name, source) for name, source in make_hostile().items()]
    table = _table("Hostile files", "outcome", "files", "slowest s", "names")
    by_code: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        by_code[outcome.code].append(outcome)
    for code, group in sorted(by_code.items()):
        names = ", ".join(f"{o.name} {o.seconds:.1f}" for o in group)
        table.add_row(code, str(len(group)), f"{max(o.seconds for o in group):.2f}", names)
    console.print(table)
    slowest = max(outcome.seconds for outcome in outcomes)
    limit = ReadLimits().memory_bytes
    console.print(
        f"{len(outcomes)} files; slowest {slowest:.1f} s of {MOST_SECONDS:g}; most address space "
        f"{watch.peak_bytes >> 20} MiB of {limit >> 20}; readers left: {watch.left()}; "
        f"nursery starts: {watch.nurseries}"
    )
    untyped = [outcome.name for outcome in outcomes if outcome.code == "untyped"]
    return not untyped and slowest <= MOST_SECONDS and watch.peak_bytes <= limit


def _outcome(sandbox: Sandbox, name: str, source: bytes) -> Outcome:
    start = time.perf_counter()
    try:
        document = sandbox.read(source, limits=ReadLimits())
        code = "text" + "".join(sorted(f", {w}" for w in {w.code for w in document.warnings}))
    except ReadError as error:
        code = error.code
    except Exception as error:  # noqa: BLE001 - that is what is looked for
        code, name = "untyped", f"{name}: {type(error).__name__}"
    return Outcome(name, code, time.perf_counter() - start)


class _MemoryWatch:
    """Samples the address space of the sandbox's children (Linux)."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._seen: set[int] = set()
        self.peak_bytes = 0

    def __enter__(self) -> _MemoryWatch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        time.sleep(0.5)
        self._over.set()
        self._thread.join()

    @property
    def nurseries(self) -> int:
        return len(self._seen)

    def left(self) -> int:
        """Readers that have not ended, beside the one that waits for the next document."""
        return max(sum(1 for _ in self._children()) - 1, 0)

    def _watch(self) -> None:
        while not self._over.wait(_SAMPLE_SECONDS):
            for pid in self._children():
                self.peak_bytes = max(self.peak_bytes, _address_space(pid))

    def _children(self) -> Iterator[str]:
        pid = self._sandbox.nursery_pid
        if pid is None:
            return
        self._seen.add(pid)
        try:
            yield from Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        except OSError:
            return


def _address_space(pid: str) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    found = re.search(r"VmPeak:\s+(\d+) kB", status)
    is_limited = "Uid:\t65534" in status  # before that the limits are not set yet
    return int(found[1]) * 1024 if found and is_limited else 0


# -- printing -----------------------------------------------------------------------------


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _right(files: Mapping[str, bytes], wrong: Sequence[str]) -> str:
    return f"{1 - len(wrong) / len(files):.1%}"


def _list(names: Sequence[str]) -> str:
    return ", ".join(names) or "–"


def _part(name: str) -> str:
    if name not in PARTS:
        raise argparse.ArgumentTypeError(f"no part '{name}'; parts are: {', '.join(PARTS)}")
    return name


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="evaluate.py read", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("parts", nargs="*", type=_part, metavar=f"{{{','.join(PARTS)}}}")
    parser.add_argument("--masters", type=int, default=8)
    parser.add_argument("--keep", type=Path, help="write the documents here and leave them")
    told = parser.parse_args(argv)
    parts = told.parts or PARTS
    console = Console(width=_WIDE)
    fine = True
    with Sandbox() as sandbox, tempfile.TemporaryDirectory() as temporary:
        folder = told.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        if "words" in parts:
            fine &= measure_words(sandbox, folder, masters=told.masters, console=console)
        if "hidden" in parts:
            fine &= measure_hidden(sandbox, console=console)
        if "hostile" in parts:
            fine &= measure_hostile(sandbox, console=console)
    return 0 if fine else 1
