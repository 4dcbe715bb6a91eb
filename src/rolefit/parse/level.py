"""P1 to P6 from years, title words and scope words, as probabilities with evidence."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rolefit.types import DocumentKind, Level, Span

if TYPE_CHECKING:
    from rolefit.corpus import LevelDefinition

_YEARS = re.compile(
    r"(?<![\d.])(\d{1,2})\s*(?:\+|plus)?\s*(?:(?:-|–|to)\s*\d{1,2}\s*)?\+?\s*(?:years?|yrs?)",
    re.IGNORECASE,
)
TITLE_WEIGHT = 2.0
SCOPE_WEIGHT = 0.35
YEARS_WEIGHT = 0.6
MAX_SCOPE_CUES = 4
PRIOR = (0.0, 0.4, 1.0, 0.9, 0.2, -0.2)
"""Where no years are told: most work asked for is mid-level or senior."""


class LevelTable:
    """The corpus' level definitions, compiled."""

    def __init__(self, levels: Sequence[LevelDefinition]) -> None:
        self.codes = tuple(level.code for level in levels)
        self._titles = [_pattern(level.title_cues) for level in levels]
        self._scopes = [_pattern(level.scope_cues) for level in levels]
        self._middles = [
            (
                level.experience_years[0]
                + (level.experience_years[1] or level.experience_years[0] + 6)
            )
            / 2
            for level in levels
        ]

    def estimate(
        self, text: str, *, title_spans: Sequence[tuple[int, int]], months: int, kind: DocumentKind
    ) -> Level:
        """Softmax of years, the cue of the first title that has one, and scope cues."""
        evidence: list[Span] = []
        years, span = _years(text, months, kind)
        if span:
            evidence.append(span)
        scores = [
            PRIOR[i]
            if years is None
            else -YEARS_WEIGHT * abs(math.log1p(years) - math.log1p(middle)) * 4
            for i, middle in enumerate(self._middles)
        ]
        self._add_titles(text, title_spans, scores, evidence)
        for i, pattern in enumerate(self._scopes):
            found = list(pattern.finditer(text))[:MAX_SCOPE_CUES]
            scores[i] += SCOPE_WEIGHT * len({match.group().casefold() for match in found})
            evidence += [Span(*match.span()) for match in found[:2]]
        top = max(scores)
        exps = [math.exp(score - top) for score in scores]
        probabilities = tuple(value / sum(exps) for value in exps)
        best = max(range(len(exps)), key=lambda i: (exps[i], -i))
        unique = tuple(sorted(set(evidence), key=lambda s: (s.start, s.end)))
        return Level(self.codes[best], probabilities, unique)

    def _add_titles(
        self, text: str, spans: Sequence[tuple[int, int]], scores: list[float], evidence: list[Span]
    ) -> None:
        for start, end in spans[:3]:
            around = max(0, start - 20), min(len(text), end + 12)
            piece = text[slice(*around)]
            hits = [(i, match) for i, p in enumerate(self._titles) if (match := p.search(piece))]
            for i, match in hits:
                scores[i] += TITLE_WEIGHT
                evidence.append(Span(around[0] + match.start(), around[0] + match.end()))
            if hits:
                return


def _years(text: str, months: int, kind: DocumentKind) -> tuple[float | None, Span | None]:
    """Asked for in a JD (the largest of the first three), lived in a résumé."""
    asked = [match for match in _YEARS.finditer(text) if int(match[1]) <= 25]
    if kind == "jd":
        best = max(asked[:3], key=lambda match: int(match[1]), default=None)
        return (float(best[1]) + 1, Span(*best.span())) if best else (None, None)
    if months:
        return months / 12, None
    return (float(asked[0][1]), Span(*asked[0].span())) if asked else (None, None)


def _pattern(cues: Sequence[str]) -> re.Pattern[str]:
    words = sorted((re.escape(cue.casefold()) for cue in cues), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(words) + r")(?!\w)", re.IGNORECASE)
