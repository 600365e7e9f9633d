"""Public protection from stored facts through the service: proposed, confirmed, screened, referred, refused, reviewed and ended; who may, who sees."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from support.people import an_office, joins
from support.protection import (
    MEETINGS,
    NOTHING,
    SENIORS,
    VIOLENT,
    a_chair,
    a_violent_person,
    acts,
    at_level,
    closes,
    confirmed,
    holds,
    proposed,
    reviewed,
    row_of,
    screened,
    version_of,
    waiting,
)
from support.recalls import consider, decision, on_licence
from support.service import a_local, a_person, a_service, hear, managed

from throughcare.casework.assessment import actions as assessing
from throughcare.casework.assessment.models import Registration
from throughcare.casework.people.actions import record_death, withdraw_death
from throughcare.casework.people.models import Person as Record
from throughcare.casework.protection import actions, queries
from throughcare.casework.protection.models import LevelReferred, Protection
from throughcare.casework.protection.rules import (
    Category,
    LevelReferral,
    ProtectionAnswer,
    ProtectionEnd,
    ProtectionLevel,
    ProtectionSide,
)
from throughcare.casework.recall import actions as recalls
from throughcare.casework.recall import queries as recall_queries
from throughcare.casework.recall.rules import Length, Said
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.models import Case
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, WorkingCalendar
from throughcare.foundation.kernel.days import day_of

L, R = ProtectionLevel, LevelReferral


@pytest.fixture(scope="module")
def service():
    return a_service(local=a_local())


@pytest.fixture
def person(service):
    return a_violent_person(service)


def level_of(person):
    return (
        Registration.objects.using("owner")
        .filter(person_id=person.id, kind="mappa", during__upper_inf=True)
        .values_list("value", flat=True)
        .first()
    )


def seen_by(member, person):
    with viewing(member, person.service.at):
        return queries.protection_of(person.id, by=member, at=person.service.at)


def owed(person):
    """What is owed as their officer, who sees everything of it, reads it: the side, and the day."""
    found = seen_by(person.team.officer, person)
    one = found.proposal or (found.now.owed if found.now else None)
    return (one.side, one.by) if one else None


def test_a_sentence_proposes_one_person_puts_it_forward_and_another_confirms_it(person):
    officer, senior = person.team.officer, person.team.senior
    found = seen_by(officer, person)
    assert found.ruling.category is Category.VIOLENT and found.proposal.side is ProtectionSide.MANAGER
    proposed(person)
    assert owed(person)[0] is ProtectionSide.SENIOR and level_of(person) is None
    with pytest.raises(Refused):
        acts(person, actions.confirm_category, officer, category=Category.VIOLENT)
    acts(person, actions.confirm_category, senior, category=Category.VIOLENT)
    assert level_of(person) == "not set"
    line = seen_by(officer, person).now
    assert (line.whole.category, line.whole.level) == (Category.VIOLENT, L.NOT_SET)
    with pytest.raises(Refused, match="proposed or stands already"):
        proposed(person)
    mine = managed(a_person(person.service, **VIOLENT))
    proposed(mine, by=senior)
    with pytest.raises(Refused, match="You proposed it"):
        acts(mine, actions.confirm_category, senior, category=Category.VIOLENT)


def test_found_to_be_in_none_ends_it_registers_nothing_and_is_not_proposed_again(person):
    proposed(person)
    acts(person, actions.confirm_category, person.team.senior, category=None)
    assert row_of(person).state == "ended" and level_of(person) is None and owed(person) is None


def test_screening_sets_level_1_or_refers_and_too_little_known_is_refused(person):
    confirmed(person)
    with pytest.raises(Refused, match="Meetings of several agencies"):
        screened(person, {"large_resources": ProtectionAnswer.NO})
    with pytest.raises(Refused, match="no question"):
        screened(person, NOTHING | {"weather": ProtectionAnswer.NO})
    assert screened(person) is L.ONE and level_of(person) == "1"
    assert owed(person)[0] is ProtectionSide.MANAGER
    before = version_of(person)
    assert screened(person) is L.ONE and version_of(person) == before + 1
    assert screened(person, SENIORS) is L.THREE and level_of(person) == "1"
    assert owed(person)[0] is ProtectionSide.CHAIR
    with pytest.raises(Refused, match="waits to be decided"):
        screened(person)
    with pytest.raises(Refused, match="waits to be decided"):
        acts(person, actions.end_protection, person.team.senior, why=ProtectionEnd.ERROR)


def test_a_referral_is_decided_once_by_another_and_refused_it_is_no_level(person):
    confirmed(person)
    chair = a_chair(person)
    screened(person, MEETINGS)
    assert level_of(person) == "not set"
    with pytest.raises(Refused):
        acts(person, actions.decide_level_referral, person.team.senior, to=R.LEVEL_2)
    with pytest.raises(Refused, match="comes to"):
        acts(person, actions.decide_level_referral, chair, to=R.REFUSED_3)
    acts(person, actions.decide_level_referral, chair, to=R.REFUSED)
    assert level_of(person) == "1" and waiting(person).state == R.REFUSED
    with pytest.raises(Refused, match="No referral waits"):
        acts(person, actions.decide_level_referral, chair, to=R.LEVEL_2)
    own = acts(person, actions.screen_level, chair, answers=MEETINGS)
    assert own is L.TWO
    with pytest.raises(Refused, match="You referred it"):
        acts(person, actions.decide_level_referral, chair, to=R.LEVEL_2)
    acts(person, actions.decide_level_referral, a_chair(person), to=R.LEVEL_2)
    assert level_of(person) == "2" and owed(person)[0] is ProtectionSide.CHAIR


def test_the_chair_reviews_levels_2_and_3_and_the_clock_begins_anew(person):
    at_level(confirmed(person), R.LEVEL_2)
    chair, before = a_chair(person), owed(person)[1]
    with pytest.raises(Refused, match="Whoever chairs reviews it"):
        screened(person)
    assert before == WorkingCalendar().add(day_of(person.service.at), 20), (
        "the first meeting has a clock of its own"
    )
    person.service.later(days=3)
    reviewed(person, chair, L.TWO)
    assert owed(person)[1] == day_of(person.service.at) + timedelta(weeks=12)
    reviewed(person, chair, L.THREE)
    assert level_of(person) == "3" and owed(person)[1] == day_of(person.service.at) + timedelta(weeks=6)
    reviewed(person, chair, L.ONE)
    assert level_of(person) == "1"
    with pytest.raises(Refused, match="Only level 2"):
        acts(person, actions.review_level, chair, level=L.ONE)
    assert (
        screened(person, NOTHING | {"meetings_add_value": ProtectionAnswer.YES}) is L.TWO
    )  # for it was level 3


def test_category_3_begins_with_a_referral_has_no_level_1_and_refused_never_was(service):
    person, chair = managed(a_person(service)), None
    officer = person.team.officer
    assert seen_by(officer, person).ruling.category is None and owed(person) is None
    refers = {"by": officer, "person_id": person.id, "because": "What the police know."}
    with pytest.raises(Refused, match="no category 3 at level 1"):
        actions.refer_to_category_3(at=service.later(), answers=NOTHING, **refers)
    with pytest.raises(Refused, match="begins with a referral"):
        proposed(person, Category.OTHER)
    actions.refer_to_category_3(at=service.later(), answers=MEETINGS, **refers)
    assert owed(person)[0] is ProtectionSide.CHAIR and level_of(person) is None
    with pytest.raises(Refused, match="nothing to confirm"):
        acts(person, actions.confirm_category, person.team.senior, category=Category.VIOLENT)
    chair = a_chair(person)
    acts(person, actions.decide_level_referral, chair, to=R.REFUSED_3)
    assert (row_of(person).state, level_of(person), owed(person)) == ("ended", None, None)
    actions.refer_to_category_3(at=service.later(), answers=MEETINGS, **refers)
    acts(person, actions.decide_level_referral, chair, to=R.LEVEL_2)
    assert (row_of(person).state, level_of(person)) == ("confirmed", "2")
    holds(person, chair)
    with pytest.raises(Refused, match="no category 3 at level 1"):
        acts(person, actions.review_level, chair, level=L.ONE)
    with pytest.raises(Refused, match="not closed"):
        acts(person, actions.end_protection, person.team.senior, why=ProtectionEnd.NO_LONGER)
    acts(person, actions.review_level, chair, level=L.TWO)
    closes(person, chair)
    acts(person, actions.end_protection, person.team.senior, why=ProtectionEnd.NO_LONGER)
    assert (row_of(person).state, level_of(person), owed(person)) == ("ended", None, None)


def test_two_at_once_change_nothing_silently(person):
    confirmed(person)
    stale = version_of(person)
    screened(person)
    with pytest.raises(Refused, match="Somebody else changed this"):
        actions.screen_level(
            by=person.team.officer, at=person.service.later(), protection_id=row_of(person).id, version=stale,
            answers=NOTHING, because="Again.",
        )  # fmt: skip


def test_category_4_is_a_grant_of_its_own_and_whoever_has_none_reads_no_category(service):
    violent, terrorist = a_violent_person(service), a_violent_person(service, offence_code="066/59")
    confirmed(violent)
    confirmed(terrorist, Category.TERRORIST)
    for role, sees in {
        "public protection chair": (True, True), "offender manager": (True, True), "terrorism risk officer": (False, True),
        "case administrator": (False, False),
    }.items():  # fmt: skip
        member = joins(violent.team.unit, role)
        assert tuple(seen_by(member, one).now is not None for one in (violent, terrorist)) == sees, role
    reader = joins(violent.team.unit, "terrorism risk officer")
    with viewing(reader, service.at):
        assert [
            one.row.person_id for one in queries.protections_of_teams([reader.unit_id], at=service.at)
        ].count(violent.id) == 0
    outsider = joins(an_office().unit, "public protection chair")
    assert seen_by(outsider, terrorist).now is None


def test_level_2_or_3_rules_a_fixed_term_out_and_every_category_is_seen_on_in_the_final_third(service):
    person = on_licence(service, offence_code="005/01")
    made = consider(person, head=joins(person.team.unit, "head of delivery unit"))
    at_level(confirmed(person), R.LEVEL_2)
    hear()
    assert "mappa" in Case.objects.using("owner").get(id=person.case).cohorts
    officer, on = person.team.officer, day_of(service.at)
    with viewing(officer, service.at):
        told = recall_queries.considering(person.id, on=on)
        often = supervision.how_often([person.case], on=on)[person.case].seeing
    assert told.known == {"mappa_category_4": Said.NO, "mappa_level_2_or_3": Said.YES}
    assert any("managed at MAPPA level 2 or 3" in str(one) for one in told.ruling.findings)
    assert not any("those who are seen on is not known" in str(one) for one in often.findings)
    with pytest.raises(Refused, match="The record says otherwise: They are managed at MAPPA level 2 or 3"):
        made.act(recalls.decide_recall, **decision(made))
    left = decision(made, mappa_level_2_or_3=Said.NOT_KNOWN)
    with pytest.raises(Refused, match="this recall is standard"):
        made.act(recalls.decide_recall, **left)
    made.act(recalls.decide_recall, **(left | {"length": Length.STANDARD}))
    assert made.row.answers["mappa_level_2_or_3"] == "yes"


def test_a_death_ends_what_is_owed_and_a_mistake_gives_it_back(person):
    proposed(person)
    senior, service = person.team.senior, person.service
    before = owed(person)

    def record(act, **given):
        version = Record.objects.using("owner").get(id=person.id).version
        act(by=senior, at=service.later(), person_id=person.id, version=version, **given)
        hear()

    record(record_death, died_on=day_of(service.at))
    with viewing(senior, service.at):
        assert queries.one_protection(row_of(person).id, at=service.at).owed is None
    with pytest.raises(Refused, match="no open case"):
        acts(person, actions.confirm_category, senior, category=Category.VIOLENT)
    record(withdraw_death, because="Somebody else.")
    with viewing(senior, service.at):
        again = queries.one_protection(row_of(person).id, at=service.at).owed
    assert (again.side, again.by) == before


def test_the_database_itself_lets_nobody_confirm_or_decide_what_they_put_forward(person):
    officer, senior, service = person.team.officer, person.team.senior, person.service
    proposed(person)

    def tries(by, rows, **columns):
        with viewing(by, service.later()), transaction.atomic():
            return rows.update(**columns)

    mine = Protection.objects.filter(person_id=person.id)
    with pytest.raises(DatabaseError):
        tries(officer, mine, state="confirmed", confirmed_by=officer.id)
    with pytest.raises(DatabaseError):
        tries(senior, mine, state="confirmed", confirmed_by=officer.id)
    acts(person, actions.confirm_category, senior, category=Category.VIOLENT)
    screened(person, MEETINGS)
    chair, waits = a_chair(person), LevelReferred.objects.filter(person_id=person.id)
    said = {"state": R.LEVEL_2.value, "decided_because": "Because."}
    for by in (officer, senior):
        with pytest.raises(DatabaseError):
            tries(by, waits, decided_by=by.id, decided_at=service.at, **said)
    with viewing(chair, at := service.later()):
        decided = waits.update(decided_by=chair.id, decided_at=at, **said)
    assert decided == 1


def test_a_level_set_here_is_changed_by_nobody_by_hand_and_ended_so_by_a_second_alone(person):
    at_level(confirmed(person), R.LEVEL_2)
    officer, senior = person.team.officer, person.team.senior

    def ends(by):
        assessing.end_registration(
            by=by, at=person.service.later(), person_id=person.id, kind="mappa", because="The case is closed."
        )

    lower = assessing.Registering(person.id, "mappa", "1", "audit")
    for by in (officer, senior):
        with pytest.raises(Refused, match="set under public protection"):
            assessing.record_registrations(by=by, at=person.service.later(), registrations=[lower])
    with pytest.raises(Refused, match="set under public protection"):
        ends(officer)
    standing = Registration.objects.using("owner").filter(person_id=person.id, kind="mappa")
    assert standing.get(during__upper_inf=True).value == "2"
    ends(senior)
    assert not standing.filter(during__upper_inf=True).exists()


def test_a_level_registered_by_hand_before_is_taken_over(person):
    by_hand = assessing.Registering(person.id, "mappa", "1", "known to the team")
    assessing.record_registrations(by=person.team.officer, at=person.service.later(), registrations=[by_hand])
    screened(confirmed(person))
    with pytest.raises(Refused, match="set under public protection"):
        assessing.record_registrations(
            by=person.team.officer, at=person.service.later(), registrations=[by_hand]
        )
