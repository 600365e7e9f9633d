"""What is known of made-up people's risk: scores from a made-up record, levels of harm already recorded, and tiers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID
from zlib import crc32

from throughcare.casework.assessment.actions import assess_many, recompute_outdated
from throughcare.casework.assessment.rules.predictors import Given, Value
from throughcare.foundation.operating_model.rules import Place, Risk

from .days import LONG_AGO, instant
from .held import Held
from .history import History, Round
from .lives import Result

RECORD = "the court file and a made-up record"
_AT_ONCE = 5_000
_UNASSESSED = 3
"""Of a hundred so many are scored by nobody."""
_WITHIN = timedelta(days=8)
_SCORED = ("arp", "csrp", "dc-srp")


def assess_as_they_come(history: History, now: Round) -> None:
    """From the last quarter on every case is scored some days after its sentence, and those already open at once; a few are left out."""
    if not history.scores or now.day < history.as_at - LONG_AGO - timedelta(days=1):
        return
    _score(history, history.ordered(lambda held: _is_due(held, now.day)), now.day)


def _score(history: History, due: list[Held], on: date) -> None:
    """Score cases on a day, each organisation its own."""
    theirs: dict[UUID, list[Held]] = {}
    for held in due:
        held.scored_on = on
        theirs.setdefault(held.case.organisation_id, []).append(held)
    for organisation, part in sorted(theirs.items(), key=lambda item: item[1][0].key):
        for start in range(0, len(part), _AT_ONCE):
            _assess(part[start : start + _AT_ONCE], history, organisation, instant(on, 17))


def _is_due(held: Held, on: date) -> bool:
    if held.scored_on is not None or not held.sentences or crc32(held.key.encode()) % 100 < _UNASSESSED:
        return False
    return min(result.on for _, result in held.sentences) <= on - _WITHIN


def work_out_again(history: History) -> None:
    """Whoever was assessed on the last day is scored; then every tier and score that what was recorded since has made old."""
    left = history.ordered(lambda held: held.is_assessed and held.scored_on is None)
    _score(history, left, history.as_at - timedelta(days=1))
    for service in history.staff.services.values():
        recompute_outdated(by=service, at=instant(history.as_at - timedelta(days=1), 17))
    history.hear()


def _assess(part: list[Held], history: History, organisation: UUID, at: datetime) -> None:
    """What an organisation's officers know of its people; its own service writes it down."""
    harm = {held.case.person_id: str(held.case.risk) for held in part if held.case.risk != Risk.NOT_ASSESSED}
    assess_many(
        by=history.staff.services.get(organisation, history.court),
        at=at,
        answers={held.case.person_id: answers_of(held, history.random) for held in part},
        harm=harm,
        instruments=_SCORED,
    )


def answers_of(held: Held, by: Random) -> dict[str, Given | Value | None]:
    """What is known of one person: history for all, and for most the present too."""
    _, result = held.sentences[-1]
    history = _history(held, result, by)
    known = history | (_present(result.person.past.needs, by) if by.random() < 0.9 else {})
    return {name: Given(value, result.on, RECORD) for name, value in known.items()}


def _history(held: Held, result: Result, by: Random) -> dict[str, Value]:
    past = result.person.past
    sanctions = len(held.sentences) + past.sanctions
    sexual = result.row["offence_code"][:3] in {"016", "017", "019", "020", "021", "022", "023", "088"}
    found: dict[str, Value] = {
        "sex": "female" if result.person.sex.lower().startswith("f") else "male",
        "date_of_birth": result.person.born,
        "offence_code": result.row["offence_code"].replace("/", ""),
        "conviction_date": result.on,
        "follow_up_date": result.on,
        "supervision": "custody" if held.case.place == Place.CUSTODY else "community",
        "age_at_first_sanction": past.first_at,
        "sanctions": sanctions,
        "violent_sanctions": past.violent,
        "past_offences": frozenset(by.sample(["robbery", "criminal_damage", "weapons"], by.randrange(0, 2))),
        "ever_sexual_offence": sexual,
    }
    if sexual:
        found |= {
            "contact_adult": 1,
            "contact_child": 0,
            "non_contact": 0,
            "images": 0,
            "sexually_motivated": True,
        }
        found |= {"last_sexual_date": result.on, "stranger_victim": False}
    return found


_SHOWS: Mapping[str, tuple[str, ...]] = {
    "accommodation": ("accommodation_suitability",),
    "relationships": ("relationship_with_partner",),
    "lifestyle": ("offending_activities",),
    "drugs": ("drug_motivation",),
    "alcohol": ("alcohol_current", "alcohol_excess"),
    "thinking": ("impulsivity", "temper"),
    "attitudes": ("pro_criminal_attitudes",),
}


def _present(needs: frozenset[str], by: Random) -> dict[str, Value]:
    """Answers about the present: what somebody needs help with is some or a serious problem, the rest none."""
    found: dict[str, Value] = {
        name: by.choice((1, 2)) if need in needs else 0 for need, names in _SHOWS.items() for name in names
    }
    return found | {
        "unemployed": "work" in needs,
        "weapon": by.random() < 0.1,
        "domestic_abuse": "relationships" in needs and by.random() < 0.3,
        "relationship_status": by.choice(("living_together", "not_living_together", "none")),
        "drugs_used": frozenset({"cannabis"} if "drugs" in needs else ()),
    }
