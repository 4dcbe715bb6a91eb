"""Answers to an assessment as they come from outside: files to save and take up again, HTTP bodies."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rolefit.advise.fit import Answers
from rolefit.errors import AnswersError

if TYPE_CHECKING:
    from rolefit.corpus_advice import Guide

SCHEMA = "rolefit.assessment/1"
MAX_FILE_BYTES = 256 * 1024


class AnswersBody(BaseModel):
    """Only what is answered; null and absent both mean "not yet"."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    schema_id: Annotated[Literal["rolefit.assessment/1"], Field(alias="schema")] = (
        "rolefit.assessment/1"
    )
    style: Annotated[dict[str, int | None], Field(description="Item id to 1..5.")] = {}
    scenarios: Annotated[dict[str, str | None], Field(description="Scenario id to option id.")] = {}
    self_assessment: Annotated[dict[str, int | None], Field(description="Dimension to 1..5.")] = {}
    decisions: Annotated[dict[str, str | None], Field(description="Question id to answer id.")] = {}

    def to_answers(self) -> Answers:
        return Answers(
            style=_given(self.style),
            scenarios=_given(self.scenarios),
            self_assessment=_given(self.self_assessment),
            decisions=_given(self.decisions),
        )


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def load_answers(path: Path) -> Answers:
    """Read a YAML or JSON file of answers.

    Raises: AnswersError when it is missing, too large or not of the schema.
    """
    try:
        size = path.stat().st_size
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise AnswersError(
            f"{path} cannot be read; 'rolefit assess --new FILE' writes one"
        ) from error
    if size > MAX_FILE_BYTES:
        raise AnswersError(f"{path} has {size} bytes; answers take at most {MAX_FILE_BYTES}")
    return read_answers(text, name=str(path))


def read_answers(text: str, *, name: str) -> Answers:
    """Answers from the text of a YAML or JSON file.

    Raises: AnswersError when it is too large, neither of the two, or not of the schema.
    """
    if len(text) > MAX_FILE_BYTES:
        raise AnswersError(f"{name} is too large; answers take at most {MAX_FILE_BYTES} bytes")
    try:
        data = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise AnswersError(f"{name} is neither YAML nor JSON") from error
    return parse_answers(data if data is not None else {}, name=name)


def parse_answers(data: object, *, name: str = "answers") -> Answers:
    """Raises: AnswersError naming the place that is wrong."""
    try:
        return AnswersBody.model_validate(data, strict=True).to_answers()
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the file"
        raise AnswersError(f"{name}: {place}: {first['msg'].lower()}") from None


def save_answers(answers: Answers, path: Path) -> None:
    path.write_text(answers_to_json(answers), encoding="utf-8")


def answers_to_json(answers: Answers) -> str:
    """A file that `read_answers` takes up again."""
    body = {
        "schema": SCHEMA,
        "style": dict(answers.style),
        "scenarios": dict(answers.scenarios),
        "self_assessment": dict(answers.self_assessment),
        "decisions": dict(answers.decisions),
    }
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def blank_form(guide: Guide, role_ids: tuple[str, ...] = ()) -> str:
    """A YAML form: every question a comment, every answer empty; scenarios of the named roles only."""
    lines = [f"schema: {SCHEMA}", "", "# 1 not at all … 5 entirely", "style:"]
    for scale in guide.style.scales:
        lines += [f"  {item.id}: null  # {item.text}" for item in scale.items]
    lines += ["", "# the letter of what you would do", "scenarios:"]
    for area in guide.areas:
        if role_ids and not set(role_ids) & set(area.roles):
            continue
        for scenario in area.scenarios:
            lines.append(f"  # {scenario.text}")
            lines += [f"  #   {option.id}) {option.text}" for option in scenario.options]
            lines.append(f"  {scenario.id}: null")
    lines += ["", "# 1 (left) to 5 (right)", "self_assessment:"]
    dimensions = guide.plan.self_assessment.dimensions
    lines += [f"  {d.id}: null  # {d.low} … {d.high}" for d in dimensions]
    lines += ["", "# not sure which role?", "decisions:"]
    for question in guide.landscape.questions:
        lines.append(f"  # {question.text}")
        lines += [f"  #   {answer.id}: {answer.text}" for answer in question.answers]
        lines.append(f"  {question.id}: null")
    return "\n".join(lines) + "\n"
