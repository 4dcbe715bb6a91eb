"""The process that forks one child a document. Run by `sandbox`, never imported by it.

It holds no document: a child reads its bytes from its own socket and dies with them. One child is
forked ahead, so that no document waits for a fork. A child that does not die in time, whatever has
become of it, is killed.
"""

from __future__ import annotations

import contextlib
import ctypes
import encodings
import gc
import importlib
import io
import os
import pkgutil
import resource
import selectors
import signal
import socket
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

from rolefit.errors import DamagedDocument, ReadError, TooMuchMemory
from rolefit.read.limits import ReadLimits
from rolefit.read.pdf import render_page
from rolefit.read.reading import read
from rolefit.read.wire import (
    ANSWER_SIZE,
    READY,
    REQUEST,
    STATUS_BYTES,
    Job,
    dump_document,
    dump_error,
    load_job,
)
from rolefit.types import Document

_PDF_SAMPLE = b"""%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 200 50]/Contents 4 0 R
/Resources<</Font<</F 5 0 R>>>>>> endobj
4 0 obj <</Length 38>> stream
BT /F 12 Tf 10 20 Td (Warm up) Tj ET
endstream endobj
5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj
trailer <</Root 1 0 R>>
%%EOF
"""
_DOCX_SAMPLE = {
    "[Content_Types].xml": "<Types/>",
    "word/document.xml": "<w:document "
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    "<w:body><w:p><w:r><w:t>Warm up</w:t></w:r></w:p></w:body></w:document>",
}
_SAMPLES = (
    _PDF_SAMPLE,
    b"# Warm *up*\n\n- [one](http://x.example)\n\n| a | b |\n| --- | --- |\n| c | d |\n",
    b"<p>Warm <b>up</b></p>",
    rb"{\rtf1\ansi Warm up\par}",
    b"Warm up",
    "Прогрев читателя, страница за страницей".encode("koi8-r"),
)
_READERS = "pdf picture docx odt rtf html markdown plain structured".split()
_MAX_HEADER_BYTES = 16 << 20
_OVERSEE_SECONDS = 0.25
_LATE_SECONDS = 0.5
_NOBODY = 65534
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)

ReadOne = Callable[..., Document]


@dataclass(frozen=True, slots=True)
class _Spare:
    """A child that has no document yet: it waits for the document's socket on its line."""

    pid: int
    line: socket.socket


@dataclass(slots=True)
class _Child:
    status: socket.socket
    deadline: float
    killed: bool = False


def main(control_fd: int, reader: str) -> None:
    """Serve until the caller is gone, or its end of the control socket is closed."""
    module, _, name = reader.partition(":")
    read_one: ReadOne = getattr(importlib.import_module(module), name)
    parent = os.getppid()
    _warm_up()
    control = socket.socket(fileno=control_fd)
    wake, wake_end = socket.socketpair()
    wake.setblocking(False)
    wake_end.setblocking(False)
    signal.set_wakeup_fd(wake_end.fileno())
    signal.signal(signal.SIGCHLD, lambda *_: None)
    control.sendall(READY)
    children: dict[int, _Child] = {}
    spare: _Spare | None = _fork_spare(read_one)
    with selectors.DefaultSelector() as selector:
        selector.register(control, selectors.EVENT_READ)
        selector.register(wake, selectors.EVENT_READ)
        while spare and os.getppid() == parent:
            ready = {key.fileobj for key, _ in selector.select(_OVERSEE_SECONDS)}
            if wake in ready:
                _drain(wake)
            _reap(children)
            _kill_late(children)
            if control in ready:
                spare = _accept(control, children, spare, read_one)


def _warm_up() -> None:
    """Import all that reading may need: a child can open no files."""
    for module in _READERS:
        importlib.import_module(f"rolefit.read.{module}")
    for found in pkgutil.iter_modules(encodings.__path__):
        if found.name not in ("mbcs", "oem", "cp65001"):
            importlib.import_module(f"encodings.{found.name}")
    for sample in (*_SAMPLES, _docx_sample()):
        read(sample, limits=ReadLimits())
    gc.freeze()  # a collection in a child would copy every page it looks at


def _docx_sample() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in _DOCX_SAMPLE.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def _accept(
    control: socket.socket, children: dict[int, _Child], spare: _Spare, read_one: ReadOne
) -> _Spare | None:
    """Give one request, which says its wall limit, to the spare; the next spare, or None at the end."""
    message, fds, _, _ = socket.recv_fds(control, REQUEST.size, 2)
    if not message:
        return None
    if len(fds) != 2 or len(message) != REQUEST.size:
        for fd in fds:
            os.close(fd)
        return spare
    data, status = (socket.socket(fileno=fd) for fd in fds)
    with data:
        try:
            _hand_over(data, spare)
        except OSError:  # it was killed
            spare.line.close()
            spare = _fork_spare(read_one)
            _hand_over(data, spare)
    spare.line.close()
    deadline = time.monotonic() + REQUEST.unpack(message)[0] + _LATE_SECONDS
    children[spare.pid] = _Child(status, deadline)
    return _fork_spare(read_one)


