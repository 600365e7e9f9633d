"""Records that may be one person's: the queue, and the ruling."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.people import queries
from throughcare.casework.people.actions import decide_review, unmerge_people
from throughcare.faces.web.look.fields import CountedField
from throughcare.faces.web.look.forms import OfVersion, PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Lines, Link, Row, Table, Unknown
from throughcare.faces.web.page import Asking, do, page, press
from throughcare.faces.web.value_words import as_read, first_capital
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

from ..words import agreement_words

HIDDEN = Unknown("Held elsewhere")
NOT_COMPARED = "nothing to compare"
"""How the matching model calls a field of which a record says nothing."""


@page(Permission.DECIDE_MATCH)
def matches(request: Asking) -> HttpResponse:
    """The records that wait for somebody to look, oldest first."""
    rows = queries.open_reviews()
    table = Table(
        "Waiting for a ruling",
        [
            Column("Record"),
            Column("May be"),
            Column("Weight, points", numeric=True),
            Column("Why it waits"),
            Column("Since"),
        ],
        [
            [
                Link(r.person or "A record", f"/matches/{r.id}"),
                r.rival or HIDDEN,
                f"{r.bits:.1f}",
                r.because,
                r.raised_at,
            ]
            for r in rows
        ],
        empty="No record waits.",
    )
    lead = (
        "A record joins another by itself only where a checked number, or a whole name with a whole date of birth, agrees and"
        " nothing that is known tells against it. Wherever two records may be one person's and that is not sure, a person looks."
    )
    return render(
        request, "throughcare/list_page.html", {"heading": "Matching", "lead": lead, "table": table}
    )


class Ruling(SentOnce, OfVersion, PlainForm):
    """Whether two records are one person's, and why."""

    same = forms.ChoiceField(
        label="Ruling",
        widget=forms.RadioSelect,
        choices=[("yes", "They are the same person"), ("no", "They are different people")],
    )
    because = CountedField(label="Reason", limit=500)

    def clean_same(self) -> bool:
        """The choice as a value."""
        return str(self.cleaned_data["same"]) == "yes"


@page(Permission.DECIDE_MATCH)
def match(request: Asking, review_id: UUID) -> HttpResponse:
    """One pair of records, with the weight of every field, and the ruling."""
    seen = queries.review(review_id)
    if seen is None:
        raise Http404
    form = Ruling(request.POST or None, initial={"version": seen.version}) if seen.state == "open" else None
    if (
        request.method == "POST"
        and form
        and form.is_valid()
        and do(request, form, decide_review, review_id=review_id)
    ):
        messages.success(
            request, "Your ruling is recorded. It can be undone from the person's Identity page."
        )
        return redirect("matches")
    context = {
        "heading": "One person, or two?",
        "back": Link("Matching", "/matches"),
        "rows": _about(seen),
        "sides": _sides(request, seen),
        "weights": _weights(seen),
        "not_compared": _not_compared(seen),
        "form": form,
        "model": model_words(seen.model),
        "hidden": seen.person is None or seen.rival is None,
    }
    return render(request, "people/match.html", context)


def model_words(model: str) -> str:
    """The model of the weights as a page names it: its day, where it has one, as a day."""
    name, _, day = model.rpartition(" ")
    read = as_read(day)
    return f"{name}, of {read:%-d %B %Y}" if isinstance(read, date) and name else model


def _about(seen: queries.Waiting) -> list[Row]:
    return [
        Row("Record", Link(seen.person, f"/people/{seen.person_id}") if seen.person else HIDDEN),
        Row("May be", Link(seen.rival, f"/people/{seen.rival_id}") if seen.rival else HIDDEN),
        Row("Why a person looks", first_capital(seen.because)),
        Row(
            "Total weight",
            f"{seen.bits:.1f} points: what the fields add, and {seen.prior:.1f} because two records taken blindly are hardly ever one person's",
        ),
        Row("State", first_capital(seen.state)),
    ]


def _sides(request: Asking, seen: queries.Waiting) -> Table | None:
    """What each record says of who they are, side by side; None unless the viewer is shown both."""
    on = day_of(request.at)
    one, other = (queries.person_page(id, on=on) for id in (seen.person_id, seen.rival_id))
    if one is None or other is None:
        return None
    said = zip(_says(one), _says(other), strict=True)
    return Table(
        "What each record says",
        [Column("What"), Column("The record"), Column("The one it may be")],
        [
            [name, here or Unknown("Not recorded"), there or Unknown("Not recorded")]
            for (name, here), (_, there) in said
        ],
    )


def _says(one: queries.PersonPage) -> list[tuple[str, object]]:
    homes = [Lines(home.lines or home.kind, [home.postcode]) for home in one.homes[:1]]
    return [
        ("Name", one.name),
        ("Other names", ", ".join(name for name, _, _ in one.aliases)),
        ("Date of birth", one.date_of_birth),
        ("Sex", first_capital(one.characteristics["sex"])),
        ("Numbers", ", ".join(f"{first_capital(known.kind.words)} {known.value}" for known in one.numbers)),
        ("Home", homes[0] if homes else None),
    ]


def _weights(seen: queries.Waiting) -> Table:
    return Table(
        "What each field adds",
        [
            Column("Field"),
            Column("How far it agrees"),
            Column("Points", numeric=True),
            Column("Of which rarity", numeric=True),
        ],
        [
            [first_capital(w.field), agreement_words(w.level), f"{w.bits:+.1f}", f"{w.rarity_bits:+.1f}"]
            for w in seen.weights
            if w.level != NOT_COMPARED
        ],
    )


def _not_compared(seen: queries.Waiting) -> str:
    """The fields of which a record says nothing, so that they tell nothing, as a list in words."""
    return ", ".join(w.field for w in seen.weights if w.level == NOT_COMPARED)


@page(Permission.MERGE_PEOPLE)
def unmerge(request: Asking, person_id: UUID, merge_id: UUID) -> HttpResponse:
    """Undo a merge."""
    if request.method != "POST":
        return redirect("identity", person_id=person_id)
    because = request.POST.get("because", "")[:500]
    return press(
        request,
        unmerge_people,
        "The merge was undone.",
        f"/people/{person_id}/identity",
        merge_id=merge_id,
        because=because,
    )
