"""What can come of anything that somebody is to attend: one vocabulary for whoever records it, read from one table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from throughcare.foundation.kernel import Refused


class Outcome(StrEnum):
    """What came of something that was to be attended: the one vocabulary in which attendance is told."""

    ATTENDED = "attended"
    LATE = "attended late"
    NOT_COMPLIED = "attended, did not comply"
    SENT_AWAY_BEHAVIOUR = "sent away for behaviour"
    SENT_AWAY_SERVICE = "sent away by the service"
    ABSENT_ACCEPTABLE = "absent, acceptable"
    ABSENT_UNACCEPTABLE = "absent, unacceptable"
    ABSENT_AWAITING = "absent, evidence awaited"
    OFF_SERVICE = "did not happen, the service's doing"
    OFF_PERSON = "did not happen, moved at their request"
    NO_ANSWER = "could not be reached"
    SENT_AWAY = "sent away, why not recorded"
    NOT_RECORDED = "outcome not recorded"

    @property
    def means(self) -> Meaning:
        """What the table says of it."""
        return meanings()[self]


class Absence(StrEnum):
    """Why an absence is acceptable."""

    LEGAL = "court or legal appointment"
    WORK = "work"
    FAMILY = "family or childcare"
    HOLIDAY = "holiday agreed beforehand"
    MEDICAL = "illness or medical appointment"
    RELIGIOUS = "religious observance"
    CUSTODY = "in custody"
    JUDGEMENT = "professional judgement"


class Evidence(StrEnum):
    """What shows that an absence is acceptable; nothing said is not the same as nothing shown."""

    SEEN = "evidence seen"
    NOT_ASKED = "taken at their word"
    NONE = "asked for, none shown"


@dataclass(frozen=True)
class Meaning:
    """What an outcome says; None is not known, or not decided yet.

    ``whose`` is whose doing it is that it was not held: person, service or nobody. ``of_person_only`` says that nobody else
    can have it, ``says_why`` that a reason goes with it, ``again`` that it is to be held another time, ``is_past`` that it is kept for what was recorded before.
    """

    came: bool | None
    took_part: bool | None
    complied: bool | None
    whose: str | None
    of_person_only: bool
    says_why: bool
    again: bool
    is_past: bool
    codes: tuple[str, ...]

    @property
    def compliance(self) -> str:
        """The compliance in words."""
        return {True: "complied", False: "did not comply", None: "not decided"}[self.complied]


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    text = files(__package__).joinpath("editions", "attendance.yaml").read_text("utf-8")
    read: dict[str, Any] = yaml.safe_load(text)
    if list(read["outcomes"]) != [one.value for one in Outcome]:
        raise ValueError("the table of attendance has a row for each outcome, in their order")
    return read


@lru_cache(maxsize=1)
def meanings() -> Mapping[Outcome, Meaning]:
    """What each outcome says."""
    return {Outcome(value): _meaning(row) for value, row in _table()["outcomes"].items()}


def _meaning(row: Mapping[str, Any]) -> Meaning:
    return Meaning(
        row["came"], row["took_part"], row["complied"], row.get("whose"), row["of"] == "person",
        row.get("says") == "absence", row.get("again", False), row.get("past", False), tuple(row["codes"]),
    )  # fmt: skip


def outcome_of_code(code: str) -> Outcome | None:
    """The outcome that the national case system's code means; None for one that no row has."""
    return next((one for one, meaning in meanings().items() if code in meaning.codes), None)


def codes_left_out() -> Mapping[str, str]:
    """The codes of other systems that are no outcome here, each with why."""
    left: dict[str, str] = _table()["left_out"]
    return left


def _those(which: Callable[[Meaning], object]) -> frozenset[Outcome]:
    return frozenset(one for one, meaning in meanings().items() if which(meaning))


MET = _those(lambda m: m.took_part) | {Outcome.NOT_RECORDED}
"""Outcomes after which somebody was seen or spoken to. What was written before outcomes were kept counts as it did."""
FAILED = _those(lambda m: m.complied is False)
"""Outcomes that are a failure to comply."""
ABSENT = frozenset({Outcome.ABSENT_ACCEPTABLE, Outcome.ABSENT_UNACCEPTABLE, Outcome.ABSENT_AWAITING})
CREDITED = _those(lambda m: m.took_part and m.complied)
"""Outcomes for which time counts towards a requirement."""
OF_OTHERS = _those(lambda m: not m.of_person_only and not m.is_past)
"""Outcomes a contact with anybody but the person can have: nobody else has to attend."""
SAID = tuple(one for one in Outcome if not one.means.is_past)
"""What can be said today, in the order pages offer it."""
AT_A_SESSION = tuple(one for one in SAID if one is not Outcome.NO_ANSWER)
"""What can be said of a session that somebody was to come to: nobody is rung."""


def check_absence(outcome: Outcome, absence: Absence | None, evidence: Evidence | None) -> None:
    """Refuse an acceptable absence without its reason, and a reason or evidence of anything else."""
    if outcome.means.says_why and absence is None:
        raise Refused("Say why the absence is acceptable.", field="absence")
    if not outcome.means.says_why and absence is not None:
        raise Refused(
            "A reason is given for an acceptable absence alone: take it away, or choose that outcome.",
            field="absence",
        )
    if evidence is not None and outcome not in {Outcome.ABSENT_ACCEPTABLE, Outcome.ABSENT_UNACCEPTABLE}:
        raise Refused(
            "Evidence is of an absence that was decided upon: take it away, or choose such an outcome.",
            field="evidence",
        )


@dataclass(frozen=True)
class Attended:
    """One thing that was to be attended, by what came of it and what shows an absence acceptable (None: not said)."""

    outcome: Outcome
    evidence: Evidence | None = None


@dataclass(frozen=True)
class AttendanceCount:
    """How often what was to be attended went how: nothing is counted twice, and all of it comes to ``all``."""

    complied: int
    late: int
    did_not_comply: int
    excused: int
    excused_without_evidence: int
    unacceptable: int
    awaiting: int
    off_service: int
    off_person: int
    not_known: int

    @property
    def all(self) -> int:
        """How many there were."""
        parts = (
            self.complied,
            self.late,
            self.did_not_comply,
            self.excused,
            self.unacceptable,
            self.awaiting,
        )
        return sum(parts) + self.off_service + self.off_person + self.not_known


def counted(attended: Iterable[Attended]) -> AttendanceCount:
    """Count attendance as each order's is counted: late is not on time, and what the service put off is the service's."""
    told = list(attended)
    by = Counter(one.outcome for one in told)
    shown = sum(
        one.outcome is Outcome.ABSENT_ACCEPTABLE and one.evidence is not Evidence.SEEN for one in told
    )
    return AttendanceCount(
        complied=by[Outcome.ATTENDED],
        late=by[Outcome.LATE],
        did_not_comply=by[Outcome.NOT_COMPLIED] + by[Outcome.SENT_AWAY_BEHAVIOUR],
        excused=by[Outcome.ABSENT_ACCEPTABLE],
        excused_without_evidence=shown,
        unacceptable=by[Outcome.ABSENT_UNACCEPTABLE],
        awaiting=by[Outcome.ABSENT_AWAITING],
        off_service=by[Outcome.OFF_SERVICE] + by[Outcome.SENT_AWAY_SERVICE],
        off_person=by[Outcome.OFF_PERSON],
        not_known=by[Outcome.NO_ANSWER] + by[Outcome.NOT_RECORDED] + by[Outcome.SENT_AWAY],
    )
