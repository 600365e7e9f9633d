"""What is on record reaches the instruments with its day and source: nobody is asked twice, and nothing is lost on the way."""

from datetime import date

from support.assessing import HISTORY, PRESENT, a_harm, being_assessed, signed

from throughcare.casework.assessment import actions, queries
from throughcare.casework.assessment.actions.prefill_sources import known_of
from throughcare.casework.supervision.actions import Moving, record_movements
from throughcare.casework.supervision.rules.movements import MovementKind
from throughcare.foundation.kernel import new_id
from throughcare.foundation.kernel.days import day_of


def inputs_of(one, instrument):
    found = next(s for s in one.ask(queries.scores_of, one.id) if s.instrument == instrument)
    return found, dict(found.inputs)


def test_the_personality_screening_has_the_level_of_harm_and_the_custody_that_are_on_record():
    one = signed("high")
    found, inputs = inputs_of(one, "opd")
    assert found.refused == ""
    assert inputs["rosh"] == {
        "value": "high", "on": day_of(one.service.at).isoformat(), "source": "this assessment's analysis of harm",
    }  # fmt: skip
    assert inputs["highest_rosh"]["value"] == "high"
    assert inputs["custodial_sentence"]["value"] is False
    assert "sentence in force" in inputs["custodial_sentence"]["source"]


def test_of_a_completed_assessment_nothing_on_record_keeps_an_instrument_from_a_score():
    one = signed()
    refused = {s.instrument: s.refused for s in one.ask(queries.scores_of, one.id) if s.refused}
    asked = (
        "risk of serious harm",
        "sentenced to custody",
        "date of birth",
        "date of the present conviction",
    )
    assert [name for name, because in refused.items() if any(words in because for words in asked)] == []
    assert set(refused) <= {"mst", "lds"}


def test_the_highest_level_ever_is_the_highest_registered_and_not_the_present_one():
    one = being_assessed()
    asked = actions.Registering(one.id, "rosh", "very_high", "known to the team")
    actions.record_registrations(by=one.officer, at=one.now(), registrations=[asked])
    actions.follow_levels(by=one.senior, at=one.now(), levels={one.id: "low"}, because="agreed to by two")
    one.save({**HISTORY, **PRESENT})
    actions.record_scores(by=one.officer, at=one.now(), assessment_id=one.assessment)
    _, inputs = inputs_of(one, "opd")
    assert (inputs["rosh"]["value"], inputs["rosh"]["source"]) == ("low", "the level registered")
    assert inputs["highest_rosh"]["value"] == "very_high"


def test_registered_under_mappa_is_eligible_and_not_registered_is_not_known():
    one = being_assessed(sex="F")
    one.save({**HISTORY, **PRESENT, "sex": "female"})
    one.do(actions.record_harm, analysis=a_harm(day_of(one.service.at), "low"))
    one.do(actions.complete_harm)
    actions.record_scores(by=one.officer, at=one.now(), assessment_id=one.assessment)
    assert "eligible for MAPPA" in inputs_of(one, "opd")[0].refused
    asked = actions.Registering(one.id, "mappa", "1", "known to the team")
    actions.record_registrations(by=one.officer, at=one.now(), registrations=[asked])
    actions.record_scores(by=one.officer, at=one.now(), assessment_id=one.assessment)
    found, inputs = inputs_of(one, "opd")
    assert (found.refused, inputs["mappa_eligible"]["source"]) == ("", "registered under MAPPA")


def test_a_level_of_public_protection_is_registered_before_it_is_set_and_ends():
    one = being_assessed()

    def level():
        found = one.ask(queries.protection_levels, [one.id]).get(one.id)
        return found.level if found else None

    given = {
        "by": one.officer,
        "person_id": one.id,
        "protection_id": new_id(),
        "because": "decided",
    }
    for wanted in ("not set", "2", None):
        actions.follow_protection(at=one.now(), level=wanted, **given)
        assert level() == wanted


def test_an_answer_that_it_is_not_known_stands_over_the_record():
    one = being_assessed()
    one.save({**HISTORY, **PRESENT, "custodial_sentence": "M"})
    actions.record_scores(by=one.officer, at=one.now(), assessment_id=one.assessment)
    assert "sentenced to custody" in inputs_of(one, "opd")[0].refused


def test_somebody_on_licence_serves_their_sentence_in_the_community_and_follow_up_begins_with_the_release():
    one = being_assessed(sentence_kind="custody", sentence_length="24", requirements="")
    known = {k.question: k for k in one.ask(known_of, one.id, {}, at=one.service.at)}
    assert (known["supervision"].value, known["custodial_sentence"].value) == ("custody", "YES")
    assert "follow_up_date" not in known
    for kind, prison in ((MovementKind.MOVED, "DHI"), (MovementKind.RELEASED, "")):
        at = one.service.later(hours=1)
        moved = [Moving(one.person.case, kind, at, prison)]
        record_movements(by=one.person.team.senior, at=at, moves=moved)
    known = {k.question: k for k in one.ask(known_of, one.id, {}, at=one.service.later())}
    assert (known["supervision"].value, known["custodial_sentence"].value) == ("community", "YES")
    assert known["supervision"].source == "where the person is recorded to be"
    assert known["follow_up_date"].value == day_of(one.service.at).isoformat()


def test_a_conviction_later_than_the_order_in_force_does_not_put_follow_up_before_it():
    from throughcare.casework.assessment.actions.prefill_sources import _of_sentence
    from throughcare.casework.courts.queries import SentenceSeen

    order = SentenceSeen(
        id=new_id(), person_id=new_id(), kind="community order", length="12 months", extension="",
        minimum_term="", suspended="", credit_days=None, time_served=False, imposed_on=date(2025, 1, 10), begins_on=date(2025, 1, 10), ends_on=None, state="in force", ended_on=None, runs="alone", runs_with="",
        court="", case_number="", offence="", offence_on=None, version=1,
    )  # fmt: skip
    known = {one.question: one.value for one in _of_sentence([order], date(2025, 6, 1))}
    assert known["follow_up_date"] == "2025-06-01"
    assert known["custodial_sentence"] == "NO"
