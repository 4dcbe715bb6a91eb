"""Values to plain data for JSON: dataclasses and corpus entries to objects, spans to the words they hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel

from rolefit.types import Span


def to_plain(value: Any, text: str = "") -> Any:
    """`text` is the document that spans index; properties of dataclasses are not among the fields."""
    if isinstance(value, Span):
        return {"start": value.start, "end": value.end, "text": text[value.start : value.end]}
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_plain(getattr(value, f.name), text) for f in fields(value)}
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, Mapping):
        return {key: to_plain(item, text) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [to_plain(item, text) for item in value]
    return value.isoformat() if isinstance(value, date) else value
