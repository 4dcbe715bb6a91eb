"""How fast documents are parsed on one core, beside spaCy's tokeniser alone on the same texts.

`bench.py parse [FOLDER] [--repeats N]`: texts (.txt) of a folder, or the labelled résumés of the tests.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

import yaml
from rich.console import Console

from rolefit.evaluation.cases import CASES, load_default_parser, parse_text

RESUMES = CASES.parent / "resumes"


def load_texts(folder: Path | None) -> list[str]:
    if folder is not None:
        return [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]
    files = sorted(RESUMES.glob("*.yaml"))
    return [yaml.safe_load(path.read_text(encoding="utf-8"))["text"] for path in files]


def main(argv: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(prog="bench.py parse", description=__doc__)
    options.add_argument("folder", type=Path, nargs="?")
    options.add_argument("--repeats", type=int, default=3)
    chosen = options.parse_args(argv)
    texts = load_texts(chosen.folder)
    parser = load_default_parser()
    for text in texts[:10]:
        parse_text(parser, text, kind="resume")
    ours = min(
        _seconds(lambda t: parse_text(parser, t, kind="resume"), texts)
        for _ in range(chosen.repeats)
    )
    peer = min(_seconds(parser.count_tokens, texts) for _ in range(chosen.repeats))
    words = sum(len(text.split()) for text in texts) / len(texts)
    Console(width=120).print(
        f"{len(texts)} résumés of {words:.0f} words: {len(texts) / ours:.0f} a CPU second parsed, "
        f"{len(texts) / peer:.0f} only cut into words (ratio {ours / peer:.1f})"
    )
    return 0


def _seconds(work: object, texts: Sequence[str]) -> float:
    """CPU seconds, since the machine may be shared."""
    start = time.process_time()
    for text in texts:
        work(text)  # type: ignore[operator]
    return time.process_time() - start
