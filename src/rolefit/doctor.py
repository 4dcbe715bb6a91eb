"""Is this installation sound? Settings, corpus, model, index, and what can be read here."""

from __future__ import annotations

import importlib.metadata
import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rolefit import __version__
from rolefit.errors import IndexMismatch, RolefitError
from rolefit.settings import Settings, load_settings


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    ok: bool
    detail: str


def examine() -> Iterator[Check]:
    """All checks in order; one that fails never hides the next."""
    yield Check("rolefit", True, f"{__version__} on Python {platform.python_version()}")
    settings = Settings()
    try:
        settings = load_settings()
        yield Check("settings", True, f"model '{settings.model}', cache {settings.cache_path}")
    except RolefitError as error:
        yield Check("settings", False, str(error))
    yield _checked("corpus", lambda: _corpus(settings))
    yield _checked("advice", lambda: _advice(settings))
    yield _checked("model", lambda: _model(settings))
    yield _checked("index", lambda: _index(settings))
    yield from _readers()


def _checked(name: str, examine_one: Callable[[], str]) -> Check:
    try:
        return Check(name, True, examine_one())
    except RolefitError as error:
        return Check(name, False, str(error))


def _corpus(settings: Settings) -> str:
    from rolefit.corpus import load_corpus  # noqa: PLC0415

    corpus = load_corpus(settings.corpus_path)
    return (
        f"{len(corpus.roles)} roles, {len(corpus.skills)} skills, {len(corpus.title_aliases)} titles, "
        f"{len(corpus.occupations)} outside occupations"
    )


def _advice(settings: Settings) -> str:
    from rolefit.corpus import load_corpus  # noqa: PLC0415
    from rolefit.corpus_advice import load_guide  # noqa: PLC0415

    corpus = load_corpus(settings.corpus_path)
    guide = load_guide(settings.corpus_path, corpus)
    statements = sum(len(scale.items) for scale in guide.style.scales)
    scenarios = sum(len(area.scenarios) for area in guide.areas)
    return (
        f"{statements} statements, {scenarios} scenarios in {len(guide.areas)} areas, "
        f"{len(guide.landscape.questions)} decision questions, {len(guide.plan.proofs.by_skill)} proofs, "
        f"{len(guide.signals.rules)} rules for weak signals"
    )


def _model(settings: Settings) -> str:
    from rolefit.embed.encoder import load_encoder  # noqa: PLC0415

    encoder = load_encoder(settings.model)
    return f"{encoder.name}, {encoder.dimension} dimensions, sha256 {encoder.sha256[:12]}"


def _index(settings: Settings) -> str:
    from rolefit.corpus import load_corpus  # noqa: PLC0415
    from rolefit.loading import find_index  # noqa: PLC0415

    try:
        index = find_index(load_corpus(settings.corpus_path), settings)
    except IndexMismatch:
        return "not built yet; it is built on first use or by 'rolefit index build'"
    return f"{index.manifest.count} entries, fits corpus and model"


def _ocr() -> str:
    from rolefit.read.ocr import HOW_TO_GET, find_tesseract, reads_english  # noqa: PLC0415

    program = find_tesseract()
    if program is None:
        return f"no (PNG, JPEG, scanned PDF): {HOW_TO_GET}"
    if not reads_english(program):
        return (
            f"no: {program} has no English; install it (Debian: apt-get install tesseract-ocr-eng)"
        )
    return f"PNG, JPEG, scanned PDF by {program}"


def _sandbox() -> str:
    from rolefit.read import ReadLimits, Sandbox  # noqa: PLC0415

    with Sandbox() as sandbox:
        sandbox.read(b"One word.", limits=ReadLimits())
    limits = "processor, time, files and memory are limited"
    return (
        limits if sys.platform == "linux" else limits.replace(" and memory", "") + "; memory is not"
    )


def _readers() -> Iterator[Check]:
    kinds = "PDF, DOCX, ODT, RTF, HTML, Markdown, plain text, JSON Resume, JobPosting"
    yield Check("reads", True, kinds)
    yield Check("reads scans", True, _ocr())
    yield _checked("reads apart", _sandbox)
    for package in ("torch", "sentence-transformers", "faiss-cpu", "spacy", "pypdfium2"):
        yield Check(package, True, importlib.metadata.version(package))
