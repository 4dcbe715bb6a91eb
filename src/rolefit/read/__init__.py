"""The reading room: bytes → `Document`, the visible text of a file exactly once.

`read` works in this process and is for trusted bytes and tests; `read_safely` does the same in a
worker process with limits, so that a crash or a hang costs one document. What a file is, its
content says (`sniff`), never its name. Each format has a module and a row in `READERS`. Layout and
characters are made equal in `layout` and `normalise`: any format gives the same words.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from rolefit.read.limits import ReadLimits
from rolefit.read.reading import READERS, read, read_file

if TYPE_CHECKING:
    from rolefit.read.sandbox import Sandbox, read_file_safely, read_safely

__all__ = [
    "READERS",
    "ReadLimits",
    "Sandbox",
    "read",
    "read_file",
    "read_file_safely",
    "read_safely",
]


def __getattr__(name: str) -> object:
    """The sandbox, imported when first asked for: reading in this process needs none of it."""
    if name in ("Sandbox", "read_file_safely", "read_safely"):
        return getattr(importlib.import_module("rolefit.read.sandbox"), name)
    raise AttributeError(name)
