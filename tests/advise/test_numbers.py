"""The page "Where the numbers come from" says what the code computes."""

from __future__ import annotations

import re
from datetime import date

import pytest

from rolefit.advise.adjacency import band_of, skill_overlap
from rolefit.advise.fit import fit_pattern
from rolefit.advise.plan import Gap, Period, find_gaps, make_plan
from rolefit.advise.resilience import role_resilience
from rolefit.corpus import Corpus
from rolefit.corpus_advice import Guide
from rolefit.types import FindingStatus
from rolefit.web.advice import say_day
from tests.advise.conftest import finding, make_match
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "numbers.md").read_text(encoding="utf-8")
START = date(2026, 11, 23)


def rows(heading: str, columns: int) -> list[list[str]]:
    """Rows of tables of so many columns in one section, without heads and rules."""
    section = PAGE.split(f"## {heading}")[1].split("\n## ")[0]
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in section.splitlines()
        if line.startswith("|")
    ]
    return [row for row in cells if len(row) == columns and not row[0].startswith("-")][1:]


def test_the_sum_over_tasks_is_the_one_of_the_corpus(corpus: Corpus, guide: Guide) -> None:
    [line] = [ln for ln in PAGE.splitlines() if ln.startswith(".14 × 2")]
    terms = re.findall(r"(\.\d+) × (\d)", line)
    role = corpus.role_by_id["ml_engineer"]
    assert [(f".{task.time_share:02.0f}", str(task.automation)) for task in role.tasks] == terms
    total = sum(float(share) * int(score) for share, score in terms)
    assert f"{total:.2f}" == line.rpartition("= ")[2]


def test_each_step_of_the_resilience_is_right(corpus: Corpus, guide: Guide) -> None:
    found = role_resilience(corpus.role_by_id["ml_engineer"], guide.resilience)
    results = [row[2] for row in rows("Resilience, by hand", 3)]
    assert results == [
        f"{found.resistance:.2f}",
        f"{found.evidence_modifier:.2f}",
        f"{found.barrier_modifier:.2f}",
        f"{found.growth_modifier:.2f}",
        f"{found.raw:.4f}",
        f"{found.score:.1f}",
        found.zone,
        found.sub_label,
    ]


def test_the_limits_of_the_patterns_are_those_of_the_code() -> None:
    for style, competency, pattern in rows("A fit pattern, by hand", 3):
        values = [
            float(cell.split()[1]) - (0.001 if cell.startswith("<") else 0)
            for cell in (style, competency)
        ]
        told = fit_pattern(*values).replace("_", " ")
        assert told.split()[0] in pattern.replace("role potential", "potential")


def test_the_distance_is_right(corpus: Corpus) -> None:
    here, there = corpus.role_by_id["ml_engineer"], corpus.role_by_id["ai_engineer"]
    found = re.search(r"(\.4 × [^=\n]+) = (\.\d+), \*([\w ]+)\*", PAGE)
    assert found is not None
    numbers = [float(number) for number in re.findall(r"\d*\.\d+", found[1])]
    a, structure, b, skills, c, duties = numbers
    assert f"{skill_overlap(here, there):.2f}" == f"{skills:.2f}"
    total = a * structure + b * (1 - skills) + c * (1 - duties)
    assert f"{total:.2f}"[1:] == found[2]
    assert band_of(total) == "reachable"


def example(corpus: Corpus, guide: Guide) -> tuple[Gap, ...]:
    """The gaps of the page, made from its own table."""
    table = rows("The order of a plan, by hand", 7)
    gains = {name.strip("`"): float(gain) for name, _, gain, *_ in table}
    statuses: dict[str, FindingStatus] = {
        row[0].strip("`"): "listed" if row[1].startswith("listed") else "missing" for row in table
    }
    findings = tuple(finding(name, status, gain=gains[name]) for name, status in statuses.items())
    return find_gaps(make_match("ml_engineer", findings=findings), corpus, guide.plan)


def test_values_weights_and_hours_of_the_plan_are_right(corpus: Corpus, guide: Guide) -> None:
    gaps = {gap.skill_id: gap for gap in example(corpus, guide)}
    for name, status, _, rounds, weight, hours, value in rows("The order of a plan, by hand", 7):
        gap = gaps[name.strip("`")]
        assert status.endswith(gap.action)
        assert rounds == f"{gap.rounds} of 7"
        assert weight == f"{gap.interview_weight:.4f}"[1:]
        assert float(hours.rpartition(" ")[2]) == pytest.approx(gap.hours)
        assert value == f"{gap.value:.6f}"[1:]


def test_the_days_of_the_plan_are_right(corpus: Corpus, guide: Guide) -> None:
    gaps = example(corpus, guide)
    plan = make_plan("ml_engineer", gaps, corpus, guide.plan, period=Period(START, 6))
    shown = [
        [
            f"`{step.gap.skill_id}`",
            say_day(step.first),
            say_day(step.last),
            ", ".join(say_day(day) for day in step.reviews),
        ]
        for step in plan.steps
    ]
    table = [
        [name, first, last, days]
        for name, _, first, last, days in rows("The order of a plan, by hand", 5)
    ]
    assert table == shown
