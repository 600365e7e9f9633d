"""Assessing many people in one act: scores, registrations of harm and tiers, from answers that are known."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from throughcare.casework.people import queries as people
from throughcare.foundation.access.action import action
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused
from throughcare.foundation.kernel.days import day_of

from ..rules.predictors import INSTRUMENTS, Given, Value
from ..rules.replay import canonical
from .on_record import DAY_OF_SCORING
from .registering import check_no_fall, check_registration, register_all
from .scoring import score_row, write_scores
from .tiering import Recomputed, work_out

FOR_TIERS = ("arp", "vrp", "svrp", "dc-srp", "iic-srp", "csrp")


@action(Permission.RECORD_SCORE)
def assess_many(
    *,
    by: Member,
    at: datetime,
    answers: Mapping[UUID, Mapping[str, Given | Value | None]],
    harm: Mapping[UUID, str] | None = None,
    instruments: Sequence[str] = FOR_TIERS,
) -> Recomputed:
    """Score many people from predictors' answers, register levels of harm already known, and work the tiers out.

    ``answers`` are by the names of the predictors' fields; sex and date of birth are added from the record
    where they are left out, and the day of scoring always. ``harm`` is low, medium, high or very_high.
    """
    for level in set((harm or {}).values()):
        check_registration("rosh", level, at)
    check_no_fall(harm or {})
    strange = sorted(set(instruments) - set(INSTRUMENTS))
    if strange:
        raise Refused(f"There is no instrument called {strange[0]}.", field="instrument")
    traits = people.traits_of(answers)
    if len(traits) < len(answers):
        raise Refused("One of these people is not there, or not yours to see.")
    made = [
        score_row(person, name, whole, kept, at, None)
        for person, given in answers.items()
        for whole in [_whole(given, traits[person], (harm or {}).get(person), at)]
        for kept in [json.loads(canonical(whole))]
        for name in instruments
    ]
    write_scores(made, by=by, at=at)
    levels = {
        (person, "rosh"): (level, "recorded with the scores", None) for person, level in (harm or {}).items()
    }
    register_all(levels, by=by, at=at)
    found = work_out(answers.keys() | (harm or {}).keys(), by=by, at=at)
    add_to_line(people=found.people, scores=len(made), changed=found.changed)
    return found


def _whole(
    given: Mapping[str, Given | Value | None], traits: people.Traits, level: str | None, at: datetime
) -> dict[str, Given]:
    whole = {name: one if isinstance(one, Given) else Given(one, day_of(at)) for name, one in given.items()}
    known = {"sex": traits.sex, "date_of_birth": traits.date_of_birth, "rosh": level}
    record = {
        name: Given(value, day_of(at), "this person's record") for name, value in known.items() if value
    }
    return {**record, **whole, "assessment_date": Given(day_of(at), day_of(at), DAY_OF_SCORING)}
