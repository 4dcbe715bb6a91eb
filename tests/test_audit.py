"""Names sway nothing, and the table would show it if they did."""

from __future__ import annotations

import pytest

from rolefit.audit import GROUPS, audit_names, rename
from rolefit.engine import Engine
from tests.conftest import EXAMPLES


@pytest.mark.model
def test_no_number_changes_with_the_name(engine: Engine) -> None:
    paths = [EXAMPLES / "resume_ml_engineer.md", EXAMPLES / "resume_barista_stuffed.txt"]
    found = audit_names(engine, {path.name: engine.read(path) for path in paths})
    assert found.changed == ()
    assert {rates.group for rates in found.groups} == set(GROUPS)
    assert all(rates.selection_ratio == rates.scoring_ratio == 1.0 for rates in found.groups)


def test_the_first_mention_gets_the_whole_name() -> None:
    text = "Ada Nowak\n\nNowak built pipelines."
    assert (
        rename(text, [(0, 9), (11, 16)], "Mei-Ling Chen")
        == "Mei-Ling Chen\n\nChen built pipelines."
    )


def test_a_text_without_a_name_gets_a_line_on_top() -> None:
    assert rename("Built pipelines", [], "Jamal Booker") == "Jamal Booker\n\nBuilt pipelines"
