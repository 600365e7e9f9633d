"""The rules that the acts of supervision stand on, asked alone."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from throughcare.casework.supervision.rules import (
    TenureKind,
    TransferState,
    as_subject,
    check_may_appoint,
    check_may_hold,
    check_transfer_can_become,
    clocks_of,
    sentence_axis,
    wanted_tenures,
)
from throughcare.casework.supervision.rules.areas import area_of_district, local_areas
from throughcare.casework.supervision.rules.joint import PARTNERSHIPS, partnerships_of
from throughcare.casework.supervision.rules.transfers import (
    TRANSFER_MOVES,
    longest_sight_after_closing,
    sight_after_closing,
)
from throughcare.foundation.kernel import Refused, WorkingCalendar, is_allowed
from throughcare.foundation.operating_model.rules import (
    Cohort,
    Function,
    Place,
    Risk,
    Rsr,
    Sentence,
    Subject,
    preset,
)

MANAGER = TenureKind.OFFENDER_MANAGER
KNOWN = {
    "risk": "high",
    "sentence": "custody_12_months_or_more",
    "place": "custody",
    "rsr": "not_assessed",
    "cohorts": ["iom"],
    "resettled": True,
}


@pytest.mark.parametrize("kind", ["community order", "youth rehabilitation order"])
def test_an_order_in_the_community_is_one_whatever_its_length(kind):
    assert sentence_axis(kind, 3) is sentence_axis(kind, None) is Sentence.COMMUNITY_ORDER


@pytest.mark.parametrize(
    ("months", "axis"),
    [
        (11.9, Sentence.CUSTODY_UNDER_12_MONTHS),
        (12, Sentence.CUSTODY_12_MONTHS_OR_MORE),
        (None, Sentence.CUSTODY_12_MONTHS_OR_MORE),
    ],
)
def test_custody_is_short_only_where_its_length_is_known_to_be(months, axis):
    assert sentence_axis("determinate sentence", months) is axis


def test_every_input_of_a_case_reaches_the_subject_that_a_model_is_asked_of():
    cohort = next(iter(Cohort))
    said = KNOWN | {"cohorts": [cohort.value], "sentence": Sentence.COMMUNITY_ORDER.value}
    found = as_subject(**said)
    assert found == Subject(
        risk=Risk.HIGH,
        sentence=Sentence.COMMUNITY_ORDER,
        place=Place.CUSTODY,
        rsr=Rsr.NOT_ASSESSED,
        cohorts=frozenset({cohort}),
        resettled=True,
    )


def test_a_word_that_no_model_knows_is_an_error_and_no_default():
    with pytest.raises(ValueError, match="grave"):
        as_subject(**KNOWN | {"risk": "grave", "cohorts": [], "sentence": Sentence.COMMUNITY_ORDER.value})


@pytest.mark.parametrize(
    ("answers", "anothers", "own", "may"),
    [
        (True, False, False, True),
        (True, True, True, True),
        (False, True, True, True),
        (False, True, False, False),
        (False, False, True, False),
        (False, False, False, False),
    ],
)
def test_only_the_team_that_answers_appoints_or_the_body_that_holds_the_role_its_own(
    answers, anothers, own, may
):
    given = {"answers_for_it": answers, "anothers": anothers, "own_member": own}
    assert is_allowed(check_may_appoint, MANAGER, **given) is may


def test_a_member_of_another_body_than_the_model_names_is_refused_with_its_clause():
    subject = Subject(risk=Risk.LOW, sentence=Sentence.COMMUNITY_ORDER, place=Place.COMMUNITY)
    holding = preset("england-and-wales-2021").holder(
        Function.OFFENDER_MANAGEMENT, subject, on=date(2026, 11, 20)
    )
    held_by, other = uuid4(), uuid4()
    given = {"holding": holding, "held_by": held_by, "names": {held_by: "The Service", other: "The Others"}}
    assert check_may_hold(MANAGER, organisation_id=held_by, **given) == holding.finding
    with pytest.raises(Refused, match=r"The Service .* of The Others"):
        check_may_hold(MANAGER, organisation_id=other, **given)


@pytest.mark.parametrize("now", TransferState)
@pytest.mark.parametrize("then", TransferState)
def test_a_transfer_becomes_only_what_the_table_has(now, then):
    assert is_allowed(check_transfer_can_become, now, then) is (then in TRANSFER_MOVES[now])


def test_nothing_is_offered_again_once_it_was_answered():
    assert all(TransferState.OFFERED not in then for then in TRANSFER_MOVES.values())


def test_the_clocks_of_a_transfer_count_working_days_alone():
    friday = date(2026, 9, 4)
    found = clocks_of(friday, WorkingCalendar())
    assert found.address_by < found.whole_by
    assert {day.weekday() < 5 for day in (found.address_by, found.whole_by)} == {True}
    assert clocks_of(friday + timedelta(days=2), WorkingCalendar()) == found
    later = clocks_of(friday + timedelta(days=7), WorkingCalendar())
    assert later.whole_by - found.whole_by == timedelta(days=7)


def test_the_last_team_reads_a_closed_case_for_the_days_of_the_edition():
    assert sight_after_closing(date(2026, 11, 20)) > timedelta(0)
    assert longest_sight_after_closing() >= sight_after_closing(date(2026, 11, 20))


def test_before_sentence_there_is_one_manager_and_in_custody_the_prisons_too():
    assert wanted_tenures("community", Sentence.AWAITING_SENTENCE) == (MANAGER,)
    assert TenureKind.PRISON_MANAGER in wanted_tenures("custody", Sentence.CUSTODY_UNDER_12_MONTHS)
    assert TenureKind.PRISON_MANAGER not in wanted_tenures("community", Sentence.COMMUNITY_ORDER)


def test_a_postcode_district_lies_in_the_authority_it_lies_in():
    assert area_of_district()["TS1"] == "E06000002"
    assert "ZZ9" not in area_of_district()


def test_every_local_authority_has_one_area_of_each_kind_and_there_are_twelve_regions():
    found = local_areas()
    assert len({row["code"] for row in found}) == len(found) == 318
    assert all(row[kind] for row in found for kind in ("name", "police_area", "trust_2010", "region_2021"))
    assert len({row["region_2021"] for row in found}) == 12


@pytest.mark.parametrize("is_open", [True, False])
def test_only_a_cohort_with_a_partner_is_joint_work_and_only_while_the_case_is_open(is_open):
    every = partnerships_of([cohort.value for cohort in Cohort], is_open=is_open)
    assert every == (tuple(PARTNERSHIPS) if is_open else ())
