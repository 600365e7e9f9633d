"""A passport is kept in one place by whoever leads a provider; every edition stays, and nobody overwrites another's unseen."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from support.made_up_passport import a_passport
from support.passports import a_bidder, keeps
from support.people import NOW, an_office, joins

from throughcare.commissioning.providers.actions import keep_passport
from throughcare.commissioning.providers.models import PassportEdition
from throughcare.commissioning.providers.queries import history_of, passport_of
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of

TODAY = day_of(NOW)
LATER = NOW + timedelta(hours=1)


def test_every_edition_stays_and_the_last_stands(database):
    lead = a_bidder(an_office().unit, NOW)
    assert keeps(lead, LATER, a_passport(TODAY, people=21)) == 2
    with viewing(lead, LATER):
        stands = passport_of(lead.organisation_id)
        told = history_of(lead.organisation_id, at=LATER)
    assert stands is not None and (stands.number, stands.passport.people) == (2, 21)
    assert [(one.number, one.changed) for one in told] == [
        (2, ["people employed"]),
        (1, ["the first edition"]),
    ]


def test_of_two_who_change_the_same_edition_the_second_is_told_and_changes_nothing(database):
    office = an_office()
    lead, other = a_bidder(office.unit, NOW), joins(office.unit, "provider lead")
    keeps(other, LATER, a_passport(TODAY, people=30))
    with pytest.raises(Refused, match="changed the passport in the meantime"):
        keep_passport(by=lead, at=LATER, version=1, passport=a_passport(TODAY, people=40))
    with pytest.raises(Refused, match="Nothing is different"):
        keep_passport(by=lead, at=LATER, version=2, passport=a_passport(TODAY, people=30))
    with pytest.raises(Refused, match="no company number"):
        keep_passport(by=lead, at=LATER, version=2, passport=a_passport(TODAY, company="12"))
    assert PassportEdition.objects.using("owner").filter(organisation_id=lead.organisation_id).count() == 2


def test_a_number_is_kept_in_its_one_form_and_that_is_no_change(database):
    lead = joins(an_office().unit, "provider lead")
    keeps(lead, NOW, a_passport(TODAY, company="sc 123456"))
    with viewing(lead, NOW):
        stands = passport_of(lead.organisation_id)
    assert stands is not None and stands.passport.company == "SC123456"
    with pytest.raises(Refused, match="Nothing is different"):
        keeps(lead, LATER, replace(stands.passport, company="SC 123456"))


def test_only_those_who_lead_a_provider_of_the_organisation_read_it_not_even_its_buyers(database):
    office = an_office()
    lead = a_bidder(office.unit, NOW)
    stranger = a_bidder(an_office().unit, NOW)
    for who in (stranger, joins(office.unit, "commissioner"), office.manager):
        with viewing(who, LATER):
            assert passport_of(lead.organisation_id) is None
    with viewing(joins(office.unit, "provider lead"), LATER):
        assert passport_of(lead.organisation_id) is not None
    with pytest.raises(Refused, match="may not keep a provider's passport"):
        keep_passport(by=office.manager, at=LATER, version=1, passport=a_passport(TODAY))


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE providers_passportedition SET facts = '{}'",
        "DELETE FROM providers_passportedition",
        "INSERT INTO providers_passportedition (id, organisation_id, number, facts, member_id, at)"
        " VALUES (gen_random_uuid(), '{other}', 9, '{{}}', app_member(), app_at())",
    ],
)
def test_no_edition_is_changed_removed_or_written_for_another_by_sql(database, sql):
    lead, other = a_bidder(an_office().unit, NOW), a_bidder(an_office().unit, NOW)
    with viewing(lead, LATER), pytest.raises(ProgrammingError), transaction.atomic():
        connection.cursor().execute(sql.format(other=other.organisation_id) if "other" in sql else sql)
