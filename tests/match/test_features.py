"""Better outscores worse; what must not count counts nothing. The encoder is the fake one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from rolefit.corpus import Corpus
from rolefit.embed.index import Index, build_index
from rolefit.engine import embedded_text
from rolefit.match.evidence import Evidence, build_knowledge
from rolefit.match.features import FEATURES, cover_tasks
from rolefit.match.model import MIN_WORK, decide
from rolefit.match.reading import KINDS, Reading
from rolefit.parse.pipeline import Parser
from rolefit.types import NONE_ROLE, Contribution, RoleMatch
from tests.conftest import WordEncoder, parse


@pytest.fixture(scope="module")
def index(corpus: Corpus) -> Index:
    return build_index(corpus, WordEncoder())


@pytest.fixture
def weigh(parser: Parser, corpus: Corpus, index: Index):
    knowledge = build_knowledge(corpus, *index.search_own_duties())

    def run(text: str, kind="resume") -> Evidence:
        profile = parse(parser, text, kind)
        numbers = [i for i, line in enumerate(profile.lines) if line.embedded]
        vectors = WordEncoder().encode([embedded_text(profile, number) for number in numbers])
        return Evidence(profile, knowledge, index.search_lines(vectors, numbers), vectors)

    return run


def feature(evidence: Evidence, role_id: str, name: str) -> float:
    answers = (*evidence.knowledge.role_ids, NONE_ROLE)
    return FEATURES[name](evidence, answers.index(role_id)).value


def resume(*bullets: str, title: str = "Engineer", skills: str = "") -> str:
    lines = "\n".join(f"• {bullet}" for bullet in bullets)
    listed = f"\nSkills\n{skills}\n" if skills else ""
    return f"Ada Nowak\n\nExperience\n{title}, Acme\nJan 2020 – Dec 2023\n{lines}\n{listed}"


def test_a_roles_own_duties_give_it_the_largest_share(weigh, corpus: Corpus) -> None:
    for role in corpus.roles:
        evidence = weigh(resume(*(duty.text for duty in role.duties[:8])))
        shares = {r.id: feature(evidence, r.id, "duty_share") for r in corpus.roles}
        assert max(shares, key=shares.__getitem__) == role.id


def test_more_tasks_covered_is_better_than_one_task_many_times(weigh, corpus: Corpus) -> None:
    role = corpus.roles[0]
    first = [duty.text for duty in role.duties if duty.task == role.tasks[0].id][:4]
    many = [next(d.text for d in role.duties if d.task == task.id) for task in role.tasks[:4]]
    assert cover_tasks(weigh(resume(*many)), 0).sum() > cover_tasks(weigh(resume(*first)), 0).sum()


def test_a_line_said_twice_counts_once(weigh, corpus: Corpus) -> None:
    duties = [duty.text for duty in corpus.roles[2].duties[:3]]
    once, twice = weigh(resume(*duties)), weigh(resume(*duties, *duties))
    for name in FEATURES:
        assert feature(once, "mlops_engineer", name) == feature(twice, "mlops_engineer", name)


def test_a_skill_used_at_work_outweighs_one_that_is_listed(weigh) -> None:
    used = weigh(resume("Built ingestion with Airflow and Kafka for the claims team at the bank"))
    listed = weigh(
        resume("Served the claims team at the bank every single day", skills="Airflow, Kafka")
    )
    name = "skill_evidence"
    assert feature(used, "data_engineer", name) > feature(listed, "data_engineer", name) > 0


def test_a_denied_skill_counts_nothing(weigh) -> None:
    denied = weigh(
        resume("Kept the books of the bank in order, no experience with Airflow or Kafka")
    )
    assert feature(denied, "data_engineer", "skill_evidence") == 0


def test_repeating_a_keyword_changes_nothing(weigh) -> None:
    once = weigh(resume("Kept the books of the bank in good order", skills="PyTorch, Kafka"))
    often = weigh(
        resume("Kept the books of the bank in good order", skills="PyTorch, Kafka, " * 30)
    )
    for role_id in ("ml_engineer", "data_engineer"):
        for name in FEATURES:
            assert feature(once, role_id, name) == feature(often, role_id, name)


def test_the_latest_title_counts_most(weigh) -> None:
    text = (
        "Ada Nowak\n\nExperience\n{}, Acme\nJan 2020 – Dec 2023\n• Worked on things\n\n"
        "{}, Acme\nJan 2016 – Dec 2019\n• Worked on things\n"
    )
    now = weigh(text.format("Data Engineer", "Data Scientist"))
    before = weigh(text.format("Data Scientist", "Data Engineer"))
    name = "title_evidence"
    assert feature(now, "data_engineer", name) > feature(before, "data_engineer", name) > 0


def test_the_latest_position_counts_most_wherever_it_stands(weigh) -> None:
    first, second = (
        "Data Scientist, Acme\nJan 2020 – Dec 2023\n• Sold tyres",
        "Data Engineer, Beta\nJan 2016 – Dec 2019\n• Sold cars",
    )
    for name in ("data_scientist", "data_engineer"):
        values = {
            feature(weigh(f"Experience\n{one}\n\n{other}\n"), name, "title_evidence")
            for one, other in ((first, second), (second, first))
        }
        assert len(values) == 1


def test_titles_in_bullets_count_once_and_in_no_order(weigh) -> None:
    bullets = ("Worked as a data scientist", "Stood in as a nurse", "Began as a data engineer")
    names = ("data_scientist", "data_engineer", "none")
    numbers = {
        tuple(
            feature(weigh(resume(*said, title="Clerk")), answer, name)
            for answer in names
            for name in ("title_evidence", "outside_title")
        )
        for said in (bullets, bullets[::-1], (*bullets, *bullets, bullets[1]))
    }
    assert len(numbers) == 1
    assert max(numbers.pop()) > 0


def test_a_title_somebody_works_for_is_not_their_own(weigh) -> None:
    evidence = weigh(resume("Cleaned market prices for a farmer app", title="Data Engineer"))
    assert feature(evidence, NONE_ROLE, "outside_title") == 0


def test_a_title_of_other_work_speaks_for_none_of_the_roles(weigh) -> None:
    text = "Ada Nowak\n\nExperience\n{}, Acme\nJan 2020 – Dec 2023\n• Worked on things\n"
    midwife = weigh(text.format("Midwife"))
    assert feature(midwife, NONE_ROLE, "outside_title") > 0.5
    assert feature(midwife, NONE_ROLE, "title_evidence") == 0
    engineer = weigh(text.format("Data Engineer"))
    assert feature(engineer, NONE_ROLE, "outside_title") < 0.2
    assert feature(engineer, "data_engineer", "outside_title") == 0


def test_silence_is_loudest_where_nothing_is_said(weigh, corpus: Corpus) -> None:
    mute = weigh("Ada Nowak")
    full = weigh(resume(*(duty.text for duty in corpus.roles[0].duties[:8])))
    assert feature(mute, NONE_ROLE, "silence") > 2 * feature(full, NONE_ROLE, "silence")
    assert feature(mute, "ml_engineer", "duty_share") == 0


def test_a_role_that_was_not_learnt_reads_as_far_as_lines_and_skills_are_its_own(weigh) -> None:
    learnt = Reading(
        answers=("data_engineer", NONE_ROLE),
        encoder_sha256=WordEncoder.sha256,
        centres={kind: np.zeros(WordEncoder.dimension) for kind in KINDS},
        lines=np.vstack([np.zeros((WordEncoder.dimension, 2)), [1.0, -1.0]]),
        skills={"airflow": np.array([2.0, -2.0])},
    )
    untaught = weigh(resume("Built ingestion with Airflow for the claims team at the bank"))
    taught = replace(untaught, knowledge=replace(untaught.knowledge, reading=learnt))
    read = feature(taught, "ml_engineer", "line_reading")
    assert 0 < read < feature(taught, "data_engineer", "line_reading")
    assert read == pytest.approx(feature(untaught, "ml_engineer", "duty_share"))
    needs = untaught.knowledge.skill_needs[untaught.knowledge.skill_rows["airflow"]]
    own = needs[untaught.knowledge.role_ids.index("ml_engineer")]
    assert 0 < own < 1
    assert feature(taught, "ml_engineer", "skill_reading") == pytest.approx(
        own * feature(taught, "data_engineer", "skill_reading")
    )


# -- the verdict --------------------------------------------------------------------------


def answer(role_id: str, probability: float) -> RoleMatch:
    return RoleMatch(role_id, 0.0, probability, (Contribution("constant", 1, 0),), (), ())


VERDICTS = [
    ((0.7, 0.2, 0.1), "match", "a", "clear"),
    ((0.45, 0.41, 0.14), "abstain", "a", "close_roles"),
    ((0.45, 0.10, 0.40), "abstain", "a", "close_to_none"),
    ((0.30, 0.10, 0.60), "none", None, "outside"),
    ((0.42, 0.10, 0.48), "abstain", "a", "close_to_none"),
]


@pytest.mark.parametrize(("probabilities", "status", "role_id", "reason"), VERDICTS)
def test_the_verdict_follows_from_the_lead(probabilities, status, role_id, reason) -> None:
    first, second, none = probabilities
    verdict = decide(
        [answer("a", first), answer("b", second)], answer(NONE_ROLE, none), margin=0.15, work=9.0
    )
    assert (verdict.status, verdict.role_id, verdict.reason) == (status, role_id, reason)


def test_a_document_that_is_not_english_gets_no_confident_answer() -> None:
    roles = [answer("a", 0.9), answer("b", 0.05)]
    verdict = decide(roles, answer(NONE_ROLE, 0.05), margin=0.15, work=9.0, language="de")
    assert (verdict.status, verdict.reason) == ("abstain", "language")


def test_without_work_nothing_is_a_match() -> None:
    roles = [answer("a", 0.9), answer("b", 0.05)]
    verdict = decide(roles, answer(NONE_ROLE, 0.05), margin=0.15, work=MIN_WORK / 2)
    assert (verdict.status, verdict.reason) == ("abstain", "little_evidence")
