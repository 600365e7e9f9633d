"""What is known of a person before anything is asked: from people, from the courts, from the last assessment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from throughcare.casework.courts import queries as courts
from throughcare.casework.people import queries as people
from throughcare.foundation.kernel import Refused

from ..rules.needs.drafts import Answered, Origin
from ..rules.needs.prefill import Known
from ..rules.needs.sections import areas

OLDEST = timedelta(days=2 * 365)
_RECORD = "this service's court record, which may not reach back to the first sanction"


def known_of(person_id: UUID, before: Mapping[str, Answered], *, at: datetime) -> list[Known]:
    """Everything that may be filled in, each with its source and the day it was learned."""
    traits = people.traits_of([person_id]).get(person_id)
    if traits is None:
        raise Refused("There is no such person, or they are not yours to see.")
    found = [
        Known(name, value, Origin.RECORD, "this person's record", at.date())
        for name, value in (
            ("sex", traits.sex),
            ("date_of_birth", traits.date_of_birth and traits.date_of_birth.isoformat()),
        )
        if value
    ]
    record = _from_courts(courts.convictions_of(person_id), courts.sentences_of(person_id))
    known = {one.question for one in [*found, *record]}
    return [*found, *record, *_from_before(before, known)]


def _from_courts(
    convictions: Sequence[courts.Convicted], sentences: Sequence[courts.SentenceSeen]
) -> list[Known]:
    if not convictions:
        return []
    latest = convictions[0]
    hearings = {(one.on, one.case_number) for one in convictions}
    violent = {(one.on, one.case_number) for one in convictions if one.violent}
    said = {
        "offence_code": latest.offence.replace("/", ""),
        "conviction_date": latest.on.isoformat(),
        "sanctions": str(len(hearings)),
        "violent_sanctions": str(len(violent)),
    }
    return [
        Known(name, value, Origin.RECORD, _RECORD, latest.on) for name, value in said.items()
    ] + _of_sentence(sentences)


def _of_sentence(sentences: Sequence[courts.SentenceSeen]) -> list[Known]:
    running = [one for one in sentences if one.state in {"in force", "in breach"}]
    if not running:
        return []
    latest = running[0]
    custodial = latest.custody_months is not None and latest.kind != "suspended sentence order"
    place = "custody" if custodial else "community"
    found = [Known("supervision", place, Origin.RECORD, "the sentence in force", latest.imposed_on)]
    if not custodial:
        day = latest.imposed_on
        found.append(Known("follow_up_date", day.isoformat(), Origin.RECORD, "the sentence in force", day))
    return found


def _from_before(before: Mapping[str, Answered], known: set[str]) -> list[Known]:
    """Answers of the last assessment; each area's judgement and the person's own view are always asked afresh."""
    views = tuple(f"{area}." for area in areas())
    return [
        Known(name, one.value, Origin.EARLIER_ASSESSMENT, "the last assessment", one.at.date())
        for name, one in before.items()
        if name not in known and one.value is not None and not name.startswith(views)
    ]
