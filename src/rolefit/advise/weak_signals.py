"""What a reader of the résumé will stumble over: rules of `corpus/weak_signals.yaml`, found as spans."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rolefit.advise.interview import work_lines
from rolefit.match.findings import STALE_MONTHS
from rolefit.types import Line, Mention, Position, Profile, Span

if TYPE_CHECKING:
    from rolefit.corpus_advice import SignalFile

Words = Mapping[str, re.Pattern[str]]
MIN_LINES = 2
"""A position with fewer lines of work is not judged as a whole."""
MAX_SPANS = 4
UNTOLD_CATEGORIES = frozenset({"professional", "business"})
"""Skills of these show in what is told, not by name: neither stale nor unused."""
TOOL_CATEGORIES = frozenset({"ml_libraries", "generative_ai", "mlops", "data_engineering", "cloud"})
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class WeakSignal:
    """One rule that fits, with the words that show it and the skills concerned."""

    rule_id: str
    spans: tuple[Span, ...]
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reading:
    """A profile with what every rule looks at."""

    profile: Profile
    words: Words
    categories: Mapping[str, str]

    def text(self, line: Line) -> str:
        return self.profile.document.text[line.start : line.end]

    def says(self, line: Line, kind: str) -> bool:
        return bool(self.words[kind].search(self.text(line)))

    def work(self) -> list[Line]:
        return work_lines(self.profile)

    def positions(self) -> Iterator[tuple[Position, list[Line]]]:
        """Positions with enough lines to be judged."""
        for number, position in enumerate(self.profile.positions):
            lines = [ln for ln in self.work() if ln.position == number]
            if len(lines) >= MIN_LINES:
                yield position, lines


def find_weak_signals(
    profile: Profile, knowledge: SignalFile, categories: Mapping[str, str]
) -> tuple[WeakSignal, ...]:
    """Signals in the order of the rules; none for a job description.

    `categories` maps skill ids to their category.
    """
    if profile.kind != "resume":
        return ()
    words = {kind: _pattern(phrases) for kind, phrases in knowledge.words.items()}
    reading = _Reading(profile, words, categories)
    found = (signal for rule in knowledge.rules for signal in RULES[rule.id](reading))
    return tuple(found)


def _pattern(phrases: Sequence[str]) -> re.Pattern[str]:
    ordered = sorted((re.escape(phrase) for phrase in phrases), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(ordered) + r")(?!\w)", re.IGNORECASE)


def _metrics_without_deployment(reading: _Reading) -> Iterator[WeakSignal]:
    """A line with a training metric in a position, or project, none of whose lines tells of use."""
    groups: dict[int | None, list[Line]] = {}
    for line in reading.work():
        groups.setdefault(line.position, []).append(line)
    for lines in groups.values():
        metrics = [ln for ln in lines if reading.says(ln, "metrics")]
        if metrics and not any(reading.says(ln, "deployment") for ln in lines):
            yield WeakSignal("metrics_without_deployment", _spans(metrics))


def _frameworks_without_integration(reading: _Reading) -> Iterator[WeakSignal]:
    """Lines that name three or more tools and nothing they were connected to."""
    for line in reading.work():
        said = _inside(reading.profile.mentions, line)
        named = [m for m in said if m.implied_by is None and _is_tool(reading, m)]
        skills = tuple(sorted({m.skill_id for m in named}))
        if len(skills) >= 3 and not reading.says(line, "integration"):
            yield WeakSignal("frameworks_without_integration", _spans([line]), skills)


def _is_tool(reading: _Reading, mention: Mention) -> bool:
    return reading.categories.get(mention.skill_id) in TOOL_CATEGORIES


def _only_i(reading: _Reading) -> Iterator[WeakSignal]:
    for _, lines in reading.positions():
        crossing = [ln for ln in lines if reading.says(ln, "cross_functional")]
        if crossing and not any(reading.says(ln, "others") for ln in lines):
            yield WeakSignal("only_i", _spans(crossing))


def _no_trade_offs(reading: _Reading) -> Iterator[WeakSignal]:
    lines = reading.work()
    if len(lines) > MIN_LINES and not any(reading.says(ln, "trade_offs") for ln in lines):
        yield WeakSignal("no_trade_offs", _spans(lines[:1]))


def _no_numbers(reading: _Reading) -> Iterator[WeakSignal]:
    for _, lines in reading.positions():
        if not any(_DIGIT.search(reading.text(ln)) for ln in lines):
            yield WeakSignal("no_numbers", _spans(lines))


def _dates_missing(reading: _Reading) -> Iterator[WeakSignal]:
    """Positions without months; or work is told of and no position could be dated."""
    positions = reading.profile.positions
    undated = [
        position
        for number, position in enumerate(positions)
        if not _dated(position) and not _goes_on(position, positions[number + 1 :])
    ]
    if undated:
        yield WeakSignal("dates_missing", tuple(Span(p.start, p.end) for p in undated))
    if not positions:
        lines = [ln for ln in reading.work() if ln.section == "experience"]
        if lines:
            yield WeakSignal("dates_missing", _spans(lines[:1]))


def _dated(position: Position) -> bool:
    return position.start_month is not None and position.end_month is not None


def _goes_on(position: Position, later: Sequence[Position]) -> bool:
    """Whether the next one is the line of dates under the title: untitled, dated and right below it."""
    after = later[0] if later else None
    return bool(after and not after.title and after.start - position.end <= 2 and _dated(after))


def _listed_never_used(reading: _Reading) -> Iterator[WeakSignal]:
    listed = {
        skill_id: mentions
        for skill_id, mentions in _affirmed(reading).items()
        if any(m.implied_by is None for m in mentions)
        and all(m.section in {"skills", "summary"} and m.depth == "listed" for m in mentions)
    }
    if listed:
        spans = tuple(Span(ms[0].start, ms[0].end) for ms in listed.values())
        yield WeakSignal("listed_never_used", spans, tuple(listed))


def _stale_skill(reading: _Reading) -> Iterator[WeakSignal]:
    """Skills whose every mention stands in a position that ended long before the latest one."""
    positions = reading.profile.positions
    ends = [p.end_month for p in positions if p.end_month is not None]
    stale: dict[str, Span] = {}
    for skill_id, mentions in _affirmed(reading).items():
        if all(m.implied_by is not None for m in mentions):
            continue
        last = [positions[m.position].end_month for m in mentions if m.position is not None]
        months = [month for month in last if month is not None]
        if len(months) == len(mentions) and max(ends) - max(months) > STALE_MONTHS:
            stale[skill_id] = Span(mentions[0].start, mentions[0].end)
    if stale:
        yield WeakSignal("stale_skill", tuple(stale.values()), tuple(stale))


def _affirmed(reading: _Reading) -> Mapping[str, list[Mention]]:
    found: dict[str, list[Mention]] = {}
    for mention in reading.profile.mentions:
        category = reading.categories.get(mention.skill_id)
        if mention.polarity == "affirmed" and category not in UNTOLD_CATEGORIES:
            found.setdefault(mention.skill_id, []).append(mention)
    return found


def _inside(mentions: Sequence[Mention], line: Line) -> list[Mention]:
    return [m for m in mentions if line.start <= m.start and m.end <= line.end]


def _spans(lines: Sequence[Line]) -> tuple[Span, ...]:
    return tuple(Span(line.start, line.end) for line in lines[:MAX_SPANS])


RULES: Mapping[str, Callable[[_Reading], Iterator[WeakSignal]]] = {
    "metrics_without_deployment": _metrics_without_deployment,
    "frameworks_without_integration": _frameworks_without_integration,
    "only_i": _only_i,
    "no_trade_offs": _no_trade_offs,
    "no_numbers": _no_numbers,
    "dates_missing": _dates_missing,
    "listed_never_used": _listed_never_used,
    "stale_skill": _stale_skill,
}
