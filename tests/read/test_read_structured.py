"""JSON Resume and JobPosting are read as documents."""

import json

import pytest

from rolefit import errors
from rolefit.read import read
from rolefit.read.structured import read_structured
from tests.read.read_documents import LIMITS

RESUME = {
    "basics": {
        "name": "Jo Doe", "label": "Data Engineer", "email": "jo@example.com",
        "summary": "Builds pipelines.", "location": {"city": "Oslo", "countryCode": "NO"},
        "profiles": [{"network": "GitHub", "username": "jo", "url": "https://github.com/jo"}],
    },
    "work": [
        {"name": "Acme", "position": "Engineer", "startDate": "2020-01",
         "summary": "Ran the warehouse.", "highlights": ["Built ETL in Spark", "Led two people"]},
    ],
    "skills": [{"name": "Cloud", "level": "Expert", "keywords": ["AWS", "Terraform"]}],
    "meta": {"theme": "not read"},
}  # fmt: skip
POSTING = {
    "@context": "https://schema.org", "@type": "JobPosting", "title": "ML Engineer",
    "description": "&lt;p&gt;Ship <b>models</b>.&lt;/p&gt;<ul><li>Own serving</li></ul>",
    "hiringOrganization": {"@type": "Organization", "name": "Acme"},
    "jobLocation": {"address": {"addressLocality": "Oslo", "addressCountry": "NO"}},
    "experienceRequirements": {"monthsOfExperience": 36},
    "skills": ["Python", "Kubernetes"], "qualifications": "A degree\nor similar",
    "identifier": "not read",
}  # fmt: skip


def text(data):
    return read(json.dumps(data).encode(), limits=LIMITS)


def test_a_json_resume_is_read_in_sections():
    document = text(RESUME)
    assert document.media_type == "application/json"
    assert document.text == (
        "Jo Doe\n\nData Engineer\n\nOslo, NO\n\njo@example.com\n\nGitHub: jo\n\nSummary\n\n"
        "Builds pipelines.\n\nExperience\n\nEngineer, Acme | 2020-01 – present\n\n"
        "Ran the warehouse.\n\n• Built ETL in Spark\n• Led two people\n\nSkills\n\n"
        "• Cloud (Expert): AWS, Terraform"
    )
    assert [link.target for link in document.links] == ["https://github.com/jo"]


@pytest.mark.parametrize(
    "wrap", [lambda p: p, lambda p: [p], lambda p: {"@graph": [{"@type": "X"}, p]}]
)
def test_a_job_posting_is_read_wherever_it_stands(wrap):
    document = text(wrap(POSTING))
    assert document.media_type == "application/ld+json"
    assert document.text == (
        "ML Engineer\n\nAcme\n\nOslo, NO\n\nShip models.\n\n• Own serving\n\nRequirements\n\n"
        "A degree\nor similar\n\nExperience requirements\n\n36 months of experience\n\nSkills\n\n"
        "Python\n\nKubernetes"
    )


def test_hidden_markup_in_a_field_is_not_read():
    assert (
        text(POSTING | {"description": "<p hidden>secret</p><p>Seen</p>"}).text.count("secret") == 0
    )


ODD = [
    {"basics": [], "work": {"name": 3}},
    {"work": None, "skills": "SQL, Python"},
    {"basics": "Jo", "work": []},
]


@pytest.mark.parametrize("data", ODD, ids=str)
def test_fields_of_the_wrong_kind_do_no_harm(data):
    read_structured(json.dumps(data).encode(), LIMITS)


def test_json_nested_without_end_is_damaged():
    with pytest.raises(errors.DamagedDocument):
        read(b'{"work": "x", "skills": ' + b"[" * 100_000, limits=LIMITS)
