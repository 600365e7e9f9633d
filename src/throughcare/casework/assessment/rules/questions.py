"""Every question of an assessment: what it asks, what may answer it, and where in the journey it stands.

Answers are kept as text or as several texts, so that a draft stays plain. An item of a section answers the
predictor's question of the same meaning, so that nothing is asked twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from throughcare.foundation.kernel import Refused, nearest
from throughcare.foundation.kernel.days import day_of

from .needs.drafts import Answered
from .needs.newer_set import SetQuestion, items_filled, not_filled, set_questions, set_questions_of
from .needs.sections import AnswerSet, areas, item_score, sections, sections_of_area
from .needs.translation import Answer, Item, fields_of, known_items
from .needs.views import Linked, Readiness
from .predictors import FIELDS, Given, Kind, Value

NOT_KNOWN = "M"


class Asked(StrEnum):
    """What shape of answer a question takes."""

    DAY = "a day"
    NUMBER = "a whole number"
    ONE_OF = "one of the choices"
    SOME_OF = "some of the choices"
    WORDS = "words"
    CODE = "an offence code"


@dataclass(frozen=True)
class Question:
    """One question: its name, its words, the shape of its answer and its choices, each with words."""

    name: str
    words: str
    asked: Asked
    choices: tuple[tuple[str, str], ...] = ()
    lowest: int = 0
    highest: int = 9999


_LEVELS = (
    ("0", "No problems"),
    ("1", "Some problems"),
    ("2", "Significant problems"),
    (NOT_KNOWN, "Not known"),
)
_YES_NO = (("YES", "Yes"), ("NO", "No"), (NOT_KNOWN, "Not known"))
_YES_NO_ITEMS = {"o3-3", "o4-2", "o10-5"}

# An item of a section, and the predictor's question that means the same.
SAME = {
    "o3-3": "no_fixed_abode",
    "o3-4": "accommodation_suitability",
    "o4-2": "unemployed",
    "o4-4": "work_skills",
    "o5-5": "over_reliance",
    "o6-1": "family_relationships",
    "o6-3": "childhood",
    "o6-6": "previous_relationships",
    "o7-2": "offending_activities",
    "o7-3": "easily_influenced",
    "o7-5": "recklessness",
    "o8-8": "drug_motivation",
    "o9-1": "alcohol_current",
    "o9-2": "alcohol_excess",
    "o10-1": "coping",
    "o10-2": "psychological_problems",
    "o10-4": "attitude_to_self",
    "o10-5": "self_harm",
    "o11-6": "problem_solving",
    "o11-7": "awareness_of_consequences",
    "o11-9": "understands_others",
    "o12-1": "pro_criminal_attitudes",
    "o12-4": "attitude_to_supervision",
}

# Where the predictors' other questions stand in the journey; the first two pages are not areas of need.
PAGES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "record": (
        "The record",
        (
            "sex", "date_of_birth", "offence_code", "conviction_date", "follow_up_date", "last_offence_date",
            "supervision", "age_at_first_sanction", "sanctions", "violent_sanctions", "past_offences",
            "custodial_sentence", "mappa_eligible", "assaulted_staff", "escaped", "control_issues",
        ),
    ),
    "sexual": (
        "Sexual offending",
        (
            "ever_sexual_offence", "sexually_motivated", "contact_adult", "contact_child", "non_contact", "images",
            "last_sexual_date", "stranger_victim", "sexual_harm_risk", "sexual_preoccupation", "sexual_interests",
            "emotional_congruence",
        ),
    ),
}  # fmt: skip
IN_AREA: Mapping[str, tuple[str, ...]] = {
    "employment-education": (
        "qualifications", "literacy", "reading_problem", "numeracy_problem", "learning_difficulties",
    ),
    "drug-use": ("drugs_used", "current_drug_misuse"),
    "health-wellbeing": (
        "psychiatric_treatment", "psychiatric_problems", "psychiatric_history", "medication", "secure_hospital",
        "obsessive_behaviour",
    ),
    "personal-relationships-community": (
        "relationship_status", "relationship_with_partner", "domestic_abuse", "domestic_abuse_partner",
        "domestic_abuse_family", "sara_partner", "sara_others", "parenting", "childhood_behaviour",
    ),
    "thinking-behaviours-attitudes": (
        "impulsivity", "temper", "criminal_associates", "peer_influence", "hostile_orientation", "controlling",
        "manipulative",
    ),
    "offence-analysis": (
        "weapon", "violence", "excessive_violence", "offence_arson", "emotional_motivation", "recognises_impact",
        "opd_override",
    ),
}  # fmt: skip

# An area's judgement that it is linked to harm, and the predictors' question that means the same.
LINKED_TO_HARM = {
    "accommodation": "accommodation_harm_link",
    "personal-relationships-community": "relationship_harm_link",
    "health-wellbeing": "emotional_harm_link",
    "thinking-behaviours-attitudes": "thinking_harm_link",
    "offence-analysis": "offence_harm_link",
}
# What nobody is asked: it is on record, and carried with its source when somebody is scored.
ON_RECORD = ("assessment_date", "rosh", "highest_rosh")
VIEW_PARTS = ("harm", "reoffending", "strengths", "because", "readiness", "words", "left_out")


def pages() -> dict[str, str]:
    """Every page of the journey in order, and its title."""
    return {key: title for key, (title, _) in PAGES.items()} | dict(areas())


def questions_of(
    page: str, which: AnswerSet = AnswerSet.OLDER_SECTIONS, answers: Mapping[str, Answered] | None = None
) -> tuple[Question, ...]:
    """The questions of one page, given the answers so far; refuses a page that does not exist.

    In the strengths-and-needs set an item of the older sections is asked only where no answer of the set fills it.
    """
    if page in PAGES:
        return tuple(question(name) for name in PAGES[page][1])
    if which is AnswerSet.OLDER_SECTIONS:
        items = [item for section in sections_of_area(page) for item in section.items]
    else:
        said = set_answers(answers or {})
        items = [*(one.name for one in set_questions_of(page, said)), *not_filled(page, said)]
    names = [*items, *IN_AREA.get(page, ()), *(f"{page}.{part}" for part in VIEW_PARTS)]
    return tuple(question(name) for name in names)


def question(name: str) -> Question:
    """The question of that name; refuses a name that is none."""
    found = _catalogue().get(name)
    if found is None and name in set_questions():
        return _of_set(set_questions()[name])
    if found is None:
        raise _no_such(name)
    return found


# A name so like a known one is that one mistyped; a later set may hold any other.
_ALIKE = 0.9


def _misspelt(name: str) -> str | None:
    """The question that a name no set has was meant for, where it is nearly spelt so; None where it is not."""
    return None if name in _read_names() else nearest(name, _read_names(), alike=_ALIKE)


@cache
def _read_names() -> frozenset[str]:
    """Every question that is asked here, and every answer that a translation reads."""
    return frozenset(
        {*_catalogue(), *set_questions(), *(one for item in known_items() for one in fields_of(item))}
    )


def _no_such(name: str) -> Refused:
    meant = _misspelt(name[:90])
    asks = f" Did you mean {meant}?" if meant else ""
    return Refused(f"There is no question called {name[:90]}.{asks}", field="question")


@cache
def _catalogue() -> Mapping[str, Question]:
    found = {name: _of_field(name) for name in FIELDS}
    for section in sections().values():
        found |= {item: _of_item(item, words) for item, words in section.items.items()}
    for area in areas():
        found |= {one.name: one for one in _of_view(area)}
    return found


def _of_item(item: str, words: str) -> Question:
    return Question(item, words, Asked.ONE_OF, _YES_NO if item in _YES_NO_ITEMS else _LEVELS)


def _of_set(one: SetQuestion) -> Question:
    return Question(one.name, one.words, Asked.SOME_OF if one.several else Asked.ONE_OF, one.choices)


def set_answers(answers: Mapping[str, Answered]) -> dict[str, Answer]:
    """Those of the answers that are the strengths-and-needs set's, as its translation reads them."""
    return {name: one.value for name, one in answers.items() if name not in _catalogue()}


