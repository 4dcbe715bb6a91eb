"""The whole way, with the product's own model: every number stands on the document's words."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from rolefit.engine import KINDS, Engine
from rolefit.errors import UsageError
from rolefit.report.json import report_to_dict, report_to_json
from tests.conftest import AS_OF, EXAMPLES, ROOT

pytestmark = pytest.mark.model

FORMATS = sorted(EXAMPLES.glob("resume_ml_engineer.*"))
DOCUMENTS = sorted(path for path in EXAMPLES.iterdir() if path.is_file())


@pytest.fixture(scope="module")
def reports(engine: Engine):
    return {path.name: engine.match(path, as_of=AS_OF) for path in DOCUMENTS}


def all_quotes(data: object):
    """Every object of a report that has start, end and text."""
    if isinstance(data, dict):
        if {"start", "end", "text"} <= data.keys():
            yield data
        for value in data.values():
            yield from all_quotes(value)
    elif isinstance(data, list):
        for value in data:
            yield from all_quotes(value)


@pytest.mark.parametrize("name", [path.name for path in DOCUMENTS])
def test_every_quote_is_the_text_between_its_offsets(reports, engine: Engine, name: str) -> None:
    report = reports[name]
    quotes = list(all_quotes(report_to_dict(report, engine.corpus)))
    assert quotes
    for quote in quotes:
        assert quote["text"]
        assert report.profile.document.text[quote["start"] : quote["end"]] == quote["text"]


@pytest.mark.parametrize("name", [path.name for path in DOCUMENTS])
def test_contributions_add_up_to_the_score(reports, name: str) -> None:
    for match in (*reports[name].roles, reports[name].none_match):
        assert (
            abs(sum(term.value * term.weight for term in match.contributions) - match.score) < 1e-9
        )
    total = sum(m.probability for m in reports[name].roles) + reports[name].none_match.probability
    assert total == pytest.approx(1)


@pytest.mark.parametrize("name", [path.name for path in DOCUMENTS])
def test_probabilities_are_the_softmax_of_the_scores(reports, engine: Engine, name: str) -> None:
    matches = (*reports[name].roles, reports[name].none_match)
    exps = [
        math.exp(match.score / engine.weights[reports[name].profile.kind].temperature)
        for match in matches
    ]
    for match, value in zip(matches, exps, strict=True):
        assert match.probability == pytest.approx(value / sum(exps))


@pytest.mark.parametrize("path", FORMATS, ids=lambda path: path.suffix)
def test_the_example_is_an_ml_engineer_in_every_format(reports, path: Path) -> None:
    assert reports[path.name].verdict.status == "match"
    assert reports[path.name].verdict.role_id == "ml_engineer"


@pytest.mark.parametrize("path", FORMATS, ids=lambda path: path.suffix)
def test_every_format_gives_the_same_skills_and_ranking(reports, path: Path) -> None:
    first, other = reports["resume_ml_engineer.md"], reports[path.name]
    senses = [
        {(m.skill_id, m.polarity, m.depth) for m in r.profile.mentions} for r in (first, other)
    ]
    assert senses[0] == senses[1]
    assert [m.role_id for m in first.roles] == [m.role_id for m in other.roles]


@pytest.mark.parametrize(
    "name", ["resume_barista_stuffed.txt", "resume_nurse.txt", "resume_accountant.txt"]
)
def test_outsiders_are_none_of_the_roles(reports, name: str) -> None:
    assert reports[name].verdict.status == "none"
    assert reports[name].verdict.role_id is None


def test_the_jd_is_seen_as_one_and_ranked(reports) -> None:
    report = reports["jd_data_engineer.txt"]
    assert report.profile.kind == "jd"
    assert report.verdict.role_id == "data_engineer"


def test_the_same_input_gives_the_same_bytes(engine: Engine) -> None:
    path = EXAMPLES / "resume_ml_engineer.pdf"
    assert report_to_json(engine.match(path, as_of=AS_OF), engine.corpus) == report_to_json(
        engine.match(path.read_bytes(), as_of=AS_OF), engine.corpus
    )


def test_the_order_of_equal_lines_changes_no_number(engine: Engine) -> None:
    text = (EXAMPLES / "resume_ml_engineer.txt").read_text(encoding="utf-8")
    first = engine.match(text, as_of=AS_OF)
    assert engine.match(text.replace("\n", "\r\n"), as_of=AS_OF).verdict == first.verdict


@pytest.mark.parametrize("name", ["Aaliyah Washington", "Nguyễn Văn An", "Björn Åkesson"])
def test_another_name_changes_no_number(engine: Engine, name: str) -> None:
    text = (EXAMPLES / "resume_ml_engineer.txt").read_text(encoding="utf-8")
    own = text.splitlines()[0].strip()
    swapped = engine.match(name + text.removeprefix(own), as_of=AS_OF)
    original = engine.match(text, as_of=AS_OF)
    assert [m.score for m in swapped.roles] == [m.score for m in original.roles]


def test_an_unknown_kind_is_told_with_the_right_ones(engine: Engine) -> None:
    with pytest.raises(UsageError, match="resume, jd, auto"):
        engine.match("some text", kind="cv")  # type: ignore[arg-type]


def test_a_document_without_a_line_of_work_is_no_match(engine: Engine) -> None:
    for kind in KINDS:
        for text in ("Hello there", "Data Engineer", "Built Spark pipelines on AWS."):
            verdict = engine.match(text, kind=kind, as_of=AS_OF).verdict
            assert (verdict.status, verdict.reason) == ("abstain", "little_evidence")


def test_a_title_of_other_work_is_enough_for_none(engine: Engine) -> None:
    text = "Accountant\nPrepared monthly accounts and VAT returns for 30 small firms."
    assert engine.match(text, kind="resume", as_of=AS_OF).verdict.status == "none"


@pytest.mark.parametrize(
    "text", ["a\n" * 5000, "word " * 20000, "☃ so " * 1000, "Skills: " + "Python, " * 400]
)
def test_odd_texts_get_an_answer_and_never_a_confident_match(engine: Engine, text: str) -> None:
    assert engine.match(text, as_of=AS_OF).verdict.status != "match"


def test_the_corpus_sits_where_the_settings_say(engine: Engine) -> None:
    assert engine.settings.corpus_path == ROOT / "corpus"
