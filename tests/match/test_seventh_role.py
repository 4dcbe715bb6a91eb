"""A role added as one file ranks its own documents first, without training, and leaves the others' alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
import yaml

from rolefit.engine import Engine
from rolefit.loading import load_engine
from rolefit.types import Document, Report
from tests.conftest import AS_OF, EXAMPLES, ROOT

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet

    from rolefit.types import Vectors

pytestmark = pytest.mark.model

ROLE_FILE = ROOT / "tests/cases/robotics_engineer.yaml"
CASES = yaml.safe_load((ROOT / "tests/cases/seventh_role.yaml").read_text(encoding="utf-8"))
DOCUMENTS = {case["name"]: case for case in CASES["documents"]}
OTHERS_EXAMPLES = ("resume_ml_engineer.md", "jd_data_engineer.txt")


class IndexedEncoder:
    """The engine's encoder, asked only for texts that its index does not hold."""

    def __init__(self, engine: Engine) -> None:
        self._encoder = engine.encoder
        self.name, self.sha256 = engine.encoder.name, engine.encoder.sha256
        self.dimension = engine.encoder.dimension
        index = engine.index
        vectors = index._faiss.reconstruct_n(0, len(index.entries))
        self._known = {entry.text: row for entry, row in zip(index.entries, vectors, strict=True)}

    def encode(self, texts: Sequence[str]) -> Vectors:
        new = sorted(set(texts) - self._known.keys())
        self._known.update(zip(new, self._encoder.encode(new), strict=True))
        rows = [self._known[text] for text in texts]
        return np.stack(rows) if rows else self._encoder.encode([])


@pytest.fixture(scope="module")
def plain(engine: Engine) -> Engine:
    """The engine as it is; each text is encoded once for both engines."""
    return replace(engine, encoder=IndexedEncoder(engine))


@pytest.fixture(scope="module")
def seventh(plain: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The engine of a corpus to which one file was added."""
    folder = tmp_path_factory.mktemp("seventh")
    corpus = shutil.copytree(plain.settings.corpus_path, folder / "corpus")
    shutil.copy(ROLE_FILE, corpus / "roles")
    places = {"corpus_path": corpus, "cache_path": folder / "cache"}
    settings = plain.settings.model_copy(update=places)
    with load_engine(settings, encoder=plain.encoder) as seventh:
        yield seventh


def match(engine: Engine, text: str, kind: str) -> Report:
    document = Document(text, "text/plain", "")
    return engine.match(document, kind=kind, as_of=AS_OF)  # type: ignore[arg-type]


def first_answer(report: Report) -> str:
    """The likeliest of the roles and *none*."""
    return max((*report.roles, report.none_match), key=lambda m: m.probability).role_id


def test_the_new_role_was_not_learnt(plain: Engine, seventh: Engine) -> None:
    assert seventh.weights == plain.weights
    assert seventh.knowledge.reading is not None
    assert "robotics_engineer" not in seventh.knowledge.reading.answers
    assert len(seventh.corpus.roles) == len(plain.corpus.roles) + 1


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_new_roles_documents_rank_it_first(seventh: Engine, name: str) -> None:
    report = match(seventh, DOCUMENTS[name]["text"], DOCUMENTS[name]["kind"])
    assert report.profile.kind == DOCUMENTS[name]["kind"]
    assert report.roles[0].role_id == "robotics_engineer"
    assert first_answer(report) == "robotics_engineer"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_contributions_still_add_up_exactly(seventh: Engine, name: str) -> None:
    report = match(seventh, DOCUMENTS[name]["text"], DOCUMENTS[name]["kind"])
    for one in (*report.roles, report.none_match):
        assert abs(sum(term.value * term.weight for term in one.contributions) - one.score) < 1e-9


@pytest.mark.parametrize("name", OTHERS_EXAMPLES)
def test_examples_of_the_others_keep_their_role(plain: Engine, seventh: Engine, name: str) -> None:
    document = plain.read(EXAMPLES / name)
    before, after = (one.match(document, as_of=AS_OF) for one in (plain, seventh))
    assert after.roles[0].role_id == before.roles[0].role_id
    assert first_answer(after) == first_answer(before)


def _neighbours() -> Iterator[ParameterSet]:
    """All of them; those known to be taken must fail, so that the list is mended when they no longer do."""
    for stem in CASES["neighbours"]:
        known = stem in CASES["taken"]
        marks = [pytest.mark.xfail(strict=True, reason="known failure")] if known else []
        yield pytest.param(stem, marks=marks)


@pytest.mark.parametrize("stem", list(_neighbours()))
def test_the_new_role_takes_nobody_elses_resume(plain: Engine, seventh: Engine, stem: str) -> None:
    labelled = yaml.safe_load((ROOT / f"tests/resumes/{stem}.yaml").read_text(encoding="utf-8"))
    before, after = (match(one, labelled["text"], "resume") for one in (plain, seventh))
    assert first_answer(after) == first_answer(before)
    assert after.roles[0].role_id == before.roles[0].role_id


@pytest.mark.parametrize("stem", CASES["taken"])
def test_whoever_is_taken_is_not_matched_with_the_new_role(seventh: Engine, stem: str) -> None:
    labelled = yaml.safe_load((ROOT / f"tests/resumes/{stem}.yaml").read_text(encoding="utf-8"))
    report = match(seventh, labelled["text"], "resume")
    assert labelled["role"] in {role.role_id for role in report.roles[:2]}
    assert (report.verdict.status, report.verdict.role_id) != ("match", "robotics_engineer")
