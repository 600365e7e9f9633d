"""A person's public protection: the category and level that stand, with why, what is owed, what can be done, and everything that was."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.protection import actions, queries
from throughcare.casework.protection.queries import PersonProtected
from throughcare.casework.protection.rules import categories_of
from throughcare.faces.web.answering import has_part
from throughcare.faces.web.look.parts import Column, Happening, Lines, Row, Table, Unknown, Why
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

from .meeting_words import meetings_table
from .protection_forms import Propose, Refer3
from .protection_words import (
    category_words,
    level_words,
    owed_words,
    proposed_words,
    referral_words,
    standing_words,
)
from .steps import steps_offered

TAB = "Public protection"


@page(Permission.LOOK_AT_PEOPLE)
def protection_of(request: Asking, person_id: UUID) -> HttpResponse:
    """A person's public protection."""
    context = about(request, person_id, TAB)
    found = queries.protection_of(person_id, by=request.member, at=request.at)
    meetings = queries.meetings_of(person_id)
    context |= {
        "heading": TAB,
        "rows": _rows(found, request),
        "doing": _doing(found, request, person_id),
        "meetings": meetings_table(meetings) if meetings else None,
        "disclosures": f"/people/{person_id}/protection/disclosures" if meetings and request.member.may(Permission.SEE_PROTECTION) else "",
        "referrals": _referrals(found) if found.referrals else None,
        "before": _before(found) if found.before else None,
        "happenings": [
            Happening(
                first_capital(one.kind), one.at, by=one.who,
                body=". ".join(part for part in (category_words(one.category), one.because) if part),
            )
            for one in reversed(found.steps)
        ],
    }  # fmt: skip
    return render(request, "protection/person.html", context)


def _rows(found: PersonProtected, request: Asking) -> list[Row]:
    if not (request.member.may(Permission.SEE_PROTECTION) or found.now):
        return [Row("Category", Unknown("Not shown to your role, if there is one"))]
    owed = found.now.owed if found.now else found.proposal
    why = [Why(str(owed.finding))] if owed else []
    stands = (
        [Row("Category", standing_words(found.now.whole)), Row("Level", level_words(found.now.whole))]
        if found.now
        else [Row("Category", "None stands"), Row("Level", "None")]
    )
    return [
        *stands,
        Row("What is owed", Lines(owed_words(owed, request.at), why)),
        Row("By their sentences", proposed_words(found)),
    ]


def _doing(found: PersonProtected, request: Asking, person_id: UUID) -> list[dict[str, str]]:
    """What the viewer can do now: what is due first."""
    if not (request.member.may(Permission.SCREEN_PROTECTION) and has_part(request, person_id)):
        return []
    if found.now:
        meeting = found.now.whole.meeting
        opens = (
            [{"label": "Open the meeting", "href": f"/protection/meetings/{meeting.id}", "kind": ""}]
            if meeting
            else []
        )
        return opens + [
            {
                "label": step.label,
                "href": f"/protection/{found.now.row.id}/{slug}",
                "kind": "secondary" if number or opens else "",
            }
            for number, (slug, step) in enumerate(steps_offered(found.now.whole, request.member).items())
        ]
    at, due = f"/people/{person_id}/protection", found.proposal is not None
    return [
        {"label": "Propose a category", "href": f"{at}/propose", "kind": "" if due else "secondary"},
        {"label": "Refer to level 2 or 3 in category 3", "href": f"{at}/refer", "kind": "secondary"},
    ]


def _referrals(found: PersonProtected) -> Table:
    return Table(
        "Referrals to a level",
        [Column("Referred"), Column("To"), Column("What it came to"), Column("Why")],
        [
            [
                Lines(one.row.sent_at, [one.sent_by]), f"Level {one.row.level}", Lines(referral_words(one.row.state), [one.decided_by] if one.decided_by else []),
                one.row.decided_because or one.row.because,
            ]
            for one in found.referrals
        ],
    )  # fmt: skip


def _before(found: PersonProtected) -> Table:
    return Table(
        "Before",
        [Column("Category"), Column("Proposed"), Column("Ended"), Column("Why it ended")],
        [
            [category_words(row.category), row.opened_at, row.ended_at or Unknown("With its case"), first_capital(row.ended_because)]
            for row in found.before
        ],
    )  # fmt: skip


@page(Permission.SCREEN_PROTECTION)
def propose_category(request: Asking, person_id: UUID) -> HttpResponse:
    """Propose a category, begun with what their sentences propose."""
    found = _open_to(request, person_id)
    ruling = found.ruling
    start = str(ruling.category.value) if ruling and ruling.category else ""
    because = ". ".join(one.because for one in ruling.findings) if ruling else ""
    form = Propose(
        request.POST or None,
        initial={"category": start, "because": first_capital(because) if because else ""},
    )
    form.offer(categories_of(day_of(request.at)))
    return _form(
        request,
        person_id,
        "Propose a category",
        form,
        actions.propose_category,
        "Proposed. Whoever leads the team confirms it.",
    )


@page(Permission.SCREEN_PROTECTION)
def refer_to_category_3(request: Asking, person_id: UUID) -> HttpResponse:
    """Refer somebody whom no other category covers; until that is accepted they are in no category."""
    _open_to(request, person_id)
    label = "Refer to level 2 or 3 in category 3"
    return _form(
        request, person_id, label, Refer3(request.POST or None), actions.refer_to_category_3,
        "Referred. Until it is accepted they are in no category.",
    )  # fmt: skip


def _open_to(request: Asking, person_id: UUID) -> PersonProtected:
    about(request, person_id, TAB)
    found = queries.protection_of(person_id, by=request.member, at=request.at)
    if not has_part(request, person_id):
        raise Http404
    return found


def _form(
    request: Asking, person_id: UUID, label: str, form: Any, act: Callable[..., object], said: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid() and do(request, form, act, person_id=person_id):
        messages.success(request, said)
        return redirect("protection_of", person_id=person_id)
    context = about(request, person_id, TAB)
    context |= {"heading": label, "form": form, "submit": label, "cancel": f"/people/{person_id}/protection"}
    return render(request, "throughcare/form_page.html", context)
