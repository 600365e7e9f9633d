"""Listens: to courts, to assessment and to people."""

from __future__ import annotations

from uuid import UUID

from django.db import connection
from procrastinate.contrib.django import app

from throughcare.casework.assessment import queries as assessment
from throughcare.casework.assessment.events import (
    HarmLevelAssessed,
    RegistrationsChanged,
    ScoresRecorded,
    TiersChanged,
)
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
from throughcare.casework.people import queries as people
from throughcare.casework.people.events import (
    DeathWithdrawn,
    PeopleMerged,
    PeopleUnmerged,
    PersonDied,
    TraitsCorrected,
    follow_merge,
)
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.outbox import Heard, announce, reacts_to
from throughcare.foundation.kernel import Permission, Refused
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.rules import Sentence

from .actions.falling import FELL_AWAY, LENGTH_CHANGED, as_opening, reconsider_case
from .actions.following import follow_told
from .actions.jointly import work_jointly
from .actions.moving import call_off_merged
from .actions.opening import open_cases
from .actions.risking import ORDER_OF_RISK, end_who_may_not, follow_assessed_risk
from .events import CaseClosed, CasesClosed, CasesFollowedMerge, CasesOpened, PeopleMoved, RiskChanged
from .models import Case, Matter, TimelineEntry
from .queries.cases import team_of_sentence
from .rules import CaseReason, EndReason
from .rules.areas import area_of_district
from .rules.told import REGISTERED, Fact
from .rules.transfers import sight_after_closing
from .store.steps import entry

RECONSIDER = "throughcare.reconsider_case"


@reacts_to(CourtResultsRecorded)
def open_cases_for_results(heard: Heard) -> None:
    """Open a case for each sentence and report request in a batch of results."""
    imposed = courts.imposed_by(UUID(heard.facts["import_id"]))
    areas = _areas([found.person_id for found in imposed], imposed)
    openings = [as_opening(found, areas[found.person_id]) for found in imposed if found.person_id in areas]
    open_cases(by=_announcer(heard), at=heard.at, openings=openings)
    # A later record may be the first to say the sex of somebody whose case is open.
    follow_told(areas, by=_announcer(heard), at=heard.at, about={Fact.SEX})


@reacts_to(ScoresRecorded)
def follow_scores(heard: Heard) -> None:
    """A score of serious recidivism stands to the cut-off: the model is asked again who answers."""
    people_scored = assessment.scored_for_recidivism([UUID(one) for one in heard.facts["score_ids"]])
    follow_told(people_scored, by=_announcer(heard), at=heard.at, about={Fact.RSR})


@reacts_to(RegistrationsChanged)
def follow_registrations(heard: Heard) -> None:
    """A MAPPA level or a selection for integrated offender management that begins or ends: the model is asked again."""
    about = {REGISTERED[kind] for kind in heard.facts["kinds"] if kind in REGISTERED}
    if about:
        follow_told(
            [UUID(one) for one in heard.facts["person_ids"]], by=_announcer(heard), at=heard.at, about=about
        )


@reacts_to(TraitsCorrected)
def follow_corrected_sex(heard: Heard) -> None:
    """A sex that was corrected: the model is asked again, for it may serve women apart."""
    person = UUID(heard.facts["person_id"])
    follow_told([person], by=_announcer(heard), at=heard.at, about={Fact.SEX})


def _announcer(heard: Heard) -> Member:
    found = access.member(heard.member_id, at=heard.at) if heard.member_id else None
    if found is None:
        raise Refused("The member who announced this is no longer in force.")
    return found


def _areas(person_ids: list[UUID], imposed: list[courts.Imposed]) -> dict[UUID, str]:
    """The area each person lives in, or, where that is not known, the area of the court."""
    homes = people.home_districts(person_ids)
    of_district = area_of_district()
    court_district = {court.code: court.postcode.partition(" ")[0] for court in courts.courts()}
    return {
        found.person_id: of_district.get(homes.get(found.person_id, ""))
        or of_district.get(court_district.get(found.court_code, ""), "")
        for found in imposed
    }


@reacts_to(SentenceBreached)
def tell_of_breach(heard: Heard) -> None:
    """Put a breach on the timeline of the case the sentence belongs to."""
    _tell(heard, "breach", "The court found the sentence breached")


@reacts_to(BreachWithdrawn)
def tell_of_no_breach(heard: Heard) -> None:
    """Put on the timeline that the result which told of a breach was corrected."""
    _tell(heard, "breach", "The result that told of a breach was corrected")


