"""Learns models/weights.json and models/reading.npz: `train.py JDS.jsonl.gz [--examples FILE]`.

It writes their card (models/README.md) and docs/reliability.svg, too. `--examples` keeps the documents'
numbers between runs; `evaluate.py ranking` reads them.
"""

from __future__ import annotations

import os
import sys

os.environ.setdefault("OMP_NUM_THREADS", "1")  # sums in one order

from rolefit.training.main import main

if __name__ == "__main__":
    sys.exit(main())
