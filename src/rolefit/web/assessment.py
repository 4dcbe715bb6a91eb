"""What the page of the fit matrix shows: the form with its answers, and the cards made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rolefit.advise.fit import Answers, InsightCard, check_answers, insight_card, score_scale
from rolefit.advise.interview import rate_yourself
from rolefit.advise.landscape import decide_role
from rolefit.answers import answers_to_json
from rolefit.report import advice_words as words
from rolefit.report.cards import (
    describe_competency,
    describe_evidence,
    describe_style,
    for_whom,
    list_faults,
    list_growth,
    not_for_whom,
)
from rolefit.web.accounts import QUOTE_CHARACTERS
from rolefit.web.advice import Download, file_link

if TYPE_CHECKING:
    from rolefit.corpus import Corpus, Role
    from rolefit.corpus_advice import Guide
    from rolefit.types import Report

LIKERT = (
    ("1", "not at all"),
    ("2", "a little"),
    ("3", "partly"),
    ("4", "mostly"),
    ("5", "entirely"),
)
RATING = tuple((str(n), str(n)) for n in range(1, 6))


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Item:
    """One question; `name` is the field of the form: part and id."""

    name: str
    text: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Questions under one heading; `open` how many are unanswered."""

    heading: str
    note: str
    items: tuple[Item, ...]

    @property
    def open(self) -> int:
        return sum(not any(choice.chosen for choice in item.choices) for item in self.items)


@dataclass(frozen=True, slots=True)
class CardView:
    title: str
    pattern: str
    sentence: str
    style: float | None
    competency: float | None
    personality: str
    judgement: str
    evidence: str
    shown: tuple[tuple[str, str], ...]
    growth: tuple[str, ...]
    for_whom: str
    not_for_whom: str


@dataclass(frozen=True, slots=True)
class AssessmentView:
    """`cards` are empty before anything was answered; `role` is the one chosen, or empty."""

    roles: tuple[tuple[str, str], ...]
    role: str
    style: tuple[Group, ...]
    scenarios: tuple[Group, ...]
    others: tuple[Group, ...]
    text: str = ""
    error: str = ""
    cards: tuple[CardView, ...] = ()
    faults: tuple[str, ...] = ()
    standing: str = ""
    points: tuple[str, ...] = ()
    download: Download | None = None


@dataclass(frozen=True, slots=True)
class Assessed:
    """What was sent: answers, the role they are for, and a résumé beside them."""

    answers: Answers
    role_id: str = ""
    text: str = ""
    report: Report | None = None


def build_form(corpus: Corpus, guide: Guide, given: Assessed, *, error: str = "") -> AssessmentView:
    """The form alone, with what was answered already."""
    answers = given.answers
    return AssessmentView(
        roles=tuple((role.id, role.title) for role in corpus.roles),
        role=given.role_id,
        style=tuple(_style(guide, answers)),
        scenarios=tuple(_scenarios(guide, answers, given.role_id, corpus)),
        others=(_self_assessment(guide, answers), _decisions(guide, answers)),
        text=given.text,
        error=error,
    )


def build_cards(corpus: Corpus, guide: Guide, given: Assessed) -> AssessmentView:
    """The form with the cards of what it holds.

    Raises: AnswersError.
    """
    from dataclasses import replace  # noqa: PLC0415

    answers, report = given.answers, given.report
    check_answers(answers, guide)
    matches = {match.role_id: match for match in report.roles} if report else {}
    roles = [role for role in corpus.roles if given.role_id in {"", role.id}]
    cards = [insight_card(role, answers, guide, match=matches.get(role.id)) for role in roles]
    cards.sort(key=lambda card: -((card.style or 0) + (card.competency or 0)))
    by_id = corpus.role_by_id
    scores = [score_scale(scale, answers.style, guide) for scale in guide.style.scales]
    decided = decide_role(
        guide.landscape, corpus, given=answers.decisions,
        mentions=report.profile.mentions if report else (),
    )  # fmt: skip
    return replace(
        build_form(corpus, guide, given),
        cards=tuple(_card(card, by_id[card.role_id], corpus, guide, report) for card in cards),
        faults=tuple(list_faults(scores, guide)),
        standing=_standing(answers, guide),
        points=tuple(f"{by_id[r].title} {points:g}" for r, points in decided.points if points > 0),
        download=file_link(
            "Save the answers", "answers.json", "application/json", answers_to_json(answers)
        ),
    )


