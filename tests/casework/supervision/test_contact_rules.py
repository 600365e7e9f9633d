"""Which contacts can have happened, what counts, and what follows a failure: the rules alone, without a database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.supervision.rules.absences import (
    LICENCES,
    ORDERS,
    contact_editions,
    contact_terms,
    decided_under,
    follows,
    window_begins,
)
from throughcare.casework.supervision.rules.contacts import (
    ABSENT,
    CREDITED,
    FAILED,
    MET,
    OF_OTHERS,
    OUTSIDE,
    SAID,
    Absence,
    Around,
    ContactKind,
    Outcome,
    Told,
    Whom,
    check_appointment,
    check_contact,
    check_credit,
    months_on,
)
from throughcare.casework.supervision.rules.movements import Spell, Where
from throughcare.casework.supervision.rules.words import check_kind_of_entry
from throughcare.foundation.kernel import Refused, WorkingCalendar
from throughcare.foundation.operating_model.rules import Function, Sentence

OPENED = datetime(2026, 1, 5, 9, tzinfo=UTC)
NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
THEN = datetime(2026, 5, 1, 14, tzinfo=UTC)
CALENDAR = WorkingCalendar()


def told(**given):
    return replace(Told(THEN, ContactKind.OFFICE, Outcome.ATTENDED, what="Went through the plan."), **given)


def around(where=Where.COMMUNITY):
    return Around(NOW, OPENED, (Spell(where, OPENED, None),))


def test_a_contact_that_happened_at_the_office_is_taken():
    check_contact(told(), around())


@pytest.mark.parametrize(
    ("wrong", "where", "field"),
    [
        ({"happened_at": NOW + timedelta(minutes=1)}, Where.COMMUNITY, "happened_on"),
        ({"happened_at": OPENED - timedelta(days=1)}, Where.COMMUNITY, "happened_on"),
        ({"what": "  "}, Where.COMMUNITY, "what"),
        ({"what": "x" * 501}, Where.COMMUNITY, "what"),
        ({"outcome": Outcome.NOT_RECORDED}, Where.COMMUNITY, "outcome"),
        ({"outcome": Outcome.ABSENT_ACCEPTABLE}, Where.COMMUNITY, "absence"),
        ({"absence": Absence.WORK}, Where.COMMUNITY, "absence"),
        ({"outcome": Outcome.LATE, "with_whom": Whom.FAMILY}, Where.COMMUNITY, "outcome"),
        ({"outcome": Outcome.NO_ANSWER, "done": Decimal(1)}, Where.COMMUNITY, "done"),
        ({"kind": ContactKind.PRISON}, Where.COMMUNITY, "kind"),
        ({"outcome": Outcome.ABSENT_UNACCEPTABLE}, Where.CUSTODY, "outcome"),
        (
            {"outcome": Outcome.ABSENT_ACCEPTABLE, "absence": Absence.CUSTODY},
            Where.COMMUNITY,
            "absence",
        ),
        *(({"kind": kind}, Where.CUSTODY, "kind") for kind in sorted(OUTSIDE)),
    ],
)
def test_what_cannot_have_happened_is_refused_beside_the_answer_at_fault(wrong, where, field):
    with pytest.raises(Refused) as refused:
        check_contact(told(**wrong), around(where))
    assert refused.value.field == field


def test_on_the_day_a_case_began_a_contact_may_be_earlier_than_the_hour_it_was_opened():
    check_contact(told(happened_at=OPENED - timedelta(hours=1)), around())


def test_in_custody_one_rings_visits_the_prison_sees_the_family_and_may_be_absent_for_that_reason():
    for fine in (
        told(kind=ContactKind.PHONE),
        told(kind=ContactKind.VIDEO),
        told(kind=ContactKind.PRISON),
        told(kind=ContactKind.HOME, with_whom=Whom.FAMILY),
        told(outcome=Outcome.ABSENT_ACCEPTABLE, absence=Absence.CUSTODY),
    ):
        check_contact(fine, around(Where.CUSTODY))


def test_where_somebody_was_at_the_time_counts_and_not_where_they_are_now():
    released = THEN - timedelta(days=1)
    spells = (Spell(Where.CUSTODY, OPENED, released), Spell(Where.COMMUNITY, released, None))
    since = Around(NOW, OPENED, spells)
    check_contact(told(), since)
    with pytest.raises(Refused):
        check_contact(told(happened_at=released - timedelta(hours=1)), since)


@given(st.sampled_from(Outcome), st.sampled_from(Whom), st.sampled_from([None, *Absence]))
def test_every_outcome_is_taken_or_refused_in_words(outcome, whom, absence):
    try:
        check_contact(told(outcome=outcome, with_whom=whom, absence=absence), around())
    except Refused as refused:
        assert refused.field in {"outcome", "absence"}
    else:
        assert whom is Whom.PERSON or outcome in OF_OTHERS
        assert (absence is not None) == (outcome is Outcome.ABSENT_ACCEPTABLE)


def test_no_outcome_is_both_a_failure_and_excused_and_time_counts_only_for_who_came():
    assert CREDITED < MET
    assert not ABSENT & MET
    assert not FAILED & CREDITED
    assert set(SAID) == set(Outcome) - {Outcome.NOT_RECORDED, Outcome.SENT_AWAY}


@pytest.mark.parametrize(
    ("done", "counted", "ordered", "before", "said"),
    [
        (Decimal("0"), True, 120, Decimal(0), "above nought"),
        (Decimal("7"), False, 12, Decimal(0), "not counted"),
        (Decimal("7.5"), True, 120, Decimal("113"), "7 are left"),
        (Decimal("1"), True, 20, Decimal(20), "0 are left"),
    ],
)
def test_time_beyond_what_was_ordered_is_refused(done, counted, ordered, before, said):
    with pytest.raises(Refused, match=said):
        check_credit(done, counted=counted, ordered=ordered, before=before)


def test_time_up_to_what_was_ordered_is_taken():
    check_credit(Decimal("7"), counted=True, ordered=120, before=Decimal("113"))
    check_credit(None, counted=False, ordered=None, before=Decimal(0))


@pytest.mark.parametrize(
    ("starts_at", "place", "kind", "said"),
    [
        (NOW, "Office", ContactKind.OFFICE, "lies ahead"),
        (NOW + timedelta(days=200), "Office", ContactKind.OFFICE, "6 months"),
        (NOW + timedelta(days=7), " ", ContactKind.OFFICE, "Say where"),
        (NOW + timedelta(days=7), "x" * 101, ContactKind.PHONE, "100 characters"),
    ],
)
def test_an_appointment_lies_ahead_somewhere(starts_at, place, kind, said):
    with pytest.raises(Refused, match=said):
        check_appointment(starts_at, place, kind, at=NOW, months=6)


def test_a_call_needs_no_place():
    check_appointment(NOW + timedelta(days=7), "", ContactKind.PHONE, at=NOW, months=6)


def following(outcome, *earlier, sentence=Sentence.COMMUNITY_ORDER, on=date(2026, 5, 1)):
    return follows(outcome, on, sentence=sentence, earlier=earlier, calendar=CALENDAR)


def test_the_first_failure_of_an_order_is_warned_of_and_the_second_within_a_year_goes_on():
    first, letter = following(Outcome.ABSENT_UNACCEPTABLE)
    assert "a warning is due" in first.because
    assert "6 May 2026" in letter.because  # two working days, over a bank holiday
    second, _ = following(Outcome.NOT_COMPLIED, date(2026, 1, 1))
    assert "Failure 2" in second.because
    again, _ = following(Outcome.NOT_COMPLIED, date(2025, 5, 1))
    assert "a warning is due" in again.because


@pytest.mark.parametrize("outcome", sorted(set(Outcome) - FAILED - {Outcome.ABSENT_AWAITING}))
def test_nothing_follows_what_is_no_failure(outcome):
    assert following(outcome) == ()


def test_of_an_absence_not_yet_explained_only_the_day_for_evidence_is_said():
    (found,) = following(Outcome.ABSENT_AWAITING)
    assert "12 May 2026" in found.because


@pytest.mark.parametrize("sentence", sorted(set(Sentence) - ORDERS - LICENCES))
def test_before_a_sentence_nothing_is_enforced(sentence):
    assert following(Outcome.ABSENT_UNACCEPTABLE, sentence=sentence) == ()


def test_each_day_has_one_edition_and_the_act_of_its_day():
    assert contact_terms(date(2020, 11, 30)).name == "contacts-2003"
    assert contact_terms(date(2020, 12, 1)).name == "contacts-2020"
    for day in (date(2001, 4, 1), date(2026, 5, 1)):
        assert len([one for one in contact_editions() if day in one.in_force]) == 1


@given(st.dates(date(2001, 1, 1), date(2099, 12, 31)), st.integers(1, 36))
def test_a_window_of_months_begins_on_the_same_day_of_the_month_or_its_last(day, months):
    begins = window_begins(day, months)
    assert (day.year - begins.year) * 12 + day.month - begins.month == months
    assert begins.day == day.day or begins.day < day.day


def test_an_entry_of_the_timeline_is_a_note_and_whatever_has_an_outcome_is_a_contact():
    check_kind_of_entry("note")
    for kind in ("office visit", "contact", "verdict"):
        with pytest.raises(Refused, match="recorded as a contact"):
            check_kind_of_entry(kind)


def test_so_many_months_on_from_the_end_of_a_month_is_the_end_of_a_shorter_one():
    assert months_on(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_on(date(2026, 3, 31), -1) == date(2026, 2, 28)


def test_a_failure_is_decided_as_a_breach_of_an_order_as_recall_on_licence_and_otherwise_by_nobody():
    assert {decided_under(one) for one in ORDERS} == {Function.BREACH_DECISION}
    assert {decided_under(one) for one in LICENCES} == {Function.RECALL_ADVICE}
    assert decided_under(Sentence.NONE) is None