def _of_field(name: str) -> Question:
    field = FIELDS[name]
    words = field.words[:1].upper() + field.words[1:]
    chosen = tuple((choice, choice.replace("_", " ").capitalize()) for choice in field.choices)
    shapes = {
        Kind.LEVEL: (Asked.ONE_OF, _LEVELS),
        Kind.YES_NO: (Asked.ONE_OF, _YES_NO),
        Kind.SET: (Asked.SOME_OF, (*chosen, ("none", "None of these"))),
        Kind.DATE: (Asked.DAY, ()),
        Kind.NUMBER: (Asked.NUMBER, ()),
        Kind.TEXT: (Asked.ONE_OF, (*chosen, (NOT_KNOWN, "Not known"))) if chosen else (Asked.CODE, ()),
    }
    asked, choices = shapes[field.kind]
    return Question(name, words, asked, choices, field.lowest, field.highest)


def _of_view(area: str) -> tuple[Question, ...]:
    linked = tuple((one.value, one.value.capitalize()) for one in Linked)
    readiness = tuple((one.name, one.value[:1].upper() + one.value[1:]) for one in Readiness)
    return (
        Question(f"{area}.harm", "Linked to risk of serious harm", Asked.ONE_OF, linked),
        Question(f"{area}.reoffending", "Linked to reoffending", Asked.ONE_OF, linked),
        Question(f"{area}.strengths", "Strengths or protective factors", Asked.ONE_OF, linked),
        Question(f"{area}.because", "Why", Asked.WORDS),
        Question(f"{area}.readiness", "What the person says about changing", Asked.ONE_OF, readiness),
        Question(f"{area}.words", "The person's own words", Asked.WORDS),
        Question(f"{area}.left_out", "If this area is left out, why", Asked.WORDS),
    )


