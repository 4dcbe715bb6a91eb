"""What the parser makes of whole documents."""

from __future__ import annotations

import pytest

from rolefit.parse.pipeline import Parser
from tests.conftest import EXAMPLES, parse

RESUME = """\
Ada Nowak
ada@example.com | +48 600 700 800

EXPERIENCE
Senior Data Engineer, Acme Rail
Jan 2020 – Present
• Built streaming pipelines with Kafka and Spark for train sensor data that
had been loaded nightly before
• Led the Airflow migration of four teams

Analyst | Borealis Bank | 03/2017 - 12/2019
• Worked on monthly reports in Excel and SQL for the risk department

Skills: Python, R, Go
Languages: Polish, English

EDUCATION
MSc Mathematics, University of Warsaw, 2015 – 2017
"""
JD = """\
Machine Learning Engineer

About us
We are a happy company with a dog in the office and free fruit.

What you'll do
- Train ranking models in PyTorch and serve them to millions of users
Requirements:
- 5+ years of Python
Nice to have
- Kubernetes
- You do not need experience with Java

Benefits
- Health insurance and a pension plan for everyone who joins us
"""


def senses(profile):
    return {m.skill_id: (m.polarity, m.depth, m.need) for m in profile.mentions}


def test_sections_of_a_resume_are_found(parser: Parser) -> None:
    kinds = [section.kind for section in parse(parser, RESUME).sections]
    assert kinds[0] == "experience"
    assert kinds[-1] == "education"


def test_wrapped_lines_are_joined_and_heads_are_not_evidence(parser: Parser) -> None:
    profile = parse(parser, RESUME)
    embedded = [RESUME[line.start : line.end] for line in profile.lines if line.embedded]
    assert embedded[0].endswith("had been loaded nightly before")
    assert all("Acme" not in text and "Warsaw" not in text for text in embedded)


def test_depth_follows_the_verb(parser: Parser) -> None:
    found = senses(parse(parser, RESUME))
    assert found["kafka"][1] == "built"
    assert found["airflow"][1] == "led"
    assert found["sql"][1] == "used"
    assert found["python"][1] == "listed"
    assert {"r_language", "go"} <= found.keys()


def test_positions_have_titles_and_months(parser: Parser) -> None:
    first, second = parse(parser, RESUME).positions
    assert (first.title, first.current) == ("Senior Data Engineer", True)
    assert second.start_month == 2017 * 12 + 2
    assert second.end_month == 2019 * 12 + 11
    assert parse(parser, RESUME).months == 83 + 34


def test_titles_are_known_by_their_aliases(parser: Parser) -> None:
    titles = parse(parser, RESUME).titles
    assert titles[0].alias == "Data Engineer"
    assert max(titles[0].roles, key=lambda pair: pair[1])[0] == "data_engineer"


def test_who_somebody_is_is_redacted(parser: Parser) -> None:
    kinds = {RESUME[r.start : r.end]: r.kind for r in parse(parser, RESUME).redactions}
    assert kinds["Ada Nowak"] == "name"
    assert kinds["ada@example.com"] == "email"
    assert kinds["University of Warsaw"] == "school"


def test_a_jd_is_seen_as_one_and_its_needs_are_read(parser: Parser) -> None:
    profile = parse(parser, JD)
    assert profile.kind == "jd"
    found = senses(profile)
    assert found["python"][2] == "required"
    assert found["kubernetes"][2] == "preferred"
    assert found["java"][0] == "denied"
    assert found["java"][2] == "not_required"


def test_benefits_are_no_evidence(parser: Parser) -> None:
    profile = parse(parser, JD)
    embedded = " ".join(JD[line.start : line.end] for line in profile.lines if line.embedded)
    assert "pension" not in embedded
    assert "ranking models" in embedded


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.txt")), ids=lambda path: path.stem)
def test_lines_stand_in_order_and_do_not_overlap(parser: Parser, path) -> None:
    profile = parse(parser, path.read_text(encoding="utf-8"))
    for line, following in zip(profile.lines, profile.lines[1:], strict=False):
        assert line.start < line.end <= following.start
