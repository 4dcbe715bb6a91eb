"""The whole way of training: documents, cross-validation for calibration, the model, its card and plot."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from rolefit.embed.encoder import identify_model
from rolefit.evaluation.plot import draw_reliability
from rolefit.evaluation.ranking import measure_all
from rolefit.loading import reading_file, weights_file
from rolefit.match.reading import save_reading
from rolefit.settings import load_settings
from rolefit.training.card import write_card
from rolefit.training.gather import RESUMES, company_folds, get_examples
from rolefit.training.learn import calibrate, cross_validate, learn, to_reading, to_weights

PLOT = Path("docs/reliability.svg")


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="train.py", description=__doc__)
    parser.add_argument("jds", type=Path, help="jds_dev.jsonl.gz")
    parser.add_argument("--resumes", type=Path, default=RESUMES)
    parser.add_argument("--examples", type=Path, help="read or, where absent, write them here")
    options = parser.parse_args(argv)
    examples = get_examples(options.jds, options.resumes, options.examples)
    scores = cross_validate(examples, company_folds(examples))
    temperatures, margins = calibrate(examples, scores)
    learner = learn(examples, np.arange(len(examples.documents)))
    encoder = identify_model(load_settings().model)
    reading = to_reading(learner, examples, encoder)
    save_reading(reading, reading_file())
    weights = to_weights(learner, temperatures, margins)
    text = json.dumps({kind: asdict(w) for kind, w in sorted(weights.items())}, indent=2) + "\n"
    weights_file().write_text(text, encoding="utf-8")
    print(text)
    measured = measure_all(examples)
    write_card(
        weights_file().parent / "README.md", examples, weights, len(reading.skills), measured
    )
    draw_reliability(measured.reliability, PLOT)
    return 0
