"""The command line as a user sees it: output, one-line errors, exit codes."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from rolefit import __version__, cli, loading
from rolefit.engine import Engine
from tests.conftest import EXAMPLES, ROOT

pytestmark = pytest.mark.model


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


Rolefit = Callable[..., Done]


@pytest.fixture
def rolefit(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Rolefit:
    """The command line in this process, with the engine that is loaded already."""

    def run(*arguments: str, given: bytes = b"", **environment: str) -> Done:
        monkeypatch.chdir(ROOT)
        monkeypatch.setattr(sys, "argv", ["rolefit", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        monkeypatch.setattr(loading, "load_engine", lambda *_: engine)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        output = capfd.readouterr()
        return Done(int(stopped.value.code or 0), output.out, output.err)

    return run


def test_a_fresh_process_gives_the_same_bytes_as_this_one(rolefit: Rolefit) -> None:
    arguments = ("match", "examples/resume_ml_engineer.pdf", "--format", "json")
    fresh = subprocess.run(
        [sys.executable, "-m", "rolefit.cli", *arguments],
        cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert fresh.stdout == rolefit(*arguments).stdout


def test_match_prints_ranking_reasons_and_the_documents_words(rolefit: Rolefit) -> None:
    done = rolefit("match", "examples/resume_ml_engineer.pdf")
    assert done.returncode == 0
    assert "Machine Learning Engineer, with probability" in done.stdout
    assert "none of these" in done.stdout
    assert "Led the rebuild of the product ranking service" in done.stdout


def test_why_none_fits_is_told_and_adds_up(rolefit: Rolefit) -> None:
    done = rolefit("match", "examples/resume_nurse.txt")
    reasons = done.stdout.partition("Why none of these")[2].partition("Why ")[0]
    *amounts, score = [float(n) for n in re.findall(r"^ *([+-]\d+\.\d{3}) ", reasons, re.MULTILINE)]
    assert len(amounts) > 5
    assert sum(amounts) == pytest.approx(score, abs=0.0005 * (len(amounts) + 1))
    assert "Staff Nurse" in reasons


def test_one_file_is_an_object_and_several_an_array_with_the_failed_one_told(
    rolefit: Rolefit,
) -> None:
    one = rolefit("match", "examples/resume_nurse.txt", "-f", "json")
    assert json.loads(one.stdout)["verdict"]["status"] == "none"
    several = rolefit("match", "examples/resume_nurse.txt", "nowhere.pdf", "-f", "json")
    assert several.returncode == 1
    assert len(json.loads(several.stdout)) == 1
    assert "nowhere.pdf: the file does not exist" in several.stderr
    assert "[not_found]" in several.stderr


def test_standard_input_is_read(rolefit: Rolefit) -> None:
    done = rolefit(
        "match", "-", "-f", "markdown", given=(EXAMPLES / "resume_nurse.txt").read_bytes()
    )
    assert done.returncode == 0
    assert "None of the roles" in done.stdout


BAD_FILES = [
    ("empty.pdf", b"", "empty"),
    ("scan.pdf", None, "image_only"),
    ("locked.pdf", None, "encrypted"),
    ("cut.pdf", None, "damaged"),
    ("noise.bin", bytes(range(256)) * 40, "unknown_format"),
    ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "unsupported_format"),
    ("large.txt", b"word " * (2 * 1024 * 1024 + 1000) + b"x" * 1024 * 1024, "too_large"),
]


@pytest.mark.parametrize(("name", "content", "code"), BAD_FILES)
def test_a_bad_file_gets_its_code_and_the_others_are_still_done(
    rolefit: Rolefit, tmp_path: Path, name: str, content: bytes | None, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content if content is not None else make_pdf(code))
    done = rolefit("match", str(path), "examples/resume_nurse.txt", "-f", "json")
    assert done.returncode == 1
    assert f"[{code}]" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert len(json.loads(done.stdout)) == 1
    assert rolefit("match", str(path)).returncode == 3


def make_pdf(code: str) -> bytes:
    """A PDF that is only a picture, asks for a password, or is cut."""
    from PIL import Image
    from reportlab.lib import pdfencrypt
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    if code == "damaged":
        whole = (EXAMPLES / "resume_ml_engineer.pdf").read_bytes()
        return whole[: len(whole) // 5]
    buffer = io.BytesIO()
    encrypt = pdfencrypt.StandardEncryption("secret", "owner") if code == "encrypted" else None
    canvas = Canvas(buffer, encrypt=encrypt)
    if code == "encrypted":
        canvas.drawString(72, 720, "Nobody can read this without the password")
    else:
        canvas.drawImage(ImageReader(Image.new("RGB", (300, 400), "gray")), 50, 50)
    canvas.save()
    return buffer.getvalue()


def test_wrong_usage_is_code_2(rolefit: Rolefit) -> None:
    assert rolefit("match").returncode == 2
    unknown = rolefit("roles", "mle")
    assert unknown.returncode == 2
    assert "roles are: ai_engineer" in unknown.stderr


def test_a_setting_that_does_not_exist_is_told(rolefit: Rolefit) -> None:
    done = rolefit("roles", ROLEFIT_MAX_PAGE="3")
    assert done.returncode == 2
    assert "unknown setting ROLEFIT_MAX_PAGE" in done.stderr


def test_roles_lists_six_and_shows_one(rolefit: Rolefit) -> None:
    listed = json.loads(rolefit("roles", "-f", "json").stdout)
    assert len(listed) == 6
    shown = rolefit("roles", "data_engineer").stdout
    assert "core skills" in shown
    assert "It is not" in shown


def test_index_info_and_verify_tell_of_the_cached_index(rolefit: Rolefit) -> None:
    assert "corpus_sha256" in rolefit("index", "info").stdout
    assert "equal brute force" in rolefit("index", "verify").stdout


def test_doctor_finds_this_installation_sound(rolefit: Rolefit) -> None:
    done = rolefit("doctor")
    assert done.returncode == 0
    assert "fails" not in done.stdout


def test_version(rolefit: Rolefit) -> None:
    assert rolefit("--version").stdout.strip() == __version__
