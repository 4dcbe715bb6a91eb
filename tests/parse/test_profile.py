"""What the parser makes of whole documents: skills that follow, alternatives, years, odd input."""

from __future__ import annotations

import pytest

from rolefit.evaluation.cases import AS_OF, parse_text
from rolefit.parse.pipeline import Parser
from rolefit.types import Mention, Profile, total_months


def _of(profile: Profile, skill_id: str) -> list[Mention]:
    return [m for m in profile.mentions if m.skill_id == skill_id]


def test_an_implied_skill_carries_the_implying_mention_one_step_less_deep(parser: Parser) -> None:
    profile = parse_text(
        parser, "Experience\n\n• Built nightly jobs in PySpark for billing.", kind="resume"
    )
    (named,), spark = _of(profile, "pyspark"), _of(profile, "spark")
    assert (named.depth, named.implied_by) == ("built", None)
    assert [(m.start, m.end, m.depth, m.implied_by) for m in spark] == [
        (named.start, named.end, "used", "pyspark")
    ]


def test_a_denied_skill_implies_nothing(parser: Parser) -> None:
    profile = parse_text(parser, "Summary\n\nNo experience with PySpark.", kind="resume")
    assert _of(profile, "pyspark")[0].polarity == "denied"
    assert not _of(profile, "spark")


def test_alternatives_are_one_group_and_a_plain_list_is_none(parser: Parser) -> None:
    text = "Requirements\n\n- Experience with PyTorch or TensorFlow\n- SQL, Docker and Git"
    profile = parse_text(parser, text, kind="jd")
    groups = [[profile.mentions[i].skill_id for i in group] for group in profile.alternatives]
    assert groups == [["pytorch", "tensorflow"]]


@pytest.mark.parametrize(
    ("line", "skill_id", "years"),
    [
        ("5+ years of Python", "python", 5),
        ("Kafka (3 years)", "kafka", 3),
        ("three years of experience with Docker", "docker", 3),
        ("Python since the 5th grade", "python", None),
    ],
)
def test_years_are_said_of_a_skill(
    parser: Parser, line: str, skill_id: str, years: int | None
) -> None:
    profile = parse_text(parser, f"Requirements\n\n- {line}", kind="jd")
    assert _of(profile, skill_id)[0].years == years


def test_unknown_tools_of_a_skills_list_are_reported(parser: Parser) -> None:
    profile = parse_text(parser, "Skills\nPython, Frobnicator 3, QuuxDB, teamwork", kind="resume")
    found = [profile.document.text[s.start : s.end] for s in profile.unrecognised]
    assert found == ["Frobnicator 3", "QuuxDB"]


def test_every_mention_is_evidence_in_the_text_even_where_lower_case_is_longer(
    parser: Parser,
) -> None:
    text = "Skills\nİİİ Kafka, İ Python"
    profile = parse_text(parser, text, kind="resume")
    named = {m.skill_id: text[m.start : m.end] for m in profile.mentions if m.implied_by is None}
    assert named == {"kafka": "Kafka", "python": "Python"}


@pytest.mark.parametrize(
    "text",
    [
        "数据工程师，负责数据管道。" * 4000,
        "مهندس بيانات خبرة في بايثون " * 4000,
        "Jane Roe Data Engineer Mar 2021 - Present Built Kafka pipelines Skills Python SQL",
        "(" * 100_000,
        "a" * 500_000,
        "2019 " * 20_000,
    ],
    ids=["chinese", "arabic", "one cell", "brackets", "one word", "years"],
)
def test_odd_text_is_read_without_an_exception_and_with_a_warning(
    parser: Parser, text: str
) -> None:
    profile = parse_text(parser, text, kind="auto")
    assert "no_sections" in {warning.code for warning in profile.warnings}


def test_more_mentions_than_any_document_names_are_cut_with_a_warning(parser: Parser) -> None:
    text = "Skills\n" + ", ".join(["Python", "Kafka", "SQL", "Rust"] * 5000)
    profile = parse_text(parser, text, kind="resume")
    assert "too_many_mentions" in {warning.code for warning in profile.warnings}
    assert len(profile.mentions) < 20_000


def test_future_months_do_not_count(parser: Parser) -> None:
    text = "Experience\nAnalyst, Larkspur Foods, Oct 2026 – Dec 2027\n"
    (position,) = parse_text(parser, text, kind="resume").positions
    assert position.end_month == AS_OF
    assert position.written_end_month == 2027 * 12 + 11
    assert total_months([position]) == 2


