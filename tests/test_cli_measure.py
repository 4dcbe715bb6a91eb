"""`rolefit evaluate` on one's own labels and `rolefit audit names`, as a user runs them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from rolefit import cli, loading
from rolefit.engine import Engine
from tests.conftest import EXAMPLES


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["rolefit", *arguments])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    return int(stopped.value.code or 0)


def labelled(path: Path, rows: list[dict[str, str]]) -> str:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


@pytest.mark.model
def test_own_labels_are_scored(monkeypatch, capsys, tmp_path: Path) -> None:
    texts = {name: (EXAMPLES / name).read_text(encoding="utf-8") for name in (
        "jd_data_engineer.txt", "resume_nurse.txt",
    )}  # fmt: skip
    data = labelled(
        tmp_path / "own.jsonl",
        [
            {"id": "1", "role": "data_engineer", "text": texts["jd_data_engineer.txt"]},
            {"id": "2", "role": "other", "text": texts["resume_nurse.txt"]},
        ],
    )
    numbers = tmp_path / "numbers.json"
    assert run(monkeypatch, "evaluate", data, "--workers", "1", "--json", str(numbers)) == 0
    assert "2 documents, 0 failed" in capsys.readouterr().out
    assert json.loads(numbers.read_text())["accuracy"] == 1.0


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ('{"id": "1", "text": "words"}\n', "no field role"),
        ('{"id": "1", "text": "words", "role": "poet"}\n', "unknown role 'poet'"),
        ("{not json\n", "not JSON"),
        ("[1]\n", "not an object"),
    ],
)
def test_a_mistake_in_the_data_is_told_with_its_line(
    monkeypatch, capsys, tmp_path: Path, rows: str, said: str
) -> None:
    path = tmp_path / "own.jsonl"
    path.write_text(rows, encoding="utf-8")
    assert run(monkeypatch, "evaluate", str(path)) == 2
    printed = capsys.readouterr().err
    assert said in printed and "own.jsonl:1" in printed


def test_a_file_that_is_not_there(monkeypatch, capsys) -> None:
    assert run(monkeypatch, "evaluate", "nothing.jsonl") == 2
    assert "nothing.jsonl is not a file" in capsys.readouterr().err


@pytest.mark.model
def test_names_are_audited(monkeypatch, capsys, engine: Engine) -> None:
    monkeypatch.setattr(loading, "load_engine", lambda *_: engine)
    assert run(monkeypatch, "audit", "names", str(EXAMPLES / "resume_nurse.txt")) == 0
    printed = capsys.readouterr().out
    assert "No number of any document changed with its name." in printed
    assert printed.count("kept") == 10
