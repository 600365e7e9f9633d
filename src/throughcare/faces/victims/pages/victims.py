"""The victims whose records the viewer holds, what each is owed, and one of them."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

from throughcare.casework.victims import actions, queries
from throughcare.casework.victims.queries import VictimSeen, Waits
from throughcare.faces.web.look.formats import count_of
from throughcare.faces.web.look.parts import Column, Item, Lines, Link, Row, Table, Tag, Unknown, Why
from throughcare.faces.web.page import Asking, page, press
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

from .conditions import conditions_table
from .deeds import deeds_open
from .letters import letters_table
from .reaching import reach_rows
from .statements import statements_table


@page(May.KEEP_VICTIMS_TOLD)
def victims(request: Asking) -> HttpResponse:
    """The victims whose records the viewer holds, what was left behind, how long victims waited, and who leads on how many."""
    held = queries.victims_held(at=request.at)
    context = {
        "heading": "Victims",
        "table": held_table(request, held),
        "left": _left(),
        "waits": _waits(queries.waits(at=request.at)),
        "caseloads": _caseloads(request),
    }
    return render(request, "victims/victims.html", context)


def held_table(request: Asking, held: list[VictimSeen]) -> Table:
    """Each victim with what is owed to them next and how late it is."""
    today = day_of(request.at)
    return Table(
        "Whose records you hold",
        [Column("Name"), Column("Where they stand"), Column("What is owed"), Column("Sentence")],
        [
            [Link(one.row.name, f"/victims/{one.row.id}"), stands(one), owed(one, today), sentence_of(one)]
            for one in held
        ],
        empty="You hold nobody's record.",
    )


def stands(one: VictimSeen) -> object:
    """Where somebody stands in the scheme, and what they chose."""
    chose = one.row.choice if not one.row.stages else ", ".join(one.row.stages)
    return Lines(
        first_capital(one.row.state),
        [first_capital(chose)] if chose else [f"since {one.row.since:%-d %B %Y}"],
    )


def owed(one: VictimSeen, today: object) -> object:
    """What is owed next, by which day, and why."""
    if one.owed is None:
        return "Nothing"
    late = Tag("Late", "red") if one.owed.by < today else ""  # type: ignore[operator]
    said = f"by {one.owed.by:%-d %B %Y}"
    return Lines(one.owed.what, [*([late] if late else []), said, Why(str(one.owed.finding))])


def sentence_of(one: VictimSeen) -> object:
    """The sentence it is about."""
    row = one.covered.row
    said = ", ".join(part for part in (row.kind, row.length) if part)
    return Lines(
        Link(one.covered.called, f"/victims/sentences/{row.id}"),
        [f"{first_capital(said)}, {row.imposed_on:%-d %B %Y}"],
    )


def _left() -> Table | None:
    found = queries.left_behind()
    if not found:
        return None
    return Table(
        "Records that nobody leads on any more",
        [Column("Sentence of"), Column("Take it on")],
        [
            [
                one.called,
                Link(
                    "Take it on", f"/victims/{one.victim_id}/take", f"the record of a victim of {one.called}"
                ),
            ]
            for one in found
        ],
    )


def _waits(found: Waits) -> list[Row]:
    def days(value: float | None) -> object:
        return Unknown("Nobody yet") if value is None else f"{value:g} days"

    return [
        Row("From the sentence to the referral, in the middle", days(found.to_referral)),
        Row("From the sentence to the first letter, in the middle", days(found.to_letter)),
        Row(
            "First letters within their limit",
            f"{found.within} of {found.sent}" if found.sent else Unknown("None is sent yet"),
        ),
        Row(
            "Answered",
            f"{found.answered} of {found.sent} written to" if found.sent else Unknown("None is sent yet"),
        ),
        Row(
            "Letters and calls since then that were answered",
            f"{found.heard} of {found.told}; of {found.silent} nothing is known yet"
            if found.told
            else Unknown("None went yet"),
        ),
        *(Row(f"Of these, {one.stage}", f"{one.heard} answered of {one.told}") for one in found.by_stage),
        Row("Wait for a first letter", count_of(found.waiting, "person", "people")),
    ]


def _caseloads(request: Asking) -> Table:
    return Table(
        "Records that each officer leads on",
        [Column("Officer"), Column("Records", numeric=True)],
        [[one.name, one.led] for one in queries.caseloads(by=request.member, at=request.at)],
        empty="Nobody here keeps victims told.",
    )


@page(May.KEEP_VICTIMS_TOLD)
def victim(request: Asking, victim_id: UUID) -> HttpResponse:
    """One victim: how to reach them safely, where they stand, what is owed, and everything that happened."""
    seen = queries.victim(victim_id)
    if seen is None:
        raise Http404
    steps = [
        {"label": deed.label, "href": f"/victims/{victim_id}/{slug}", "kind": deed.kind}
        for slug, deed in deeds_open(request, seen).items()
    ]
    if seen.can_be_written_to:
        steps.insert(0, {"label": "Write to them", "href": f"/victims/{victim_id}/write", "kind": ""})
    if seen.can_be_asked and seen.covered.row.person_id is not None:
        steps.append(
            {"label": "Ask for a condition", "href": f"/victims/{victim_id}/ask-for", "kind": "secondary"}
        )
    context = {
        "heading": seen.row.name,
        "breadcrumbs": [Item("Victims", "/victims"), Item(seen.row.name, "")],
        "rows": _rows(request, seen),
        "reach": reach_rows(seen.row),
        "letters": letters_table(seen),
        "conditions": conditions_table(seen),
        "statements": statements_table(seen),
        "steps": steps,
        "history": _history(seen),
        "holders": _holders(seen),
        "stages": _stages(seen),
    }
    return render(request, "victims/victim.html", context)


def _rows(request: Asking, seen: VictimSeen) -> list[Row]:
    row = seen.row
    rows = [
        Row("Who they are", _who(seen)),
        Row("Sentence", sentence_of(seen)),
        Row(
            "Scheme",
            Lines(
                first_capital(seen.covered.row.scheme),
                [Why(one["because"]) for one in seen.covered.row.ruled],
            ),
        ),
        Row("Referred", f"On {row.referred_on:%-d %B %Y}, by {row.referred_by}"),
        Row("Where they stand", stands(seen)),
        Row("What is owed", owed(seen, day_of(request.at))),
    ]
    if row.ask_on:
        rows.append(Row("To be asked again", row.ask_on))
    return rows


def _who(seen: VictimSeen) -> object:
    said: list[object] = []
    if seen.row.speaks_for_id:
        said.append("answers for somebody else of this sentence")
    said += [f"{name} answers for them" for name in seen.spoken_for_by]
    return Lines(first_capital(seen.row.kind), said) if said else first_capital(seen.row.kind)


def _history(seen: VictimSeen) -> Table:
    return Table(
        "What happened",
        [Column("When"), Column("What"), Column("Then"), Column("Said")],
        [
            [one.on, first_capital(one.move or "registered"), first_capital(one.after), one.note or "–"]
            for one in reversed(seen.steps)
        ],
    )


def _holders(seen: VictimSeen) -> Table:
    return Table(
        "Who holds this record",
        [Column("Who"), Column("As"), Column("Since")],
        [[one.name, "Leads on it" if one.leads else "Checks it", one.since] for one in seen.holders],
    )


def _stages(seen: VictimSeen) -> Table:
    untold = {(one.stage, one.on) for one in seen.untold}
    return Table(
        "Stages of the sentence",
        [Column("Day"), Column("Stage"), Column("For them")],
        [
            [
                row.on,
                first_capital(row.stage),
                Tag("To be told", "yellow") if (row.stage, row.on) in untold else "–",
            ]
            for row in reversed(seen.covered.stages)
        ],
        empty="None yet.",
    )


@page(May.KEEP_VICTIMS_TOLD)
def take(request: Asking, victim_id: UUID) -> HttpResponse:
    """Take on a record that nobody leads on any more."""
    found = next((one for one in queries.left_behind() if one.victim_id == victim_id), None)
    if found is None:
        raise Http404
    if request.method == "POST":
        return press(request, actions.take_victim, "It is yours to lead on.", "/victims", victim_id=victim_id)
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(["GET", "POST"])
    return render(request, "victims/take.html", {"heading": "Take on a record", "called": found.called})