@reacts_to(SentenceEnded)
def tell_of_end(heard: Heard) -> None:
    """Put the end of a sentence on the timeline of the case it belongs to."""
    _tell(heard, "sentence", "A sentence ended")


def _tell(heard: Heard, kind: str, what: str) -> None:
    sentence = UUID(heard.facts["sentence_id"])
    matter = Matter.objects.filter(kind=CaseReason.SENTENCE, about_id=sentence).order_by("-at").first()
    if matter is None:
        return
    case = Case.objects.get(id=matter.case_id)
    told = TimelineEntry.objects.filter(case=case, kind=kind, about_id=sentence, at=heard.at, what=what)
    if not told.exists():
        insert_all([entry(case, _announcer(heard), heard.at, kind, what, about=sentence)])


@reacts_to(SentenceAnnulled)
def reconsider(heard: Heard) -> None:
    """A sentence that fell away: its case goes on for what is left, or closes; by one who leads it, if need be."""
    _reconsider(heard, FELL_AWAY)


def _reconsider(heard: Heard, what: str) -> None:
    sentence = UUID(heard.facts["sentence_id"])
    if reconsider_case(by=_announcer(heard), at=heard.at, sentence_id=sentence, what=what):
        return
    unit = team_of_sentence(sentence)
    leads = access.members_who_may(Permission.OPEN_CASE, at=heard.at) if unit else []
    lead = next((one for one in leads if one.unit_id == unit), None)
    if lead is not None:
        task = app.configure_task(RECONSIDER, allow_unknown=True)
        task.defer(member_id=str(lead.id), sentence_id=str(sentence), what=what)


@reacts_to(SentenceAmended)
def tell_of_amendment(heard: Heard) -> None:
    """Put the change of a sentence's length on the timeline of its case, and ask the model again who answers for it."""
    _tell(heard, "sentence", LENGTH_CHANGED)
    _reconsider(heard, LENGTH_CHANGED)


@reacts_to(SentenceStandsAgain)
def go_on_with(heard: Heard) -> None:
    """A sentence that stands as it stood before goes on in its case; where that was closed since, another opens for it."""
    _tell(heard, "sentence", "What was recorded of a sentence was taken back as a mistake")
    person, sentence = (UUID(heard.facts[name]) for name in ("person_id", "sentence_id"))
    found = [one for one in courts.running_of([person]) if one.sentence_id == sentence]
    areas = _areas([person], found)
    openings = [as_opening(one, areas[person]) for one in found]
    open_cases(by=_announcer(heard), at=heard.at, openings=openings, again=True)


@reacts_to(SentencesEnded)
def tell_of_ends(heard: Heard) -> None:
    """Put the ends of many sentences on the timelines of the cases they belong to."""
    ids = [UUID(sentence) for sentence in heard.facts["sentence_ids"]]
    about = Matter.objects.filter(kind=CaseReason.SENTENCE, about_id__in=ids).select_related("case")
    matters = {matter.about_id: matter for matter in about.order_by("at")}.values()
    # Only the same words are told already: a sentence may have opened its case in the very file that ends it.
    told = TimelineEntry.objects.filter(
        kind="sentence", about_id__in=ids, at=heard.at, what="A sentence ended"
    )
    known = set(told.values_list("about_id", flat=True))
    by = _announcer(heard)
    insert_all(
        [
            entry(matter.case, by, heard.at, "sentence", "A sentence ended", about=matter.about_id)
            for matter in matters
            if matter.about_id not in known
        ]
    )


@reacts_to(HarmLevelAssessed)
def record_assessed_risk(heard: Heard) -> None:
    """A completed analysis of harm sets the risk of the person's case, with all that a rise brings."""
    person = UUID(heard.facts["person_id"])
    level = assessment.harm_level_of(person)
    case = Case.objects.filter(person_id=person, closed_at=None).first()
    if level is not None and case is not None and case.risk != level:
        follow_assessed_risk(by=_announcer(heard), at=heard.at, case_id=case.id)


