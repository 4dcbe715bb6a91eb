"""What labelled documents taught: how much the meaning of a line, and a skill, speak for each answer.

Both are linear, so a document's share of the score is a sum over its lines and its skills.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from rolefit.errors import ModelError
from rolefit.types import DocumentKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rolefit.types import Vectors

    Floats = NDArray[np.float64]

KINDS: tuple[DocumentKind, ...] = ("jd", "resume")


@dataclass(frozen=True, slots=True)
class Reading:
    """Columns are `answers`; every row adds up to 0, so nothing is said of an answer not learnt."""

    answers: tuple[str, ...]
    """Role ids and *none*."""
    encoder_sha256: str
    """The lines' weights read this encoder's vectors and no other's."""
    centres: Mapping[DocumentKind, Floats]
    """The mean line of each kind of document, shape (dimension,)."""
    lines: Floats
    """Shape (dimension + 1, answers); the last row is what any line says."""
    skills: Mapping[str, Floats]
    """Skill id to shape (answers,)."""

    def read_lines(self, vectors: Vectors, kind: DocumentKind) -> Floats:
        """What each line says for each answer, shape (lines, answers)."""
        moved = vectors.astype(np.float64) - self.centres[kind]
        return np.asarray(moved @ self.lines[:-1] + self.lines[-1])


def load_reading(path: Path) -> Reading:
    """Read `reading.npz`, which scripts/train.py writes.

    Raises: ModelError.
    """
    try:
        with np.load(path) as data:
            skills = dict(
                zip(data["skill_ids"].tolist(), data["skills"].astype(float), strict=True)
            )
            return Reading(
                answers=tuple(data["answers"].tolist()),
                encoder_sha256=str(data["encoder"]),
                centres=dict(zip(KINDS, data["centres"].astype(float), strict=True)),
                lines=data["lines"].astype(float),
                skills=skills,
            )
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"{path} is not a reading; 'scripts/train.py' writes one") from error


def save_reading(reading: Reading, path: Path) -> None:
    """The same reading gives the same bytes; numbers are kept as float32."""
    ids = sorted(reading.skills)
    np.savez(
        path,
        answers=np.array(reading.answers),
        encoder=np.array(reading.encoder_sha256),
        centres=np.stack([reading.centres[kind] for kind in KINDS]).astype(np.float32),
        lines=reading.lines.astype(np.float32),
        skill_ids=np.array(ids),
        skills=np.stack([reading.skills[i] for i in ids]).astype(np.float32),
    )
