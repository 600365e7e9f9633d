"""A person's release: the days, ours and the prison's; who is responsible; needs for the night out; licence; parole."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from throughcare.casework.release import queries
from throughcare.casework.release.queries import DateSeen, ReleaseSeen
from throughcare.casework.release.rules import NeedKind, NeedState, need_in_words
from throughcare.faces.web.answering import has_part
from throughcare.faces.web.look.parts import Column, Lines, Link, Row, Table, Tag, Unknown, Why
from throughcare.faces.web.page import Asking, page
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission

from .asked import asked_table


@page(Permission.LOOK_AT_PEOPLE)
def release(request: Asking, person_id: UUID) -> HttpResponse:
    """Everything that is known of somebody's release, and what can be recorded of it."""
    context = about(request, person_id, "Release")
    seen = queries.release_of(person_id, at=request.at)
    may = request.member.may(Permission.RECORD_RELEASE) and has_part(request, person_id)
    context |= {
        "heading": "Release",
        "person_id": person_id,
        "seen": seen,
        "asked": asked_table(request, person_id),
        "may_ask": request.member.may(Permission.PROPOSE_CONDITION),
        "may_enquire": request.member.may(Permission.ASK_ABOUT_ADDRESS),
    }
    if seen is not None:
        context |= {
            "warnings": _warnings(seen),
            "responsible": _responsible(request, seen),
            "dates": _dates(seen, may),
            "needs": _needs(seen, may) if seen.stands.is_inside else None,
            "licence": _licence(seen),
            "parole": _parole(seen, may),
            "steps": _steps(request, seen, may),
        }
    return render(request, "release/release.html", context)


def _warnings(seen: ReleaseSeen) -> list[str | Lines]:
    stands = seen.stands
    nobody = f"Nobody holds offender management for this person: {seen.nobody}." if seen.nobody else ""
    moved = [f"A day moved since it was last looked at. {first_capital(one)}." for one in seen.moved]
    plain = [
        Lines(first_capital(one.because), [Why(str(one.clause))])
        for one in (seen.held_past, seen.late, seen.warning)
        if one is not None
    ]
    unknown = list(stands.worked.unknown) if stands.worked else []
    return [*([nobody] if nobody else []), *moved, *plain, *unknown]


def _responsible(request: Asking, seen: ReleaseSeen) -> list[Row]:
    stands, rows = seen.stands, []
    handover = stands.handover
    if handover is not None and seen.responsible is not None:
        rows.append(
            Row("Responsible today", Lines(first_capital(seen.responsible), [Why(str(handover.finding))]))
        )
        rows.append(Row("Responsibility passes", handover.on or "No day: " + str(handover.why)))
        if handover.start is not None and handover.start != handover.on:
            rows.append(Row("Both sides work from", handover.start))
        if seen.near:
            rows.append(Row("Soon", Tag("Within eight weeks", "yellow")))
    for kind, named in (("prison manager", "Prison manager"), ("offender manager", "Community manager")):
        inside = kind == "prison manager" and not stands.is_inside
        if not inside:
            rows.append(Row(named, seen.managers.get(kind) or Unknown("Nobody is named")))
    if stands.is_inside:
        rows.append(Row("Leaves custody", stands.starts or Unknown("No day is known")))
    elif stands.released_on:
        rows.append(Row("Released", stands.released_on))
    rows += _licence_end(seen)
    if seen.seen_by is not None:
        rows.append(Row("First seen by the end of", seen.seen_by))
    if stands.worked and stands.worked.whole:
        rows.append(Row("From the first day to the last", str(stands.worked.whole)))
    return rows


def _licence_end(seen: ReleaseSeen) -> list[Row]:
    """When the licence of somebody who served for public protection may end, and when it ends by itself."""
    ends = seen.licence_ends
    if ends is None:
        return []
    rows = [
        Row("Parole Board asked whether the licence ends", Lines(ends.refer_on, [Why(str(ends.finding))]))
    ]
    if ends.may_ask_on is not None:
        rows.append(Row("They may ask for it themselves", ends.may_ask_on))
    return [
        *rows,
        Row("Licence ends by law", ends.ends_on or Unknown("No day: nothing counts towards it now")),
    ]


def _dates(seen: ReleaseSeen, may: bool) -> Table:
    return Table(
        "Days of the sentence",
        [Column("Day"), Column("Worked out"), Column("The prison says"), Column("How they differ")],
        [[first_capital(one.kind), _ours(one), _theirs(one), _difference(one)] for one in seen.dates],
        empty="No day could be worked out.",
    )


def _ours(one: DateSeen) -> object:
    if one.ours is None:
        return Unknown("None by the rules")
    return Lines(one.ours.on, [Why(str(one.ours.finding))])


def _theirs(one: DateSeen) -> object:
    if one.figure is None:
        return Unknown("Not recorded")
    given = f"{one.figure.source}, {one.figure.given_on:%-d %B %Y}"
    return Lines(one.figure.on or "There is none", [given])


