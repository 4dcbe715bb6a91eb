"""Role answers against labels: accuracy, macro-F1, top-2, confusion, calibration."""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from sklearn.metrics import confusion_matrix, f1_score

from rolefit.batch.runner import RowOptions, score_items
from rolefit.batch.sources import Item
from rolefit.corpus import load_corpus
from rolefit.errors import UsageError
from rolefit.settings import load_settings
from rolefit.types import NONE_ROLE, KindChoice

CALIBRATION_BINS = 15
OUTSIDE_LABELS = frozenset({NONE_ROLE, "other"})


@dataclass(frozen=True, slots=True)
class LabelledText:
    id: str
    text: str
    label: str
    source: str


@dataclass(frozen=True, slots=True)
class RoleScores:
    """`answers` in order, *none* last; `macro_f1` is the mean over the roles, *none* left out."""

    answers: tuple[str, ...]
    count: int
    accuracy: float
    macro_f1: float
    f1: tuple[float, ...]
    top2: float
    calibration_error: float
    roles_only_accuracy: float
    roles_only_macro_f1: float
    """The last two: documents of the roles alone, *none* not among the answers."""
    confusion: tuple[tuple[int, ...], ...]


def load_labelled(path: Path, *, text_field: str, role_ids: Sequence[str]) -> list[LabelledText]:
    """Read `.jsonl` or `.jsonl.gz` with `id`, `role` and a text field.

    Raises: UsageError naming the line and what it lacks.
    """
    documents: list[LabelledText] = []
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            row = json.loads(line)
            missing = [name for name in ("role", text_field) if name not in row]
            if missing:
                raise UsageError(
                    f"{path}:{number}: no field {missing[0]}; fields are: {', '.join(row)}"
                )
            label = NONE_ROLE if row["role"] in OUTSIDE_LABELS else row["role"]
            if label not in {*role_ids, NONE_ROLE}:
                names = ", ".join((*role_ids, NONE_ROLE))
                raise UsageError(f"{path}:{number}: unknown role '{label}'; roles are: {names}")
            documents.append(
                LabelledText(
                    str(row.get("id", number)), row[text_field], label, row.get("source", "")
                )
            )
    return documents


def score_roles(
    labels: Sequence[str], probabilities: NDArray[np.float64], answers: Sequence[str]
) -> RoleScores:
    """Shape: probabilities (documents, answers), *none* last."""
    truth = np.array([answers.index(label) for label in labels])
    chosen = probabilities.argmax(axis=1)
    every = range(len(answers))
    f1 = f1_score(truth, chosen, labels=list(every), average=None, zero_division=0)
    order = np.argsort(-probabilities, axis=1, kind="stable")
    inside = truth < len(answers) - 1
    six = probabilities[inside][:, :-1].argmax(axis=1)
    return RoleScores(
        answers=tuple(answers),
        count=len(labels),
        accuracy=float((truth == chosen).mean()),
        macro_f1=float(f1[:-1].mean()),
        f1=tuple(float(value) for value in f1),
        top2=float((order[:, :2] == truth[:, None]).any(axis=1).mean()),
        calibration_error=calibration_error(probabilities.max(axis=1), truth == chosen),
        roles_only_accuracy=float((six == truth[inside]).mean()),
        roles_only_macro_f1=float(
            f1_score(truth[inside], six, labels=list(every)[:-1], average="macro", zero_division=0)
        ),
        confusion=tuple(
            tuple(int(n) for n in row)
            for row in confusion_matrix(truth, chosen, labels=list(every))
        ),
    )


def calibration_error(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Expected calibration error over equal-width bins (Naeini et al. 2015)."""
    bins = np.minimum((confidence * CALIBRATION_BINS).astype(int), CALIBRATION_BINS - 1)
    error = 0.0
    for number in range(CALIBRATION_BINS):
        inside = bins == number
        if inside.any():
            error += inside.mean() * abs(right[inside].mean() - confidence[inside].mean())
    return float(error)


# -- the command --------------------------------------------------------------------------


def main(argv: Sequence[str] | None = None) -> int:
    """Score the documents of a file with the shipped engine and print the tables."""
    parser = argparse.ArgumentParser(prog="evaluate.py roles", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--text-field", default="text")
    parser.add_argument("--kind", choices=("resume", "jd", "auto"), default="jd")
    parser.add_argument("--workers", type=int, default=0, help="0 means one for each core")
    parser.add_argument("--json", type=Path, help="also write the numbers here")
    parser.add_argument("--rows", type=Path, help="also write each document's row here")
    options = parser.parse_args(argv)
    settings = load_settings()
    role_ids = [role.id for role in load_corpus(settings.corpus_path).roles]
    documents = load_labelled(options.file, text_field=options.text_field, role_ids=role_ids)
    items = (Item(document.id, text=document.text) for document in documents)
    rows = score_items(
        items, workers=options.workers, settings=settings,
        options=RowOptions(cast("KindChoice", options.kind), full=False),
    )  # fmt: skip
    scored = list(_scored(documents, rows))
    if options.rows:
        options.rows.write_text("".join(json.dumps(row) + "\n" for _, row in scored))
    answers = [*role_ids, NONE_ROLE]
    labels = [document.label for document, _ in scored]
    probabilities = np.array([[row[f"p_{a}"] for a in answers] for _, row in scored])
    scores = score_roles(labels, probabilities, answers)
    print_scores(scores, failed=len(documents) - len(scored))
    if options.json:
        names = (
            "accuracy",
            "macro_f1",
            "top2",
            "calibration_error",
            "roles_only_accuracy",
            "roles_only_macro_f1",
        )
        options.json.write_text(json.dumps({n: getattr(scores, n) for n in names}, indent=2) + "\n")
    return 0


def _scored(
    documents: Sequence[LabelledText], rows: Iterator[Mapping[str, Any]]
) -> Iterator[tuple[LabelledText, Mapping[str, Any]]]:
    for document, row in zip(documents, rows, strict=True):
        if row["status"] == "ok":
            yield document, row


def print_scores(scores: RoleScores, *, failed: int) -> None:
    console = Console(width=120)
    console.print(
        f"{scores.count} documents, {failed} failed\n"
        f"accuracy {scores.accuracy:.3f} · macro-F1 over the roles {scores.macro_f1:.3f} · "
        f"top-2 {scores.top2:.3f} · ECE {scores.calibration_error:.3f}\n"
        f"documents of the roles alone: accuracy {scores.roles_only_accuracy:.3f} · "
        f"macro-F1 {scores.roles_only_macro_f1:.3f}"
    )
    table = Table(
        box=None, header_style="dim", title="rows: label, columns: answer", title_justify="left"
    )
    table.add_column("")
    table.add_column("F1", justify="right")
    for answer in scores.answers:
        table.add_column(answer.replace("_engineer", "").replace("_", " "), justify="right")
    for i, answer in enumerate(scores.answers):
        table.add_row(answer, f"{scores.f1[i]:.2f}", *(str(n) for n in scores.confusion[i]))
    console.print(table)
