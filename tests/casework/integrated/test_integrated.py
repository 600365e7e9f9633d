"""A selection for integrated offender management: proposed, agreed by partners, decided by another, seen by the police while it lasts, and removed."""

import pytest
from django.db import DatabaseError, transaction
from support.integrated import (
    a_burglar,
    acts_on,
    answered,
    put_forward,
    selected,
    selection_row,
    steps_taken,
)
from support.people import a_founder, an_office, another_hat, joins
from support.service import START, a_local, a_person, a_service, hear, managed

from throughcare.casework.assessment.actions import (
    Registering,
    end_registration,
    follow_selection,
    record_registrations,
)
from throughcare.casework.assessment.models import Registration, Score
from throughcare.casework.integrated import actions, queries
from throughcare.casework.integrated.models import IntegratedStep, Selection
from throughcare.casework.integrated.rules import (
    IntegratedSide,
    PartnerAnswer,
    Rating,
    SelectionState,
    Strand,
)
from throughcare.casework.people.actions import merge_people, record_death, unmerge_people, withdraw_death
from throughcare.casework.people.models import Person as Record
from throughcare.foundation.access import actions as access
from throughcare.foundation.access.parts import Part
from throughcare.foundation.access.rules import OrganisationKind
from throughcare.foundation.access.session import viewing
from throughcare.foundation.audit.models import Decision
from throughcare.foundation.kernel import Refused, new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model import actions as models
from throughcare.foundation.operating_model.rules import BodyKind

IOM = "integrated offender management"


@pytest.fixture(scope="module")
def service():
    return a_service("england-and-wales-2021", local=a_local())


@pytest.fixture(scope="module")
def police(service):
    """A team of the police that works with whoever is selected, under an agreement."""
    return with_police(service)


def with_police(service, parts=None):
    founder = a_founder()
    body = access.record_organisation(
        by=founder, at=service.at, name=f"Police {new_id()}", kind=OrganisationKind.POLICE
    )
    unit = access.record_unit(
        by=founder, at=service.at, organisation_id=body, name=f"Joint team {new_id()}", kind="team"
    )
    models.appoint_body(
        by=founder, at=service.at, area=service.area, body=BodyKind.POLICE, organisation_id=body, start=START
    )
    access.agree_to_share(
        by=founder, at=service.later(), shared_by=service.teams[BodyKind.PUBLIC_PROVIDER].organisation, shared_with=body,
        purpose=IOM, basis="a protocol", parts=parts,
    )  # fmt: skip
    return joins(unit, "police partner")


@pytest.fixture
def person(service, police):
    return a_burglar(service)


def registered(person):
    """Whether somebody is registered as managed so now."""
    running = Registration.objects.using("owner").filter(
        person_id=person.id, kind="iom", during__upper_inf=True
    )
    return running.exists()


def line(person, by):
    with viewing(by, at := person.service.later()):
        return queries.selection_of(person.id, by=by, at=at).now


def on_board(person, by):
    with viewing(by, at := person.service.later()):
        return [one.whole.state for one in queries.board(by, at=at) if one.row.person_id == person.id]


def owed(person):
    found = line(person, person.team.senior).owed
    return (found.side, found.by) if found else None


def scored(person, chance):
    """A current score of any further offence."""
    decided = Decision.objects.using("owner").filter(person_id=person.id).earliest("at").id
    Score.objects.using("owner").bulk_create(
        [
            Score(
                person_id=person.id, instrument="arp", edition="e", offence_mapping="m", basis="static", score=chance, band="high",
                scored_at=person.service.at, decision_id=decided, current=True,
            )
        ]
    )  # fmt: skip


def test_the_rule_proposes_from_the_sentences_and_the_score_and_the_reasons_are_kept(person):
    officer = person.team.officer

    def ruling():
        with viewing(officer, at := person.service.later()):
            return queries.selection_of(person.id, by=officer, at=at).ruling

    assert ruling().strand is None and ruling().unknown
    scored(person, 81.0)
    assert ruling().strand is Strand.FIXED
    put_forward(person, Strand.FIXED)
    first = IntegratedStep.objects.using("owner").get(selection=selection_row(person).id)
    assert selection_row(person).proposed == "fixed" and "81% within two years" in first.rule


