"""Reading in a worker process: the same values, and a bad file costs only itself."""

import hashlib
import io
import os
import subprocess
import sys
import threading
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from rolefit import errors
from rolefit.read import Sandbox, read, read_file
from rolefit.read.language import with_language
from rolefit.read.wire import dump_document, load_answer
from tests.read.read_documents import LIMITS, PdfPage, make_docx, make_odt, make_zip, paragraph

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("resume_*"))
SOURCES = {
    "pdf with hidden text": PdfPage().line("Seen").line("secret", grey=1).done(),
    "odt": make_odt("<text:p>Seen</text:p>"),
    "rtf": rb"{\rtf1\ansi{\fonttbl{\f0\fcharset204 Arial;}}\f0 \'cf\'f0\par}",
    "rtf of no known code page": rb"{\rtf1\ansi\ansicpg98765 Seen\par}",
    "html of no known encoding": b"<html><meta charset=x-no-such-thing><p>Seen",
    "html of an undefined encoding": b"<html><meta charset=undefined><p>Seen",
    "docx": make_docx(paragraph("Seen") + paragraph("secret", "<w:vanish/>")),
    "guessed text": "Инженер данных строит конвейеры и хранилища для аналитики".encode("koi8-r"),
}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_a_worker_reads_what_the_process_reads(sandbox, path):
    assert sandbox.read_file(path, limits=LIMITS) == with_language(read_file(path, limits=LIMITS))


@pytest.mark.parametrize("name", SOURCES)
def test_a_worker_can_read_every_format(sandbox, name):
    found = sandbox.read(SOURCES[name], limits=LIMITS)
    assert found == with_language(read(SOURCES[name], limits=LIMITS))


def test_errors_come_back_with_their_class_and_words(sandbox):
    with pytest.raises(errors.UnknownFormat) as far:
        sandbox.read(bytes(range(256)), limits=LIMITS)
    with pytest.raises(errors.UnknownFormat) as near:
        read(bytes(range(256)), limits=LIMITS)
    assert str(far.value) == str(near.value)


def test_a_bomb_is_stopped_and_the_next_document_is_read(sandbox):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * (200 << 20))
    with pytest.raises(errors.TooLarge):
        sandbox.read(buffer.getvalue(), limits=LIMITS)
    assert sandbox.read(b"Jo Doe", limits=LIMITS).text == "Jo Doe"


def test_too_little_memory_is_an_error_of_the_document(sandbox):
    with pytest.raises((errors.TooLarge, errors.ReaderCrashed)):
        sandbox.read(b"word " * 10_000, limits=replace(LIMITS, memory_bytes=1 << 20))


def test_a_slow_document_times_out(sandbox):
    nested = make_zip({"word/document.xml": "<w:document>"})
    with pytest.raises(errors.ReadTimeout, match=r"0\.001 s"):
        sandbox.read(nested, limits=replace(LIMITS, wall_seconds=0.001))


def test_threads_share_a_sandbox():
    sandbox = Sandbox()
    found = {}

    def work(number):
        found[number] = sandbox.read(f"Document {number}".encode(), limits=LIMITS).text

    threads = [threading.Thread(target=work, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sandbox.close()
    assert found == {number: f"Document {number}" for number in range(12)}


def test_a_killed_nursery_is_replaced():
    sandbox = Sandbox()
    sandbox.read(b"one", limits=LIMITS)
    assert sandbox._nursery is not None
    sandbox._nursery.kill()
    sandbox._nursery.wait()
    assert sandbox.read(b"two", limits=LIMITS).text == "two"
    sandbox.close()


def test_a_fork_of_the_caller_gets_its_own_nursery():
    sandbox = Sandbox()
    sandbox.read(b"one", limits=LIMITS)
    pid = os.fork()
    if not pid:
        code = 1
        try:
            code = 0 if sandbox.read(b"two", limits=LIMITS).text == "two" else 2
            sandbox.close()
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert sandbox.read(b"three", limits=LIMITS).text == "three"
    sandbox.close()


def test_importing_the_room_imports_no_library():
    code = (
        "import sys, rolefit.read; "
        "print({'lxml', 'pypdfium2', 'striprtf', 'numpy', 'markdown_it', 'charset_normalizer', 'py3langid'}"
        " & {name.partition('.')[0] for name in sys.modules})"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        env={"PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip
    assert done.stdout.strip() == "set()"


LIES = [
    b"", b"[]", b"null", b'{"error": "usage", "message": ""}', b'{"text": "a"}', b"\xff",
    b'{"text": "a\\ud800", "media_type": "", "pages": [], "links": [], "warnings": [], '
    b'"language": "en", "blocks": [], "foreign": []}',
    b'{"text": "a", "media_type": "", "pages": [], "links": [{"start": 0, "end": 9, "target": ""}]'
    b', "warnings": [], "language": "en", "blocks": [], "foreign": []}',
]  # fmt: skip


@pytest.mark.parametrize("answer", LIES)
def test_an_answer_that_makes_no_sense_is_refused(answer):
    with pytest.raises(errors.ReaderCrashed):
        load_answer(answer, sha256="", limits=LIMITS)


def test_a_document_goes_over_the_wire_unchanged():
    document = read(SOURCES["pdf with hidden text"], limits=LIMITS)
    sha256 = hashlib.sha256(SOURCES["pdf with hidden text"]).hexdigest()
    assert load_answer(dump_document(document), sha256=sha256, limits=LIMITS) == document
