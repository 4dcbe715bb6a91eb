"""The command line.

Exit codes: 0 fine, 1 some documents failed, 2 wrong usage, 3 nothing could be done.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.table import Table

from rolefit import __version__, cli_advice, cli_index, cli_measure
from rolefit.cli_options import FormatOption, OutputFormat
from rolefit.cli_options import open_console as _console
from rolefit.errors import (
    NotFound,
    ReadError,
    RolefitError,
    SettingsError,
    UsageError,
)
from rolefit.settings import load_settings

if TYPE_CHECKING:
    from rolefit.engine import Engine
    from rolefit.types import Report

EXIT_SOME_FAILED = 1
EXIT_USAGE = 2
EXIT_NOTHING_DONE = 3
_EXIT_CODES: Mapping[type[RolefitError], int] = {UsageError: EXIT_USAGE, SettingsError: EXIT_USAGE}

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="Ranks a résumé or a job description against six AI and data roles and says why.",
)
app.add_typer(cli_index.app, name="index")
cli_advice.register(app)
cli_measure.register(app)


class MatchFormat(StrEnum):
    table = "table"
    json = "json"
    markdown = "markdown"
    jsonresume = "jsonresume"


class SkillsFormat(StrEnum):
    table = "table"
    json = "json"
    csv = "csv"


class Kind(StrEnum):
    resume = "resume"
    jd = "jd"
    auto = "auto"


KindOption = Annotated[Kind, typer.Option(help="What the documents are.")]


def main() -> None:
    """Run the command line; every expected error becomes one line and an exit code."""
    _quiet_libraries()
    try:
        app(prog_name="rolefit")
    except RolefitError as error:
        fail(error)


def fail(error: RolefitError) -> NoReturn:
    print(f"rolefit: {error} [{error.code}]", file=sys.stderr)
    known = (_EXIT_CODES[kind] for kind in type(error).__mro__ if kind in _EXIT_CODES)
    raise SystemExit(next(known, EXIT_NOTHING_DONE))


def _quiet_libraries() -> None:
    for name in ("TRANSFORMERS_VERBOSITY", "HF_HUB_VERBOSITY"):
        os.environ.setdefault(name, "error")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("TQDM_DISABLE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")


def _print_version(wanted: bool) -> None:
    if wanted:
        print(__version__)
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Ranks a résumé or a job description against six AI and data roles and says why."""


# -- match --------------------------------------------------------------------------------


@app.command()
def match(
    files: Annotated[list[str], typer.Argument(help="Files to rank; - is standard input.")],
    format: Annotated[
        MatchFormat,
        typer.Option("--format", "-f", help="How to print; jsonresume is JSON Resume 1.0.0."),
    ] = MatchFormat.table,
    kind: KindOption = Kind.auto,
    plan: Annotated[
        bool, typer.Option("--plan", help="Add advice and a preparation plan.")
    ] = False,
    weeks: Annotated[int, typer.Option(help="Length of the plan.")] = 6,
    start: Annotated[str | None, typer.Option(help="First day, YYYY-MM-DD; today.")] = None,
    role: Annotated[str | None, typer.Option(help="Advise on this role, not the first.")] = None,
    within: Annotated[int | None, typer.Option(help="Weeks in which work must be found.")] = None,
    answers: Annotated[Path | None, typer.Option(help="Answers of 'rolefit assess'.")] = None,
    calendar: Annotated[Path | None, typer.Option(help="Write the plan as iCalendar.")] = None,
) -> None:
    """Rank documents against the roles and explain the numbers."""
    from rolefit.loading import load_engine  # noqa: PLC0415 - seconds

    reports: list[tuple[str, Report]] = []
    failures = 0
    with load_engine() as engine:
        for name, source in _sources(files):
            try:
                reports.append((name, engine.match(source(), kind=kind.value)))
            except ReadError as error:
                failures += 1
                print(f"rolefit: {name}: {error} [{error.code}]", file=sys.stderr)
    if plan and reports:
        options = cli_advice.PlanOptions(weeks, start, role, within, answers, calendar)
        cli_advice.show_plans(reports, engine, _plan_format(format), options=options)
    else:
        _print_reports(reports, engine, format, several=len(files) > 1)
    if failures:
        raise typer.Exit(EXIT_SOME_FAILED if reports else EXIT_NOTHING_DONE)


