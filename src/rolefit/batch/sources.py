"""Folders, globs, JSONL and CSV (also gzipped) to items, one at a time."""

from __future__ import annotations

import csv
import glob
import gzip
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from rolefit.errors import UsageError
from rolefit.types import KindChoice

KINDS = ("resume", "jd", "auto")


@dataclass(frozen=True, slots=True)
class Item:
    """One input: its text or its path, or the code of what is wrong with its row."""

    id: str
    text: str | None = None
    path: Path | None = None
    kind: KindChoice | None = None
    error: str | None = None


def read_items(inputs: Iterable[Path], *, text_field: str) -> Iterator[Item]:
    """Items of all inputs in order; files of a folder by path.

    Raises: UsageError for an input that does not exist.
    """
    for path in inputs:
        if path.is_dir():
            files = sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
            yield from (Item(file.relative_to(path).as_posix(), path=file) for file in files)
        elif _format(path) in {".jsonl", ".ndjson"}:
            yield from _jsonl(path, text_field)
        elif _format(path) == ".csv":
            yield from _csv(path, text_field)
        elif path.is_file():
            yield Item(path.as_posix(), path=path)
        else:
            yield from _globbed(path)


def _format(path: Path) -> str:
    """The suffix, of a gzipped file the one before `.gz`."""
    return Path(path.stem).suffix.lower() if path.suffix == ".gz" else path.suffix.lower()


def _globbed(pattern: Path) -> Iterator[Item]:
    found = sorted(glob.glob(str(pattern), recursive=True))  # noqa: PTH207 - takes absolute patterns
    if not found:
        raise UsageError(f"{pattern}: no such file, folder or pattern")
    yield from (Item(name, path=Path(name)) for name in found if Path(name).is_file())


def _jsonl(path: Path, text_field: str) -> Iterator[Item]:
    with _opened(path) as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except (ValueError, RecursionError):
                row = None
            if isinstance(row, Mapping):
                yield _item(row, f"{path.name}:{number}", text_field, path.parent)
            else:
                yield Item(f"{path.name}:{number}", error="bad_row")


def _csv(path: Path, text_field: str) -> Iterator[Item]:
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    with _opened(path, newline="") as lines:
        reader = csv.DictReader(lines)
        columns = reader.fieldnames or []
        if text_field not in columns and "path" not in columns:
            names = ", ".join(columns) or "none"
            raise UsageError(f"{path}: no column '{text_field}' or 'path'; columns are: {names}")
        for number, row in enumerate(reader, start=2):
            yield _item(row, f"{path.name}:{number}", text_field, path.parent)


def _opened(path: Path, *, newline: str | None = None) -> Any:
    if not path.is_file():
        raise UsageError(f"{path}: no such file")
    opened = gzip.open if path.suffix == ".gz" else open
    return opened(path, "rt", encoding="utf-8-sig", errors="replace", newline=newline)


def _item(row: Mapping[str, Any], default_id: str, text_field: str, folder: Path) -> Item:
    given = row.get("id")
    item_id = default_id if given is None or given == "" else str(given)
    kind = row.get("kind") or None
    if kind is not None and not (isinstance(kind, str) and kind in KINDS):
        return Item(item_id, error="bad_kind")
    chosen = cast("KindChoice | None", kind)
    text, name = row.get(text_field), row.get("path")
    if isinstance(text, str) and text:
        return Item(item_id, text=text, kind=chosen)
    if isinstance(name, str) and name:
        return Item(item_id, path=folder / name, kind=chosen)
    return Item(item_id, error="empty" if isinstance(text, str) else "bad_row")
