"""Rows to JSONL or CSV, each row on disk as soon as it is known."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from rolefit.errors import UsageError

LIST_SEPARATOR = ";"


class Sink(Protocol):
    def write(self, row: Mapping[str, Any]) -> None: ...


@contextmanager
def open_sink(path: Path, *, columns: Sequence[str]) -> Iterator[Sink]:
    """A writer chosen by the suffix.

    Raises: UsageError for another suffix or a place that cannot be written.
    """
    if path.suffix.lower() not in {".jsonl", ".csv"}:
        raise UsageError(f"{path}: the output is a .jsonl or .csv file")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror})") from error
    with file:
        if path.suffix.lower() == ".jsonl":
            yield _JsonlSink(file)
        else:
            yield _CsvSink(file, columns)


class _JsonlSink:
    def __init__(self, file: Any) -> None:
        self._file = file

    def write(self, row: Mapping[str, Any]) -> None:
        self._file.write(json.dumps(row, ensure_ascii=False) + "\n")
        self._file.flush()


class _CsvSink:
    def __init__(self, file: Any, columns: Sequence[str]) -> None:
        self._file = file
        self._writer = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
        self._writer.writeheader()

    def write(self, row: Mapping[str, Any]) -> None:
        flat = {
            name: LIST_SEPARATOR.join(value) if isinstance(value, list) else value
            for name, value in row.items()
        }
        self._writer.writerow(flat)
        self._file.flush()
