"""A recall from its rows and from the record beside them, as actions and queries both ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from throughcare.casework.courts import queries as courts
from throughcare.casework.people import queries as people
from throughcare.casework.protection import queries as protection
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.rules.attendance import FAILED
from throughcare.casework.supervision.rules.contacts import Whom
from throughcare.casework.supervision.rules.movements import MovementKind, Where
from throughcare.foundation.kernel import NoEdition, WorkingCalendar
from throughcare.foundation.kernel.days import day_of

from .models import Recall, RecallStep
from .rules import (
    Away,
    Length,
    OnLicence,
    RecallMove,
    RecallOwed,
    RecallStands,
    RecallState,
    ReleasedOn,
    Said,
    SentenceGroup,
    Served,
    Touched,
    Urgency,
    group_of,
    protection_said,
    recall_owed,
    release_after_recall,
    sentences_touched,
)

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class OnRecord:
    """What the record says that decides a recall: the sentences it touches and why, their group, lengths and last day, and the age.

    ``months`` and ``sentence_days`` are of the longest run among them; None, as any of these, where it is not known.
    """

    sentences: tuple[courts.SentenceSeen, ...]
    touched: tuple[Touched[UUID], ...]
    group: SentenceGroup
    months: float | None
    sentence_days: int | None
    expires: date | None
    age: int | None


def on_record(person_id: UUID, *, on: date) -> OnRecord:
    """What is recorded of somebody's sentences of custody and age, for a recall on a day."""
    every = [one for one in courts.sentences_of(person_id) if one.counts and one.is_custodial]
    out = _came_out(person_id)
    known = [
        OnLicence(one.id, _run_of(one), one.case_number, _was_released(one, out), _last_day(one))
        for one in every
    ]
    touched = sentences_touched(known, on)
    keys = {one.key for one in touched}
    sentences = tuple(one for one in every if one.id in keys)
    born = people.born_on(person_id)
    young = min((age_on(born, one.imposed_on) for one in sentences), default=None) if born else None
    lasts = [_last_day(one) for one in sentences]
    return OnRecord(
        sentences, touched, group_of([one.kind for one in sentences], young), _months(person_id, keys),
        _longest(sentences), max((day for day in lasts if day), default=None) if None not in lasts else None,
        age_on(born, on) if born else None,
    )  # fmt: skip


def protection_on_record(person_id: UUID) -> dict[str, Said]:
    """What the record says of public protection, as answers to what rules a fixed term out; nothing where nobody recorded it."""
    known = protection.known_of(person_id)
    return protection_said(known.in_category_4, known.at_level_2_or_3)


def age_on(born: date, on: date) -> int:
    """Whole years between two days; who was born on 29 February is a year older on 1 March."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _run_of(one: courts.SentenceSeen) -> object:
    return (one.run.begins_on, one.run.ends_on) if one.run else one.id


def _last_day(one: courts.SentenceSeen) -> date | None:
    return one.run.ends_on if one.run else one.ends_on


def _months(person_id: UUID, keys: set[UUID]) -> float | None:
    lengths = [one.length_months for one in courts.running_of([person_id]) if one.sentence_id in keys]
    known = [one for one in lengths if one is not None]
    return max(known) if known and len(known) == len(lengths) else None


def _longest(sentences: Sequence[courts.SentenceSeen]) -> int | None:
    spans = [
        (last - (one.run.begins_on if one.run else one.begins_on)).days + 1
        for one in sentences
        if (last := _last_day(one))
    ]
    return max(spans) if spans and len(spans) == len(sentences) else None


@dataclass(frozen=True)
class Outside:
    """Whether somebody is in the community now, and the days on which they were let out; None where nothing is recorded."""

    now: bool | None
    days: tuple[date, ...]


def _came_out(person_id: UUID) -> Outside:
    seen = supervision.whereabouts(person_id)
    if seen is None:
        return Outside(None, ())
    days = tuple(day_of(one.moved_at) for one in seen.movements if one.kind == MovementKind.RELEASED)
    return Outside(seen.where in {Where.COMMUNITY, Where.AT_LARGE}, days)


def _was_released(one: courts.SentenceSeen, out: Outside) -> bool | None:
    if any(day >= one.begins_on for day in out.days) or out.now:
        return True
    return None if out.now is None else False


def away_since(person_id: UUID) -> tuple[Away, ...]:
    """The days on which somebody was unlawfully at large, as their movements say, of spells that are over.

    The day on which they left and the day on which they came back count as served: part of a day served is a day.
    """
    seen = supervision.whereabouts(person_id)
    if seen is None:
        return ()
    spells = [
        (one.since, one.until) for one in seen.spells if one.where is Where.AT_LARGE and one.until is not None
    ]
    whole = [(day_of(since) + A_DAY, day_of(until) - A_DAY) for since, until in spells]
    return tuple(Away(first, last) for first, last in whole if first <= last)


def release_of(row: Recall, record: OnRecord) -> ReleasedOn | None:
    """When a fixed-term recall ends, once they are back; None for a standard one, and where the sentence's length is not known."""
    if (
        row.length != Length.FIXED_TERM
        or row.days is None
        or row.revoked_on is None
        or row.returned_on is None
    ):
        return None
    if record.sentence_days is None:
        return None
    others = [
        one.releases_on
        for one in courts.sentences_of(row.person_id)
        if one.is_custodial and one.state in {"in force", "in breach"} and one.id not in set(row.sentences)
    ]
    served = Served(
        row.revoked_on, row.returned_on, row.days, record.sentence_days, record.expires, away_since(row.person_id),
        row.added_days, max((day for day in others if day), default=None),
    )  # fmt: skip
    return release_after_recall(served)


