"""The parser of the shipped corpus, loaded once."""

from __future__ import annotations

import pytest

from rolefit.evaluation.cases import load_default_parser
from rolefit.parse.pipeline import Parser


@pytest.fixture(scope="session")
def parser() -> Parser:
    return load_default_parser()
