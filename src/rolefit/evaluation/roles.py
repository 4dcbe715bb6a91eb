"""Role answers against labels: accuracy, macro-F1, top-2, confusion, calibration."""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
from rich.console import Console
from rich.table import Table

from rolefit.batch.runner import RowOptions, score_items
from rolefit.batch.sources import Item
from rolefit.corpus import load_corpus
from rolefit.errors import UsageError
from rolefit.evaluation.metrics import RoleScores, score_roles
from rolefit.settings import load_settings
from rolefit.types import NONE_ROLE, KindChoice

OUTSIDE_LABELS = frozenset({NONE_ROLE, "other"})


@dataclass(frozen=True, slots=True)
class LabelledText:
    id: str
    text: str
    label: str
    source: str


def load_labelled(path: Path, *, text_field: str, role_ids: Sequence[str]) -> list[LabelledText]:
    """Read `.jsonl` or `.jsonl.gz` with `id`, `role` and a text field.

    Raises: UsageError naming the line and what it lacks.
    """
    documents: list[LabelledText] = []
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            row = _parse_row(line, place=f"{path}:{number}")
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


def _parse_row(line: str, *, place: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise UsageError(
            f"{place}: not JSON; each line is an object with a text and a role"
        ) from error
    if not isinstance(row, dict):
        raise UsageError(f"{place}: not an object; each line is an object with a text and a role")
    return row


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
        options.json.write_text(json.dumps(asdict(scores), indent=2) + "\n")
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
        f"AURC {scores.aurc:.3f} · right in 95 of 100 at coverage {scores.sure_coverage:.2f} · "
        f"outsiders given a role {scores.outsiders_matched:.3f}\n"
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
