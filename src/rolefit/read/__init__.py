"""The reading room: bytes → `Document`, the visible text of a file exactly once.

`Sandbox.read` reads in a worker process with limits, so that a crash or a hang costs one document;
it also tells the language and has scans read by OCR. `read` works in this process, for trusted bytes
and tests. What a file is, its content says (`sniff`), never its name. Each format has a module and a
row in `READERS` or `PAGE_READERS`. Layout and characters are made equal in `layout` and `normalise`:
any format gives the same words.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from rolefit.read.limits import ReadLimits

if TYPE_CHECKING:
    from rolefit.read.reading import PAGE_READERS, READERS, read, read_file
    from rolefit.read.sandbox import Sandbox

__all__ = [
    "PAGE_READERS",
    "READERS",
    "ReadLimits",
    "Sandbox",
    "read",
    "read_file",
]

_MODULES = {
    "PAGE_READERS": "reading", "READERS": "reading", "read": "reading", "read_file": "reading",
    "Sandbox": "sandbox",
}  # fmt: skip


def __getattr__(name: str) -> object:
    """Readers and sandbox are imported when first asked for."""
    if name in _MODULES:
        return getattr(importlib.import_module(f"rolefit.read.{_MODULES[name]}"), name)
    raise AttributeError(name)