def _card(
    card: InsightCard, role: Role, corpus: Corpus, guide: Guide, report: Report | None
) -> CardView:
    labels = {task.id: task.label for task in role.tasks}
    text = report.profile.document.text if report else ""
    return CardView(
        title=role.title,
        pattern=card.pattern.replace("_", " "),
        sentence=_sentence(card),
        style=card.style,
        competency=card.competency,
        personality=describe_style(card),
        judgement=describe_competency(card),
        evidence=describe_evidence(card, role) if card.evidence is not None else "",
        shown=tuple(
            (labels[task], " ".join(text[s[0].start : s[0].end].split())[:QUOTE_CHARACTERS])
            for task, s in card.shown_tasks
            if s
        ),
        growth=tuple(list_growth(card, guide)),
        for_whom=for_whom(role),
        not_for_whom=not_for_whom(role, corpus),
    )


def _sentence(card: InsightCard) -> str:
    """Without the ids of what is missing: the form shows what is open."""
    if card.pattern == "incomplete":
        return (
            f"{words.PATTERNS['incomplete']} {len(card.missing)} answers are missing or contradict."
        )
    return words.describe_card(card)


def _standing(answers: Answers, guide: Guide) -> str:
    if not answers.self_assessment:
        return ""
    result = rate_yourself(answers.self_assessment, guide.plan)
    if result.total is None:
        return f"Not yet rated: {', '.join(name.replace('_', ' ') for name in result.missing)}."
    weakest = ", ".join(name.replace("_", " ") for name in result.weakest)
    return f"{result.total} of 25. {words.SELF_ASSESSMENT[result.advice or '']} Lowest: {weakest}."


def _item(
    part: str,
    name: str,
    text: str,
    options: Sequence[tuple[str, str]],
    given: Mapping[str, object],
) -> Item:
    chosen = str(given.get(name, ""))
    return Item(
        f"{part}.{name}", text, tuple(Choice(v, shown, v == chosen) for v, shown in options)
    )


def _style(guide: Guide, answers: Answers) -> list[Group]:
    """Statements of all scales by turns: those of one scale do not stand together."""
    rows = zip(*(scale.items for scale in guide.style.scales), strict=True)
    items = [_item("style", i.id, i.text, LIKERT, answers.style) for row in rows for i in row]
    return [Group("How you work", "From 1, not at all, to 5, entirely.", tuple(items))]


def _scenarios(guide: Guide, answers: Answers, role_id: str, corpus: Corpus) -> list[Group]:
    found = []
    for area in guide.areas:
        if role_id and role_id not in area.roles:
            continue
        label = area.roles.get(role_id) or next(iter(area.roles.values()))
        titles = ", ".join(corpus.role_by_id[r].short_title for r in area.roles)
        items = tuple(
            _item("scenarios", s.id, s.text, [(o.id, o.text) for o in s.options], answers.scenarios)
            for s in area.scenarios
        )
        found.append(Group(label, f"Counts for {titles}.", items))
    return found


def _self_assessment(guide: Guide, answers: Answers) -> Group:
    items = tuple(
        _item("self_assessment", d.id, f"{d.label}: 1 “{d.low}” to 5 “{d.high}”", RATING,
              answers.self_assessment)
        for d in guide.plan.self_assessment.dimensions
    )  # fmt: skip
    return Group("Where you stand", "Five dimensions, 1 to 5 each.", items)


def _decisions(guide: Guide, answers: Answers) -> Group:
    items = tuple(
        _item("decisions", q.id, q.text, [(a.id, a.text) for a in q.answers], answers.decisions)
        for q in guide.landscape.questions
    )
    return Group("Not sure which role?", "What is left open a résumé may answer.", items)
