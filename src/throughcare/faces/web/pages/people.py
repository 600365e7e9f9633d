"""Searching for people, and the pages about one person."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.courts import queries as courts
from throughcare.casework.people import queries as people
from throughcare.casework.people.actions import look_outside_wall
from throughcare.casework.supervision import queries as supervision
from throughcare.faces.web.look.fields import CountedField, DayField
from throughcare.faces.web.look.forms import PlainForm
from throughcare.faces.web.look.parts import (
    Column,
    Happening,
    Identity,
    Item,
    Lines,
    Link,
    Row,
    Table,
    Tag,
    Unknown,
)
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..page import Asking, page
from ..saying import act_words, cause_words, first_capital, risk_tag, sentence_words, state_tag
from .around import around

KEPT_SEARCHES = 20


class Search(PlainForm):
    """What to look for; any one of the three is enough."""

    words = forms.CharField(
        label="Name",
        required=False,
        max_length=200,
        help_text="Any spelling, any order. Aliases are searched too.",
    )
    born = DayField(label="Date of birth", required=False)
    number = forms.CharField(label="PNC, CRO or prison number", required=False, max_length=40)


class OutsideSearch(Search):
    """A search outside the wall, with its reason."""

    because = CountedField(
        label="Why you need to know",
        limit=300,
        help_text="This is recorded with your name and shown to inspectors.",
    )


@page(Permission.LOOK_AT_PEOPLE)
def search(request: Asking) -> HttpResponse:
    """Ask for a search; what was asked is kept in the session, so that no name is in an address."""
    form = Search(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            people.search(**_asked(form.cleaned_data), most=1)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("found", search_id=_keep(request, form.cleaned_data))
    context = {"heading": "Find a person", "form": form, "submit": "Search"}
    return render(request, "web/search.html", context)


def _asked(cleaned: dict[str, Any]) -> dict[str, Any]:
    return {"words": cleaned["words"], "born": cleaned["born"], "number": cleaned["number"]}


def _keep(request: Asking, cleaned: dict[str, Any]) -> UUID:
    kept: dict[str, Any] = request.session.get("searches", {})
    key = new_id()
    born = cleaned["born"].isoformat() if cleaned["born"] else None
    kept[str(key)] = {"words": cleaned["words"], "born": born, "number": cleaned["number"]}
    request.session["searches"] = dict(list(kept.items())[-KEPT_SEARCHES:])
    return key


@page(Permission.LOOK_AT_PEOPLE)
def found(request: Asking, search_id: UUID) -> HttpResponse:
    """Who was found, among those the viewer may see."""
    asked = request.session.get("searches", {}).get(str(search_id))
    if asked is None:
        return redirect("search")
    born = date.fromisoformat(asked["born"]) if asked["born"] else None
    rows = people.search(words=asked["words"], born=born, number=asked["number"])
    table = Table(
        "People found",
        [Column("Name"), Column("Date of birth"), Column("Sex"), Column("Record")],
        [
            [Link(p.name, f"/people/{p.id}"), p.date_of_birth, p.sex, Tag(first_capital(p.state))]
            for p in rows
        ],
        empty="Nobody you may see fits. They may be held by another team.",
    )
    context = {
        "heading": f"{len(rows)} found" if rows else "Nobody found",
        "back": Link("Search again", "/people/search"),
        "table": table,
        "may_look_outside": request.member.may(Permission.SEARCH_OUTSIDE_WALL),
    }
    return render(request, "web/found.html", context)


@page(Permission.SEARCH_OUTSIDE_WALL)
def outside(request: Asking) -> HttpResponse:
    """Look for somebody held elsewhere: an act with a reason, which shows only whom to ring."""
    form, table = OutsideSearch(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            seen = look_outside_wall(
                by=request.member,
                at=request.at,
                because=form.cleaned_data["because"],
                **_asked(form.cleaned_data),
            )
            rows = [
                [g.name, str(g.year_of_birth or "") or Unknown(), g.holding_office or Unknown("Not held now")]
                for g in seen
            ]
            columns = [Column("Name"), Column("Year of birth"), Column("Held by")]
            table = Table("Held elsewhere", columns, rows, empty="Nobody held elsewhere fits closely.")
        except Refused as refusal:
            form.refuse(refusal)
    context = {
        "heading": "Find who holds a person",
        "form": form,
        "table": table,
        "submit": "Search and record why",
    }
    return render(request, "web/outside.html", context)


def about(request: Asking, person_id: UUID, active: str) -> dict[str, Any]:
    """The frame of every page about one person: who they are and where else to look; 404 where the wall hides them."""
    seen = people.person_page(person_id, on=day_of(request.at))
    if seen is None:
        raise Http404
    case = supervision.case_of(person_id, at=request.at)
    base = f"/people/{person_id}"
    places = [
        ("Summary", ""),
        ("Timeline", "/timeline"),
        ("Sentence", "/sentence"),
        ("Assessment", "/assessment"),
        ("Tier", "/tier"),
        ("Identity", "/identity"),
        ("Access", "/access"),
    ]
    return {
        "person": seen,
        "case": case,
        "base": base,
        "identity": _identity(seen, case, day_of(request.at)),
        "sub_navigation": [Item(text, f"{base}{tail}", active == text) for text, tail in places],
    }


def _identity(seen: people.PersonPage, case: supervision.CaseSeen | None, today: date) -> Identity:
    alerts = [risk_tag(case.case.risk)] if case and case.case.closed_at is None else []
    if case and case.case.place == "custody":
        alerts.append(Tag("In custody", "purple"))
    if case and case.case.oversight:
        alerts.append(Tag("Management oversight", "orange"))
    if seen.died_on:
        alerts.append(Tag("Died", "grey"))
    manager = case.now.get("offender manager") if case else None
    return Identity(
        seen.name,
        seen.date_of_birth,
        today,
        href=f"/people/{seen.id}",
        identifiers=[
            (n.kind.words, n.value) for n in seen.numbers if n.kind.value in {"pnc", "cro", "prison_number"}
        ],
        facts=[("Offender manager", manager.member if manager else Unknown("Nobody"))] if case else [],
        alerts=alerts,
    )


@page(Permission.LOOK_AT_PEOPLE)
def summary(request: Asking, person_id: UUID) -> HttpResponse:
    """The person page: who answers for them, what they must do, what happened last."""
    context = about(request, person_id, "Summary")
    case: supervision.CaseSeen | None = context["case"]
    sentences = courts.sentences_of(person_id)
    latest = supervision.timeline(person_id)
    ours = case is not None and case.case.organisation_id == request.member.organisation_id
    context |= {
        "heading": "Summary",
        "holders": _holders(case),
        "sentences": [s for s in sentences if s.state in {"in force", "in breach"}],
        "sentence_cards": [card(s) for s in sentences if s.state in {"in force", "in breach"}],
        "reports": courts.reports_of(person_id),
        "happenings": [happening(e, latest.names) for e in latest.entries[:5]],
        "contact": _contact_rows(context["person"]),
        "allowed": {
            "record": request.member.may(Permission.RECORD_ON_TIMELINE) and bool(case),
            "transfer": request.member.may(Permission.OFFER_TRANSFER) and ours,
            "appoint": request.member.may(Permission.APPOINT_HOLDER) and bool(case),
            "close": request.member.may(Permission.CLOSE_CASE) and ours,
        },
    }
    return render(request, "web/person.html", context)


def _holders(case: supervision.CaseSeen | None) -> list[Row]:
    if case is None:
        return []
    rows = [
        Row(
            first_capital(kind),
            Lines(t.member, [f"{t.unit}, {t.organisation}", f"since {t.since:%-d %B %Y}", t.basis]),
        )
        for kind, t in sorted(case.now.items())
    ]
    rows += [
        Row(first_capital(g.kind), Unknown(f"Nobody for {g.working_days} working days: {g.because}"))
        for g in case.gaps
    ]
    rows.append(Row("Responsible team", Lines(case.unit, [case.organisation])))
    rows.append(Row("Continuity", case.continuity.sentence))
    return rows


def card(s: courts.SentenceSeen) -> tuple[str, list[Row]]:
    """A sentence as a titled card."""
    rows = [
        Row("Offence", s.offence),
        Row("Imposed", Lines(s.imposed_on, [f"at {s.court}, case {s.case_number}"])),
        Row("Length", s.length or Unknown("No fixed length")),
        Row("Ends", s.ends_on or Unknown("No fixed end")),
        Row("State", state_tag(s.state)),
    ]
    rows += [Row(first_capital(q.kind), q.length or Unknown("No length set")) for q in s.requirements]
    return first_capital(s.kind), rows


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
                first_capital(phone.kind),
                Lines(phone.number, [safe, *([phone.safe_note] if phone.safe_note else [])]),
            )
        )
    if not seen.phones:
        rows.append(Row("Phone", Unknown()))
    rows.append(Row("First language", seen.first_language or Unknown("Not asked")))
    return rows


def happening(e: Any, names: dict[UUID, str]) -> Happening:
    """A timeline entry as a page shows it."""
    return Happening(
        e.what,
        e.at,
        names.get(e.member_id, "") if e.member_id else "",
        body=e.note,
        tag=Tag(first_capital(e.kind)),
    )


@page(Permission.LOOK_AT_PEOPLE)
def timeline(request: Asking, person_id: UUID) -> HttpResponse:
    """Everything in a person's cases, newest first, 25 a page, by kind."""
    context = about(request, person_id, "Timeline")
    kind = request.GET.get("kind", "")[:20]
    seen = supervision.timeline(person_id, kind=kind, after=request.GET.get("after", "")[:200])
    kinds = supervision.timeline_kinds(person_id)
    context |= {
        "heading": "Timeline",
        "happenings": [happening(e, seen.names) for e in seen.entries],
        "kinds": [Item(first_capital(k), f"?kind={k}", k == kind) for k in kinds],
        "kind": kind,
        "next": seen.next,
    }
    return render(request, "web/timeline.html", context)


