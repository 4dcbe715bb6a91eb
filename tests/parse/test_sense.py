"""The words around a skill are weighed: signs, sides, and what overrules what."""

from __future__ import annotations

from dataclasses import replace

from rolefit.parse.sense import Families, Place, Sense, signs, stem_word

FAMILIES = Families({"person": ["team", "vendor"], "learn": ["course"], "do": ["run", "ran"]})
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
    unsure = Sense(FAMILIES, (0, 0, 0, 0, 0), {"a learn*": (0, 0, 4, 0, 0)})
    assert unsure.decide(place("_____ course")) == "affirmed"


def test_a_cue_stands_unless_the_words_are_sure() -> None:
    cued = replace(place("_____ course"), ruled="denied", is_said=True)
    unsure = Sense(FAMILIES, (0, 0, 0, 0, 0), {"a learn*": (0, 0, 1, 0, 0)})
    sure = Sense(FAMILIES, (0, 0, 0, 0, 0), {"a learn*": (0, 0, 9, 0, 0)})
    assert unsure.decide(cued) == "denied"
    assert sure.decide(cued) == "aspired"


def test_where_no_telling_word_stands_nothing_is_weighed() -> None:
    sense = Sense(FAMILIES, (0, 9, 0, 0, 0), {})
    assert sense.decide(place("ran _____ daily")) == "affirmed"
