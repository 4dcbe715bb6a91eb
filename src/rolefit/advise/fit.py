"""The fit matrix: work style from a questionnaire, competency from scenarios, a pattern only from both.

Nothing here is inferred from a résumé; what a résumé shows is put beside the scores by `insight_card`.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from rolefit.errors import AnswersError
from rolefit.types import RoleMatch, Span

if TYPE_CHECKING:
    from rolefit.corpus import Role, Strength
    from rolefit.corpus_advice import Area, Bands, Guide, Option, Scale

Pattern = Literal[
    "primary_fit", "near_primary_fit", "potential_with_gap", "capable_different_style",
    "different_track", "incomplete",
]  # fmt: skip
STRENGTHS: tuple[Strength, ...] = ("low", "moderate", "strong")
LIKERT_MAX = 5
STYLE_ALIGNED, STYLE_PRIMARY = 0.75, 0.875
COMPETENCY_ALIGNED, COMPETENCY_PRIMARY = 0.65, 0.8
"""Limits of the patterns; estimates. The source gives the patterns and no limits."""
EVIDENCE_SHOWN = 0.5
"""A task covered at least this far counts as shown."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What somebody answered: item id to 1..5, scenario id to option id, dimension id to 1..5."""

    style: Mapping[str, int] = field(default_factory=dict)
    scenarios: Mapping[str, str] = field(default_factory=dict)
    self_assessment: Mapping[str, int] = field(default_factory=dict)
    decisions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ScaleScore:
    """`mean` 1 to 5 with reversed items turned; None while answers are missing or contradict."""

    scale_id: str
    mean: float | None
    band: Strength | None
    answered: int
    missing: tuple[str, ...]
    contradiction: float | None
    """How far the means of plain and turned items lie apart, when that is too far."""


@dataclass(frozen=True, slots=True)
class AreaScore:
    """`share` is points over points possible; None until every scenario is answered."""

    area_id: str
    label: str
    share: float | None
    points: int
    possible: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScaleFit:
    """A scale's band against what the role asks for; `distance` 0 to 2 steps."""

    scale_id: str
    wanted: Strength
    band: Strength
    distance: int


@dataclass(frozen=True, slots=True)
class Growth:
    """The best thing to work on next: a scenario answered below the best, and the better option."""

    area_id: str
    scenario_id: str
    chosen: str
    better: str


@dataclass(frozen=True, slots=True)
class InsightCard:
    """One role against both axes. `style` and `competency` are 0 to 1, None where not scored."""

    role_id: str
    pattern: Pattern
    style: float | None
    competency: float | None
    scales: tuple[ScaleFit, ...]
    areas: tuple[AreaScore, ...]
    growth: tuple[Growth, ...]
    evidence: float | None
    """Share of the role's working time whose tasks the résumé shows; None without a résumé."""
    shown_tasks: tuple[tuple[str, tuple[Span, ...]], ...]
    unshown_tasks: tuple[str, ...]
    missing: tuple[str, ...]
    """Ids of unanswered or contradictory items that keep an axis from being scored."""


# -- checking answers ---------------------------------------------------------------------


def check_answers(answers: Answers, guide: Guide) -> None:
    """Raises: AnswersError for unknown ids and values out of range, saying what would be right."""
    items = {item.id for scale in guide.style.scales for item in scale.items}
    _check_numbers("style", answers.style, items)
    scenarios = {s.id: [o.id for o in s.options] for area in guide.areas for s in area.scenarios}
    _check_choices("scenarios", answers.scenarios, scenarios)
    dimensions = {dimension.id for dimension in guide.plan.self_assessment.dimensions}
    _check_numbers("self_assessment", answers.self_assessment, dimensions)
    questions = {q.id: [a.id for a in q.answers] for q in guide.landscape.questions}
    _check_choices("decisions", answers.decisions, questions)


def _check_numbers(part: str, given: Mapping[str, int], known: Iterable[str]) -> None:
    _check_ids(part, given, known)
    for name, value in given.items():
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= LIKERT_MAX:
            raise AnswersError(f"{part}.{name} is {value!r}; answers are whole numbers from 1 to 5")


def _check_choices(part: str, given: Mapping[str, str], known: Mapping[str, list[str]]) -> None:
    _check_ids(part, given, known)
    for name, value in given.items():
        if value not in known[name]:
            options = ", ".join(known[name])
            raise AnswersError(f"{part}.{name} is {value!r}; its options are: {options}")


def _check_ids(part: str, given: Iterable[str], known: Iterable[str]) -> None:
    ordered = sorted(known)
    for name in given:
        if name not in ordered:
            raise AnswersError(f"unknown item '{part}.{name}'; items are: {', '.join(ordered)}")


# -- work style ---------------------------------------------------------------------------


def turned(answer: int, *, is_reversed: bool) -> int:
    return LIKERT_MAX + 1 - answer if is_reversed else answer


def band_of(mean: float, bands: Bands) -> Strength:
    if mean >= bands.strong:
        return "strong"
    return "moderate" if mean >= bands.moderate else "low"


def score_scale(scale: Scale, answers: Mapping[str, int], guide: Guide) -> ScaleScore:
    missing = tuple(item.id for item in scale.items if item.id not in answers)
    answered = len(scale.items) - len(missing)
    apart = _contradiction(scale, answers)
    contradiction = apart if apart > guide.style.contradiction else None
    if missing or contradiction is not None:
        return ScaleScore(scale.id, None, None, answered, missing, contradiction)
    values = [turned(answers[item.id], is_reversed=item.reversed) for item in scale.items]
    mean = statistics.fmean(values)
    return ScaleScore(scale.id, mean, band_of(mean, guide.style.bands), answered, (), None)