@page(Permission.LOOK_AT_PEOPLE)
def identity(request: Asking, person_id: UUID) -> HttpResponse:
    """Names, numbers, characteristics, homes, and how records were matched."""
    context = about(request, person_id, "Identity")
    seen: people.PersonPage = context["person"]
    context |= {
        "heading": "Identity and matching",
        "numbers": Table("Numbers", [Column("Kind"), Column("Number")], [[first_capital(n.kind.words), n.value] for n in seen.numbers], empty="No number is recorded."),
        "aliases": Table("Other names", [Column("Name"), Column("Date of birth"), Column("Why")], [[n, b or Unknown("The same"), k] for n, b, k in seen.aliases], empty="No other name is recorded."),
        "homes": Table("Homes", [Column("Address"), Column("Kind"), Column("From"), Column("Until")], [[Lines(h.lines or h.kind, [h.postcode]), h.kind, h.since, h.until or "now"] for h in seen.homes], empty="No home is recorded."),
        "characteristics": _characteristics(seen),
        "around": around(seen),
        "merges": Table("Records made one", [Column("When"), Column("Why"), Column("Undone")], [[m.merged_at, m.because, m.undone_at or "no"] for m in seen.merges], empty="No other record was found to be this person's."),
        "may_unmerge": request.member.may(Permission.MERGE_PEOPLE),
        "may_amend": request.member.may(Permission.AMEND_PERSON),
    }  # fmt: skip
    return render(request, "web/identity.html", context)


