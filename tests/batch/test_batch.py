"""Many documents in, one row out for each, whatever is in them."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import pytest

from rolefit.batch.rows import row_columns
from rolefit.batch.runner import RowOptions, run_batch
from rolefit.batch.sinks import open_sink
from rolefit.batch.sources import read_items
from rolefit.engine import Engine
from rolefit.errors import UsageError
from tests.conftest import EXAMPLES

ROWS = [
    {"id": "good", "path": "resume_nurse.txt"},
    {
        "id": "text",
        "text": (EXAMPLES / "jd_data_engineer.txt").read_text(encoding="utf-8"),
        "kind": "jd",
    },
    {"id": "empty", "text": ""},
    {"id": "gone", "path": "nothing_here.pdf"},
    {"id": "kind", "text": "words", "kind": "letter"},
    {"id": "good", "text": "the same id again"},
    {"id": "nothing"},
]
ERRORS = {
    "empty": "empty", "gone": "not_found", "kind": "bad_kind", "good#2": "duplicate_id", "nothing": "bad_row",
    "in.jsonl:8": "bad_row",
}  # fmt: skip


@pytest.fixture
def jsonl(tmp_path: Path) -> Path:
    (tmp_path / "resume_nurse.txt").write_bytes((EXAMPLES / "resume_nurse.txt").read_bytes())
    path = tmp_path / "in.jsonl"
    lines = [json.dumps(row) for row in ROWS]
    path.write_text("\n".join([*lines, "{not json", ""]), encoding="utf-8")
    return path


def run(engine: Engine, source: Path, output: Path, *, workers: int = 1, full: bool = False):
    return run_batch(
        [source], output, text_field="text", workers=workers, options=RowOptions("auto", full),
        settings=engine.settings,
    )  # fmt: skip


def rows_of(path: Path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.model
def test_every_row_of_the_input_is_a_row_of_the_output(
    engine: Engine, jsonl: Path, tmp_path: Path
) -> None:
    summary = run(engine, jsonl, tmp_path / "out.jsonl")
    rows = rows_of(tmp_path / "out.jsonl")
    assert [row["id"] for row in rows] == [
        "good", "text", "empty", "gone", "kind", "good#2", "nothing", "in.jsonl:8",
    ]  # fmt: skip
    assert {row["id"]: row["error"] for row in rows if row["status"] == "error"} == ERRORS
    assert (summary.ok, summary.failed) == (2, 6)
    assert all(tuple(row) == row_columns(engine.knowledge.role_ids) for row in rows)
    assert rows[0]["verdict"] == "none"
    assert rows[1]["role"] == "data_engineer"


@pytest.mark.model
def test_rows_say_what_match_says(engine: Engine, tmp_path: Path) -> None:
    run(engine, EXAMPLES, tmp_path / "out.jsonl", full=True)
    for row in rows_of(tmp_path / "out.jsonl"):
        report = engine.match(EXAMPLES / row["id"])
        assert row["verdict"] == report.verdict.status
        assert row["margin"] == pytest.approx(report.verdict.margin)
        assert row["report"]["verdict"]["status"] == row["verdict"]


@pytest.mark.model
@pytest.mark.slow
def test_two_processes_give_the_same_bytes_as_one(
    engine: Engine, jsonl: Path, tmp_path: Path
) -> None:
    run(engine, jsonl, tmp_path / "one.jsonl", workers=1)
    run(engine, jsonl, tmp_path / "two.jsonl", workers=2)
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()


@pytest.mark.model
def test_csv_goes_in_and_out(engine: Engine, tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    text = (EXAMPLES / "resume_nurse.txt").read_text(encoding="utf-8")
    with source.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerows([["id", "text"], ["nurse", text]])
    run(engine, source, tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(newline="", encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert row["id"] == "nurse"
    assert row["verdict"] == "none"
    assert float(row["p_none"]) > 0.5


def test_gzipped_jsonl_is_read_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"id": "a", "words": "x"}\n{"id": "b", "words": "y"}\n'))
    assert [item.text for item in read_items([path], text_field="words")] == ["x", "y"]


def test_a_column_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("name,body\na,b\n")
    with pytest.raises(UsageError, match="columns are: name, body"):
        list(read_items([path], text_field="text"))


def test_an_input_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        list(read_items([tmp_path / "nothing.jsonl"], text_field="text"))


def test_an_unknown_output_format_is_told(tmp_path: Path) -> None:
    with (
        pytest.raises(UsageError, match=r"jsonl or \.csv"),
        open_sink(tmp_path / "out.xlsx", columns=()),
    ):
        pass


def test_a_folder_gives_its_files_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "sub/c.txt", ".hidden"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert [item.id for item in read_items([tmp_path], text_field="text")] == [
        "a.txt",
        "b.txt",
        "sub/c.txt",
    ]
