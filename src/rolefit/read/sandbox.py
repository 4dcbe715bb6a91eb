"""Reading in worker processes with limits, so that a crash or a hang costs one document.

A fresh interpreter, the *nursery*, imports the readers once and stays single-threaded, whatever the
caller has loaded. For each document it is handed two sockets and forks a child with limits on
memory, CPU, wall time, open files (none but its socket: no disk, no network) and processes. The
child's answer is JSON. Scans are then read by OCR (`scans`), and the language is told.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType

from rolefit.errors import ReadError, ReadTimeout, TooMuchWork
from rolefit.read.language import with_language
from rolefit.read.limits import ReadLimits
from rolefit.read.reading import NO_TEXTS, check_size, load_bytes
from rolefit.read.scans import read_scans
from rolefit.read.wire import (
    ANSWER_SIZE,
    READY,
    REQUEST,
    STATUS_BYTES,
    Job,
    crashed,
    dump_job,
    load_answer,
    load_picture,
)
from rolefit.types import Document

_BOOT = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[2]); "
    "from rolefit.read.nursery import main; main(int(sys.argv[1]), sys.argv[3])"
)
_ENVIRONMENT = {"LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
_READER = "rolefit.read.reading:read"
_START_SECONDS = 60.0
_STOP_SECONDS = 5.0
_GRACE_SECONDS = 1.5
"""Beyond a document's wall limit: for a machine so busy that the child is late to be forked."""
_CHUNK_BYTES = 1 << 16
_ANSWER_BYTES_PER_CHARACTER = 24
_ANSWER_BASE_BYTES = 16 << 20


class Sandbox:
    """Reads documents in worker processes; starts when first used. Threads may share it.

    A fork of the caller starts its own. `reader` is for tests: `module:function` that reads instead.
    """

    def __init__(self, *, reader: str = _READER) -> None:
        self._reader = reader
        self._lock = threading.Lock()
        self._control: socket.socket | None = None
        self._nursery: subprocess.Popen[bytes] | None = None
        os.register_at_fork(after_in_child=_forgetter(self))

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:  # fmt: skip
        self.close()

    @property
    def nursery_pid(self) -> int | None:
        """Process id of the parent of the readers, while it runs."""
        return self._nursery.pid if self._nursery else None

    def start(self) -> None:
        """Start now rather than with the first document. Raises: ReaderCrashed."""
        self._started()

    def read(self, source: bytes, *, limits: ReadLimits) -> Document:
        """The visible text of one file. Raises: ReadError, with ReadTimeout and ReaderCrashed."""
        check_size(len(source), limits)

        def read_once(page_texts: Mapping[int, str] = NO_TEXTS) -> Document:
            answer = self._run(Job(limits, page_texts), source)
            return load_answer(answer, sha256=hashlib.sha256(source).hexdigest(), limits=limits)

        def draw(page: int) -> bytes:
            return load_picture(self._run(Job(limits, draw_page=page), source))

        return with_language(read_scans(source, limits, read_once, draw))

    def read_file(self, path: str | Path, *, limits: ReadLimits) -> Document:
        """`read` for a file by its path. Raises also: NotFound."""
        return self.read(load_bytes(path, limits=limits), limits=limits)

    def close(self) -> None:
        """End the nursery and what it reads. The next `read` starts another."""
        with self._lock:
            self._stop()

    def forget(self) -> None:
        """In a fork of the caller: the nursery is the caller's."""
        self._lock = threading.Lock()
        if self._control is not None:
            self._control.close()
        self._control, self._nursery = None, None

    def _run(self, job: Job, source: bytes) -> bytes:
        """The child's answer, taken as soon as it is whole. Raises: ReadError when it never is."""
        self._started()
        deadline = time.monotonic() + job.limits.wall_seconds + _GRACE_SECONDS
        data, status = self._fork(job.limits)
        with data, status:
            try:
                _send(data, dump_job(job), source, deadline)
                answer = _receive_answer(data, job.limits, deadline)
                if answer is not None:
                    return answer
                code = _receive(status, STATUS_BYTES, deadline)
            except TimeoutError as error:
                raise _too_slow(job.limits) from error
        if len(code) != STATUS_BYTES:
            raise crashed("it ended without a word")
        raise _death(int.from_bytes(code, "big", signed=True), job.limits)

    def _fork(self, limits: ReadLimits) -> tuple[socket.socket, socket.socket]:
        """Ask the nursery for a child; our ends of its data and status sockets."""
        control = self._started()
        try:
            return _ask(control, limits)
        except OSError:  # the nursery was killed: one more try with a new one
            with self._lock:
                if self._control is control:
                    self._stop()
            return _ask(self._started(), limits)

    def _started(self) -> socket.socket:
        with self._lock:
            if self._control is None:
                self._control, self._nursery = _start_nursery(self._reader)
            return self._control

    def _stop(self) -> None:
        control, self._control = self._control, None
        nursery, self._nursery = self._nursery, None
        if control is not None:
            control.close()
        if nursery is not None:
            try:
                nursery.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                nursery.kill()
                nursery.wait()


