"""What assessment decides reaches the case: the level of harm as its risk, a change of tier on its timeline."""

from support.assessing import being_assessed, ready_to_sign, signed
from support.service import hear

from throughcare.casework.assessment import actions
from throughcare.casework.supervision import queries as supervision
from throughcare.foundation.audit.models import Announcement


def timeline(one, kind):
    return [entry.what for entry in one.ask(supervision.timeline, one.id, kind=kind).entries]


def test_a_completed_analysis_of_harm_sets_the_risk_of_the_case():
    one = ready_to_sign("high")
    hear()
    assert one.person.row.risk == "high"
    assert timeline(one, "risk") == ["Risk of serious harm: high"]


def test_hearing_it_twice_changes_nothing_more():
    one = ready_to_sign("high")
    hear()
    version = one.person.row.version
    told = Announcement.objects.using("owner").filter(event="HarmLevelAssessed").latest("id")
    from throughcare.casework.supervision.reactions import record_assessed_risk, tell_of_tiers
    from throughcare.foundation.access.session import viewing
    from throughcare.foundation.audit.outbox import Heard

    entries = timeline(one, "tier")
    tiers = Announcement.objects.using("owner").filter(event="TiersChanged").latest("id")
    with viewing(one.officer, told.at):
        record_assessed_risk(Heard(told.id, told.at, told.facts, one.officer.id))
        tell_of_tiers(Heard(tiers.id, tiers.at, tiers.facts, one.officer.id))
    assert one.person.row.version == version
    assert timeline(one, "tier") == entries


def test_a_change_of_tier_is_on_the_timeline():
    one = signed()
    hear()
    latest = timeline(one, "tier")[0]
    assert latest == f"Tier: {one.tier.tier}"


def test_a_provisional_tier_says_so():
    one = being_assessed()
    from support.assessing import HISTORY

    one.save(HISTORY)
    actions.record_scores(by=one.officer, at=one.now(), assessment_id=one.assessment)
    hear()
    assert timeline(one, "tier")[0].endswith(", provisional")
