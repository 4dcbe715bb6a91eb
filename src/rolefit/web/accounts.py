"""A score as an account: terms whose shown amounts add up to the shown total, and their places in a chart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from rolefit.report.sentences import describe_feature
from rolefit.report.text import shorten
from rolefit.types import Contribution, Report, RoleMatch
from rolefit.web.marks import MarkedText

DIGITS = 2
MAX_QUOTES = 2
MAX_SHORT_QUOTES = 6
SHORT_CHARACTERS = 40
QUOTE_CHARACTERS = 180
MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the document; `anchor` where they are marked in the text below, if they are."""

    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a score; `x` and `width` place its bar, in percent of the chart."""

    label: str
    description: str
    formula: str
    amount: str
    x: float
    width: float
    falls: bool
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """All terms of one answer's score, the weightiest first; `zero` is where the chart has its zero."""

    title: str
    percent: str
    terms: tuple[Term, ...]
    total: str
    zero: float
    total_x: float
    total_width: float


def build_account(
    report: Report, match: RoleMatch, *, title: str, percent: str, marked: MarkedText
) -> Account:
    terms = sorted(match.contributions, key=lambda term: -abs(term.amount))
    units = round_to_total([term.amount for term in terms], digits=DIGITS)
    steps = [0.0, *accumulate(term.amount for term in terms)]
    low, high = min(steps), max(steps)
    scale = 100 / (high - low) if high > low else 0.0

    def place(start: float, end: float) -> tuple[float, float]:
        return round((min(start, end) - low) * scale, 2), round(abs(end - start) * scale, 2)

    total_x, total_width = place(0.0, steps[-1])
    return Account(
        title=title,
        percent=percent,
        terms=tuple(
            _term(report, term, units[i], place(steps[i], steps[i + 1]), marked)
            for i, term in enumerate(terms)
        ),
        total=format_units(sum(units), digits=DIGITS),
        zero=round(-low * scale, 2),
        total_x=total_x,
        total_width=total_width,
    )


def round_to_total(amounts: Sequence[float], *, digits: int) -> list[int]:
    """Amounts in units of the last digit; together they are the rounded total.

    Each is off by less than one unit: those with the largest remainders are rounded up.
    """
    factor: float = 10.0**digits
    floors = [math.floor(amount * factor) for amount in amounts]
    missing = round(math.fsum(amounts) * factor) - sum(floors)
    by_remainder = sorted(range(len(amounts)), key=lambda i: (floors[i] - amounts[i] * factor, i))
    raised = set(by_remainder[:missing])
    return [floor + (i in raised) for i, floor in enumerate(floors)]


def format_units(units: int, *, digits: int) -> str:
    """With its sign: +1.28, −0.31, 0.00."""
    sign = {1: "+", 0: "", -1: MINUS}[(units > 0) - (units < 0)]
    return f"{sign}{abs(units) / 10**digits:.{digits}f}"


def quote_spans(report: Report, term: Contribution, marked: MarkedText) -> tuple[Quote, ...]:
    """The first of a term's evidence; more of it when it is single words."""
    text = report.profile.document.text
    spans = term.evidence
    short = all(span.end - span.start <= SHORT_CHARACTERS for span in spans)
    return tuple(
        Quote(shorten(text, span, limit=QUOTE_CHARACTERS), marked.find_anchor(span.start))
        for span in spans[: MAX_SHORT_QUOTES if short else MAX_QUOTES]
    )


def _term(
    report: Report, term: Contribution, units: int, place: tuple[float, float], marked: MarkedText
) -> Term:
    return Term(
        label=term.feature.replace("_", " "),
        description=describe_feature(term.feature),
        formula=f"{term.value:.3f} × {term.weight:g}".replace("-", MINUS),
        amount=format_units(units, digits=DIGITS),
        x=place[0],
        width=place[1],
        falls=term.amount < 0,
        quotes=quote_spans(report, term, marked),
    )