_MOST_WORDS = 4000


def check_answer(name: str, value: object) -> Answer:
    """An answer as it is kept; refuses one of the wrong shape, naming the question. Empty is not answered."""
    _check_text(name, value)
    if name not in _catalogue() and name not in set_questions():
        return _check_strength_or_need(name, value)
    one = question(name)
    if value is None or value == "" or value in ([], ()):
        return None
    if one.asked is Asked.SOME_OF:
        return _check_several(one, value)
    if not isinstance(value, str):
        raise Refused(f"{one.words} is {one.asked.value}.", field=name)
    if one.asked is Asked.ONE_OF and value not in {choice for choice, _ in one.choices}:
        raise Refused(
            f"{one.words}: choose one of {', '.join(words for _, words in one.choices)}.", field=name
        )
    if one.asked is Asked.NUMBER and not (
        value.isascii() and value.isdigit() and len(value) < 6 and one.lowest <= int(value) <= one.highest
    ):
        raise Refused(f"{one.words} is a whole number from {one.lowest} to {one.highest}.", field=name)  # fmt: skip
    if one.asked is Asked.DAY:
        _check_day(one, value)
    if len(value) > _MOST_WORDS:
        raise Refused(f"{one.words}: at most {_MOST_WORDS} characters.", field=name)
    return value


def _check_text(name: str, value: object) -> None:
    """A database keeps neither the null character nor half of a pair."""
    texts = (one for one in (value if isinstance(value, list | tuple) else (value,)) if isinstance(one, str))
    if any("\x00" in one or any("\ud800" <= sign <= "\udfff" for sign in one) for one in (name, *texts)):
        raise Refused("An answer cannot hold characters that are not text.", field="answers")


