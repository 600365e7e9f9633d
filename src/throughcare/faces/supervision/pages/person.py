"""The page of one person: who answers for them, what they must do, what happened last; and their timeline."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any, TypeVar
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from throughcare.casework.courts import queries as courts
from throughcare.casework.interventions import queries as interventions
from throughcare.casework.people import queries as people
from throughcare.casework.planning import queries as planning
from throughcare.casework.supervision import queries as supervision
from throughcare.faces.web.answering import answers_for
from throughcare.faces.web.look.formats import count_of
from throughcare.faces.web.look.parts import (
    Happening,
    Item,
    Lines,
    Link,
    Row,
    Tag,
    Unknown,
    Why,
)
from throughcare.faces.web.page import Asking, page
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.prepared import asked_often
from throughcare.faces.web.sentence_card import sentence_card
from throughcare.faces.web.value_words import (
    first_capital,
)
from throughcare.foundation.access.gathered import Gathered
from throughcare.foundation.access.parts import Part
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

from .caseloads import appointing, may_appoint, roles_in_words
from .contact_words import contact_happening
from .risk_card import risk_rows
from .standing import standing

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
MOST_GOALS = 4
_ON_THE_SUMMARY = (
    *courts.ON_SENTENCES, *courts.ON_REPORTS, *supervision.ON_A_TIMELINE, *supervision.ON_CONTACT, *interventions.ON_SESSIONS,
    *planning.ON_GOALS,
)  # fmt: skip


@page(Permission.LOOK_AT_PEOPLE)
@asked_often
def summary(request: Asking, person_id: UUID) -> HttpResponse:
    """The person page: who answers for them, what they must do, what happened last."""
    context = about(request, person_id, "Summary", _ON_THE_SUMMARY)
    case: supervision.CaseSeen | None = context["case"]
    read: Gathered = context["read"]
    shown: frozenset[Part] = context["shown"]
    sentences = courts.sentences_of(person_id, read=read)
    latest = supervision.timeline(person_id, read=read)
    running = case.case if case is not None and case.case.closed_at is None else None
    is_open, ours = running is not None, running is not None and answers_for(request, running.unit_id)
    context |= {
        "heading": "Summary",
        "risk": risk_rows(person_id, day_of(request.at), shown) if case and Part.RISK in shown else [],
        "holders": _holders(case),
        "plan": _plan(person_id, case, read) if is_open and Part.PLAN in shown else [],
        **(standing(request, case, sentences, read, context["person"]) if shown >= _STANDS else {}),
        "tells": {"sentence": Part.SENTENCE in shown, "latest": _tells_latest(request, shown)},
        "sentences": [s for s in sentences if s.state in {"in force", "in breach"}],
        "sentence_cards": [
            sentence_card(s, on=day_of(request.at)) for s in sentences if s.state in {"in force", "in breach"}
        ],
        "reports": courts.reports_of(person_id, read=read),
        "happenings": [happening(e, latest.names) for e in latest.entries[:5]],
        "contact": _contact_rows(context["person"]),
        "allowed": {
            "record": request.member.may(Permission.RECORD_ON_TIMELINE) and is_open,
            "transfer": request.member.may(Permission.OFFER_TRANSFER) and ours,
            "see_transfer": request.member.may(Permission.LOOK_AT_TEAM),
            "appoint": _appointing(request, case),
            "close": request.member.may(Permission.CLOSE_CASE) and ours,
        },
    }
    return render(request, "supervision/person.html", context)


_STANDS = {Part.SENTENCE, Part.CONTACTS, Part.APPOINTMENTS}
"""What the card of contact and the pictures are made of: without any of it they would tell what is not so."""


def _tells_latest(request: Asking, shown: frozenset[Part]) -> bool:
    return Part.TIMELINE in shown or request.member.may(Permission.RECORD_ON_TIMELINE)


def _appointing(request: Asking, case: supervision.CaseSeen | None) -> str:
    """Where the viewer appoints to the case's roles; empty where they appoint nobody."""
    if case is None or not may_appoint(request, case):
        return ""
    return appointing(request, case.case.person_id, case.case.id)


def _holders(case: supervision.CaseSeen | None) -> list[Row]:
    if case is None:
        return []
    rows = [_held(those) for those in _by_holder(case)]
    rows += [
        Row(
            first_capital(roles_in_words(g.kind for g in those)),
            Unknown(f"Nobody for {count_of(those[0].working_days, 'working day')}: {because}"),
        )
        for (_, because), those in _alike(case.gaps, lambda g: (g.working_days, g.because))
    ]
    rows.append(Row("Responsible team", Lines(case.unit, [case.organisation])))
    rows.append(Row("Continuity", case.continuity.sentence))
    return rows


