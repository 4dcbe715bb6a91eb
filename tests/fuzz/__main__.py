"""Fuzz one target for some time: python -m tests.fuzz html --seconds 600

A failing input is written to tests/fuzz/seeds/<target>/ so that it is tried for ever after.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import signal
import time
import traceback
from types import FrameType

from tests.fuzz.mutate import SEEDS, load_seeds, mutate
from tests.fuzz.targets import TARGETS, run

SLOW_SECONDS = 10
CORPUS = 400


class TooSlow(Exception):
    """An input that takes longer than any document may."""


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("target", choices=[*TARGETS])
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=0)
    told = parser.parse_args()
    signal.signal(signal.SIGALRM, _too_slow)
    chance = random.Random(told.seed)
    seeds = load_seeds(told.target)
    kept, count, failures = list(seeds), 0, set[str]()
    end = time.monotonic() + told.seconds
    while time.monotonic() < end:
        data = mutate(kept, told.target, chance)
        failure = _try(told.target, data)
        count += 1
        if failure and failure not in failures:
            failures.add(failure)
            _keep(told.target, data, failure)
        elif chance.random() < 0.02:  # walk away from the seeds, and back
            if len(kept) < CORPUS:
                kept.append(data)
            else:
                kept[chance.randrange(len(seeds), len(kept))] = data
    print(
        f"{told.target}: {count:,} inputs in {told.seconds:.0f} s, {len(failures)} failures",
        flush=True,
    )
    return 1 if failures else 0


def _try(target: str, data: bytes) -> str:
    """Where it failed, or an empty string."""
    signal.alarm(SLOW_SECONDS)
    try:
        run(target, data)
    except (Exception, TooSlow) as error:  # noqa: BLE001 - that is what is looked for
        last = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__} at {last.filename}:{last.lineno}"
    finally:
        signal.alarm(0)
    return ""


def _too_slow(_number: int, _frame: FrameType | None) -> None:
    raise TooSlow


def _keep(target: str, data: bytes, failure: str) -> None:
    folder = SEEDS / target
    folder.mkdir(exist_ok=True)
    path = folder / f"found_{hashlib.sha256(data).hexdigest()[:12]}"
    path.write_bytes(data)
    print(f"{target}: {failure} <- {path.name}", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
