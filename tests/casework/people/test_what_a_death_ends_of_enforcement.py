"""A death ends what is owed of failures, recalls, releases and services, and a mistake gives each back as it stood."""

from datetime import timedelta

import pytest
from support.enforcement import again, decide, failure_of, missed, moves_of, opened_before, put_right
from support.people import joins
from support.recalls import consider, on_licence
from support.releasing import a_licence, seen, somebody_inside
from support.service import a_person, a_service, hear, managed
from support.wall_visits import browser

from throughcare.casework.enforcement import actions as enforcement
from throughcare.casework.enforcement.models import PaperStep
from throughcare.casework.enforcement.queries import failures_owed
from throughcare.casework.enforcement.rules import FailureState, Means, Move, PaperKind
from throughcare.casework.people.actions import record_death, withdraw_death
from throughcare.casework.people.models import Person, Stopped
from throughcare.casework.recall import actions as recall
from throughcare.casework.recall.models import RecallStep
from throughcare.casework.recall.queries import recalls_under_way
from throughcare.casework.recall.rules import RecallState
from throughcare.casework.release import actions as release
from throughcare.casework.release.models import NeedSaid
from throughcare.casework.release.queries import due_out, owed_in, release_of
from throughcare.casework.release.rules import LicenceMove, NeedKind, NeedState, ParoleKind, ProposalAnswer
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of


@pytest.fixture(scope="module")
def service():
    return a_service("england-and-wales-2021")


def version(person):
    return Person.objects.using("owner").get(id=person.id).version


def dies(person):
    record_death(
        by=joins(person.row.unit_id, "case administrator"), at=person.service.later(), person_id=person.id,
        version=version(person), died_on=day_of(person.service.at),
    )  # fmt: skip
    hear()
    person.service.later()


def lives(person):
    withdraw_death(
        by=joins(person.service.court_unit, "case administrator"), at=person.service.later(), person_id=person.id,
        version=version(person), because="They came in.",
    )  # fmt: skip
    hear()
    person.service.later()


