"""The project's words are its own: no run of eight words stands in a source document."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

SOURCES = next(
    (p for p in (ROOT / "shared" / "sources", ROOT.parent / "shared" / "sources") if p.is_dir()),
    None,
)
RUN = 8
WRITTEN = (
    *sorted((ROOT / "corpus" / "assessments").glob("*.yaml")),
    *(
        ROOT / "corpus" / f"{name}.yaml"
        for name in ("resilience", "landscape", "plan", "weak_signals")
    ),
    *sorted((ROOT / "src" / "rolefit" / "report").glob("*.py")),
    ROOT / "docs" / "numbers.md",
)


def runs(text: str) -> set[tuple[str, ...]]:
    """Runs of eight that are mostly words; figures and the names of a formula's parts are facts."""
    words = re.findall(r"[a-z0-9]+", text.casefold())
    found = (tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1))
    return {run for run in found if sum(word.isalpha() for word in run) >= RUN - 1}


@pytest.mark.skipif(SOURCES is None, reason="the source documents are not part of the repository")
@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_no_sentence_of_a_source_is_copied(path: Path) -> None:
    assert SOURCES is not None
    known = set().union(*(runs(p.read_text(encoding="utf-8")) for p in SOURCES.glob("*.txt")))
    assert known
    assert not runs(path.read_text(encoding="utf-8")) & known


def test_a_copy_would_be_noticed() -> None:
    sentence = "one two three four five six seven eight nine"
    assert runs(f"Before. {sentence.upper()}!") & runs(sentence)