def _difference(one: DateSeen) -> object:
    if one.difference is None:
        return "" if one.figure is None else Tag("They differ", "orange")
    if one.difference.agrees:
        return Tag("They agree", "green")
    days = one.difference.days
    said = (
        "Only the prison has one"
        if days is None
        else f"{abs(days)} days {'later' if days > 0 else 'earlier'}"
    )
    return Lines(Tag(said, "orange"), [first_capital(why) for why in one.difference.reasons])


def _needs(seen: ReleaseSeen, may: bool) -> Table:
    facts, owed = seen.stands.facts, {one.kind: one for one in seen.needs}
    base = f"/people/{seen.stands.case.person_id}"
    rows = []
    for kind in NeedKind:
        said, due = facts.needs.get(kind), owed.get(kind)
        state = NeedState(said.state) if said else NeedState.NOT_KNOWN
        whose = seen.members.get(said.owner_id) if said and said.owner_id else None
        plan = [Link("On the plan", f"{base}/plan", f"for {kind}")] if said and said.goal_id else []
        rows.append(
            [
                first_capital(kind),
                Lines(Tag(first_capital(need_in_words(kind, state)), _colour(state)), [*([said.what] if said and said.what else []), *plan]),
                whose or (first_capital(due.whose) if due else "–"),
                Lines(due.by, ["Late"] if due.is_late else []) if due else "–",
                *([Link("Change", f"{base}/release/need?kind={kind.name.lower()}", f"what is known of {kind}")] if may else []),
            ]
        )  # fmt: skip
    action = [Column("Action", hidden=True)] if may else []
    return Table(
        "For the day of release",
        [Column("Need"), Column("What is known"), Column("Who owes it"), Column("By"), *action],
        rows,
    )


def _colour(state: NeedState) -> Any:
    return {NeedState.NOT_KNOWN: "orange", NeedState.NEEDED: "red", NeedState.IN_PLACE: "green"}.get(
        state, "grey"
    )


def _licence(seen: ReleaseSeen) -> list[Row]:
    found = seen.licence
    if found is None:
        return []
    rows = [
        Row(
            "Licence",
            Link(first_capital(found.state), f"/licences/{found.stands.row.id}", "open the licence"),
        )
    ]
    if found.hard_stop is not None:
        rows.append(
            Row(
                "No change from",
                Lines(
                    found.hard_stop, [f"warned of from {found.warning:%-d %B %Y}"] if found.warning else []
                ),
            )
        )
    return rows


def _parole(seen: ReleaseSeen, may: bool) -> Table | None:
    steps = seen.stands.facts.steps
    if not (seen.stands.is_indeterminate or steps):
        return None
    rows = []
    for one in steps:
        done = getattr(one, "done", None)
        came = (
            Lines(f"Done on {done.on:%-d %B %Y}", [first_capital(done.says)] if done.says else [])
            if done
            else "Not done"
        )
        link = [Link("Done", f"/release/steps/{one.id}/done", one.kind) if not done else ""] if may else []
        rows.append(
            [
                Lines(first_capital(one.kind), [one.note] if one.note else []),
                first_capital(one.owes),
                one.due,
                came,
                *link,
            ]
        )
    caption = "Steps on the way to release"
    if seen.refer_by is not None:
        caption += f", to be referred to the Parole Board by {seen.refer_by:%-d %B %Y}"
    action = [Column("Action", hidden=True)] if may else []
    return Table(
        caption,
        [Column("Step"), Column("Who owes it"), Column("By"), Column("What came of it"), *action],
        rows,
        empty="No step is agreed: nobody owes anything.",
    )


def _steps(request: Asking, seen: ReleaseSeen, may: bool) -> list[dict[str, str]]:
    base = f"/people/{seen.stands.case.person_id}/release"
    found = []
    if may and seen.moved:
        found.append({"label": "I have looked at what moved", "href": f"{base}/looked", "kind": ""})
    writes = request.member.may(Permission.WRITE_LICENCE) and has_part(request, seen.stands.case.person_id)
    if (
        writes
        and seen.stands.is_inside
        and (seen.licence is None or seen.licence.state in {"ended", "recalled"})
    ):
        found.append({"label": "Begin the licence", "href": f"{base}/licence", "kind": ""})
    if may:
        found += [
            {"label": "Record the prison’s day", "href": f"{base}/figure", "kind": "secondary"},
            {"label": "Say which law a sentence falls under", "href": f"{base}/term", "kind": "secondary"},
            {"label": "Record days added", "href": f"{base}/days", "kind": "secondary"},
            {
                "label": "Say what is known of their time inside",
                "href": f"{base}/inside",
                "kind": "secondary",
            },
        ]
        if not seen.moved:
            found.append(
                {"label": "I have looked at these days", "href": f"{base}/looked", "kind": "secondary"}
            )
        if (
            seen.stands.is_indeterminate
            or seen.stands.facts.steps
            or any(one.kind == "parole eligibility" for one in seen.dates)
        ):
            found.append({"label": "Agree a step to parole", "href": f"{base}/parole", "kind": "secondary"})
    return found
