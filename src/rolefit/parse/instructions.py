"""Sentences addressed to whatever reads the document, not to people. They are no evidence of anything."""

from __future__ import annotations

import re

from rolefit.types import Redaction

_ADDRESSED = re.compile(
    r"(?:"
    r"\b(?:ignore|disregard|forget|override|bypass)\b[^.!?\n]{0,40}\b(?:previous|prior|above|earlier|preceding|"
    r"all|any|other|your)\b[^.!?\n]{0,30}\b(?:instructions?|prompts?|rules|guidelines|directions|criteria|commands?)\b"
    r"|<\|?(?:im_start|im_end|system|endoftext)\|?>|\[/?INST\]|^\s*(?:system|assistant)\s*:"
    r"|\b(?:attention|note|message|instructions?)\s+(?:to|for)\s+(?:the\s+)?(?:ai|ats|llms?|language models?|bots?|"
    r"parsers?|screen\w+|algorithms?|automated\s+\w+)\b"
    r"|\bif you are an? (?:ai|llm|large language model|language model|bot|automated)\b"
    r"|\b(?:you are|act as|behave as|pretend to be)\s+(?:now\s+)?(?:an?|the)\s+(?:\w+\s+)?(?:ai|llm|language model|"
    r"recruit\w*|hiring\s+\w+|ats|screen\w+)\b"
    r"|\b(?:rank|rate|score|classify|select|shortlist|recommend|mark|label|consider|grade|evaluate)\s+"
    r"(?:this|the|me\b|my)\s?(?:candidate|applicant|résumé|resume|cv|profile|person|document)?\b[^.!?\n]{0,60}"
    r"\b(?:first|top|highest|perfect|best|maximum|100|10/10|strong match|ideal|as an?|hired?|qualified)"
    r"|\b(?:return|output|respond|reply|answer|print|say)\b[^.!?\n]{0,40}\b(?:candidate|applicant|perfect match|"
    r"best match|strong match|highest score|probability)\b"
    r")",
    re.IGNORECASE | re.MULTILINE,
)
_SENTENCE_BREAK = re.compile(r"(?<=[.!?])\s|\n")


def find_instructions(text: str) -> tuple[Redaction, ...]:
    """The sentences that are instructions, in order; not overlapping."""
    found: list[Redaction] = []
    for match in _ADDRESSED.finditer(text):
        if found and match.start() < found[-1].end:
            continue
        before = text.rfind("\n", 0, match.start()) + 1
        starts = [m.end() for m in _SENTENCE_BREAK.finditer(text, before, match.start())]
        stop = _SENTENCE_BREAK.search(text, match.end())
        found.append(
            Redaction(
                "instruction", starts[-1] if starts else before, stop.start() if stop else len(text)
            )
        )
    return tuple(found)
