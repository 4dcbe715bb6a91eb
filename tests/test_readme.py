"""What README shows is what happens."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Callable

import pytest

from rolefit import cli, loading
from rolefit.engine import Engine
from tests.conftest import ROOT

pytestmark = pytest.mark.model

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONSOLE = re.findall(r"```console\n\$ rolefit (.+)\n([\s\S]+?)\n```", README)
EXCERPTS = re.findall(r"```text\n\$ rolefit (.+)\n([\s\S]+?)\n```", README)
PYTHON = re.findall(r"```python\n([\s\S]+?)```", README)


def words(text: str) -> list[str]:
    return text.split()


@pytest.fixture
def printed(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[str], str]:
    """What a command of README prints."""

    def run(command: str) -> str:
        monkeypatch.chdir(ROOT)
        monkeypatch.setattr(sys, "argv", ["rolefit", *shlex.split(command)])
        monkeypatch.setattr(loading, "load_engine", lambda *_: engine)
        with pytest.raises(SystemExit):
            cli.main()
        return capsys.readouterr().out

    return run


@pytest.mark.parametrize(("command", "shown"), CONSOLE, ids=[command for command, _ in CONSOLE])
def test_a_command_prints_what_readme_shows(printed, command: str, shown: str) -> None:
    assert words(printed(command))[: len(words(shown))] == words(shown)


@pytest.mark.parametrize(("command", "shown"), EXCERPTS, ids=[c for c, _ in EXCERPTS])
def test_every_line_of_an_excerpt_is_printed(printed, command: str, shown: str) -> None:
    found = printed(command)
    assert [line for line in shown.splitlines() if line not in found] == []


@pytest.mark.parametrize("code", PYTHON)
def test_the_python_example_runs(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], code: str
) -> None:
    import rolefit

    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(rolefit, "load", lambda: engine)
    exec(compile(code, "README.md", "exec"), {})
    assert "ml_engineer" in capsys.readouterr().out


def test_readme_opens_with_the_two_commands() -> None:
    first = README.split("```")[1]
    assert "./scripts/setup --run" in first
    assert "./scripts/test" in first
    assert len(CONSOLE) >= 2
