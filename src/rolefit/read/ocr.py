"""OCR by tesseract, as a subprocess with limits of its own.

Pictures of strangers are decoded there, never in this process. Where tesseract is not installed a
scan is refused with the way to get it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter

from rolefit.errors import DamagedDocument, ReadTimeout

HOW_TO_GET = "install tesseract to read scans (Debian: apt-get install tesseract-ocr)"

_BULLET_LIKE = re.compile(r"^(?:[e¢©®°«»*+-]|\(e\)) +(?=\S)", re.MULTILINE)
_LEAST_BULLETS = 2
_AI = re.compile(r"(?:\b|(?<=Gen)|(?<=Open))Al\b")
_MEMORY_BYTES = 768 << 20
_LAUNCH = """
import ctypes, os, resource as r, sys
seconds, memory, *command = sys.argv[1:]
if os.getuid() == 0:
    try:
        os.setgroups([]); os.setregid(65534, 65534); os.setreuid(65534, 65534)
    except OSError:
        pass
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(1, 9)
for name, most in ((r.RLIMIT_AS, int(memory)), (r.RLIMIT_CPU, int(seconds)), (r.RLIMIT_FSIZE, 0),
                   (r.RLIMIT_CORE, 0), (r.RLIMIT_NOFILE, 64), (r.RLIMIT_NPROC, 0)):
    try:
        r.setrlimit(name, (most, most))
    except ValueError:
        pass
os.execv(command[0], command)
"""
_ENVIRONMENT = {"OMP_THREAD_LIMIT": "1", "LANG": "C.UTF-8"}


def find_tesseract() -> str | None:
    """Path of the tesseract program; None where it is not installed."""
    return shutil.which("tesseract")


def reads_english(program: str) -> bool:
    """Whether tesseract's data of English is there."""
    done = subprocess.run(
        [program, "--list-langs"], capture_output=True, text=True, timeout=20, check=False
    )
    return "eng" in (done.stdout + done.stderr).split()


def recognise(program: str, picture: bytes, *, seconds: float, dpi: int | None = None) -> str:
    """The text of one picture (PNG, JPEG, PNM). Raises: ReadTimeout, DamagedDocument."""
    command = [sys.executable, "-I", "-S", "-c", _LAUNCH, str(int(seconds) + 1), str(_MEMORY_BYTES)]
    command += [program, "stdin", "stdout", "-l", "eng", "--psm", "3"]
    command += ["--dpi", str(dpi)] if dpi else []
    environment = _ENVIRONMENT | {
        name: value for name in ("TESSDATA_PREFIX", "PATH") if (value := os.environ.get(name))
    }
    try:
        done = subprocess.run(
            command, input=picture, capture_output=True, timeout=seconds, env=environment,
            cwd="/", check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise ReadTimeout(
            f"OCR took longer than {seconds:.0f} s; send the document as text or as PDF with text."
        ) from error
    if done.returncode:
        raise DamagedDocument("The picture is damaged or too large for OCR; save it again.")
    return tidy(done.stdout.decode("utf-8", "replace").replace("\f", "\n"))


def tidy(text: str) -> str:
    """What tesseract makes of bullets, and of the word AI, put right."""
    signs = Counter(_BULLET_LIKE.findall(text))
    text = _BULLET_LIKE.sub(lambda m: "• " if signs[m[0]] >= _LEAST_BULLETS else m[0], text)
    return _AI.sub("AI", text)
