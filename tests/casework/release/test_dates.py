"""The days of a custodial sentence, without a database: worked examples, and what holds of every sentence."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.courts.rules.release import release_editions
from throughcare.casework.courts.rules.terms import Term
from throughcare.casework.release.rules import (
    UNADJUSTED,
    Adjusted,
    Chain,
    Custodial,
    DateKind,
    Group,
    Spell,
    TermKind,
    between,
    chains,
    curfew_named,
    curfew_on,
    differs,
    months_on,
    moved_words,
    served,
    share_of,
    shares,
    work_out,
)
from throughcare.foundation.kernel import WorkingCalendar

TODAY = date(2026, 11, 29)
CALENDAR = WorkingCalendar()


def a_term(passed_on, length, **given):
    return Custodial(
        **{"key": "a", "kind": TermKind.STANDARD, "passed_on": passed_on, "length": length} | given
    )


def on(kind, *terms, adjusted=UNADJUSTED, when=TODAY, **given):
    return work_out(terms, adjusted, on=when, **given).on(kind)


def released(*terms, **given):
    return on(DateKind.CONDITIONAL, *terms, **given)


def test_the_editions_of_what_is_served_are_those_of_the_courts_and_each_names_every_group():
    assert [one.name for one in shares()] == [one.name for one in release_editions()]
    groups = set(shares()[0].of)
    assert all(set(one.of) == groups for one in shares())
    assert shares()[-1].of["standard"] == Fraction(1, 3)
    assert shares()[-1].tranche_number(date(2026, 1, 1), 669) == 2


@pytest.mark.parametrize(
    ("passed", "length", "group", "expected"),
    [
        (date(2023, 1, 10), Term(years=2), Group.STANDARD, date(2024, 1, 10)),
        (date(2024, 12, 2), Term(years=2), Group.STANDARD, date(2025, 9, 19)),
        (date(2026, 11, 2), Term(years=2), Group.STANDARD, date(2027, 7, 3)),
        (date(2026, 11, 2), Term(years=2), Group.EXCLUDED, date(2027, 7, 3)),
        (date(2026, 11, 2), Term(years=2), Group.BARRED, date(2027, 11, 2)),
        (date(2023, 1, 10), Term(years=6), Group.GRAVE, date(2027, 1, 10)),
        (date(2026, 11, 2), Term(years=6), Group.GRAVE, date(2029, 11, 1)),
        (date(2026, 11, 2), Term(years=6), Group.GRAVE_SINCE, date(2029, 11, 1)),
    ],
)
def test_release_comes_at_the_share_of_the_law_of_the_day_and_of_the_group(passed, length, group, expected):
    assert released(a_term(passed, length, group=group)) == expected


def test_a_sentence_passed_before_a_law_is_released_by_it_only_from_the_day_of_its_tranche():
    before = a_term(date(2026, 9, 2), Term(months=20))
    worked = work_out([before], on=TODAY)
    assert worked.on(DateKind.CONDITIONAL) == date(2027, 3, 23) and worked.tranches == {"one-third": 2}
    held = a_term(date(2025, 7, 1), Term(months=40))
    assert released(held) == date(2026, 10, 31)
    excluded = a_term(date(2026, 1, 1), Term(months=22), group=Group.EXCLUDED)
    assert released(excluded) == date(2026, 10, 13)


def test_terms_that_follow_are_one_for_release_and_terms_beside_each_other_let_go_with_the_last():
    first = a_term(date(2026, 10, 20), Term(months=18))
    second = a_term(date(2026, 10, 20), Term(months=4), key="b", follows="a")
    assert released(first, second) == date(2027, 5, 31)
    assert [one.days for one in chains([first, second])] == [670]
    beside = a_term(date(2026, 11, 20), Term(years=3), key="b")
    assert released(first, beside) == released(beside)


def test_a_ring_of_terms_is_refused():
    with pytest.raises(ValueError, match="ring"):
        chains(
            [a_term(TODAY, Term(months=1), follows="b"), a_term(TODAY, Term(months=1), key="b", follows="a")]
        )


def test_the_parole_board_may_be_asked_at_two_thirds_and_custody_ends_with_its_term():
    extended = a_term(date(2023, 6, 17), Term(years=5), kind=TermKind.EXTENDED, extension=Term(years=2))
    worked = work_out([extended], on=TODAY)
    assert worked.on(DateKind.PAROLE) == date(2026, 10, 16)
    assert worked.on(DateKind.CONDITIONAL) == date(2028, 6, 16)
    assert worked.on(DateKind.EXPIRY) == date(2030, 6, 16)


def test_of_an_order_of_training_half_is_served_and_the_court_may_be_asked_either_way():
    order = a_term(date(2025, 2, 2), Term(months=23), kind=TermKind.TRAINING)
    worked = work_out([order], on=TODAY)
    days = (DateKind.EARLY_MIDPOINT, DateKind.MIDPOINT, DateKind.LATE_MIDPOINT)
    assert [worked.on(kind) for kind in days] == [date(2025, 11, 17), date(2026, 1, 17), date(2026, 3, 17)]
    assert worked.release.kind is DateKind.MIDPOINT
    short = work_out([a_term(date(2025, 2, 2), Term(months=6), kind=TermKind.TRAINING)], on=TODAY)
    assert short.on(DateKind.EARLY_MIDPOINT) is None


def test_the_minimum_term_of_a_life_sentence_is_a_day_and_nothing_else_is():
    life = a_term(date(2010, 3, 1), None, kind=TermKind.LIFE, minimum=Term(years=12), credit=100)
    worked = work_out([life], on=TODAY)
    assert worked.on(DateKind.TARIFF) == date(2021, 11, 21) and worked.release is None
    unknown = work_out([a_term(date(2010, 3, 1), None, kind=TermKind.LIFE)], on=TODAY)
    assert not unknown.dates and "minimum" in unknown.unknown[0]


def test_a_length_that_is_not_known_leaves_every_day_unknown_and_says_so():
    worked = work_out([a_term(TODAY, None), a_term(TODAY, Term(years=1), key="b")], on=TODAY)
    assert not worked.dates and "29 November 2026" in worked.unknown[0] and worked.whole is None


def test_a_fine_ends_at_half_without_a_licence_and_so_did_short_terms_for_old_offences():
    fine = a_term(date(2026, 3, 23), Term(months=20), kind=TermKind.FINE)
    assert on(DateKind.AUTOMATIC, fine) == date(2027, 1, 21) and released(fine) is None
    old = a_term(date(2016, 1, 4), Term(months=6), offence_on=date(2014, 6, 1))
    assert on(DateKind.AUTOMATIC, old) and released(old) is None
    assert released(a_term(date(2016, 1, 4), Term(months=6), offence_on=date(2015, 6, 1)))


def test_supervision_after_sentence_lasts_a_year_while_that_law_stands_and_not_a_day_after():
    short = a_term(date(2026, 1, 5), Term(months=6), offence_on=date(2025, 6, 1))
    out = released(short, when=date(2026, 5, 10))
    assert on(DateKind.SUPERVISION, short, when=date(2026, 5, 10)) == Term(years=1).last_day(out)
    assert on(DateKind.SUPERVISION, short, when=date(2026, 5, 11)) is None
    assert on(DateKind.SUPERVISION, a_term(date(2026, 1, 5), Term(years=3)), when=date(2026, 5, 10)) is None


def test_the_curfew_stops_for_adults_and_goes_on_for_young_peoples_terms():
    adult = a_term(date(2025, 12, 3), Term(years=2, months=6))
    assert on(DateKind.CURFEW, adult) == date(2026, 6, 4)
    assert on(DateKind.CURFEW, adult, curfew=curfew_named("curfew-suspended")) is None
    late = a_term(date(2026, 8, 28), Term(months=20))
    assert on(DateKind.CURFEW, late) is None
    assert on(DateKind.CURFEW, a_term(date(2026, 8, 28), Term(months=20), youth=True)) == date(2026, 12, 28)
    assert on(DateKind.CURFEW, adult, barred_from_curfew=True) is None
    assert on(DateKind.CURFEW, a_term(date(2025, 12, 3), Term(weeks=11))) is None
    assert curfew_on(date(2020, 1, 1)).most == 180 and curfew_on(TODAY).most == 365


def test_days_at_large_push_release_only_when_they_fall_before_it():
    term = a_term(date(2025, 9, 1), Term(months=30))
    inside = Adjusted(at_large=(Spell(date(2026, 3, 3), date(2026, 3, 7)),))
    assert released(term, adjusted=inside) == date(2026, 9, 5)
    after = Adjusted(at_large=(Spell(date(2027, 3, 3), date(2027, 3, 7)),))
    assert released(term, adjusted=after) == released(term)
    assert on(DateKind.EXPIRY, term, adjusted=after) == on(DateKind.EXPIRY, term) + timedelta(days=5)


def test_added_days_are_served_and_nobody_is_released_before_the_sentence_is_passed():
    term = a_term(date(2025, 9, 1), Term(months=30))
    assert released(term, adjusted=Adjusted(added=7)) == released(term) + timedelta(days=7)
    assert released(term, adjusted=Adjusted(credit=900)) == term.passed_on


def test_how_long_it_is_from_first_to_last_is_told_in_years_months_and_days():
    assert between(date(2025, 2, 2), date(2027, 11, 1)) == Term(years=2, months=8, days=30)
    assert between(date(2026, 8, 31), date(2028, 3, 28)) == Term(years=1, months=6, days=28)
    assert months_on(date(2024, 2, 29), -12) == date(2023, 2, 28)
    assert months_on(date(2025, 8, 31), 6) == date(2026, 2, 28)


def test_the_prisons_day_stands_beside_ours_with_what_would_explain_it():
    term = a_term(date(2026, 11, 2), Term(years=2))
    ours = released(term)

    def said(theirs, kind=DateKind.CONDITIONAL, terms=(term,)):
        return differs(kind, theirs, terms, Adjusted(), on=TODAY, calendar=CALENDAR)

    assert said(ours).agrees and said(ours).reasons == ()
    barred = said(released(a_term(date(2026, 11, 2), Term(years=2), group=Group.BARRED)))
    assert any("national security" in why for why in barred.reasons) and barred.days > 0
    remand = said(ours - timedelta(days=12))
    assert any("12 more days on remand" in why for why in remand.reasons)
    later = said(ours + timedelta(days=3))
    assert any("3 days were added" in why for why in later.reasons)
    worked = said(date(2027, 7, 2))
    assert any("last working day before" in why for why in worked.reasons)
    odd = said(date(2020, 1, 1))
    assert "ask the prison" in odd.reasons[0]
    assert said(TODAY, DateKind.PAROLE).ours is None and said(TODAY, terms=()).ours is None


def test_days_that_moved_are_told_one_by_one():
    before, now = (work_out([a_term(date(2026, 11, 2), Term(years=n))], on=TODAY) for n in (2, 3))
    assert moved_words(None, now) == () and moved_words(now, now) == ()
    [release, expiry] = moved_words(before, now)
    assert release.startswith("conditional release: from 3 July 2027 to") and "expiry" in expiry


days = st.dates(date(2015, 1, 1), date(2030, 12, 31))
lengths = st.builds(
    Term, years=st.integers(0, 15), months=st.integers(0, 11), weeks=st.integers(0, 3), days=st.integers(1, 6)
)
groups = st.sampled_from(Group)
kinds = st.sampled_from([TermKind.STANDARD, TermKind.EXTENDED, TermKind.SPECIAL])
terms = st.builds(
    Custodial, key=st.just("a"), kind=kinds, passed_on=days, length=lengths, group=groups, youth=st.booleans()
)


@given(terms, st.integers(0, 2000), st.integers(0, 60))
def test_a_day_more_of_remand_never_releases_later(term, credit, added):
    less, more = (
        work_out([term], Adjusted(days, added), on=TODAY, barred_from_curfew=True)
        for days in (credit, credit + 1)
    )
    for kind, dated in more.dates.items():
        assert dated.on <= less.dates[kind].on if kind in less.dates else True


@given(terms, lengths, st.sampled_from([1, 2]))
def test_concurrent_never_ends_after_consecutive(first, length, which):
    second = Custodial("b", first.kind, first.passed_on, length, group=first.group, youth=first.youth)
    after = Custodial(
        "b", first.kind, first.passed_on, length, group=first.group, youth=first.youth, follows="a"
    )
    beside, follows = (work_out([first, one], on=TODAY) for one in (second, after))
    for kind in (DateKind.CONDITIONAL, DateKind.EXPIRY)[:which]:
        assert beside.on(kind) <= follows.on(kind)


@given(terms)
def test_days_come_in_their_order_whatever_the_month_or_leap_day(term):
    worked = work_out([term], on=TODAY)
    release, expiry, parole = (
        worked.on(kind) for kind in (DateKind.CONDITIONAL, DateKind.EXPIRY, DateKind.PAROLE)
    )
    assert term.passed_on <= release <= expiry
    assert parole is None or term.passed_on <= parole < release
    curfew = worked.on(DateKind.CURFEW)
    assert curfew is None or term.passed_on < curfew < release
    assert worked.whole_until == term.length.last_day(term.passed_on) == expiry


@given(terms)
def test_a_later_law_never_holds_anybody_longer_than_the_one_before(term):
    chain = Chain((term,))
    for before, now in zip(shares(), shares()[1:], strict=False):
        assert served(chain, now) <= served(chain, before)
        assert share_of(term, now) <= share_of(term, before)