def _contradiction(scale: Scale, answers: Mapping[str, int]) -> float:
    """Distance of the means of plain and turned items; 0 while one kind is unanswered."""
    means = []
    for kind in (False, True):
        values = [
            turned(answers[item.id], is_reversed=kind)
            for item in scale.items
            if item.reversed is kind and item.id in answers
        ]
        if not values:
            return 0.0
        means.append(statistics.fmean(values))
    return abs(means[0] - means[1])


def cronbach_alpha(rows: Sequence[Sequence[float]]) -> float | None:
    """Internal consistency of k items over people: k/(k-1) × (1 - Σ item variances / variance of sums).

    `rows` are people, columns items, reversed ones turned. None for fewer than two people or items, or
    when all sums are equal.
    """
    if len(rows) < 2 or len(rows[0]) < 2:
        return None
    columns = list(zip(*rows, strict=True))
    total: float = statistics.variance([sum(row) for row in rows])
    if total == 0:
        return None
    items = math.fsum(statistics.variance(column) for column in columns)
    return len(columns) / (len(columns) - 1) * (1 - items / total)


def reliability(collected: Sequence[Answers], guide: Guide) -> Mapping[str, float | None]:
    """Cronbach's alpha of each scale over those who answered all of it."""
    found: dict[str, float | None] = {}
    for scale in guide.style.scales:
        rows = [
            [turned(a.style[item.id], is_reversed=item.reversed) for item in scale.items]
            for a in collected
            if all(item.id in a.style for item in scale.items)
        ]
        found[scale.id] = cronbach_alpha(rows) if rows else None
    return found


# -- competency ---------------------------------------------------------------------------


def score_area(area: Area, role_id: str, answers: Mapping[str, str]) -> AreaScore:
    missing = tuple(s.id for s in area.scenarios if s.id not in answers)
    possible = sum(max(o.score for o in s.options) for s in area.scenarios)
    points = sum(_option(s.options, answers[s.id]).score for s in area.scenarios if s.id in answers)
    share = None if missing else points / possible
    return AreaScore(area.id, area.roles[role_id], share, points, possible, missing)


def _option(options: Sequence[Option], chosen: str) -> Option:
    return next(option for option in options if option.id == chosen)


def _growth(areas: Sequence[Area], answers: Mapping[str, str]) -> tuple[Growth, ...]:
    """Scenarios answered below the best, worst first."""
    found: list[tuple[int, Growth]] = []
    for area in areas:
        for scenario in area.scenarios:
            if scenario.id not in answers:
                continue
            chosen = _option(scenario.options, answers[scenario.id])
            best = max(scenario.options, key=lambda option: option.score)
            if chosen.score < best.score:
                found.append((chosen.score, Growth(area.id, scenario.id, chosen.id, best.id)))
    return tuple(growth for _, growth in sorted(found, key=lambda pair: pair[0]))


# -- both ---------------------------------------------------------------------------------


def fit_pattern(style: float | None, competency: float | None) -> Pattern:
    """The source's patterns; `incomplete` unless both axes are scored."""
    if style is None or competency is None:
        return "incomplete"
    if style >= STYLE_ALIGNED and competency >= COMPETENCY_ALIGNED:
        primary = style >= STYLE_PRIMARY and competency >= COMPETENCY_PRIMARY
        return "primary_fit" if primary else "near_primary_fit"
    if style >= STYLE_ALIGNED:
        return "potential_with_gap"
    return "capable_different_style" if competency >= COMPETENCY_ALIGNED else "different_track"


def insight_card(
    role: Role, answers: Answers, guide: Guide, *, match: RoleMatch | None = None
) -> InsightCard:
    """One role's card; `match` puts the résumé's evidence beside the scenarios, never into them."""
    scores = [score_scale(scale, answers.style, guide) for scale in guide.style.scales]
    fits = tuple(_scale_fit(score, role) for score in scores if score.band is not None)
    style = (
        1 - sum(f.distance for f in fits) / (2 * len(scores)) if len(fits) == len(scores) else None
    )
    areas = guide.areas_of(role.id)
    area_scores = tuple(score_area(area, role.id, answers.scenarios) for area in areas)
    shares = [score.share for score in area_scores if score.share is not None]
    competency = statistics.fmean(shares) if len(shares) == len(areas) else None
    blocked = [i for s in scores if s.band is None for i in (s.missing or (s.scale_id,))]
    tasks = match.tasks if match else ()
    return InsightCard(
        role_id=role.id,
        pattern=fit_pattern(style, competency),
        style=style,
        competency=competency,
        scales=fits,
        areas=area_scores,
        growth=_growth(areas, answers.scenarios),
        evidence=sum(t.time_share * t.coverage for t in tasks) if match else None,
        shown_tasks=tuple((t.task_id, t.evidence) for t in tasks if t.coverage >= EVIDENCE_SHOWN),
        unshown_tasks=tuple(t.task_id for t in tasks if t.coverage < EVIDENCE_SHOWN),
        missing=(*blocked, *(name for score in area_scores for name in score.missing)),
    )


def _scale_fit(score: ScaleScore, role: Role) -> ScaleFit:
    wanted: Strength = getattr(role.work_style, score.scale_id)
    assert score.band is not None
    distance = abs(STRENGTHS.index(score.band) - STRENGTHS.index(wanted))
    return ScaleFit(score.scale_id, wanted, score.band, distance)