def test_somebody_is_selected_once_the_police_agree_by_another_than_whoever_proposed_them(person):
    officer, senior = person.team.officer, person.team.senior
    put_forward(person, by=senior)
    assert owed(person)[0] is IntegratedSide.MANAGER and not registered(person)
    decide = {"strand": Strand.FLEX, "lead_id": officer.id}
    head = joins(person.team.unit, "head of delivery unit")
    with pytest.raises(Refused, match="Not answered yet: police"):
        acts_on(person, actions.decide_selection, head, **decide)
    answered(person, PartnerAnswer.AGAINST)
    assert owed(person)[0] is IntegratedSide.SENIOR
    with pytest.raises(Refused, match="Against it: police"):
        acts_on(person, actions.decide_selection, head, **decide)
    answered(person)
    with pytest.raises(Refused, match="You proposed it"):
        acts_on(person, actions.decide_selection, senior, **decide)
    with pytest.raises(Refused, match="may not"):
        acts_on(person, actions.decide_selection, officer, **decide)
    with pytest.raises(Refused, match="Choose who leads"):
        acts_on(person, actions.decide_selection, head, strand=Strand.FLEX, lead_id=new_id())
    acts_on(person, actions.decide_selection, head, **decide)
    found = line(person, officer)
    assert (found.whole.strand, found.whole.state, found.lead) == (
        Strand.FLEX,
        SelectionState.SELECTED,
        officer.name,
    )
    assert registered(person) and owed(person) is None
    with pytest.raises(Refused, match="proposed or stands already"):
        put_forward(person)


def test_not_selected_needs_nobody_to_agree_and_registers_nothing(person):
    put_forward(person)
    acts_on(person, actions.decide_selection, person.team.senior, strand=None)
    assert selection_row(person).state == "not selected" and not registered(person)
    with pytest.raises(Refused, match="no selection waits"):
        acts_on(person, actions.decide_selection, person.team.senior, strand=None)
    put_forward(person)


def test_the_police_see_whoever_is_selected_answer_for_themselves_alone_and_see_nobody_once_removed(
    person, police
):
    put_forward(person)
    assert person.seen_by(police) is None and on_board(person, police) == []
    answered(person)
    acts_on(
        person,
        actions.decide_selection,
        person.team.senior,
        strand=Strand.FREE,
        lead_id=person.team.officer.id,
    )
    hear()
    assert person.seen_by(police) is not None and on_board(person, police) == ["selected"]
    acts_on(person, actions.propose_removal, person.team.officer)
    assert on_board(person, police) == ["removal proposed"] and registered(person)
    with pytest.raises(Refused, match="holds a role"):
        acts_on(person, actions.answer_as_partner, police, body="prison", said=PartnerAnswer.AGREES)
    with pytest.raises(Refused, match="may not"):
        acts_on(person, actions.decide_removal, police, removed=True)
    acts_on(person, actions.answer_as_partner, police, body="police", said=PartnerAnswer.AGREES)
    with pytest.raises(Refused, match="holds a role"):
        acts_on(person, actions.propose_removal, police)
    acts_on(person, actions.decide_removal, person.team.senior, removed=True)
    hear()
    assert not registered(person) and selection_row(person).state == "removed"
    assert person.seen_by(police) is None and on_board(person, police) == []
    with viewing(police, person.service.later()):
        assert not Selection.objects.filter(person_id=person.id).exists()


def test_a_removal_that_is_not_agreed_leaves_them_selected_and_answers_are_given_anew_each_time(person):
    selected(person)
    acts_on(person, actions.propose_removal, person.team.officer)
    with pytest.raises(Refused, match="Not answered yet"):
        acts_on(person, actions.decide_removal, person.team.senior, removed=True)
    acts_on(person, actions.decide_removal, person.team.senior, removed=False)
    assert selection_row(person).state == "selected" and registered(person)
    acts_on(person, actions.propose_removal, person.team.senior)
    assert line(person, person.team.senior).whole.answers == {}
    answered(person)
    with pytest.raises(Refused, match="You proposed it"):
        acts_on(person, actions.decide_removal, person.team.senior, removed=True)


