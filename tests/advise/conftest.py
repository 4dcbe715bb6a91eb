"""The guide of the repository, and values made by hand."""

from __future__ import annotations

import pytest

from rolefit.corpus import Corpus
from rolefit.corpus_advice import Guide, load_guide
from rolefit.types import (
    FindingStatus,
    RoleMatch,
    RoleNeed,
    SkillFinding,
    Span,
    TaskFinding,
)
from tests.conftest import ROOT


@pytest.fixture(scope="session")
def guide(corpus: Corpus) -> Guide:
    return load_guide(ROOT / "corpus", corpus)


def finding(
    skill_id: str,
    status: FindingStatus = "missing",
    need: RoleNeed = "core",
    *,
    gain: float = 0.01,
) -> SkillFinding:
    evidence = (Span(0, 6),) if status in {"shown", "listed", "denied", "stale"} else ()
    return SkillFinding(skill_id, need, status, None, None, None, evidence, gain=gain)


def make_match(
    role_id: str,
    *,
    findings: tuple[SkillFinding, ...] = (),
    coverage: dict[str, float] | None = None,
    corpus: Corpus | None = None,
) -> RoleMatch:
    tasks = corpus.role_by_id[role_id].tasks if corpus else ()
    shown = coverage or {}
    found = tuple(
        TaskFinding(t.id, t.time_share / 100, shown.get(t.id, 0.0), (Span(1, 3),)) for t in tasks
    )
    return RoleMatch(role_id, 1.0, 0.5, (), findings, found)
