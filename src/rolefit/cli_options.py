"""What the commands share: how to print and where."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console


class OutputFormat(StrEnum):
    table = "table"
    json = "json"
    markdown = "markdown"


FormatOption = Annotated[OutputFormat, typer.Option("--format", "-f", help="How to print.")]


def open_console() -> Console:
    """A pipe gets 120 columns, a terminal its own width."""
    return Console() if sys.stdout.isatty() else Console(width=120)
