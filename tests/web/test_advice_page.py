"""Advice on the result page: every part, its words in the text, its files in the page itself."""

from __future__ import annotations

import base64
from datetime import date

import pytest

from rolefit.advise.plan import Period
from rolefit.web.advice import say_day, say_days
from rolefit.web.render import load_templates
from rolefit.web.view import Advised
from tests.api.fake_advice import make_advice, make_guide
from tests.api.fakes import BULLET, TEXT, FakeEngine, make_client, make_corpus, make_report
from tests.web.html_reader import Element, read_page

START = date(2026, 11, 23)


@pytest.fixture(scope="module")
def page() -> Element:
    report, corpus = make_report(), make_corpus()
    advised = Advised(make_advice(report, corpus, Period(START, 3)), make_guide())
    html = load_templates().render_result(report, corpus, name="cv.txt", advised=advised)
    return read_page(html)


def part(page: Element, heading: str) -> Element:
    [found] = [
        s for s in page.find_all("section") if s.attributes.get("aria-labelledby") == heading
    ]
    return found


def test_every_part_of_the_advice_is_there(page: Element) -> None:
    for heading in ("apply", "signals", "plan", "loop", "questions", "resilience", "decide"):
        assert part(page, heading).words


def test_the_plan_is_laid_out_in_weeks_with_what_is_said_from_memory(page: Element) -> None:
    plan = part(page, "plan")
    weeks = [h.words for h in plan.find_all("h4")]
    assert weeks == ["Week 1 23–29 Nov", "Week 2 30 Nov–6 Dec", "Week 3 7–13 Dec",
                     "Afterwards from 14 Dec"]  # fmt: skip
    step = plan.find("div", style="step-of-plan")
    assert "1. Kafka" in step.words
    assert "adds 20.0 points of probability; 3 of the seven rounds ask for it" in step.words
    assert [i.words for d in plan.find_all("details") for i in d.find_all("li")] == [
        "Kafka: 29 Nov",
        "Kafka: 2 Dec, 6 Dec",
        "Kafka: 13 Dec",
        "Kafka: 20 Dec",
    ]


def test_weak_signals_are_marked_in_the_text_and_lead_there(page: Element) -> None:
    signal = part(page, "signals").find("div", style="signal")
    link = signal.find("a", style="quote")
    places = {e.attributes["id"]: e for e in page.find_all() if "id" in e.attributes}
    mark = places[link.attributes["href"].removeprefix("#")]
    assert mark.text == BULLET.replace("\n", " ")
    assert mark.has_class("weak")
    assert mark.has_class("line")
    assert "weak signal: no result with a number" in mark.attributes["title"]


def test_files_are_in_the_page(page: Element) -> None:
    links = {a.attributes["download"]: a for a in page.find_all("a") if "download" in a.attributes}
    assert set(links) == {"plan.md", "plan.ics"}
    data = links["plan.ics"].attributes["href"].partition("base64,")[2]
    assert base64.b64decode(data).startswith(b"BEGIN:VCALENDAR\r\n")


def test_a_job_description_gets_no_advice() -> None:
    report = make_report()
    html = load_templates().render_result(report, make_corpus(), name="jd.txt")
    assert 'id="advice"' not in html


def test_the_form_sets_the_plan() -> None:
    data = {"text": TEXT, "weeks": "2", "start": "2026-12-07", "role": ""}
    page = read_page(make_client().post("/", files={"file": ("", b"")}, data=data).text)
    assert part(page, "plan").find("h4").words == "Week 1 7–13 Dec"


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("weeks", "99", "1 to 52"),
        ("weeks", "-1", "1 to 52"),
        ("start", "soon", "YYYY-MM-DD"),
        ("within", "0", "1 to 520"),
    ],
)
def test_a_plan_that_cannot_be_is_told_on_the_form(field: str, value: str, word: str) -> None:
    answer = make_client(FakeEngine()).post(
        "/", files={"file": ("a.txt", TEXT.encode())}, data={field: value}
    )
    assert answer.status_code == 400
    [alert] = [
        p for p in read_page(answer.text).find_all("p") if p.attributes.get("role") == "alert"
    ]
    assert word in alert.words


def test_days_are_short() -> None:
    assert say_day(START) == "23 Nov"
    assert say_days(START, START) == "23 Nov"
    assert say_days(START, date(2026, 12, 2)) == "23 Nov–2 Dec"
