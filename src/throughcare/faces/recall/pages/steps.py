"""Each step on a recall that the viewer can take now, and its form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.recall import actions, queries
from throughcare.casework.recall.queries import RecallSeen
from throughcare.casework.recall.rules import ANSWERS, RELEASES, Length, RecallMove, RecallState, Tried
from throughcare.casework.supervision import queries as supervision
from throughcare.faces.web.answering import has_part
from throughcare.faces.web.look.forms import PlainForm
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.person_frame import about
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

from ..words import ANSWERED, RELEASED
from .forms import (
    AddDays,
    Answer,
    Approver,
    Because,
    Colleague,
    Decide,
    DoNotRecall,
    Happened,
    HappenedWithNote,
    OneMove,
    Plain,
    Rescind,
    TakeIn,
    Write,
)


@dataclass(frozen=True)
class Deed:
    """One step as a page offers it: which moves it makes (none: it moves nothing), whose it is, and what is said when it is done."""

    label: str
    act: Any
    form: type[PlainForm]
    said: str
    moves: frozenset[RecallMove] = frozenset()
    side: str = "manages"
    kind: str = "secondary"
    named: bool = False


def _one(move: RecallMove) -> frozenset[RecallMove]:
    return frozenset({move})


DEEDS: Mapping[str, Deed] = {
    "decide": Deed("Decide to recall", actions.decide_recall, Decide, "Decided, and asked for approval.", _one(RecallMove.RECALL), "decides", "", named=True),
    "do-not-recall": Deed("Decide not to recall", actions.decide_not_to_recall, DoNotRecall, "Decided, and asked for approval.", _one(RecallMove.DO_NOT_RECALL), "decides", named=True),
    "approve": Deed("Approve and sign", actions.approve_recall, Plain, "Approved.", _one(RecallMove.APPROVE), "approves", "", named=True),
    "send-back": Deed("Send it back", actions.send_back_recall, Because, "Sent back.", _one(RecallMove.SEND_BACK), "approves"),
    "refuse": Deed("Refuse it", actions.refuse_recall, Because, "Refused: they are not recalled.", _one(RecallMove.REFUSE), "approves", "warning"),
    "send-papers": Deed("Send the papers", actions.send_papers, Plain, "Sent. The executive is to answer.", _one(RecallMove.SEND_PAPERS), kind="", named=True),
    "revoke": Deed("The licence is revoked", actions.revoke_licence, HappenedWithNote, "Recorded.", _one(RecallMove.REVOKE), kind=""),
    "take-in": Deed("They are back in custody", actions.take_into_custody, TakeIn, "Recorded.", _one(RecallMove.TAKE_IN), kind=""),
    "release": Deed("They are released again", actions.release_again, OneMove, "Recorded. The recall is over.", RELEASES, kind=""),
    "answer": Deed("Record an answer", actions.record_recall_answer, Answer, "Recorded.", ANSWERS),
    "write": Deed("Write the papers anew", actions.write_paper, Write, "A new version is written.", named=True),
    "sign": Deed("Sign the latest version", actions.sign_paper, Plain, "Signed.", side="approves", named=True),
    "add-days": Deed("Days added in custody", actions.add_days_to_recall, AddDays, "Recorded. The day of release is worked out anew."),
    "keep": Deed("Say that it goes on", actions.keep_recall, Because, "Recorded: it was looked at again, and goes on.", side="decides"),
    "rescind": Deed("Take the recall back", actions.rescind_recall, Rescind, "Taken back.", _one(RecallMove.RESCIND), kind="warning"),
    "name": Deed("Name a colleague", actions.name_reader, Colleague, "Named. They can open the papers."),
    "end-reading": Deed("End that somebody may open them", actions.end_reading, Colleague, "Ended.", named=True),
}  # fmt: skip


def deeds_open(request: Asking, seen: RecallSeen) -> dict[str, Deed]:
    """The steps that the viewer can take now."""
    row, may = seen.row, request.member.may
    if row.ended_at is not None or not may(May.ASK_FOR_RECALL):
        return {}
    below = access.units_below(request.member.unit_id)
    decides = row.to_unit in below
    sides = {
        "decides": decides,
        "approves": decides and may(May.APPROVE_RECALL),
        "manages": decides or row.from_unit in below or has_part(request, row.person_id),
    }
    named = seen.is_reader(request.member.id)
    return {
        slug: deed
        for slug, deed in DEEDS.items()
        if sides[deed.side] and (named or not deed.named) and _in_turn(slug, deed, seen, request)
    }


def _in_turn(slug: str, deed: Deed, seen: RecallSeen, request: Asking) -> bool:
    if deed.moves:
        return any(one.move in deed.moves for one in seen.moves) and not (
            slug == "refuse" and seen.row.decision != "recall"
        )
    state = RecallState(seen.row.state)
    approves = request.member.may(May.APPROVE_RECALL) or state is not RecallState.DECIDED
    named, leads = seen.is_reader(request.member.id), request.member.may(May.APPROVE_RECALL)
    return {
        "write": state in {RecallState.CONSIDERED, RecallState.APPROVED},
        "sign": state is RecallState.APPROVED,
        "add-days": seen.row.returned_on is not None and seen.row.length == Length.FIXED_TERM,
        "keep": seen.row.shaken > 0 and approves,
        "name": named or leads,
        "end-reading": len(seen.readers) > 1,
    }[slug]


@page(May.ASK_FOR_RECALL)
def recall_step(request: Asking, recall_id: UUID, recall_deed: str) -> HttpResponse:
    """The form of one step; 404 where it is not one that the viewer can take now."""
    seen = queries.recall(recall_id)
    deed = deeds_open(request, seen).get(recall_deed) if seen else None
    if seen is None or deed is None:
        raise Http404
    context = about(request, seen.row.person_id, "Recall")
    form = deed.form(request.POST or None, initial=_start(recall_deed, seen, request))
    lead = _offer(form, recall_deed, seen, request)
    if request.method == "POST" and form.is_valid() and _done(request, form, deed, recall_id):
        messages.success(request, deed.said)
        return redirect("recall", recall_id=recall_id)
    context |= {
        "heading": deed.label, "form": form, "submit": deed.label, "cancel": f"/recalls/{recall_id}", "lead": lead,
    }  # fmt: skip
    return render(request, "throughcare/form_page.html", context)


def _done(request: Asking, form: Any, deed: Deed, recall_id: UUID) -> bool:
    given = {"happened_at": form.when(request.at)} if isinstance(form, Happened) else {}
    return do(request, form, deed.act, recall_id=recall_id, **given)


def _start(slug: str, seen: RecallSeen, request: Asking) -> dict[str, Any]:
    start: dict[str, Any] = {
        "version": seen.row.version,
        "on": day_of(request.at),
        "days": seen.row.added_days,
    }
    if slug == "write":
        last = next(iter(queries.papers_of(seen.row.id, at=request.at)), None)
        if last is not None:
            start |= {
                "led_to": last.row.led_to,
                "response": last.row.response,
                "conditions": last.row.conditions,
            }
            start["tried"] = [Tried(one) for one in last.row.tried]
    return start


def _offer(form: Any, slug: str, seen: RecallSeen, request: Asking) -> str:
    """Fill in what a form offers to choose from; says what stands above it."""
    row = seen.row
    if isinstance(form, Approver):
        form.offer(queries.approvers(row, at=request.at, but=request.member.id))
    if isinstance(form, Decide):
        asked = queries.considering(row.person_id, on=day_of(request.at))
        form.ask(asked.questions, of_new_offence=asked.asks_of_new_offence, known=asked.known)
        standard = queries.level_for(row, Length.STANDARD, at=request.at)
        return (
            f"The sentence is of the group: {asked.record.group}. What you leave as not known counts as if it were so. "
            f"A standard recall decided now is approved by a {standard.level}."
        )
    if isinstance(form, OneMove):
        words = ANSWERED if slug == "answer" else RELEASED
        form.offer([(one.move, words[one.move]) for one in seen.moves if one.move in words])
    if isinstance(form, TakeIn):
        form.fields["prison"].choices = [("", "Not known"), *supervision.prisons()]  # type: ignore[attr-defined]
    if isinstance(form, Colleague):
        readers = [(one.member_id, one.name) for one in seen.readers]
        others = queries.colleagues(row, at=request.at, but=request.member.id)
        form.offer(
            readers if slug == "end-reading" else [(one.id, f"{one.name}, {one.role}") for one in others]
        )
    return ""
