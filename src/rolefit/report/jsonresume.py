"""A résumé as JSON Resume 1.0.0 (jsonresume.org/schema): work, education, skills. No guesses, no contacts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from rolefit.report.skills import skill_rows
from rolefit.types import Position, Profile

if TYPE_CHECKING:
    from rolefit.corpus import Corpus

SCHEMA_URL = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
_LEVELS = {"led": "Expert", "built": "Advanced", "used": "Intermediate", "familiar": "Beginner"}


def profile_to_jsonresume(profile: Profile, corpus: Corpus) -> str:
    """Valid against the published schema; what the text does not say is left out."""
    return json.dumps(jsonresume(profile, corpus), ensure_ascii=False, indent=2) + "\n"


def jsonresume(profile: Profile, corpus: Corpus) -> dict[str, Any]:
    text = profile.document.text
    summary = " ".join(
        text[line.start : line.end]
        for line in profile.lines
        if line.section == "summary" and line.embedded
    )
    title = next((p.title for p in profile.positions if p.title), "")
    basics = {key: value for key, value in (("label", title), ("summary", summary)) if value}
    return {
        "$schema": SCHEMA_URL,
        "basics": basics,
        "work": [_work(profile, number, p) for number, p in enumerate(profile.positions)],
        "education": [
            {"studyType": text[span.start : span.end]}
            for span in profile.education
            if len(text[span.start : span.end].split()) > 1
        ],
        "skills": [
            {"name": row["label"], "level": _LEVELS[row["depth"]]}
            if row["depth"] in _LEVELS
            else {"name": row["label"]}
            for row in skill_rows(profile, corpus)
            if row["polarity"] in {"affirmed", "hedged"} and row["implied_by"] is None
        ],
        "meta": {"version": "v1.0.0"},
    }


def _work(profile: Profile, number: int, position: Position) -> dict[str, Any]:
    text = profile.document.text
    highlights = [
        text[line.start : line.end]
        for line in profile.lines
        if line.position == number and line.embedded
    ]
    last = position.written_end_month or position.end_month
    fields = {
        "name": position.organisation,
        "position": position.title,
        "startDate": _month(position.start_month),
        "endDate": None if position.current else _month(last),
        "highlights": highlights,
    }
    return {key: value for key, value in fields.items() if value}


def _month(month: int | None) -> str | None:
    return None if month is None else f"{month // 12:04d}-{month % 12 + 1:02d}"
