"""P1 to P6 from years, title words and scope words, as probabilities with evidence."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rolefit.parse.career import Career, level_of_years
from rolefit.types import DocumentKind, Level, Span

if TYPE_CHECKING:
    from rolefit.corpus import LevelDefinition

_YEARS = re.compile(
    r"(?<![\d.$])(\d{1,2})\s*(?:\+|plus)?\s*(?:(?:-|–|to)\s*(\d{1,2})\s*)?\+?\s*(?:years?|yrs?)"
    r"(?!\s*(?:old|ago|in business|of history|anniversary))",
    re.IGNORECASE,
)
_NUMBERS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "ten": 10,
}
_WORD_YEARS = re.compile(
    r"\b(" + "|".join(_NUMBERS) + r")\s*(?:\(\d+\))?\s*\+?\s*(?:or more )?years?", re.IGNORECASE
)
_OF_WORK = re.compile(r"experience|working|background", re.IGNORECASE)
MAX_YEARS = 20
BANDS: tuple[tuple[str, ...], ...] = (("P1", "P2"), ("P3",), ("P4",), ("P5", "P6"))
"""Entry, mid, senior, beyond: what job sites tell apart."""
TITLE_WEIGHT = 2.0
SCOPE_WEIGHT = 0.35
YEARS_WEIGHT = 0.6
MAX_SCOPE_CUES = 4
RESUME_SCOPE_WEIGHT = 0.15
RANK_SHARE = 0.6
"""How much the rank of the last title counts, beside the years."""
SPREAD = 0.8
UNKNOWN_PLACE = 3.0
STATED_WITHIN = 1500
"""Characters from the start in which a résumé's "ten years of experience" is its own."""
PRIOR = (0.0, 0.4, 1.0, 0.9, 0.2, -0.2)
"""Where no years are told: most work asked for is mid-level or senior."""