def _by_holder(case: supervision.CaseSeen) -> list[list[supervision.TenureSeen]]:
    """The roles that are held, those of one member since one day together."""
    held = [tenure for _, tenure in sorted(case.now.items())]
    return [those for _, those in _alike(held, lambda t: (t.member_id, day_of(t.since)))]


def _alike(rows: Iterable[T], by: Callable[[T], K]) -> list[tuple[K, list[T]]]:
    found: dict[K, list[T]] = {}
    for row in rows:
        found.setdefault(by(row), []).append(row)
    return list(found.items())


def _held(those: list[supervision.TenureSeen]) -> Row:
    """Who holds these roles, where, since when, and on what ground each."""
    one, several = those[0], len(those) > 1
    why = "; ".join(dict.fromkeys(f"{t.kind}: {t.basis}" if several else t.basis for t in those))
    return Row(
        first_capital(roles_in_words(t.kind for t in those)),
        Lines(one.member, [f"{one.unit}, {one.organisation}", f"since {one.since:%-d %B %Y}", Why(why)]),
    )


def _plan(person_id: UUID, case: supervision.CaseSeen | None, read: Gathered) -> list[Row]:
    """The goals that are worked towards now, in the person's words, and the way to the whole plan."""
    goals = planning.goals_ahead(case.case.id, read) if case else []
    rows = [Row(f"By {goal.by:%-d %B %Y}", goal.words) for goal in goals[:MOST_GOALS]]
    none = [] if goals else [Row("Goals", Unknown("None yet"))]
    return [
        *rows,
        *none,
        Row("Whole plan", Link("Goals, steps and what they said", f"/people/{person_id}/plan")),
    ]


def _contact_rows(seen: people.PersonPage) -> list[Row]:
    home = next((h for h in seen.homes if h.until is None), None)
    rows = [
        Row("Home", Lines(home.lines or home.kind, [home.postcode]) if home else Unknown("No home recorded"))
    ]
    for phone in seen.phones:
        safe = {"yes": "safe to use", "no": "NOT safe to use"}.get(
            phone.safe_to_use, "not asked whether it is safe"
        )
        rows.append(
            Row(
                first_capital(phone.kind) or "Phone",
                Lines(phone.number, [safe, *([phone.safe_note] if phone.safe_note else [])]),
            )
        )
    if not seen.phones:
        rows.append(Row("Phone", Unknown()))
    rows.append(Row("First language", seen.first_language or Unknown("Not asked")))
    return rows


def happening(e: supervision.Happened, names: dict[UUID, str], *, corrects: UUID | None = None) -> Happening:
    """A timeline entry as a page shows it; a contact with what came of it, and with what it corrects."""
    if e.contact is not None:
        return contact_happening(e.contact, names, corrects=corrects)
    return Happening(
        e.what,
        e.at,
        names.get(e.member_id, "") if e.member_id else "",
        body=e.note,
        tag=Tag(first_capital(e.kind)),
    )


def _corrects(request: Asking, context: dict[str, Any]) -> UUID | None:
    """The organisation whose contacts the member may correct: their own, while the case is open."""
    case: supervision.CaseSeen | None = context["case"]
    may = request.member.may(Permission.RECORD_ON_TIMELINE) and case and case.case.closed_at is None
    return request.member.organisation_id if may else None


@page(Permission.LOOK_AT_PEOPLE)
@asked_often
def timeline(request: Asking, person_id: UUID) -> HttpResponse:
    """Everything in a person's cases, newest first, 25 a page, by kind."""
    kind, after = request.GET.get("kind", "")[:20], request.GET.get("after", "")[:200]
    context = about(request, person_id, "Timeline", () if kind or after else supervision.ON_A_TIMELINE)
    seen = supervision.timeline(
        person_id, kind=kind, after=after, read=None if kind or after else context["read"]
    )
    kinds = supervision.timeline_kinds(person_id)
    context |= {
        "heading": "Timeline",
        "happenings": [happening(e, seen.names, corrects=_corrects(request, context)) for e in seen.entries],
        "kinds": [Item(first_capital(k), f"?kind={k}", k == kind) for k in kinds],
        "kind": kind,
        "next": seen.next,
    }
    return render(request, "supervision/timeline.html", context)
