"""What takes a second person takes one: nobody is somebody else under another hat of theirs, by a page or by direct SQL."""

from __future__ import annotations

import pytest
from django.db import DatabaseError
from support.assessing import ready_to_sign
from support.people import another_hat
from support.protection import MEETINGS, a_violent_person, acts, confirmed, proposed, screened, waiting
from support.service import a_local, a_service

from throughcare.casework.assessment import actions as assessing
from throughcare.casework.protection import actions
from throughcare.casework.protection.models import LevelReferred, Protection
from throughcare.casework.protection.rules import Category, LevelReferral
from throughcare.casework.supervision import actions as supervising
from throughcare.foundation.access.queries import is_me
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused
from throughcare.foundation.operating_model.rules import Risk


@pytest.fixture(scope="module")
def service():
    return a_service(local=a_local())


@pytest.fixture
def person(service):
    return a_violent_person(service)


def test_a_membership_is_mine_under_any_hat_of_my_account_and_nobody_elses(person):
    officer, hat = person.team.officer, another_hat(person.team.officer, "senior probation officer")
    with viewing(hat, person.service.later()):
        assert is_me(officer.id) and is_me(hat.id) and not is_me(person.team.senior.id)


def test_nobody_confirms_their_own_category_under_another_hat(person):
    proposed(person)
    hat = another_hat(person.team.officer, "senior probation officer")
    with pytest.raises(Refused, match="You proposed it"):
        acts(person, actions.confirm_category, hat, category=Category.VIOLENT)
    with pytest.raises(DatabaseError), viewing(hat, person.service.later()):
        Protection.objects.filter(person_id=person.id).update(state="confirmed", confirmed_by=hat.id)
    with pytest.raises(DatabaseError), viewing(hat, person.service.later()):
        Protection.objects.filter(person_id=person.id).update(state="confirmed")


def test_nobody_decides_their_own_referral_under_another_hat(person):
    confirmed(person)
    screened(person, MEETINGS)
    hat = another_hat(person.team.officer, "public protection chair")
    with pytest.raises(Refused, match="You referred it"):
        acts(person, actions.decide_level_referral, hat, to=LevelReferral.LEVEL_2)
    with pytest.raises(DatabaseError), viewing(hat, at := person.service.later()):
        LevelReferred.objects.filter(id=waiting(person).id).update(
            state=LevelReferral.LEVEL_2.value, decided_by=hat.id, decided_at=at, decided_because="Mine."
        )


def test_nobody_countersigns_their_own_assessment_under_another_hat(service):
    one = ready_to_sign("high", service=service)
    one.do(assessing.sign)
    hat = another_hat(one.officer, "senior probation officer")
    with pytest.raises(Refused, match="nobody signs the same assessment twice"):
        one.do(assessing.countersign, member=hat)


def test_nobody_agrees_to_a_lowering_of_risk_that_they_asked_for_under_another_hat(service):
    one = ready_to_sign("high", service=service)
    one.do(assessing.sign)
    one.do(assessing.countersign, member=one.senior)
    row = one.person.row
    asked = supervising.ask_to_lower_risk(
        by=one.officer, at=one.now(), case_id=row.id, version=row.version, risk=Risk.LOW, because="Calm."
    )
    hat = another_hat(one.officer, "senior probation officer")
    with pytest.raises(Refused, match="cannot answer it"):
        supervising.answer_lowering(by=hat, at=one.now(), lowering_id=asked, agreed=True)