def _plan_format(format: MatchFormat) -> OutputFormat:
    if format is MatchFormat.jsonresume:
        raise UsageError("a plan is printed as table, json or markdown, not as jsonresume")
    return OutputFormat(format.value)


def _sources(files: Sequence[str]) -> Iterator[tuple[str, Callable[[], Path | bytes]]]:
    """(name, how to get it); nothing is read before its turn."""
    for name in files:
        if name == "-":
            yield "standard input", sys.stdin.buffer.read
        else:
            yield name, lambda name=name: _existing(name)  # type: ignore[misc]


def _existing(name: str) -> Path:
    path = Path(name)
    if not path.is_file():
        what = "is a folder; 'rolefit batch' takes folders" if path.is_dir() else "does not exist"
        raise NotFound(f"the file {what}")
    return path


def _print_reports(
    reports: Sequence[tuple[str, Report]], engine: Engine, format: MatchFormat, *, several: bool
) -> None:
    from rolefit.report.json import report_to_json  # noqa: PLC0415
    from rolefit.report.markdown import report_to_markdown  # noqa: PLC0415
    from rolefit.report.text import render_report  # noqa: PLC0415

    if not reports:
        return
    if format is MatchFormat.jsonresume:
        _print_jsonresume([report for _, report in reports], engine, several=several)
        return
    if format is MatchFormat.json:
        plain = [report for _, report in reports]
        sys.stdout.write(report_to_json(plain if several else plain[0], engine.corpus))
        return
    if format is MatchFormat.markdown:
        texts = (report_to_markdown(report, engine.corpus, name=name) for name, report in reports)
        sys.stdout.write("\n".join(texts))
        return
    console = _console()
    for number, (name, report) in enumerate(reports):
        if number:
            console.print()
        console.print(render_report(report, engine.corpus, name=name))


def _print_jsonresume(reports: Sequence[Report], engine: Engine, *, several: bool) -> None:
    import json  # noqa: PLC0415

    from rolefit.report.jsonresume import jsonresume  # noqa: PLC0415

    data = [jsonresume(report.profile, engine.corpus) for report in reports]
    print(json.dumps(data if several else data[0], ensure_ascii=False, indent=2))


@app.command()
def skills(
    file: Annotated[
        str, typer.Argument(help="A résumé or a job description; - is standard input.")
    ],
    format: Annotated[
        SkillsFormat, typer.Option("--format", "-f", help="How to print.")
    ] = SkillsFormat.table,
    kind: KindOption = Kind.auto,
) -> None:
    """The skills of one document: in what sense, how deep, how long, with the words that say so."""
    from rolefit.corpus import load_corpus  # noqa: PLC0415
    from rolefit.engine import read_limits, this_month  # noqa: PLC0415
    from rolefit.parse.pipeline import load_parser  # noqa: PLC0415 - seconds
    from rolefit.read import Sandbox  # noqa: PLC0415
    from rolefit.report.skills import render_skills, skills_to_csv, skills_to_json  # noqa: PLC0415

    settings = load_settings()
    corpus, limits = load_corpus(settings.corpus_path), read_limits(settings)
    source = next(get for _, get in _sources([file]))()
    with Sandbox() as sandbox:
        document = (
            sandbox.read(source, limits=limits)
            if isinstance(source, bytes)
            else sandbox.read_file(source, limits=limits)
        )
    profile = load_parser(corpus).parse(document, kind=kind.value, as_of=this_month())
    if format is SkillsFormat.table:
        _console().print(render_skills(profile, corpus))
    else:
        to_text = skills_to_json if format is SkillsFormat.json else skills_to_csv
        sys.stdout.write(to_text(profile, corpus))


