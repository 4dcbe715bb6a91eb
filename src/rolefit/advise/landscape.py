"""The six roles side by side, hybrid titles as mixtures, decision questions, and which roles to go for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rolefit.types import NONE_ROLE, Mention, Report, Span

if TYPE_CHECKING:
    from rolefit.corpus import Corpus, MarketFact, Role
    from rolefit.corpus_advice import Answer, LandscapeFile, Question

ROWS = (
    "primary_focus", "key_skill", "interview_emphasis", "pay", "supply_demand",
    "coding_intensity", "research_reading", "path_to_staff",
)  # fmt: skip
GRADED = frozenset({"demand", "supply_demand", "coding_intensity", "research_reading"})
SEGMENTS = ("FAANG", "AI startups", "enterprise", "finance", "healthcare")
DEADLINE_WEEKS = 13
"""Three months: nearer than this it pays to go two ways at once."""
RIVAL_SHARE = 0.25
"""An answer with at least this part of the first one's probability is a second way."""


TrackReason = Literal["first", "second", "entry", "demand"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One fact of the matrix, with where and when it was stated; None where nothing is."""

    role_id: str
    fact: MarketFact | None


@dataclass(frozen=True, slots=True)
class MatrixRow:
    topic: str
    segment: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Mixture:
    """A hybrid or emerging title and the roles it is made of, weights as in the corpus."""

    title: str
    roles: tuple[tuple[str, float], ...]
    confidence: float
    approved: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """A question and its answer; `given_by` says who answered, `evidence` with which words."""

    question_id: str
    answer_id: str | None
    given_by: Literal["person", "resume", "nobody"]
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionResult:
    """Points of each role over the answered questions, best first, ties by corpus order."""

    decisions: tuple[Decision, ...]
    points: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Track:
    """A way to go. `weeks` is the time to get ready, where a source says so; `reason` is a code."""

    role_id: str
    probability: float
    supply: str
    reason: TrackReason
    weeks: tuple[int, int] | None = None
    brings: str = ""
    lacks: tuple[str, ...] = ()
    """Skills usually missing on this way in that the document does not affirm."""


def matrix(corpus: Corpus) -> tuple[MatrixRow, ...]:
    """Rows of the comparison, then demand by segment; one cell a role in corpus order."""
    rows = [(topic, "") for topic in ROWS] + [("demand", segment) for segment in SEGMENTS]
    return tuple(
        MatrixRow(
            topic, segment, tuple(Cell(r.id, find_fact(r, topic, segment)) for r in corpus.roles)
        )
        for topic, segment in rows
    )


def find_fact(role: Role, topic: str, segment: str = "") -> MarketFact | None:
    """The landscape's own fact on a topic; the first of the topic when no segment is asked for."""
    facts = (f for f in role.market if f.topic == topic)
    if segment:
        return next((f for f in facts if f.segment.casefold() == segment.casefold()), None)
    return next((f for f in facts if f.source == "engineersofai_landscape"), None)


def say_fact(fact: MarketFact) -> str:
    """As stated; what are grades, such as "High", in small letters throughout."""
    return fact.value.casefold() if fact.topic in GRADED else fact.value


def pay_facts(role: Role) -> tuple[MarketFact, ...]:
    """Everything stated of pay: each with level or segment, source and date."""
    return tuple(fact for fact in role.market if fact.topic == "pay")


def mixtures(corpus: Corpus) -> tuple[Mixture, ...]:
    """Emerging and ambiguous titles that stand for more than one role, by title."""
    found = [
        Mixture(a.title, tuple(a.roles.items()), a.confidence, a.approved)
        for a in corpus.titles.aliases
        if a.type in {"emerging", "ambiguous"} and len([r for r in a.roles if r != NONE_ROLE]) > 1
    ]
    return tuple(sorted(found, key=lambda mixture: mixture.title.casefold()))


def decide_role(
    knowledge: LandscapeFile,
    corpus: Corpus,
    *,
    given: Mapping[str, str],
    mentions: Sequence[Mention] = (),
) -> DecisionResult:
    """What the answers say for each role; a question left open is answered from evidence if that is clear."""
    decisions = tuple(_decide(q, knowledge, given, mentions) for q in knowledge.questions)
    points = {role.id: 0.0 for role in corpus.roles}
    for question, decision in zip(knowledge.questions, decisions, strict=True):
        answer = next((a for a in question.answers if a.id == decision.answer_id), None)
        for role_id, weight in (answer.roles if answer else {}).items():
            points[role_id] += weight
    ranked = sorted(points.items(), key=lambda pair: -pair[1])
    return DecisionResult(decisions, tuple(ranked))


def _decide(
    question: Question,
    knowledge: LandscapeFile,
    given: Mapping[str, str],
    mentions: Sequence[Mention],
) -> Decision:
    if question.id in given:
        return Decision(question.id, given[question.id], "person")
    shown = sorted(
        ((_shown(answer, mentions), answer) for answer in question.answers),
        key=lambda pair: -len(pair[0]),
    )
    (best, answer), (second, _) = shown[0], shown[1]
    clear = len(best) >= knowledge.min_shown and len(best) - len(second) >= knowledge.lead
    if not clear:
        return Decision(question.id, None, "nobody")
    return Decision(question.id, answer.id, "resume", tuple(best.values()))


def _shown(answer: Answer, mentions: Sequence[Mention]) -> Mapping[str, Span]:
    """Affirmed skills of an answer, each with its first place."""
    found: dict[str, Span] = {}
    for mention in mentions:
        if mention.skill_id in answer.skills and mention.polarity == "affirmed":
            found.setdefault(mention.skill_id, Span(mention.start, mention.end))
    return found


def tracks(
    report: Report, corpus: Corpus, knowledge: LandscapeFile, *, weeks: int | None = None
) -> tuple[Track, ...]:
    """The first role, a close second, ways in from near work, and, under a deadline, the most wanted role.

    Ways in are for those without a clear first role, or who show nothing yet of what the way to it lacks.
    Empty when the answer is none and there is no way in.
    """
    ways = _ways_in(report, corpus, knowledge)
    if report.verdict.status == "match" and not _is_on_the_way(
        report.roles[0].role_id, ways, knowledge
    ):
        ways = []
    if report.verdict.status == "none":
        return tuple(ways)
    first = report.roles[0]
    if ways:
        return tuple(ways)
    found = [_track(corpus, first.role_id, first.probability, "first")]
    second = report.roles[1]
    if second.probability >= RIVAL_SHARE * first.probability:
        found.append(_track(corpus, second.role_id, second.probability, "second"))
    if weeks is not None and weeks <= DEADLINE_WEEKS:
        wanted = _most_wanted(corpus, knowledge)
        if wanted not in {track.role_id for track in found}:
            match = next(m for m in report.roles if m.role_id == wanted)
            ready = _weeks_to(wanted, first.role_id, knowledge)
            found.append(_track(corpus, wanted, match.probability, "demand", ready))
    return tuple(found)


def _ways_in(report: Report, corpus: Corpus, knowledge: LandscapeFile) -> list[Track]:
    """The roles of the first way whose title words stand in the latest position's title."""
    titles = [position.title.casefold() for position in report.profile.positions[:1]]
    fits = (w for w in knowledge.entries if any(word in t for t in titles for word in w.titles))
    way = next(fits, None)
    if way is None:
        return []
    shown = {m.skill_id for m in report.profile.mentions if m.polarity == "affirmed"}
    chances = {match.role_id: match.probability for match in report.roles}
    return [
        Track(
            role_id, chances[role_id], _supply(corpus.role_by_id[role_id]), "entry",
            brings=way.brings[role_id],
            lacks=tuple(skill for skill in way.lacks[role_id] if skill not in shown),
        )
        for role_id in way.roles
    ]  # fmt: skip


def _is_on_the_way(role_id: str, ways: Sequence[Track], knowledge: LandscapeFile) -> bool:
    """Whether the résumé shows nothing of what the way to this role lacks at its start."""
    lacking = {frozenset(way.lacks[role_id]) for way in knowledge.entries if role_id in way.lacks}
    return any(way.role_id == role_id and frozenset(way.lacks) in lacking for way in ways)


def _track(
    corpus: Corpus,
    role_id: str,
    probability: float,
    reason: TrackReason,
    weeks: tuple[int, int] | None = None,
) -> Track:
    return Track(role_id, probability, _supply(corpus.role_by_id[role_id]), reason, weeks)


def _supply(role: Role) -> str:
    fact = find_fact(role, "supply_demand")
    return fact.value.casefold() if fact else ""


def _most_wanted(corpus: Corpus, knowledge: LandscapeFile) -> str:
    order = knowledge.supply_order
    ranks = {r.id: order.index(s) if (s := _supply(r)) in order else -1 for r in corpus.roles}
    return max(ranks, key=lambda role_id: ranks[role_id])


def _weeks_to(goal: str, start: str, knowledge: LandscapeFile) -> tuple[int, int] | None:
    if (start, goal) != ("ml_engineer", "ai_engineer"):
        return None
    timing = next(t for t in knowledge.timing if t.id == "mle_to_ai_engineer")
    return timing.low, timing.high
