"""Codes to sentences: verdict reasons, warnings, feature descriptions."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import TYPE_CHECKING

from rolefit.match.features import NONE_FEATURES, ROLE_FEATURES
from rolefit.types import DocumentWarning, Report

if TYPE_CHECKING:
    from rolefit.corpus import Corpus

WARNINGS: Mapping[str, str] = {
    "hidden_text": "The file holds text that a reader cannot see; it was taken out and counts nothing.",
    "truncated": "The file is longer than the limit; what follows was not read.",
    "encoding_guessed": "The text's encoding had to be guessed; some letters may be wrong.",
    "language": "The text does not seem to be English; the answer deserves little trust.",
    "no_lines": "No line tells of work; there is little to go by.",
    "short": "The document is very short; there is little to go by.",
}
LEVELS: Mapping[str, str] = {
    "P1": "entry", "P2": "developing", "P3": "mid-level", "P4": "senior", "P5": "staff", "P6": "principal",
}  # fmt: skip


def describe_feature(name: str) -> str:
    """What a feature measures, in one sentence: its docstring's first line."""
    function = {**ROLE_FEATURES, **NONE_FEATURES}[name]
    return (inspect.getdoc(function) or name).split("\n", 1)[0]


def describe_warning(warning: DocumentWarning) -> str:
    sentence = WARNINGS.get(warning.code, warning.code.replace("_", " "))
    return f"{sentence} {warning.detail}".strip()


def describe_verdict(report: Report, corpus: Corpus) -> str:
    """One or two sentences: the answer, how sure, and why no clear one when there is none."""
    verdict, roles = report.verdict, report.roles
    first, second = roles[0], roles[1]
    name = {role.id: role.title for role in corpus.roles}
    if verdict.status == "match":
        return (
            f"{name[first.role_id]}, with probability {first.probability:.2f}; "
            f"the next is {name[second.role_id]} with {second.probability:.2f}."
        )
    if verdict.status == "none":
        return (
            f"None of the roles: most of what this document tells of is other work "
            f"(probability {report.none_match.probability:.2f})."
        )
    if verdict.reason == "close_to_none":
        return (
            f"Too close to call between {name[first.role_id]} ({first.probability:.2f}) and none of "
            f"the roles ({report.none_match.probability:.2f})."
        )
    return (
        f"Too close to call: {name[first.role_id]} and {name[second.role_id]} are "
        f"{first.probability:.2f} and {second.probability:.2f}."
    )
