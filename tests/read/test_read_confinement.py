"""Whatever a reader does, one document is lost and nothing else."""

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from rolefit import errors
from rolefit.read import Sandbox
from tests.read.read_documents import LIMITS

SHORT = replace(LIMITS, wall_seconds=1.0)
DEADLY = [
    ("raise", errors.ReaderCrashed), ("segfault", errors.ReaderCrashed),
    ("abort", errors.ReaderCrashed), ("exit", errors.ReaderCrashed),
    ("exit 3", errors.ReaderCrashed), ("kill", errors.ReaderCrashed),
    ("flood", errors.ReaderCrashed), ("allocate", errors.TooMuchMemory), ("recurse", errors.DamagedDocument),
    ("sleep", errors.ReadTimeout), ("spin", errors.ReadTimeout), ("stop", errors.ReadTimeout),
    ("ignore alarm", errors.ReadTimeout), ("refuse", errors.DamagedDocument),
]  # fmt: skip


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(reader="tests.read.mock_reader:read") as sandbox:
        yield sandbox


def ask(sandbox, action, limits=LIMITS):
    return sandbox.read(action.encode(), limits=limits).text


def children(pid):
    tasks = Path(f"/proc/{pid}/task/{pid}/children")
    return tasks.read_text(encoding="ascii").split()


def descriptors(pid):
    return [path.name for path in Path(f"/proc/{pid}/fd").iterdir()]


def wait_until(condition):
    for _ in range(400):
        if condition():
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize(("action", "kind"), DEADLY, ids=[action for action, _ in DEADLY])
def test_a_deadly_document_costs_itself_only(sandbox, action, kind):
    ask(sandbox, "read")
    nursery = sandbox._nursery.pid
    limits = SHORT if kind is errors.ReadTimeout else LIMITS  # a busy machine is slow to crash
    with pytest.raises(errors.ReadError) as caught:
        ask(sandbox, action, limits)
    assert type(caught.value) is kind
    assert ask(sandbox, "read") == "did read"
    assert sandbox._nursery.pid == nursery
    if sys.platform == "linux":
        assert wait_until(lambda: len(children(nursery)) == 1)  # waits for the next document


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_child_that_waits_has_nothing_open_and_may_die(sandbox):
    for _ in range(3):
        assert ask(sandbox, "read") == "did read"
        assert wait_until(lambda: len(children(sandbox._nursery.pid)) == 1)
        (spare,) = children(sandbox._nursery.pid)
        assert wait_until(lambda spare=spare: descriptors(spare) == ["0"])
        os.kill(int(spare), signal.SIGKILL)
        assert wait_until(lambda spare=spare: not is_running(spare))


def test_work_is_limited_apart_from_waiting(sandbox):
    with pytest.raises(errors.TooMuchWork, match="1 s of the processor"):
        ask(sandbox, "spin", replace(LIMITS, cpu_seconds=1))


@pytest.mark.parametrize("action", ["open", "write", "connect", "fork", "shout"])
def test_a_reader_reaches_nothing(sandbox, action):
    found = ask(sandbox, action)
    assert found.startswith("did not:") or found == "did shout into nothing"


@pytest.mark.skipif(os.getuid() != 0, reason="a user's processes may signal one another")
def test_a_reader_cannot_kill_its_parent(sandbox):
    assert ask(sandbox, "kill parent").startswith("did not:")


def test_deadly_documents_do_not_disturb_their_neighbours(sandbox):
    fates = {}

    def work(action):
        try:
            fates[action] = ask(sandbox, action, SHORT if action == "sleep" else LIMITS)
        except errors.ReadError as error:
            fates[action] = error.code

    threads = [
        threading.Thread(target=work, args=(action,))
        for action in ("segfault", "read", "flood", "sleep", "abort")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert fates == {
        "segfault": "reader_crashed", "read": "did read", "flood": "reader_crashed",
        "sleep": "timeout", "abort": "reader_crashed",
    }  # fmt: skip


OWNER = """
import os, sys, threading
from rolefit.read import ReadLimits, Sandbox
sandbox = Sandbox(reader="tests.read.mock_reader:read")
sandbox.read(b"read", limits=ReadLimits())
threading.Thread(target=lambda: sandbox.read(b"sleep", limits=ReadLimits()), daemon=True).start()
print(sandbox._nursery.pid, flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_no_process_is_left_when_the_owner_is_killed():
    here = Path(__file__)
    path = os.pathsep.join([str(here.parents[2] / "src"), str(here.parents[2])])
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env={"PYTHONPATH": path}, text=True,
    )  # fmt: skip
    assert owner.stdout is not None
    nursery = int(owner.stdout.readline())
    assert wait_until(lambda: len(children(nursery)) == 2)  # one reads, one waits
    family = [str(nursery), *children(nursery)]
    owner.send_signal(signal.SIGKILL)
    owner.communicate()
    assert wait_until(lambda: not any(is_running(pid) for pid in family))


def is_running(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_a_closed_sandbox_starts_again():
    with Sandbox(reader="tests.read.mock_reader:read") as sandbox:
        assert ask(sandbox, "read") == "did read"
        first = sandbox._nursery
        assert first is not None
        sandbox.close()
        assert first.poll() is not None
        assert ask(sandbox, "read") == "did read"


def test_a_fork_in_the_middle_of_reading_does_not_hang():
    with Sandbox(reader="tests.read.mock_reader:read") as sandbox:
        sandbox._lock.acquire()  # another thread holds it when the fork happens
        pid = os.fork()
        if not pid:
            code = 1
            try:
                signal.alarm(20)
                code = 0 if ask(sandbox, "read") == "did read" else 2
                sandbox.close()
            finally:
                os._exit(code)
        sandbox._lock.release()
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