HEADLESS = """Igor Petrenko
igor@example.org
Developer
2019 - 2023 AdNet
- Trained and deployed click models in PyTorch for the ad server.
- Halved the latency of ranking.
Data analyst
2016 - 2019 Salt & Co
- Answered questions of the sales team in SQL.
{}
"""


@pytest.mark.parametrize("rest", ["", "Education\nBSc Physics, Lviv, 2012 - 2016"])
def test_where_no_heading_says_experience_the_positions_do(parser: Parser, rest: str) -> None:
    profile = parse_text(parser, HEADLESS.format(rest), kind="resume")
    said = {
        profile.document.text[line.start : line.end].strip("- "): (line.section, line.position)
        for line in profile.lines
        if line.embedded
    }
    assert said == {
        "Trained and deployed click models in PyTorch for the ad server.": ("experience", 0),
        "Halved the latency of ranking.": ("experience", 0),
        "Answered questions of the sales team in SQL.": ("experience", 1),
    }
    assert [position.title for position in profile.positions] == ["Developer", "Data analyst"]
    assert len(profile.titles) == 2


def test_activities_in_a_position_are_work_and_elsewhere_hobbies(parser: Parser) -> None:
    text = (
        "Experience\nEngineer, Acme, 2019 - 2023\nActivities:\n- Built the image pipeline of the mill.\n\n"
        "Education\nBSc, 2015 - 2019\n\nActivities:\n- Sang every week in the choir of the town.\n"
    )
    profile = parse_text(parser, text, kind="resume")
    sections = [line.section for line in profile.lines if line.embedded]
    assert sections == ["experience", "other"]


def test_work_that_follows_a_list_of_skills_without_a_heading_is_work(parser: Parser) -> None:
    text = (
        "Rosa Lima\nrosa@example.org\n\nSKILLS\nPython, SQL, Airflow\n\n"
        "Data Specialist, Larkspur Freight, 2021 - 2024\n"
        "- Loaded the tariffs of 40 carriers into Redshift every night.\n\n"
        "EDUCATION    BSc Physics, Porto, 2016 - 2020\n"
    )
    profile = parse_text(parser, text, kind="resume")
    said = {text[line.start : line.end]: line.section for line in profile.lines}
    assert said["Python, SQL, Airflow"] == "skills"
    assert said["Loaded the tariffs of 40 carriers into Redshift every night."] == "experience"
    assert profile.lines[-1].section == "education"
    assert [position.organisation for position in profile.positions] == ["Larkspur Freight"]


@pytest.mark.parametrize(
    "heading", ["PROFESIONAL EXPERIENCE", "Work Expereince", "Work experiance"]
)
def test_a_heading_misspelt_by_a_letter_is_one(parser: Parser, heading: str) -> None:
    text = f"Skills\nSQL\n{heading}\nAnalyst, Brindle Bank, 2019 - 2023\n"
    assert [s.kind for s in parse_text(parser, text, kind="resume").sections] == [
        "skills",
        "experience",
    ]


@pytest.mark.parametrize("line", ["Experiments", "Productions", "Educator", "Excellence"])
def test_another_word_is_no_misspelt_heading(parser: Parser, line: str) -> None:
    assert [
        s.kind for s in parse_text(parser, f"Skills\nSQL\n{line}\n", kind="resume").sections
    ] == ["skills"]


def test_a_position_told_in_prose_is_one(parser: Parser) -> None:
    text = (
        "Hello! I am Nora and this is how I got here.\n\n"
        "In 2019 I taught myself Python on the train, and I have been a Product Engineer at Clausewell since "
        "February 2023. I build the search over contracts.\n\n"
        "Every night a harness runs 1,500 questions and shows which answers flipped.\n"
    )
    (position,) = parse_text(parser, text, kind="resume").positions
    assert (position.title, position.organisation) == ("Product Engineer", "Clausewell")
    assert (position.start_month, position.current) == (2023 * 12 + 1, True)


@pytest.mark.parametrize(
    "head",
    [
        "Aspiring Data Scientist",
        "POSITION APPLIED FOR\nData Scientist",
        "Seeking a role as a Data Scientist",
    ],
)
def test_a_title_wished_for_is_none(parser: Parser, head: str) -> None:
    text = f"Ann Lee\n{head}\n\nExperience\nMath Teacher, Hillside School, 2019 - 2022\n"
    profile = parse_text(parser, text, kind="resume")
    assert [text[t.start : t.end] for t in profile.titles] == ["Math Teacher"]