def _fork_spare(read_one: ReadOne) -> _Spare:
    line, end = socket.socketpair()
    pid = os.fork()
    if not pid:
        _be_child(end, read_one)
    end.close()
    return _Spare(pid, line)


def _hand_over(data: socket.socket, spare: _Spare) -> None:
    socket.send_fds(spare.line, [READY], [data.fileno()])


def _kill_late(children: dict[int, _Child]) -> None:
    """SIGALRM ends a child in time unless it was stopped, or taken over by its file."""
    now = time.monotonic()
    for pid, child in children.items():
        if child.deadline < now:
            child.killed = True
            os.kill(pid, signal.SIGKILL)


def _reap(children: dict[int, _Child]) -> None:
    """Tell each ended child's fate on its status socket."""
    while children:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not pid:
            return
        told = children.pop(pid, None)
        if told is None:
            continue
        code = -signal.SIGALRM if told.killed else os.waitstatus_to_exitcode(status)
        with told.status, contextlib.suppress(OSError):  # the caller may have given up on it
            told.status.send(code.to_bytes(STATUS_BYTES, "big", signed=True))


def _drain(wake: socket.socket) -> None:
    with contextlib.suppress(BlockingIOError):
        while wake.recv(4096):
            pass


def _be_child(line: socket.socket, read_one: ReadOne) -> NoReturn:
    """Read one document and die. Exit code 1 means that an error nobody foresaw was raised."""
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        data = _take_socket(_only_descriptor(line))
        job = _receive_job(data)
        _confine(job.limits)
        answer = _answer(data, job, read_one)
        data.sendall(ANSWER_SIZE.pack(len(answer)) + answer)
        code = 0
    finally:
        os._exit(code)


def _only_descriptor(end: socket.socket) -> socket.socket:
    """The socket as descriptor 0, and no other open."""
    os.dup2(end.detach(), 0)
    os.closerange(1, 1 << 16)
    return socket.socket(fileno=0)


def _take_socket(line: socket.socket) -> socket.socket:
    """Wait for the document's socket. Raises: ValueError when there is none to come."""
    _, (fd,), _, _ = socket.recv_fds(line, len(READY), 1)
    line.detach()
    return _only_descriptor(socket.socket(fileno=fd))


def _receive_job(data: socket.socket) -> Job:
    signal.alarm(60)  # until the limits are known
    length = int.from_bytes(_exactly(data, 4), "big")
    if length > _MAX_HEADER_BYTES:
        raise ValueError("header too long")
    return load_job(_exactly(data, length))


def _exactly(data: socket.socket, count: int) -> bytes:
    received = data.recv(count, socket.MSG_WAITALL)
    if len(received) != count:
        raise EOFError
    return received


def _confine(limits: ReadLimits) -> None:
    """Take away what reading does not need. No descriptor can be opened: no file, no network."""
    signal.setitimer(signal.ITIMER_REAL, limits.wall_seconds)
    _leave_root()
    with contextlib.suppress(AttributeError):  # Linux only; elsewhere the timer does
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    for name, most, spare in (
        (resource.RLIMIT_AS, limits.memory_bytes, 0),
        (resource.RLIMIT_CPU, limits.cpu_seconds, 1),  # first a signal that says why
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_NPROC, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_NOFILE, 1, 0),
    ):
        with contextlib.suppress(ValueError):  # macOS does not know every limit
            resource.setrlimit(name, (most, most + spare))


def _leave_root() -> None:
    """Root is above the limit on processes; nobody is not."""
    if os.getuid() == 0:
        with contextlib.suppress(OSError):
            os.setgroups([])
            os.setregid(_NOBODY, _NOBODY)
            os.setreuid(_NOBODY, _NOBODY)


def _answer(data: socket.socket, job: Job, read_one: ReadOne) -> bytes:
    try:
        source = _receive(data, job.limits)
        if job.draw_page:
            return render_page(source, job.limits, job.draw_page)
        return dump_document(read_one(source, limits=job.limits, page_texts=job.page_texts))
    except ReadError as error:
        return dump_error(error)
    except RecursionError:
        return dump_error(DamagedDocument("The file nests its parts too deeply; save it again."))
    except MemoryError:
        pass
    return dump_error(
        TooMuchMemory(
            f"Reading the file needs more than {job.limits.memory_bytes >> 20} MiB of memory, the "
            "most that is allowed; send it without pictures or as plain text."
        )
    )


def _receive(data: socket.socket, limits: ReadLimits) -> bytes:
    received = bytearray()
    while chunk := data.recv(1 << 20):
        received += chunk
        if len(received) > limits.max_bytes:
            break
    return bytes(received)
