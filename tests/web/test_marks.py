"""Marked text shows every character once, whatever the marks."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolefit.web.marks import Mark, MarkedText, Passage, build_marked_text, settle_marks

TEXT = "abcdefghijklmnopqrstuvwxyz"
MARKS = st.lists(
    st.tuples(st.integers(0, 26), st.integers(0, 26), st.sampled_from("xyz")).map(
        lambda t: Mark(min(t[:2]), max(t[:2]), "s", t[2])
    ),
    max_size=8,
)


def text_of(passages: tuple[Passage, ...]) -> str:
    return "".join(piece.text for passage in passages for piece in passage.pieces)


@given(MARKS, MARKS, st.integers(0, 26), st.integers(0, 26))
def test_any_cut_shows_its_text_exactly_once(
    lines: list[Mark], words: list[Mark], one: int, other: int
) -> None:
    start, end = sorted((one, other))
    marked = build_marked_text(TEXT, lines=lines, words=words)
    assert text_of(marked.cut(start, end)) == TEXT[start:end]


@given(MARKS)
def test_settled_marks_do_not_overlap_and_cover_what_they_covered(marks: list[Mark]) -> None:
    settled = settle_marks(marks)
    assert all(a.end <= b.start for a, b in itertools.pairwise(settled))
    covered = {i for mark in marks for i in range(mark.start, mark.end)}
    assert {i for mark in settled for i in range(mark.start, mark.end)} == covered


@given(MARKS, MARKS)
def test_no_two_places_have_the_same_anchor(lines: list[Mark], words: list[Mark]) -> None:
    passages = build_marked_text(TEXT, lines=lines, words=words).cut(0, 26)
    anchors = [p.anchor for p in passages] + [x.anchor for p in passages for x in p.pieces]
    named = [anchor for anchor in anchors if anchor]
    assert len(named) == len(set(named))


@pytest.mark.parametrize(
    ("marks", "wanted"),
    [
        ([(0, 3, "a"), (5, 8, "b")], [(0, 3, "a"), (5, 8, "b")]),
        ([(5, 8, "b"), (0, 3, "a")], [(0, 3, "a"), (5, 8, "b")]),
        ([(0, 3, "a"), (0, 3, "b")], [(0, 3, "a; b")]),
        ([(0, 3, "a"), (0, 3, "a")], [(0, 3, "a")]),
        ([(0, 3, "AR"), (0, 3, "R")], [(0, 3, "AR; R")]),
        ([(0, 3, "a"), (0, 6, "b")], [(0, 6, "b")]),
        ([(0, 4, "a"), (2, 6, "b")], [(0, 4, "a"), (4, 6, "b")]),
        ([(2, 2, "a")], []),
    ],
)
def test_overlaps_are_settled(
    marks: list[tuple[int, int, str]], wanted: list[tuple[int, int, str]]
) -> None:
    settled = settle_marks(Mark(start, end, "s", title) for start, end, title in marks)
    assert [(mark.start, mark.end, mark.title) for mark in settled] == wanted


def make_text() -> MarkedText:
    return build_marked_text(
        TEXT,
        lines=[Mark(2, 10, "line", "a line")],
        words=[Mark(4, 6, "skill", "a skill"), Mark(8, 12, "skill", "over the edge")],
    )


def test_words_lie_inside_their_line_and_go_on_after_it() -> None:
    passages = make_text().cut(0, 14)
    shown = [(p.title, [(x.text, x.title) for x in p.pieces]) for p in passages]
    assert shown == [
        ("", [("ab", "")]),
        ("a line", [("cd", ""), ("ef", "a skill"), ("gh", ""), ("ij", "over the edge")]),
        ("", [("kl", "over the edge"), ("mn", "")]),
    ]


@pytest.mark.parametrize(("start", "anchor"), [(2, "line-2"), (4, "word-4"), (3, "")])
def test_evidence_has_an_anchor_where_it_is_marked(start: int, anchor: str) -> None:
    assert make_text().find_anchor(start) == anchor