def _forgetter(sandbox: Sandbox) -> Callable[[], None]:
    """A hook that does not keep the sandbox alive."""
    reference = weakref.ref(sandbox)

    def forget() -> None:
        if (alive := reference()) is not None:
            alive.forget()

    return forget


def _start_nursery(reader: str) -> tuple[socket.socket, subprocess.Popen[bytes]]:
    control, theirs = socket.socketpair()
    paths = json.dumps([path for path in sys.path if Path(path).is_absolute()])
    with theirs:
        command = [sys.executable, "-I", "-B", "-c", _BOOT, str(theirs.fileno()), paths, reader]
        nursery = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, pass_fds=(theirs.fileno(),), env=_ENVIRONMENT,
            cwd="/", start_new_session=True,
        )  # fmt: skip
    control.settimeout(_START_SECONDS)
    ready = b""
    with contextlib.suppress(OSError):
        ready = control.recv(1)
    if ready != READY:
        control.close()
        nursery.kill()
        nursery.wait()
        raise crashed("it did not start")
    control.settimeout(None)
    return control, nursery


def _ask(control: socket.socket, limits: ReadLimits) -> tuple[socket.socket, socket.socket]:
    data, child_data = socket.socketpair()
    status, child_status = socket.socketpair()
    try:
        with child_data, child_status:
            request = REQUEST.pack(limits.wall_seconds)
            socket.send_fds(control, [request], [child_data.fileno(), child_status.fileno()])
    except OSError:
        data.close()
        status.close()
        raise
    return data, status


def _send(data: socket.socket, header: bytes, source: bytes, deadline: float) -> None:
    """Header length, header, file. A child that dies early is found out when its answer is read."""
    data.settimeout(_left(deadline))
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        data.sendall(len(header).to_bytes(4, "big") + header + source)
        data.shutdown(socket.SHUT_WR)


def _receive_answer(data: socket.socket, limits: ReadLimits, deadline: float) -> bytes | None:
    """The whole answer, or None when the child ends before. Raises: TimeoutError, ReaderCrashed."""
    head = _receive(data, ANSWER_SIZE.size, deadline)
    if len(head) < ANSWER_SIZE.size:
        return None
    (size,) = ANSWER_SIZE.unpack(head)
    if size > _ANSWER_BASE_BYTES + _ANSWER_BYTES_PER_CHARACTER * limits.max_characters:
        raise crashed("an answer without end")
    answer = _receive(data, size, deadline)
    return answer if len(answer) == size else None


def _receive(data: socket.socket, count: int, deadline: float) -> bytes:
    """So many bytes, or fewer when the other end is closed before. Raises: TimeoutError."""
    received = bytearray()
    while len(received) < count:
        data.settimeout(_left(deadline))
        try:
            chunk = data.recv(min(count - len(received), _CHUNK_BYTES))
        except ConnectionResetError:
            break
        if not chunk:
            break
        received += chunk
    return bytes(received)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _death(status: int, limits: ReadLimits) -> ReadError:
    """What a child's end means: minus the signal, or its exit code."""
    if -status == signal.SIGALRM:
        return _too_slow(limits)
    if -status == signal.SIGXCPU:
        return TooMuchWork(
            f"Reading the file took more than {limits.cpu_seconds} s of the processor, the most that "
            "is allowed; send it without pictures or as plain text."
        )
    return crashed(f"signal {-status}" if status < 0 else f"exit code {status}")


def _too_slow(limits: ReadLimits) -> ReadTimeout:
    return ReadTimeout(
        f"Reading the file took longer than {limits.wall_seconds:g} s, the most that is allowed; "
        "send it without pictures or as plain text."
    )
