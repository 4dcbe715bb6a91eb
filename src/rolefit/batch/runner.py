"""Scores items in worker processes and writes their rows in order."""

from __future__ import annotations

import os
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rolefit.batch.rows import error_row, report_row, row_columns
from rolefit.batch.sinks import open_sink
from rolefit.batch.sources import Item, read_items
from rolefit.corpus import load_corpus
from rolefit.errors import ReaderCrashed, RolefitError
from rolefit.types import KindChoice

if TYPE_CHECKING:
    from rolefit.engine import Engine
    from rolefit.settings import Settings

IN_FLIGHT_PER_WORKER = 8
PROGRESS_SECONDS = 2.0
Score = Callable[[Item], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class BatchSummary:
    ok: int
    failed: int
    seconds: float


@dataclass(frozen=True, slots=True)
class RowOptions:
    kind: KindChoice
    full: bool


def run_batch(  # noqa: PLR0913 - the command's options
    inputs: Sequence[Path], output: Path, *, text_field: str, workers: int, options: RowOptions,
    settings: Settings,
) -> BatchSummary:  # fmt: skip
    """Score every input into `output`.

    Raises: UsageError for a wrong input or output; errors of single documents become rows.
    """
    columns = row_columns(_role_ids(settings))
    items = _unique(read_items(inputs, text_field=text_field))
    with open_sink(output, columns=columns) as sink:
        rows = score_items(items, workers=workers, settings=settings, options=options)
        return _write(rows, sink.write)


def score_items(
    items: Iterable[Item], *, workers: int, settings: Settings, options: RowOptions
) -> Iterator[dict[str, Any]]:
    """One row an item, in order; 0 workers means one for each core, 1 stays in this process.

    Every process uses one thread: two threads in one process are slower than two processes.
    """
    from rolefit.loading import prepare_index  # noqa: PLC0415 - seconds

    workers = workers or os.cpu_count() or 1
    settings = settings.model_copy(update={"threads": 1})
    if workers == 1:
        return _score_here(items, settings, options)
    prepare_index(settings)
    return _score_in_processes(items, workers, settings, options)


def _score_here(
    items: Iterable[Item], settings: Settings, options: RowOptions
) -> Iterator[dict[str, Any]]:
    from rolefit.loading import load_engine  # noqa: PLC0415 - seconds

    with load_engine(settings) as engine:
        for item in items:
            yield score_item(engine, item, options)


def score_item(engine: Engine, item: Item, options: RowOptions) -> dict[str, Any]:
    """One row, whatever the document."""
    if item.error is None:
        try:
            source = item.path if item.path is not None else (item.text or "").encode()
            report = engine.match(source, kind=item.kind or options.kind)
            return report_row(item.id, report, engine.corpus, full=options.full)
        except RolefitError as error:
            code = error.code
    else:
        code = item.error
    return error_row(item.id, code, engine.knowledge.role_ids)


def _role_ids(settings: Settings) -> tuple[str, ...]:
    return tuple(role.id for role in load_corpus(settings.corpus_path).roles)


def _unique(items: Iterable[Item]) -> Iterator[Item]:
    """An id given twice is an error row under a name of its own; no row is mistaken for another."""
    seen: dict[str, int] = {}
    for item in items:
        count = seen.get(item.id, 0)
        seen[item.id] = count + 1
        yield item if not count else Item(f"{item.id}#{count + 1}", error="duplicate_id")


def _write(rows: Iterable[dict[str, Any]], write: Callable[[dict[str, Any]], None]) -> BatchSummary:
    started = said = time.monotonic()
    ok = failed = 0
    for row in rows:
        write(row)
        ok += row["status"] == "ok"
        failed += row["status"] == "error"
        now = time.monotonic()
        if now - said > PROGRESS_SECONDS:
            said = now
            _say(ok, failed, now - started)
    seconds = time.monotonic() - started
    _say(ok, failed, seconds)
    return BatchSummary(ok, failed, seconds)


def _say(ok: int, failed: int, seconds: float) -> None:
    done = ok + failed
    speed = done / seconds if seconds else 0.0
    print(f"{done} done, {failed} failed, {speed:.1f} documents/s", file=sys.stderr, flush=True)


# -- processes ----------------------------------------------------------------------------

_worker: tuple[Engine, RowOptions] | None = None
"""Set once in each worker process, before its first item."""


def _start_worker(settings: Settings, options: RowOptions) -> None:
    global _worker  # noqa: PLW0603 - a worker process has no other place for what it loads once
    from rolefit.loading import load_engine  # noqa: PLC0415

    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    _worker = load_engine(settings), options


def _score_in_worker(item: Item) -> dict[str, Any]:
    assert _worker is not None
    return score_item(_worker[0], item, _worker[1])


def _score_in_processes(
    items: Iterable[Item], workers: int, settings: Settings, options: RowOptions
) -> Iterator[dict[str, Any]]:
    """Rows in the order of items, with a bounded number under way."""
    role_ids = _role_ids(settings)
    pool = ProcessPoolExecutor(
        workers,
        mp_context=get_context("spawn"),
        initializer=_start_worker,
        initargs=(settings, options),
    )
    waiting: deque[tuple[Item, Future[dict[str, Any]]]] = deque()
    with pool:
        for item in items:
            waiting.append((item, pool.submit(_score_in_worker, item)))
            if len(waiting) >= workers * IN_FLIGHT_PER_WORKER:
                yield _result(*waiting.popleft(), role_ids)
        while waiting:
            yield _result(*waiting.popleft(), role_ids)


def _result(
    item: Item, future: Future[dict[str, Any]], role_ids: tuple[str, ...]
) -> dict[str, Any]:
    try:
        return future.result()
    except BrokenProcessPool:
        return error_row(item.id, ReaderCrashed.code, role_ids)
