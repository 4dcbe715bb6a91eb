"""The corpus is whole, and a mistake in it is told with its file and line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rolefit.corpus import Corpus, load_corpus
from rolefit.errors import CorpusError
from tests.conftest import ROOT


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "corpus", tmp_path / "corpus"))


def test_it_is_whole(corpus: Corpus) -> None:
    assert {role.id for role in corpus.roles} == {
        "ml_engineer", "ai_engineer", "mlops_engineer",
        "data_scientist", "research_engineer", "data_engineer",
    }  # fmt: skip
    assert len(corpus.skills) >= 900
    assert len(corpus.occupations) >= 30
    assert sum(len(group.lines) for group in corpus.boilerplate) >= 150
    assert [level.code for level in corpus.levels] == ["P1", "P2", "P3", "P4", "P5", "P6"]


def test_every_role_has_forty_duties_and_shares_of_a_whole(corpus: Corpus) -> None:
    for role in corpus.roles:
        assert len(role.duties) >= 40
        assert 8 <= len(role.tasks) <= 12
        assert sum(task.time_share for task in role.tasks) == pytest.approx(100)


def test_the_sources_task_figures_of_the_ml_engineer_are_kept(corpus: Corpus) -> None:
    tasks = corpus.role_by_id["ml_engineer"].tasks
    assert sum(task.time_share * task.automation for task in tasks) / 100 == pytest.approx(2.25)
    assert sum(task.time_share for task in tasks if task.automation >= 3) == pytest.approx(35)


@pytest.mark.parametrize(
    ("title", "confidence"),
    [
        ("Machine Learning III", 0.70),
        ("Machine Learning 3", 0.66),
        ("Mid-Level Machine Learning", 0.64),
        ("Deep Learning III", 0.70),
        ("Statistical Modeling 3", 0.66),
    ],
)
def test_the_level_rule_makes_the_sources_aliases(
    corpus: Corpus, title: str, confidence: float
) -> None:
    alias = next(alias for alias in corpus.title_aliases if alias.title == title)
    assert alias.confidence == pytest.approx(confidence)


@pytest.mark.parametrize(
    "title",
    ["AI/ML Engineer", "Applied Scientist", "ML Platform Engineer", "Analytics Engineer", "LLM Ops",
     "Prompt Engineer", "AI Safety Engineer", "Member of Technical Staff"],
)  # fmt: skip
def test_ambiguous_titles_stand_for_several_roles(corpus: Corpus, title: str) -> None:
    alias = next(
        alias for alias in corpus.title_aliases if alias.title.casefold() == title.casefold()
    )
    assert len(alias.roles) >= 2


@pytest.mark.parametrize(
    "word",
    ["R", "C", "Go", "Excel", "Spark", "Rust", "Swift", "React", "Ray", "Dash", "Julia", "Scala", "Pandas",
     "Hive", "Chef", "Puppet", "Flask", "Beam", "Storm", "Pig", "Oracle", "Access", "Word", "Outlook"],
)  # fmt: skip
def test_plain_words_need_context(corpus: Corpus, word: str) -> None:
    named = [
        skill
        for skill in corpus.skills
        if word.casefold() in {name.casefold() for name in (skill.label, *skill.aliases)}
    ]
    assert named
    assert all(skill.needs_context for skill in named)


MISTAKES = [
    (
        "roles/ml_engineer.yaml",
        "id: ml_engineer\n",
        "idd: ml_engineer\n",
        r"ml_engineer\.yaml:\d+: idd?: ",
    ),
    (
        "roles/ml_engineer.yaml",
        "automation: 2",
        "automation: 7",
        r"ml_engineer\.yaml:\d+: tasks\.\d+\.automation",
    ),
    ("roles/ml_engineer.yaml", "time_share: ", "time_share: .1", r"add up to .*, not 100"),
    ("roles/ml_engineer.yaml", "- id: pytorch\n", "- id: pytroch\n", r"unknown skill 'pytroch'"),
    ("levels.yaml", "code: P2", "code: P9", r"levels\.yaml:\d+: levels\.1\.code"),
    ("levels.yaml", "levels:", "levels: [", r"levels\.yaml:\d+: "),
    (
        "headings.yaml",
        "of: resume",
        "of: resume\n    of: jd",
        r"headings\.yaml: line \d+: a key stands twice",
    ),
]


@pytest.mark.parametrize(("name", "right", "wrong", "message"), MISTAKES)
def test_a_mistake_is_told_with_its_place(
    broken: Path, name: str, right: str, wrong: str, message: str
) -> None:
    path = broken / name
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(CorpusError, match=message):
        load_corpus(broken)


def test_a_missing_file_is_named(broken: Path) -> None:
    (broken / "cues.yaml").unlink()
    with pytest.raises(CorpusError, match=r"cues\.yaml"):
        load_corpus(broken)
