"""What is announced is heard once by each listener: all that waits, or what this process announced itself."""

from dataclasses import dataclass
from datetime import timedelta
from threading import Event as Signal
from threading import Thread
from uuid import UUID

import pytest
from django.db import connections, transaction
from support.people import NOW, an_office, as_worker

from throughcare.foundation.access.delivery import deliver, drain, failed, note_failure, waiting
from throughcare.foundation.access.session import viewing
from throughcare.foundation.audit.models import Delivery
from throughcare.foundation.audit.outbox import LISTENERS, announce, gathering, reacts_to
from throughcare.foundation.kernel import Refused, new_id


@dataclass(frozen=True)
class SomethingHappened:
    """A fact of these tests alone."""

    about: UUID


@dataclass(frozen=True)
class SomethingFollowed:
    """What the first listener announces in its turn."""

    about: UUID


@pytest.fixture
def heard():
    """What was heard, by a listener that announces something else, and one of that."""
    told = []

    @reacts_to(SomethingHappened)
    def first(of):
        told.append(("first", of.facts["about"]))
        announce(SomethingFollowed(UUID(of.facts["about"])), at=of.at, by=of.member_id)

    @reacts_to(SomethingFollowed)
    def second(of):
        told.append(("second", of.facts["about"]))

    yield told
    forget("SomethingHappened", "SomethingFollowed")


def forget(*events):
    """Leave nothing that a later test would have to hear."""
    for event in events:
        del LISTENERS[event]
        Delivery.objects.filter(announcement__event=event, done_at=None).update(done_at=NOW)


@pytest.fixture
def office():
    return an_office()


def told_by(office, about, at=NOW):
    """Announce one happening in a member's own name."""
    with viewing(office.admin, at):
        announce(SomethingHappened(about), at=at, by=office.admin.id)


def happens(office, at=NOW):
    """Announce one happening; what it is about, and its delivery."""
    about = new_id()
    with gathering() as announced:
        told_by(office, about, at)
    [delivery] = announced
    return str(about), delivery


def test_what_is_announced_waits_and_is_heard_once(heard, office):
    about, delivery = happens(office)
    assert delivery in waiting(among=[delivery])
    assert deliver(delivery) is True
    assert deliver(delivery) is False
    assert heard == [("first", about)]
    assert waiting(among=[delivery]) == []


def test_draining_hears_what_follows_too(heard, office):
    about, _ = happens(office)
    with as_worker():
        drain()
    assert [one for one in heard if one[1] == about] == [("first", about), ("second", about)]


def test_draining_what_was_gathered_leaves_alone_what_another_announced(heard, office):
    theirs, their_delivery = happens(office)
    with gathering() as announced:
        ours = new_id()
        told_by(office, ours)
        assert drain(announced) == 2
    assert heard == [("first", str(ours)), ("second", str(ours))]
    assert waiting(among=[their_delivery]) == [their_delivery]
    deliver(their_delivery)
    assert heard[-1] == ("first", theirs)


def test_what_was_gathered_is_drained_once(heard, office):
    with gathering() as announced:
        told_by(office, new_id())
        assert (drain(announced), drain(announced)) == (2, 0)
        told_by(office, new_id())
        assert drain(announced) == 2
    assert len(heard) == 4


def test_nothing_is_gathered_outside(heard, office):
    with gathering() as announced:
        pass
    happens(office)
    assert announced == []


def test_what_was_undone_is_gathered_and_harmless(heard, office):
    with gathering() as announced:
        with pytest.raises(LookupError), transaction.atomic():
            told_by(office, new_id())
            raise LookupError
        assert len(announced) == 1
        assert drain(announced) == 0
    assert heard == []


def test_the_oldest_is_heard_first(heard, office):
    later, two = happens(office, NOW + timedelta(hours=1))
    earlier, one = happens(office)
    assert waiting(among=[two, one]) == [one, two]
    assert waiting(among=[two, one], before=NOW + timedelta(minutes=1)) == [one]
    for delivery in waiting(among=[two, one]):
        deliver(delivery)
    assert [about for who, about in heard if who == "first"] == [earlier, later]


def test_a_process_does_not_wait_for_what_another_is_hearing(heard, office):
    """One process holds its delivery open while another drains its own to the end."""
    _, held = happens(office)
    holding, done = Signal(), Signal()

    def another():
        with transaction.atomic():
            Delivery.objects.select_for_update().get(id=held)
            holding.set()
            done.wait(60)
        connections.close_all()

    thread = Thread(target=another)
    thread.start()
    try:
        assert holding.wait(60)
        with gathering() as announced:
            told_by(office, new_id())
            assert drain(announced) == 2
    finally:
        done.set()
        thread.join()
    assert waiting(among=[held]) == [held]


def test_a_listener_that_fails_changes_nothing_and_its_failure_is_kept_without_its_words(office):
    @reacts_to(SomethingHappened)
    def refuses(of):
        raise ValueError("about a person by name")

    try:
        _, delivery = happens(office)
        with pytest.raises(ValueError, match="by name") as failure:
            deliver(delivery)
        note_failure(delivery, failure.value)
        [kept] = [row for row in failed() if row.id == delivery]
        assert (kept.tries, kept.failure, kept.done_at) == (1, "ValueError", None)
    finally:
        forget("SomethingHappened")


def test_a_refusal_is_kept_in_its_own_words(heard, office):
    _, delivery = happens(office)
    note_failure(delivery, Refused("The case is closed."))
    assert [row.failure for row in failed() if row.id == delivery] == ["The case is closed."]
    assert deliver(delivery)
    assert delivery not in [row.id for row in failed()]


def test_an_announcement_nobody_listens_to_any_more_is_said_to_be_so(heard, office):
    _, delivery = happens(office)
    listener = LISTENERS["SomethingHappened"]
    kept = dict(listener)
    listener.clear()
    with pytest.raises(LookupError, match="nobody is registered"):
        deliver(delivery)
    listener.update(kept)
    assert deliver(delivery)


def test_what_one_member_announced_at_one_instant_is_heard_together_or_not_at_all(heard, office):
    """Two instants are two transactions: where the second cannot be heard, the first has been, whole."""
    first, second = new_id(), new_id()
    LISTENERS["SomethingHappened"]["zz breaks"] = breaking(str(second))
    with gathering() as announced:
        told_by(office, first)
        told_by(office, second, NOW + timedelta(hours=1))
        with pytest.raises(LookupError, match="on purpose"):
            drain(announced)
    waits = Delivery.objects.filter(announcement__event="SomethingHappened", done_at=None)
    assert waits.filter(announcement__facts__about=str(first)).count() == 0
    assert waits.filter(announcement__facts__about=str(second)).count() == 2
    assert ("first", str(first)) in heard


def breaking(on):
    def breaks(told):
        if told.facts["about"] == on:
            raise LookupError("on purpose")

    return breaks


def test_no_job_is_made_for_what_is_gathered_and_one_is_for_what_is_not(heard, office, monkeypatch):
    made = []
    monkeypatch.setattr("throughcare.foundation.audit.outbox._defer", made.extend)
    with gathering() as announced:
        told_by(office, new_id())
    assert len(announced) == 1 and made == []
    told_by(office, new_id())
    assert len(made) == 1
