"""Labelled documents to numbers: job descriptions under three conditions, and résumés."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import yaml

from rolefit.evaluation.splits import find_companies, is_held_out
from rolefit.match.evidence import SILENCE
from rolefit.match.features import FEATURES, NONE_ALONE
from rolefit.types import NONE_ROLE, DocumentKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rolefit.engine import Engine
    from rolefit.match.evidence import Evidence
    from rolefit.types import Profile

    Floats = NDArray[np.float64]

CONDITIONS = ("masked", "text", "title")
"""Title and role names hidden; the text as it is; the title above the text."""
CORPUS = "corpus"
"""Not a condition: short documents drawn from the corpus' own duties."""
DRAWN_LINES = 6
DRAWN_PER_ROLE, DRAWN_OUTSIDE = 60, 300
SHARED = tuple(name for name in FEATURES if name not in {"line_reading", "skill_reading"})
AS_OF = 2026 * 12 + 10


@dataclass(frozen=True, slots=True)
class Labelled:
    id: str
    text: str
    label: str
    kind: DocumentKind
    condition: str
    group: int
    source: str
    date: str
    also: tuple[str, ...] = ()
    title_silent: bool = False


@dataclass(frozen=True, slots=True)
class Examples:
    """Shape: shared (n, answers, len(SHARED)), lines (n, dim), mass (n,), skills (n, len(skill_ids))."""

    documents: tuple[Labelled, ...]
    answers: tuple[str, ...]
    skill_ids: tuple[str, ...]
    shared: Floats
    lines: Floats
    mass: Floats
    skills: Floats

    @property
    def labels(self) -> NDArray[np.int64]:
        return np.array([self.answers.index(d.label) for d in self.documents])

    def which(self, kind: DocumentKind, condition: str | None = None) -> NDArray[np.int64]:
        """Rows of real documents of a kind; those drawn from the corpus only when asked for."""
        return np.array(
            [
                i
                for i, d in enumerate(self.documents)
                if d.kind == kind
                and (d.condition == condition if condition else d.condition != CORPUS)
            ],
            dtype=np.int64,
        )


def load_jds(path: Path, *, conditions: Sequence[str] = CONDITIONS) -> list[Labelled]:
    """The job descriptions of a `.jsonl.gz`, once for each condition, in its order."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    companies = find_companies([row["text"] for row in rows])
    return [
        Labelled(
            row["id"], text_of(row, condition), NONE_ROLE if row["role"] == "other" else row["role"],
            "jd", condition, company, row["source"], row["date"] or "",
        )
        for condition in conditions
        for row, company in zip(rows, companies, strict=True)
    ]  # fmt: skip


def text_of(row: Mapping[str, str], condition: str) -> str:
    """The text of a job description under one of the conditions."""
    if condition == "title":
        return f"{row['title']}\n\n{row['text']}"
    return row["text_masked" if condition == "masked" else "text"]


def load_resumes(folder: Path, *, held_out: bool) -> list[Labelled]:
    """The labelled résumés of a folder that are held out, or those that are not."""
    documents = []
    for number, path in enumerate(sorted(folder.glob("*.yaml"))):
        if is_held_out(path.stem) == held_out:
            data = yaml.safe_load(path.read_text(encoding="utf-8"))
            documents.append(
                Labelled(
                    path.stem, data["text"], data["role"], "resume", "resume", -1 - number, "", "",
                    tuple(data["also"]), data["title_silent"],
                )
            )  # fmt: skip
    return documents


def build_examples(
    engine: Engine, documents: Sequence[Labelled], profiles: Sequence[Profile]
) -> Examples:
    """Weigh every document, parsed; `engine` knows the vector of each of their lines."""
    answers = (*engine.knowledge.role_ids, NONE_ROLE)
    row = engine.knowledge.skill_rows
    shared, lines, mass = [], [], []
    skills = np.zeros((len(documents), len(row)))
    for number, profile in enumerate(profiles):
        evidence = engine.weigh(profile)
        shared.append(_shared(evidence, len(answers)))
        weights = evidence.line_weights
        lines.append(evidence.certainty * (weights @ evidence.vectors.astype(np.float64)))
        mass.append(evidence.certainty * float(weights.sum()))
        for skill_id, (strength, _) in evidence.skills.items():
            skills[number, row[skill_id]] = evidence.certainty * strength
    return Examples(
        tuple(documents),
        answers,
        tuple(row),
        np.stack(shared),
        np.stack(lines),
        np.array(mass),
        skills,
    )


def _shared(evidence: Evidence, answers: int) -> Floats:
    values = np.zeros((answers, len(SHARED)))
    for column, name in enumerate(SHARED):
        for answer in range(answers):
            if answer == answers - 1 or name not in NONE_ALONE:
                values[answer, column] = FEATURES[name](evidence, answer).value
    return values


def draw_from_corpus(engine: Engine, *, answers: Sequence[str], skills: int) -> Examples:
    """Short documents of six duties of a role, or of an outside occupation, labelled by it.

    Only their lines are read: of what all answers share they say nothing that the corpus did not say first.
    """
    draw = random.Random(0)
    corpus = engine.corpus
    of_roles = [(role.id, [d.text for d in role.duties]) for role in corpus.roles] * DRAWN_PER_ROLE
    outside = [
        (NONE_ROLE, list(draw.choice(corpus.occupations).duties)) for _ in range(DRAWN_OUTSIDE)
    ]
    documents, lines, mass = [], [], []
    for number, (label, duties) in enumerate([*of_roles, *outside]):
        drawn = draw.sample(duties, min(DRAWN_LINES, len(duties)))
        share = len(drawn) / (SILENCE + len(drawn))
        documents.append(
            Labelled(f"{CORPUS}/{number}", "", label, "jd", CORPUS, -100_000 - number, CORPUS, "")
        )
        lines.append(engine.encoder.encode(drawn).astype(np.float64).mean(axis=0) * share)
        mass.append(share)
    n = len(documents)
    return Examples(
        tuple(documents), tuple(answers), (), np.zeros((n, len(answers), len(SHARED))),
        np.stack(lines), np.array(mass), np.zeros((n, skills)),
    )  # fmt: skip


def join(one: Examples, other: Examples) -> Examples:
    return Examples(
        (*one.documents, *other.documents),
        one.answers,
        one.skill_ids,
        np.concatenate([one.shared, other.shared]),
        np.vstack([one.lines, other.lines]),
        np.concatenate([one.mass, other.mass]),
        np.vstack([one.skills, other.skills]),
    )
