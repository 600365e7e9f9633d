"""Allocation: who waits for a manager, who should take one case and why, and what was decided."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.allocation import actions, queries
from throughcare.casework.allocation.queries import Asking as AskedFor
from throughcare.casework.allocation.queries import InQueue, SuggestionSeen
from throughcare.casework.allocation.rules.decision import Outcome, Reason
from throughcare.casework.allocation.rules.people import Sex
from throughcare.casework.allocation.rules.queue import TierStanding
from throughcare.casework.allocation.rules.reach import names_in
from throughcare.casework.supervision import queries as supervision
from throughcare.faces.web.look.fields import CountedField
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import (
    Clock,
    Column,
    Item,
    Lines,
    Link,
    Pages,
    Row,
    Shown,
    Table,
    Tag,
    Unknown,
    Why,
)
from throughcare.faces.web.page import Asking, do, page, whole
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission, WorkingCalendar
from throughcare.foundation.kernel.days import day_of

from .roles import Roles, appointed, ranking, renew, roles_form

SIZE = 50
NO_TIER = "No tier yet"


def sections(active: str) -> list[Item]:
    """The pages of allocation, with the present one marked."""
    there = {
        "Waiting": "/allocation",
        "Workload": "/allocation/workload",
        "Forecast": "/allocation/forecast",
        "Plans": "/allocation/plans",
        "What if": "/allocation/what-if",
        "How lean": "/allocation/lean",
    }
    return [Item(text, href, text == active) for text, href in there.items()]


def units(request: Asking) -> list[UUID]:
    """The viewer's unit and all beneath it."""
    return access.units_below(request.member.unit_id)


def tier_shown(tier: str | None, standing: TierStanding | None = None) -> Shown:
    """A tier as a tag, or that there is none yet."""
    if tier is None:
        return Tag(NO_TIER, "orange")
    return Tag(f"{tier}, provisional" if standing is TierStanding.PROVISIONAL else tier, "grey")


