"""What a job ad asks its reader to know, and what it only tells of."""

from __future__ import annotations

import pytest

from rolefit.evaluation.cases import parse_text
from rolefit.parse.knowledge import join_words
from rolefit.parse.need import says_wish
from rolefit.parse.pipeline import Parser

AD = """\
Backend Engineer

About us
We are a leading company whose platform runs on Kubernetes for customers worldwide.

Requirements
- Solid experience with Python and PostgreSQL
- Knowledge of Zorbuldb and NextCrate is needed

What we offer
- A training budget and free fruit
"""


def test_what_the_ad_tells_of_itself_is_not_asked_for(parser: Parser) -> None:
    asked = {m.skill_id: m.asked for m in parse_text(parser, AD, kind="jd").mentions}
    assert asked["python"] is True
    assert asked["postgresql"] is True
    assert asked["kubernetes"] is False


def test_a_name_that_is_asked_for_and_unknown_is_unrecognised(parser: Parser) -> None:
    profile = parse_text(parser, AD, kind="jd")
    terms = {AD[span.start : span.end] for span in profile.unrecognised}
    assert "NextCrate" in terms
    assert "fruit" not in terms


def test_a_resume_asks_for_nothing(parser: Parser) -> None:
    profile = parse_text(parser, "Skills\nPython, PostgreSQL", kind="resume")
    assert {m.asked for m in profile.mentions} == {None}


def test_words_parted_by_a_blank_alone_are_one_term() -> None:
    text = "data bus, mesh grid core net"
    spans = join_words(text, [(0, 4), (5, 8), (10, 14), (15, 19), (20, 24), (25, 28)])
    assert [text[s.start : s.end] for s in spans] == ["data bus", "mesh grid core", "net"]


@pytest.mark.parametrize(
    ("line", "wish"),
    [
        ("Start-up experience a plus", True),
        ("Certification in project work (optional)", True),
        ("Ideally Kotlin on the server", True),
        ("Three years of Kotlin, ideally on the server", False),
        ("Fluency in Kotlin is welcome but by no means required", True),
        ("Kotlin (preferred, but we can teach it)", True),
        ("Databases (PostgreSQL preferred)", False),
        ("A degree is required, a doctorate preferred", False),
        ("Three years of Java", False),
    ],
)
def test_a_line_that_only_wishes_is_told_from_one_that_demands(line: str, wish: bool) -> None:
    assert says_wish(line) is wish


def test_a_wish_after_a_list_is_for_the_whole_list(parser: Parser) -> None:
    text = (
        "Requirements\n- Experience with tools such as Airflow, Dagster or Prefect is a great plus.\n"
        "- Three years of Java\n"
    )
    needs = {m.skill_id: m.need for m in parse_text(parser, text, kind="jd").mentions}
    assert needs["airflow"] == "preferred"
    assert needs["java"] == "required"
