"""Codes of advice to sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rolefit.report.sentences import say_probability

if TYPE_CHECKING:
    from rolefit.advise.fit import InsightCard, Pattern
    from rolefit.advise.interview import ExpectedQuestion, QuestionKind
    from rolefit.advise.landscape import Track
    from rolefit.advise.plan import Gap, Plan, Step
    from rolefit.advise.resilience import PersonalResilience, Resilience
    from rolefit.corpus import Corpus
    from rolefit.types import FindingStatus, Report, RoleNeed

PATTERNS: Mapping[Pattern, str] = {
    "primary_fit": "Primary fit: the way you work and the way you decide both suit this role.",
    "near_primary_fit": "Near-primary fit: both axes suit the role, one of them only just.",
    "potential_with_gap": "Role potential with a capability gap: the style suits, the judgement has to grow "
    "before a move with high stakes.",
    "capable_different_style": "Capable, with a different style: you decide well here, yet the days of this "
    "role may cost you strength.",
    "different_track": "Different track: neither axis points to this role now.",
    "incomplete": "No pattern yet: it is given only when both axes are scored.",
}
QUESTIONS: Mapping[QuestionKind, tuple[str, str]] = {
    "latency": (
        "You write “{claim}”: how was it measured, under which load, and what dominated it?",
        "You write “{claim}”: which percentile did users feel, and what would you cut next?",
    ),
    "experiment": (
        "You report “{claim}”: how long did it run, who was assigned, and what would have made you stop?",
        "You report “{claim}”: which metric did you fix beforehand, and which one got worse?",
    ),
    "cost": (
        "You write “{claim}”: what was the baseline, and what did you give up for it?",
        "You write “{claim}”: where did the money go before, and how did you find out?",
    ),
    "metric": (
        "You report “{claim}”: on which data, against which baseline, and where is it worst?",
        "You report “{claim}”: what did one point of it mean to a user?",
    ),
    "incident": (
        "You write “{claim}”: tell of the worst night, minute by minute, and what you changed after it.",
        "You write “{claim}”: which alarm did you switch off, and why was that right?",
    ),
    "gain": (
        "You claim “{claim}”: against which baseline, and how do you know that it was your change?",
        "You claim “{claim}”: what else changed at the same time, and how did you rule it out?",
    ),
    "fine_tune": (
        "You write “{claim}”: what data, why not a prompt or a smaller change, and what got worse?",
        "You write “{claim}”: how did you know when to stop, and what did quality cost?",
    ),
    "retrieval": (
        "You write “{claim}”: how do you know that an answer is right, and which questions still fail?",
        "You write “{claim}”: what happens when it is wrong, and who notices first?",
    ),
    "migration": (
        "You write “{claim}”: how did both sides run side by side, and what was your way back?",
        "You write “{claim}”: what did you leave behind on purpose, and who had to be won over?",
    ),
    "scale": (
        "You name “{claim}”: what broke first at that size, and what did you do about it?",
        "You name “{claim}”: what would you build otherwise for ten times as much?",
    ),
    "leadership": (
        "You say “{claim}”: what was yours alone, who disagreed, and how was it settled?",
        "You say “{claim}”: what did you hand over, and what went wrong when you did?",
    ),
    "mentoring": (
        "You say “{claim}”: what can they do now that they could not before, and how do you know?",
        "You say “{claim}”: when did your advice turn out wrong?",
    ),
    "deployment": (
        "You write “{claim}”: who used it, how was it released, and how would you have taken it back?",
        "You write “{claim}”: what did you watch in the first week, and what did you find?",
    ),
    "pipeline": (
        "You write “{claim}”: what happens when it is run twice, or dies half way?",
        "You write “{claim}”: which input was bad first, and who noticed?",
    ),
    "decision": (
        "You say “{claim}”: which option did you turn down, and would you still?",
        "You say “{claim}”: what would make you undo it today?",
    ),
    "denied": (
        "You say you have no experience with {skill}, which the role asks for: how would you start?",
        "{skill} is another thing you say you have not done: what do you know that is nearest to it?",
    ),
    "listed": (
        "You list {skill}: where did you use it last, and what went wrong?",
        "{skill} stands in your list and in no line of work: what have you built with it?",
    ),
}
"""Two wordings of each kind, for the first and the second line of it."""
STATUSES: Mapping[FindingStatus, str] = {
    "shown": "shown at work",
    "listed": "only listed, not shown at work",
    "stale": "not used for years",
    "near": "something near it is shown",
    "missing": "not in the résumé",
    "denied": "denied in the résumé",
}
NEEDS: Mapping[RoleNeed, str] = {"core": "Core", "common": "Common", "optional": "Optional"}
MAX_SAID = 60
MAX_LEFT_OUT = 12
MIN_CHANGE = 0.05
ACTIONS = {"learn": "Learn it", "prove": "Prove it", "refresh": "Refresh it"}
ROUNDS = {
    "phone_screen": "Phone screen", "coding_1": "Coding 1", "coding_2": "Coding 2",
    "ml_depth": "ML depth", "system_design": "System design", "behavioural": "Behavioural",
    "unique": "Unique round",
}  # fmt: skip
SELF_ASSESSMENT = {
    "foundation": "Start from the ground: read on all six roles before you prepare for one.",
    "target_role": "You know your way about: go deep into the target role and its interviews.",
    "refresh": "You know this: put the time into technical preparation.",
}
TRACKS = {
    "first": "your strongest evidence",
    "second": "close behind by evidence",
    "entry": "a way in from the work you do",
    "demand": "most wanted for its supply; worth a second track with little time",
}
BANDS = {"near": "near", "reachable": "within reach", "far": "far"}


def say_additions(additions: Sequence[str] | None, corpus: Corpus) -> list[str]:
    """What would make the role the first answer; nothing to say where it is."""
    if additions is None:
        return [
            "No five skills alone would make it the first answer: the work told of is another's."
        ]
    if not additions:
        return []
    labels = ", ".join(corpus.skill_by_id[skill_id].label for skill_id in additions)
    return [f"Shown as used at work, these would make it the first answer: {labels}."]


def describe_question(question: ExpectedQuestion, text: str, corpus: Corpus) -> str:
    skill = corpus.skill_by_id[question.skill_id].label if question.skill_id else ""
    claim = " ".join(text[question.claim.start : question.claim.end].split())
    if text[question.claim.end : question.claim.end + 2].strip().isalnum():
        claim += " …"  # cut within its clause
    wordings = QUESTIONS[question.kind]
    return wordings[question.turn % len(wordings)].format(claim=claim, skill=skill)


def describe_step(step: Step, corpus: Corpus, report: Report | None = None) -> str:
    """Why the step, what it costs, what it may bring and what comes first."""
    gap = step.gap
    after = [corpus.skill_by_id[name].label for name in gap.after[:2]]
    needs = f" Comes after {' and '.join(after)}." if after else ""
    state = describe_state(gap, report.profile.document.text if report else "")
    return (
        f"{NEEDS[gap.need]} for the role, and {state}. {describe_gain(gap)} "
        f"About {say_hours(gap.hours)}.{needs}"
    )


def describe_state(gap: Gap, text: str = "") -> str:
    """What the résumé says of the skill now, in its own words where it has some and `text` is given."""
    hinted = gap.status == "listed" and not gap.named
    if not gap.evidence or not text:
        return "implied, and never named" if hinted else STATUSES[gap.status]
    if gap.status == "missing":
        return STATUSES[gap.status]
    span = gap.evidence[0]
    said = " ".join(text[span.start : span.end].split())
    said = said if len(said) <= MAX_SAID else said[: MAX_SAID - 1].rstrip() + "…"
    if gap.status == "near":
        return f"not named, though “{said}” comes near"
    if hinted:
        return f"never named; only “{said}” hints at it"
    where = {
        "listed": f"only listed (“{said}”), not shown at work",
        "stale": f"last used years ago (“{said}”)",
        "denied": f"denied (“{said}”)",
    }
    return where.get(gap.status, STATUSES[gap.status])


def describe_gain(gap: Gap) -> str:
    points = gap.gain * 100
    asked = f"{gap.rounds} of the seven rounds {'asks' if gap.rounds == 1 else 'ask'} for it."
    if points < 0.05:
        return f"Alone it hardly moves your probability; {asked}"
    return f"Shown at work it adds {points:.1f} points of probability; {asked}"


def begin_large(label: str) -> str:
    """A label that stands at the beginning."""
    return label[:1].upper() + label[1:]


def say_hours(hours: float) -> str:
    """Whole and half hours."""
    rounded = round(hours * 2) / 2
    return f"{rounded:g} hour{'' if rounded == 1 else 's'}"


def say_months(months: int) -> str:
    """Years with a half from two years on."""
    if months < 24:
        return f"{months} months" if months != 1 else "1 month"
    return f"{round(months / 6) / 2:g} years"


def list_left_out(plan: Plan, corpus: Corpus) -> str:
    """The first of what does not fit, core skills before others, and how many more there are."""
    if not plan.left_out:
        return ""
    ordered = sorted(plan.left_out, key=lambda gap: gap.need != "core")
    labels = [corpus.skill_by_id[gap.skill_id].label for gap in ordered]
    rest = len(labels) - MAX_LEFT_OUT
    more = f" and {rest} more" if rest > 0 else ""
    return f"{', '.join(labels[:MAX_LEFT_OUT])}{more}."


def describe_changes(found: PersonalResilience, labels: Mapping[str, str]) -> list[str]:
    """The tasks that would raise the score most if they were shown in full."""
    return [
        f"Would change it: {labels[change.task_id].lower()}, shown in full, to {change.score:.1f} "
        f"({change.gain:+.1f})"
        for change in found.changes[:3]
        if change.gain > MIN_CHANGE
    ]


def describe_track(track: Track, corpus: Corpus) -> str:
    title = corpus.role_by_id[track.role_id].title
    ready = (
        f" Getting ready takes about {track.weeks[0]}–{track.weeks[1]} weeks."
        if track.weeks
        else ""
    )
    brought = f" You bring {track.brings}." if track.brings else ""
    names = ", ".join(corpus.skill_by_id[skill_id].label for skill_id in track.lacks)
    lacking = f" Usually missing, and not shown here: {names}." if names else ""
    return (
        f"{title}: {TRACKS[track.reason]} (probability {say_probability(track.probability)}; "
        f"supply and demand: {track.supply}).{brought}{lacking}{ready}"
    )


def describe_resilience(result: Resilience) -> str:
    """The whole computation in one line."""
    return (
        f"{result.resistance:.2f} × {result.evidence_modifier:.2f} × {result.barrier_modifier:.2f} × "
        f"{result.growth_modifier:.2f} = {result.raw:.4f} → {result.score:.1f}, "
        f"{result.zone} ({result.sub_label})"
    )


def describe_personal(found: PersonalResilience) -> str:
    if found.result is None:
        return (
            f"The résumé shows too little of this role's tasks for a score of its own "
            f"(coverages add up to {found.covered:.2f}; at least 0.50 is needed)."
        )
    novel = found.novel_share or 0.0
    return (
        f"{describe_resilience(found.result)}. {novel:.0%} of the shown work is of the novel kind "
        f"(automation 1 or 2), {1 - novel:.0%} follows patterns."
    )


def describe_card(card: InsightCard) -> str:
    """Pattern and numbers; what is missing when there is no pattern."""
    if card.pattern == "incomplete":
        count = len(card.missing)
        return f"{PATTERNS['incomplete']} Missing or contradictory: {count} ({', '.join(card.missing)})."
    return f"{PATTERNS[card.pattern]} Style {card.style:.0%}, competency {card.competency:.0%}."
