"""What each line of a job ad asks for: from its words, its section and the lines around it.

The weights are learnt (`scripts/train_asks.py`): lines under clear headings of public ads are the
labels. Headings, cues and neighbours decide together, so that boilerplate is found inside other
sections and ads without headings are read, too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

from rolefit.parse.asks import ASKS, Ask, AskWeights, Piece, best_path, score_pieces
from rolefit.parse.cues import CueTable
from rolefit.types import Line, Need, SectionKind

SECTION_ASKS: Mapping[SectionKind, Ask] = {
    "required": "required",
    "preferred": "preferred",
    "not_required": "not_required",
    "responsibilities": "responsibility",
    "role": "responsibility",
    "skills": "required",
    "education": "required",
    "certifications": "required",
    "experience": "required",
    "about": "boilerplate",
    "benefits": "boilerplate",
    "equal_opportunity": "boilerplate",
    "application": "boilerplate",
    "pay": "boilerplate",
}
ASK_SECTIONS: Mapping[Ask, SectionKind] = {
    "required": "required",
    "preferred": "preferred",
    "boilerplate": "about",
    "responsibility": "responsibilities",
}

_CUT = re.compile(
    r"(?:;|,|\.|\s[–—-])\s+(?:(?:and|but|though|although|however|while)\s+)?|\s+\((?=[a-z])|\s(?=strong candidates (?:may|need not))",
    re.IGNORECASE,
)
MIN_PIECE_WORDS = 3
_NEEDED = r"(?:required|necessary|needed|mandatory|expected|(?:a )?requirement|(?:a )?must(?:[- ]have)?|(?:a )?prerequisite|"
_NEEDED += r"essential|(?:a )?deal[- ]?breaker|obligatory|compulsory)"
_ASSET = r"(?:experience|knowledge|background|degree|phd|diploma|education|skills?|certificat\w+|expert\w*|clearance|travel|relocation|coding|programming|training|familiarity|requirements?)"
_WAIVES = re.compile(
    rf"\b(?:no|nor|without)\b(?!-)[^.;:]{{0,60}}\b(?:is |are )?(?:required|necessary|needed|expected)\b|"
    rf"(?:\bnot|n['’]t)\s+(?:be\s+)?(?:an?\s+)?(?:(?:\w+ly|always|hard|strict|formal)\s+){{0,2}}{_NEEDED}\b(?!\s+to be (?:in|considered))|"
    r"\b(?:you|candidates?|applicants?)\s+(?:do(?:es)? not|don['’]t|needn['’]t)\s+(?:necessarily )?need"
    rf"(?= to\b|[^.;:]{{0,60}}\b{_ASSET}\b)|"
    r"\bwe (?:do not|don['’]t) need (?:you to|an? (?:\w+ ){0,3}(?:engineer|scientist|developer|analyst|expert|specialist|manager|researcher|degree|phd))\b|"
    r"\b(?:you|we|candidates?|applicants?)\s+(?:do(?:es)? not|don['’]t|needn['’]t|need not|will not|won['’]t|are not|aren['’]t|"
    r"should not)\s+(?:require|have to|expect|expected|required|ask for|care (?:about|if|whether|where|what)|"
    r"looking for)\b|\b(?:(?:don['’]t|do not|not to) worry|no worries|never mind) if\b|"
    r"\b(?:ok|okay|fine|all right|alright|no problem|not a problem) if you (?:don['’]t|do not|haven['’]t|have not|have never|have no|lack|aren['’]t|are not)\b|"
    r"\bif you (?:don['’]t|do not|haven['’]t|have not|have never)\b[^.;]{0,40}\bwe(?:['’]ll| will) (?:teach|train|help you learn)\b|"
    r"\bno (?:degree|experience|diploma|phd)\s*\?|"
    r"\bno requirement (?:for|of|to)\b|\bis (?:unnecessary|irrelevant|immaterial)\b|\bis not part of the (?:job|role)\b|"
    r"\bthis is not an?\b(?! (?:exhaustive|complete|full)\b)[^.;]{0,40}\b(?:position|role|job)\b|\bnot looking for an?\b|"
    rf"\bno need (?:for|to (?:have|know|be))\b|\bneed not (?:be|have)\b|(?<!with )\bno (?:prior|previous) {_ASSET}\b|\bwith or without (?:an? )?(?:\w+ )?{_ASSET}\b|"
    rf"\b{_ASSET} (?:\w+ ){{0,3}}(?:does(?: not|n['’]t)) (?:matter|count)\b",
    re.IGNORECASE,
)
_WAIVES_SURELY = re.compile(
    rf"\bneed not have\b|\bno\b[^.;:]{{0,30}}\b{_ASSET}\b[^.;:]{{0,30}}\b(?:required|necessary|needed|expected)\b|"
    rf"\b{_ASSET}\b[^.;:]{{0,40}}\b(?:is|are)(?: not|n['’]t) (?:always )?{_NEEDED}\b|"
    r"\b(?:you|candidates?|applicants?) (?:do(?:es)? not|don['’]t|needn['’]t) (?:need|require|have to have|need to have) "
    rf"(?:an?|any|prior|previous) (?:\w+ ){{0,3}}{_ASSET}\b|"
    r"\b(?:you|candidates?|applicants?) (?:do(?:es)? not|don['’]t|needn['’]t) (?:need|have) to (?:have\b|be (?:an? )?(?:\w+ )?(?:expert|located|based)\b|relocate|live)|"
    rf"\b{_ASSET} (?:\w+ ){{0,3}}(?:does(?: not|n['’]t)) (?:matter|count)\b|"
    rf"\bwe (?:do not|don['’]t) care (?:about|if|whether|where) [^.;,]{{0,40}}\b{_ASSET}\b|"
    r"\b(?:this|it) is not an? (?!typical|ordinary|usual|normal|remote)(?:\w+ ){1,3}(?:role|position|job)\b",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"^\W*none(?: (?:is|are))? (?:required|needed|necessary)\W*$|\b(?:required|needed|necessary)\s*:\s*none\W*$",
    re.IGNORECASE,
)
_EVERY = re.compile(r"\b(?:every|all|each|everything|any one|anyone|sponsor\w*)\b", re.IGNORECASE)
_ENCOURAGES = re.compile(
    r"\b(?:every|all|each|everything|any one)\b[^.;]{0,40}\b(?:requirements?|qualifications?|box|criteri\w+|points?|listed|bullets?|"
    r"expectations?|answers?|above|technology|technologies|one)\b|\b100\s?%|\banyone\b|\bmanager\b|\bsponsor|\boffices?\b|\bplease\b|"
    r"\bapply\b(?! knowledge)|\bthird[- ]part|\bagenc|\bthese questions\b|\bauthori[sz]ation\b",
    re.IGNORECASE,
)
""" "You do not need to meet every point" asks for applications, it waives nothing."""
_WISHES = re.compile(
    rf"\b(?:but|however|though|although|while|whilst|certainly)\s+(?:\w+\s+){{0,4}}?(?:not|by no means|in no way)\s+(?:an?\s+)?{_NEEDED}|"
    rf"\(\s*not (?:an? )?{_NEEDED}\s*\)|\bnot {_NEEDED},? (?:but|though|although)\b|\b(?:although|but|though) it (?:helps|is)\b",
    re.IGNORECASE,
)


_PLAIN_WISH = re.compile(
    r"\b(?:an?|any|as an?|considered an?|(?:big|great|strong|huge|definite|major|real|added|distinct)) (?:\w+ )?"
    r"(?:plus|bonus|asset|advantage|benefit|nice[- ]to[- ]have|cherry)\b|\bcherry on\b|\bnice[- ]to[- ]haves?\b|\bpreferr?ed\b|"
    r"^\W*(?:\w+ )?(?:prefer|bonus|extra (?:credit|points)|even better|good to (?:have|know)|preferabl[ey]|ideally)\b|"
    r"\bpreference (?:for|to|is|will)\b|[–—-] ?(?:advantage|plus|bonus)\W*$|\b(?:desirable|desired|advantageous)\W*$|"
    r"\((?:optional|preferred|desirable|desired|a plus|bonus|not (?:mandatory|required|necessary|essential))\)|"
    r"\b(?:highly|strongly) (?:valued|desirable|desired|encouraged|regarded|recommended)\b|"
    r"\b(?:is|are|would be|will be|would also be) (?:also |very |obviously |a |highly )?"
    r"(?:desirable|desired|beneficial|advantageous|helpful|useful|great|nice|welcome|appreciated|valued)\b|"
    r"\b(?:relevant|useful|valued|helpful),? but (?:is |are )?(?:by no means |not )(?:required|essential|necessary|needed)\b",
    re.IGNORECASE,
)
_DEMANDS = re.compile(
    r"\b(?:required|requires?|must|mandatory|minimum|at least|essential)\b", re.IGNORECASE
)
_INSISTS = re.compile(
    r"^\W*must\b|\b(?:is|are) (?:required|mandatory|essential|a must)\b|\b(?<!not )(?:required|mandatory)\W*$",
    re.IGNORECASE,
)
_WAIVED = re.compile(
    r"\b(?:not|no)\b[^.;,]{0,20}\b(?:required|mandatory|essential|must)\b", re.IGNORECASE
)
_ASIDE = re.compile(
    r"(?<=[\w,;:)] )\((?!(?:optional|preferred|desirable|desired|a plus|bonus|not (?:mandatory|required|necessary|essential))"
    r"(?:[,;][^()]*)?\)\W*$)[^()]*\)",
    re.IGNORECASE,
)
""" "(AWS preferred)" inside a line; "(preferred)" at either end speaks for all of it."""
_LISTS = re.compile(r"\s(?:or|and|and/or|&)\s|/", re.IGNORECASE)
_EXAMPLES = re.compile(r"\b(?:such as|like|including|e\.?g)\b[^.;]*$|\be\.g\.,?$", re.IGNORECASE)
_OF_HEAD = re.compile(
    r"(?:(?:strongly|highly) )?(?:preferred|desired|desirable|optional|is|are|would be|will be)\b|"
    r"(?:this |the |such )?(?:skills?|experience)? ?(?:is|are) (?:preferred|desired|desirable|a plus)\b",
    re.IGNORECASE,
)
_OR = re.compile(r"(?:and/)?or\b", re.IGNORECASE)
_BUT = re.compile(r"\b(?:but|though|although|however)\b", re.IGNORECASE)
_OWN_HEAD = re.compile(
    rf"\b(?:{_ASSET}|exposure|understanding|ability|proficien\w+|fluen\w+|interest|preferably|ideally|bonus)\b",
    re.IGNORECASE,
)


def ask_of(line: Line) -> Ask:
    """What the line asks for, from its own words where they tell, else from its section."""
    if line.need is not None and line.need != "mentioned":
        return line.need
    if line.heading:
        return "other"
    return SECTION_ASKS.get(line.section, "other")


class AskReader:
    """Decides for all lines of an ad together."""

    def __init__(self, weights: AskWeights, cues: CueTable) -> None:
        self._weights = weights
        self._cues = cues

    def read(self, text: str, lines: Sequence[Line]) -> tuple[Line, ...]:
        """The lines with `need` and, where the words say otherwise than the heading, `section` set."""
        cut = [piece for line in lines for piece in self.cut(text, line)]
        pieces = pieces_of(text, cut)
        scores = score_pieces(pieces, self._weights)
        path = best_path(scores, self._weights.change, [line.heading for line in cut])
        asks = [_own_ask(piece, ASKS[path[i]]) for i, piece in enumerate(pieces)]
        return tuple(
            line if line.heading else _with_ask(line, ask, waived=self._waives(text, line, ask))
            for line, ask in zip(cut, asks, strict=True)
        )

    def _waives(self, text: str, line: Line, ask: Ask) -> bool:
        piece = text[line.start : line.end]
        if line.section == "not_required" and ask in {"required", "preferred"}:
            return True
        return self._cue(piece) == "not_required" and (
            ask not in {"boilerplate", "preferred"}
            or bool(_WAIVES_SURELY.search(piece) or _NONE.search(piece))
        )

    def _cue(self, text: str) -> Need | None:
        said = {
            c.sets
            for c in self._cues.find(text, "jd")
            if c.axis == "need" and c.where not in {"beside", "next"}
        }
        if _NONE.search(text):
            return "not_required"
        if "preferred" in said or _WISHES.search(text) or says_wish(text):
            return "preferred"
        sure = _WAIVES_SURELY.search(text)
        if sure and not _EVERY.search(text, sure.start(), sure.end() + 30):
            return "not_required"
        return "not_required" if _WAIVES.search(text) and not _ENCOURAGES.search(text) else None

    def cut(self, text: str, line: Line) -> list[Line]:
        """A line in two where a clause of its own is only preferred, or waived."""
        if line.heading:
            return [line]
        piece = text[line.start : line.end]
        if self._cue(piece) is None:
            return [line]
        for cut in _CUT.finditer(piece):
            head, tail = piece[: cut.start()], piece[cut.end() :]
            if _goes_on(head, cut.group(), tail) or _takes_back(cut.group(), tail):
                continue
            long = min(len(head.split()), len(tail.split())) >= MIN_PIECE_WORDS
            before, after = self._cue(head), self._cue(tail)
            if long and ((before is None and after) or (before == "not_required" != after)):
                first = replace(line, end=line.start + cut.start())
                return [first, *self.cut(text, replace(line, start=line.start + cut.end()))]
        return [line]


def _own_ask(piece: Piece, ask: Ask) -> Ask:
    """What the line itself says plainly stands above what its neighbours make likely."""
    if ask == "required" and says_wish(piece.text):
        return "preferred"
    if ask == "preferred" and _INSISTS.search(piece.text) and not says_wish(piece.text):
        return "required"
    return ask


def says_wish(text: str) -> bool:
    """Whether all of it is only wished for: "Spark a plus", "ideally in AWS"; not "SQL (Postgres preferred)"."""
    bare = _ASIDE.sub(" ", text)
    return bool(_PLAIN_WISH.search(bare)) and not _DEMANDS.search(_WAIVED.sub(" ", bare))


def _goes_on(head: str, joint: str, tail: str) -> bool:
    """Whether the wish is for all: "Transformers, PyTorch or JAX is a plus", "BI (say Looker) preferred", "Spark, desired"."""
    if "(" in joint:
        return says_wish(tail.partition(")")[2])
    if head.count("(") > head.count(")"):
        return True
    if _OF_HEAD.match(tail):
        return True
    if not joint.startswith(",") or _BUT.search(joint):
        return False
    listed = _LISTS.search(joint + tail) or _EXAMPLES.search(head)
    return bool(_OR.match(tail)) or (bool(listed) and not _OWN_HEAD.search(tail))


def _takes_back(joint: str, tail: str) -> bool:
    """ "… is not required, but considered a plus": all of it is a wish."""
    return bool(_BUT.search(joint)) and says_wish(tail) and not _OWN_HEAD.search(tail)


def pieces_of(text: str, lines: Sequence[Line]) -> list[Piece]:
    """The lines as the weights see them; `section` is what the last known heading asks."""
    found: list[Piece] = []
    for line in lines:
        before = text[max(0, line.start - 4) : line.start].rsplit("\n", 1)[-1].strip()
        asked = "none" if line.section in UNCLEAR else SECTION_ASKS.get(line.section, "none")
        section = "required" if asked == "not_required" else asked
        found.append(Piece(text[line.start : line.end], bool(before), line.heading, section))
    return found


UNCLEAR: frozenset[SectionKind] = frozenset({"title", "role", "other"})


def _with_ask(line: Line, ask: Ask, *, waived: bool) -> Line:
    need = cast("Need", ask) if ask in {"required", "preferred"} else None
    section = line.section
    if SECTION_ASKS.get(section, "other") != ask:
        section = ASK_SECTIONS.get(ask, "other" if ask == "other" else section)
    return replace(line, need="not_required" if waived else need, section=section)