def _check_strength_or_need(name: str, value: object) -> Answer:
    """A question of the strengths-and-needs set: its translation reads it, and it is text or several texts."""
    if not name.isidentifier() or not name.isupper() or len(name) > 90 or _misspelt(name):
        raise _no_such(name)
    several = value if isinstance(value, list | tuple) else () if value is None else (value,)
    if not all(isinstance(one, str) and len(one) <= _MOST_WORDS for one in several):
        raise Refused(f"{name} is answered by text of at most {_MOST_WORDS} characters.", field=name)
    return (tuple(several) if isinstance(value, list | tuple) else str(value) if value else None) or None


def _check_several(one: Question, value: object) -> Answer:
    known = {choice for choice, _ in one.choices}
    if not isinstance(value, list | tuple | frozenset | set) or not set(value) <= known:
        raise Refused(f"{one.words}: choose some of what is listed.", field=one.name)
    if "none" in value and len(value) > 1:
        raise Refused(f"{one.words}: none of these cannot stand beside others.", field=one.name)
    return tuple(sorted(value))


def _check_day(one: Question, value: str) -> None:
    try:
        date.fromisoformat(value)
    except ValueError:
        raise Refused(f"{one.words} is a day, like 2026-03-31.", field=one.name) from None


def items_of(answers: Mapping[str, Answered]) -> dict[str, Item]:
    """Items of the sections: those answered, and those that the strengths-and-needs answers fill."""
    plain = {name: one.value for name, one in answers.items()}
    items = items_filled(set_answers(answers))
    held = {item for section in sections().values() for item in section.items}
    said = {item: value for item, value in plain.items() if item in held and value is not None}
    return {**items, **{item: value for item, value in said.items() if not _overtaken(item, items, answers)}}


def _overtaken(item: str, filled: Mapping[str, Item], answers: Mapping[str, Answered]) -> bool:
    """Whether an answer of the set, given later, fills an item that was once asked as before."""
    later = (answers[name].at > answers[item].at for name in fields_of(item) if name in answers)
    return item in filled and any(later)


def givens_of(answers: Mapping[str, Answered]) -> dict[str, Given]:
    """What the predictors are given: their own questions, and items that mean the same; each with day and source."""
    found: dict[str, Given] = {}
    items = items_of(answers)
    for item, field in SAME.items():
        value = _item_value(field, items.get(item))
        if value is not None:
            one = answers.get(item)
            found[field] = (
                Given(value, day_of(one.at), source_of(one)) if one else Given(value, None, "translated")
            )
    for area, field in LINKED_TO_HARM.items():
        judged = answers.get(f"{area}.harm")
        if judged is not None and judged.value in {"yes", "no"}:
            found[field] = Given(judged.value == "yes", day_of(judged.at), source_of(judged))
    for name, one in answers.items():
        if name in FIELDS and (value := field_value(name, one.value)) is not None:
            found[name] = Given(value, day_of(one.at), source_of(one))
    return found


def source_of(one: Answered) -> str:
    """Where an answer comes from, in words; unconfirmed answers say so."""
    said = one.source or one.origin.value
    return said if one.sure else f"{said}, not confirmed"


def _item_value(field: str, item: Item) -> Value | None:
    score = item_score(item) if item is not None else None
    if score is None:
        return None
    return score > 0 if FIELDS[field].kind is Kind.YES_NO else score


def field_value(name: str, kept: Answer) -> Value | None:
    """A kept answer as a predictor takes it; None where it is not known."""
    if kept is None or kept == NOT_KNOWN:
        return None
    kind = FIELDS[name].kind
    if kind is Kind.SET:
        return frozenset(kept) - {"none"} if isinstance(kept, tuple) else frozenset({kept} - {"none"})
    if not isinstance(kept, str):
        return None
    if kind is Kind.DATE:
        return date.fromisoformat(kept)
    if kind is Kind.YES_NO:
        return kept == "YES"
    return int(kept) if kind in {Kind.LEVEL, Kind.NUMBER} else kept


def kept_value(name: str, value: Value | None) -> Answer:
    """A predictor's answer as a draft keeps it: the other way round."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "YES" if value else "NO"
    if isinstance(value, frozenset):
        return tuple(sorted(value)) or ("none",)
    return value.isoformat() if isinstance(value, date) else str(value)
