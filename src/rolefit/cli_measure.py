"""Commands that measure: `rolefit evaluate` on one's own labels, `rolefit audit names`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from rolefit.cli_options import open_console
from rolefit.errors import ReadError, UsageError

if TYPE_CHECKING:
    from rolefit.audit import NameAudit

audit_app = typer.Typer(no_args_is_help=True, help="Checks of fairness.")


def register(app: typer.Typer) -> None:
    app.command()(evaluate)
    app.add_typer(audit_app, name="audit")


def evaluate(
    data: Annotated[
        Path, typer.Argument(help=".jsonl or .jsonl.gz: a text and a role (or other) a line.")
    ],
    text_field: Annotated[str, typer.Option(help="The field that holds the text.")] = "text",
    kind: Annotated[str, typer.Option(help="resume, jd or auto.")] = "auto",
    workers: Annotated[int, typer.Option(help="0 means one for each core.")] = 0,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Also write the numbers here.")
    ] = None,
) -> None:
    """Measure the shipped model on labelled documents of your own."""
    from rolefit.evaluation.roles import main  # noqa: PLC0415

    if kind not in {"resume", "jd", "auto"}:
        raise UsageError(f"unknown kind '{kind}'; kinds are: resume, jd, auto")
    if not data.is_file():
        raise UsageError(f"{data} is not a file; give a .jsonl or .jsonl.gz file")
    arguments = [str(data), "--text-field", text_field, "--kind", kind, "--workers", str(workers)]
    raise typer.Exit(main([*arguments, *(["--json", str(json_file)] if json_file else [])]))


@audit_app.command("names")
def audit_names(
    files: Annotated[list[Path], typer.Argument(help="Résumés.")],
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Also write the numbers here.")
    ] = None,
) -> None:
    """Swap the names of résumés and compare selection rates by the four-fifths rule."""
    import rolefit  # noqa: PLC0415
    from rolefit import audit  # noqa: PLC0415

    engine = rolefit.load()
    documents = {}
    for path in files:
        try:
            documents[str(path)] = engine.read(path)
        except ReadError as error:
            print(f"{path}: [{error.code}] {error}")
    if not documents:
        raise typer.Exit(3)
    found = audit.audit_names(engine, documents)
    show_audit(found)
    if json_file:
        json_file.write_text(json.dumps(asdict(found), indent=2) + "\n", encoding="utf-8")


def show_audit(found: NameAudit) -> None:
    table = Table(box=None, header_style="dim")
    for name in (
        "names",
        "documents",
        "matched",
        "impact ratio",
        "above median",
        "impact ratio",
        "four fifths",
    ):
        table.add_column(name, justify="left" if name == "names" else "right")  # fmt: skip
    for rates in found.groups:
        table.add_row(
            rates.group, str(rates.documents), f"{rates.selection_rate:.2f}", f"{rates.selection_ratio:.2f}",
            f"{rates.scoring_rate:.2f}", f"{rates.scoring_ratio:.2f}", "kept" if rates.passes else "BROKEN",
        )  # fmt: skip
    console = open_console()
    console.print(table)
    if found.changed:
        console.print(f"numbers changed with the name in: {', '.join(found.changed)}")
    else:
        console.print("No number of any document changed with its name.")
