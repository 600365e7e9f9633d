"""Tells: somebody's selection with its steps and what the rule proposes, many with what is owed, the board, and who may lead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from throughcare.casework.people import queries as people
from throughcare.casework.supervision import queries as supervision
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import concerns
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

from ..models import IntegratedStep, Selection
from ..rules import OPEN_SELECTION, IntegratedOwed, SelectionRuling
from ..store import Selected, selected_whole, strands_proposed, to_lead, working_on
from .giving import ActionSeen, actions_among

_OPEN = sorted(one.value for one in OPEN_SELECTION)


@dataclass(frozen=True)
class SelectionLine:
    """Somebody's selection in a list, with their name, who leads (empty: nobody yet), what is owed on it now, who rated them last, and every action."""

    whole: Selected
    name: str
    lead: str
    owed: IntegratedOwed | None
    rated_by: str = ""
    actions: tuple[ActionSeen, ...] = ()

    @property
    def row(self) -> Selection:
        """Its row."""
        return self.whole.row


@dataclass(frozen=True)
class StepOfSelection:
    """One step with the name of whoever took it."""

    row: IntegratedStep
    who: str


@dataclass(frozen=True)
class PersonSelected:
    """A person's selection: the line that is open in their open case, its steps, earlier ones, and what the rule proposes (None: no sentence counts)."""

    now: SelectionLine | None
    steps: tuple[StepOfSelection, ...]
    before: tuple[Selection, ...]
    ruling: SelectionRuling | None


def selection_of(person_id: UUID, *, by: Member, at: datetime) -> PersonSelected:
    """A person's selection; what the rule proposes, which rests on scores, is told to whoever may propose and has a part in the case."""
    concerns(person_id)
    rows = list(Selection.objects.filter(person_id=person_id).order_by("-opened_at", "-id"))
    case = supervision.open_cases_of([person_id]).get(person_id)
    now = next((one for one in rows if case and one.case_id == case.id and one.state in _OPEN), None)
    line = next(iter(_lines([now], at)), None) if now else None
    ours = case is not None and case.organisation_id == by.organisation_id
    may = ours and by.may(Permission.WORK_INTEGRATED)
    ruling = strands_proposed([person_id], day_of(at)).get(person_id) if may else None
    steps = line.whole.steps if line else ()
    names = access.member_names({one.member_id for one in steps})
    seen = tuple(StepOfSelection(one, names.get(one.member_id, "not known")) for one in steps)
    return PersonSelected(line, seen, tuple(row for row in rows if row is not now), ruling)


def one_selection(selection_id: UUID, *, at: datetime) -> SelectionLine | None:
    """One selection, or None where there is none or the wall hides it."""
    row = Selection.objects.filter(id=selection_id).first()
    if row is None:
        return None
    concerns(row.person_id)
    return next(iter(_lines([row], at)), None)


def selections_among(person_ids: Iterable[UUID], *, at: datetime) -> list[SelectionLine]:
    """What is proposed or stands of these people, what is owed first at the top."""
    rows = Selection.objects.filter(person_id__in=list(person_ids), state__in=_OPEN)
    return _by_day(_lines(rows, at))


def board(by: Member, *, at: datetime) -> list[SelectionLine]:
    """Everybody proposed or selected for whom the viewer's teams answer, or with whom they work as a partner."""
    units, shared = set(access.units_below(by.unit_id)), working_on(by)
    found = _lines(Selection.objects.filter(state__in=_OPEN), at)
    return _by_day(
        [one for one in found if one.whole.case is not None and (
            one.whole.case.unit_id in units or one.row.person_id in shared)]
    )  # fmt: skip


def may_lead(selection_id: UUID, *, at: datetime) -> Sequence[Member]:
    """Who may be the lead professional of a selection; nobody once its case is closed."""
    line = one_selection(selection_id, at=at)
    return to_lead(line.whole.case, at) if line and line.whole.case else ()


def is_partner_of(by: Member, person_id: UUID) -> bool:
    """Whether a member works with a person as a partner of another body."""
    return person_id in working_on(by)


def _lines(rows: Iterable[Selection], at: datetime) -> list[SelectionLine]:
    found = selected_whole(rows)
    names = people.names_of({one.row.person_id for one in found})
    actions = actions_among([one.row.id for one in found])
    leads = {one.row.lead_id for one in found if one.row.lead_id}
    named = access.member_names(leads | {one.rated.member_id for one in found if one.rated})
    return [
        SelectionLine(
            one, names[one.row.person_id].name, named.get(one.row.lead_id, "") if one.row.lead_id else "", one.owed(at),
            named.get(one.rated.member_id, "not known") if one.rated else "",
            actions.get(one.row.id, ()),
        )
        for one in found
        if one.row.person_id in names
    ]  # fmt: skip


def _by_day(found: list[SelectionLine]) -> list[SelectionLine]:
    return sorted(
        found,
        key=lambda one: (one.owed is None, one.owed.by if one.owed else day_of(one.row.opened_at), one.name),
    )
