"""Codes to sentences: verdict reasons, warnings, feature descriptions."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import TYPE_CHECKING

from rolefit.match.features import FEATURES
from rolefit.types import NONE_ROLE, DocumentWarning, Report, SkillFinding

if TYPE_CHECKING:
    from rolefit.corpus import Corpus

WARNINGS: Mapping[str, str] = {
    "hidden_text": "The file holds text that a reader cannot see; it was taken out and counts nothing.",
    "truncated": "The file is longer than the limit; what follows was not read.",
    "language": "Passages are not in English; they count nothing, and the answer deserves less trust.",
    "ocr": "This page was read from a picture; some letters may be wrong.",
    "image_page": "This page is a picture and was not read.",
    "text_layer": "This page is a scan; the words its scanner laid over it were trusted.",
    "odd_glyphs": "This page's font may draw other letters than it says; the text was trusted.",
    "text_differs": "This page shows other words than the file says; those shown count.",
    "damaged_page": "This page is damaged and was left out.",
    "future_date": "A date lies in the future.",
    "impossible_date": "A period ends before it starts.",
    "no_sections": "No section headings were found.",
    "instruction": "A sentence tells the reader what to do; it counts nothing:",
    "too_many_mentions": "More skills are named than were read:",
}
LEAST_SAID = 0.005
LEVELS: Mapping[str, str] = {
    "P1": "entry", "P2": "developing", "P3": "mid-level", "P4": "senior", "P5": "staff", "P6": "principal",
}  # fmt: skip


def describe_feature(name: str) -> str:
    """What a feature measures, in one sentence: its docstring's first line."""
    return (inspect.getdoc(FEATURES[name]) or name).split("\n", 1)[0].replace("*", "")


def describe_warning(warning: DocumentWarning) -> str:
    sentence = WARNINGS.get(warning.code, warning.code.replace("_", " "))
    return f"{sentence} {warning.detail}".strip()


def describe_verdict(report: Report, corpus: Corpus) -> str:
    """One or two sentences: the answer, how sure, and why no clear one when there is none."""
    verdict, none_match = report.verdict, report.none_match
    first, second = report.roles[:2]
    name = {role.id: role.title for role in corpus.roles} | {NONE_ROLE: "none of the roles"}
    sure = {
        match.role_id: say_probability(match.probability) for match in (*report.roles, none_match)
    }
    if verdict.status == "match":
        rival = max(second, none_match, key=lambda match: match.probability).role_id
        return (
            f"{name[first.role_id]}, with probability {sure[first.role_id]}; "
            f"the next is {name[rival]} with {sure[rival]}."
        )
    if verdict.status == "none":
        return (
            f"None of the roles: most of what this document tells of is other work "
            f"(probability {sure[NONE_ROLE]})."
        )
    if verdict.reason == "little_evidence":
        told = "Too little is said of work to call it"
        if report.none_match.probability > first.probability:
            return f"{told}."
        return f"{told}; what there is points to {name[first.role_id]} ({sure[first.role_id]})."
    if verdict.reason == "language":
        return (
            f"Not in English, so nothing is sure; what was understood points to {name[first.role_id]} "
            f"({sure[first.role_id]})."
        )
    rival = NONE_ROLE if verdict.reason == "close_to_none" else second.role_id
    sentence = (
        f"Too close to call between {name[first.role_id]} ({sure[first.role_id]}) and "
        f"{name[rival]} ({sure[rival]})."
    )
    if verdict.deciders:
        one, other = (corpus.skill_by_id[skill_id].label for skill_id in verdict.deciders)
        sentence += (
            f" What would decide: {one} at work speaks for the first, {other} for the second."
        )
    return sentence


def say_gain(finding: SkillFinding) -> str:
    """By how much the probability would rise, with its sign; nothing where that rounds to nothing."""
    return f"{finding.gain:+.2f}" if finding.gain and finding.gain >= LEAST_SAID else ""


def say_probability(probability: float) -> str:
    """Two digits; never 1.00 or 0.00 for what is only near."""
    if 0.995 <= probability < 1:
        return "over 0.99"
    return "under 0.01" if 0 < probability < 0.005 else f"{probability:.2f}"
