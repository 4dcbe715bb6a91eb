"""Documents that say little or everything get a verdict with a reason, never a confident wrong one."""

from __future__ import annotations

import pytest

from rolefit.engine import Engine
from rolefit.types import Report
from tests.conftest import AS_OF, EXAMPLES, make_document

pytestmark = pytest.mark.model

NOVEL = """\
The ferry came in late, and nobody on the quay was surprised. Ilse counted the crates twice, wrote
the number on her palm, and let the gulls have the rest of her bread. Her uncle had promised to come
down from the mill before noon; it was past two when his cart appeared between the salt sheds.

"You are thinner," he said, and that was all the greeting she got. They drove in silence along the
dyke. The sheep had been brought in, the ditches stood full, and in the west the light was already
going the colour of weak tea.

At the house the stove was cold. She made the fire herself, and when the kettle sang she took the
letter from her coat and laid it on the table, where he could not help but see the seal. He did not
touch it. He stirred his cup for a long time.

"Your father would have burned it," he said at last. "I am not your father." And he broke the seal
with the bread knife."""


def match(engine: Engine, text: str) -> Report:
    return engine.match(make_document(text), kind="resume", as_of=AS_OF)


@pytest.mark.parametrize(
    "text",
    [
        "Python machine learning",
        "Senior Machine Learning Engineer",
        "Built machine learning models in PyTorch and deployed them on Kubernetes",
        NOVEL,
        "Trained and evaluated deep learning models for image search in PyTorch\n" * 1000,
    ],
    ids=["three words", "a title", "one line", "a novel", "one line 1,000 times"],
)
def test_what_says_too_little_is_no_match(engine: Engine, text: str) -> None:
    verdict = match(engine, text).verdict
    assert verdict.status in {"abstain", "none"}
    assert verdict.reason in {"little_evidence", "close_roles", "close_to_none", "outside"}


def test_a_list_of_400_skills_is_no_match(engine: Engine) -> None:
    labels = [skill.label for skill in engine.corpus.skills[:400]]
    report = match(engine, f"Jo Park\n\nSkills\n{', '.join(labels)}\n")
    assert report.verdict.status != "match"


def test_an_ad_and_a_resume_in_one_file_are_read_as_one(engine: Engine) -> None:
    resume = (EXAMPLES / "resume_nurse.txt").read_text(encoding="utf-8")
    ad = (EXAMPLES / "jd_data_engineer.txt").read_text(encoding="utf-8")
    report = engine.match(make_document(f"{resume}\n\n{ad}"), as_of=AS_OF)
    assert report.verdict.reason
    assert report.verdict.probability < 0.99


@pytest.mark.slow
def test_two_hundred_pages_get_an_answer(engine: Engine) -> None:
    duties = [d.text for role in engine.corpus.roles for d in role.duties]
    outside = [d for occupation in engine.corpus.occupations for d in occupation.duties]
    jobs = [
        f"Engineer, Company {year}\nJan {year} – Dec {year}\n"
        + "\n".join(f"• {line} for client {year}" for line in (duties + outside)[year % 7 :: 7])
        for year in range(1985, 2021)
    ]
    report = match(engine, "Jo Park\n\nExperience\n" + "\n\n".join(jobs))
    assert report.verdict.reason