def as_it_stood(row):
    """A row without what only counts on."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields} | {
        "version": None,
        "since": None,
    }


# --- failures


@pytest.fixture
def supervised(service):
    return opened_before(managed(a_person(service)))


def test_what_is_owed_of_a_failure_ends_with_a_death_and_is_owed_again_when_it_was_a_mistake(supervised):
    found = failure_of(missed(supervised, supervised.team.officer))
    assert found.due
    dies(supervised)
    ended = again(found)
    assert (ended.state, ended.due, ended.due_on) == (FailureState.ENDED, "", None)
    lives(supervised)
    back = again(found)
    assert (back.state, back.due, back.decider_unit) == (found.state, found.due, found.decider_unit)
    assert moves_of(back)[-2:] == [Move.ENDED, Move.OPENED_AGAIN]


def test_nobody_refers_decides_or_pauses_a_failure_of_somebody_who_died(supervised):
    found = failure_of(missed(supervised, supervised.team.officer))
    dies(supervised)
    ended = again(found)
    for act in (enforcement.refer_failure, enforcement.accept_failure):
        with pytest.raises(Refused):
            act(by=supervised.team.officer, at=supervised.service.later(), failure_id=found.id,
                version=ended.version, **({"note": "x"} if act is enforcement.refer_failure else {}))  # fmt: skip
    assert again(found).state == FailureState.ENDED


def test_a_failure_that_was_settled_before_a_death_stays_settled_when_that_was_a_mistake(supervised):
    service, officer = supervised.service, supervised.team.officer
    settled = failure_of(missed(supervised, officer))
    put_right(supervised, officer, settled.contact_id)
    assert again(settled).state == FailureState.RESCINDED
    dies(supervised)
    lives(supervised)
    assert again(settled).state == FailureState.RESCINDED
    with viewing(officer, service.at):
        owed = failures_owed([supervised.row.unit_id], today=day_of(service.at))
    assert settled.id not in {one.id for one in owed}


def test_no_letter_goes_out_about_a_failure_of_somebody_who_died(supervised):
    officer = supervised.team.officer
    found = decide(failure_of(missed(supervised, officer)), officer, supervised.service.later())
    about = {"failure_id": found.id, "kind": PaperKind.WARNING}
    letter = enforcement.draft_paper(by=officer, at=supervised.service.later(), **about)
    enforcement.review_paper(by=supervised.team.senior, at=supervised.service.later(), paper_id=letter)
    enforcement.sign_paper(by=officer, at=supervised.service.later(), paper_id=letter)
    dies(supervised)
    with pytest.raises(Refused):
        enforcement.deliver_paper(
            by=officer, at=supervised.service.later(), paper_id=letter, means=Means.POST
        )
    with pytest.raises(Refused):
        enforcement.draft_paper(by=officer, at=supervised.service.later(), **about)
    assert not PaperStep.objects.using("owner").filter(paper=letter, deed="delivered").exists()


# --- recalls

STAGES = ("considered", "decided", "approved", "sent", "revoked")


@pytest.fixture
def out_on_licence(service):
    return on_licence(service)


@pytest.mark.parametrize("stage", STAGES)
def test_a_recall_under_way_ends_with_a_death_and_goes_on_as_it_stood_when_it_was_a_mistake(
    out_on_licence, stage
):
    person = out_on_licence
    made = consider(person, head=joins(person.team.unit, "head of delivery unit"))
    if stage != "considered":
        getattr(made, stage)()
    stood, moves = as_it_stood(made.row), made.movements
    dies(person)
    assert (made.state, made.row.due) == (RecallState.ENDED, "")
    with viewing(made.officer, person.service.at):
        assert made.id not in {one.id for one in recalls_under_way([person.team.unit], at=person.service.at)}
    lives(person)
    assert as_it_stood(made.row) == stood and made.movements == moves
    told = RecallStep.objects.using("owner").filter(recall=made.id).latest("number")
    assert told.note == "The death was recorded by mistake."
    assert not Stopped.objects.using("owner").filter(person=person.id, put_back_at=None).exists()


def test_a_recall_that_was_taken_back_before_a_death_stays_so_when_that_was_a_mistake(out_on_licence):
    person = out_on_licence
    made = consider(person, head=joins(person.team.unit, "head of delivery unit")).sent()
    made.act(recall.rescind_recall, because="They were in hospital.")
    dies(person)
    lives(person)
    assert made.state is RecallState.RESCINDED


def test_nobody_who_died_is_recalled(out_on_licence):
    person = out_on_licence
    officer = person.team.officer
    dies(person)
    with pytest.raises(Refused):
        consider(person, by=officer, head=joins(person.row.unit_id, "head of delivery unit"))


# --- releases


@pytest.fixture
def inside(service):
    return somebody_inside(service, out_in=10)


def owed_for(person, member):
    pairs = [(person.case, person.id)]
    with viewing(member, person.service.at):
        return {one.kind for one in owed_in(pairs, at=person.service.at)}, [
            one.on for one in due_out(pairs, at=person.service.at, within=timedelta(days=30))
        ]


def test_nothing_is_owed_for_the_release_of_somebody_who_died_and_all_of_it_again_after_a_mistake(inside):
    officer = inside.team.officer
    need = {"case_id": inside.case, "kind": NeedKind.ACCOMMODATION, "state": NeedState.NEEDED}
    due = day_of(inside.service.at) + timedelta(days=5)
    release.say_need(by=officer, at=inside.service.later(), **need, due=due, what="A bed near work")
    a_licence(inside)
    before, whole = owed_for(inside, officer), seen(inside).needs
    assert before[0] >= {"release need", "licence"} and before[1]
    dies(inside)
    assert owed_for(inside, officer) == (set(), [])
    with viewing(officer, inside.service.at):
        assert release_of(inside.id, at=inside.service.at) is None
    lives(inside)
    assert owed_for(inside, officer) == before and seen(inside).needs == whole


def test_a_condition_asked_for_of_somebody_who_died_is_nobodys_to_answer_and_is_again_after_a_mistake(inside):
    officer = inside.team.officer
    asked = release.propose_condition(
        by=officer, at=inside.service.later(), person_id=inside.id, code="exclusion-place", said={"where": "the old market"}
    )  # fmt: skip

    def stands_on_home():
        return f"/asked-conditions/{asked}" in browser(officer).get("/").content.decode()

    def answered():
        release.answer_proposal(
            by=officer, at=inside.service.later(), proposal_id=asked, answer=ProposalAnswer.TAKEN, because="It is near."
        )  # fmt: skip

    assert stands_on_home()
    dies(inside)
    assert not stands_on_home()
    with pytest.raises(Refused):
        answered()
    lives(inside)
    assert stands_on_home()
    answered()
    assert not stands_on_home()


def test_nothing_is_said_nor_written_for_the_release_of_somebody_who_died(inside):
    officer = inside.team.officer
    licence = a_licence(inside)
    dies(inside)
    at = inside.service.later()
    acts = [
        lambda: release.say_need(
            by=officer, at=at, case_id=inside.case, kind=NeedKind.BANK, state=NeedState.NOT_NEEDED
        ),
        lambda: release.start_licence(by=officer, at=at, case_id=inside.case),
        lambda: release.move_licence(by=officer, at=at, licence_id=licence, move=LicenceMove.SUBMIT),
        lambda: release.add_condition(
            by=officer, at=at, licence_id=licence, code="no-contact-named", said={"who": "Mr X"}
        ),
        lambda: release.agree_step(
            by=officer, at=at, case_id=inside.case, kind=ParoleKind.HEARING, due=day_of(at)
        ),
    ]
    for act in acts:
        with pytest.raises(Refused):
            act()
    assert not NeedSaid.objects.using("owner").filter(case=inside.case).exists()
