"""Speed. `bench.py stages`, `bench.py read` (beside its peers), `bench.py parse`."""

from __future__ import annotations

import importlib
import sys

SUBJECTS = ("stages", "parse")


def main() -> int:
    subject = sys.argv[1] if len(sys.argv) > 1 else "stages"
    if subject not in SUBJECTS:
        print(f"usage: bench.py {{{','.join(SUBJECTS)}}} …", file=sys.stderr)
        return 2
    return int(importlib.import_module(f"rolefit.benchmark.{subject}").main(sys.argv[2:]))


if __name__ == "__main__":
    sys.exit(main())
