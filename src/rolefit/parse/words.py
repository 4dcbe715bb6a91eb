"""Words that settle whether a plain word is a skill: what stands before and after one."""

from __future__ import annotations

import re

TECH_AFTER = re.compile(
    r"[\s/-]*(?:\d[\d.]*\s+)?(?:"
    r"a(?:dministrat\w+|pis?|pps?|pplications?|rchitect\w*)|back-?\s?ends?|bootcamps?|certifi\w+|classifiers?|"
    r"clusters?|cod(?:e|ers?|ing)|components?|connectors?|containers?|courses?|dags?|dashboards?|databases?|"
    r"deployments?|dev|develop\w+|drivers?|engineers?|environments?|experience|experts?|expertise|features?|"
    r"framework|front-?\s?ends?|functions?|ingestion|instances?|integration|jobs?|knowledge|languages?|"
    r"librar(?:y|ies)|licen[cs]es?|macros?|microservices?|migrations?|models?|modules?|packages?|pipelines?|plug-?ins?|"
    r"plans?|platforms?|practi[cs]e|products?|programm\w+|programs?|projects?|queries|reports?|research|"
    r"repositor(?:y|ies)|rewrite|rings?|runs|scripts?|scripting|sdk|servers?|services?|skills?|stack|streaming|"
    r"structured|tables|tasks?|teams?|tests?|tools?|tutorials?|users?|versions?|warehouses?|web|"
    r"workbooks?|workflows?|workloads?)\b",
    re.IGNORECASE,
)  # fmt: skip
"""A noun that a tool's name stands before: "Ruby service", "Excel models"."""

GRADE_AFTER = re.compile(
    r"[ \t]+\(?(?:Fluent|Native|Bilingual|Conversational|Proficient|Expert|Advanced|Intermediate|Basic|Beginner|"
    r"Professional|Elementary|Novice|Excellent|Good|[ABC][12])\b",
    re.IGNORECASE,
)
"""How well somebody knows what stands before: "English Fluent"."""

INTRODUCES = re.compile(
    r"\b(?:experience[ds]?|knowledge|understanding|proficien\w+|fluen\w+|skill\w*|expert\w*|famil\w+|"
    r"learn\w*|learnt|exposure|basics|fundamentals|foundations?|grasp|cours\w+|class(?:es)?|training|trained|versed|"
    r"command|strong|strength|solid|advanced|basic|intermediate|some|bootcamp|stud\w+|us(?:e|ed|ing|es)|utili[sz]\w+|"
    r"cod(?:e|ed|ing)|program\w*|develop\w*|built|written|wr(?:i|o)te|writing|implemented|scripting|"
    r"in(?:terest\w*)?|aware\w*|toolbox|years?|background|stack|technolog(?:y|ies)|tools?|languages?|"
    r"acquaint\w+|beginner|comfortable|competen\w+|rusty|teach\w*|taught|working)"
    r"(?:\s+(?:with|of|in|on|to|using|into|about|for|at|production|like|such as|including|myself|is|are|and))?"
    r"(?:\s+(?:the|basics of|a bit of))?\s*[:(-]?\s*$",
    re.IGNORECASE,
)
"""What brings in a skill: "proficient in …", "years of …", "in …"."""

CONTENT_INTRODUCES = re.compile(
    r"\b(?:experience[ds]?|knowledge|understanding|proficien\w+|fluen\w+|skilled|expert\w*|famil\w+|"
    r"learn(?:ing|t)?|exposure|basics|fundamentals|grasp|cours\w+|classes|training|versed|"
    r"bootcamp|us(?:ed|ing)|coding|programming|background|years?|basic|strong|solid|interest\w*)\b",
    re.IGNORECASE,
)
"""Those that bring in a word written small, too."""

NAME_BEFORE = re.compile(
    r"(?:\b(?:at|island of|isle of|by|mr|mrs|ms|dr|saint|st|called|named|meet|met|miss|la|el|le|de|del|van|von)\.?)\s+$",
    re.IGNORECASE,
)
"""What stands before a company, a place or a person."""

COMPANY_AFTER = re.compile(
    r"\s+(?:Logistics|House|Inc|Ltd|LLC|GmbH|AG|Corp(?:oration)?|Bank|Group|Holdings?|Partners|Airlines|airlines|"
    r"Networks|Dental|Foods?|Coffee|Caf[eé]|Hotels?|Insurance|Capital|Ventures|Motors|Records|Press|"
    r"Studios?|Media|Energy|Industries|Consulting Group|Pharma\w*|Restaurants?|Clinics?|Hospital|"
    r"cinema|school|College|University|Street|Avenue|Road|Monet|Beta|Jones|Smith)\b"
)

FUNCTION_WORDS = frozenset(
    "a an and are as at but by for from he her his i in is it its my of on or our out she so that the "
    "their them these they this those to was we were which who will with you your not no can".split()
)

MAKERS = frozenset(
    "Apache AWS Amazon Google Azure Microsoft MS OpenAI Plotly Facebook Meta Oracle IBM HashiCorp Face Adobe "
    "Anthropic GCP SAP NVIDIA Databricks Open Confluent Elastic Atlassian".split()
)
"""Who stands before a product without making a person's name of it."""

SENTENCE_START = re.compile(r"(?:^|[.!?;•\n\"“(]\s*|\s[-–—]\s)$")


def is_capitalised_word(text: str, position: int) -> bool:
    """Whether the word after white space at `position` begins with a capital letter."""
    match = re.match(r"[ \t]+([^\W\d_])", text[position : position + 4])
    return bool(match and match[1].isupper())


def name_stands_before(text: str, position: int) -> bool:
    """Whether a capitalised word that opens no sentence stands right before `position`."""
    match = re.search(r"([^\W\d_][\w'’.]*)[ \t]+$", text[max(0, position - 30) : position])
    if not match or not match[1][0].isupper() or match[1] in MAKERS:
        return False
    start = position - (len(match[0]))
    return not SENTENCE_START.search(text[max(0, start - 4) : start])