def _characteristics(seen: people.PersonPage) -> list[Row]:
    rows = [
        Row("Likes to be called", seen.preferred_name or Unknown("Not asked")),
        Row("Date of birth", seen.date_of_birth or Unknown()),
        *(
            Row(
                first_capital(k.replace("_", " ")),
                Unknown("Not asked") if v == "not asked" else first_capital(v),
            )
            for k, v in seen.characteristics.items()
        ),
        Row("First language", seen.first_language or Unknown("Not asked")),
    ]
    if seen.other_languages:
        rows.append(Row("Other languages", ", ".join(seen.other_languages)))
    if seen.died_on:
        rows.append(Row("Died", seen.died_on))
    return rows


@page(Permission.LOOK_AT_PEOPLE)
def who_can_see(request: Asking, person_id: UUID) -> HttpResponse:
    """Who could see this person, when and why; and who looked."""
    context = about(request, person_id, "Access")
    context |= {
        "heading": "Who could see this person, and who looked",
        "may_restrict": request.member.may(Permission.RESTRICT_RECORD),
        "may_declare_kin": request.member.may(Permission.DECLARE_KIN),
        "could": _could(access.who_could_see(person_id)),
        "looked": _looked(access.who_looked(person_id, most=100)),
    }
    return render(request, "web/access.html", context)


def _could(rows: list[access.CouldSee]) -> Table:
    headings = ("Team", "Purpose", "Because of", "On what basis", "From", "Until")
    return Table(
        "Who could see",
        [Column(heading) for heading in headings],
        [
            [
                Lines(c.unit, [c.organisation]), first_capital(c.purpose), cause_words(c.cause),
                first_capital(c.basis), c.since, c.until or "now",
            ]
            for c in dict.fromkeys(rows)
        ],
    )  # fmt: skip


def _looked(rows: list[access.Look]) -> Table:
    return Table(
        "Who looked or acted",
        [Column("When"), Column("Who"), Column("Role"), Column("What")],
        [
            [
                look.at,
                Lines(look.member or "a service", [look.unit or ""]),
                first_capital(look.role),
                act_words(look.act),
            ]
            for look in rows
        ],
        empty="Nobody has looked yet.",
    )


__all__ = [
    "found",
    "identity",
    "outside",
    "search",
    "sentence_words",
    "summary",
    "timeline",
    "who_can_see",
]
