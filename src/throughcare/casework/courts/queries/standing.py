"""Tells: how many people stand with the courts, for those who react, allocate and work out tiers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from throughcare.foundation.audit.trail import concerns

from ..models import AppearanceOffence, ReportRequest, Sentence
from ..rules import ANNULLED, INDETERMINATE, RUNNING, Outcome, SentenceKind, SentenceState
from ..rules.runs import Link, chain
from ..rules.terms import sum_of
from ..store.running import link_of_sentence
from .sentences import release_in

_DAYS_IN_A_MONTH = 365.25 / 12
_COUNTED = [state.value for state in SentenceState if state.counts]


@dataclass(frozen=True)
class Imposed:
    """A sentence or a report request, for those who react; ``length_months`` is of the whole run up to its end."""

    person_id: UUID
    sentence_id: UUID | None
    report_id: UUID | None
    kind: str
    on: date
    length_months: float | None = None
    court_code: str = ""
    offences: tuple[str, ...] = field(default=())
    result_ref: str = ""


def imposed_by(import_id: UUID) -> list[Imposed]:
    """What a batch of results asks of probation: each sentence and each report request, once; nothing that was taken back."""
    sentences = Sentence.objects.filter(appearance__brought=import_id, state__in=RUNNING)
    asked = ReportRequest.objects.filter(appearance__brought=import_id, appearance__replaced_at=None)
    reports = asked.exclude(state=ReportRequest.State.WITHDRAWN).select_related("appearance")
    found = _imposed(sentences.select_related("appearance"))
    return found + [
        Imposed(
            r.person_id,
            None,
            r.id,
            "report",
            r.requested_on,
            court_code=r.appearance.court_code,
            result_ref=r.appearance.result_ref,
        )
        for r in reports
    ]


def running_of(person_ids: Iterable[UUID]) -> list[Imposed]:
    """The sentences in force on people, and in breach, as they were imposed; two questions."""
    rows = Sentence.objects.filter(person_id__in=list(person_ids), state__in=RUNNING)
    found = _imposed(rows.select_related("appearance"))
    concerns(one.person_id for one in found)
    return found


def reports_in_hand(person_ids: Iterable[UUID]) -> set[UUID]:
    """The reports on people that a court still waits for; one question."""
    rows = ReportRequest.objects.filter(person_id__in=list(person_ids), state__in=["requested", "writing"])
    return set(rows.values_list("id", flat=True))


def _imposed(rows: Iterable[Sentence]) -> list[Imposed]:
    rows = list(rows)
    months = months_of(rows)
    return [
        Imposed(
            s.person_id,
            s.id,
            None,
            s.kind,
            s.imposed_on,
            months[s.id],
            s.appearance.court_code,
            result_ref=s.appearance.result_ref,
        )
        for s in rows
    ]


def months_of(rows: Iterable[Sentence]) -> dict[UUID, float | None]:
    """The length of each of these sentences in months, of the whole run up to its end; None where the court gave none."""
    known = list(rows)
    links = {row.id: link_of_sentence(row) for row in known}
    if beside := {row.person_id for row in known if links[row.id].follows}:
        others = Sentence.objects.filter(person_id__in=beside).exclude(id__in=links)
        links |= {other.id: link_of_sentence(other) for other in others}
    return {row.id: _months(row.id, links) for row in known}


def _months(key: UUID, links: Mapping[UUID, Link[UUID]]) -> float | None:
    run = [links[one] for one in chain(key, links) if links[one].counts or one == key]
    if any(not link.terms for link in run):
        return None
    whole = sum_of(term for link in run for term in link.terms)
    return whole.calendar_months + whole.plain_days / _DAYS_IN_A_MONTH


def sentenced_on(person_ids: Iterable[UUID]) -> dict[UUID, date]:
    """The day of the latest sentence in force on each of many people; one question."""
    rows = Sentence.objects.filter(person_id__in=list(person_ids), state=SentenceState.IN_FORCE)
    found = dict(rows.order_by("imposed_on").values_list("person_id", "imposed_on"))
    concerns(found)
    return found


@dataclass(frozen=True)
class Convicted:
    """One offence of one hearing at which somebody was sentenced; empty and None where no list has the court's code yet."""

    on: date
    case_number: str
    offence: str
    violent: bool | None
    main: bool