def owed_on(row: Recall, *, refused: bool) -> RecallOwed | None:
    """The one thing owed on a recall as its row stands."""
    return recall_owed(
        RecallStands(
            RecallState(row.state), row.since, row.decided_at, Urgency(row.urgency), row.release_on, refused
        ),
        WorkingCalendar(),
    )


def was_refused(recall_id: UUID) -> bool:
    """Whether the Parole Board has refused release on this recall."""
    return RecallStep.objects.filter(recall=recall_id, move=RecallMove.PAROLE_REFUSES).exists()


@dataclass(frozen=True)
class Fact:
    """One part of what the record says, for the papers: a heading and its lines."""

    heading: str
    lines: tuple[str, ...]


LAST_CONTACTS = 8


def record_facts(case: supervision.OpenCase, record: OnRecord, *, at: datetime) -> tuple[Fact, ...]:
    """What the record says of somebody, as the papers state it; made anew, it tells what has changed since a version was written."""
    reasons = {one.key: str(one.finding) for one in record.touched}
    sentences = [
        f"{one.kind}, {one.length or 'length not known'}, imposed on {one.imposed_on:%-d %B %Y} at {one.court}: {reasons[one.id]}"
        for one in record.sentences
    ]
    return (
        Fact("Sentences on licence", tuple(sentences)),
        Fact("Risk of serious harm", (case.risk.replace("_", " "),)),
        Fact("Where they are", (_where(case.person_id),)),
        Fact("Contact", _contacts(case, at)),
    )


def _where(person_id: UUID) -> str:
    seen = supervision.whereabouts(person_id)
    return "not known" if seen is None else f"{seen.where} since {day_of(seen.since):%-d %B %Y}"


def failures_now(case: supervision.OpenCase, *, at: datetime, since: datetime | None = None) -> list[UUID]:
    """The contacts of a case that are failures within the window that counts, as they stand: what a recall rests on.

    ``since`` leaves out those that were written by then.
    """
    seen = supervision.case_of(case.person_id, at=at)
    if seen is None:
        return []
    found = supervision.contacting(seen.case, at=at)
    return [
        one.id
        for one in found.contacts
        if one.with_whom is Whom.PERSON
        and one.outcome in FAILED
        and day_of(one.happened_at) > found.failures_since
        and (since is None or one.at > since)
    ]


def _contacts(case: supervision.OpenCase, at: datetime) -> tuple[str, ...]:
    seen = supervision.case_of(case.person_id, at=at)
    if seen is None:
        return ("not known",)
    found = supervision.contacting(seen.case, at=at)
    # The number alone: the day from which it counts moves every day, and would make every paper old by the morning.
    failed = f"{len(found.failures)} failures to comply within the window that counts"
    told = [
        f"{day_of(one.happened_at):%-d %B %Y}: {one.kind}, {one.outcome}"
        for one in found.contacts[:LAST_CONTACTS]
    ]
    return (failed, *told) if told else (failed, "No contact is recorded.")


def rule_set_of(on: date) -> str:
    """The name of the rule set of a day; empty before the first that is held."""
    from .rules import length_rules

    try:
        return length_rules(on).name
    except NoEdition:
        return ""
