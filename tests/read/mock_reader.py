"""A reader that does what the document asks for: everything a taken-over reader might do."""

import ctypes
import os
import signal
import socket
import time
from pathlib import Path

from rolefit.errors import DamagedDocument
from rolefit.types import Document


def read(source, *, limits, page_texts):
    """The document's text is the name of an action; the answer says what came of it."""
    found = ACTIONS[source.decode()]()
    return Document(text=f"did {found}", media_type="text/plain", sha256="")


def allocate():
    blocks = []
    while True:
        blocks.append(bytearray(8 << 20))


def sleep():
    time.sleep(3600)


def spin():
    while True:
        pass


def ignore_alarm():
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
    sleep()


def flood():
    wire = socket.socket(fileno=0)
    while True:
        wire.sendall(b"x" * (1 << 20))


def shout():
    for _ in range(100):
        for descriptor in (1, 2):
            try:
                os.write(descriptor, b"x" * (1 << 20))
            except OSError:
                return "shout into nothing"
    return "shout"


def _attempt(action):
    try:
        action()
    except OSError as error:
        return f"not: {error.errno}"
    return "it"


def fork():
    pid = os.fork()
    if not pid:
        os._exit(0)
    os.waitpid(pid, 0)


ACTIONS = {
    "read": lambda: "read",
    "refuse": lambda: (_ for _ in ()).throw(DamagedDocument("Refused.")),
    "raise": lambda: 1 // 0,
    "segfault": lambda: ctypes.string_at(0),
    "abort": os.abort,
    "exit": lambda: os._exit(0),
    "exit 3": lambda: os._exit(3),
    "kill": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "stop": lambda: os.kill(os.getpid(), signal.SIGSTOP),
    "kill parent": lambda: _attempt(lambda: os.kill(os.getppid(), signal.SIGKILL)),
    "allocate": allocate,
    "recurse": lambda: (f := lambda g: g(g))(f),
    "sleep": sleep,
    "spin": spin,
    "ignore alarm": ignore_alarm,
    "flood": flood,
    "shout": shout,
    "open": lambda: _attempt(lambda: Path("/etc/passwd").read_text(encoding="utf-8")),
    "write": lambda: _attempt(lambda: Path("/tmp/rolefit-was-here").write_text("x")),
    "connect": lambda: _attempt(lambda: socket.create_connection(("127.0.0.1", 9))),
    "fork": lambda: _attempt(fork),
}