class LevelTable:
    """The corpus' level definitions, compiled."""

    def __init__(
        self,
        levels: Sequence[LevelDefinition],
        asked: Sequence[tuple[float, Sequence[float]]] | None = None,
    ) -> None:
        self._asked = asked
        self.codes = tuple(level.code for level in levels)
        self._titles = [_pattern(level.title_cues) for level in levels]
        self._scopes = [
            (tuple(cue.casefold() for cue in level.scope_cues), _pattern(level.scope_cues))
            for level in levels
        ]
        self._middles = [
            (
                level.experience_years[0]
                + (level.experience_years[1] or level.experience_years[0] + 6)
            )
            / 2
            for level in levels
        ]

    def band_years(self, text: str) -> tuple[float, ...] | None:
        """Log-odds of the bands of an ad from the years it asks for; None without weights."""
        if self._asked is None:
            return None
        features = year_features([years for years, _ in asked_years(text)])
        return tuple(
            bias + sum(w * f for w, f in zip(weights, features, strict=True))
            for bias, weights in self._asked
        )

    def estimate(
        self,
        text: str,
        *,
        title_spans: Sequence[tuple[int, int]],
        kind: DocumentKind,
        career: Career | None = None,
    ) -> Level:
        """Softmax of years, titles and scope cues; for a résumé of the `career` that it tells."""
        evidence: list[Span] = []
        if kind == "resume" and career is not None:
            scores = self._of_career(text, career, evidence)
            weight = RESUME_SCOPE_WEIGHT
        else:
            scores, weight = self._of_asks(text, title_spans, evidence)
        lower = text.casefold()
        for i, (cues, pattern) in enumerate(self._scopes):
            if not any(cue in lower for cue in cues):
                continue
            found = list(itertools.islice(pattern.finditer(text), MAX_SCOPE_CUES))
            scores[i] += weight * len({match.group().casefold() for match in found})
            evidence += [Span(*match.span()) for match in found[:2]]
        top = max(scores)
        exps = [math.exp(score - top) for score in scores]
        probabilities = tuple(value / sum(exps) for value in exps)
        best = max(range(len(exps)), key=lambda i: (exps[i], -i))
        unique = tuple(sorted(set(evidence), key=lambda s: (s.start, s.end)))
        return Level(self.codes[best], probabilities, unique)

    def _of_asks(
        self, text: str, title_spans: Sequence[tuple[int, int]], evidence: list[Span]
    ) -> tuple[list[float], float]:
        """Scores of a job ad from the years it asks for and its title, and what a scope cue weighs."""
        years, span = _years(text)
        if span:
            evidence.append(span)
        scores = [
            PRIOR[i]
            if years is None
            else -YEARS_WEIGHT * abs(math.log1p(years) - math.log1p(middle)) * 4
            for i, middle in enumerate(self._middles)
        ]
        bands = self.band_years(text)
        if bands is not None:
            scores = self._of_bands(bands, scores)
        self._add_titles(text, title_spans, scores, evidence)
        return scores, SCOPE_WEIGHT if bands is None else 0.0

    def _of_career(self, text: str, career: Career, evidence: list[Span]) -> list[float]:
        """Log of a bell around where years and the last title lead."""
        years, rank = career.years, career.rank
        stated = next((pair for pair in asked_years(text[:STATED_WITHIN])), None)
        if stated and years < stated[0] / 2:
            years = float(stated[0])
            evidence.append(stated[1])
        place = level_of_years(years) if years or rank is None else None
        if not years and rank is None:
            place = UNKNOWN_PLACE
        if rank is not None:
            place = rank if place is None else RANK_SHARE * rank + (1 - RANK_SHARE) * place
        evidence += career.evidence
        assert place is not None
        return [-((i + 1 - place) ** 2) / (2 * SPREAD**2) for i in range(len(self.codes))]

    def _of_bands(self, bands: Sequence[float], scores: Sequence[float]) -> list[float]:
        """The bands' log-odds shared out over their levels as the years alone would."""
        shared = [0.0] * len(self.codes)
        for value, codes in zip(bands, BANDS, strict=True):
            places = [self.codes.index(code) for code in codes]
            total = sum(math.exp(scores[i]) for i in places)
            for i in places:
                shared[i] = value + scores[i] - math.log(total)
        return shared

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


def asked_years(text: str) -> list[tuple[int, Span]]:
    """Years of experience asked for, in the order of the text."""
    found = [
        (int(match[1]), Span(*match.span()))
        for match in _YEARS.finditer(text)
        if int(match[1]) <= MAX_YEARS
        and (
            match[2]
            or "+" in match[0]
            or _OF_WORK.search(text, max(0, match.start() - 80), match.end() + 60)
        )
    ]
    found += [(_NUMBERS[m[1].lower()], Span(*m.span())) for m in _WORD_YEARS.finditer(text)]
    return found


def year_features(years: Sequence[int]) -> list[float]:
    """Steps of the largest of the first four, of the first and of the smallest number asked for."""
    largest = max(years[:4], default=-1)
    first, smallest = (years[0], min(years)) if years else (-1, -1)
    steps = [largest < 0]
    steps += [largest >= k for k in (1, 2, 3, 4, 5, 6, 7, 8, 10)]
    steps += [first >= k for k in (1, 2, 3, 4, 5, 7)]
    steps += [smallest >= k for k in (1, 2, 3, 5)]
    return [*map(float, steps), float(min(len(years), 8))]


def _years(text: str) -> tuple[float | None, Span | None]:
    """The largest of the first four numbers of years asked for, and one more."""
    best = max(asked_years(text)[:4], key=lambda pair: pair[0], default=None)
    return (float(best[0]) + 1, best[1]) if best else (None, None)


def band_of(code: str) -> int:
    """The band of a level: 0 entry, 1 mid, 2 senior, 3 beyond."""
    return next(i for i, codes in enumerate(BANDS) if code in codes)


def _pattern(cues: Sequence[str]) -> re.Pattern[str]:
    words = sorted((re.escape(cue.casefold()) for cue in cues), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(words) + r")(?!\w)", re.IGNORECASE)
