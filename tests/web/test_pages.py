"""The first page, its errors, and what all pages have in common."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rolefit.errors import EncryptedDocument, ReadError, UnsupportedFormat
from rolefit.web.render import STATIC_FOLDER, format_size
from tests.api.fakes import TEXT, FakeEngine, make_client
from tests.web.html_reader import Element, read_page

PATHS = ("/", "/docs", "/nothing")
TEMPLATES = STATIC_FOLDER.parent / "templates"


def get(path: str) -> Element:
    return read_page(make_client().get(path, headers={"Accept": "text/html"}).text)


def post() -> Element:
    return read_page(make_client().post("/", files={"file": ("a.txt", TEXT.encode())}).text)


def test_the_form_needs_no_script() -> None:
    form = get("/").find("form")
    assert form.attributes["method"] == "post"
    assert form.attributes["action"] == "/"
    assert form.attributes["enctype"] == "multipart/form-data"
    assert {e.attributes["name"] for e in form.find_all() if "name" in e.attributes} == {
        "file", "text", "kind", "weeks", "start", "role", "within",
    }  # fmt: skip
    assert form.find("button").attributes["type"] == "submit"


def test_every_control_has_a_label() -> None:
    page = get("/")
    named = {label.attributes.get("for") for label in page.find_all("label")}
    inside = [control for label in page.find_all("label") for control in label.find_all("input")]
    for control in page.find_all("input") + page.find_all("textarea") + page.find_all("select"):
        assert control in inside or control.attributes["id"] in named


def test_limits_and_roles_stand_on_the_first_page() -> None:
    page = get("/")
    roles = page.find("section", style="roles")
    assert "up to 10 MiB and 50 pages" in page.words
    assert [term.words for term in roles.find_all("dt")] == [
        "Data Engineer",
        "Machine Learning Engineer",
    ]
    assert roles.find("dd").words == "What a Data Engineer does."


@pytest.mark.parametrize(("error", "status"), [(EncryptedDocument, 422), (UnsupportedFormat, 415)])
def test_a_file_that_cannot_be_read_gives_the_same_page_with_its_sentence(
    error: type[ReadError], status: int
) -> None:
    client = make_client(FakeEngine(error=error("The file is <odd>; send another.")))
    answer = client.post("/", files={"file": ("a.txt", b"words")})
    page = read_page(answer.text)
    assert answer.status_code == status
    [alert] = [p for p in page.find_all("p") if p.attributes.get("role") == "alert"]
    assert alert.text == "The file is <odd>; send another."
    assert alert.attributes["id"] in page.find("input").attributes["aria-describedby"].split()
    assert page.find("form").attributes["action"] == "/"


def test_an_empty_form_is_answered_with_the_page_and_400() -> None:
    answer = make_client().post("/", files={"file": ("", b"")}, data={"text": " "})
    assert answer.status_code == 400
    assert "choose a file or paste a text" in answer.text


@pytest.mark.parametrize("path", PATHS)
def test_no_page_has_inline_style_or_script_and_all_is_from_here(path: str) -> None:
    check_strict(get(path))


def test_the_result_has_no_inline_style_or_script_either() -> None:
    check_strict(post())


def check_strict(page: Element) -> None:
    for element in page.find_all():
        assert element.name != "style"
        assert not [name for name in element.attributes if name == "style" or name.startswith("on")]
        for name in {"src", "href", "action"} & set(element.attributes):
            saved = "download" in element.attributes and name == "href"
            wanted = r"data:(text|application)/(markdown|calendar|json);" if saved else r"[/#](?!/)"
            assert re.match(wanted, element.attributes[name]), element
        if element.name == "script":
            assert element.text.strip() == ""


@pytest.mark.parametrize("path", [*PATHS, "/static/style.css", "/v1/roles"])
def test_every_answer_tells_the_browser_to_be_strict(path: str) -> None:
    headers = make_client().get(path).headers
    policy = dict(
        rule.strip().split(" ", 1) for rule in headers["content-security-policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    static = path.startswith("/static/")
    assert headers["cache-control"] == ("public, max-age=3600" if static else "no-store")


@pytest.mark.parametrize("path", sorted(STATIC_FOLDER.iterdir()), ids=lambda path: str(path.name))
def test_static_files_are_served_with_their_type(path: Path) -> None:
    types = {
        ".css": "text/css",
        ".js": "javascript",
        ".svg": "image/svg+xml",
        ".woff2": "font/woff2",
        ".md": "text/",
        ".txt": "text/plain",
    }
    answer = make_client().get(f"/static/{path.name}")
    assert answer.status_code == 200
    assert answer.content == path.read_bytes()
    assert types[path.suffix] in answer.headers["content-type"]


def test_what_the_templates_and_styles_name_is_there() -> None:
    sources = [path.read_text(encoding="utf-8") for path in TEMPLATES.iterdir()]
    named = {name for text in sources for name in re.findall(r"/static/([\w.-]+)", text)}
    named |= set(re.findall(r'url\("([^"]+)"\)', (STATIC_FOLDER / "style.css").read_text()))
    assert named
    for name in named:
        assert (STATIC_FOLDER / name).is_file(), name


def test_files_that_are_not_ours_have_their_licence_named() -> None:
    licences = (STATIC_FOLDER / "LICENSES.md").read_text(encoding="utf-8")
    for path in STATIC_FOLDER.glob("*.woff2"):
        assert f"`{path.name}`" in licences


@pytest.mark.parametrize(("count", "words"), [(10 * 1024 * 1024, "10 MiB"), (1000, "1,000 bytes")])
def test_sizes_are_told_in_round_numbers(count: int, words: str) -> None:
    assert format_size(count) == words
