"""The wheel carries all it needs: outside the checkout, in an environment of its own, `match` works."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

import pytest

from rolefit.settings import load_settings
from tests.conftest import EXAMPLES, ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT)],
        check=True,
    )  # fmt: skip
    return next(folder.glob("rolefit-*.whl"))


def make_environment(folder: Path) -> Path:
    venv.create(folder, with_pip=True)
    return folder / "bin"


def match_outside(binaries: Path, folder: Path, **settings: str) -> str:
    done = subprocess.run(
        [binaries / "rolefit", "match", EXAMPLES / "resume_ml_engineer.pdf"],
        cwd=folder, env={"HOME": str(folder), "PATH": "/usr/bin:/bin", **settings},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout


@pytest.mark.model
def test_the_installed_wheel_matches_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    """The libraries and the compiled index are lent from this environment; rolefit itself comes from the
    wheel alone."""
    binaries = make_environment(tmp_path / "venv")
    subprocess.run([binaries / "pip", "install", "--quiet", "--no-deps", wheel], check=True)
    site = next((tmp_path / "venv" / "lib").glob("python*/site-packages"))
    lent = next(path for path in sys.path if path.endswith("site-packages"))
    (site / "lent.pth").write_text(lent + "\n")
    where = subprocess.run(
        [binaries / "python", "-c", "import rolefit; print(rolefit.__file__)"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert str(site) in where
    lent_index = {"ROLEFIT_CACHE_PATH": str(load_settings().cache_path), "ROLEFIT_READ_ONLY": "1"}
    printed = match_outside(binaries, tmp_path, **lent_index)
    assert "Machine Learning Engineer, with probability" in printed


@pytest.mark.model
@pytest.mark.slow
def test_the_wheel_installs_into_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    """Everything is fetched anew, as on a user's machine."""
    binaries = make_environment(tmp_path / "venv")
    constraints = ROOT / "constraints.txt"
    subprocess.run(
        [binaries / "pip", "install", "--quiet", "--no-deps", "torch==2.13.0"], check=True
    )
    subprocess.run([binaries / "pip", "install", "--quiet", "-c", constraints, wheel], check=True)
    assert "Machine Learning Engineer, with probability" in match_outside(binaries, tmp_path)
