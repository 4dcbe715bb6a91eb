"""The choice model on documents it was not trained on: companies, sources and years kept apart.

`evaluate.py ranking JDS.jsonl.gz [--examples FILE] [--plot FILE.svg] [--json FILE]` trains anew for
every fold.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from rolefit.evaluation.metrics import RoleScores, bootstrap, reliability, score_roles
from rolefit.evaluation.plot import draw_reliability
from rolefit.evaluation.splits import fold_by_source
from rolefit.training.examples import CONDITIONS, Examples
from rolefit.training.fit import probabilities
from rolefit.training.gather import RESUMES, company_folds, get_examples
from rolefit.training.learn import ALWAYS_TRAINED, calibrate, cross_validate

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

YEAR_SPLIT = "2026"
"""Trained on what is older, tested on this year and later."""
COMPANIES = "companies apart"
SOURCES = "each source left out"
YEARS = f"trained before {YEAR_SPLIT}, tested from then on"
RESUMES_TITLE = "résumés, five folds"


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="evaluate.py ranking", description=__doc__)
    parser.add_argument("jds", type=Path, help="jds_dev.jsonl.gz")
    parser.add_argument("--resumes", type=Path, default=RESUMES)
    parser.add_argument("--examples", type=Path, help="as scripts/train.py keeps them")
    parser.add_argument("--plot", type=Path, help="write the reliability plot here (.svg, .png)")
    parser.add_argument("--json", type=Path, help="also write the numbers here")
    options = parser.parse_args(argv)
    examples = get_examples(options.jds, options.resumes, options.examples)
    measured = measure_all(examples)
    console = Console(width=130)
    for title, table in measured.tables.items():
        console.print(scores_table(title, table))
    for condition, v in measured.verdicts.items():
        console.print(
            f"{condition}: margin {v.margin:.2f}, {v.answered:.3f} answered, {v.right:.3f} of them rightly; "
            f"matched {v.insiders_matched:.3f} of the roles' and {v.outsiders_matched:.3f} of the outsiders'"
        )
    for condition, (accuracy, macro_f1) in measured.intervals.items():
        console.print(
            f"{condition}: accuracy {accuracy[0]:.3f} to {accuracy[1]:.3f}, "
            f"F1 over the roles {macro_f1[0]:.3f} to {macro_f1[1]:.3f} (95 %)"
        )
    if options.plot:
        draw_reliability(measured.reliability, options.plot)
    if options.json:
        plain = {
            title: {row: asdict(scores) for row, scores in table.items()}
            for title, table in measured.tables.items()
        }
        options.json.write_text(json.dumps(plain, indent=1) + "\n", encoding="utf-8")
    return 0


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What documents are told whose first answer must lead by the margin; shares, 0 to 1."""

    margin: float
    answered: float
    right: float
    """Of those answered."""
    insiders_matched: float
    """Documents of a role that are matched with one, of all of them."""
    outsiders_matched: float


@dataclass(frozen=True, slots=True)
class Measured:
    """Tables of scores by their titles; intervals of (accuracy, macro-F1); bins of the plot."""

    tables: Mapping[str, Mapping[str, RoleScores]]
    verdicts: Mapping[str, Verdicts]
    """Companies apart; each résumé a company of its own."""
    intervals: Mapping[str, tuple[tuple[float, float], tuple[float, float]]]
    reliability: Mapping[str, Sequence[tuple[float, float, int]]]


def measure_all(examples: Examples) -> Measured:
    """Train for every fold of every split, and score what each did not see."""
    scores = cross_validate(examples, company_folds(examples))
    companies, margins = calibrated(examples, scores), calibrate(examples, scores)[1]
    sources, names = source_folds(examples)
    by_source = calibrated(examples, cross_validate(examples, sources))
    years = year_folds(examples)
    by_year = calibrated(examples, cross_validate(examples, years))
    rows = {condition: examples.which("jd", condition) for condition in CONDITIONS}
    resumes = examples.which("resume")
    return Measured(
        tables={
            COMPANIES: {c: measure(examples, companies, rows[c]) for c in CONDITIONS},
            SOURCES: {
                f"{c}, {name}": measure(examples, by_source, rows[c][sources[rows[c]] == fold])
                for c in CONDITIONS
                for fold, name in names.items()
            }
            | {f"{c}, all": measure(examples, by_source, rows[c]) for c in CONDITIONS},
            YEARS: {
                c: measure(examples, by_year, rows[c][years[rows[c]] == 0]) for c in CONDITIONS
            },
            RESUMES_TITLE: {"résumés": measure(examples, companies, resumes)},
        },
        verdicts={c: give_verdicts(examples, companies, rows[c], margins["jd"]) for c in CONDITIONS}
        | {"résumés": give_verdicts(examples, companies, resumes, margins["resume"])},
        intervals={c: _intervals(examples, companies, rows[c]) for c in CONDITIONS},
        reliability={c: _reliability(examples, companies, rows[c]) for c in CONDITIONS}
        | {"résumés": _reliability(examples, companies, resumes)},
    )


