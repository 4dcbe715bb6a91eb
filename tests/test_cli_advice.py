"""The commands of advice as a user sees them; only what needs no model."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from rolefit import cli, cli_advice
from rolefit.cli_options import OutputFormat
from rolefit.errors import UsageError
from tests.conftest import ROOT


@pytest.fixture
def rolefit(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.chdir(ROOT)
        monkeypatch.setattr(sys, "argv", ["rolefit", *arguments])
        monkeypatch.setattr(cli_advice, "cached_overlap", lambda _: None)
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        output = capsys.readouterr()
        return int(stopped.value.code or 0), output.out, output.err

    return run


def test_resilience_prints_what_the_source_states(rolefit) -> None:
    code, out, _ = rolefit("roles", "ml_engineer", "--resilience", "-f", "markdown")
    assert code == 0
    for figure in ("3.75", "1.36", "1.06", "1.10", "5.9466", "68.2", "GREEN (Accelerated)"):
        assert figure in out


def test_a_stated_score_is_shown_beside_the_estimate(rolefit) -> None:
    _, out, _ = rolefit("roles", "data_scientist", "--resilience", "-f", "markdown")
    assert "The source states 19.0 (RED)" in out
    assert "estimates" in out


def test_the_matrix_names_all_roles_questions_and_mixtures(rolefit) -> None:
    code, out, _ = rolefit("roles", "--matrix", "-f", "markdown")
    assert code == 0
    assert "$300-450K" in out
    assert "ML Platform Engineer: mlops_engineer 0.65, ml_engineer 0.3" in out


def test_two_roles_are_compared(rolefit) -> None:
    code, out, _ = rolefit("compare", "ml_engineer", "ai_engineer:P4", "-f", "json")
    assert code == 0
    assert json.loads(out)["separation"]["level_steps"] == 1


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("compare", "mle", "ai_engineer"), "[no_such_role]"),
        (("roles", "mle", "--resilience"), "[no_such_role]"),
        (("assess", "nowhere.yaml"), "[answers]"),
        (("assess",), "[usage]"),
    ],
)
def test_a_mistake_is_one_line_and_exit_code_two(
    rolefit, arguments: tuple[str, ...], word: str
) -> None:
    code, out, err = rolefit(*arguments)
    assert (code, out) == (2, "")
    assert word in err
    assert len(err.strip().splitlines()) == 1


def test_an_assessment_goes_from_form_to_cards(rolefit, tmp_path: Path) -> None:
    form = tmp_path / "answers.yaml"
    assert rolefit("assess", "--new", str(form), "--role", "data_engineer")[0] == 0
    assert rolefit("assess", "--new", str(form))[0] == 2
    text = form.read_text(encoding="utf-8")
    form.write_text(text.replace("rc_twice: null", "rc_twice: b"), encoding="utf-8")
    code, out, _ = rolefit("assess", str(form), "--role", "data_engineer", "-f", "markdown")
    assert code == 0
    assert "No pattern yet" in out
    assert "rc_backfill" in out
    assert "rc_twice" not in out


def test_contradictory_answers_are_named_with_what_to_look_at(rolefit, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    style = {f"con_{number}": 5 for number in range(1, 7)}
    path.write_text(json.dumps({"style": style}), encoding="utf-8")
    code, out, _ = rolefit("assess", str(path), "--role", "ml_engineer", "-f", "markdown")
    assert code == 0
    assert "plain and reversed statements lie 4.0 apart" in out


@pytest.mark.parametrize(
    ("style", "word"),
    [({"con_77": 3}, "con_1"), ({"con_1": 9}, "1 to 5"), ({"con_1": "much"}, "style.con_1")],
)
def test_answers_that_cannot_be_used_say_what_would_be_right(
    rolefit, tmp_path: Path, style: dict[str, object], word: str
) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"style": style}), encoding="utf-8")
    code, _, err = rolefit("assess", str(path))
    assert code == 2
    assert "[answers]" in err
    assert word in err


def test_asking_takes_up_where_the_file_stops(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _, guide = cli_advice.load_knowledge()
    path = tmp_path / "answers.json"
    asked: list[str] = []
    replies = iter(["4", "", "2", "q"])

    def prompt(text: str, **_: object) -> str:
        asked.append(text)
        return next(replies)

    monkeypatch.setattr("typer.prompt", prompt)
    cli_advice.ask_open(path, guide, ())
    from rolefit.answers import load_answers

    assert load_answers(path).style == {"con_1": 4, "con_3": 2}
    replies = iter(["q"])
    cli_advice.ask_open(path, guide, ())
    assert asked[-1].startswith(guide.style.scales[0].items[1].text)


def test_reliability_needs_two_complete_sets(rolefit, tmp_path: Path) -> None:
    first, second = tmp_path / "a.json", tmp_path / "b.json"
    for path, plain in ((first, 4), (second, 2)):
        _, guide = cli_advice.load_knowledge()
        items = [item for scale in guide.style.scales for item in scale.items]
        style = {i.id: 6 - plain if i.reversed else plain for i in items}
        path.write_text(json.dumps({"style": style}), encoding="utf-8")
    _, out, _ = rolefit("assess", str(first), str(second), "--reliability", "-f", "json")
    assert json.loads(out)["systems"] == pytest.approx(1.0)


def test_a_plan_starts_on_a_date() -> None:
    assert str(cli_advice.parse_start("2026-11-23")) == "2026-11-23"
    with pytest.raises(UsageError, match="YYYY-MM-DD"):
        cli_advice.parse_start("tomorrow")


def test_formats_are_the_ones_the_help_names() -> None:
    assert [str(name) for name in OutputFormat] == ["table", "json", "markdown"]
