"""Learn what a job ad asks its reader to know; `train_knowledge.py skillspan/train.jsonl.gz`.

Writes models/knowledge.json. The labels are SkillSpan's expert spans (MIT): a skill found is asked for where
it overlaps a knowledge span, one of a category that the guideline calls a skill where it overlaps either.
Prints what cross-validation by ad gives on the tech part; both parts are learnt from. Deterministic.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from rolefit.corpus import load_corpus
from rolefit.evaluation.cases import load_default_parser, parse_text
from rolefit.evaluation.skills import (
    JOB_FOLLOWS,
    NOT_KNOWLEDGE,
    Count,
    Posting,
    load_postings,
    score,
)
from rolefit.parse.knowledge import (
    Candidate,
    OpenLine,
    Table,
    is_looked_at,
    join_words,
    named_candidates,
    open_lines,
    plain_candidates,
)
from rolefit.parse.pipeline import Parser
from rolefit.settings import load_settings

MIN_ADS = 3
NAMED_REGULARISATION = 0.3
PLAIN_REGULARISATION = 0.4
NAMED_SHARE = 0.6
PLAIN_SHARE = 0.4
"""From which probability on the answer is yes."""
SMALLEST = 0.02
SOFT = frozenset(f"category {category}" for category in NOT_KNOWLEDGE)
FOLDS = 8


@dataclass(frozen=True, slots=True)
class Ad:
    """An ad's candidates with their labels; `plain` holds every further word."""

    posting: Posting
    named: tuple[tuple[Candidate, bool], ...]
    plain: tuple[tuple[Candidate, bool], ...]


def main() -> int:
    path = Path(sys.argv[1])
    parser = load_default_parser()
    categories = load_corpus(load_settings().corpus_path).categories
    ads = {
        source: [
            _read(parser, posting, categories) for posting in load_postings(path, source=source)
        ]
        for source in ("tech", "house")
    }
    print(f"cross-validated, tech: {_cross_validate(ads['tech'], ads['house']).line()}")
    named, plain = _learn([*ads["tech"], *ads["house"]])
    data = {"named": _values(named), "plain": _values(plain)}
    target = Path("models/knowledge.json")
    target.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")
    print(
        f"{len(named.weights)} and {len(plain.weights)} weights, {target.stat().st_size // 1024} KiB"
    )
    return 0


def _read(parser: Parser, posting: Posting, categories: Mapping[str, str]) -> Ad:
    profile = parse_text(parser, posting.text, kind="jd")
    mentions = [m for m in profile.mentions if m.implied_by is None]
    soft = {(m.start, m.end) for m in mentions if categories[m.skill_id] in NOT_KNOWLEDGE}
    named, plain = [], []
    for line in open_lines(posting.text, profile.lines, mentions):
        for candidate in named_candidates(line, categories):
            place = (candidate.start, candidate.end)
            if JOB_FOLLOWS.match(posting.text, candidate.end):
                continue
            spans = (*posting.knowledge, *posting.skills) if place in soft else posting.knowledge
            named.append((_whole(line, candidate), _overlaps(place, spans)))
        for candidate in plain_candidates(line):
            plain.append(
                (
                    _whole(line, candidate),
                    _overlaps((candidate.start, candidate.end), posting.knowledge),
                )
            )
    return Ad(posting, tuple(named), tuple(plain))


def _whole(line: OpenLine, candidate: Candidate) -> Candidate:
    """The candidate with its line's features, too."""
    return replace(candidate, features=(*line.about, *candidate.features))


def _overlaps(place: tuple[int, int], spans: Sequence[tuple[int, int]]) -> bool:
    return any(place[0] < end and start < place[1] for start, end in spans)


def _learn(ads: Sequence[Ad]) -> tuple[Table, Table]:
    named = _fit([ad.named for ad in ads], NAMED_REGULARISATION, NAMED_SHARE)
    return named, _fit([ad.plain for ad in ads], PLAIN_REGULARISATION, PLAIN_SHARE)


def _fit(
    ads: Sequence[Sequence[tuple[Candidate, bool]]],
    regularisation: float,
    share: float,
) -> Table:
    count = Counter(f for ad in ads for f in {f for c, _ in ad for f in c.features})
    names = sorted(name for name, number in count.items() if number >= MIN_ADS)
    column = {name: i for i, name in enumerate(names)}
    rows = [(c.features, right) for ad in ads for c, right in ad]
    matrix = _matrix([features for features, _ in rows], column)
    model = LogisticRegression(C=regularisation, max_iter=1000)
    model.fit(matrix, [right for _, right in rows])
    weights = {
        name: round(float(weight), 2)
        for name, weight in zip(names, model.coef_[0], strict=True)
        if abs(weight) > SMALLEST
    }
    least = float(np.log(share / (1 - share)))
    return Table(round(float(model.intercept_[0]), 3), weights, round(least, 3))


def _matrix(rows: Sequence[Sequence[str]], column: Mapping[str, int]) -> Any:
    indices = [[column[name] for name in row if name in column] for row in rows]
    lengths = np.cumsum([0, *map(len, indices)])
    flat = np.concatenate([np.array(i, dtype=int) for i in indices])
    return csr_matrix((np.ones(len(flat)), flat, lengths), shape=(len(rows), len(column)))


def _cross_validate(ads: Sequence[Ad], more: Sequence[Ad]) -> Count:
    count = Count()
    for train, test in GroupKFold(FOLDS).split(ads, groups=range(len(ads))):
        named, plain = _learn([*(ads[i] for i in train), *more])
        for ad in (ads[i] for i in test):
            found = {
                (c.start, c.end)
                for c, _ in ad.named
                if not SOFT.intersection(c.features) and _accepts(named, c)
            }
            chosen = [
                (c.start, c.end)
                for c, _ in ad.plain
                if is_looked_at(c, plain.weights) and _accepts(plain, c)
            ]
            found |= {(span.start, span.end) for span in join_words(ad.posting.text, chosen)}
            score(count, ad.posting, sorted(found))
    return count


def _accepts(table: Table, candidate: Candidate) -> bool:
    return table.bias + table.add(candidate.features) >= table.least


def _values(table: Table) -> dict[str, Any]:
    return {
        "bias": table.bias,
        "least": table.least,
        "weights": dict(sorted(table.weights.items())),
    }


if __name__ == "__main__":
    sys.exit(main())
