"""Each stage and the whole, in documents a second, beside the naive matcher on the same documents.

The naive matcher is what a first try would be: one all-MiniLM-L6-v2 vector of the whole document against
one vector for each role's description. Medians over repetitions; everything in one process and run.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

import rolefit
from rolefit.engine import Engine, embedded_texts
from rolefit.match.model import rank_roles
from rolefit.report.json import report_to_json

EXAMPLES = Path(__file__).parents[3] / "examples"


@dataclass(frozen=True, slots=True)
class Timing:
    """`per_second` documents; `ratio` to the naive matcher's documents a second."""

    stage: str
    per_second: float
    ratio: float


def time_stages(engine: Engine, paths: Sequence[Path], *, repeat: int) -> tuple[Timing, ...]:
    """Every stage runs over all documents, `repeat` times; the median counts."""
    sources = [path.read_bytes() for path in paths]
    documents = [engine.read(source) for source in sources]
    profiles = [engine.parse(document) for document in documents]
    spoken = [embedded_texts(profile) for profile in profiles]
    texts = [list(lines.values()) for lines in spoken]
    numbers = [list(lines) for lines in spoken]
    vectors = [engine.encoder.encode(lines) for lines in texts]
    evidence = [engine.weigh(profile) for profile in profiles]
    reports = [engine.match(document) for document in documents]
    roles = engine.encoder.encode([role.summary for role in engine.corpus.roles])

    def naive() -> None:
        for document in documents:
            np.argmax(roles @ engine.encoder.encode([document.text])[0])

    stages: dict[str, Callable[[], object]] = {
        "read": lambda: [engine.read(source) for source in sources],
        "parse": lambda: [engine.parse(document) for document in documents],
        "embed": lambda: [engine.encoder.encode(lines) for lines in texts],
        "search": lambda: [
            engine.index.search_lines(v, n) for v, n in zip(vectors, numbers, strict=True)
        ],
        "match": lambda: [rank_roles(replace(e), engine.weights) for e in evidence],
        "report": lambda: [report_to_json(report, engine.corpus) for report in reports],
        "whole": lambda: [
            report_to_json(engine.match(source), engine.corpus) for source in sources
        ],
        "naive matcher": naive,
    }
    speeds = {name: len(paths) / _median_seconds(run, repeat) for name, run in stages.items()}
    base = speeds["naive matcher"]
    return tuple(Timing(name, speed, speed / base) for name, speed in speeds.items())


def _median_seconds(run: Callable[[], object], repeat: int) -> float:
    run()
    seconds = []
    for _ in range(repeat):
        started = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds)


def main(argv: Sequence[str] | None = None) -> int:
    """Time the examples, or the files given, and print the table."""
    parser = argparse.ArgumentParser(prog="bench.py stages", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--repeat", type=int, default=5)
    options = parser.parse_args(argv)
    paths = options.files or sorted(path for path in EXAMPLES.iterdir() if path.is_file())
    timings = time_stages(rolefit.load(), paths, repeat=options.repeat)
    table = Table(
        box=None, header_style="dim", title=f"{len(paths)} documents", title_justify="left"
    )
    table.add_column("stage")
    table.add_column("documents/s", justify="right")
    table.add_column("× naive matcher", justify="right")
    for timing in timings:
        table.add_row(timing.stage, f"{timing.per_second:,.1f}", f"{timing.ratio:.2f}")
    Console(width=80).print(table)
    return 0