@reacts_to(TiersChanged)
def tell_of_tiers(heard: Heard) -> None:
    """Put each change of tier on the timeline of the person's open case."""
    ids = [UUID(one) for one in heard.facts["tier_ids"]]
    tiers = assessment.tiers_by_id(ids)
    people = [person for person, _ in tiers.values()]
    cases = {case.person_id: case for case in Case.objects.filter(person_id__in=people, closed_at=None)}
    told = set(TimelineEntry.objects.filter(kind="tier", about_id__in=ids).values_list("about_id", flat=True))
    by = _announcer(heard)
    insert_all(
        [
            entry(cases[person], by, heard.at, "tier", f"Tier: {_tier_words(tier)}", tier.because, tier.id)
            for person, tier in tiers.values()
            if person in cases and tier.id not in told
        ]
    )


def _tier_words(tier: assessment.TierSeen) -> str:
    words = tier.tier or tier.outcome.replace("_", " ")
    return f"{words}, provisional" if tier.provisional and tier.tier else words


@reacts_to(PeopleMerged)
def carry_to_the_survivor(heard: Heard) -> None:
    """Cases and all that is in them follow to the survivor; of two open cases the merged record's is closed."""
    done, case = _follow(heard)
    if done == "carried" and case is not None:
        announce(CaseClosed(case, UUID(heard.facts["survivor_id"])), at=heard.at, by=heard.member_id)
        _raise_survivor(heard)
    _tell_who_followed(heard)
    if done == "carried":
        _take_away(heard)
    _follow_death(UUID(heard.facts["survivor_id"]), heard)


@reacts_to(PersonDied)
@reacts_to(DeathWithdrawn)
def follow_death(heard: Heard) -> None:
    """A case closes by a death, with tenures, gaps and offers; when it was a mistake all of it goes on as it stood."""
    _follow_death(UUID(heard.facts["person_id"]), heard)


def _follow_death(person: UUID, heard: Heard) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT done, of_cases FROM supervision_follow_death(%s, make_interval(days => %s))",
            [person, sight_after_closing(day_of(heard.at)).days],
        )
        done, cases = cursor.fetchone()
    if cases:
        happened = CasesClosed(tuple(cases)) if done == "closed" else CasesOpened(tuple(cases))
        announce(happened, at=heard.at, by=heard.member_id)


@reacts_to(PeopleUnmerged)
def put_back(heard: Heard) -> None:
    """Cases go back to the record that stands again; the one that the merge closed opens as it stood."""
    done, case = _follow(heard)
    if done == "put back" and case is not None:
        announce(CasesOpened((case,)), at=heard.at, by=heard.member_id)
        with connection.cursor() as cursor:
            cursor.execute("SELECT supervision_lower_survivor(%s)", [UUID(heard.facts["merge_id"])])
    if done == "put back":
        with connection.cursor() as cursor:
            cursor.execute("SELECT supervision_keep_after_all(%s)", [UUID(heard.facts["merge_id"])])
    _tell_who_followed(heard)


def _raise_survivor(heard: Heard) -> None:
    """Of two cases one goes on: it takes over the higher risk and the heavier sentence, with all that a rise brings."""
    orders = [list(ORDER_OF_RISK), [one.value for one in Sentence]]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT supervision_raise_survivor(%s, %s, %s)", [UUID(heard.facts["merge_id"]), *orders]
        )
        (raised,) = cursor.fetchone()
    case = Case.objects.select_for_update().filter(id=raised).first()
    if case is not None:
        announce(RiskChanged(case.id, case.person_id), at=heard.at, by=heard.member_id)
        work_jointly([case], _announcer(heard), heard.at)
        end_who_may_not(case, _announcer(heard), heard.at, EndReason.RISK_ROSE)


def _take_away(heard: Heard) -> None:
    """Whoever the two records together show to be away comes to nothing outside: what follows is what follows every other way in."""
    cases, movements = call_off_merged(UUID(heard.facts["merge_id"]))
    if cases:
        announce(PeopleMoved(tuple(movements), tuple(cases)), at=heard.at, by=heard.member_id)


def _tell_who_followed(heard: Heard) -> None:
    people = tuple(UUID(heard.facts[name]) for name in ("survivor_id", "merged_id"))
    announce(CasesFollowedMerge(UUID(heard.facts["merge_id"]), people), at=heard.at, by=heard.member_id)


def _follow(heard: Heard) -> tuple[str, UUID | None]:
    """What was done, and the case that was closed or opened again by it."""
    reads_for = f"{sight_after_closing(day_of(heard.at)).days} days"
    done, stood = follow_merge(UUID(heard.facts["merge_id"]), "supervision", reads_for=reads_for)
    return done, UUID(stood["closed_case"]) if "closed_case" in stood else None
