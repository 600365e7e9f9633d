"""Scores explain themselves or say what is missing; tiers follow what is known; both replay from their ledger rows."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from support.assessing import HISTORY, PRESENT, being_assessed, every_item, signed, under_supervision
from support.people import as_worker
from support.service import hear

from throughcare.casework.assessment import actions, queries
from throughcare.casework.assessment.models import Tier
from throughcare.casework.assessment.rules.predictors import INSTRUMENTS, Scored
from throughcare.casework.assessment.rules.replay import replay
from throughcare.casework.courts import queries as courts
from throughcare.casework.courts.actions import end_sentence
from throughcare.casework.courts.rules import SentenceState
from throughcare.foundation.access.session import viewing
from throughcare.foundation.audit.models import Announcement, Decision
from throughcare.foundation.kernel import Edition, Period, Refused


@pytest.fixture(scope="module")
def one():
    return signed()


def scored(one):
    return {row.instrument: row for row in one.ask(queries.scores_of, one.id)}


def test_every_instrument_gives_a_score_or_a_refusal_that_names_what_is_missing(one):
    found = scored(one)
    assert found.keys() == INSTRUMENTS.keys()
    for row in found.values():
        assert bool(row.refused) != bool(row.sentence), row.instrument


def test_the_contributions_of_a_kept_score_add_up_to_its_logit(one):
    arp = scored(one)["arp"]
    assert not arp.refused
    assert sum(contribution for _, contribution in arp.terms) == pytest.approx(arp.total)
    assert arp.basis == "dynamic"
    assert arp.lowest <= arp.score <= arp.highest


def test_a_score_from_history_alone_names_the_missing_answers_and_their_range():
    one = being_assessed()
    one.save(HISTORY)
    actions.record_scores(by=one.officer, at=one.now(), assessment_id=one.assessment)
    arp = scored(one)["arp"]
    assert arp.basis == "static"
    assert arp.missing
    assert arp.lowest < arp.highest
    assert one.tier.provisional
    assert "The score of all and of serious reoffending rests on history alone" in one.tier.doubts


def test_a_refusal_is_kept_as_an_outcome_with_what_is_missing():
    one = being_assessed()
    actions.record_scores(by=one.officer, at=one.now(), assessment_id=one.assessment)
    arp = scored(one)["arp"]
    assert arp.score is None
    assert "age at first sanction" in arp.refused
    assert "age_at_first_sanction" in arp.troubles[0]["fields"]
    assert one.tier.outcome == "awaiting_assessment"


def test_scoring_again_keeps_the_earlier_score_in_the_history(one):
    actions.record_scores(by=one.officer, at=one.now(days=400), assessment_id=one.assessment)
    history = one.ask(queries.score_history, one.id, "arp")
    assert len(history) == 2
    assert history[0].score < history[1].score


def test_somebody_sentenced_has_a_named_outcome_from_the_first_minute():
    person, officer, _ = under_supervision()
    with viewing(officer, person.service.at):
        tier = queries.tier_of(person.id)
    assert tier is not None
    assert tier.outcome == "awaiting_assessment"
    assert tier.highest == "A"


def test_the_tier_names_the_step_that_decided_and_every_other():
    one = signed("high")
    assert one.tier.tier == "D"
    assert "mappa_and_harm" in one.tier.decided_by
    assert {step["name"] for step in one.tier.steps} >= {
        "reoffending",
        "contact",
        "mappa_and_harm",
        "life_or_ipp",
    }
    assert one.tier.edition == "v3-checked"


def test_a_registration_changes_the_tier_and_its_end_changes_it_back():
    one = signed("high")
    before = one.tier
    registering = actions.Registering(one.id, "mappa", "2", "level 2 meeting")
    actions.record_registrations(by=one.officer, at=one.now(), registrations=[registering])
    assert one.tier.tier == "C"
    actions.end_registration(
        by=one.officer, at=one.now(), person_id=one.id, kind="mappa", because="moved to 1"
    )
    assert one.tier.tier == before.tier
    assert [row.tier for row in one.ask(queries.tier_history, one.id)[:3]] == ["D", "C", "D"]


def test_a_registration_nobody_knows_is_refused(one):
    for kind, value in (("haunting", ""), ("mappa", "9"), ("stalking", "much")):
        with pytest.raises(Refused):
            actions.record_registrations(
                by=one.officer, at=one.now(), registrations=[actions.Registering(one.id, kind, value)]
            )


def test_the_end_of_the_sentence_ends_supervision_and_announces_it():
    one = signed()
    court = one.service.officer_of_the_court
    with viewing(one.officer, one.service.at):
        sentence = courts.sentences_of(one.id)[0]
    end_sentence(
        by=court, at=one.now(), sentence_id=sentence.id, version=sentence.version, on=one.service.at.date(),
        how=SentenceState.COMPLETED,
    )  # fmt: skip
    hear()
    assert one.tier.outcome == "not_supervised"
    told = Announcement.objects.using("owner").filter(event="TiersChanged").latest("id")
    assert str(one.tier.id) in told.facts["tier_ids"]


def test_working_it_out_again_with_nothing_changed_writes_nothing(one):
    assert actions.decide_tier(by=one.officer, at=one.now(), person_id=one.id) is None
    with as_worker():
        found = actions.recompute_tiers(by=one.officer, at=one.now(), person_ids=[one.id])
    assert (found.people, found.written, found.changed) == (1, 0, 0)


def test_the_edition_in_force_on_the_day_is_used():
    one = being_assessed()
    with viewing(one.officer, one.service.at):
        from throughcare.casework.assessment.store.tier_facts import facts_of

        [(_, early)] = facts_of([one.id], rule="tier-v2", on=date(2026, 3, 31))
    from throughcare.casework.assessment.rules.tier.applies import applies_on
    from throughcare.casework.assessment.store.tier_facts import tier

    assert tier(early, applies_on(date(2026, 3, 31))).edition == "v2-checked"
    assert one.tier.edition == "v3-checked"


def test_v2_takes_the_needs_that_an_assessment_settles_and_leaves_out_what_it_leaves_open():
    from throughcare.casework.assessment.store.tier_facts import facts_of

    whole, part = signed(item="2"), signed()
    part.do(actions.roll_back, member=part.senior, because="one item was not known")
    part.save({"o3-4": "M"})
    part.do(actions.sign)
    with viewing(whole.officer, whole.service.at):
        found = dict(facts_of([whole.id, part.id], rule="tier-v2", on=whole.service.at.date()))
    assert found[whole.id].needs["accommodation"] == 2
    assert found[whole.id].needs.keys() - found[part.id].needs.keys() == {"accommodation"}


def test_every_stored_score_replays_from_its_ledger_row_after_a_later_edition_is_added(one):
    rows = (
        Decision.objects.using("owner")
        .filter(person_id=one.id, about="score")
        .order_by("-at")[: len(INSTRUMENTS)]
    )
    assert len(rows) == len(INSTRUMENTS)
    for row in rows:
        packaged = INSTRUMENTS[row.rule].editions
        later = Edition("later-9.9", Period(date(2030, 1, 1)), packaged[-1].table)
        again = replayed(row, [*packaged, later])
        assert again == row.outcome, row.rule


def replayed(row, among):
    try:
        found = replay(row.rule, row.edition, row.inputs, among=among)
    except Refused as refusal:
        return {"score": None, "band": "", "outcome": "", "refused": refusal.because}
    assert isinstance(found, Scored)
    band = found.band.value if found.band else ""
    return {"score": found.score, "band": band, "outcome": found.outcome or "", "refused": ""}


def test_every_stored_tier_replays_from_its_ledger_row():
    one = signed("high")
    rows = list(Decision.objects.using("owner").filter(person_id=one.id, about="tier").order_by("at"))
    assert len(rows) >= 3
    for row in rows:
        found = replay(row.rule, row.edition, row.inputs)
        outcome = found.outcome.value if found.outcome else ""
        assert {"tier": found.tier or "", "outcome": outcome} == row.outcome
        assert Tier.objects.using("owner").get(id=row.about_id).because == found.finding.because


def test_many_people_are_assessed_in_one_act_and_agree_with_one_by_one():
    people = [under_supervision() for _ in range(3)]
    service, officer = people[0][0].service, people[0][2]
    plain = {
        "sex": "male",
        "age_at_first_sanction": 19, "sanctions": 6, "violent_sanctions": 2, "offence_code": "00801",
        "conviction_date": date(2026, 11, 2), "follow_up_date": date(2026, 11, 2), "ever_sexual_offence": False,
        "supervision": "community", "past_offences": frozenset({"robbery"}),
    }  # fmt: skip
    with as_worker():
        found = actions.assess_many(
            by=officer, at=service.later(), answers={person.id: plain for person, _, _ in people},
            harm={people[0][0].id: "very_high"},
        )  # fmt: skip
    assert found.people == 3
    with viewing(officer, service.at):
        tiers = queries.tiers_of([person.id for person, _, _ in people])
        arps = [queries.scores_of(person.id)[0] for person, _, _ in people]
    assert tiers[people[0][0].id].tier <= "C"
    assert all(score.instrument == "arp" and score.score for score in arps)
    assert all(score.basis == "static" for score in arps)


def test_assessing_somebody_out_of_sight_is_refused(one):
    from support.people import an_office

    with pytest.raises(Refused, match="not yours to see"):
        actions.assess_many(by=an_office().manager, at=one.now(), answers={one.id: {}})


def test_a_score_is_good_for_a_while_and_then_stale(one):
    fresh = one.ask(queries.freshness_of, one.id, on=date(2026, 12, 1))
    assert fresh.freshness.value == "fresh"
    stale = one.ask(queries.freshness_of, one.id, on=date(2027, 12, 1))
    assert stale.freshness.value == "stale"
    assert "12 months" in stale.finding.because
    other = being_assessed()
    assert "No assessment" in other.ask(queries.freshness_of, other.id, on=date(2026, 12, 1)).because


def test_two_versions_stand_side_by_side_with_what_moved():
    one = signed(item="2")
    one.do(actions.lock)
    later = replace(
        one, assessment=actions.start_assessment(by=one.officer, at=one.now(days=30), person_id=one.id)
    )
    later.save({**every_item("0"), **PRESENT, "temper": "2"})
    found = one.ask(queries.side_by_side, later.assessment, one.assessment)
    assert found.before.id == one.assessment
    moved = {row.section: row.movement.value for row in found.sections}
    assert moved["accommodation"] == "better"
    changed = {row.question for row in found.answers if row.change.value == "changed"}
    assert {"temper", "o3-4"} <= changed
    assert one.ask(queries.side_by_side, one.assessment, being_assessed().assessment) is None


def test_a_day_later_nothing_is_written_anew(one):
    before = len(one.ask(queries.tier_history, one.id))
    one.service.later(days=1)
    actions.decide_tier(by=one.officer, at=one.now(), person_id=one.id)
    assert len(one.ask(queries.tier_history, one.id)) == before
    assert one.tier.since < one.service.at - timedelta(hours=1)
