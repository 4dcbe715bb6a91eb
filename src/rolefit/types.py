"""The words of the domain: frozen values that pass between the rooms.

Standard library only. Offsets are half-open and index `Document.text`, always: the text of
`start:end` *is* the evidence. Collections are tuples, so a value can be shared and compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors: TypeAlias = NDArray[np.float32]

DocumentKind = Literal["resume", "jd"]
KindChoice = Literal["resume", "jd", "auto"]
Polarity = Literal["affirmed", "denied", "aspired", "hedged", "others"]
Depth = Literal["led", "built", "used", "familiar", "listed"]
Need = Literal["required", "preferred", "not_required", "mentioned"]
RoleNeed = Literal["core", "common", "optional"]
GapKind = Literal["learn", "prove", "refresh"]
FindingStatus = Literal["shown", "listed", "stale", "near", "missing", "denied"]
VerdictStatus = Literal["match", "abstain", "none"]
EntryKind = Literal["duty", "occupation", "boilerplate", "skill", "title"]
SectionKind = Literal[
    "header", "summary", "experience", "projects", "education", "skills", "publications",
    "certifications", "title", "about", "role", "responsibilities", "required", "preferred",
    "not_required", "benefits", "equal_opportunity", "application", "pay", "other",
]  # fmt: skip

DEPTHS: tuple[Depth, ...] = ("listed", "familiar", "used", "built", "led")
"""Depths from shallow to deep."""
GAP_KINDS: Mapping[FindingStatus, GapKind] = {
    "missing": "learn", "denied": "learn", "near": "prove", "listed": "prove", "stale": "refresh",
}  # fmt: skip
"""What closes a gap: learn the skill, prove it at work or in a project, or use it again."""
NONE_ROLE = "none"
"""Id of the answer that always exists: none of the roles."""


# -- read ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a paged format; `width` and `height` in points, 0 where the format has none."""

    number: int
    start: int
    end: int
    width: float = 0.0
    height: float = 0.0


@dataclass(frozen=True, slots=True)
class DocumentWarning:
    """Something a reader of the report should know; `code` has its sentence in `report`.

    `quotes` are words of the file that are not in `Document.text` (hidden text, say); `detail` is a
    short phrase for people.
    """

    code: str
    page: int | None = None
    quotes: tuple[str, ...] = ()
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink: its words stand at `start:end`; its target is kept and never fetched."""

    start: int
    end: int
    target: str


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A heading, paragraph, list item, table row or, where only lines are known, a line.

    `box` is left, bottom, right, top in points from the page's lower left corner; None where the
    format has no places.
    """

    kind: Literal["heading", "paragraph", "item", "row", "line"]
    start: int
    end: int
    page: int | None = None
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage in one language, as ISO 639-1 says it."""

    start: int
    end: int
    language: str


@dataclass(frozen=True, slots=True)
class Document:
    """The visible text of one file, exactly once. It never changes after *read*.

    `language` is that of most of its words; `foreign` are the passages that are not English.
    """

    text: str
    media_type: str
    sha256: str
    pages: tuple[Page, ...] = ()
    links: tuple[Link, ...] = ()
    warnings: tuple[DocumentWarning, ...] = ()
    language: str = "en"
    blocks: tuple[TextBlock, ...] = ()
    foreign: tuple[Passage, ...] = ()


# -- parse --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of evidence."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Section:
    kind: SectionKind
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Line:
    """One logical line: a bullet, a sentence or a heading, unwrapped. `text[start:end]` is verbatim."""

    start: int
    end: int
    section: SectionKind
    page: int
    embedded: bool
    """Whether the line may be evidence; false for headers, headings, boilerplate sections."""
    position: int | None = None
    """Index into `Profile.positions` of the job the line belongs to."""
    heading: bool = False
    need: Need | None = None
    """In JDs, what the line's own words ask for; None where only its section tells."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a skill is named, and in what sense."""

    skill_id: str
    start: int
    end: int
    polarity: Polarity
    depth: Depth
    need: Need | None
    section: SectionKind
    position: int | None = None
    implied_by: str | None = None
    """Id of the skill that is named there and implies this one; None where this one is named."""
    years: int | None = None
    """Years of experience said of it there: "5+ years of Python"."""
    asked: bool | None = None
    """In job ads, whether the reader is asked to know it; False where the ad only tells of it."""


@dataclass(frozen=True, slots=True)
class Position:
    """One job held. Months count from year 0 (`year * 12 + month - 1`); `end_month` is inclusive."""

    title: str
    organisation: str
    start: int
    end: int
    start_month: int | None
    end_month: int | None
    current: bool
    written_end_month: int | None = None
    """The end as it stands in the text where that is later than the month of reading."""


def total_months(positions: Iterable[Position]) -> int:
    """Months in any position, overlaps counted once."""
    spans = sorted(
        (p.start_month, p.end_month)
        for p in positions
        if p.start_month is not None and p.end_month is not None
    )
    total, reached = 0, -1
    for start, end in spans:
        first = max(start, reached + 1)
        total += max(0, end - first + 1)
        reached = max(reached, end)
    return total


