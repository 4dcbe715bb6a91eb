"""Commands for the compiled corpus: `rolefit index build|ensure|info|verify`."""

from __future__ import annotations

from typing import Any

import typer
from rich.table import Table

from rolefit.cli_options import open_console
from rolefit.errors import IndexMismatch
from rolefit.settings import load_settings

app = typer.Typer(no_args_is_help=True, help="The compiled corpus.")


@app.command("build")
def index_build() -> None:
    """Compile the corpus, even where a fitting index exists."""
    _build()


@app.command("ensure")
def index_ensure() -> None:
    """Compile the corpus unless a fitting index exists."""
    from rolefit.corpus import load_corpus  # noqa: PLC0415
    from rolefit.loading import find_index  # noqa: PLC0415

    settings = load_settings()
    try:
        index = find_index(load_corpus(settings.corpus_path), settings)
    except IndexMismatch:
        _build()
    else:
        print(f"the index fits: {index.manifest.count} entries")


def _build() -> None:
    from rolefit.corpus import load_corpus  # noqa: PLC0415
    from rolefit.embed.encoder import load_encoder  # noqa: PLC0415
    from rolefit.loading import ensure_index  # noqa: PLC0415

    settings = load_settings()
    corpus = load_corpus(settings.corpus_path)
    encoder = load_encoder(settings.model, threads=settings.threads)
    index = ensure_index(corpus, encoder, settings, rebuild=True)
    print(f"built {index.manifest.count} entries of {index.manifest.dimension} dimensions")


@app.command("info")
def index_info() -> None:
    """What the cached index was made from."""
    from dataclasses import asdict  # noqa: PLC0415

    from rolefit.corpus import load_corpus  # noqa: PLC0415
    from rolefit.loading import cached_index_path, find_index  # noqa: PLC0415

    settings = load_settings()
    corpus = load_corpus(settings.corpus_path)
    index = find_index(corpus, settings)
    table = Table(box=None, show_header=False)
    rows: dict[str, Any] = {**asdict(index.manifest), "path": cached_index_path(corpus, settings)}
    for name, value in rows.items():
        table.add_row(name, str(value))
    open_console().print(table)


@app.command("verify")
def index_verify() -> None:
    """Compare the index' answer for every entry with brute force."""
    from rolefit.corpus import load_corpus  # noqa: PLC0415
    from rolefit.loading import find_index  # noqa: PLC0415

    settings = load_settings()
    index = find_index(load_corpus(settings.corpus_path), settings)
    print(f"{index.verify()} answers equal brute force")
