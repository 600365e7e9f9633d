"""Constraint errors in words, without saying anything about rows the person may not see."""

from __future__ import annotations

REFERS_TO_NOTHING = "23503"
SENTENCES: dict[str, str] = {
    "organisation_name_once": "There is already an organisation of that name.",
    "unit_name_once_in_organisation": "This organisation already has a unit of that name.",
    "membership_once_in_each_role_and_unit": "This account already holds that role in that unit for some of that time.",
    "agreement_once_for_each_purpose": "These organisations already have an agreement for that purpose for some of that time.",
    "wall_stands_between_two": "A wall stands between two different organisations.",
    "restriction_once_at_a_time": "This record is already restricted.",
    "kin_declared_once": "You have already declared this.",
}


def explains(**sentences: str) -> None:
    """Register the sentence that each constraint keeps, by the constraint's name."""
    SENTENCES.update(sentences)


def sentence_for(broken: Exception) -> str:
    """What to tell the person whose write broke a constraint."""
    cause = broken.__cause__
    name = getattr(getattr(cause, "diag", None), "constraint_name", None) or ""
    if getattr(cause, "sqlstate", "") == REFERS_TO_NOTHING and name not in SENTENCES:
        return "Something this refers to does not exist. Nothing was changed."
    return SENTENCES.get(
        name, "This conflicts with what is already recorded. Nothing was changed; look again and retry."
    )
