"""One document all the way: the only place where the rooms meet."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rolefit.advise.adjacency import measure_duties
from rolefit.advise.advice import build_advice, choose_match
from rolefit.errors import UsageError
from rolefit.match.counterfactual import explain_verdict, measure_gaps, smallest_additions
from rolefit.match.evidence import Evidence
from rolefit.match.model import decide, rank_roles
from rolefit.read import ReadLimits
from rolefit.types import (
    Document,
    EngineStamp,
    KindChoice,
    Profile,
    Redaction,
    Report,
)  # fmt: skip

if TYPE_CHECKING:
    from rolefit.advise.adjacency import DutyOverlap
    from rolefit.advise.advice import Advice, AdviceOptions
    from rolefit.corpus import Corpus
    from rolefit.corpus_advice import Guide
    from rolefit.embed.encoder import Encoder
    from rolefit.embed.index import Index
    from rolefit.match.evidence import Knowledge
    from rolefit.match.model import Weights
    from rolefit.parse.pipeline import Parser
    from rolefit.read import Sandbox
    from rolefit.settings import Settings

KINDS: tuple[KindChoice, ...] = ("resume", "jd", "auto")


@dataclass(frozen=True, slots=True)
class Engine:
    """Immutable and, once loaded, free of I/O except for the file it is asked to read.

    Its sandbox starts with the first file and ends with `close`, or with this process.
    """

    settings: Settings
    corpus: Corpus
    parser: Parser
    encoder: Encoder
    index: Index
    knowledge: Knowledge
    weights: Weights
    stamp: EngineStamp
    sandbox: Sandbox

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the reading processes; the next file starts them again."""
        self.sandbox.close()

    def match(
        self,
        source: Path | str | bytes | Document,
        *,
        kind: KindChoice = "auto",
        as_of: int | None = None,
    ) -> Report:
        """Read, parse, rank and explain one document.

        `source` is a path, the bytes of a file, its text, or a `Document`; a `str` is a path when a
        file of that name exists, and text otherwise. `as_of` is the month "present" means,
        in months since year 0.
        Raises: ReadError when the document cannot be read, UsageError for an unknown kind.
        """
        profile = self.parse(self.read(source), kind=kind, as_of=as_of)
        evidence = self.weigh(profile)
        roles, none_match = rank_roles(evidence, self.weights)
        margin = self.settings.abstain_margin
        verdict = decide(
            roles,
            none_match,
            margin=self.weights[profile.kind].margin if margin is None else margin,
            work=float(evidence.line_weights.sum()),
            language=profile.document.language,
        )
        verdict = explain_verdict(verdict, roles, evidence, self.weights)
        first = measure_gaps(evidence, self.weights, roles[0])
        return Report(self.stamp, profile, verdict, (first, *roles[1:]), none_match)

    def advise(self, report: Report, guide: Guide, *, options: AdviceOptions) -> Advice:
        """What to do now, from a report of this engine.

        Raises: NoSuchRole, AnswersError, UsageError.
        """
        chosen = choose_match(report, options.role_id)
        additions: tuple[str, ...] | None = ()
        if chosen != report.roles[0] or chosen.probability <= report.none_match.probability:
            evidence = self.weigh(report.profile)
            measured = measure_gaps(evidence, self.weights, chosen)
            roles = tuple(measured if role == chosen else role for role in report.roles)
            report = replace(report, roles=roles)
            gaps = [finding.skill_id for finding in measured.findings if finding.is_gap]
            additions = smallest_additions(
                evidence, self.weights, role_id=chosen.role_id, skill_ids=gaps
            )
        return build_advice(report, self.corpus, guide, options=options, additions=additions)

    def duty_overlap(self) -> DutyOverlap:
        return duty_overlap(self.index)

    def read(self, source: Path | str | bytes | Document) -> Document:
        """Read in a worker process with limits; a `Document` is one already.

        Raises: ReadError.
        """
        if isinstance(source, Document):
            return source
        limits = self.read_limits
        if isinstance(source, bytes):
            return self.sandbox.read(source, limits=limits)
        if isinstance(source, Path) or _names_file(source):
            return self.sandbox.read_file(source, limits=limits)
        return self.sandbox.read(source.encode("utf-8", errors="replace"), limits=limits)

    @property
    def read_limits(self) -> ReadLimits:
        return read_limits(self.settings)

    def parse(
        self, document: Document, *, kind: KindChoice = "auto", as_of: int | None = None
    ) -> Profile:
        """Raises: UsageError for an unknown kind."""
        if kind not in KINDS:
            raise UsageError(f"unknown kind '{kind}'; kinds are: {', '.join(KINDS)}")
        return self.parser.parse(
            document, kind=kind, as_of=this_month() if as_of is None else as_of
        )

    def weigh(self, profile: Profile) -> Evidence:
        """Embed the lines that may be evidence, without who somebody is, and search them.

        Distinct lines are searched in sorted order: the order of lines changes no bit of any cosine.
        """
        spoken = embedded_texts(profile)
        numbers, texts = list(spoken), list(spoken.values())
        distinct = sorted(set(texts))
        row = {text: i for i, text in enumerate(distinct)}
        rows = [row[text] for text in texts]
        vectors = self.encoder.encode(distinct)
        hits = self.index.search_lines(vectors, range(len(distinct)))
        return Evidence(profile, self.knowledge, hits.spread(numbers, rows), vectors[rows])


def duty_overlap(index: Index) -> DutyOverlap:
    """How far the roles' duties overlap, as wholes and by task; the roles' own lines are searched."""
    hits, owners = index.search_own_duties()
    tasks = [index.entries[row].part for row in hits.lines]
    return measure_duties(hits, owners, tasks)


def read_limits(settings: Settings) -> ReadLimits:
    """What the settings allow for reading one file."""
    s = settings
    return ReadLimits(
        max_bytes=s.max_upload_bytes,
        max_pages=s.max_pages,
        max_characters=s.max_characters,
        max_unpacked_bytes=s.max_unpacked_bytes,
        wall_seconds=s.read_wall_seconds,
        cpu_seconds=s.read_cpu_seconds,
        memory_bytes=s.read_memory_bytes,
        max_ocr_pages=s.max_ocr_pages,
        ocr_seconds=s.ocr_seconds,
    )


def embedded_texts(profile: Profile) -> dict[int, str]:
    """Number to text of the lines that are embedded."""
    return {
        number: text
        for number, line in enumerate(profile.lines)
        if line.embedded and (text := embedded_text(profile, number))
    }


def embedded_text(profile: Profile, number: int) -> str:
    """A line as it is embedded: redacted spans out, white space single."""
    line = profile.lines[number]
    pieces, position = [], line.start
    for redaction in profile.redactions:
        if redaction.end <= position or redaction.start >= line.end:
            continue
        pieces.append(profile.document.text[position : max(position, redaction.start)])
        pieces.append(_stand_in(redaction))
        position = min(redaction.end, line.end)
    pieces.append(profile.document.text[position : line.end])
    return re.sub(r"\s+", " ", "".join(pieces)).strip()


def _stand_in(redaction: Redaction) -> str:
    return "they" if redaction.kind == "pronoun" else " "


def _names_file(source: str) -> bool:
    if len(source) > 4096 or "\n" in source or "\0" in source:
        return False
    try:
        return Path(source).is_file()
    except OSError:
        return False


def this_month() -> int:
    """Months since year 0 of today, in UTC."""
    now = datetime.now(tz=UTC)
    return now.year * 12 + now.month - 1