def convictions_of(person_id: UUID) -> list[Convicted]:
    """The offences somebody was sentenced for, newest hearing first, the main offence of each before the others.

    A result that was replaced, and one whose sentence fell away, convicts nobody.
    """
    concerns(person_id)
    fell = Sentence.objects.filter(person_id=person_id, state__in=ANNULLED).values("appearance")
    rows = AppearanceOffence.objects.filter(
        person_id=person_id, appearance__outcome=Outcome.SENTENCED, appearance__replaced_at=None
    ).exclude(appearance__in=fell)
    found = rows.select_related("appearance", "offence").order_by("-appearance__on", "-main", "offence_id")
    return [
        Convicted(
            r.appearance.on,
            r.appearance.case_number,
            r.offence_id or "",
            r.offence.violent if r.offence else None,
            r.main,
        )
        for r in found
    ]


@dataclass(frozen=True)
class Standing:
    """Where somebody stands with the courts: what is in force of sentences and requirements, and the last breach.

    ``custodial``: one in force begins in custody; ``requirements``: the kinds that run under one in force;
    ``last_breach``: None where no court found one, or only by results that it corrected since.
    """

    in_force: bool
    for_life: bool
    custodial: bool
    requirements: frozenset[str]
    last_breach: date | None


_FOR_LIFE = sorted(kind.value for kind in INDETERMINATE)
_CUSTODIAL = [kind.value for kind in SentenceKind if kind.is_custodial]
_STANDINGS = """
SELECT s.person_id, bool_or(s.state IN ('in force', 'in breach')),
       bool_or(s.state IN ('in force', 'in breach') AND s.kind = ANY (%(for_life)s)),
       bool_or(s.state IN ('in force', 'in breach') AND s.kind = ANY (%(custodial)s)),
       array_remove(array_agg(DISTINCT q.kind), NULL)
  FROM courts_sentence s LEFT JOIN courts_requirement q
    ON q.sentence_id = s.id AND q.ended_on IS NULL AND s.state IN ('in force', 'in breach')
  WHERE s.person_id = ANY (%(people)s) AND s.state = ANY (%(counted)s) GROUP BY s.person_id"""
_BREACHES = """
SELECT e.person_id, max(e."on") FROM courts_sentenceevent e JOIN courts_sentence s ON s.id = e.sentence_id
  LEFT JOIN courts_appearance a ON a.id = e.told_by_id
  WHERE e.kind = 'breach' AND e.person_id = ANY (%(people)s) AND s.state = ANY (%(counted)s)
    AND a.replaced_at IS NULL AND NOT EXISTS (SELECT 1 FROM courts_sentenceevent b WHERE b.takes_back_id = e.id)
  GROUP BY e.person_id"""


def standings_of(person_ids: Iterable[UUID]) -> dict[UUID, Standing]:
    """How each of many people stands, of those the viewer may see and a court has sentenced; two questions."""
    asked: dict[str, list[Any]] = {
        "people": list(person_ids),
        "counted": _COUNTED,
        "custodial": _CUSTODIAL,
        "for_life": _FOR_LIFE,
    }
    with connection.cursor() as cursor:
        cursor.execute(_BREACHES, asked)
        breached = dict(cursor.fetchall())
        cursor.execute(_STANDINGS, asked)
        found = {
            person: Standing(running, life, custodial, frozenset(kinds), breached.get(person))
            for person, running, life, custodial, kinds in cursor.fetchall()
        }
    concerns(found)
    return found


def people_of_sentences(sentence_ids: Iterable[UUID]) -> set[UUID]:
    """Whose these sentences are, of those the viewer may see; one question."""
    found = set(Sentence.objects.filter(id__in=list(sentence_ids)).values_list("person_id", flat=True))
    concerns(found)
    return found


@dataclass(frozen=True)
class Known:
    """What the courts have fixed ahead for somebody: the last day of the last sentence in force, and release from custody."""

    ends_on: date | None
    released_on: date | None


def known_ends(person_ids: Iterable[UUID]) -> dict[UUID, Known]:
    """What is fixed ahead for each of many people with a sentence in force (no end: one has none known); one question."""
    people: dict[UUID, list[Sentence]] = {}
    for row in Sentence.objects.filter(person_id__in=list(person_ids), state__in=_COUNTED):
        people.setdefault(row.person_id, []).append(row)
    found = {person: known for person, rows in people.items() if (known := _known(rows))}
    concerns(found)
    return found


def _known(rows: list[Sentence]) -> Known | None:
    links = {row.id: link_of_sentence(row) for row in rows}
    running = [row for row in rows if SentenceState(row.state) in RUNNING]
    if not running:
        return None
    custody = [row for row in running if SentenceKind(row.kind).is_custodial]
    released = [release_in(row, rows, links) for row in custody]
    return Known(
        _last([row.ends_on for row in running]), _last([one.on if one else None for one in released])
    )


def _last(days: list[date | None]) -> date | None:
    """The last of several days; None where one is not known, or there are none."""
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None
