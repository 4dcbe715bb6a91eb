"""Tables of cases: plain-word traps, date forms, experience sections, sentences in context."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from rolefit.evaluation.cases import f1_by_label, load_cases, macro_f1
from rolefit.evaluation.context import POLARITIES, Answer, read_cases, trap_faults
from rolefit.evaluation.timeline import date_faults, timeline_faults
from rolefit.parse import sense
from rolefit.parse.pipeline import Parser
from rolefit.types import DEPTHS


@pytest.mark.parametrize("case", load_cases("traps"), ids=lambda case: case["id"])
def test_plain_words_are_no_skills_and_skills_are_found(
    parser: Parser, case: dict[str, Any]
) -> None:
    assert trap_faults(parser, case) == []


@pytest.mark.parametrize("case", load_cases("dates"), ids=lambda case: case["text"])
def test_a_date_form_means_what_people_mean(case: dict[str, Any]) -> None:
    assert date_faults(case) == []


@pytest.mark.parametrize("case", load_cases("timelines"), ids=lambda case: case["id"])
def test_an_experience_section_gives_its_positions(parser: Parser, case: dict[str, Any]) -> None:
    assert timeline_faults(parser, case) == []


def test_polarity_and_depth_of_all_sentences_stay_as_good_as_they_are(parser: Parser) -> None:
    answers = read_cases(parser, load_cases("context"))
    assert _polarity_f1(answers) > 0.88
    shown = [a for a in answers if a.label["polarity"] in {"affirmed", "hedged"}]
    depths = [a.mention.depth if a.mention else "" for a in shown]
    assert macro_f1(f1_by_label([a.label["depth"] for a in shown], depths, DEPTHS)) > 0.85


def test_the_sentences_learnt_from_are_known(
    parser: Parser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The weights know them; the bar, which is for documents that affirm most, keeps much of it back."""
    cases = load_cases("context_more")
    assert _polarity_f1(read_cases(parser, cases)) > 0.89
    monkeypatch.setattr(sense, "SURE_ALONE", 0.0)
    assert _polarity_f1(read_cases(parser, cases)) > 0.91


def _polarity_f1(answers: Sequence[Answer]) -> float:
    truth = [a.label["polarity"] for a in answers]
    said = [a.mention.polarity if a.mention else "" for a in answers]
    return macro_f1(f1_by_label(truth, said, POLARITIES))
