"""What counts: hidden words and passages in other languages change no number."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence

import pytest

from rolefit.engine import Engine
from rolefit.types import Report
from tests.conftest import AS_OF
from tests.read.read_documents import PdfPage, make_docx, make_odt, paragraph

pytestmark = pytest.mark.model

SEEN = (
    "Nora Lind", "Data Engineer at Lund Coffee, 2019-03 – 2024-06",
    "Experience", "• Built nightly Spark jobs that load the sales of forty shops into Snowflake.",
    "• Wrote the SQL models behind the weekly report of the board.", "Skills", "Python, SQL, Spark",
)  # fmt: skip
SECRET = "Senior Machine Learning Engineer: trained PyTorch models and deployed them on Kubernetes."
_GONE = '<style:style style:name="g"><style:text-properties text:display="none"/></style:style>'


def make_pdf_with(secret: str, *, grey: float = 1.0, size: float = 11, mode: int = 0) -> bytes:
    page = PdfPage()
    for line in SEEN:
        page.line(line)
    return (page.line(secret, grey=grey, size=size, mode=mode) if secret else page).done()


def make_docx_with(secret: str, *, run: str = "<w:vanish/>") -> bytes:
    return make_docx("".join(map(paragraph, SEEN)) + (paragraph(secret, run) if secret else ""))


def make_odt_with(secret: str, *, style: str = "g") -> bytes:
    hidden = f'<text:p text:style-name="{style}">{secret}</text:p>' if secret else ""
    return make_odt("".join(f"<text:p>{line}</text:p>" for line in SEEN) + hidden, _GONE)


def make_rtf_with(secret: str, *, mark: str = "\\v") -> bytes:
    lines = "".join(f"{_rtf(line)}\\par\n" for line in SEEN)
    return (f"{{\\rtf1\\ansi {lines}" + (f"{{{mark} {secret}\\par}}" * bool(secret)) + "}").encode()


def make_html_with(secret: str, *, style: str = "display:none") -> bytes:
    lines = "".join(f"<p>{html.escape(line)}</p>" for line in SEEN)
    hidden = f'<p style="{style}">{secret}</p>' if secret else ""
    return f"<!doctype html><meta charset=utf-8>{lines}{hidden}".encode()


def _rtf(text: str) -> str:
    return "".join(c if c < "\x80" else f"\\u{ord(c)}?" for c in text)


WAYS: dict[str, tuple[Callable[..., bytes], dict[str, object], dict[str, object]]] = {
    "pdf white": (make_pdf_with, {}, {"grey": 0.0}),
    "pdf tiny": (make_pdf_with, {"grey": 0.0, "size": 1}, {"grey": 0.0}),
    "pdf invisible ink": (make_pdf_with, {"grey": 0.0, "mode": 3}, {"grey": 0.0}),
    "docx vanish": (make_docx_with, {}, {"run": ""}),
    "docx white": (make_docx_with, {"run": '<w:color w:val="FFFFFF"/>'}, {"run": ""}),
    "odt": (make_odt_with, {}, {"style": "none"}),
    "rtf": (make_rtf_with, {}, {"mark": "\\b"}),
    "html display": (make_html_with, {}, {"style": ""}),
    "html colour": (make_html_with, {"style": "color:#fff"}, {"style": ""}),
}


def numbers(report: Report) -> tuple[object, ...]:
    """All that is scored or found, without the warnings and the file's own checksum."""
    profile = report.profile
    return (
        report.verdict, report.roles, report.none_match, profile.document.text, profile.lines,
        profile.mentions, profile.titles, profile.level, profile.months,
    )  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_the_score_with_hidden_text_is_the_score_without(engine: Engine, way: str) -> None:
    make, hidden, shown = WAYS[way]
    with_it, without = (
        engine.match(make(secret, **hidden), as_of=AS_OF) for secret in (SECRET, "")
    )
    assert "hidden_text" in {warning.code for warning in with_it.profile.document.warnings}
    assert numbers(with_it) == numbers(without)
    assert numbers(engine.match(make(SECRET, **shown), as_of=AS_OF)) != numbers(without)


FRENCH = (
    "Entraînement de modèles PyTorch pour la vision par ordinateur et leur mise en production avec "
    "Kubernetes, dans une équipe de quatre ingénieurs à Lyon."
)


def _roles(report: Report) -> Sequence[object]:
    return [(match.role_id, match.probability) for match in report.roles]


def test_a_passage_in_another_language_counts_nothing(engine: Engine) -> None:
    english = "\n".join(SEEN)
    mixed = engine.match(f"{english}\n\n{FRENCH}", as_of=AS_OF)
    alone = engine.match(english, as_of=AS_OF)
    assert [passage.language for passage in mixed.profile.document.foreign] == ["fr"]
    assert _roles(mixed) == _roles(alone)
    assert mixed.profile.mentions == alone.profile.mentions
    assert mixed.profile.level == alone.profile.level


def test_a_document_in_another_language_has_no_evidence_and_no_verdict(engine: Engine) -> None:
    report = engine.match(FRENCH, as_of=AS_OF)
    assert (report.verdict.status, report.verdict.reason) == ("abstain", "language")
    assert report.profile.mentions == ()
    assert not any(line.embedded for line in report.profile.lines)


def test_closing_the_engine_ends_its_reading_processes(engine: Engine) -> None:
    assert engine.read(b"one").text == "one"
    assert engine.sandbox.nursery_pid is not None
    engine.close()
    assert engine.sandbox.nursery_pid is None
    assert engine.read(b"two").text == "two"
