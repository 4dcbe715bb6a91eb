"""JSON Resume and schema.org JobPosting: the words of their fields as headings, lines and items.

Only text fields that a reader would be shown are taken; descriptions may hold HTML.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from html import unescape

from rolefit.errors import DamagedDocument
from rolefit.read.html import markup_blocks
from rolefit.read.layout import Block, Piece, Reading, TextBuilder
from rolefit.read.limits import ReadLimits
from rolefit.read.plain import decode
from rolefit.read.sniff import looks_like_markup

Json = object
Fields = Mapping[str, Json]
_MAX_DEPTH = 8


def read_structured(source: bytes, limits: ReadLimits) -> Reading:
    """JSON Resume or JobPosting: sections with the words of their fields."""
    try:
        data = json.loads(decode(source))
    except (ValueError, RecursionError) as error:
        raise DamagedDocument("The JSON is cut short or damaged; save it again.") from error
    builder = TextBuilder(limits)
    postings = [_posting(fields) for fields in _find_postings(data)]
    for blocks in postings or [_resume(_fields(data[0] if isinstance(data, list) else data))]:
        builder.add_all(blocks)
    return builder.finish()


# -- JSON Resume --------------------------------------------------------------------------


def _resume(resume: Fields) -> Iterator[Block]:
    yield from _basics(_fields(resume.get("basics")))
    for key, (title, entry) in _SECTIONS.items():
        blocks = [b for item in _items(resume.get(key)) for b in entry(_fields(item, "name"))]
        if blocks:
            yield _heading(title)
            yield from blocks


def _basics(basics: Fields) -> Iterator[Block]:
    name = _text(basics, "name")
    if name:
        yield _heading(name)
    yield from _line(_text(basics, "label"))
    place = _fields(basics.get("location"))
    yield from _line(_join(", ", place, "address", "city", "region", "countryCode"))
    yield from _line(_join(" | ", basics, "email", "phone"))
    yield from _link(_text(basics, "url", "website"))
    for profile in _items(basics.get("profiles")):
        fields = _fields(profile)
        yield from _link(_text(fields, "url"), _join(": ", fields, "network", "username"))
    if _text(basics, "summary"):
        yield _heading("Summary")
        yield from _prose(_text(basics, "summary"))


def _work(entry: Fields) -> Iterator[Block]:
    head = _join(", ", entry, "position", "name", "company", "organization", "entity", "location")
    yield from _line(_dated(head, entry))
    yield from _prose(_text(entry, "description"))
    yield from _prose(_text(entry, "summary"))
    yield from _bullets(entry.get("highlights"))
    yield from _line(_list(entry.get("keywords")))
    yield from _link(_text(entry, "url"))


def _project(entry: Fields) -> Iterator[Block]:
    yield from _line(_dated(_join(", ", entry, "name", "entity"), entry))
    yield from _prose(_text(entry, "description"))
    yield from _bullets(entry.get("highlights"))
    yield from _line(_list(entry.get("keywords")))
    yield from _link(_text(entry, "url"))


def _education(entry: Fields) -> Iterator[Block]:
    head = _join(", ", entry, "studyType", "area", "institution", "score", "gpa")
    yield from _line(_dated(head, entry))
    yield from _bullets(entry.get("courses"))


def _skill(entry: Fields) -> Iterator[Block]:
    words = _list(entry.get("keywords"))
    name = _text(entry, "name", "language")
    level = _text(entry, "level", "fluency")
    head = f"{name} ({level})" if name and level else name or level
    yield from _item(": ".join(part for part in (head, words) if part))


def _award(entry: Fields) -> Iterator[Block]:
    head = _join(", ", entry, "title", "name", "awarder", "issuer", "publisher")
    yield from _line(_dated(head, entry))
    yield from _prose(_text(entry, "summary"))
    yield from _link(_text(entry, "url"))


def _reference(entry: Fields) -> Iterator[Block]:
    yield from _line(_text(entry, "name"))
    yield from _prose(_text(entry, "reference"))


_SECTIONS: Mapping[str, tuple[str, Callable[[Fields], Iterator[Block]]]] = {
    "work": ("Experience", _work),
    "projects": ("Projects", _project),
    "skills": ("Skills", _skill),
    "education": ("Education", _education),
    "certificates": ("Certifications", _award),
    "publications": ("Publications", _award),
    "awards": ("Awards", _award),
    "volunteer": ("Volunteer", _work),
    "languages": ("Languages", _skill),
    "interests": ("Interests", _skill),
    "references": ("References", _reference),
}


# -- JobPosting ---------------------------------------------------------------------------


def _find_postings(data: Json, depth: int = 0) -> list[Fields]:
    """Postings wherever JSON-LD puts them: at the top, in a list, in a graph, in `mainEntity`."""
    if depth > _MAX_DEPTH:
        return []
    if isinstance(data, list):
        return [found for item in data for found in _find_postings(item, depth + 1)]
    fields = _fields(data)
    kinds = [
        str(kind).rpartition("/")[2].rpartition(":")[2] for kind in _items(fields.get("@type"))
    ]
    if "JobPosting" in kinds:
        return [fields]
    inner = (fields.get(key) for key in ("@graph", "mainEntity", "itemListElement", "item"))
    return [found for data in inner if data for found in _find_postings(data, depth + 1)]


def _posting(posting: Fields) -> Iterator[Block]:
    title = _text(posting, "title", "name")
    if title:
        yield _heading(title)
    company = _fields(posting.get("hiringOrganization"), "name")
    yield from _line(_text(company, "name"))
    for place in _items(posting.get("jobLocation")):
        address = _fields(_fields(place, "name").get("address"), "name")
        keys = ("name", "addressLocality", "addressRegion", "addressCountry")
        yield from _line(_join(", ", address, *keys))
    yield from _line(_list(posting.get("employmentType")))
    yield from _prose(_text(posting, "description"))
    for key, name in _POSTING_PARTS.items():
        blocks = [block for value in _items(posting.get(key)) for block in _part(value)]
        if blocks:
            yield _heading(name)
            yield from blocks


_POSTING_PARTS: Mapping[str, str] = {
    "responsibilities": "Responsibilities",
    "qualifications": "Requirements",
    "experienceRequirements": "Experience requirements",
    "educationRequirements": "Education requirements",
    "skills": "Skills",
    "jobBenefits": "Benefits",
    "incentiveCompensation": "Pay",
}


def _part(value: Json) -> Iterator[Block]:
    """One value: prose, or a thing with a name, a description, a level or months."""
    if isinstance(value, str):
        yield from _prose(value)
        return
    fields = _fields(value)
    months = fields.get("monthsOfExperience")
    if isinstance(months, int | float) and not isinstance(months, bool):
        yield from _line(f"{months:g} months of experience")
    yield from _line(_text(fields, "name"))
    yield from _prose(_text(fields, "description"))
    yield from _line(_text(fields, "credentialCategory"))


# -- fields to blocks ---------------------------------------------------------------------


def _heading(text: str) -> Block:
    return Block("heading", (Piece(_one_line(text)),))


def _line(text: str) -> Iterator[Block]:
    if text:
        yield Block("paragraph", (Piece(_one_line(text)),))


def _item(text: str) -> Iterator[Block]:
    if text:
        yield Block("item", (Piece(_one_line(text)),))


def _link(target: str, words: str = "") -> Iterator[Block]:
    if target or words:
        yield Block("paragraph", (Piece(_one_line(words or target), target),))


def _bullets(values: Json) -> Iterator[Block]:
    for value in _items(values):
        yield from _item(_scalar(value))


def _prose(text: str) -> Iterator[Block]:
    """Paragraphs of plain text, or the blocks of HTML."""
    if not text:
        return
    markup = unescape(text) if "&lt;" in text else text
    if looks_like_markup(markup):
        yield from markup_blocks(markup)
    else:
        yield Block("lines", (Piece(unescape(text)),))


def _dated(head: str, entry: Fields) -> str:
    start = _text(entry, "startDate", "date", "releaseDate")
    end = _text(entry, "endDate")
    if start and not end and "startDate" in entry:
        end = "present"
    return " | ".join(part for part in (head, " – ".join(d for d in (start, end) if d)) if part)


def _fields(value: Json, scalar_key: str = "") -> Fields:
    """The value if it has fields; a bare string counts as the field `scalar_key`."""
    if isinstance(value, dict):
        return value
    return {scalar_key: value} if scalar_key and isinstance(value, str) else {}


def _items(value: Json) -> list[Json]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _scalar(value: Json) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).strip()


def _text(fields: Fields, *keys: str) -> str:
    """The first of these fields that says something."""
    return next((text for key in keys if (text := _scalar(fields.get(key)))), "")


def _join(separator: str, fields: Fields, *keys: str) -> str:
    return separator.join(text for key in keys if (text := _scalar(fields.get(key))))


def _list(values: Json) -> str:
    return ", ".join(text for value in _items(values) if (text := _scalar(value)))


def _one_line(text: str) -> str:
    return " ".join(text.split())
