"""Codes of advice to sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rolefit.report.sentences import say_probability

if TYPE_CHECKING:
    from rolefit.advise.fit import InsightCard, Pattern
    from rolefit.advise.interview import ExpectedQuestion, QuestionKind
    from rolefit.advise.landscape import Track
    from rolefit.advise.plan import Gap, Step
    from rolefit.advise.resilience import PersonalResilience, Resilience
    from rolefit.corpus import Corpus
    from rolefit.types import FindingStatus

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
QUESTIONS: Mapping[QuestionKind, str] = {
    "latency": "You write “{claim}”: how was it measured, under which load, and what dominated it?",
    "experiment": "You report “{claim}”: how long did it run, who was assigned, and what would have made "
    "you stop?",
    "cost": "You speak of “{claim}”: what was the baseline, and what did you give up for it?",
    "gain": "You claim “{claim}”: against which baseline, and how do you know that it was your change?",
    "scale": "You name “{claim}”: what broke first at that size, and what did you do about it?",
    "leadership": "You say “{claim}”: what was yours alone, who disagreed, and how was it settled?",
    "decision": "You say “{claim}”: which option did you turn down, and would you still?",
    "denied": "You say you have no experience with {skill}, which the role asks for: how would you start?",
    "listed": "You list {skill}: where did you use it last, and what went wrong?",
}
STATUSES: Mapping[FindingStatus, str] = {
    "shown": "shown at work",
    "listed": "only listed, not shown at work",
    "stale": "not used for years",
    "near": "something near it is shown",
    "missing": "not in the résumé",
    "denied": "denied in the résumé",
}
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


def describe_question(question: ExpectedQuestion, text: str, corpus: Corpus) -> str:
    skill = corpus.skill_by_id[question.skill_id].label if question.skill_id else ""
    claim = " ".join(text[question.claim.start : question.claim.end].split())
    return QUESTIONS[question.kind].format(claim=claim, skill=skill)


def describe_step(step: Step, corpus: Corpus) -> str:
    """Why the step, what it costs and what it may bring."""
    gap = step.gap
    after = ", ".join(corpus.skill_by_id[name].label for name in gap.after)
    needs = f" Comes after {after}." if after else ""
    return (
        f"{gap.need.capitalize()} for the role and {STATUSES[gap.status]}; "
        f"about {gap.hours:g} hours. {describe_gain(gap)}{needs}"
    )


def describe_gain(gap: Gap) -> str:
    points = gap.gain * 100
    if abs(points) < 0.05:
        effect = "hardly moves the probability"
    else:
        effect = (
            f"{'raises' if points > 0 else 'lowers'} the probability by {abs(points):.1f} points"
        )
    return (
        f"Shown at work it {effect}; {gap.interview_weight:.0%} of the interview loop asks for it."
    )


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
