"""The skills of a document as rows and as JSON Resume."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import jsonschema
import pytest

from rolefit.corpus import Corpus, load_corpus
from rolefit.evaluation.cases import parse_text
from rolefit.parse.pipeline import load_parser
from rolefit.report.jsonresume import jsonresume
from rolefit.report.skills import skill_rows, skills_to_csv, skills_to_json
from rolefit.settings import load_settings
from rolefit.types import Profile

SCHEMA = json.loads(
    (Path(__file__).parents[1] / "schemas" / "jsonresume-1.0.0.json").read_text(encoding="utf-8")
)
"""From the npm package @jsonresume/schema 1.3.1 (MIT)."""
RESUME = """Summary

Data engineer. No experience with Scala.

Experience

Data Engineer | Larkspur Freight | Mar 2021 – Present
• Built nightly pipelines in Airflow and PySpark
Junior Developer | Tallow & Finch | Sep 2016 – May 2018
• Maintained the order system in Java

Skills
Python, SQL, QuuxDB

Education
BSc Mathematics, Eastmoor, 2012 – 2016
"""


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus(load_settings().corpus_path)


@pytest.fixture(scope="module")
def profile(corpus: Corpus) -> Profile:
    return parse_text(load_parser(corpus), RESUME, kind="resume")


def test_named_skills_come_before_implied_and_denied_ones(profile: Profile, corpus: Corpus) -> None:
    rows = skill_rows(profile, corpus)
    assert rows[0]["depth"] == "built"
    named = [row["implied_by"] is None for row in rows]
    assert named == sorted(named, reverse=True)
    assert next(row for row in rows if row["id"] == "scala")["polarity"] == "denied"


def test_csv_and_json_tell_the_same_skills(profile: Profile, corpus: Corpus) -> None:
    data = json.loads(skills_to_json(profile, corpus))
    table = list(csv.DictReader(io.StringIO(skills_to_csv(profile, corpus))))
    assert [row["id"] for row in table] == [row["id"] for row in data["skills"]]
    assert [term["text"] for term in data["unrecognised"]] == ["QuuxDB"]


def test_a_json_resume_is_valid_and_leaves_denied_skills_out(
    profile: Profile, corpus: Corpus
) -> None:
    data = jsonresume(profile, corpus)
    jsonschema.validate(data, SCHEMA)
    assert [work["name"] for work in data["work"]] == ["Larkspur Freight", "Tallow & Finch"]
    assert data["work"][0]["startDate"] == "2021-03"
    assert "endDate" not in data["work"][0]
    assert "Scala" not in {skill["name"] for skill in data["skills"]}
