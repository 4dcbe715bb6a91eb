"""The sentence-transformers encoder: a tiny real model, and the packaged one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rolefit.embed.encoder import PACKAGED_SHA256, load_encoder
from rolefit.engine import Engine
from rolefit.errors import ModelError

TEXTS = [
    "Built feature pipelines in Spark",
    "poured coffee",
    "Trained ranking models",
    "poured coffee",
]


@pytest.fixture(scope="module")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real SentenceTransformer of 16 dimensions, saved to a folder."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import BoW

    path = tmp_path_factory.mktemp("model")
    words = [
        "built",
        "feature",
        "pipelines",
        "in",
        "spark",
        "poured",
        "coffee",
        "trained",
        "ranking",
        "models",
    ]
    SentenceTransformer(modules=[BoW(vocab=words)], device="cpu").save(str(path))
    return path


@pytest.mark.model
def test_a_model_folder_is_loaded_and_gives_unit_rows(tiny_model: Path) -> None:
    encoder = load_encoder(str(tiny_model))
    vectors = encoder.encode(TEXTS)
    assert vectors.shape == (4, encoder.dimension)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    assert float(vectors[1] @ vectors[3]) == pytest.approx(1)
    assert float(vectors[0] @ vectors[1]) == pytest.approx(0, abs=1e-6)


def test_a_model_that_is_not_there_is_told_with_what_would_be_right(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="packaged"):
        load_encoder(str(tmp_path / "nothing"))


@pytest.mark.model
def test_the_packaged_model_is_the_pinned_one(engine: Engine) -> None:
    assert engine.encoder.sha256 == PACKAGED_SHA256
    assert engine.encoder.dimension == 384


@pytest.mark.model
def test_order_and_repetition_change_no_bit(engine: Engine) -> None:
    once = engine.encoder.encode(TEXTS)
    again = engine.encoder.encode([*reversed(TEXTS), *TEXTS])
    assert np.array_equal(once, again[4:])
    assert np.array_equal(once, again[:4][::-1])


@pytest.mark.model
def test_no_texts_give_no_rows(engine: Engine) -> None:
    assert engine.encoder.encode([]).shape == (0, 384)