def test_another_leads_with_the_reason_and_nobody_who_is_not_there(person):
    selected(person)
    senior = person.team.senior
    with pytest.raises(Refused, match="Choose who leads"):
        acts_on(person, actions.name_lead, senior, lead_id=a_founder().id)
    acts_on(person, actions.name_lead, senior, lead_id=senior.id)
    assert line(person, senior).lead == senior.name
    acts_on(person, actions.propose_removal, senior)
    with viewing(senior, at := person.service.later()):
        may = {one.id for one in queries.may_lead(selection_row(person).id, at=at)}
    assert {senior.id, person.team.officer.id} <= may
    with pytest.raises(Refused, match="You proposed it"):
        acts_on(person, actions.name_lead, senior, lead_id=person.team.officer.id)


def test_what_was_selected_is_neither_changed_nor_ended_by_hand(person):
    selected(person)
    senior, at = person.team.senior, person.service.later()
    with pytest.raises(Refused, match="agreed with partners"):
        record_registrations(by=senior, at=at, registrations=[Registering(person.id, "iom")])
    with pytest.raises(Refused, match="agreed with partners"):
        end_registration(by=person.team.officer, at=at, person_id=person.id, kind="iom", because="no")


def test_that_somebody_is_selected_is_registered_by_whoever_may_decide_it_alone(person):
    with pytest.raises(Refused, match="may not"):
        follow_selection(
            by=person.team.officer, at=person.service.later(), person_id=person.id, selection_id=new_id(), selected=True,
            because="mine",
        )  # fmt: skip
    assert not registered(person)


def test_two_people_at_once_do_not_both_write_the_same_step(person):
    put_forward(person)
    version = steps_taken(person)
    answered(person)
    with pytest.raises(Refused, match="Somebody else changed this"):
        actions.decide_selection(
            by=person.team.senior, at=person.service.later(), selection_id=selection_row(person).id, version=version,
            strand=None, because="Too late.",
        )  # fmt: skip


def test_a_death_ends_what_is_owed_and_a_mistake_gives_it_back(person):
    put_forward(person)
    senior, service = person.team.senior, person.service
    before = owed(person)

    def record(act, **given):
        version = Record.objects.using("owner").get(id=person.id).version
        act(by=senior, at=service.later(), person_id=person.id, version=version, **given)
        hear()

    record(record_death, died_on=day_of(service.at))
    with viewing(senior, service.at):
        assert queries.one_selection(selection_row(person).id, at=service.at).owed is None
    with pytest.raises(Refused, match="is closed"):
        acts_on(person, actions.decide_selection, senior, strand=None)
    record(withdraw_death, because="Somebody else.")
    assert owed(person) == before


def test_it_goes_with_its_case_when_two_records_are_one_persons_and_back(service, police):
    stays, goes = managed(a_person(service)), a_burglar(service)
    put_forward(goes)
    row = selection_row(goes).id

    def whose():
        return Selection.objects.using("owner").get(id=row).person_id

    clerk = joins(stays.team.unit, "case administrator")
    merge = merge_people(by=clerk, at=service.later(), survivor_id=stays.id, merged_id=goes.id, because="one")
    hear()
    assert whose() == stays.id
    unmerge_people(by=clerk, at=service.later(), merge_id=merge, because="two after all")
    hear()
    assert whose() == goes.id


def test_an_agreement_that_leaves_the_board_out_shows_the_police_the_person_and_nothing_of_it(service):
    elsewhere = a_service("england-and-wales-2021", local=a_local())
    police = with_police(elsewhere, parts=[Part.RISK, Part.SENTENCE])
    person = selected(a_burglar(elsewhere))
    hear()
    assert person.seen_by(police) is not None
    with viewing(police, elsewhere.later()):
        assert not Selection.objects.filter(person_id=person.id).exists()
        assert not IntegratedStep.objects.filter(person_id=person.id).exists()


