"""Commands for advice: assess, compare, and what `match --plan` and `roles` say beyond themselves."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rolefit.cli_options import FormatOption, OutputFormat, open_console
from rolefit.errors import IndexMismatch, NoSuchRole, UsageError
from rolefit.settings import load_settings

if TYPE_CHECKING:
    from rolefit.advise.adjacency import Adjacency, DutyOverlap
    from rolefit.advise.fit import Answers
    from rolefit.corpus import Corpus
    from rolefit.corpus_advice import Guide
    from rolefit.engine import Engine
    from rolefit.types import Report, RoleMatch


def register(app: typer.Typer) -> None:
    app.command()(assess)
    app.command()(compare)


def load_knowledge() -> tuple[Corpus, Guide]:
    from rolefit.corpus import load_corpus  # noqa: PLC0415
    from rolefit.corpus_advice import load_guide  # noqa: PLC0415

    root = load_settings().corpus_path
    corpus = load_corpus(root)
    return corpus, load_guide(root, corpus)


def show(markdown: str, data: Any, format: OutputFormat) -> None:
    """Markdown as it is, or set for a terminal; JSON with two spaces."""
    from rich.markdown import Markdown  # noqa: PLC0415

    if format is OutputFormat.json:
        sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
    elif format is OutputFormat.markdown:
        sys.stdout.write(markdown)
    else:
        open_console().print(Markdown(markdown))


# -- assess -------------------------------------------------------------------------------


def assess(
    answers: Annotated[list[Path] | None, typer.Argument(help="Files of answers.")] = None,
    role: Annotated[
        list[str] | None, typer.Option(help="Only these roles; all when left out.")
    ] = None,
    resume: Annotated[Path | None, typer.Option(help="Put this résumé's evidence beside.")] = None,
    new: Annotated[Path | None, typer.Option(help="Write an empty form here and stop.")] = None,
    ask: Annotated[bool, typer.Option(help="Ask what is unanswered and save to the file.")] = False,
    reliability: Annotated[
        bool, typer.Option(help="Cronbach's alpha of each scale over all files.")
    ] = False,
    format: FormatOption = OutputFormat.table,
) -> None:
    """Score a work-style questionnaire and scenarios: an insight card for each role."""
    from rolefit.answers import blank_form, load_answers  # noqa: PLC0415

    corpus, guide = load_knowledge()
    wanted = _check_roles(role or [], corpus)
    if new:
        _write_form(new, blank_form(guide, tuple(wanted)))
        return
    if not answers:
        raise UsageError("name a file of answers; 'rolefit assess --new FILE' writes an empty one")
    if ask:
        ask_open(answers[0], guide, tuple(wanted))
    given = [load_answers(path) for path in answers]
    if reliability:
        _show_reliability(given, guide, format)
    elif len(given) > 1:
        raise UsageError(f"{len(given)} files are for --reliability; cards are made of one")
    else:
        _show_cards(given[0], corpus, guide, wanted, resume=resume, format=format)


def _check_roles(roles: Sequence[str], corpus: Corpus) -> list[str]:
    for name in roles:
        if name not in corpus.role_by_id:
            known = ", ".join(sorted(corpus.role_by_id))
            raise NoSuchRole(f"unknown role '{name}'; roles are: {known}")
    return list(roles)


def _write_form(path: Path, text: str) -> None:
    if path.exists():
        raise UsageError(f"{path} exists; answers are never written over")
    path.write_text(text, encoding="utf-8")
    print(f"{path}: answer and run 'rolefit assess {path}'")


def ask_open(path: Path, guide: Guide, role_ids: tuple[str, ...]) -> None:
    """Ask what the file leaves open, saving after each answer; an empty answer skips, `q` stops."""
    from rolefit.answers import load_answers, save_answers  # noqa: PLC0415

    given = load_answers(path) if path.exists() else None
    for part, name, text, options in _questions(guide, role_ids):
        current = given or _no_answers()
        if name in getattr(current, part):
            continue
        reply = typer.prompt(f"{text} [{'/'.join(options)}]", default="", show_default=False)
        if reply == "q":
            break
        if reply in options:
            given = _with_answer(current, part, name, int(reply) if reply.isdigit() else reply)
            save_answers(given, path)


def _no_answers() -> Answers:
    from rolefit.advise.fit import Answers  # noqa: PLC0415

    return Answers()


def _with_answer(answers: Answers, part: str, name: str, value: int | str) -> Answers:
    from dataclasses import replace  # noqa: PLC0415

    return replace(answers, **{part: {**getattr(answers, part), name: value}})


def _questions(
    guide: Guide, role_ids: tuple[str, ...]
) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """(part, id, text, possible answers) of everything there is to ask."""
    likert = ("1", "2", "3", "4", "5")
    found: list[tuple[str, str, str, tuple[str, ...]]] = [
        ("style", item.id, item.text, likert)
        for scale in guide.style.scales
        for item in scale.items
    ]
    for area in guide.areas:
        if role_ids and not set(role_ids) & set(area.roles):
            continue
        for scenario in area.scenarios:
            options = "\n".join(f"  {option.id}) {option.text}" for option in scenario.options)
            letters = tuple(option.id for option in scenario.options)
            found.append(("scenarios", scenario.id, f"{scenario.text}\n{options}\n", letters))
    return found


def _show_reliability(given: Sequence[Answers], guide: Guide, format: OutputFormat) -> None:
    from rolefit.advise.fit import check_answers, reliability  # noqa: PLC0415

    for answers in given:
        check_answers(answers, guide)
    alphas = reliability(given, guide)
    lines = [f"# Reliability over {len(given)} sets of answers", ""]
    for scale_id, alpha in alphas.items():
        told = "not computable (fewer than two complete answers, or no spread)"
        lines.append(f"- {scale_id}: {told if alpha is None else f'{alpha:.2f}'}")
    show("\n".join(lines) + "\n", alphas, format)


def _show_cards(
    answers: Answers,
    corpus: Corpus,
    guide: Guide,
    wanted: Sequence[str],
    *,
    resume: Path | None,
    format: OutputFormat,
) -> None:
    from rolefit.advise.fit import check_answers, insight_card, score_scale  # noqa: PLC0415
    from rolefit.report.cards import card_to_dict, card_to_markdown, list_faults  # noqa: PLC0415

    check_answers(answers, guide)
    report = _match(resume) if resume else None
    chosen = [role for role in corpus.roles if not wanted or role.id in wanted]
    cards = [
        insight_card(role, answers, guide, match=_match_of(report, role.id)) for role in chosen
    ]
    cards.sort(key=lambda card: -((card.style or 0) + (card.competency or 0)))
    texts = [card_to_markdown(card, corpus, guide, report=report) for card in cards]
    words = report.profile.document.text if report else ""
    faults = list_faults([score_scale(s, answers.style, guide) for s in guide.style.scales], guide)
    data = {
        "schema": "rolefit.cards/1",
        "cards": [card_to_dict(card, corpus, guide, words) for card in cards],
        "faults": faults,
    }
    told = "".join(f"- {fault}\n" for fault in faults) + ("\n" if faults else "")
    show("# Fit matrix\n\n" + told + "\n\n".join(texts) + "\n", data, format)


def _match_of(report: Report | None, role_id: str) -> RoleMatch | None:
    return next((m for m in report.roles if m.role_id == role_id), None) if report else None


def _match(resume: Path) -> Report:
    from rolefit import loading  # noqa: PLC0415 - seconds

    with loading.load_engine() as engine:
        return engine.match(resume)


# -- compare ------------------------------------------------------------------------------


def compare(
    start: Annotated[str, typer.Argument(help="ROLE, ROLE:P4 or a code such as AIMLAM.ML.P4.")],
    goal: Annotated[str, typer.Argument(help="Likewise.")],
    format: FormatOption = OutputFormat.table,
) -> None:
    """Two roles, or levels, side by side: how far apart and what lies between."""
    from rolefit.advise.adjacency import compare as measure  # noqa: PLC0415
    from rolefit.advise.adjacency import parse_place  # noqa: PLC0415
    from rolefit.report.landscape import (  # noqa: PLC0415
        comparison_to_dict,
        comparison_to_markdown,
    )

    corpus, _ = load_knowledge()
    places = parse_place(start, corpus), parse_place(goal, corpus)
    found = measure(*places, corpus, cached_overlap(corpus))
    show(comparison_to_markdown(found, corpus), comparison_to_dict(found, corpus), format)


def cached_overlap(corpus: Corpus) -> DutyOverlap | None:
    """Overlap of duties from the cached index; None, and a word on standard error, without one."""
    from rolefit.engine import duty_overlap  # noqa: PLC0415
    from rolefit.loading import find_index  # noqa: PLC0415

    try:
        index = find_index(corpus, load_settings())
    except IndexMismatch:
        print(
            "rolefit: no index yet; duties are not compared ('rolefit index build')",
            file=sys.stderr,
        )
        return None
    return duty_overlap(index)


# -- roles --------------------------------------------------------------------------------


def find_neighbours(role_id: str, corpus: Corpus) -> tuple[Adjacency, ...]:
    from rolefit.advise.adjacency import neighbours, parse_place  # noqa: PLC0415

    return neighbours(parse_place(role_id, corpus), corpus, cached_overlap(corpus))


def show_matrix(format: OutputFormat) -> None:
    from rolefit.report.landscape import matrix_to_dict, matrix_to_markdown  # noqa: PLC0415

    corpus, guide = load_knowledge()
    show(matrix_to_markdown(corpus, guide), matrix_to_dict(corpus), format)


def show_resilience(role_id: str | None, format: OutputFormat) -> None:
    """One role's score in full; all of them when no role is named."""
    from rolefit.advise.resilience import role_resilience  # noqa: PLC0415
    from rolefit.report.landscape import (  # noqa: PLC0415
        resilience_to_dict,
        resilience_to_markdown,
    )

    corpus, guide = load_knowledge()
    wanted = _check_roles([role_id] if role_id else [], corpus)
    chosen = [role for role in corpus.roles if not wanted or role.id in wanted]
    results = [role_resilience(role, guide.resilience) for role in chosen]
    data = [resilience_to_dict(result, guide) for result in results]
    texts = [
        resilience_to_markdown(result, role, guide)
        for result, role in zip(results, chosen, strict=True)
    ]
    show("\n".join(texts), data[0] if role_id else data, format)


