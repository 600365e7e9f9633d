"""What a score is given besides the answers: what is on record of the person, each with its day and source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from throughcare.foundation.kernel.days import day_of

from ..models import Assessment, Registration
from ..rules.needs.drafts import Answered, is_on_record
from ..rules.needs.life_cycle import State, is_editable
from ..rules.needs.prefill import Known
from ..rules.predictors import FIELDS, Given
from ..rules.questions import field_value, givens_of
from ..rules.tier.registers import VALUES
from ..store.drafts import answers_of
from .prefill_sources import known_of

DAY_OF_SCORING = "the day it was scored"
_LEVELS = VALUES["rosh"]
_WHO = frozenset({"sex", "date_of_birth"})


def givens_now(found: Assessment, at: datetime) -> dict[str, Given]:
    """What the instruments are given of an assessment as it stands: a draft follows what is on record.

    Who somebody is follows the record for good: a sex or birthday taken from it is nobody's answer, and may be corrected.
    """
    answers, known = answers_of(found), known_of(found.person_id, {}, at=at)
    draft = is_editable(State(found.state))
    followed = {
        name: one for name, one in answers.items() if not is_on_record(one) or not (draft or name in _WHO)
    }
    return givens_for(found, followed, known, at)


def givens_for(
    found: Assessment, answers: Mapping[str, Answered], known: Iterable[Known], at: datetime
) -> dict[str, Given]:
    """An assessment's answers, and beneath them what is on record: an answer, even "not known", stands over the record."""
    record = {
        one.question: _given(one) for one in known if one.question in FIELDS and one.question not in answers
    }
    harm = harm_on_record(found.person_id, found.harm_level, day_of(found.harm_at) if found.harm_at else None)
    today = {"assessment_date": Given(day_of(at), day_of(at), DAY_OF_SCORING)}
    return {**record, **harm, **givens_of(answers), **today}


def _given(one: Known) -> Given:
    return Given(field_value(one.question, one.value), one.learned, f"{one.source}, not confirmed")


def harm_on_record(person: UUID, level: str, on: date | None) -> dict[str, Given]:
    """The risk of serious harm, this assessment's or else the one registered, the highest ever, and MAPPA; what is known."""
    rows = list(Registration.objects.filter(person_id=person, kind__in=["rosh", "mappa"]).order_by("during"))
    levels = [row for row in rows if row.kind == "rosh"]
    running = {row.kind: row for row in rows if row.during.upper_inf and not row.during.isempty}
    found = {}
    if level:
        found["rosh"] = Given(level, on, "this assessment's analysis of harm")
    elif "rosh" in running:
        found["rosh"] = Given(
            running["rosh"].value, day_of(running["rosh"].during.lower), "the level registered"
        )
    every = [*(row.value for row in levels), *((level,) if level else ())]
    if every:
        found["highest_rosh"] = Given(max(every, key=_LEVELS.index), on, "every level registered or assessed")
    if "mappa" in running:
        found["mappa_eligible"] = Given(True, day_of(running["mappa"].during.lower), "registered under MAPPA")
    return found
