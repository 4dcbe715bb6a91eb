"""Markdown: made into HTML by markdown-it, then read like HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from rolefit.read.html import read_markup
from rolefit.read.layout import Reading
from rolefit.read.limits import ReadLimits
from rolefit.read.plain import decode

if TYPE_CHECKING:
    from markdown_it.token import Token

_WRAPPED_LINE_CHARACTERS = 60
"""A line at least this long that ends in a soft break is a paragraph wrapped by an editor."""


def read_markdown(source: bytes, limits: ReadLimits) -> Reading:
    """Markdown: words without its markup; link targets are kept as links."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    environment: dict[str, object] = {}
    tokens = parser.parse(_without_front_matter(decode(source)), environment)
    for token in tokens:
        _keep_short_lines(token.children or [])
    return read_markup(parser.renderer.render(tokens, parser.options, environment), limits)


def _keep_short_lines(tokens: list[Token]) -> None:
    """Keep line breaks after short lines (address blocks, a job's title and dates)."""
    length = 0
    for index, token in enumerate(tokens):
        length += len(token.content)
        is_short = token.type == "softbreak" and length < _WRAPPED_LINE_CHARACTERS
        if is_short and not _starts_lower(tokens[index + 1 :]):
            token.type, token.tag = "hardbreak", "br"
        if token.type in ("softbreak", "hardbreak"):
            length = 0


def _starts_lower(tokens: list[Token]) -> bool:
    words = next((token.content for token in tokens if token.content.strip()), "")
    return words[:1].islower()


def _without_front_matter(text: str) -> str:
    """Without a YAML header, which no renderer shows."""
    if not text.startswith("---\n"):
        return text
    head, rule, rest = text[4:].partition("\n---\n")
    is_yaml = rule and all(":" in line or line[:1] in " -#" for line in head.splitlines() if line)
    return rest if is_yaml else text
