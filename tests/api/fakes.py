"""A small corpus, a report made by hand and an engine that answers with it."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable

from starlette.testclient import TestClient

from rolefit.advise.advice import Advice, AdviceOptions
from rolefit.api.app import create_app
from rolefit.corpus import Corpus, LevelDefinition, Role, Skill, Task, Titles
from rolefit.corpus_advice import Guide
from rolefit.read import ReadLimits, read
from rolefit.settings import Settings
from rolefit.types import (
    NONE_ROLE,
    Contribution,
    Document,
    DocumentWarning,
    EngineStamp,
    KindChoice,
    Level,
    Line,
    Mention,
    Polarity,
    Profile,
    Redaction,
    Report,
    RoleMatch,
    Section,
    SkillFinding,
    Span,
    TaskFinding,
    TitleMention,
    Verdict,
)  # fmt: skip
from tests.api.fake_advice import make_advice, make_guide

TEXT = """Ada Example

Experience
Data Engineer, Parcel Works
- Built pipelines in Python and <b>Spark</b> & moved
  them to Airflow.
- No experience with Scala.
"""
BULLET = "Built pipelines in Python and <b>Spark</b> & moved\n  them to Airflow."
DENIAL = "No experience with Scala."
SKILLS = {"python": "Python", "spark": "Spark", "scala": "Scala", "kafka": "Kafka", "dbt": "dbt"}


def make_corpus() -> Corpus:
    """Two roles, five skills, six levels; only what answers show is there."""
    task = Task.model_construct(id="pipelines", label="Build pipelines", time_share=100.0)
    roles = tuple(
        Role.model_construct(
            id=id, code=code, title=title, short_title=code[-2:], summary=f"What a {title} does.",
            tasks=(task,), skills=(), is_not=(),
        )
        for id, code, title in (
            ("data_engineer", "DATAAN.DE", "Data Engineer"),
            ("ml_engineer", "MACHIN.ML", "Machine Learning Engineer"),
        )
    )  # fmt: skip
    return Corpus.model_construct(
        roles=roles,
        skills=tuple(Skill.model_construct(id=id, label=label) for id, label in SKILLS.items()),
        categories=dict.fromkeys(SKILLS, "tools"),
        occupations=(),
        titles=Titles(aliases=(), stems=(), level_forms=()),
        levels=tuple(LevelDefinition.model_construct(code=f"P{n}") for n in range(1, 7)),
    )


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def make_document(text: str = TEXT, *, warnings: Iterable[DocumentWarning] = ()) -> Document:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(text, "text/plain", digest, warnings=tuple(warnings))


def make_profile(document: Document) -> Profile:
    """What a parser would find in `TEXT`; of any other text one section that holds it all."""
    text = document.text
    level = Level("P3", (0.05, 0.15, 0.5, 0.2, 0.06, 0.04), ())
    if BULLET not in text:
        lines = (Line(0, len(text), "other", 0, True),)
        return Profile("resume", document, (), lines, (), (), (), (), (), level, 0)
    bullet, denial = span(text, BULLET), span(text, DENIAL)
    title, name, heading = (
        span(text, words) for words in ("Data Engineer", "Ada Example", "Experience")
    )
    mentions = (
        *(
            _mention(text, skill, label)
            for skill, label in (("python", "Python"), ("spark", "Spark"))
        ),
        _mention(text, "scala", "Scala", denied=True),
    )
    return Profile(
        kind="resume",
        document=document,
        sections=(Section("experience", "Experience", heading.start, len(text)),),
        lines=(
            Line(bullet.start, bullet.end, "experience", 0, True),
            Line(denial.start, denial.end, "experience", 0, True),
        ),
        mentions=mentions,
        positions=(),
        education=(),
        titles=(_title(title),),
        redactions=(Redaction("name", name.start, name.end),),
        level=level,
        months=18,
    )  # fmt: skip


def make_report(document: Document | None = None, *, status: str = "match") -> Report:
    """data_engineer .7, ml_engineer .2, none .1; with `none` the other way round."""
    document = document or make_document()
    profile = make_profile(document)
    known = BULLET in document.text
    bullet = (span(document.text, BULLET),) if known else ()
    title = (span(document.text, "Data Engineer"),) if known else ()
    outside = status == "none"
    first = RoleMatch(
        "data_engineer", 3.0, 0.1 if outside else 0.7,
        (
            Contribution("title_evidence", 0.25, 4.0, title),
            Contribution("duty_share", 0.333, 5.0, bullet),
            Contribution("duty_similarity", -0.165, 1.0),
            Contribution("line_reading", 0.5, 1.0, bullet),
        ),
        tuple(_findings()),
        (TaskFinding("pipelines", 1.0, 0.8, bullet),),
    )  # fmt: skip
    second = RoleMatch("ml_engineer", 1.0, 0.2, (Contribution("duty_share", 0.2, 5.0),), (), ())
    none = RoleMatch(
        NONE_ROLE, 0.3, 0.7 if outside else 0.1, (Contribution("constant", 1.0, 0.3),), (), ()
    )
    return Report(
        EngineStamp("0.1.0", "fake@0", "c0", "1:2x3"),
        profile,
        _verdict(status),
        (first, second),
        none,
    )


class FakeEngine:
    """Answers `make_report`; raises `error` instead when it has one."""

    def __init__(self, *, error: Exception | None = None, status: str = "match") -> None:
        self.corpus = make_corpus()
        self.seen: list[tuple[Document, KindChoice]] = []
        self.error = error
        self._status = status

    def read(self, source: bytes, /) -> Document:
        return read(source, limits=ReadLimits())

    def match(self, source: Document, /, *, kind: KindChoice = "auto") -> Report:
        self.seen.append((source, kind))
        if self.error is not None:
            raise self.error
        return make_report(source, status=self._status)

    def advise(self, report: Report, guide: Guide, /, *, options: AdviceOptions) -> Advice:
        return make_advice(report, self.corpus, options.period)

    def duty_overlap(self) -> None:
        return None

    def close(self) -> None:
        pass


class BlockedEngine(FakeEngine):
    """Answers when `release` is set."""

    def __init__(self) -> None:
        super().__init__()
        self.release = threading.Event()

    def match(self, source: Document, /, *, kind: KindChoice = "auto") -> Report:
        self.release.wait(30)
        return super().match(source, kind=kind)


def make_client(engine: FakeEngine | None = None, settings: Settings | None = None) -> TestClient:
    """A client that speaks to the application as a server would, errors and all."""
    app = create_app(settings=settings or Settings(), engine=engine or FakeEngine())
    if engine is None or len(engine.corpus.roles) == len(make_corpus().roles):
        app.state.service.guide = make_guide()  # the real one does not fit the small corpus
    return TestClient(app, raise_server_exceptions=False)


def _mention(text: str, skill_id: str, label: str, *, denied: bool = False) -> Mention:
    place = span(text, label)
    polarity: Polarity = "denied" if denied else "affirmed"
    return Mention(skill_id, place.start, place.end, polarity, "built", None, "experience")


def _title(place: Span) -> TitleMention:
    roles = (("data_engineer", 1.0),)
    return TitleMention(place.start, place.end, "Data Engineer", roles, 1.0, "experience")


def _findings() -> Iterable[SkillFinding]:
    rows = (
        ("python", "core", "shown"), ("kafka", "core", "missing"), ("dbt", "common", "listed"),
        ("scala", "common", "denied"),
    )  # fmt: skip
    for skill_id, need, status in rows:
        yield SkillFinding(skill_id, need, status, None, None, None, ())  # type: ignore[arg-type]


def _verdict(status: str) -> Verdict:
    if status == "none":
        return Verdict("none", None, 0.7, 0.5, "outside")
    if status == "abstain":
        return Verdict("abstain", "data_engineer", 0.7, 0.05, "close_roles")
    return Verdict("match", "data_engineer", 0.7, 0.5, "clear")
