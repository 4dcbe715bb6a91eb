"""Bodies to submissions."""

from __future__ import annotations

import pytest

from rolefit.api.errors import InvalidRequest, WrongContentType
from rolefit.api.intake import MAX_PARTS, Submission, read_page_form, read_submission
from rolefit.errors import RolefitError, UsageError

FORM = 'multipart/form-data; boundary="b"'
JSON = "application/json"


def form(*parts: tuple[str, bytes]) -> bytes:
    """Each part as the rest of its Content-Disposition line and its bytes."""
    pieces = [
        b"--b\r\nContent-Disposition: form-data; " + rest.encode() + b"\r\n\r\n" + data + b"\r\n"
        for rest, data in parts
    ]
    return b"".join(pieces) + b"--b--\r\n"


FILE = ('name="file"; filename="cv.txt"', b"words\r\n--bee\r\nmore")


@pytest.mark.parametrize(
    ("body", "content_type", "wanted"),
    [
        (b'{"text": "words"}', JSON, Submission(b"words")),
        (
            b'{"text": "\xc3\xa9", "kind": "jd"}',
            JSON + "; charset=utf-8",
            Submission(b"\xc3\xa9", "jd"),
        ),
        (form(FILE), FORM, Submission(FILE[1], "auto", "cv.txt")),
        (form(('name="kind"', b"resume"), FILE), FORM, Submission(FILE[1], "resume", "cv.txt")),
        (
            form(FILE, ('name="file"; filename="2"', b"2nd")),
            FORM,
            Submission(FILE[1], "auto", "cv.txt"),
        ),
        (
            form(('name="file"; filename="C:\\\\temp/r\xe9sum\xe9.pdf"', b"x")),
            FORM,
            Submission(b"x", "auto", "résumé.pdf"),
        ),
    ],
)
def test_a_body_becomes_a_submission(body: bytes, content_type: str, wanted: Submission) -> None:
    assert read_submission(body, content_type) == wanted


@pytest.mark.parametrize(
    ("body", "content_type", "error", "says"),
    [
        (b"words", "text/plain", WrongContentType, "application/json"),
        (b"words", "", WrongContentType, "multipart/form-data"),
        (form(FILE), "multipart/form-data", WrongContentType, "boundary"),
        (b"--c\r\nnonsense", FORM, InvalidRequest, "well-formed"),
        (form(FILE)[:20], FORM, InvalidRequest, "well-formed"),
        (form(FILE)[:-12], FORM, InvalidRequest, "well-formed"),
        (form(('name="file"', b"a field, not a file")), FORM, InvalidRequest, "file: is missing"),
        (form(FILE, ('name="kind"', b"cv")), FORM, InvalidRequest, "resume, jd, auto"),
        (form(*[FILE] * (MAX_PARTS + 1)), FORM, InvalidRequest, f"more than {MAX_PARTS}"),
        (b"{", JSON, InvalidRequest, "JSON"),
        (b"[]", JSON, InvalidRequest, "body"),
        (b'{"kind": "jd"}', JSON, InvalidRequest, "text: field required"),
        (b'{"text": 7}', JSON, InvalidRequest, "text"),
        (b'{"text": "a", "kind": "cv"}', JSON, InvalidRequest, "kind"),
    ],
)
def test_a_wrong_body_is_answered_with_what_would_be_right(
    body: bytes, content_type: str, error: type[RolefitError], says: str
) -> None:
    with pytest.raises(error, match=says):
        read_submission(body, content_type)


def test_names_and_values_of_json_are_not_repeated() -> None:
    with pytest.raises(InvalidRequest) as caught:
        read_submission(b'{"text": ["secret"], "kind": "secret", "secret": 1}', JSON)
    assert "secret" not in str(caught.value)
    assert [name for name, _ in caught.value.fields] == ["text", "kind", "body"]


@pytest.mark.parametrize(
    ("parts", "wanted"),
    [
        ([FILE, ('name="text"', b"pasted")], Submission(FILE[1], "auto", "cv.txt")),
        ([('name="file"; filename=""', b""), ('name="text"', b"pasted")], Submission(b"pasted")),
        ([('name="text"', b"pasted"), ('name="kind"', b"jd")], Submission(b"pasted", "jd")),
    ],
)
def test_the_page_takes_the_file_or_else_the_text(
    parts: list[tuple[str, bytes]], wanted: Submission
) -> None:
    assert read_page_form(form(*parts), FORM) == wanted


def test_a_page_without_a_document_is_asked_for_one() -> None:
    empty = form(('name="file"; filename=""', b""), ('name="text"', b" \r\n"))
    with pytest.raises(UsageError, match="choose a file or paste a text"):
        read_page_form(empty, FORM)
