"""The generated sets: every trick is found, and no honest design is flagged."""

import pytest

from rolefit.evaluation.read import compare_words
from rolefit.evaluation.read_hidden import SECRET, VISIBLE, make_hidden, make_honest
from rolefit.evaluation.read_odd import make_odd
from rolefit.read import read
from tests.read.read_documents import LIMITS

HIDDEN, HONEST = make_hidden(), make_honest() | make_odd()
UNREPORTED = {"template.html", "script.html", "noscript.html", "attribute.html"}
"""What browsers never show as words is no trick: it is left out without a warning."""


@pytest.mark.parametrize("name", HIDDEN)
def test_a_trick_is_found_and_its_words_are_quoted(name):
    document = read(HIDDEN[name], limits=LIMITS)
    words = {word.casefold() for word in document.text.split()}
    assert not words & set(SECRET.casefold().split())
    assert all(word.casefold() in words for line in VISIBLE for word in line.split())
    quoted = " ".join(quote for w in document.warnings for quote in w.quotes).casefold()
    assert name in UNREPORTED or set(SECRET.casefold().split()) <= set(quoted.split())


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_design_is_read_without_a_warning(name):
    document = read(HONEST[name], limits=LIMITS)
    assert document.text.split() == " ".join(VISIBLE).split()
    assert document.warnings == ()


def test_likeness_counts_words_and_their_order():
    same = compare_words("• one | two", "one two")
    assert (same.f1, same.order) == (1.0, 1.0)
    swapped = compare_words("two one", "one two")
    assert (swapped.f1, swapped.order) == (1.0, 0.5)
    assert compare_words("one two three", "one two").f1 == pytest.approx(0.8)
