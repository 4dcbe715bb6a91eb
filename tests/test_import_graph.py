"""Imports go one way, and each heavy library has one home."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "src" / "rolefit"
ROOMS = (
    "types", "errors", "settings",
    "corpus", "corpus_advice", "corpus_files", "corpus_schema",
    "read", "parse", "embed", "match", "advise", "jd",
)  # fmt: skip
STAGES = frozenset({"read", "parse", "embed", "match", "advise", "jd"})
ALLOWED_BETWEEN_STAGES = frozenset({("advise", "match"), ("jd", "parse")})
"""Later stages take plain functions of earlier ones here; anything else goes through `types`."""
LOWER = frozenset(ROOMS) - STAGES
UPPER = (
    "engine",
    "loading",
    "report",
    "batch",
    "api",
    "web",
    "answers",
    "cli",
    "cli_advice",
    "cli_measure",
    "audit",
    "training",
    "cli_index",
    "cli_options",
    "evaluation",
    "benchmark",
    "doctor",
)
HOMES = {
    "spacy": {"parse.pipeline"},
    "sentence_transformers": {"embed.encoder"},
    "torch": {"embed.encoder"},
    "faiss": {"embed.index"},
    "fastapi": {"api"},
    "ray": {"batch.ray"},
    "typer": {"cli", "cli_advice", "cli_measure", "cli_index", "cli_options"},
}


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        yield ".".join(part for part in parts if part != "__init__"), path


def imports(path: Path, *, at_run_time: bool = True) -> Iterator[str]:
    """Names of imported modules; those under TYPE_CHECKING are left out at run time."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    hidden: set[int] = set()
    if at_run_time:
        for node in ast.walk(tree):
            if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
                hidden |= {id(child) for child in ast.walk(node)}
    for node in ast.walk(tree):
        if id(node) in hidden:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def room(module: str) -> str:
    return module.removeprefix("rolefit.").split(".")[0]


@pytest.mark.parametrize(("module", "path"), list(modules()))
def test_a_lower_room_never_imports_a_higher_one(module: str, path: Path) -> None:
    own = room(module)
    if own not in ROOMS:
        return
    for name in imports(path):
        if name.startswith("rolefit."):
            assert room(name) not in UPPER, f"{module} imports {name}"
            if own in LOWER:
                assert room(name) in LOWER, f"{module} imports {name}"


@pytest.mark.parametrize(("module", "path"), list(modules()))
def test_stages_do_not_import_one_another(module: str, path: Path) -> None:
    own = room(module)
    for name in imports(path):
        other = room(name)
        if name.startswith("rolefit.") and own in STAGES and other in STAGES and own != other:
            assert (own, other) in ALLOWED_BETWEEN_STAGES, f"{module} imports {name}"


@pytest.mark.parametrize(("module", "path"), list(modules()))
def test_each_heavy_library_has_one_home(module: str, path: Path) -> None:
    for name in imports(path):
        homes = HOMES.get(name.split(".")[0])
        if homes:
            assert any(module == home or module.startswith(home + ".") for home in homes), (
                f"{module} imports {name}"
            )


def test_types_needs_the_standard_library_alone() -> None:
    names = {name.split(".")[0] for name in imports(PACKAGE / "types.py")}
    assert names <= sys.stdlib_module_names | {"__future__"}


def test_importing_rolefit_imports_no_heavy_library() -> None:
    heavy = [
        "torch",
        "spacy",
        "faiss",
        "sentence_transformers",
        "fastapi",
        "numpy",
        "ray",
        "pydantic",
    ]
    code = f"import sys, rolefit; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
