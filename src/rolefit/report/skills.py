"""The skills of one document as rows: for a table, CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.table import Table

from rolefit.match.findings import months_with
from rolefit.types import DEPTHS, Mention, Profile

if TYPE_CHECKING:
    from rolefit.corpus import Corpus

POLARITIES = ("affirmed", "hedged", "others", "aspired", "denied")
COLUMNS = (
    "id", "label", "category", "polarity", "depth", "need", "asked", "years", "months", "last_used",
    "implied_by", "esco_uri", "esco_match", "mentions", "evidence",
)  # fmt: skip


def skill_rows(profile: Profile, corpus: Corpus) -> list[dict[str, Any]]:
    """One row a skill, named ones first, deepest first; `evidence` is the text of its best mention."""
    grouped: dict[str, list[Mention]] = {}
    for mention in profile.mentions:
        grouped.setdefault(mention.skill_id, []).append(mention)
    rows = [_row(profile, skill_id, found, corpus) for skill_id, found in grouped.items()]
    return sorted(
        rows,
        key=lambda row: (
            row["implied_by"] is not None,
            POLARITIES.index(row["polarity"]),
            -DEPTHS.index(row["depth"]),
            row["id"],
        ),
    )


def _row(
    profile: Profile, skill_id: str, mentions: Sequence[Mention], corpus: Corpus
) -> dict[str, Any]:
    best = min(mentions, key=lambda m: (POLARITIES.index(m.polarity), -DEPTHS.index(m.depth)))
    affirmed = [m for m in mentions if m.polarity == "affirmed"]
    months, last_used = months_with(profile, affirmed)
    skill = corpus.skill_by_id[skill_id]
    return {
        "id": skill_id,
        "label": skill.label,
        "category": corpus.categories[skill_id],
        "polarity": best.polarity,
        "depth": best.depth,
        "need": best.need,
        "asked": any(m.asked for m in mentions) if profile.kind == "jd" else None,
        "years": max((m.years for m in mentions if m.years), default=None),
        "months": months,
        "last_used": None
        if last_used is None
        else f"{last_used // 12:04d}-{last_used % 12 + 1:02d}",
        "implied_by": best.implied_by,
        "esco_uri": skill.esco.uri if skill.esco else None,
        "esco_match": skill.esco.match if skill.esco else None,
        "mentions": len(mentions),
        "evidence": {
            "start": best.start,
            "end": best.end,
            "text": profile.document.text[best.start : best.end],
        },
    }


def skills_to_json(profile: Profile, corpus: Corpus) -> str:
    text = profile.document.text
    data = {
        "schema": "rolefit.skills/1",
        "kind": profile.kind,
        "skills": skill_rows(profile, corpus),
        "alternatives": [
            sorted({profile.mentions[number].skill_id for number in group})
            for group in profile.alternatives
        ],
        "unrecognised": [
            {"start": span.start, "end": span.end, "text": text[span.start : span.end]}
            for span in profile.unrecognised
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def skills_to_csv(profile: Profile, corpus: Corpus) -> str:
    """RFC 4180 with `\\n`; the evidence as `start:end`. A cell never begins a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in skill_rows(profile, corpus):
        evidence: Mapping[str, Any] = row["evidence"]
        flat = {**row, "evidence": f"{evidence['start']}:{evidence['end']}"}
        writer.writerow([flat[column] for column in COLUMNS])
    return out.getvalue()


def render_skills(profile: Profile, corpus: Corpus) -> Table:
    """A table for people: what, in what sense, how deep, how long, since when not, by what words."""
    table = Table(box=None, header_style="dim")
    for name in ("skill", "sense", "depth", "years", "last used", "words"):
        table.add_column(name, justify="right" if name == "years" else "left")
    for row in skill_rows(profile, corpus):
        years = row["years"] or (round(row["months"] / 12, 1) if row["months"] else "")
        sense = row["need"] if profile.kind == "jd" and row["need"] else row["polarity"]
        label = f"{row['label']} (from {row['implied_by']})" if row["implied_by"] else row["label"]
        table.add_row(
            label, sense, row["depth"], str(years), row["last_used"] or "", row["evidence"]["text"]
        )
    for span in profile.unrecognised:
        table.add_row(
            profile.document.text[span.start : span.end],
            "unrecognised",
            "",
            "",
            "",
            "",
            style="dim",
        )
    return table
