"""Score many documents: `score_batch.py INPUT… -o OUT.jsonl`; the same as `rolefit batch`."""

from __future__ import annotations

import sys

from rolefit.cli import main

if __name__ == "__main__":
    sys.argv.insert(1, "batch")
    main()
