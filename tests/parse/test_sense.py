"""The words around a skill are weighed: signs, sides, and what overrules what."""

from __future__ import annotations

from dataclasses import replace

from rolefit.parse.sense import Families, Place, Sense, signs, stem_word

FAMILIES = Families(
    {
        "person": ["team", "vendor"],
        "learn": ["course"],
        "do": ["run", "ran"],
        "not": ["not", "never"],
    }
)
PLAIN = Place((), 0, 5, (0, 99), "experience", "resume", "affirmed", False, "used", "")


def place(line: str) -> Place:
    """The first run of underscores of a line, of which nothing is known."""
    start = line.index("_")
    end = start + len(line[start:]) - len(line[start:].lstrip("_"))
    return replace(PLAIN, words=FAMILIES.split(line), start=start, end=end)


def test_forms_of_a_word_are_one() -> None:
    assert {stem_word(w) for w in ("learn", "learning", "learned", "learns")} == {"learn"}
    assert stem_word("studies") == stem_word("studied") == stem_word("study")


def test_a_sign_tells_side_distance_and_family() -> None:
    here = place("the team ran _____ in a course")
    found = set(signs(here, *here.around()))
    assert {"b0 ran", "b person*", "a learn*", "a1 learn*", "subject person"} <= found


def test_another_statement_about_another_skill_is_not_weighed() -> None:
    here = place("ran _____; a course in ____")
    assert not [sign for sign in signs(here, *here.around()) if "cours" in sign]


def test_an_agent_after_by_is_the_doer() -> None:
    here = place("_____ was run by the vendor")
    assert {"subject skill", "agent a person"} <= set(signs(here, *here.around()))


def test_weights_decide_where_no_cue_spoke_and_they_are_sure() -> None:
    sure = Sense(FAMILIES, (0, 0, 0, 0, 0), {"a learn*": (0, 0, 5, 0, 0)})
    assert sure.decide(place("_____ course")) == "aspired"
    unsure = Sense(FAMILIES, (0, 0, 0, 0, 0), {"a learn*": (0, 0, 2, 0, 0)})
    assert unsure.decide(place("_____ course")) == "affirmed"


def test_a_cue_stands_unless_the_words_are_sure() -> None:
    cued = replace(place("_____ course"), ruled="denied", is_said=True)
    unsure = Sense(FAMILIES, (0, 0, 0, 0, 0), {"a learn*": (0, 0, 1, 0, 0)})
    sure = Sense(FAMILIES, (0, 0, 0, 0, 0), {"a learn*": (0, 0, 9, 0, 0)})
    assert unsure.decide(cued) == "denied"
    assert sure.decide(cued) == "aspired"


def test_it_takes_more_to_find_that_a_cue_says_nothing() -> None:
    cued = replace(place("_____ course"), ruled="denied", is_said=True)
    weights = {"a learn*": (3.0, 0.0, 0.0, 0.0, 0.0)}
    assert Sense(FAMILIES, (0, 0, 0, 0, 0), weights).decide(cued) == "denied"
    assert Sense(FAMILIES, (0, 0, 3, 0, 0), {}).decide(cued) == "aspired"


def test_what_is_denied_follows_the_denial() -> None:
    here = place("never stopped the course in _____")
    found = set(signs(here, *here.around()))
    assert {"b not stop", "b not learn*"} <= found
    assert "b twice not" not in found
    twice = place("not a course, not in _____")
    assert "b twice not" in set(signs(twice, *twice.around()))


def test_the_nearest_telling_word_stands_out() -> None:
    here = place("the team ran a course with _____")
    found = set(signs(here, *here.around()))
    assert {"near b: cours", "near b learn nothing", "near a none nothing"} <= found


def test_a_long_line_is_told_from_a_short_one() -> None:
    short, long = place("ran _____"), place("ran _____ and " + "then more " * 20)
    lengths = [
        next(sign for sign in signs(p, *p.around()) if sign.startswith("length"))
        for p in (short, long)
    ]
    assert lengths == ["length 0", "length 5"]


def test_where_no_telling_word_stands_nothing_is_weighed() -> None:
    sense = Sense(FAMILIES, (0, 9, 0, 0, 0), {})
    assert sense.decide(place("ran _____ daily")) == "affirmed"
