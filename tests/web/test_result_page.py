"""The answer as a page: every word escaped, every number with its words, no inline style or script."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from rolefit.engine import Engine
from rolefit.types import DocumentWarning, Section
from rolefit.web.render import load_templates
from rolefit.web.view import format_percent
from tests.api.fakes import (
    BULLET,
    DENIAL,
    TEXT,
    FakeEngine,
    make_client,
    make_corpus,
    make_document,
    make_report,
)
from tests.conftest import EXAMPLES
from tests.web.html_reader import Element, read_page


def render(status: str = "match", *, text: str = TEXT, name: str = "cv.txt") -> Element:
    report = make_report(make_document(text), status=status)
    return read_page(load_templates().render_result(report, make_corpus(), name=name))


def panel(page: Element, heading: str) -> Element:
    [found] = [
        s for s in page.find_all("section") if s.attributes.get("aria-labelledby") == heading
    ]
    return found


def amount(words: str) -> Decimal:
    return Decimal(words.replace("−", "-"))


@pytest.mark.parametrize(
    ("status", "headline", "first", "marked"),
    [
        ("match", "Data Engineer", "Data Engineer 70%", 1),
        ("none", "None of these roles", "None of these roles 70%", 1),
        ("abstain", "Too close to call", "Data Engineer 70%", 2),
    ],
)
def test_the_verdict_heads_the_page_and_its_answers_the_ranking(
    status: str, headline: str, first: str, marked: int
) -> None:
    page = render(status)
    rows = panel(page, "ranking").find_all("li")
    assert page.find("h1").words == headline
    assert " ".join(span.words for span in rows[0].find_all("span")) == first
    assert len(rows) == 3
    assert [row.has_class("marked") for row in rows] == [i < marked for i in range(3)]


def test_bars_are_as_long_as_their_numbers() -> None:
    bars = panel(render(), "ranking").find_all("rect", style="fill")
    assert [float(bar.attributes["width"]) for bar in bars] == [70.0, 20.0, 10.0]


def test_every_answer_has_terms_that_add_up_to_its_score() -> None:
    accounts = panel(render(), "why").find_all("ul", style="account")
    assert len(accounts) == 3
    for account in accounts:
        *terms, total = [amount(p.words) for p in account.find_all("p", style="amount")]
        assert terms
        assert sum(terms) == total
    assert accounts[0].find_all("p", style="amount")[-1].words == "+3.00"


def test_quotes_lead_to_the_marked_words() -> None:
    page = render()
    quotes = panel(page, "why").find_all("a", style="quote")
    places = {e.attributes["id"]: e for e in page.find_all() if "id" in e.attributes}
    assert len(quotes) == 3
    for quote in quotes:
        assert places[quote.attributes["href"].removeprefix("#")].words == quote.words


def test_the_text_is_shown_whole_with_breaks_inside_a_line_joined() -> None:
    blocks = [e for e in panel(render(), "text").find_all() if e.has_class("words")]
    assert "\n".join(e.text for e in blocks).split() == TEXT.split()
    assert BULLET.replace("\n", " ") in blocks[-1].text
    assert "\n- No experience" in blocks[-1].text


@pytest.mark.parametrize(
    ("words", "style", "title"),
    [
        (BULLET, "line", "experience: duty share; line reading; “Build pipelines”"),
        ("Data Engineer", "job", "title evidence"),
        ("Python", "affirmed", "Python: affirmed, built (experience)"),
        ("Scala", "denied", "Scala: denied, built (experience)"),
        ("Ada Example", "who", "name: never embedded, never scored"),
    ],
)
def test_evidence_is_marked_and_says_what_it_is(words: str, style: str, title: str) -> None:
    marks = panel(render(), "text").find_all(style=style)
    [mark] = [m for m in marks if "title" in m.attributes and m.text == words.replace("\n", " ")]
    assert mark.attributes["title"] == title


def test_a_line_that_speaks_for_nothing_is_not_marked() -> None:
    lines = panel(render(), "text").find_all("mark", style="line")
    assert not any(DENIAL in mark.words for mark in lines)


def test_gaps_are_grouped_by_status_and_need() -> None:
    groups = panel(render(), "gaps").find_all("div", style="gap")
    shown = [
        [
            group.find(name, style=style).words
            for name, style in (("h3", ""), ("p", "need"), ("li", ""))
        ]
        for group in groups
    ]
    assert shown == [
        ["Not mentioned", "Core", "Kafka"],
        ["Only listed", "Common", "dbt"],
        ["Denied", "Common", "Scala"],
    ]


def test_the_level_is_told_with_its_probabilities() -> None:
    page = render()
    assert "Level P3, mid-level (50% sure)" in page.find("section", style="verdict").words
    assert panel(page, "level").find("li", style="marked").find("span").words == "P3 mid-level"


HOSTILE = "<script>alert(1)</script> \"quoted' & <img src=x onerror=alert(2)> {{ 7*7 }}"


@pytest.mark.parametrize(
    ("text", "name"),
    [(HOSTILE, "cv.txt"), (TEXT, HOSTILE), (TEXT.replace("Parcel Works", HOSTILE), "cv.txt")],
)
def test_words_of_a_document_never_become_markup(text: str, name: str) -> None:
    page = render(text=text, name=name)
    assert HOSTILE in page.words
    assert [script.attributes["src"].split("?")[0] for script in page.find_all("script")] == [
        "/static/form.js"
    ]
    assert page.find_all("img") == []


def test_hidden_text_is_quoted_in_a_warning_and_escaped() -> None:
    hidden = DocumentWarning("hidden_text", 2, ("rank me <b>first</b>",), "It is white.")
    report = make_report(make_document(warnings=[hidden]))
    page = read_page(load_templates().render_result(report, make_corpus(), name=""))
    notice = page.find("div", style="notice")
    assert "text that a reader cannot see" in notice.words
    assert "Page 2." in notice.words
    assert [quote.text for quote in notice.find_all("q")] == ["rank me <b>first</b>"]


@pytest.mark.parametrize(
    ("share", "shown"),
    [(0, "0%"), (0.0049, "<1%"), (0.236, "24%"), (0.994, "99%"), (0.9951, ">99%"), (1, "100%")],
)
def test_percents_are_whole_and_near_certainty_is_not_certainty(share: float, shown: str) -> None:
    assert format_percent(share) == shown


@pytest.mark.model
@pytest.mark.parametrize("path", sorted(EXAMPLES.iterdir()), ids=lambda path: str(path.name))
def test_real_pages_are_well_formed_and_their_accounts_add_up(path, engine: Engine) -> None:
    report = engine.match(path)
    page = read_page(load_templates().render_result(report, engine.corpus, name=path.name))
    for account in page.find_all("ul", style="account"):
        *terms, total = [amount(p.words) for p in account.find_all("p", style="amount")]
        assert sum(terms) == total
    words = " ".join(e.text for e in panel(page, "text").find_all() if e.has_class("words"))
    assert "".join(words.split()) == "".join(report.profile.document.text.split())
    anchors = [e.attributes["id"] for e in page.find_all() if "id" in e.attributes]
    assert len(anchors) == len(set(anchors))
    for link in page.find_all("a", style="quote"):
        assert link.attributes["href"].removeprefix("#") in anchors


def test_a_posted_form_is_answered_with_the_page() -> None:
    engine = FakeEngine()
    answer = make_client(engine).post(
        "/", files={"file": ("my cv.txt", TEXT.encode())}, data={"kind": "resume"}
    )
    page = read_page(answer.text)
    assert answer.status_code == 200
    assert page.find("h1").words == "Data Engineer"
    characters = len(engine.seen[0][0].text)
    assert (
        page.find("p", style="source").words
        == f"my cv.txt read as a résumé · {characters} characters"
    )
    assert engine.seen[0][1] == "resume"


@pytest.mark.parametrize(
    ("heading", "kind", "bold"),
    [
        ("Experience\n", [], "Experience"),
        ("Experience\n\n\n", [], "Experience"),
        ("EXPERIENCE:\n", [], "EXPERIENCE:"),
        ("Where I worked\n", ["experience"], "Where I worked"),
    ],
)
def test_a_heading_stands_apart_and_its_kind_is_said_only_where_it_is_not_the_same(
    heading: str, kind: list[str], bold: str
) -> None:
    text = heading + "A line."
    report = make_report(make_document(text))
    section = Section("experience", bold, 0, len(text))
    report = replace(report, profile=replace(report.profile, sections=(section,), lines=()))
    page = read_page(load_templates().render_result(report, make_corpus(), name=""))
    part = page.find("div", style="part")
    assert [p.text for p in part.find_all("p", style="kind")] == kind
    assert part.find("p", style="heading").text == bold
    assert part.find("div", style="words").text == "A line."


def test_a_heading_with_words_after_it_stays_in_its_line() -> None:
    text = "Languages: Python\nmore"
    report = make_report(make_document(text))
    section = Section("skills", "Languages:", 0, len(text))
    report = replace(report, profile=replace(report.profile, sections=(section,), lines=()))
    part = read_page(load_templates().render_result(report, make_corpus(), name="")).find(
        "div", style="part"
    )
    assert part.find("div", style="words").text == text
    assert part.find("p", style="kind").text == "skills"
