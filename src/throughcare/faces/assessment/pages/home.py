"""What of assessment stands on home: whom to assess, what to finish and what to countersign."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from throughcare.casework.assessment import queries as assessment
from throughcare.casework.supervision.queries import Answered
from throughcare.casework.supervision.rules.seeing import Duty
from throughcare.faces.web.answering import owed
from throughcare.faces.web.home_card import HomeCard
from throughcare.faces.web.look.parts import Link
from throughcare.faces.web.matter import Asked, Matter, Noted
from throughcare.faces.web.page import Asking
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

AHEAD = timedelta(days=14)
UNSENTENCED = {"none", "awaiting_sentence"}


def cards(request: Asking) -> list[HomeCard]:
    """What is owed to the viewer's own people, what waits for their countersignature, and what they signed."""
    mine = [case for case in owed(request, Duty.SENTENCE) if case.sentence not in UNSENTENCED]
    today = day_of(request.at)
    people = [case.person_id for case in mine]
    reviews, begun = assessment.review_days(people, on=today), assessment.begun(people)
    back = assessment.sent_back(begun) if begun else {}
    matters = [_matter(case, reviews, begun, back, request) for case in mine]
    diary = [
        Noted(on, "Assessment to be done anew", f"/people/{person}/assessment", person)
        for person, on in reviews.items()
        if today <= on <= today + AHEAD
    ]
    asked = [
        Asked(
            "An assessment to countersign",
            "Whoever leads the team",
            f"/people/{p}/assessments/{a}",
            person_id=p,
        )
        for p, (a, _, awaits) in begun.items()
        if awaits
    ]
    waiting = [one for one in matters if one is not None]
    return [HomeCard(20, matters=[*waiting, *_to_countersign(request)], diary=diary, asked=asked)]


def _matter(
    case: Answered,
    reviews: dict[UUID, date],
    begun: dict[UUID, tuple[UUID, date, bool]],
    back: dict[UUID, tuple[str, datetime, str]],
    request: Asking,
) -> Matter | None:
    """The one thing that assessment of a person waits for: to be finished, done anew, or begun."""
    who, today = case.person_id, day_of(request.at)
    if who in begun:
        return _unfinished(case, *begun[who], back.get(who))
    if who in reviews and reviews[who] >= today:
        return None
    do = Link("Assess", f"/people/{who}/assessment")
    if who in reviews:
        what = f"Assessment past its time since {reviews[who]:%-d %B %Y}"
        return Matter("review", what, do, reviews[who], due=reviews[who], person_id=who, risk=case.risk)
    return Matter("never assessed", "Never assessed", do, day_of(case.since), person_id=who, risk=case.risk)


def _unfinished(
    case: Answered, begun: UUID, since: date, awaits: bool, back: tuple[str, datetime, str] | None
) -> Matter | None:
    if awaits:
        return None
    if back is not None:
        by, at, because = back
        do = Link("Change it", f"/people/{case.person_id}/assessments/{begun}")
        what = f"Assessment sent back by {by}: {because}"
        return Matter("unfinished", what, do, day_of(at), person_id=case.person_id, risk=case.risk)
    do = Link("Finish it", f"/people/{case.person_id}/assessments/{begun}")
    what = f"Assessment begun on {since:%-d %B %Y} and not signed"
    return Matter("unfinished", what, do, since, person_id=case.person_id, risk=case.risk)


def _to_countersign(request: Asking) -> list[Matter]:
    if not request.member.may(May.COUNTERSIGN_ASSESSMENT):
        return []
    return [
        Matter(
            kind="countersignature",
            what=f"Assessment signed by {one.signed_by} to countersign{', the second time' if one.is_second else ''}",
            do=Link("Read and countersign", f"/people/{one.person_id}/assessments/{one.id}/read"),
            since=day_of(one.since),
            person_id=one.person_id,
            risk=one.harm_level or "not_assessed",
        )
        for one in assessment.to_countersign(request.member, on=day_of(request.at))
    ]
