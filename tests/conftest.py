"""Fakes whose numbers can be computed by hand, and one real engine for tests marked `model`."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

import rolefit
from rolefit.corpus import Corpus, load_corpus
from rolefit.engine import Engine
from rolefit.parse.pipeline import Parser, load_parser
from rolefit.read import Sandbox
from rolefit.types import Document, KindChoice, Profile

if TYPE_CHECKING:
    from rolefit.types import Vectors

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
AS_OF = 2026 * 12 + 10
"""November 2026."""


class WordEncoder:
    """One dimension a word: the cosine of two texts is the number of words they share over the root of
    the product of their numbers of distinct words."""

    name = "words"
    sha256 = "0" * 64
    dimension = 1024

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in set(re.findall(r"\w+", text.casefold())):
                rows[row, zlib.crc32(word.encode()) % self.dimension] = 1
        rows /= np.maximum(1, np.linalg.norm(rows, axis=1, keepdims=True))
        return rows


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return load_corpus(ROOT / "corpus")


@pytest.fixture(scope="session")
def parser(corpus: Corpus) -> Parser:
    return load_parser(corpus)


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    """The product's own engine; tests that use it are marked `model`."""
    with rolefit.load() as engine:
        yield engine


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


def make_document(text: str) -> Document:
    return Document(text, "text/plain", "0" * 64)


def parse(parser: Parser, text: str, kind: KindChoice = "auto") -> Profile:
    return parser.parse(make_document(text), kind=kind, as_of=AS_OF)
