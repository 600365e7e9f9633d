"""All the roles of a case filled in one act, the ranked first where somebody asked for a ranking."""

from __future__ import annotations

from uuid import UUID

from django import forms

from throughcare.casework.allocation import actions, queries
from throughcare.casework.allocation.queries import SuggestionSeen
from throughcare.casework.allocation.rules.decision import Reason
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.actions import Appointing
from throughcare.casework.supervision.queries import CaseSeen
from throughcare.casework.supervision.rules import TenureKind
from throughcare.faces.web.look.fields import CountedField
from throughcare.faces.web.look.formats import count_of
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.page import Asking, do
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission, Refused

REASONS = [(one.value, first_capital(one.value)) for one in Reason]
WHY = "Needed where the offender manager is another than the first of the list."


class Roles(SentOnce, PlainForm):
    """One choice for each role of a case; ``saw`` is who held it when the page was shown."""

    saw = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)
    first = forms.CharField(required=False, max_length=36, widget=forms.HiddenInput)

    def wanted(self, case_id: UUID) -> list[Appointing]:
        """The appointments that were chosen, each with what the page had shown in the role."""
        shown = dict(part.split("=", 1) for part in self.cleaned_data["saw"].split(";") if "=" in part)
        chosen = {kind: self.cleaned_data.get(field_of(kind), "") for kind in TenureKind}
        return [
            Appointing(case_id, kind, UUID(member), saw=shown.get(kind.value, ""))
            for kind, member in chosen.items()
            if member
        ]

    def refuse(self, refusal: Refused) -> None:
        """A refusal may be of any of the roles: it is said at the top, but one that asks why stands at that box."""
        self.add_error("because" if refusal.field == "because" else None, first_capital(refusal.because))


def field_of(kind: TenureKind) -> str:
    """The name of a role's field."""
    return kind.value.replace(" ", "_")


def roles_form(request: Asking, seen: CaseSeen, suggested: SuggestionSeen) -> Roles | None:
    """A form with a choice for each role that a case should have; None where the viewer appoints nobody."""
    kinds = supervision.roles_of(seen.case, at=request.at)
    if not kinds or not request.member.may(Permission.APPOINT_HOLDER):
        return None
    saw = ";".join(f"{kind}={tenure.id}" for kind, tenure in sorted(seen.now.items()))
    ranked = suggested.suggestion.ranked
    shown = {"saw": saw, "first": ranked[0]["member"] if ranked else ""}
    form = Roles(request.POST if "roles" in request.POST else None, prefix="roles", initial=shown)
    bodies = supervision.organisations_of_roles(seen.case, at=request.at)
    staff = _staff(request, seen, suggested)
    for kind in kinds:
        now = seen.now.get(kind)
        kept = f"Keep {now.member}" if now else "Nobody yet"
        label = first_capital(kind)
        form.fields[field_of(TenureKind(kind))] = forms.ChoiceField(
            label=label, required=False, choices=[("", kept), *staff.get(bodies.get(kind), [])]
        )
    form.fields["reason"] = forms.ChoiceField(label="Reason for the allocation", choices=REASONS)
    form.fields["because"] = CountedField(label="Why", limit=500, rows=3, required=False, help_text=WHY)
    return form


def ranking(request: Asking, case_id: UUID) -> SuggestionSeen:
    """The list that a case's page shows: the one asked for and not answered yet, or else as things stand now."""
    seen = queries.suggestion_for(case_id)
    if seen is not None and seen.suggestion.state == "open":
        return seen
    return queries.ranked_now(case_id, by=request.member, at=request.at)


def _staff(
    request: Asking, seen: CaseSeen, suggested: SuggestionSeen
) -> dict[UUID | None, list[tuple[str, str]]]:
    """By organisation, who may be appointed: those suggested first and in their order, then by how few people they have."""
    places = {one["member"]: one["rank"] for one in suggested.suggestion.ranked}
    barred = {one["member"] for one in suggested.suggestion.not_possible}
    able = supervision.may_be_appointed(seen.case, by=request.member, at=request.at)
    found: dict[UUID | None, list[tuple[str, str]]] = {}
    for m, size in sorted(able, key=lambda pair: places.get(str(pair[0].id), len(places) + 1)):
        if str(m.id) not in barred:
            said = _said(m.name, m.role, size, places.get(str(m.id)))
            found.setdefault(m.organisation_id, []).append((str(m.id), said))
    return found


def _said(name: str, role: str, size: int | None, place: int | None) -> str:
    suggested = f"suggested {place}: " if place else ""
    holds = "" if size is None else f": {count_of(size, 'person', 'people')}"
    return f"{suggested}{name}, {role}{holds}"


def appointed(request: Asking, form: Roles, case_id: UUID) -> bool:
    """Appoint everybody chosen, all or none; whether it was done. What the form saw is renewed when it was not."""
    wanted = form.wanted(case_id)
    if not wanted:
        form.add_error(None, "Choose somebody for at least one role.")
        return False
    given = form.cleaned_data
    form.cleaned_data = {"idempotency_key": given["idempotency_key"], "because": given["because"]}
    return do(
        request, form, actions.place_case, case_id=case_id, appointments=wanted,
        reason=Reason(given["reason"]), first=given["first"],
    )  # fmt: skip


def renew(request: Asking, form: Roles) -> None:
    """Show a refused form again with who holds each role, and who is first, as things stand now."""
    again = request.POST.copy()
    for name in ("saw", "first"):
        again[form.add_prefix(name)] = form.initial[name]
    form.data = again
