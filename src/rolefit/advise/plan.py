"""A preparation plan: gaps by gain × interview weight ÷ effort, prerequisites first, over some weeks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from rolefit.advise.interview import count_rounds, interview_weight
from rolefit.errors import UsageError
from rolefit.types import GAP_KINDS, FindingStatus, GapKind, RoleMatch, RoleNeed, SkillFinding, Span

if TYPE_CHECKING:
    from rolefit.corpus import Corpus
    from rolefit.corpus_advice import PlanFile

MAX_WEEKS = 52
MIN_GAIN = 0.0005
"""A gap that changes the probability by less still counts this much, so that interviews decide."""
TOLD = frozenset({"professional"})
"""Categories of skills that are shown by telling, not learnt from a book: what is missing is to prove."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A skill to work on and why it stands where it stands: `value` = gain × weight ÷ hours."""

    skill_id: str
    action: GapKind
    status: FindingStatus
    need: RoleNeed
    gain: float
    interview_weight: float
    hours: float
    after: tuple[str, ...]
    """Skills that have to come first and are gaps themselves."""
    evidence: tuple[Span, ...]
    named: bool = True
    """Whether the document names it, rather than another skill that implies it."""
    rounds: int = 0
    """How many rounds of the loop draw on it."""

    @property
    def value(self) -> float:
        return max(self.gain, MIN_GAIN) * self.interview_weight / self.hours


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day on for so many weeks."""

    start: date
    weeks: int


@dataclass(frozen=True, slots=True)
class Step:
    """A gap with its days: `first` to `last` to work, `reviews` to repeat."""

    gap: Gap
    week: int
    first: date
    last: date
    proof: str
    reviews: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """`left_out` are gaps for which the weeks do not suffice, in order."""

    role_id: str
    period: Period
    hours_a_week: float
    steps: tuple[Step, ...]
    left_out: tuple[Gap, ...]


def find_gaps(
    match: RoleMatch,
    corpus: Corpus,
    plan: PlanFile,
    *,
    implied: frozenset[str] = frozenset(),
) -> tuple[Gap, ...]:
    """Core and common skills not shown, best value first; what comes before another stands before it.

    `implied` are skills that the document never names, though others that it names imply them.
    """
    open_findings = {f.skill_id: f for f in match.findings if f.is_gap}
    gaps = [
        _gap(f, match.role_id, set(open_findings), (corpus, plan)) for f in open_findings.values()
    ]
    return order_gaps(_unnamed(gap, implied, plan) for gap in gaps)


def _unnamed(gap: Gap, implied: frozenset[str], plan: PlanFile) -> Gap:
    """What is implied only has to be written out, and what needs it need not wait for that."""
    after = tuple(name for name in gap.after if name not in implied)
    if gap.skill_id not in implied or gap.status != "listed":
        return replace(gap, after=after)
    return replace(gap, after=(), named=False, hours=min(gap.hours, plan.effort_hours.unnamed))


def _gap(
    finding: SkillFinding,
    role_id: str,
    others: set[str],
    knowledge: tuple[Corpus, PlanFile],
) -> Gap:
    corpus, plan = knowledge
    category = corpus.categories[finding.skill_id]
    told = finding.status == "missing" and category in TOLD
    action: GapKind = "prove" if told else GAP_KINDS[finding.status]
    effort = plan.effort_hours
    hours = effort.by_category.get(category, effort.default) * plan.effort_factor[action]
    first = [s for s in prerequisites(finding.skill_id, corpus, plan) if s in others]
    return Gap(
        finding.skill_id, action, finding.status, finding.need, finding.gain or 0.0,
        interview_weight(category, role_id, plan), hours, tuple(first), finding.evidence,
        rounds=count_rounds(category, role_id, plan),
    )  # fmt: skip


def prerequisites(skill_id: str, corpus: Corpus, plan: PlanFile) -> tuple[str, ...]:
    """What should be shown first, of any depth; nearest first, each once, never itself."""
    found: list[str] = []
    waiting = _first_before(skill_id, corpus, plan)
    while waiting:
        name = waiting.pop(0)
        if name not in found and name != skill_id:
            found.append(name)
            waiting += _first_before(name, corpus, plan)
    return tuple(found)


def _first_before(skill_id: str, corpus: Corpus, plan: PlanFile) -> list[str]:
    """The plan's own prerequisites, then what the skill implies and what it is a kind of."""
    skill = corpus.skill_by_id[skill_id]
    broader = [skill.broader] if skill.broader else []
    return [*plan.prerequisites.get(skill_id, ()), *skill.implies, *broader]


def order_gaps(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    """By value, core before common on a tie, then by id; each after its prerequisites."""
    ranked = sorted(gaps, key=lambda gap: (-gap.value, gap.need != "core", gap.skill_id))
    by_id = {gap.skill_id: gap for gap in ranked}
    placed: dict[str, Gap] = {}

    def place(gap: Gap, path: frozenset[str]) -> None:
        for name in gap.after:
            if name in by_id and name not in placed and name not in path:
                place(by_id[name], path | {gap.skill_id})
        placed.setdefault(gap.skill_id, gap)

    for gap in ranked:
        place(gap, frozenset())
    return tuple(placed.values())


def make_plan(
    role_id: str, gaps: Sequence[Gap], corpus: Corpus, plan: PlanFile, *, period: Period
) -> Plan:
    """Lay the gaps out one after another, `hours_a_week` a week; what no longer fits is left out.

    Raises: UsageError for a number of weeks outside 1 to 52.
    """
    if not 1 <= period.weeks <= MAX_WEEKS:
        raise UsageError(
            f"a plan of {period.weeks} weeks is not possible; weeks are 1 to {MAX_WEEKS}"
        )
    budget = period.weeks * plan.hours_a_week
    steps: list[Step] = []
    left_out: list[Gap] = []
    used = 0.0
    for gap in gaps:
        blocked = any(name in {g.skill_id for g in left_out} for name in gap.after)
        if blocked or used + gap.hours > budget:
            left_out.append(gap)
            continue
        steps.append(_step(gap, corpus, plan, start=period.start, used=used))
        used += gap.hours
    return Plan(role_id, period, plan.hours_a_week, tuple(steps), tuple(left_out))


def _step(gap: Gap, corpus: Corpus, plan: PlanFile, *, start: date, used: float) -> Step:
    day = 7 / plan.hours_a_week
    first = start + timedelta(days=int(used * day))
    last = start + timedelta(days=max(int(used * day), int((used + gap.hours) * day - 1e-9)))
    return Step(
        gap,
        week=int(used // plan.hours_a_week) + 1,
        first=first,
        last=last,
        proof=find_proof(gap.skill_id, corpus, plan) if gap.named else plan.proofs.unnamed,
        reviews=tuple(last + timedelta(days=days) for days in plan.repetition_days),
    )


def find_proof(skill_id: str, corpus: Corpus, plan: PlanFile) -> str:
    """What proves a skill: its own proof, that of the nearest broader skill, of its category, any."""
    known = plan.proofs.by_skill
    name: str | None = skill_id
    seen: set[str] = set()
    while name is not None and name not in seen:
        if name in known:
            return known[name]
        seen.add(name)
        name = corpus.skill_by_id[name].broader
    return plan.proofs.by_category.get(corpus.categories[skill_id], plan.proofs.default)
