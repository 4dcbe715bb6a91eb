"""English is read as English; other languages are told, passage by passage."""

from pathlib import Path

import pytest
import yaml

from rolefit.read.language import with_language
from rolefit.types import Document

ROOT = Path(__file__).parents[2]
CASES = yaml.safe_load((ROOT / "tests/cases/read_language.yaml").read_text(encoding="utf-8"))
ENGLISH = (
    "I have built and run data pipelines for a large bank over the last five years. We used Spark "
    "and Airflow and cut the cost of the platform in half with it."
)


def detect(text):
    return with_language(Document(text, "text/plain", ""))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_language_is_told(case):
    document = detect(case["text"])
    assert document.language == case["language"]
    assert [w.code for w in document.warnings] == ["language"] * case.get("warned", True)


def test_foreign_passages_of_a_mixed_document_are_told():
    french = next(case["text"] for case in CASES if case["language"] == "fr").strip()
    document = detect(f"{ENGLISH}\n\n{french}\n\n{ENGLISH}")
    assert document.language == "en"
    assert [document.text[p.start : p.end].strip() for p in document.foreign] == [french]
    assert [warning.detail for warning in document.warnings] == [
        "By passages: English 72%, French 28%."
    ]


@pytest.mark.parametrize(
    "path", sorted((ROOT / "examples").glob("*.txt")), ids=lambda path: path.name
)
def test_the_examples_are_english(path):
    document = detect(path.read_text(encoding="utf-8"))
    assert (document.language, document.foreign, document.warnings) == ("en", (), ())