@page(Permission.ALLOCATE_CASE)
def waiting(request: Asking) -> HttpResponse:
    """Every case without an offender manager, with a tier or without, the most pressing first."""
    found = queries.waiting(units(request), at=request.at)
    number = _page(request, len(found))
    late, untiered = sum(one.is_late for one in found), sum(one.tier is None for one in found)
    context = {
        "heading": "Waiting for an offender manager",
        "sub_navigation": sections("Waiting"),
        "late": late,
        "untiered": untiered,
        "total": len(found),
        "table": _queue_table(found[(number - 1) * SIZE : number * SIZE], request),
        "pages": Pages(number, max(1, -(-len(found) // SIZE)), len(found), "case"),
    }
    return render(request, "allocation/waiting.html", context)


def _page(request: Asking, total: int) -> int:
    asked = request.GET.get("page", "1")
    return min(max(1, whole(asked, 1)), max(1, -(-total // SIZE)))


def _queue_table(rows: list[InQueue], request: Asking) -> Table:
    today, calendar = day_of(request.at), WorkingCalendar()
    return Table(
        "Nobody manages these yet",
        [
            Column("Person"),
            Column("Tier"),
            Column("Risk"),
            Column("Waiting"),
            Column("To be seen by"),
            Column("Action", hidden=True),
        ],
        [
            [
                Link(one.name, f"/people/{one.person_id}"),
                tier_shown(one.tier, one.standing),
                _risk(one.risk),
                Clock(one.working_days, calendar.between(day_of(one.since), one.see_by)),
                Lines(one.see_by, [Tag("Late", "red")] if today > one.see_by else []),
                Link("Appoint", f"/allocation/cases/{one.case_id}", f"to the case of {one.name}"),
            ]
            for one in rows
        ],
        empty="Nobody is waiting for an offender manager.",
    )


def _risk(risk: str) -> Shown | str:
    if risk == "not_assessed":
        return Unknown("Awaiting assessment")
    words = first_capital(risk.replace("_", " "))
    return Tag(words, "red") if risk in {"high", "very_high"} else words


def units_field() -> forms.TypedMultipleChoiceField:
    """Which teams' staff are to be considered; every one of them when none is marked."""
    return forms.TypedMultipleChoiceField(
        label="Teams whose staff are considered",
        coerce=UUID,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Mark none for all of them.",
    )


def offer_units(request: Asking, form: forms.Form) -> None:
    """Offer the teams below the viewer's to choose from; where there is one alone, there is nothing to choose."""
    there = queries.may_allocate_for(request.member.unit_id)
    if len(there) < 2:
        del form.fields["unit_ids"]
    else:
        form.fields["unit_ids"].choices = [(str(id), name) for id, name in there]  # type: ignore[attr-defined]


def considered(kept: list[dict[str, Any]]) -> list[Row]:
    """Which units' staff were considered, and why the others of the organisation were not."""
    if not kept:
        return []
    yes, no = names_in(kept)
    others: dict[str, list[str]] = {}
    for name, because in no:
        others.setdefault(because, []).append(name)
    said = [f"{', '.join(names)}: {because}" for because, names in others.items()]
    return [
        Row("Units considered", Lines(yes[0], yes[1:]) if yes else Unknown("None")),
        Row("Not considered", Lines(said[0], said[1:]) if said else "No other unit of the organisation"),
    ]


class AskFor(SentOnce, PlainForm):
    """What the person asked for, or the case needs, in a manager."""

    unit_ids = units_field()

    language = forms.CharField(label="Language asked for", required=False, max_length=60)
    sex = forms.ChoiceField(
        label="Sex of manager the person asked for",
        required=False,
        choices=[("", "Not asked for"), ("female", "Female"), ("male", "Male")],
    )
    needs = forms.CharField(
        label="Qualification the case needs",
        required=False,
        max_length=80,
        help_text="For example, sexual offending.",
    )

    def chosen_units(self) -> list[UUID] | None:
        """The teams marked, or None for all."""
        return self.cleaned_data.pop("unit_ids", None) or None

    def asking(self) -> AskedFor:
        """The answers as the action takes them."""
        given = {name: self.cleaned_data.pop(name) for name in ("language", "sex", "needs")}
        return AskedFor(
            given["language"].strip() or None,
            Sex(given["sex"]) if given["sex"] else None,
            frozenset({given["needs"].strip()} - {""}),
        )


class Decide(SentOnce, PlainForm):
    """What is decided about a suggestion, and why."""

    outcome = forms.ChoiceField(
        label="Decision",
        widget=forms.RadioSelect,
        choices=[
            ("accepted", "Accept the first of the list"),
            ("changed", "Choose somebody else"),
            ("refused", "Nobody yet: leave the case waiting"),
        ],
    )
    member_id = forms.ChoiceField(label="Somebody else", required=False)
    reason = forms.ChoiceField(
        label="Reason for the allocation",
        choices=[(one.value, first_capital(one.value)) for one in Reason],
        initial=Reason.INITIAL_ALLOCATION.value,
    )
    because = CountedField(
        label="Why", limit=500, required=False, help_text="Needed unless you accept the first of the list."
    )

    def answer(self) -> dict[str, Any]:
        """The answers as the action takes them."""
        given = {name: self.cleaned_data.pop(name) for name in ("outcome", "member_id", "reason")}
        chosen = given["member_id"] if given["outcome"] == "changed" else ""
        return {
            "outcome": Outcome(given["outcome"]),
            "reason": Reason(given["reason"]),
            "member_id": UUID(chosen) if chosen else None,
        }


@page(Permission.ALLOCATE_CASE)
def choose(request: Asking, case_id: UUID) -> HttpResponse:
    """One case: who should take it and why, at once; every role filled in one act, or asked again with wishes."""
    found = supervision.cases_weighed(case_ids=[case_id])
    if not found:
        raise Http404
    shown = ranking(request, case_id)
    ask = AskFor(request.POST if "ask" in request.POST else None, prefix="ask")
    offer_units(request, ask)
    decide = _decide_form(request, shown)
    if "ask" in request.POST and ask.is_valid() and _asked(request, ask, case_id):
        return redirect("choose_manager", case_id=case_id)
    if decide is not None and decide.is_valid() and _answered(request, decide, shown):
        messages.success(request, "Decided, and written down with why.")
        return redirect("allocation")
    case = supervision.case_of(found[0].person_id, at=request.at)
    roles = roles_form(request, case, shown) if case is not None and case.case.id == case_id else None
    if roles is not None and roles.is_bound and roles.is_valid():
        if appointed(request, roles, case_id):
            messages.success(request, "Appointed.")
            return redirect("person", person_id=found[0].person_id)
        renew(request, roles)
    return render(
        request, "allocation/choose.html", _context(found[0].person_id, shown, ask, decide, roles, case_id)
    )


def _context(
    person_id: UUID,
    shown: SuggestionSeen,
    ask: AskFor,
    decide: Decide | None,
    roles: Roles | None,
    case_id: UUID,
) -> dict[str, Any]:
    last = queries.suggestion_for(case_id)
    return {
        "heading": "Who should take the case",
        "caption": shown.name,
        "back": Link("Waiting for an offender manager", "/allocation"),
        "person": Link(shown.name, f"/people/{person_id}"),
        "ask": ask,
        "decide": decide,
        "roles": roles,
        "form": next((one for one in (decide, roles) if one is not None and one.is_bound), ask),
        "last": _last(last) if last is not None and last.suggestion.state != "open" else None,
        **_list(shown, decide is not None),
    }


def _asked(request: Asking, form: AskFor, case_id: UUID) -> bool:
    asked = {"asking": form.asking(), "unit_ids": form.chosen_units()}
    return do(request, form, actions.suggest_for_case, case_id=case_id, **asked)


def _answered(request: Asking, form: Decide, seen: SuggestionSeen) -> bool:
    given = form.answer()
    return do(request, form, actions.answer_suggestion, suggestion_id=seen.suggestion.id, **given)


def _decide_form(request: Asking, seen: SuggestionSeen) -> Decide | None:
    """A list that was asked for may be answered with "nobody yet"; one that is merely shown waits for nothing."""
    if seen.suggestion._state.adding:
        return None
    form = Decide(request.POST if "decide" in request.POST else None, prefix="decide")
    others = [
        (one["member"], seen.names.get(UUID(one["member"]), "not known"))
        for one in seen.suggestion.ranked[1:]
    ]
    form.fields["member_id"].choices = [("", "Nobody chosen"), *others]  # type: ignore[attr-defined]
    return form


def _list(seen: SuggestionSeen, was_asked: bool) -> dict[str, Any]:
    row = seen.suggestion
    return {
        "asked": f"Asked {day_of(row.at):%-d %B %Y}." if was_asked else "As things stand now.",
        "edition": Why(f"Worked out under {row.edition}.", "By which rules?"),
        "ranked": Table(
            "Who should take the case, the first suggested first",
            [
                Column("Place", numeric=True),
                Column("Member of staff"),
                Column("Would be at"),
                Column("Price", numeric=True),
                Column("Why"),
            ],
            [
                [
                    one["rank"],
                    seen.names.get(UUID(one["member"]), "not known"),
                    one["would_be"] or Unknown("No points available"),
                    f"{one['price']:.0f}",
                    _why(one["lines"]),
                ]
                for one in row.ranked
            ],
            empty="Nobody may hold this case. The list below says why.",
        ),
        "barred": _barred(seen) if row.not_possible else None,
        "unknown": [seen.names.get(UUID(one), "not known") for one in row.not_considered],
        "units": considered(row.units),
    }


def _barred(seen: SuggestionSeen) -> Table:
    return Table(
        "Who must not hold it",
        [Column("Member of staff"), Column("Because")],
        [
            [
                seen.names.get(UUID(one["member"]), "not known"),
                Lines(one["because"][0], one["because"][1:]),
            ]
            for one in seen.suggestion.not_possible
        ],
    )


def _why(lines: list[dict[str, Any]]) -> Lines:
    said = [
        f"{one['because']} ({one['price']:.0f})" if one["price"] >= 0.5 else one["because"]
        for one in sorted(lines, key=lambda one: -one["price"])
    ]
    return Lines(said[0], said[1:])


def _last(seen: SuggestionSeen) -> list[Row]:
    row = seen.suggestion
    chosen = seen.names.get(row.chosen) if row.chosen else None
    return [
        Row("Last decision", first_capital(row.get_state_display())),
        Row("Chosen", chosen or Unknown("Nobody")),
        Row("Reason", first_capital(row.reason)),
        Row("Why", row.because),
        Row("By", seen.names.get(row.answered_by) if row.answered_by else None),
        Row("When", row.answered_at),
    ]