@dataclass(frozen=True, slots=True)
class TitleMention:
    """A job title in the text and the roles its alias stands for, weight by role id."""

    start: int
    end: int
    alias: str
    roles: tuple[tuple[str, float], ...]
    confidence: float
    section: SectionKind
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Redaction:
    """A span that says who somebody is, or tells the reader what to do: never embedded, never scored."""

    kind: Literal[
        "name", "email", "phone", "address", "url", "date_of_birth", "pronoun", "school", "instruction",
    ]  # fmt: skip
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Profile:
    """What *parse* found in a document; `months` is the total time in dated positions."""

    kind: DocumentKind
    document: Document
    sections: tuple[Section, ...]
    lines: tuple[Line, ...]
    mentions: tuple[Mention, ...]
    positions: tuple[Position, ...]
    education: tuple[Span, ...]
    titles: tuple[TitleMention, ...]
    redactions: tuple[Redaction, ...]
    level: Level
    months: int
    warnings: tuple[DocumentWarning, ...] = ()
    """What *parse* wondered at: dates in the future, an end before its start, …"""
    alternatives: tuple[tuple[int, ...], ...] = ()
    """In JDs, groups of indices into `mentions`: any one of a group satisfies the requirement."""
    unrecognised: tuple[Span, ...] = ()
    """Tool-like items of skills lists that the corpus does not know; in job ads, further terms asked for."""


@dataclass(frozen=True, slots=True)
class Level:
    """P1 to P6 with probabilities in that order; `code` is the most likely one."""

    code: str
    probabilities: tuple[float, ...]
    evidence: tuple[Span, ...]


# -- embed --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entry:
    """One indexed text. `owner` is a role, occupation, boilerplate kind or skill id; `part` a task."""

    kind: EntryKind
    owner: str
    part: str
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """An index entry near a line of the document; `similarity` is a cosine, higher is nearer."""

    entry: Entry
    line: int
    similarity: float


@dataclass(frozen=True, slots=True, eq=False)
class LineHits:
    """For each embedded line the nearest entry of every group; a group is (kind, owner, part).

    Shape: similarity and nearest (len(lines), len(groups)). `lines` are indices into
    `Profile.lines`; `nearest` indexes `entries`.
    """

    lines: tuple[int, ...]
    groups: tuple[tuple[EntryKind, str, str], ...]
    similarity: Vectors
    nearest: NDArray[np.int64]
    entries: tuple[Entry, ...]

    def spread(self, lines: Sequence[int], rows: Sequence[int]) -> LineHits:
        """The hits of each row of `rows` as those of the line beside it."""
        picked = list(rows)
        return LineHits(
            tuple(lines), self.groups, self.similarity[picked], self.nearest[picked], self.entries
        )

    def hit(self, row: int, group: int) -> Hit:
        entry = self.entries[int(self.nearest[row, group])]
        return Hit(entry, self.lines[row], float(self.similarity[row, group]))


# -- match --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Contribution:
    """One term of a role's score: `value * weight`, with the words that say so."""

    feature: str
    value: float
    weight: float
    evidence: tuple[Span, ...] = ()

    @property
    def amount(self) -> float:
        return self.value * self.weight


@dataclass(frozen=True, slots=True)
class SkillFinding:
    """One skill a role asks for, and what the document says of it."""

    skill_id: str
    need: RoleNeed
    status: FindingStatus
    depth: Depth | None
    months: int | None
    last_used: int | None
    evidence: tuple[Span, ...]
    similarity: float | None = None
    """Of the line that shows the skill without naming it, where `status` is `near`."""
    gain: float | None = None
    """By how much the role's probability would rise, were the skill used at work; None unmeasured."""

    @property
    def is_gap(self) -> bool:
        """A core or common skill that is not shown."""
        return self.status in GAP_KINDS and self.need != "optional"


@dataclass(frozen=True, slots=True)
class TaskFinding:
    """One task of a role; `coverage` 0 to 1 with the lines that cover it."""

    task_id: str
    time_share: float
    coverage: float
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class RoleMatch:
    """One role's score is the sum of its contributions; probability is a softmax over all roles."""

    role_id: str
    score: float
    probability: float
    contributions: tuple[Contribution, ...]
    findings: tuple[SkillFinding, ...]
    tasks: tuple[TaskFinding, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """`match`, `abstain` (too close to call) or `none` (none of the roles); `reason` is a code."""

    status: VerdictStatus
    role_id: str | None
    probability: float
    margin: float
    reason: str
    deciders: tuple[str, ...] = ()
    """Between two close roles: the skill that would most speak for the first, and that for the second."""


@dataclass(frozen=True, slots=True)
class EngineStamp:
    """What made a report: versions and hashes; equal stamps and input give equal bytes."""

    version: str
    model: str
    corpus: str
    index: str


@dataclass(frozen=True, slots=True)
class Report:
    """Everything known of one document. `roles` are best first; `none` is not among them."""

    engine: EngineStamp
    profile: Profile
    verdict: Verdict
    roles: tuple[RoleMatch, ...]
    none_match: RoleMatch
