"""Listens: to courts, whose every act that can change a tier has it worked out again; to people, whose merges it follows."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from throughcare.casework.courts import queries as courts
from throughcare.casework.courts.events import (
    BreachWithdrawn,
    CourtResultsRecorded,
    SentenceAmended,
    SentenceAnnulled,
    SentenceBreached,
    SentenceEnded,
    SentencesEnded,
    SentenceStandsAgain,
)
from throughcare.casework.people.events import (
    DeathWithdrawn,
    PeopleMerged,
    PeopleUnmerged,
    PersonDied,
    TraitsCorrected,
    follow_merge,
)
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.outbox import Heard, reacts_to
from throughcare.foundation.kernel import Refused

from .actions.scoring import score_again
from .actions.tiering import work_out
from .models import UNDER_WAY


@reacts_to(CourtResultsRecorded)
def tier_the_sentenced(heard: Heard) -> None:
    """Everybody sentenced has a tier, or a named reason for none, from the first minute."""
    imposed = courts.imposed_by(UUID(heard.facts["import_id"]))
    _again({one.person_id for one in imposed}, heard)


@reacts_to(SentenceEnded)
@reacts_to(SentenceBreached)
@reacts_to(BreachWithdrawn)
@reacts_to(SentenceAnnulled)
@reacts_to(SentenceAmended)
@reacts_to(SentenceStandsAgain)
def tier_again(heard: Heard) -> None:
    """A sentence that ends, is breached or amended, or falls away may change the tier."""
    _again({UUID(heard.facts["person_id"])}, heard)


@reacts_to(SentencesEnded)
def tier_many_again(heard: Heard) -> None:
    """The same for many."""
    _again(set(courts.people_of_sentences([UUID(one) for one in heard.facts["sentence_ids"]])), heard)


@reacts_to(PeopleMerged)
def carry_to_the_survivor(heard: Heard) -> None:
    """What was assessed of the merged record follows to the survivor, whose tier is worked out again from all of it."""
    _follow(heard)
    _again({UUID(heard.facts["survivor_id"])}, heard)


@reacts_to(TraitsCorrected)
def reckon_again(heard: Heard) -> None:
    """A sex or a birthday that was corrected: scores and tier that were reckoned from it are reckoned again."""
    person = UUID(heard.facts["person_id"])
    score_again(person, by=_announcer(heard), at=heard.at)
    _again({person}, heard)


@reacts_to(PeopleUnmerged)
def put_back(heard: Heard) -> None:
    """What followed goes back, and what had made room for it stands as it did; both tiers are worked out again."""
    _follow(heard)
    _again({UUID(heard.facts[name]) for name in ("survivor_id", "merged_id")}, heard)


@reacts_to(PersonDied)
@reacts_to(DeathWithdrawn)
def follow_death(heard: Heard) -> None:
    """A tier ends by a death and an assessment under way is locked; when it was a mistake both go on, from all that is known."""
    person = UUID(heard.facts["person_id"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT courts_follow_death(%s)", [person])
        cursor.execute("SELECT assessment_follow_death(%s, %s)", [person, UNDER_WAY])
    _again({person}, heard)


def _follow(heard: Heard) -> None:
    merge = UUID(heard.facts["merge_id"])
    # A tier rests on sentences: courts may not have heard of it yet, and following twice is harmless.
    follow_merge(merge, "courts")
    follow_merge(merge, "assessment", under_way=UNDER_WAY)


def _again(people: set[UUID], heard: Heard) -> None:
    """As the member who announced it, who could see the people a moment ago: the act itself needed it."""
    work_out(people, by=_announcer(heard), at=heard.at)


def _announcer(heard: Heard) -> Member:
    found = access.member(heard.member_id, at=heard.at) if heard.member_id else None
    if found is None:
        raise Refused("The member who announced this is no longer in force.")
    return found
