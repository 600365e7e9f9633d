"""Sessions told in the old words are told in the one vocabulary, and go back as they were."""

import importlib

import pytest
from django.apps import apps
from django.db import connections, transaction
from support.service import a_person, a_service, managed
from support.services import a_provider, an_offer, refer

from throughcare.casework.interventions.models import ReferralStep
from throughcare.casework.supervision.rules.attendance import Outcome
from throughcare.foundation.kernel import new_id

MIGRATION = importlib.import_module("throughcare.casework.interventions.migrations.0003_one_vocabulary")


class GoBack(Exception):
    """Ends the transaction without a trace."""


def test_old_words_of_a_session_become_ours_and_an_unasked_reason_stays_unknown():
    service = a_service("durham-tees-valley-2012")
    made = refer(managed(a_person(service)), an_offer(a_provider(service), service))
    forward, back = (
        MIGRATION.Migration.operations[2].code,
        MIGRATION.Migration.operations[2].reverse_code,
    )
    with pytest.raises(GoBack), transaction.atomic("owner"):
        owner = connections["owner"]
        with owner.cursor() as cursor:
            cursor.execute(
                "ALTER TABLE interventions_referralstep DROP CONSTRAINT a_session_says_what_came_of_it"
            )
        sent = ReferralStep.objects.using("owner").get(referral=made)
        before = {"attended": "attended", **MIGRATION._NOW}
        ids = {old: new_id() for old in before}
        for old, key in ids.items():
            ReferralStep.objects.using("owner").create(
                id=key, person_id=sent.person_id, referral_id=made, kind="session recorded", at=sent.at, reason=old
            )  # fmt: skip
        with owner.schema_editor(atomic=False) as editor:
            forward(apps, editor)
            assert _reasons(ids) == before
            assert {Outcome(one) for one in _reasons(ids).values()} >= {
                Outcome.SENT_AWAY,
                Outcome.OFF_SERVICE,
            }
            back(apps, editor)
        assert _reasons(ids) == {old: old for old in before}
        raise GoBack


def _reasons(ids):
    rows = ReferralStep.objects.using("owner").in_bulk(list(ids.values()))
    return {old: rows[key].reason for old, key in ids.items()}
