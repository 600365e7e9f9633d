"""What is known of a person before anything is asked: from people, from the courts, from the last assessment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from throughcare.casework.courts import queries as courts
from throughcare.casework.people import queries as people
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of

from ..models import Registration
from ..rules.needs.drafts import Answered, Origin, is_on_record
from ..rules.needs.newer_set import items_filled
from ..rules.needs.prefill import Known, prefill
from ..rules.needs.sections import AnswerSet, areas, sections
from ..rules.needs.translation import answer_for, fields_of, known_items
from ..rules.questions import set_answers
from ..rules.serving import Held, served_in, where_is

OLDEST = timedelta(days=2 * 365)
_RECORD = "this service's court record, which may not reach back to the first sanction"


def known_of(
    person_id: UUID,
    before: Mapping[str, Answered],
    *,
    at: datetime,
    which: AnswerSet = AnswerSet.OLDER_SECTIONS,
) -> list[Known]:
    """Everything that may be filled in, each with its source and the day it was learned."""
    traits = people.traits_of([person_id]).get(person_id)
    if traits is None:
        raise Refused("There is no such person, or they are not yours to see.")
    found = [
        Known(name, value, Origin.RECORD, "this person's record", day_of(at))
        for name, value in (
            ("sex", traits.sex),
            ("date_of_birth", traits.date_of_birth and traits.date_of_birth.isoformat()),
        )
        if value
    ]
    record = _from_courts(
        courts.convictions_of(person_id), courts.sentences_of(person_id), where_is(person_id), day_of(at)
    )
    record += _from_registers(person_id)
    known = {one.question for one in [*found, *record]}
    carried = carried_over(before, which)
    return [*found, *record, *(one for one in carried if one.question not in known)]


def _from_registers(person_id: UUID) -> list[Known]:
    rows = Registration.objects.filter(person_id=person_id, kind="mappa", during__upper_inf=True)
    return [
        Known("mappa_eligible", "YES", Origin.RECORD, "registered under MAPPA", day_of(row.during.lower))
        for row in rows
    ]


def _from_courts(
    convictions: Sequence[courts.Convicted],
    sentences: Sequence[courts.SentenceSeen],
    held: Held | None,
    today: date,
) -> list[Known]:
    if not convictions:
        return []
    latest = convictions[0]
    hearings = {(one.on, one.case_number) for one in convictions}
    violent = {(one.on, one.case_number) for one in convictions if one.violent}
    said = {
        # A court's own code that no list has yet is no answer, and what may be violent is not counted as if it were not.
        "offence_code": latest.offence.replace("/", ""),
        "conviction_date": latest.on.isoformat(),
        "sanctions": str(len(hearings)),
        "violent_sanctions": "" if any(one.violent is None for one in convictions) else str(len(violent)),
    }
    return [
        Known(name, value, Origin.RECORD, _RECORD, latest.on) for name, value in said.items() if value
    ] + _of_sentence(sentences, latest.on, held, today)


def _of_sentence(
    sentences: Sequence[courts.SentenceSeen],
    convicted: date,
    held: Held | None = None,
    today: date = date.max,
) -> list[Known]:
    running = [one for one in sentences if one.state in {"in force", "in breach"}]
    if not running:
        return []
    latest = running[0]
    source, day = "the sentence in force", latest.imposed_on
    found = [
        Known("custodial_sentence", "YES" if latest.is_custodial else "NO", Origin.RECORD, source, day),
        *_served(latest, held, today),
    ]
    free_from, said = _at_liberty_since(latest, held), "the last release" if latest.is_custodial else source
    if free_from is not None:
        # A later conviction that left an earlier order in force: follow-up cannot begin before it.
        since = max(free_from, convicted)
        found.append(Known("follow_up_date", since.isoformat(), Origin.RECORD, said, since))
    return found


def _at_liberty_since(sentence: courts.SentenceSeen, held: Held | None) -> date | None:
    """Since when somebody lives in the community under a sentence: from the day of an order, or of their last release."""
    if not sentence.is_custodial:
        return sentence.imposed_on
    return held.released_on if held is not None and held.in_custody is False else None


def _served(sentence: courts.SentenceSeen, held: Held | None, today: date) -> list[Known]:
    """Where the sentence is served, with its source; nothing where that must be asked."""
    place = served_in(
        is_custodial=sentence.is_custodial, releases_on=sentence.releases_on, held=held, today=today
    )
    said, on = (
        ("where the person is recorded to be", held.since)
        if held
        else ("the sentence in force", sentence.imposed_on)
    )
    return [Known("supervision", place, Origin.RECORD, said, on)] if place else []


def with_record(person_id: UUID, answers: Mapping[str, Answered], *, at: datetime) -> dict[str, Answered]:
    """Answers with what is on record now in place of what was on record when they began; what somebody said stands."""
    fresh = prefill(known_of(person_id, {}, at=at), at=at, oldest=OLDEST).answers
    return {**answers, **{n: one for n, one in fresh.items() if n not in answers or is_on_record(answers[n])}}


_SAID, _MEANT = "the last assessment", "what the last assessment's answers mean in this set"


def carried_over(before: Mapping[str, Answered], which: AnswerSet) -> list[Known]:
    """Answers of the last assessment; each area's judgement and the person's own view are always asked afresh.

    Answers of the other set become this one's where nothing is lost by it, and are left behind where something is.
    """
    views = tuple(f"{area}." for area in areas())
    newer, items = which is AnswerSet.STRENGTHS_AND_NEEDS, set(known_items())
    of_set = set_answers(before).keys()
    other = {name for name in before if (name in items if newer else name in of_set)}
    found = [
        Known(name, one.value, Origin.EARLIER_ASSESSMENT, _SAID, day_of(one.at))
        for name, one in before.items()
        if one.value is not None and name not in other and not name.startswith(views)
    ]
    meant = _as_set_answers(before, other) if newer else _as_items(before)
    known = {one.question for one in found}
    return found + [one for one in meant if one.question not in known]


def _as_set_answers(before: Mapping[str, Answered], items: Iterable[str]) -> list[Known]:
    found = []
    for item in items:
        one = before[item]
        back = answer_for(item, one.value) if isinstance(one.value, str) else None
        if back is not None:
            found.append(Known(back[0], back[1], Origin.EARLIER_ASSESSMENT, _MEANT, day_of(one.at)))
    return found


def _as_items(before: Mapping[str, Answered]) -> list[Known]:
    held = {item for section in sections().values() for item in section.items}
    filled = items_filled(set_answers(before))
    found = []
    for item, value in filled.items():
        days = [day_of(before[name].at) for name in fields_of(item) if name in before]
        if item in held and days and isinstance(value, str):
            found.append(Known(item, value, Origin.EARLIER_ASSESSMENT, _MEANT, max(days)))
    return found
