"""What becomes of a case when a sentence falls away: it goes on for what is left, or closes when nothing is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from throughcare.casework.courts import queries as courts
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Permission
from throughcare.foundation.operating_model.rules import Place, Sentence

from ..models import Case, Matter, TimelineEntry
from ..rules import CaseReason, EndReason, sentence_axis
from ..store.steps import Atlas, change_case, close_grants, entry
from .changing import shut
from .moving import note_let_go
from .opening import HEAVIEST_LAST, Opening, rehouse
from .risking import end_who_may_not

FELL_AWAY = "A sentence fell away and counts no longer"
LENGTH_CHANGED = "The court changed the length of a sentence"
_OF_COURT = (CaseReason.SENTENCE.value, CaseReason.REPORT.value)


@action(Permission.OPEN_CASE)
def reconsider_case(*, by: Member, at: datetime, sentence_id: UUID, what: str = FELL_AWAY) -> bool:
    """Work the case of a sentence that fell away, or was changed, out again from what is left; whether it was found.

    ``what`` is what the timeline says of it, once. Safe to repeat.
    """
    matter = Matter.objects.filter(kind=CaseReason.SENTENCE, about_id=sentence_id).order_by("-at").first()
    case = Case.objects.select_for_update().filter(id=matter.case_id).first() if matter else None
    if case is None:
        return False
    concerns(case.person_id)
    add_to_line(case=case.id, sentence=sentence_id)
    told = TimelineEntry.objects.filter(case=case, kind="sentence", about_id=sentence_id, what=what)
    if not told.exists():
        insert_all([entry(case, by, at, "sentence", what, about=sentence_id)])
    if case.closed_at is None:
        _go_on_or_close(case, by, at)
    return True


def _go_on_or_close(case: Case, by: Member, at: datetime) -> None:
    left = [as_opening(one, case.area_code) for one in courts.running_of([case.person_id])]
    awaited = courts.reports_in_hand([case.person_id])
    if not left and not awaited and not _brought_without_a_court(case):
        shut(case, by, at, "the sentence fell away, and nothing else is open")
        return
    heaviest = max(left, key=lambda one: HEAVIEST_LAST.index(one.sentence), default=None)
    sentence = (
        heaviest.sentence if heaviest else Sentence.AWAITING_SENTENCE if awaited else Sentence(case.sentence)
    )
    _become(case, sentence, left, by, at)


def _become(case: Case, sentence: Sentence, left: Sequence[Opening], by: Member, at: datetime) -> None:
    inside = any(one.place is Place.CUSTODY for one in left)
    place = Place(case.place) if inside or not left else Place.COMMUNITY
    if (case.sentence, case.place) == (sentence.value, place.value):
        return
    let_go = case.place == Place.CUSTODY and place is Place.COMMUNITY
    change_case(case, sentence=sentence.value, place=place.value)
    if let_go:
        note_let_go(case, by, at, FELL_AWAY)
    because = CaseReason.SENTENCE if left else CaseReason.REPORT
    opening = Opening(case.person_id, because, case.id, case.area_code, sentence, place)
    ended = rehouse(case, opening, by, at, Atlas(at))
    end_who_may_not(case, by, at, EndReason.REPLACED)
    close_grants("responsibility", [ended] if ended else [])


def _brought_without_a_court(case: Case) -> bool:
    return Matter.objects.filter(case=case).exclude(kind__in=_OF_COURT).exists()


def as_opening(found: courts.Imposed, area: str) -> Opening:
    """What a sentence or a request for a report asks of supervision."""
    if found.sentence_id is None:
        assert found.report_id is not None
        return Opening(
            found.person_id,
            CaseReason.REPORT,
            found.report_id,
            area,
            Sentence.AWAITING_SENTENCE,
            Place.COMMUNITY,
            what="a report for the court",
        )
    axis = sentence_axis(found.kind, found.length_months)
    custodial = axis in {Sentence.CUSTODY_UNDER_12_MONTHS, Sentence.CUSTODY_12_MONTHS_OR_MORE}
    place = Place.CUSTODY if custodial else Place.COMMUNITY
    return Opening(
        found.person_id,
        CaseReason.SENTENCE,
        found.sentence_id,
        area,
        axis,
        place,
        what=f"a {found.kind}",
        on=found.on,
    )
