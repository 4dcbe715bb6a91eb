"""Which language a document is in, passage by passage.

English is told by its small words, for nothing. Only passages of prose without them go to the
language model (py3langid), which is imported then. Lists of skills have no small words in any
language; they count as the language around them.
"""

from __future__ import annotations

import importlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Protocol, cast

from rolefit.types import Document, DocumentWarning, Passage

_ENGLISH = frozenset(
    "a about across after all also an and any are as at be been being between both but by can "
    "could did do does during each for from had has have he her his how i if in including into is "
    "it its more most my no not of on or other our out over per she should since so some such than "
    "that the their them then there these they this those through to under up using was we were "
    "what when where which while who will with within without would you your".split()
)
_SHARED = frozenset("a in an is it die was no me per on do so i as all has her at by si to".split())
"""Small words of English that other languages have too: no proof."""
_ENGLISH_SHARE = 0.10
_LEAST_WORDS = 12
_SURE = 0.9
_LEAST_FOREIGN_WORDS = 12
_MIXED_SHARE = 0.15
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_DENSE_SCRIPT = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_PARAGRAPH = re.compile(r"(?:[^\n]|\n(?!\s*\n))+")
_LANGUAGES = (
    "ar bg bn ca cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv ms nl no pl pt ro ru "
    "sk sl sr sv ta te th tl tr uk ur vi zh"
).split()
_NAMES = {
    "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "ca": "Catalan", "cs": "Czech",
    "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish",
    "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew",
    "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian", "it": "Italian",
    "ja": "Japanese", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian", "ms": "Malay",
    "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian",
    "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sr": "Serbian", "sv": "Swedish",
    "ta": "Tamil", "te": "Telugu", "th": "Thai", "tl": "Tagalog", "tr": "Turkish",
    "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


def with_language(document: Document) -> Document:
    """The document with its language, its foreign passages and, when it has some, a warning."""
    weights: Counter[str] = Counter()
    foreign: list[Passage] = []
    for passage in find_passages(document.text):
        weights[passage.language] += _weight(document.text[passage.start : passage.end])
        if passage.language != "en":
            foreign.append(passage)
    language = weights.most_common(1)[0][0] if weights else "en"
    share = 1 - weights["en"] / weights.total() if weights else 0.0
    if language == "en" and share < _MIXED_SHARE:
        return replace(document, language="en", foreign=tuple(foreign))
    warning = DocumentWarning("language", None, (), _describe(weights))
    return replace(
        document, language=language, foreign=tuple(foreign),
        warnings=(*document.warnings, warning),
    )  # fmt: skip


def find_passages(text: str) -> list[Passage]:
    """Passages of prose with their language, in order; neighbours of one language are joined."""
    found: list[Passage] = []
    for start, end in _prose(text):
        language = _language(text[start:end])
        if language is None:
            continue
        if found and found[-1].language == language:
            found[-1] = replace(found[-1], end=end)
        else:
            found.append(Passage(start, end, language))
    return found


def _prose(text: str) -> Iterator[tuple[int, int]]:
    """Paragraphs, short ones together with the next."""
    start = -1
    for match in _PARAGRAPH.finditer(text):
        start = match.start() if start < 0 else start
        if _weight(text[start : match.end()]) >= _LEAST_WORDS:
            yield start, match.end()
            start = -1
    if start >= 0:
        yield start, len(text)


def _weight(text: str) -> int:
    """How many words; where a script writes none, two letters are one."""
    return len(_WORD.findall(text)) + len(_DENSE_SCRIPT.findall(text)) // 2


def _language(text: str) -> str | None:
    """The language of a passage; None when nothing tells it."""
    words = [word.lower() for word in _WORD.findall(text)]
    proofs = sum(1 for word in words if word in _ENGLISH and word not in _SHARED)
    shared = sum(1 for word in words if word in _SHARED)
    if proofs >= 2 and proofs + shared >= _ENGLISH_SHARE * len(words):
        return "en"
    if _weight(text) < _LEAST_FOREIGN_WORDS:
        return None
    prose = " ".join(line for line in text.splitlines() if not _is_list(line))
    if _weight(prose) < _LEAST_FOREIGN_WORDS:
        return None
    language, sure = _classifier()(prose)
    return language if sure >= _SURE and (language != "en" or proofs) else None


def _is_list(line: str) -> bool:
    """Names and terms in a row, which are the same in every language."""
    words = _WORD.findall(line)
    if _DENSE_SCRIPT.search(line):
        return False
    capitals = sum(1 for word in words if word[0].isupper())
    separators = len(re.findall(r"[,;|/•·:]", line))
    return capitals > 0.6 * len(words) or separators > 0.34 * len(words)


class _Classifier(Protocol):
    def __call__(self, text: str) -> tuple[str, float]: ...


@lru_cache(maxsize=1)
def _classifier() -> _Classifier:
    langid = importlib.import_module("py3langid.langid")
    identifier = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    identifier.set_languages(_LANGUAGES)
    return cast("_Classifier", identifier.classify)


def _describe(weights: Counter[str]) -> str:
    total = weights.total()
    shares = [
        f"{_NAMES.get(code, code)} {count / total:.0%}" for code, count in weights.most_common(3)
    ]
    return f"By passages: {', '.join(shares)}."