def test_the_database_itself_lets_nobody_select_whom_they_proposed_nor_write_what_is_not_theirs(
    person, police
):
    senior, service = person.team.senior, person.service
    put_forward(person, by=senior)
    row = selection_row(person)
    taken = {"state": "selected", "decided_by": senior.id, "lead_id": senior.id}
    with pytest.raises(DatabaseError), viewing(senior, service.later()), transaction.atomic():
        Selection.objects.filter(id=row.id).update(**taken)
    hat = another_hat(senior, "head of delivery unit")
    with pytest.raises(DatabaseError), viewing(hat, service.later()), transaction.atomic():
        Selection.objects.filter(id=row.id).update(**(taken | {"decided_by": hat.id}))
    with (
        pytest.raises(DatabaseError),
        viewing(person.team.officer, at := service.later()),
        transaction.atomic(),
    ):
        IntegratedStep(
            person_id=person.id, selection_id=row.id, number=2, kind="selected", strand="free", because="mine", at=at,
            member_id=person.team.officer.id,
        ).save(force_insert=True)  # fmt: skip


def test_the_database_itself_lets_nobody_end_what_they_proposed_to_end_nor_say_that_another_did(person):
    senior, service = person.team.senior, person.service
    selected(person)
    row, colleague = selection_row(person), joins(person.team.unit, "senior probation officer")
    with pytest.raises(DatabaseError), viewing(senior, service.later()), transaction.atomic():
        Selection.objects.filter(id=row.id).update(state="removal proposed", leaving_by=colleague.id)
    acts_on(person, actions.propose_removal, senior)
    hat = another_hat(senior, "head of delivery unit")
    for member in (senior, hat):
        with viewing(member, at := service.later()), transaction.atomic():
            assert not Selection.objects.filter(id=row.id).update(state="removed", ended_at=at)
    assert selection_row(person).state == "removal proposed"
    answered(person)
    acts_on(person, actions.decide_removal, colleague, removed=True)
    assert selection_row(person).state == "removed"


def test_whoever_has_no_part_in_the_case_proposes_nobody(person):
    stranger = joins(an_office().unit, "offender manager")
    with pytest.raises(Refused, match="no open case"):
        put_forward(person, by=stranger)


def test_whoever_has_a_part_in_it_rates_of_whichever_agency_and_the_newest_stands(person, police):
    put_forward(person)
    with pytest.raises(Refused, match="a rating is given of somebody who is selected"):
        acts_on(person, actions.rate, person.team.officer, rating=Rating.GREEN)
    answered(person)
    lead = {"strand": Strand.FREE, "lead_id": person.team.officer.id}
    acts_on(person, actions.decide_selection, person.team.senior, **lead)
    hear()
    assert line(person, person.team.officer).whole.rating is None
    with pytest.raises(Refused, match="Say why they are rated so"):
        acts_on(person, actions.rate, person.team.officer, rating=Rating.GREEN, because=" ")
    acts_on(person, actions.rate, person.team.officer, rating=Rating.GREEN)
    stale = steps_taken(person)
    acts_on(person, actions.rate, police, rating=Rating.RED, because="Seen at two scenes.")
    with pytest.raises(Refused, match="Somebody else changed this"):
        actions.rate(
            by=person.team.officer, at=person.service.later(), selection_id=selection_row(person).id, version=stale,
            rating=Rating.GREEN, because="Too late.",
        )  # fmt: skip
    seen = line(person, person.team.officer)
    assert (seen.whole.rating, seen.whole.rated.body, seen.rated_by) == (Rating.RED, "police", police.name)
    with viewing(police, person.service.later()):
        ratings = IntegratedStep.objects.filter(kind="rated").values_list("rating", flat=True)
        assert list(ratings.filter(person_id=person.id).order_by("number")) == ["green", "red"]
    remembered = Decision.objects.using("owner").filter(about_id=selection_row(person).id, rule="rated")
    assert {one.outcome["rating"] for one in remembered} == {"green", "red"}


def test_the_database_itself_lets_nobody_rate_whom_nobody_selected_nor_in_another_body_s_name(person, police):
    selected(person)
    put_forward(proposed := a_burglar(person.service))
    hear()
    for by, whose, body in (
        (person.team.officer, proposed, ""),
        (police, person, ""),
        (police, person, "prison"),
    ):
        with pytest.raises(DatabaseError), viewing(by, at := person.service.later()), transaction.atomic():
            IntegratedStep(
                person_id=whose.id, selection_id=selection_row(whose).id, number=9, kind="rated", strand="free", rating="green",
                body=body, because="mine", at=at, member_id=by.id,
            ).save(force_insert=True)  # fmt: skip
