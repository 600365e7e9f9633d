"""Nothing is signed while something is missing, nobody signs twice, and harm is complete only after its enquiries."""

import pytest
from support.assessing import a_harm, being_assessed, every_view, ready_to_sign, signed

from throughcare.casework.assessment import actions, queries
from throughcare.casework.assessment.rules.needs.life_cycle import State
from throughcare.foundation.audit.models import Decision
from throughcare.foundation.kernel import Refused


def test_signing_is_refused_with_everything_that_is_missing():
    one = being_assessed()
    with pytest.raises(Refused) as refused:
        one.do(actions.sign)
    assert "Accommodation is not assessed" in refused.value.because
    assert "no child safeguarding enquiry of the local authority has been made" in refused.value.because
    assert one.seen().missing


def test_an_area_may_be_left_out_for_a_reason():
    one = being_assessed()
    views = {name: value for name, value in every_view().items() if not name.startswith("finance.")}
    one.save(views | {"finance.left_out": "the person asked to leave it for the next visit"})
    assert all(gap.page.startswith("harm/") for gap in one.seen().gaps)


def test_a_medium_level_is_signed_by_one():
    one = ready_to_sign("medium")
    assert one.do(actions.sign) == State.SIGNED.value
    assert one.seen().steps[-1].by == "A offender manager"


def test_a_high_level_waits_for_somebody_else_to_countersign():
    one = ready_to_sign("high")
    assert one.do(actions.sign) == State.AWAITING_COUNTERSIGN.value
    assert one.seen().signed_at is None
    assert one.do(actions.countersign, member=one.senior) == State.COUNTERSIGNED.value
    assert one.seen().signed_at is not None


def test_whoever_signed_cannot_countersign():
    one = ready_to_sign("high")
    one.do(actions.sign, member=one.senior)
    with pytest.raises(Refused, match="nobody signs the same assessment twice"):
        one.do(actions.countersign, member=one.senior)


def test_after_a_return_it_may_be_changed_and_signed_again_by_the_same():
    one = ready_to_sign("high")
    one.do(actions.sign)
    with pytest.raises(Refused, match="Say why"):
        one.do(actions.return_assessment, member=one.senior, because=" ")
    one.do(actions.return_assessment, member=one.senior, because="say more of the drinking")
    one.save({"alcohol-use.because": "drinks at weekends; seen at three visits"})
    assert one.do(actions.sign) == State.AWAITING_COUNTERSIGN.value


def test_a_signed_assessment_cannot_be_changed_until_it_is_rolled_back():
    one = signed()
    with pytest.raises(Refused, match="cannot be changed"):
        one.save({"o3-4": "2"})
    one.do(actions.roll_back, member=one.senior, because="signed on the wrong person")
    assert one.save({"o3-4": "2"}) == one.seen().version
    assert one.seen().signed_at is None


def test_an_officer_may_not_roll_back_or_countersign():
    one = signed()
    for act, given in ((actions.roll_back, {"because": "x"}), (actions.countersign, {})):
        with pytest.raises(Refused, match="offender manager"):
            one.do(act, **given)


def test_an_unfinished_one_may_be_locked_incomplete_for_a_reason_and_another_begun():
    one = being_assessed()
    one.do(actions.lock, because="the person has moved away")
    assert one.seen().state is State.LOCKED_INCOMPLETE
    assert actions.start_assessment(by=one.officer, at=one.now(), person_id=one.id)


def test_a_step_based_on_an_old_version_is_refused():
    one = ready_to_sign()
    old = one.seen().version
    one.save({"o3-4": "1"})
    with pytest.raises(Refused, match="Somebody else changed"):
        actions.sign(by=one.officer, at=one.now(), assessment_id=one.assessment, version=old)


@pytest.mark.parametrize("missing", ["child_safeguarding", "domestic_abuse"])
def test_harm_is_not_complete_without_each_enquiry_and_says_which(missing):
    one = being_assessed()
    whole = a_harm(one.service.at.date())
    enquiries = tuple(made for made in whole.enquiries if made.enquiry != missing)
    one.do(actions.record_harm, analysis=a_harm(one.service.at.date(), enquiries=enquiries))
    with pytest.raises(Refused, match=r"no .*enquiry.* has been made"):
        one.do(actions.complete_harm)
    assert one.seen().harm.completed_level == ""
    assert one.ask(queries.harm_level_of, one.id) is None


def test_a_completed_analysis_registers_the_level_and_is_a_decision():
    one = ready_to_sign("high")
    assert one.ask(queries.harm_level_of, one.id) == "high"
    decided = Decision.objects.using("owner").get(about="risk of serious harm", about_id=one.assessment)
    assert decided.outcome == {"level": "high", "registered_as": "RHRH"}
    assert decided.edition == "harm-2026"
    assert decided.inputs["screening"]["weapon"] == "yes"


def test_changing_the_analysis_undoes_its_completion_until_it_is_signed():
    one = ready_to_sign()
    one.do(actions.record_harm, analysis=a_harm(one.service.at.date(), "high"))
    assert one.seen().harm.completed_level == ""
    assert one.do(actions.sign) == State.AWAITING_COUNTERSIGN.value
    assert one.seen().harm.completed_level == "high"


def test_an_analysis_with_a_group_nobody_knows_is_refused():
    one = being_assessed()
    with pytest.raises(Refused, match="no screening called ghosts"):
        one.do(actions.record_harm, analysis={"screening": {"ghosts": "yes"}})
    with pytest.raises(Refused, match="could not be read"):
        one.do(actions.record_harm, analysis={"risks": [{"group": "public"}]})
