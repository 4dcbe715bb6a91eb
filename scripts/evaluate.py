"""Quality numbers. `evaluate.py roles FILE.jsonl[.gz] --text-field text_masked`, `evaluate.py read`"""

from __future__ import annotations

import importlib
import sys

MEASURES = (
    "roles",
    "ranking",
    "peers",
    "resumes",
    "read",
    "skills",
    "context",
    "level",
    "timeline",
    "need",
)


def main() -> int:
    if len(sys.argv) < 2 or sys.argv[1] not in MEASURES:
        print(f"usage: evaluate.py {{{','.join(MEASURES)}}} …", file=sys.stderr)
        return 2
    measure = importlib.import_module(f"rolefit.evaluation.{sys.argv[1]}")
    return int(measure.main(sys.argv[2:]))


if __name__ == "__main__":
    sys.exit(main())