# -- roles --------------------------------------------------------------------------------


@app.command()
def roles(
    role: Annotated[str | None, typer.Argument(help="One role's id; all when left out.")] = None,
    resilience: Annotated[bool, typer.Option("--resilience", help="Score, term by term.")] = False,
    matrix: Annotated[bool, typer.Option("--matrix", help="The roles side by side.")] = False,
    format: FormatOption = OutputFormat.table,
) -> None:
    """The roles rolefit knows, or one of them in full."""
    import json  # noqa: PLC0415

    from rolefit.corpus import load_corpus  # noqa: PLC0415
    from rolefit.report.landscape import taxonomy_to_dict  # noqa: PLC0415
    from rolefit.report.roles import render_role, render_roles, role_to_dict  # noqa: PLC0415

    if matrix:
        cli_advice.show_matrix(format)
        return
    if resilience:
        cli_advice.show_resilience(role, format)
        return
    corpus = load_corpus(load_settings().corpus_path)
    if role is None:
        if format is OutputFormat.json:
            print(json.dumps([role_to_dict(r) for r in corpus.roles], ensure_ascii=False, indent=2))
        else:
            _console().print(render_roles(corpus))
        return
    if role not in corpus.role_by_id:
        raise UsageError(
            f"unknown role '{role}'; roles are: {', '.join(sorted(corpus.role_by_id))}"
        )
    if format is OutputFormat.json:
        entry = corpus.role_by_id[role]
        near = cli_advice.find_neighbours(role, corpus)
        data = {**role_to_dict(entry), **taxonomy_to_dict(entry, corpus, near)}
        print(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        near = cli_advice.find_neighbours(role, corpus)
        _console().print(render_role(corpus.role_by_id[role], corpus, near))


# -- batch, serve, doctor -----------------------------------------------------------------


@app.command()
def batch(
    inputs: Annotated[
        list[Path], typer.Argument(help="Folders, .jsonl, .csv (also .gz) or single files.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="A .jsonl or .csv file.")],
    workers: Annotated[int, typer.Option(min=0, help="Processes; 0 means one for each core.")] = 0,
    kind: KindOption = Kind.auto,
    text_field: Annotated[
        str, typer.Option(help="The field or column that holds the text.")
    ] = "text",
    full: Annotated[bool, typer.Option(help="Put the whole report into each JSONL row.")] = False,
) -> None:
    """Score many documents: one row out for each document in."""
    from rolefit.batch.runner import RowOptions, run_batch  # noqa: PLC0415

    summary = run_batch(
        inputs, output, text_field=text_field, workers=workers,
        options=RowOptions(kind.value, full), settings=load_settings(),
    )  # fmt: skip
    if summary.failed:
        raise typer.Exit(EXIT_SOME_FAILED if summary.ok else EXIT_NOTHING_DONE)


@app.command()
def serve(
    host: str = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8000,
) -> None:
    """Run the HTTP service and the web page."""
    import uvicorn  # noqa: PLC0415

    from rolefit.api.app import create_app  # noqa: PLC0415

    uvicorn.run(create_app(settings=load_settings()), host=host, port=port)


@app.command()
def doctor() -> None:
    """Check this installation: settings, corpus, model, index, and what can be read here."""
    from rolefit.doctor import examine  # noqa: PLC0415

    table = Table(box=None, show_header=False)
    healthy = True
    for check in examine():
        healthy = healthy and check.ok
        table.add_row("[green]ok[/]" if check.ok else "[red]fails[/]", check.name, check.detail)
    _console().print(table)
    if not healthy:
        raise typer.Exit(EXIT_NOTHING_DONE)


if __name__ == "__main__":
    main()
