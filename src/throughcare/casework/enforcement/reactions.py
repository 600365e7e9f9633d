"""Listens: to supervision, so that each failure starts one clock and falls with its record; to courts; to models that change."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from throughcare.casework.courts import queries as courts
from throughcare.casework.courts.events import BreachesTold, BreachWithdrawn, SentenceAmended
from throughcare.casework.people.events import follow_merge
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.events import (
    CaseClosed,
    CasesClosed,
    CasesFollowedMerge,
    CasesOpened,
    CasesPassedOn,
    FailuresRescinded,
    FailuresTold,
    PeopleMoved,
    RiskChanged,
)
from throughcare.foundation.audit.outbox import Heard, announce, reacts_to

from .events import DeciderAskedFor, FailureDecided
from .store.following import (
    ask_again,
    draw,
    end_with_cases,
    go_on_with_cases,
    note_told,
    rescind_missed_inside,
)
from .store.hearing import court_amended, court_corrected, court_told


@reacts_to(FailuresTold)
def note_failures(heard: Heard) -> None:
    """A contact that is a failure starts one clock, whoever recorded it; one that is none any more rescinds what it started."""
    told = [UUID(one) for one in heard.facts["contact_ids"]]
    standing = supervision.contacts_as_they_stand(set(supervision.as_told_first(told).values()))
    rescinded = [
        first
        for first, contact in standing.items()
        if note_told(first, contact, by=heard.member_id, at=heard.at)
    ]
    _tell_rescinded(rescinded, heard)


@reacts_to(PeopleMoved)
def look_where_they_were(heard: Heard) -> None:
    """Somebody who turns out to have been in custody on a day failed nothing then: what was noted is rescinded."""
    _tell_rescinded(rescind_missed_inside(_ids(heard.facts["case_ids"]), at=heard.at), heard)


def _tell_rescinded(contacts: list[UUID], heard: Heard) -> None:
    if contacts:
        announce(FailuresRescinded(tuple(contacts)), at=heard.at, by=heard.member_id)


@reacts_to(DeciderAskedFor)
def look_who_decides(heard: Heard) -> None:
    """Who decides is asked of the model again."""
    ask_again(failures=[UUID(heard.facts["failure_id"])], at=heard.at)


@reacts_to(CasesPassedOn)
def pass_on(heard: Heard) -> None:
    """Another team answers for a case: who decides its failures is asked again."""
    ask_again(cases=_ids(heard.facts.get("case_ids", ())), at=heard.at)


@reacts_to(RiskChanged)
def follow_risk(heard: Heard) -> None:
    """A case whose risk changed may be another's to decide."""
    ask_again(cases=[UUID(heard.facts["case_id"])], at=heard.at)


@reacts_to(FailureDecided)
def draw_for_audit(heard: Heard) -> None:
    """A decision that somebody paid for delivery took is drawn for another to look at, by the share of its day's terms."""
    draw(UUID(heard.facts["failure_id"]), UUID(heard.facts["step_id"]), heard.at)


@reacts_to(BreachesTold)
def close_the_loop(heard: Heard) -> None:
    """What a court's results told of a breach ends what was before it, or says that it was proved."""
    for told in courts.told_of_breaches(_ids(heard.facts["event_ids"])):
        court_told(told, at=heard.at)


@reacts_to(SentenceAmended)
def close_by_amending(heard: Heard) -> None:
    """An order that is before the court for a breach and was changed goes on as it was changed."""
    court_amended(UUID(heard.facts["sentence_id"]), at=heard.at)


@reacts_to(BreachWithdrawn)
def open_the_loop(heard: Heard) -> None:
    """The result that told of a breach was corrected: what was dealt with by it is before the court again."""
    court_corrected(UUID(heard.facts["sentence_id"]), at=heard.at)


@reacts_to(CaseClosed)
def end_with_the_case(heard: Heard) -> None:
    """Nothing is owed on the failures of a closed case."""
    end_with_cases([UUID(heard.facts["case_id"])], at=heard.at)


@reacts_to(CasesClosed)
def end_with_the_cases(heard: Heard) -> None:
    """The same for many."""
    end_with_cases(_ids(heard.facts["case_ids"]), at=heard.at)


@reacts_to(CasesOpened)
def go_on(heard: Heard) -> None:
    """What ended with a case goes on as it stood, once the case is open again because its end was a mistake."""
    go_on_with_cases(_ids(heard.facts["case_ids"]), at=heard.at)


@reacts_to(CasesFollowedMerge)
def follow_merges(heard: Heard) -> None:
    """Failures go with their cases to the survivor of a merge, and back when it is undone."""
    follow_merge(UUID(heard.facts["merge_id"]), "enforcement")


def _ids(told: Iterable[str]) -> list[UUID]:
    return [UUID(one) for one in told]
