"""Speed: `bench.py stages` (each stage, the whole), `bench.py read` (beside peers), `bench.py parse`."""

from __future__ import annotations

import importlib
import sys

SUBJECTS = ("stages", "read", "parse")


def main() -> int:
    subject = sys.argv[1] if len(sys.argv) > 1 else "stages"
    if subject not in SUBJECTS:
        print(f"usage: bench.py {{{','.join(SUBJECTS)}}} …", file=sys.stderr)
        return 2
    return int(importlib.import_module(f"rolefit.benchmark.{subject}").main(sys.argv[2:]))


if __name__ == "__main__":
    sys.exit(main())
