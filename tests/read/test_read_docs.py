"""The page about reading names every error and every warning there is."""

import re
from pathlib import Path

import pytest

from rolefit import errors
from rolefit.errors import ReadError

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/reading.md").read_text(encoding="utf-8")


def codes(heading):
    section = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE))


def test_every_error_of_reading_is_explained():
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    told = {kind.code for kind in kinds if issubclass(kind, ReadError) and kind is not ReadError}
    assert codes("Errors") == told


def test_every_warning_of_reading_is_explained():
    sources = "".join(
        p.read_text(encoding="utf-8") for p in (ROOT / "src/rolefit/read").glob("*.py")
    )
    assert codes("Warnings") == set(re.findall(r'DocumentWarning\(\s*"(\w+)"', sources))


def sentences():
    section = PAGE.partition("## Errors\n")[2].partition("\n## ")[0]
    return dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", section, re.MULTILINE))


@pytest.mark.parametrize("code", sorted(sentences()))
def test_the_sentence_of_an_error_is_the_one_that_is_raised(code):
    """Up to its first number, for the rest is filled in."""
    sources = "".join(
        p.read_text(encoding="utf-8") for p in (ROOT / "src/rolefit/read").glob("*.py")
    )
    words = re.sub(r"[\"']\s*\n\s*f?[\"']", "", sources)
    beginning = re.split(r"[\d(;]", sentences()[code])[0].strip()
    assert len(beginning) > 10
    assert beginning in words
