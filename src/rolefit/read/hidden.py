"""What hides words from a reader, and the words that were hidden."""

from __future__ import annotations

from collections.abc import Mapping

from rolefit.read.normalise import normalise_characters
from rolefit.types import DocumentWarning

HIDDEN_BY: Mapping[str, str] = {
    "actual_text": "The file gives other words than those it draws.",
    "clipped": "It is cut off or folded away.",
    "colour": "Its colour is that of what is behind it.",
    "comment": "It stands in a comment.",
    "display": "It is set not to be shown.",
    "no_ink": "It leaves no mark on the page.",
    "off_page": "It stands outside the page.",
    "off_screen": "It is moved off the screen.",
    "opacity": "It is fully transparent.",
    "render_mode": "It is drawn with invisible ink.",
    "tiny": "It is too small to read.",
    "vanish": "It is formatted as hidden.",
    "visibility": "It is set to be invisible.",
}
"""How words can be hidden, and the phrase that a warning's `detail` says it with."""

_MAX_QUOTES = 20
_MAX_QUOTE_CHARACTERS = 200


class HiddenText:
    """Collects words that the file holds and a reader cannot see; `how` is a key of `HIDDEN_BY`."""

    def __init__(self) -> None:
        self._quotes: dict[tuple[int | None, str], list[str]] = {}

    def add(self, how: str, quote: str, *, page: int | None = None) -> None:
        words = " ".join(normalise_characters(quote).split())[:_MAX_QUOTE_CHARACTERS]
        quotes = self._quotes.setdefault((page, how), []) if words else []
        if words and len(quotes) < _MAX_QUOTES:
            quotes.append(words)

    def warnings(self) -> list[DocumentWarning]:
        return [
            DocumentWarning("hidden_text", page, tuple(quotes), HIDDEN_BY[how])
            for (page, how), quotes in self._quotes.items()
        ]
