"""Home: who needs something from the viewer, gravest first; their diary; what they asked of others; what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from throughcare.casework.people import queries as people
from throughcare.faces.face import faces
from throughcare.faces.web.home_card import HomeCard, steps_left
from throughcare.faces.web.look.formats import count_of
from throughcare.faces.web.look.parts import Column, Item, Lines, Link, Row, Table, Tag
from throughcare.faces.web.matter import Asked, Changed, Noted
from throughcare.faces.web.navigation import for_member
from throughcare.faces.web.order import OrderTerms, Placed, Subject, in_order, order_on
from throughcare.faces.web.page import Asking, page
from throughcare.faces.web.prepared import asked_often
from throughcare.faces.web.value_words import first_capital, gravity, risk_tag
from throughcare.foundation.access.rules import ROLES
from throughcare.foundation.kernel import Edition, WorkingCalendar
from throughcare.foundation.kernel.days import day_of

MOST, MOST_NOTED, MOST_CHANGED = 12, 12, 8
HIDDEN = "Somebody not yours to see"


@dataclass(frozen=True)
class Due:
    """One matter as a row of home shows it: what, where it is done, how late in words, and why it stands where it does."""

    what: str
    do: object
    late: str
    state: str
    why: str


@dataclass(frozen=True)
class Waiting:
    """One row of home: whom or what it is about, their risk, and all that waits about them."""

    name: object
    risk: Tag | None
    matters: tuple[Due, ...]


@page(None)
@asked_often
def home(request: Asking) -> HttpResponse:
    """One row a person with all that waits about them, then the days ahead, what was asked, what changed."""
    member, cards = request.member, _cards(request)
    today, kind = day_of(request.at), request.GET.get("kind", "")[:30]
    edition = order_on(today)
    every = in_order(
        (matter for card in cards for matter in card.matters),
        on=today,
        edition=edition,
        calendar=WorkingCalendar(),
    )
    chosen = [one for one in every if not kind or any(m.matter.kind == kind for m in one.matters)]
    shown = chosen if "all" in request.GET else chosen[:MOST]
    steps = steps_left([step for card in cards for step in card.steps])
    context = {
        "heading": _heading(every, member.name),
        "purpose": _purpose(member.role),
        "caption": ", ".join(dict.fromkeys([member.unit_name, member.organisation_name])),
        "places": [Row(p.text, Link(p.what_for, p.href)) for p in for_member(member, "/") if p.what_for],
        "kinds": _kinds(every, edition, kind) if len(every) > MOST or kind else [],
        "every": len(chosen),
        "cut": len(chosen) - len(shown),
        "more": f"?kind={kind}&all" if kind else "?all",
        "why": _why(edition),
        "edition": edition,
        "steps": steps,
        "tables": [card for card in cards if card.table],
        "ways": [card.more for card in cards if card.more and not card.table],
        "has_own_work": any(card.own_work for card in cards),
    }
    return render(
        request, "index/home.html", context | _people_of(cards, shown, today, every="all" in request.GET)
    )


def _heading(every: list[Subject], name: str) -> str:
    late = sum(any(m.late for m in one.matters) for one in every)
    if late:
        return f"{late} with something late"
    return f"{len(every)} to do, none late" if every else f"Welcome, {name}"


def _cards(request: Asking) -> list[HomeCard]:
    rooms = [import_module(face.room(face.home)) for face in faces() if face.home]
    return sorted((card for room in rooms for card in room.cards(request)), key=lambda card: card.place)


def _people_of(cards: list[HomeCard], shown: list[Subject], today: date, *, every: bool) -> dict[str, Any]:
    """Everything that names somebody, with the names of those who are shown alone asked for once."""
    diary = sorted((n for c in cards for n in c.diary), key=lambda n: (n.on, n.what, n.href))
    asked = sorted((a for c in cards for a in c.asked), key=lambda a: (a.by or date.max, a.what, a.href))
    changed = sorted((x for c in cards for x in c.changed), key=lambda x: x.at, reverse=True)
    changed_cut = 0 if every else max(0, len(changed) - MOST_CHANGED)
    diary, asked, changed = diary[:MOST_NOTED], asked[:MOST_NOTED], changed[: len(changed) - changed_cut]
    wanted: Iterable[UUID | None] = [
        *(one.matters[0].matter.person_id for one in shown),
        *(n.person_id for n in diary),
        *(a.person_id for a in asked),
        *(x.person_id for x in changed if not x.about),
    ]
    found = people.names_of({person for person in wanted if person})
    names = {person: one.name for person, one in found.items()}
    return {
        "waiting": [_waiting(one, names) for one in shown],
        "diary": _diary(diary, names, today),
        "asked": _asked(asked, names, today),
        "changed": _changed(changed, names),
        "changed_cut": changed_cut,
    }


def _waiting(one: Subject, names: dict[UUID, str]) -> Waiting:
    first = one.matters[0].matter
    risks = [m.matter.risk for m in one.matters if m.matter.risk]
    person = first.person_id
    name: object = first.about
    if person:
        name = Link(names[person], f"/people/{person}") if person in names else HIDDEN
    matters = tuple(_due(m, is_seen=person is None or person in names) for m in one.matters)
    return Waiting(name, risk_tag(min(risks, key=gravity)) if person and risks else None, matters)


def _due(one: Placed, *, is_seen: bool) -> Due:
    if one.late is None:
        words, state = f"due {one.due:%-d %B %Y}", "running"
    elif one.late == 0:
        words, state = "due today", "due"
    else:
        words, state = f"{count_of(one.late, 'working day')} late", "late"
    do = one.matter.do if is_seen or str(one.matter.person_id) not in one.matter.do.href else ""
    return Due(one.matter.what, do, words, state, one.finding.because)


def _kinds(every: list[Subject], edition: Edition[OrderTerms], kind: str) -> list[Item]:
    many = Counter(k for one in every for k in {m.matter.kind for m in one.matters})
    known = edition.table.kinds
    return [
        Item("Everything", "/", not kind, len(every)),
        *(Item(known[k].words, f"?kind={k}", k == kind, many[k]) for k in known if k in many),
    ]


def _why(edition: Edition[OrderTerms]) -> list[Table]:
    """The order in force, in three tables: harm of each kind, risk, lateness."""
    terms = edition.table
    by_harm = sorted(terms.kinds.values(), key=lambda kind: (-kind.harm, kind.words))
    due = [
        f"{count_of(k.within, 'working day')} after it began" if k.within else "its own clock"
        for k in by_harm
    ]
    return [
        Table(
            "Harm if late",
            [Column("What"), Column("Harm", numeric=True), Column("Due by")],
            [[k.words, f"{k.harm:g}", on] for k, on in zip(by_harm, due, strict=True)],
        ),
        Table(
            "Times risk of serious harm",
            [Column("Risk"), Column("Times", numeric=True)],
            [[first_capital(risk.replace("_", " ")), f"{times:g}"] for risk, times in terms.risk.items()],
        ),
        Table(
            "Times how late it is",
            [Column("Late"), Column("Times", numeric=True)],
            [[first_capital(step.words), f"{step.factor:g}"] for step in terms.lateness],
        ),
    ]


def _whom(person: UUID | None, about: str, href: str, names: dict[UUID, str]) -> object:
    if person is None:
        return Link(about, href)
    return Link(names[person], href) if person in names else HIDDEN


def _diary(rows: list[Noted], names: dict[UUID, str], today: date) -> list[tuple[str, object, str]]:
    return [(_on(n.on, today), _whom(n.person_id, n.about, n.href, names), n.what) for n in rows]


def _on(day: date, today: date) -> str:
    return "Today" if day == today else "Tomorrow" if (day - today).days == 1 else f"{day:%A %-d %B}"


def _asked(rows: list[Asked], names: dict[UUID, str], today: date) -> list[object]:
    return [
        Lines(
            _whom(a.person_id, a.what, a.href, names),
            [
                *([a.what] if a.person_id else []),
                a.of
                + ("" if a.by is None else f", by {a.by:%-d %B %Y}" + (": late" if a.by < today else "")),
            ],
        )
        for a in rows
    ]


def _changed(rows: list[Changed], names: dict[UUID, str]) -> list[object]:
    return [
        Lines(_of_what(x, names), [x.what, ", ".join(filter(None, (x.who, f"{day_of(x.at):%-d %B}")))])
        for x in rows
        if x.about or x.person_id in names
    ]


def _of_what(one: Changed, names: dict[UUID, str]) -> object:
    if one.person_id in names:
        return Link(names[one.person_id], one.href or f"/people/{one.person_id}/timeline")
    return Link(one.about, one.href) if one.href else one.about


def _purpose(role: str) -> str:
    said = ROLES[role].purpose
    return f"{first_capital(role)}: {said[:1].lower()}{said[1:]}"
