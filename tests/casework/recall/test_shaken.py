"""A recall that rests on a failure is looked at again when that is rescinded: whoever decides is told, and nothing goes further unseen."""

from datetime import timedelta

import pytest
from django.db.models import F
from support.enforcement import failure_of, missed, opened_before, put_right
from support.people import joins
from support.recalls import consider, on_licence
from support.service import a_service, hear
from support.wall_visits import browser

from throughcare.casework.enforcement.actions import rescind_failure
from throughcare.casework.recall import actions
from throughcare.casework.recall.models import RecallStep
from throughcare.casework.recall.queries import papers_of
from throughcare.casework.supervision.models import Movement
from throughcare.casework.supervision.rules.contacts import Outcome
from throughcare.casework.supervision.rules.movements import MovementKind
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused


@pytest.fixture(scope="module")
def service():
    return a_service("england-and-wales-2021")


def out_for_days(service):
    """Somebody on licence who was let out fifty days ago."""
    person = opened_before(on_licence(service))
    rows = Movement.objects.using("owner").filter(person_id=person.id, kind=MovementKind.RELEASED)
    rows.update(moved_at=F("moved_at") - timedelta(days=50))
    return person


@pytest.fixture
def made(service):
    """Somebody on licence who missed twice, and a recall that is considered because of it, with its two contacts."""
    person = out_for_days(service)
    contacts = [missed(person, person.team.officer, ago=ago) for ago in (9, 3)]
    return consider(person), contacts


def steps(recall):
    return list(
        RecallStep.objects.using("owner")
        .filter(recall=recall.id)
        .order_by("number")
        .values_list("note", flat=True)
    )


def told(member, recall):
    """Whether a member's home says that the recall is to be looked at again, and opens it there."""
    shown = browser(member).get("/").content.decode()
    return f'href="/recalls/{recall.id}">Look at the recall again' in shown


def by_hand(recall, contact):
    failure, at = failure_of(contact), recall.service.later()
    rescind_failure(
        by=recall.officer, at=at, failure_id=failure.id, version=failure.version, note="The hospital wrote."
    )
    hear()


def by_the_record(recall, contact):
    put_right(recall.person, recall.officer, contact)


@pytest.mark.parametrize("way", [by_hand, by_the_record])
def test_whoever_decides_is_told_whichever_way_the_failure_fell_away(made, way):
    recall, contacts = made
    assert set(recall.row.rests_on) == set(contacts)
    assert not told(recall.officer, recall)
    way(recall, contacts[0])
    assert (recall.row.shaken, recall.row.rests_on) == (1, [contacts[1]])
    assert steps(recall)[-1] == "A failure that this rests on was rescinded."
    assert told(recall.officer, recall)
    assert hear() == 0 and recall.row.shaken == 1


def test_a_failure_that_was_put_right_before_in_another_word_is_found_all_the_same(service):
    person = out_for_days(service)
    contact = missed(person, person.team.officer, ago=3)
    again = put_right(person, person.team.officer, contact, outcome=Outcome.ABSENT_UNACCEPTABLE)
    recall = consider(person)
    assert recall.row.rests_on == [again]
    by_hand(recall, contact)
    assert recall.row.shaken == 1


def test_what_waits_for_approval_is_looked_at_by_whoever_approves_and_not_approved_until_then(made):
    recall, contacts = made
    recall.decided()
    by_hand(recall, contacts[1])
    assert told(recall.head, recall) and not told(recall.officer, recall)
    with pytest.raises(Refused, match="rescinded since"):
        recall.act(actions.approve_recall, by=recall.head)
    with pytest.raises(Refused, match="Nobody approves their own"):
        recall.act(actions.keep_recall, because="The risk stands.")
    recall.act(actions.keep_recall, by=recall.head, because="What they did to the door stands.")
    assert not told(recall.head, recall)
    recall.act(actions.approve_recall, by=recall.head)
    assert recall.row.state == "approved"


def test_papers_not_yet_sent_show_what_changed_underneath_and_are_not_sent(made):
    recall, contacts = made
    recall.approved()
    by_hand(recall, contacts[0])
    with viewing(recall.officer, recall.service.at):
        latest = papers_of(recall.id, at=recall.service.at)[0]
    assert latest.changed == ("What it rests on",)
    with pytest.raises(Refused, match="rescinded since"):
        recall.act(actions.send_papers)
    shown = browser(recall.officer).get(f"/recalls/{recall.id}").content.decode()
    assert "rescinded since, 1 of the failures" in shown and "Look again" in shown
    recall.act(actions.keep_recall, because="The other failure stands.")
    recall.act(actions.send_papers)


def test_a_contact_put_right_is_shown_line_by_line(made):
    recall, contacts = made
    by_the_record(recall, contacts[1])
    with viewing(recall.officer, recall.service.at):
        lines = papers_of(recall.id, at=recall.service.at)[0].lines
    assert "Contact: no longer “2 failures to comply within the window that counts”" in lines
    assert "Contact: now “1 failures to comply within the window that counts”" in lines


def test_deciding_is_looking_and_a_recall_that_is_over_is_left_alone(made):
    recall, contacts = made
    by_hand(recall, contacts[0])
    recall.decided()
    assert (recall.row.shaken, recall.row.rests_on) == (0, [contacts[1]])
    recall.act(actions.refuse_recall, by=recall.head, because="Not enough is left.")
    by_hand(recall, contacts[1])
    assert recall.row.shaken == 0


def test_nothing_is_said_to_go_on_that_nothing_has_shaken(made):
    recall, _ = made
    with pytest.raises(Refused, match="Nothing that this recall rests on"):
        recall.act(actions.keep_recall, because="For no reason.")
    with pytest.raises(Refused, match="There is no such recall"):
        recall.act(
            actions.keep_recall, by=joins(recall.service.court_unit, "offender manager"), because="Mine."
        )
