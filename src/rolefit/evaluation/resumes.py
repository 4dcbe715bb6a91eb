"""The shipped engine on the labelled résumés of the tests: `evaluate.py resumes [--held-out] [--wrong]`.

Some are held out (`splits.is_held_out`): no weight was learnt from them.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from rich.console import Console

from rolefit.evaluation.splits import is_held_out
from rolefit.loading import load_engine
from rolefit.training.examples import AS_OF
from rolefit.training.gather import RESUMES
from rolefit.types import NONE_ROLE, Document, Report


@dataclass(frozen=True, slots=True)
class Checked:
    """One résumé's labels and the report on it."""

    name: str
    role: str
    also: tuple[str, ...]
    level: str
    title_silent: bool
    report: Report

    @property
    def answers(self) -> list[str]:
        """Best first."""
        matches = sorted((*self.report.roles, self.report.none_match), key=lambda m: -m.probability)
        return [match.role_id for match in matches]

    @property
    def right(self) -> bool:
        return self.answers[0] in {self.role, *self.also}

    @property
    def right_in_two(self) -> bool:
        return self.right or self.role in self.answers[:2]


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="evaluate.py resumes", description=__doc__)
    parser.add_argument("--folder", type=Path, default=RESUMES)
    parser.add_argument("--held-out", action="store_true", help="those never trained on")
    parser.add_argument("--wrong", action="store_true", help="name the résumés answered wrongly")
    options = parser.parse_args(argv)
    engine = load_engine()
    checked = []
    for path in sorted(options.folder.glob("*.yaml")):
        if is_held_out(path.stem) == options.held_out:
            data = yaml.safe_load(path.read_text(encoding="utf-8"))
            report = engine.match(
                Document(data["text"], "text/plain", ""), kind="resume", as_of=AS_OF
            )
            checked.append(
                Checked(
                    path.stem, data["role"], tuple(data["also"]), data["level"], data["title_silent"],
                    report,
                )
            )  # fmt: skip
    console = Console(width=120)
    for name, value in summarise(checked).items():
        console.print(f"{name:45} {value}")
    for one in checked if options.wrong else ():
        if not one.right:
            console.print(f"  {one.name}: {one.role}, answered {', '.join(one.answers[:2])}")
    return 0


def summarise(checked: Sequence[Checked]) -> dict[str, str]:
    inside = [one for one in checked if one.role != NONE_ROLE]
    outsiders = [one for one in checked if one.role == NONE_ROLE]
    silent = [one for one in inside if one.title_silent]
    given = [one for one in checked if one.report.verdict.status == "match"]
    near = [abs(int(one.report.profile.level.code[1]) - int(one.level[1])) <= 1 for one in checked]
    return {
        "résumés": str(len(checked)),
        "first answer right": _share([one.right for one in checked]),
        "first answer right, titles silent": _share([one.right for one in silent]),
        "right in the first two": _share([one.right_in_two for one in checked]),
        "outsiders matched to a role": f"{sum(o in given for o in outsiders)} of {len(outsiders)}",
        "matches given": _share([one in given for one in checked]),
        "matches given that are right": _share([one.right for one in given]),
        "level within one step": _share(near),
    }


def _share(values: Sequence[bool]) -> str:
    return f"{sum(values) / max(len(values), 1):.3f} ({sum(values)} of {len(values)})"
