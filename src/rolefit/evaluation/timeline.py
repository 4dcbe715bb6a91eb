"""Date forms and whole experience sections against the labelled cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console

from rolefit.evaluation.cases import AS_OF, load_cases, load_default_parser, parse_text
from rolefit.parse.dates import find_date_ranges
from rolefit.parse.pipeline import Parser
from rolefit.parse.timeline import find_gaps


def date_faults(case: Mapping[str, Any]) -> list[str]:
    """What is wrong with the reading of one date form."""
    found = find_date_ranges(case["text"], as_of=AS_OF)
    if not case["valid"]:
        return [f"found {case['text'][d.start : d.end]!r}" for d in found]
    if not found:
        return ["nothing found"]
    said = {
        "start": _month(found[0].start_month),
        "end": None if found[0].current else _month(found[0].end_month),
        "current": found[0].current,
        "warning": found[0].warning,
    }
    return [f"{k}: {case[k]} → {v}" for k, v in said.items() if case[k] != v]


def timeline_faults(parser: Parser, case: Mapping[str, Any]) -> list[str]:
    """What is wrong with the positions, months, gaps and warnings of one experience section."""
    profile = parse_text(parser, case["text"], kind="resume")
    faults = []
    found = [
        {
            "title": p.title,
            "organisation": p.organisation,
            "start": _month(p.start_month),
            "end": None if p.current else _month(p.written_end_month or p.end_month),
            "current": p.current,
        }
        for p in profile.positions
    ]
    if len(found) != len(case["positions"]):
        faults.append(f"{len(found)} positions, not {len(case['positions'])}")
    for said, is_so in zip(found, case["positions"], strict=False):
        faults += [f"{k}: {v!r} → {said[k]!r}" for k, v in is_so.items() if said[k] != v]
    if profile.months != case["months_total"]:
        faults.append(f"months {case['months_total']} → {profile.months}")
    gaps = [[_month(first), _month(last)] for first, last in find_gaps(profile.positions)]
    if gaps != case["gaps"]:
        faults.append(f"gaps {case['gaps']} → {gaps}")
    warnings = sorted(
        {w.code.removesuffix("_date") for w in profile.warnings if w.code.endswith("_date")}
    )
    if warnings != sorted(case["warnings"]):
        faults.append(f"warnings {case['warnings']} → {warnings}")
    return faults


def _month(month: int | None) -> str | None:
    return None if month is None else f"{month // 12:04d}-{month % 12 + 1:02d}"


def main(argv: Sequence[str] | None = None) -> int:
    console = Console(width=140)
    dates = load_cases("dates")
    wrong = [(case["text"], faults) for case in dates if (faults := date_faults(case))]
    console.print(f"[bold]dates[/]: {len(dates)} forms, {len(wrong)} wrong")
    parser = load_default_parser()
    sections = load_cases("timelines")
    wrong_sections = [(c["id"], faults) for c in sections if (faults := timeline_faults(parser, c))]
    for name, faults in wrong:
        console.print(f"  {name}: {'; '.join(faults)}", markup=False, highlight=False)
    console.print(f"[bold]sections[/]: {len(sections)}, {len(wrong_sections)} wrong")
    for name, faults in wrong_sections:
        console.print(f"  {name}: {'; '.join(faults)}", markup=False, highlight=False)
    return 0