# -- match --plan -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PlanOptions:
    """What `match` was told about the plan, as typed."""

    weeks: int
    start: str | None
    role: str | None
    within: int | None
    answers: Path | None
    calendar: Path | None


def show_plans(
    reports: Sequence[tuple[str, Report]],
    engine: Engine,
    format: OutputFormat,
    *,
    options: PlanOptions,
) -> None:
    """Reports with advice; JSON is the report with its optional `advice`."""
    from rolefit.advise.advice import AdviceOptions  # noqa: PLC0415
    from rolefit.advise.plan import Period  # noqa: PLC0415
    from rolefit.answers import load_answers  # noqa: PLC0415
    from rolefit.corpus_advice import load_guide  # noqa: PLC0415
    from rolefit.report.advice import advice_to_dict, advice_to_markdown  # noqa: PLC0415
    from rolefit.report.calendar import plan_to_calendar  # noqa: PLC0415
    from rolefit.report.json import report_to_dict  # noqa: PLC0415
    from rolefit.report.sentences import describe_verdict  # noqa: PLC0415

    corpus = engine.corpus
    guide = load_guide(engine.settings.corpus_path, corpus)
    asked = AdviceOptions(
        period=Period(parse_start(options.start), options.weeks),
        role_id=options.role,
        deadline_weeks=options.within,
        answers=load_answers(options.answers) if options.answers else None,
    )
    texts, data = [], []
    for name, report in reports:
        advice = engine.advise(report, guide, options=asked)
        told = advice_to_markdown(advice, report, corpus, guide)
        texts.append(f"*{Path(name).name}*: {describe_verdict(report, corpus)}\n\n{told}")
        plain = report_to_dict(report, corpus)
        data.append({**plain, "advice": advice_to_dict(advice, report, corpus, guide)})
        if options.calendar:
            calendar = plan_to_calendar(advice.plan, corpus)
            options.calendar.write_text(calendar, encoding="utf-8", newline="")
    show("\n".join(texts), data[0] if len(data) == 1 else data, format)


def parse_start(text: str | None) -> date:
    """`YYYY-MM-DD`, or today.

    Raises: UsageError.
    """
    if text is None:
        return datetime.now(tz=UTC).date()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"'{text}' is no date; dates are YYYY-MM-DD") from error
