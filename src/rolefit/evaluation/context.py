"""Polarity, depth and need of mentions, and plain-word traps, against the labelled sentences."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

from rolefit.evaluation.cases import (
    f1_by_label,
    is_tune,
    load_cases,
    load_default_parser,
    macro_f1,
    parse_text,
)
from rolefit.parse.pipeline import Parser
from rolefit.types import DEPTHS, Mention

POLARITIES = ("affirmed", "denied", "aspired", "hedged", "others")
NEEDS = ("required", "preferred", "not_required", "mentioned")
HEADINGS: Mapping[tuple[str, str], str] = {
    ("resume", "summary"): "Summary",
    ("resume", "experience"): "Experience",
    ("resume", "projects"): "Projects",
    ("resume", "education"): "Education",
    ("resume", "skills"): "Skills",
    ("resume", "certifications"): "Certifications",
    ("resume", "other"): "Other",
    ("jd", "about"): "About us",
    ("jd", "role"): "The role",
    ("jd", "responsibilities"): "Responsibilities",
    ("jd", "required"): "Requirements",
    ("jd", "preferred"): "Nice to have",
    ("jd", "other"): "Other",
}
"""The heading that opens a section, so that a sentence is read where it stood."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A labelled mention and what was said of it; None where it was not found."""

    case: Mapping[str, Any]
    label: Mapping[str, Any]
    mention: Mention | None


def read_cases(parser: Parser, cases: Sequence[Mapping[str, Any]]) -> list[Answer]:
    answers = []
    for case in cases:
        heading = HEADINGS[case["kind"], case["section"]]
        text = f"{heading}\n\n• {case['text']}"
        found = parse_text(parser, text, kind=case["kind"]).mentions
        taken: set[int] = set()
        for label in case["mentions"]:
            number = next(
                (
                    i
                    for i, m in enumerate(found)
                    if i not in taken
                    and m.skill_id == label["skill"]
                    and text[m.start : m.end].casefold() == label["text"].casefold()
                ),
                next(
                    (
                        i
                        for i, m in enumerate(found)
                        if m.skill_id == label["skill"] and not m.implied_by
                    ),
                    None,
                ),
            )
            if number is not None:
                taken.add(number)
            answers.append(Answer(case, label, found[number] if number is not None else None))
    return answers


def trap_faults(parser: Parser, case: Mapping[str, Any]) -> list[str]:
    """What is wrong with the answer to a plain-word trap; nothing when all is right."""
    text = case["text"]
    found = parse_text(parser, text, kind=case.get("kind", "resume")).mentions
    affirmed = {m.skill_id for m in found if m.polarity == "affirmed"}
    everywhere = {m.skill_id for m in found}
    faults = [f"found {skill}" for skill in case.get("not", ()) if skill in everywhere]
    faults += [f"missed {skill}" for skill in case.get("has", ()) if skill not in affirmed]
    for word in case.get("plain", ()):
        start = text.find(word)
        end = start + len(word)
        faults += [f"'{word}' is {m.skill_id}" for m in found if m.start < end and m.end > start]
    for skill, polarity in case.get("polarity", {}).items():
        said = {m.polarity for m in found if m.skill_id == skill}
        if said != {polarity}:
            faults.append(f"{skill} is {sorted(said)}, not {polarity}")
    return faults


# -- the command --------------------------------------------------------------------------


def main(argv: Sequence[str] | None = None) -> int:
    """Print the tables; `--show tune` also prints the wrong answers of the tuning half."""
    options = argparse.ArgumentParser(prog="evaluate.py context", description=__doc__)
    options.add_argument("--show", choices=("tune",), help="print what is wrong there")
    chosen = options.parse_args(argv)
    parser = load_default_parser()
    console = Console(width=120)
    answers = read_cases(parser, load_cases("context"))
    for half in ("tune", "test"):
        part = [a for a in answers if is_tune(a.case["id"]) == (half == "tune")]
        _print_half(console, half, part)
        if chosen.show == half:
            _print_wrong(console, part)
    _print_half(
        console, "written later, learnt from", read_cases(parser, load_cases("context_more"))
    )
    _print_traps(console, parser)
    return 0


def _print_half(console: Console, half: str, answers: Sequence[Answer]) -> None:
    found = sum(a.mention is not None for a in answers)
    console.print(f"[bold]{half}[/]: {len(answers)} mentions, {found} found")
    shown = [a for a in answers if _shows_depth(a)]
    needed = [a for a in answers if "need" in a.label]
    for axis, part, labels in (
        ("polarity", answers, POLARITIES),
        ("depth", shown, DEPTHS),
        ("need", needed, NEEDS),
    ):
        truth = [a.label[axis] for a in part]
        said = [str(getattr(a.mention, axis)) if a.mention else "not found" for a in part]
        if not part:
            continue
        scores = f1_by_label(truth, said, labels)
        table = Table(box=None, header_style="dim", title_justify="left")
        table.title = f"{axis}: macro-F1 {macro_f1(scores):.3f}"
        for name in ("", "precision", "recall", "F1", "cases"):
            table.add_column(name, justify="left" if not name else "right")
        for label, (precision, recall, f1, count) in scores.items():
            table.add_row(label, f"{precision:.2f}", f"{recall:.2f}", f"{f1:.2f}", str(count))
        console.print(table)


def _shows_depth(answer: Answer) -> bool:
    """Denied, aspired and others' mentions have no depth; some cases leave it out."""
    return "depth" in answer.label and answer.label["polarity"] in {"affirmed", "hedged"}


def _print_wrong(console: Console, answers: Sequence[Answer]) -> None:
    for answer in answers:
        mention, label = answer.mention, answer.label
        axes = ["polarity", "need"] if "need" in label else ["polarity"]
        if _shows_depth(answer):
            axes.append("depth")
        wrong = [
            f"{label[axis]} → {getattr(mention, axis) if mention else 'not found'}"
            for axis in axes
            if mention is None or getattr(mention, axis) != label[axis]
        ]
        if wrong:
            case = answer.case
            console.print(
                f"{case['id']} {case['section']} {label['text']}: {', '.join(wrong)}\n    {case['text']}",
                markup=False, highlight=False,
            )  # fmt: skip


def _print_traps(console: Console, parser: Parser) -> None:
    cases = load_cases("traps")
    faults = {case["id"]: trap_faults(parser, case) for case in cases}
    wrong = {name: found for name, found in faults.items() if found}
    console.print(f"[bold]traps[/]: {len(cases)} texts, {len(wrong)} wrong")
    for case in cases:
        if found := wrong.get(case["id"]):
            console.print(f"  {case['id']}: {'; '.join(found)}\n      {case['text']}", markup=False)
