"""Settings to a finished engine: all I/O of a start is here."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np

from rolefit import __version__
from rolefit.corpus import Corpus, load_corpus
from rolefit.embed.encoder import Encoder, identify_model, load_encoder
from rolefit.embed.index import Index, build_index, index_path, load_index, save_index
from rolefit.engine import Engine
from rolefit.errors import IndexMismatch, IndexReadOnly
from rolefit.match.evidence import build_knowledge
from rolefit.match.model import load_weights
from rolefit.match.reading import Reading, load_reading
from rolefit.parse.pipeline import load_parser
from rolefit.read import Sandbox
from rolefit.settings import Settings, find_data, load_settings
from rolefit.types import EngineStamp


def load_engine(settings: Settings | None = None, *, encoder: Encoder | None = None) -> Engine:
    """Load everything; build the index when there is no fitting one.

    Raises: CorpusError, ModelError, IndexReadOnly, SettingsError.
    """
    engine = load_untrained_engine(settings, encoder=encoder)
    knowledge = replace(engine.knowledge, reading=_fitting_reading(engine.encoder))
    return replace(
        engine,
        knowledge=knowledge,
        weights=load_weights(weights_file()),
        stamp=_stamp(engine.corpus, engine.encoder, engine.index),
    )


def load_untrained_engine(
    settings: Settings | None = None, *, encoder: Encoder | None = None
) -> Engine:
    """An engine that weighs documents and cannot rank them: it has no weights."""
    settings = settings or load_settings()
    corpus = load_corpus(settings.corpus_path)
    encoder = encoder or load_encoder(settings.model, threads=settings.threads)
    index = ensure_index(corpus, encoder, settings)
    return Engine(
        settings=settings,
        corpus=corpus,
        parser=load_parser(corpus),
        encoder=encoder,
        index=index,
        knowledge=build_knowledge(corpus, *index.search_own_duties()),
        weights={},
        stamp=EngineStamp(__version__, encoder.name, corpus.sha256[:12], ""),
        sandbox=Sandbox(),
    )


def weights_file() -> Path:
    return find_data("models") / "weights.json"


def reading_file() -> Path:
    return find_data("models") / "reading.npz"


def _fitting_reading(encoder: Encoder) -> Reading:
    """What was learnt; of the lines nothing when another encoder made their vectors."""
    reading = load_reading(reading_file())
    if reading.encoder_sha256 == encoder.sha256:
        return reading
    silent = {kind: np.zeros(encoder.dimension) for kind in reading.centres}
    lines = np.zeros((encoder.dimension + 1, len(reading.answers)))
    return replace(reading, centres=silent, lines=lines)


def ensure_index(
    corpus: Corpus, encoder: Encoder, settings: Settings, *, rebuild: bool = False
) -> Index:
    """The index of this corpus and model: from the cache, or built and put there.

    Raises: IndexReadOnly when it is not there and may not, or cannot, be written.
    """
    path = index_path(settings.cache_path, corpus_sha256=corpus.sha256, model_sha256=encoder.sha256)
    if not rebuild:
        try:
            return load_index(path, corpus_sha256=corpus.sha256, model_sha256=encoder.sha256)
        except IndexMismatch as error:
            if settings.read_only:
                raise IndexReadOnly(
                    f"{error}, and ROLEFIT_READ_ONLY forbids building one; run 'rolefit index build' "
                    f"where {settings.cache_path} can be written"
                ) from error
    elif settings.read_only:
        raise IndexReadOnly("ROLEFIT_READ_ONLY forbids building an index")
    index = build_index(corpus, encoder)
    save_index(index, path)
    return index


def prepare_index(settings: Settings) -> None:
    """Have the index in the cache before several processes want it; loads the model only to build."""
    corpus = load_corpus(settings.corpus_path)
    try:
        find_index(corpus, settings)
    except IndexMismatch:
        ensure_index(corpus, load_encoder(settings.model, threads=settings.threads), settings)


def find_index(corpus: Corpus, settings: Settings) -> Index:
    """The cached index, without loading the model.

    Raises: IndexMismatch when there is no fitting one.
    """
    path = cached_index_path(corpus, settings)
    sha256 = identify_model(settings.model)
    return load_index(path, corpus_sha256=corpus.sha256, model_sha256=sha256)


def cached_index_path(corpus: Corpus, settings: Settings) -> Path:
    sha256 = identify_model(settings.model)
    return index_path(settings.cache_path, corpus_sha256=corpus.sha256, model_sha256=sha256)


def _stamp(corpus: Corpus, encoder: Encoder, index: Index) -> EngineStamp:
    learnt = weights_file().read_bytes() + reading_file().read_bytes()
    weights_sha256 = hashlib.sha256(learnt).hexdigest()
    return EngineStamp(
        version=__version__,
        model=f"{encoder.name}@{encoder.sha256[:12]}+weights@{weights_sha256[:12]}",
        corpus=corpus.sha256[:12],
        index=f"{index.manifest.format}:{index.manifest.count}x{index.manifest.dimension}",
    )
