"""Learn in what sense a skill is named from the words around it: `train_sense.py` writes models/sense.json.

Learns from the tuning half of tests/cases/context.yaml, from all of context_more.yaml and, so that plain
sentences stay plain, from the résumés of the tests that are not held out, as the rules read them. Prints
first what each batch of sentences scores when the others alone are learnt from.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from rolefit.corpus import load_corpus
from rolefit.evaluation.cases import (
    f1_by_label,
    is_tune,
    load_cases,
    load_default_parser,
    macro_f1,
    parse_text,
)
from rolefit.evaluation.context import HEADINGS, POLARITIES, read_cases
from rolefit.evaluation.splits import is_held_out
from rolefit.parse.pipeline import Parser
from rolefit.parse.sense import Families, Place, Sense, is_telling, signs
from rolefit.settings import load_settings
from rolefit.training.gather import RESUMES
from rolefit.types import Polarity

REGULARISATION = 0.6
PLAIN_WEIGHT = 0.25
"""What a mention of the résumés counts beside a labelled one."""
PLAIN_ODDS = 0.25
"""Added to the log odds of `affirmed`: documents say it more often than the sentences learnt from."""
MIN_COUNT = 2
SMALLEST = 0.05
"""Signs whose weights are all nearer to nothing are left out."""


class Recorder(Sense):
    """Lets the rules' verdict stand and keeps the places it was asked about."""

    answers_rows_once = False

    def __init__(self, families: Families) -> None:
        super().__init__(families, (), {})
        self.places: list[Place] = []

    def decide(self, place: Place) -> Polarity:
        self.places.append(place)
        return place.ruled


@dataclass(frozen=True, slots=True)
class Example:
    """A mention's signs and its true sense; `batch` is what is held out together."""

    signs: frozenset[str]
    label: str
    batch: str
    weight: float = 1.0


def main() -> int:
    corpus = load_corpus(load_settings().corpus_path)
    recorder = Recorder(Families(corpus.senses))
    parser = load_default_parser()
    parser = replace(parser, context=parser.context.with_sense(recorder))
    cases = [case for case in load_cases("context") if is_tune(case["id"])]
    labelled = [
        *_labelled(parser, recorder, cases, batch="tune"),
        *_labelled(parser, recorder, load_cases("context_more")),
        *_traps(parser, recorder),
    ]
    plain = list(_plain(parser, recorder))
    print(f"{len(labelled)} labelled mentions, {len(plain)} of résumés")
    if "--quick" not in sys.argv:
        _cross_validate(labelled, plain)
    path = Path("models/sense.json")
    _write(*_fit([*labelled, *plain]), path)
    print(f"{path.stat().st_size // 1024} KiB")
    return 0


def _labelled(
    parser: Parser, recorder: Recorder, cases: Sequence[Mapping[str, Any]], *, batch: str = ""
) -> Iterator[Example]:
    for case in cases:
        recorder.places.clear()
        for answer in read_cases(parser, [case]):
            found = answer.mention
            if found is None:
                continue
            offset = found.start - _start_of(case)
            place = min(recorder.places, key=lambda p: abs(p.start - offset))
            marks = frozenset(signs(place, *place.around()))
            if batch == "tune":
                marks = frozenset(mark for mark in marks if mark[0] != "!")
            yield Example(marks, answer.label["polarity"], batch or case["id"].split("-")[0])


def _traps(parser: Parser, recorder: Recorder) -> Iterator[Example]:
    """The plain-word traps' skills, which are affirmed unless something else is said."""
    for case in load_cases("traps"):
        recorder.places.clear()
        found = parse_text(parser, case["text"], kind=case.get("kind", "resume")).mentions
        spoken = [mention for mention in found if not mention.implied_by]
        for mention, place in zip(spoken, recorder.places, strict=True):
            label = case.get("polarity", {}).get(mention.skill_id)
            if label is None and mention.skill_id in case.get("has", ()):
                label = "affirmed"
            if label:
                yield Example(frozenset(signs(place, *place.around())), label, "traps", 2.0)


def _start_of(case: Mapping[str, Any]) -> int:
    """Where the sentence stands in the text that `read_cases` makes of it."""
    return len(HEADINGS[case["kind"], case["section"]]) + len("\n\n• ")


def _plain(parser: Parser, recorder: Recorder) -> Iterator[Example]:
    for path in sorted(RESUMES.glob("*.yaml")):
        if is_held_out(path.stem):
            continue
        recorder.places.clear()
        text = yaml.safe_load(path.read_text(encoding="utf-8"))["text"]
        parse_text(parser, text, kind="resume")
        for place in recorder.places:
            before, after = place.around()
            if place.ruled == "affirmed" and is_telling(before, after):
                marks = frozenset(signs(place, before, after))
                yield Example(marks, "affirmed", "plain", PLAIN_WEIGHT)


def _fit(examples: Sequence[Example]) -> tuple[list[str], LogisticRegression]:
    seen = Counter(
        mark for example in examples if example.batch != "plain" for mark in example.signs
    )
    names = sorted(mark for mark, count in seen.items() if count >= MIN_COUNT)
    share = Counter(example.label for example in examples if example.batch != "plain")
    mean = sum(share.values()) / len(share)
    weights = [
        example.weight * ((mean / share[example.label]) ** 0.5 if example.batch != "plain" else 1)
        for example in examples
    ]
    model = LogisticRegression(C=REGULARISATION, max_iter=300, tol=2e-3)
    model.fit(_matrix(examples, names), [e.label for e in examples], sample_weight=weights)
    return names, model


def _matrix(examples: Sequence[Example], names: Sequence[str]) -> csr_matrix:
    number = {name: column for column, name in enumerate(names)}
    rows, columns = [], []
    for row, example in enumerate(examples):
        here = sorted(number[mark] for mark in example.signs if mark in number)
        rows += [row] * len(here)
        columns += here
    shape = (len(examples), len(names))
    return csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)


def _cross_validate(labelled: Sequence[Example], plain: Sequence[Example]) -> None:
    batches = dict.fromkeys(example.batch for example in labelled)
    for batch in (batch for batch in batches if batch not in {"tune", "traps"}):
        names, model = _fit([*(e for e in labelled if e.batch != batch), *plain])
        left_out = [e for e in labelled if e.batch == batch]
        truth, said = [e.label for e in left_out], model.predict(_matrix(left_out, names))
        scores = f1_by_label(truth, list(said), POLARITIES)
        print(f"{batch}: macro-F1 {macro_f1(scores):.3f} of {len(left_out)} found, learnt without")


def _write(names: Sequence[str], model: LogisticRegression, path: Path) -> None:
    order = [list(model.classes_).index(label) for label in POLARITIES]
    table = model.coef_[order].T.round(2)
    kept = {
        name: row.tolist()
        for name, row in zip(names, table, strict=True)
        if abs(row).max() >= SMALLEST
    }
    bias = model.intercept_[order].round(3)
    bias[POLARITIES.index("affirmed")] += PLAIN_ODDS
    data = {"bias": bias.tolist(), "weights": kept}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text.replace('],"', '],\n"') + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
