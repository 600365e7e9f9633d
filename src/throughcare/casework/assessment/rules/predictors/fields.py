"""The answers a predictor may be given: their kinds, their words, where each came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import cast

from throughcare.foundation.kernel import Refused

Value = date | int | bool | str | frozenset[str]


class Kind(StrEnum):
    """What shape an answer has."""

    DATE = "a date"
    NUMBER = "a whole number"
    LEVEL = "0 (no problems), 1 (some problems) or 2 (significant problems)"
    YES_NO = "yes or no"
    TEXT = "text"
    SET = "a set of names"


class Problem(StrEnum):
    """Why an instrument could not be scored, or not in full; the words are for the person asking."""

    MISSING = "These answers are needed before it can be scored"
    MISSING_DYNAMIC = "These answers about the present are missing, so it rests on history alone"
    WRONG_KIND = "These answers are not of the kind expected"
    CODE_FORMAT = "An offence code has five characters, such as 02700"
    CODE_UNMAPPED = "The offence code is not in this edition's offence mapping"
    CODE_NEEDS_EXACT = "The exact offence is needed: this group of offences is weighed offence by offence"
    SANCTIONS_RANGE = "The number of sanctions counts the present one and cannot be that"
    VIOLENT_RANGE = "Violent sanctions are some of all sanctions, from none to all of them"
    CONVICTED_TOO_YOUNG = "Nobody is convicted before the age of ten"
    FIRST_AFTER_CONVICTION = "The first sanction cannot come after the present conviction"
    FIRST_RANGE = "The age at first sanction is outside the range of this instrument"
    CONVICTION_BEFORE_BIRTH = "The conviction is dated before the person was born"
    CONVICTION_AFTER_ASSESSMENT = "The conviction is dated more than three months after the assessment"
    FOLLOW_UP_NEEDED = "Either the start of follow-up or the date of conviction is needed"
    FOLLOW_UP_BEFORE_BIRTH = "The start of follow-up is dated before the person was born"
    FOLLOW_UP_RANGE = "The person's age at the start of follow-up is outside the range of this instrument"
    SEXUAL_COUNTS_MISSING = "A sexual offence is recorded: say how many sanctions of each kind"
    SEXUAL_NO_SANCTIONS = "A sexual offence is recorded, but every count of sexual sanctions is nought"
    SEXUAL_UNEXPECTED = "No sexual offence is recorded, so sexual sanctions cannot be counted"
    SEXUAL_RANGE = "There are more sexual sanctions than sanctions in all"
    LAST_SEXUAL_BEFORE_BIRTH = "The last sexual offence is dated before the person was born"
    LAST_OFFENCE_BEFORE_BIRTH = "The last offence is dated before the person was born"
    ASSESSED_BEFORE_BIRTH = "The assessment is dated before the person was born"
    FOLLOW_UP_BEFORE_CONVICTION = "Follow-up cannot begin before the present conviction"
    LAST_AFTER_ASSESSMENT = "An offence after the assessment was not known to it"
    OFFENDED_TOO_YOUNG = "Nobody commits an offence before the age of ten"
    FIRST_TOO_YOUNG = "Nobody is sanctioned before the age of ten"
    TOO_OLD = "Ages of 110 and over are outside every instrument"
    DRUGS_MOTIVATION = "Drugs are recorded as used: say how motivated the person is to tackle it"
    DOMESTIC_ABUSE = "Domestic abuse is not recorded, so nobody can be named as abused"
    LITERACY = "A problem with reading or numeracy needs the answer above it"
    TOO_FEW = "Too few of the answers are known to screen"
    COMPONENTS = "One of the scores it is made of could not be worked out"


@dataclass(frozen=True)
class Trouble:
    """One problem and the answers it lies in."""

    problem: Problem
    fields: tuple[str, ...] = ()

    def __str__(self) -> str:
        named = ", ".join(words(field) for field in self.fields)
        return f"{self.problem.value}: {named}." if named else f"{self.problem.value}."


class NotScored(Refused):
    """An instrument refuses to give a score, and says every reason at once."""

    def __init__(self, troubles: tuple[Trouble, ...]) -> None:
        first = next((field for trouble in troubles for field in trouble.fields), None)
        super().__init__(" ".join(str(trouble) for trouble in troubles), field=first)
        self.troubles = troubles


@dataclass(frozen=True)
class Field:
    """One answer: what it is called, its kind, its range or choices."""

    name: str
    kind: Kind
    words: str
    choices: tuple[str, ...] = ()
    lowest: int = 0
    highest: int = 9999


@dataclass(frozen=True)
class Given:
    """An answer with the day it was true or recorded and where it came from; None means not known."""

    value: Value | None
    on: date | None = None
    source: str = "not stated"


PAST_OFFENCES = (
    "homicide",
    "wounding",
    "kidnapping",
    "firearms",
    "robbery",
    "aggravated_burglary",
    "weapons",
    "criminal_damage",
    "arson",
)
DRUGS = (
    "heroin",
    "methadone",
    "other_opiate",
    "crack_cocaine",
    "powder_cocaine",
    "misused_prescribed",
    "benzodiazepines",
    "cannabis",
    "steroids",
    "other_drug",
    "ketamine",
    "spice",
    "hallucinogens",
    "solvents",
)

_RISK = ("not_applicable", "low", "medium", "high", "very_high")

_TEXTS = {
    "sex": ("sex", ("male", "female")),
    "offence_code": ("code of the present offence", ()),
    "supervision": ("where the sentence is served", ("community", "custody", "remand")),
    "relationship_status": ("relationship", ("living_together", "not_living_together", "none")),
    "qualifications": ("qualifications", ("any", "none")),
    "sara_partner": ("spousal assault risk to a partner", _RISK),
    "sara_others": ("spousal assault risk to others", _RISK),
    "rosh": ("risk of serious harm in this assessment", _RISK),
    "highest_rosh": ("highest risk of serious harm in any assessment", _RISK),
}
_DATES = {
    "date_of_birth": "date of birth",
    "conviction_date": "date of the present conviction",
    "follow_up_date": "start of follow-up",
    "assessment_date": "date of the assessment",
    "last_sexual_date": "date of the last sexual offence",
    "last_offence_date": "date of the last offence",
}
_NUMBERS = {
    "age_at_first_sanction": ("age at first sanction", 120),
    "sanctions": ("number of sanctions, the present one included", 9999),
    "violent_sanctions": ("number of violent sanctions", 9999),
    "contact_adult": ("sanctions for contact sexual offences against adults", 9999),
    "contact_child": ("sanctions for contact sexual offences against children", 9999),
    "non_contact": ("sanctions for non-contact sexual offences", 9999),
    "images": ("sanctions for indecent images and indirect contact", 9999),
}
_LEVELS = {
    "accommodation_suitability": "suitability of accommodation",
    "relationship_with_partner": "relationship with partner",
    "offending_activities": "regular activities that encourage offending",
    "drug_motivation": "motivation to tackle drug misuse (0 full, 1 partial, 2 none)",
    "current_drug_misuse": "current drug misuse",
    "alcohol_current": "current use of alcohol",
    "alcohol_excess": "excessive drinking in the last six months",
    "impulsivity": "impulsivity",
    "temper": "temper control",
    "pro_criminal_attitudes": "attitudes in favour of crime",
    "problem_solving": "problem solving",
    "awareness_of_consequences": "awareness of consequences (0 yes, 1 sometimes, 2 no)",
    "understands_others": "understanding of other people's views",
    "criminal_associates": "influence of criminal associates",
    "recklessness": "recklessness and risk taking",
    "coping": "difficulties coping",
    "attitude_to_self": "attitude to self",
    "work_skills": "work-related skills",
    "literacy": "problems with reading, writing or numbers",
    "learning_difficulties": "learning difficulties",
    "sexual_preoccupation": "sexual preoccupation",
    "sexual_interests": "sexual interests linked to offending",
    "emotional_congruence": "emotional congruence with children",
    "hostile_orientation": "hostile orientation",
    "family_relationships": "relationship with family",
    "previous_relationships": "previous close relationships",
    "easily_influenced": "easily influenced by criminal associates",
    "controlling": "controlling or aggressive behaviour",
    "childhood": "experience of childhood",
    "psychological_problems": "current psychological problems",
    "psychiatric_problems": "current psychiatric problems",
    "over_reliance": "over-reliance on others for money",
    "manipulative": "manipulative or predatory behaviour",
    "attitude_to_supervision": "attitude to supervision or licence",
}
_YES_NO = {
    "unemployed": "unemployed",
    "parenting": "responsible for the care of children",
    "weapon": "offence involved carrying or using a weapon",
    "domestic_abuse": "evidence of domestic abuse",
    "domestic_abuse_partner": "domestic abuse against a partner",
    "domestic_abuse_family": "domestic abuse against family",
    "recognises_impact": "recognises the impact of offending on others",
    "no_fixed_abode": "of no fixed abode or in transient accommodation",
    "psychiatric_treatment": "in psychiatric treatment, or waiting for it",
    "ever_sexual_offence": "has ever committed a sexual offence",
    "sexually_motivated": "present offence sexually motivated",
    "stranger_victim": "present offence against a stranger",
    "peer_influence": "influenced by peers",
    "reading_problem": "problem with reading",
    "numeracy_problem": "problem with numbers",
    "sexual_harm_risk": "a risk of sexual harm",
    "custodial_sentence": "sentenced to custody",
    "mappa_eligible": "eligible for MAPPA",
    "opd_override": "practitioner overrides a screening out",
    "violence": "offence involved violence or the threat of it",
    "excessive_violence": "offence involved excessive violence",
    "offence_arson": "offence involved arson",
    "emotional_motivation": "offence motivated by emotional state",
    "offence_harm_link": "analysis of the offence linked to risk of harm",
    "accommodation_harm_link": "accommodation linked to risk of harm",
    "relationship_harm_link": "relationships linked to risk of harm",
    "emotional_harm_link": "emotional wellbeing linked to risk of harm",
    "thinking_harm_link": "thinking and behaviour linked to risk of harm",
    "childhood_behaviour": "behavioural problems in childhood",
    "psychiatric_history": "past psychiatric treatment",
    "medication": "has been on medication for mental health",
    "secure_hospital": "has been in a special hospital or secure unit",
    "obsessive_behaviour": "obsessive behaviour linked to offending",
    "self_harm": "self-harm or attempted suicide",
    "assaulted_staff": "has assaulted or threatened staff",
    "escaped": "has escaped or absconded",
    "control_issues": "control issues or breach of trust",
}


def _fields() -> dict[str, Field]:
    found = [Field(name, Kind.DATE, words) for name, words in _DATES.items()]
    found += [Field(n, Kind.NUMBER, words, highest=most) for n, (words, most) in _NUMBERS.items()]
    found += [Field(name, Kind.LEVEL, words, highest=2) for name, words in _LEVELS.items()]
    found += [Field(name, Kind.YES_NO, words) for name, words in _YES_NO.items()]
    found += [Field(name, Kind.TEXT, words, choices) for name, (words, choices) in _TEXTS.items()]
    found.append(Field("past_offences", Kind.SET, "kinds of past offence", PAST_OFFENCES))
    found.append(Field("drugs_used", Kind.SET, "drugs used", DRUGS))
    return {field.name: field for field in found}


FIELDS: Mapping[str, Field] = _fields()


def words(name: str) -> str:
    """What an answer is called on a page."""
    return FIELDS[name].words if name in FIELDS else name.replace("_", " ")


class Answers:
    """Answers checked for kind, read by name; an answer not given is None, never nought."""

    def __init__(self, given: Mapping[str, Given | Value | None]) -> None:
        whole = {n: one if isinstance(one, Given) else Given(one) for n, one in given.items()}
        unknown = sorted(whole.keys() - FIELDS.keys())
        if unknown:
            raise Refused(f"No answer is called {', '.join(unknown)}.", field=unknown[0])
        wrong = tuple(n for n, one in whole.items() if one.value is not None and not fits(n, one.value))
        if wrong:
            raise NotScored((Trouble(Problem.WRONG_KIND, wrong),))
        self.given: Mapping[str, Given] = {n: one for n, one in whole.items() if one.value is not None}

    def has(self, name: str) -> bool:
        """Whether the answer is known."""
        return name in self.given

    def absent(self, names: tuple[str, ...] | list[str]) -> tuple[str, ...]:
        """Those of the names whose answer is not known, in order."""
        return tuple(name for name in names if name not in self.given)

    def value(self, name: str) -> Value | None:
        """The answer, or None when it is not known."""
        return self.given[name].value if name in self.given else None

    def date(self, name: str) -> date:
        """An answer known to be a date."""
        return cast(date, self.given[name].value)

    def number(self, name: str) -> int:
        """An answer known to be a number or a level."""
        return cast(int, self.given[name].value)

    def yes(self, name: str) -> bool:
        """Whether the answer is known and is yes."""
        return self.value(name) is True

    def text(self, name: str) -> str:
        """An answer known to be a word or code."""
        return cast(str, self.given[name].value)

    def names(self, name: str) -> frozenset[str]:
        """An answer that is a set of names; empty when it is not known."""
        return cast("frozenset[str]", self.value(name) or frozenset())


def fits(name: str, value: object) -> bool:
    """Whether a value is of the field's kind and within its range."""
    field = FIELDS[name]
    if field.kind is Kind.DATE:
        return isinstance(value, date)
    if field.kind is Kind.YES_NO:
        return isinstance(value, bool)
    if field.kind is Kind.TEXT:
        return isinstance(value, str) and (not field.choices or value in field.choices)
    if field.kind is Kind.SET:
        return isinstance(value, frozenset) and value <= set(field.choices)
    return type(value) is int and field.lowest <= value <= field.highest
