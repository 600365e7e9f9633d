"""What is done with whoever is selected: by whom and until when, what a member owes, and what nobody does any more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from throughcare.casework.supervision import queries as supervision
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import concerns
from throughcare.foundation.kernel import Permission
from throughcare.foundation.operating_model.rules import Cohort

from ..models import IntegratedAction, Selection
from ..rules import IN_FORCE, IntegratedActionState
from ..store import to_act, working_on

_IN_FORCE = sorted(one.value for one in IN_FORCE)


@dataclass(frozen=True)
class ActionSeen:
    """An action with the name of its owner."""

    row: IntegratedAction
    owner: str

    @property
    def state(self) -> IntegratedActionState:
        """Where it stands."""
        return IntegratedActionState(self.row.state)

    def is_late(self, on: date) -> bool:
        """Whether its day has passed while it is open."""
        return self.state is IntegratedActionState.OPEN and self.row.due_on < on


def actions_among(selection_ids: Iterable[UUID]) -> dict[UUID, tuple[ActionSeen, ...]]:
    """Every action on these selections, by selection, what is open and due first at the top."""
    rows = IntegratedAction.objects.filter(selection__in=list(selection_ids))
    found: dict[UUID, list[ActionSeen]] = {}
    for one in _named(rows.order_by("due_on", "given_at", "id")):
        found.setdefault(one.row.selection_id, []).append(one)
    return {of: tuple(sorted(all_, key=_ended)) for of, all_ in found.items()}


def actions_owed_by(by: Member) -> list[IntegratedAction]:
    """The open actions that a member owns, while whoever they are on is selected and the member works with them; the first due at the top."""
    rows = list(_open().filter(owner_id=by.id))
    if not rows:
        return []
    cases, units = _going(rows), set(access.units_below(by.unit_id))
    theirs = supervision.held_people(by.id) | working_on(by)
    return [
        row for row in rows if row.id in cases and (cases[row.id].unit_id in units or row.person_id in theirs)
    ]


def actions_left(unit_ids: Iterable[UUID], *, at: datetime) -> list[ActionSeen]:
    """Of the cases of these teams the open actions whose owner does not work with the person any more: nobody does them."""
    units, rows = set(unit_ids), list(_open())
    cases = {one: case for one, case in _going(rows).items() if case.unit_id in units} if rows else {}
    mine = [row for row in rows if row.id in cases]
    able = _still_act([(row.owner_id, cases[row.id]) for row in mine], at)
    return _named([row for row in mine if (row.owner_id, row.person_id) not in able])


def one_action(integrated_action_id: UUID) -> ActionSeen | None:
    """An action, or None where there is none or the wall hides it."""
    row = IntegratedAction.objects.filter(id=integrated_action_id).first()
    if row is None:
        return None
    concerns(row.person_id)
    return _named([row])[0]


def may_act(selection_id: UUID, *, at: datetime) -> Sequence[Member]:
    """Who may be given an action on somebody who is selected; nobody once their case is closed."""
    row = Selection.objects.filter(id=selection_id, state__in=_IN_FORCE).first()
    case = supervision.open_cases_of([row.person_id]).get(row.person_id) if row else None
    return to_act(case, at) if row and case and case.id == row.case_id else ()


def _still_act(pairs: Sequence[tuple[UUID, supervision.OpenCase]], at: datetime) -> set[tuple[UUID, UUID]]:
    """Of these owners each with a case those who still work with the person; one question for each owner of another team."""
    if not pairs:
        return set()
    members = access.members({owner for owner, _ in pairs}, at=at)
    shared = supervision.units_working_on({case.person_id for _, case in pairs}, Cohort.IOM)
    held: dict[UUID, set[UUID]] = {}
    found = set()
    for owner, case in pairs:
        member = members.get(owner)
        if member is None or not member.may(Permission.WORK_INTEGRATED):
            continue
        there = member.unit_id == case.unit_id or member.unit_id in shared.get(case.person_id, set())
        if not there and owner not in held:
            held[owner] = supervision.held_people(owner)
        if there or case.person_id in held[owner]:
            found.add((owner, case.person_id))
    return found


def _going(rows: Iterable[IntegratedAction]) -> Mapping[UUID, supervision.OpenCase]:
    """The open case of each action whose selection stands: nothing is owed of any other."""
    known = list(rows)
    cases = supervision.open_cases_of({row.person_id for row in known})
    return {
        row.id: cases[row.person_id]
        for row in known
        if row.person_id in cases and cases[row.person_id].id == row.selection.case_id
    }


def _open() -> QuerySet[IntegratedAction]:
    standing = IntegratedAction.objects.filter(
        state=IntegratedActionState.OPEN.value, selection__state__in=_IN_FORCE
    )
    return standing.select_related("selection").order_by("due_on", "given_at", "id")


def _named(rows: Iterable[IntegratedAction]) -> list[ActionSeen]:
    known = list(rows)
    named = access.member_names({one.owner_id for one in known}) if known else {}
    return [ActionSeen(one, named.get(one.owner_id, "not known")) for one in known]


def _ended(one: ActionSeen) -> bool:
    return one.state is not IntegratedActionState.OPEN