def calibrated(examples: Examples, scores: Floats) -> Floats:
    """Probabilities with the temperature of each kind, as scripts/train.py sets it."""
    found = np.zeros_like(scores)
    temperatures, _ = calibrate(examples, scores)
    for kind, temperature in temperatures.items():
        rows = examples.which(kind)
        found[rows] = probabilities(scores[rows], temperature)
    return found


def measure(examples: Examples, found: Floats, rows: Ints) -> RoleScores:
    """A résumé's answer is right, too, when it is one the label's author allows."""
    answers = examples.answers
    labels = []
    for row in rows:
        document = examples.documents[row]
        first = answers[int(found[row].argmax())]
        labels.append(first if first in document.also else document.label)
    return score_roles(labels, found[rows], answers)


def give_verdicts(examples: Examples, found: Floats, rows: Ints, margin: float) -> Verdicts:
    ordered = -np.sort(-found[rows], axis=1)
    answered = ordered[:, 0] - ordered[:, 1] >= margin
    none = len(examples.answers) - 1
    matched = answered & (found[rows].argmax(axis=1) < none)
    outside = examples.labels[rows] == none
    return Verdicts(
        margin=margin,
        answered=float(answered.mean()),
        right=float(_is_right(examples, found, rows)[answered].mean()),
        insiders_matched=float(matched[~outside].mean()),
        outsiders_matched=float(matched[outside].mean()),
    )


def source_folds(examples: Examples) -> tuple[Ints, Mapping[int, str]]:
    folds = np.full(len(examples.documents), ALWAYS_TRAINED)
    jds = examples.which("jd")
    folds[jds], names = fold_by_source([examples.documents[row].source for row in jds])
    return folds, names


def year_folds(examples: Examples) -> Ints:
    """Fold 0 is tested; what is older is only trained on."""
    return np.array(
        [
            0 if d.kind == "jd" and d.date >= YEAR_SPLIT else ALWAYS_TRAINED
            for d in examples.documents
        ]
    )


def scores_table(title: str, found: Mapping[str, RoleScores]) -> Table:
    table = Table(box=None, header_style="dim", title=title, title_justify="left")
    for name in (
        "",
        "n",
        "accuracy",
        "F1 roles",
        "F1 all",
        "top-2",
        "ECE",
        "AURC",
        "coverage at .95",
        "outside → role",
    ):
        table.add_column(name, justify="left" if not name else "right")  # fmt: skip
    for name, s in found.items():
        numbers = (
            s.accuracy, s.macro_f1, s.every_f1, s.top2, s.calibration_error, s.aurc, s.sure_coverage,
            s.outsiders_matched,
        )  # fmt: skip
        table.add_row(name, str(s.count), *(f"{number:.3f}" for number in numbers))
    first = next(iter(found.values()))
    for name, s in found.items():
        if len(found) <= len(CONDITIONS):
            each = ", ".join(f"{a} {f:.2f}" for a, f in zip(first.answers, s.f1, strict=True))
            table.caption = f"{table.caption or ''}{name}: {each}\n"
    table.caption_justify = "left"
    return table


def _intervals(
    examples: Examples, found: Floats, rows: Ints
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Of accuracy and of macro-F1 over the roles."""

    def accuracy(drawn: Ints) -> float:
        picked = rows[drawn]
        return float((found[picked].argmax(axis=1) == examples.labels[picked]).mean())

    def macro_f1(drawn: Ints) -> float:
        return measure(examples, found, rows[drawn]).macro_f1

    return bootstrap(accuracy, len(rows)), bootstrap(macro_f1, len(rows), draws=200)


def _reliability(examples: Examples, found: Floats, rows: Ints) -> list[tuple[float, float, int]]:
    return reliability(found[rows].max(axis=1), _is_right(examples, found, rows))


def _is_right(examples: Examples, found: Floats, rows: Ints) -> NDArray[np.bool_]:
    documents = [(examples.documents[row], int(found[row].argmax())) for row in rows]
    return np.array([examples.answers[first] in {d.label, *d.also} for d, first in documents])
