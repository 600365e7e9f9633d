"""How often somebody is seen by their tier: early weeks, the year's allowance, the final third, exceptions; never below nought."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.supervision.rules.checking_in import (
    CheckInFacts,
    check_in,
    check_in_editions,
)
from throughcare.casework.supervision.rules.package_terms import (
    NOT_KNOWN,
    PackagesTold,
    Phase,
    package_editions,
    package_status,
    packages_on,
)
from throughcare.casework.supervision.rules.packages import PackageFacts, seeing_of, year_of
from throughcare.foundation.kernel import NoEdition, Refused

BEGINS, TODAY = date(2026, 9, 1), date(2026, 11, 29)
TERMS = packages_on(TODAY).table
A_WEEK = timedelta(days=7)


def facts(**given):
    """Somebody of tier E, a man, ordered a year on 1 September, of whom every exception is known not to hold."""
    known = PackageFacts(
        on=TODAY, tier="E", begins=BEGINS, ends=date(2027, 8, 31), woman=False, red=False, treatment=False, outside=False,
        kept_on=False,
    )  # fmt: skip
    return replace(known, **given)


def weekly(many, since=BEGINS):
    return tuple(since + A_WEEK * (n + 1) for n in range(many))


def said(seeing):
    return {one.rule for one in seeing.findings}


def test_in_early_engagement_the_next_is_due_a_week_after_the_last_that_was_attended():
    seen = seeing_of(facts(attended=weekly(2)))
    assert (seen.phase, seen.early_needed, seen.early_attended, seen.early_left) == (Phase.EARLY, 4, 2, 2)
    assert seen.by == weekly(2)[-1] + A_WEEK
    assert seeing_of(facts()).by == BEGINS + A_WEEK


def test_when_so_many_are_attended_the_allowance_alone_counts_and_it_is_a_most():
    seen = seeing_of(facts(attended=weekly(4)))
    assert (seen.phase, seen.by) == (Phase.STANDARD, None)
    assert (seen.allowance.most, seen.allowance.used, seen.allowance.left) == (12, 4, 8)


def test_appointments_already_made_are_not_left_to_be_made_again():
    seen = seeing_of(facts(attended=weekly(4), ahead=(TODAY, TODAY + A_WEEK)))
    assert (seen.allowance.made, seen.allowance.left) == (2, 6)


def test_a_year_turns_on_the_anniversary_of_the_sentence():
    assert year_of(date(2024, 2, 29), date(2025, 2, 27)) == (date(2024, 2, 29), date(2025, 2, 28))
    assert year_of(date(2024, 2, 29), date(2025, 2, 28)) == (date(2025, 2, 28), date(2026, 2, 28))
    old = facts(
        begins=date(2024, 9, 1), ends=date(2029, 8, 31), attended=(*weekly(6, date(2024, 9, 1)), TODAY)
    )
    assert seeing_of(old).allowance.used == 1
    assert seeing_of(old).allowance.over_on == date(2027, 9, 1)


def test_early_weeks_that_are_more_than_the_allowance_raise_it_and_nothing_goes_below_nought():
    table = {**TERMS.packages, "SPE": replace(TERMS.packages["SPE"], early_weeks=15)}
    seen = _with(table, facts(attended=weekly(11)))
    assert (seen.allowance.most, seen.allowance.left, seen.early_left) == (15, 4, 4)
    assert "year" in said(seen)


def _with(packages, told):
    terms = replace(TERMS, packages=packages)
    edition = replace(package_editions()[-1], table=terms)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "throughcare.casework.supervision.rules.package_terms.package_editions", lambda: (edition,)
        )
        return seeing_of(told)


THIRD = facts(on=date(2027, 5, 10))


def test_in_the_final_third_nothing_is_to_be_arranged_but_for_those_who_are_seen_on():
    seen = seeing_of(THIRD)
    assert (seen.phase, seen.owed, seen.allowance.left) == (Phase.FINAL_THIRD, False, 0)
    assert seeing_of(replace(THIRD, kept_on=True)).owed is True


def test_whoever_may_be_one_of_those_seen_on_is_not_dropped():
    seen = seeing_of(replace(THIRD, kept_on=None))
    assert seen.owed is None and seen.allowance.left
    assert "kept on" in said(seen)


def test_the_final_third_begins_when_two_thirds_have_run():
    ninety = facts(begins=date(2026, 1, 1), ends=date(2026, 3, 31))
    assert seeing_of(replace(ninety, on=date(2026, 4, 1))).final_third_from == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("given", "phase"),
    [
        ({"in_custody": True}, Phase.IN_CUSTODY),
        ({"at_large": True}, Phase.AT_LARGE),
        ({"outside": True}, Phase.DOES_NOT_APPLY),
        ({"treatment": True}, Phase.TREATMENT),
        ({"red": True}, Phase.RED),
        ({"since": TODAY + A_WEEK}, Phase.NOT_STARTED),
        ({"tier": None}, Phase.NOT_KNOWN),
        ({"provisional": True}, Phase.NOT_KNOWN),
        ({"tier": "B2"}, Phase.NOT_KNOWN),
        ({"begins": None}, Phase.NOT_KNOWN),
        ({"ends": None}, Phase.NOT_KNOWN),
    ],
)
def test_each_exception_has_its_phase(given, phase):
    assert seeing_of(facts(**given)).phase is phase


def test_somebody_sentenced_for_life_has_a_package_and_no_final_third():
    seen = seeing_of(facts(ends=None, has_no_end=True))
    assert (seen.phase, seen.final_third_from) == (Phase.EARLY, None)


def test_red_gives_the_allowance_of_the_highest_tier_and_treatment_no_most():
    assert seeing_of(facts(red=True)).allowance.most == TERMS.packages["SPA"].yearly
    assert seeing_of(facts(treatment=True)).allowance.most is None
    assert seeing_of(facts(treatment=True)).allowance.left is None


@pytest.mark.parametrize(("tier", "more"), [("A", 0), ("B", 0), ("C", 5), ("G", 5)])
def test_women_in_the_lower_tiers_may_be_seen_up_to_five_times_more_unless_rated_red(tier, more):
    most = seeing_of(facts(tier=tier, woman=False)).allowance.most
    assert seeing_of(facts(tier=tier, woman=True)).allowance.most == most + more
    assert seeing_of(facts(tier=tier, woman=True, red=True)).allowance.most == TERMS.packages["SPA"].yearly


def test_what_is_not_recorded_is_said_and_never_read_as_no():
    seen = seeing_of(facts(red=None, woman=None))
    assert (seen.allowance.most, seen.allowance.most_if) == (12, TERMS.packages["SPA"].yearly)
    assert {"iom", "women"} <= said(seen)
    unknown = seeing_of(facts(tier=None))
    assert (unknown.package, unknown.allowance, unknown.owed, unknown.status) == (NOT_KNOWN, None, None, None)


days = st.dates(date(2026, 4, 1), date(2032, 1, 1))


@given(
    st.sampled_from([None, *"ABCDEFG", "B2"]), days, days, st.none() | days, st.lists(days), st.lists(days),
    *[st.none() | st.booleans()] * 5, st.booleans(), st.booleans(),
)  # fmt: skip
def test_nothing_is_ever_below_nought_and_each_finding_has_a_clause(
    tier, on, begins, ends, attended, ahead, woman, red, treatment, outside, kept_on, custody, large
):
    seen = seeing_of(
        PackageFacts(
            on, tier, False, begins, ends, ends is None, None, tuple(attended), tuple(ahead), custody, large, woman,
            red, treatment, outside, kept_on,
        )
    )  # fmt: skip
    assert seen.early_left is None or seen.early_left >= 0
    if seen.allowance:
        assert seen.allowance.left is None or seen.allowance.left >= 0
        assert seen.allowance.beyond >= 0 and seen.allowance.first <= on < seen.allowance.over_on
        assert seen.allowance.left is None or not (seen.allowance.left and seen.allowance.beyond)
    assert all(one.clause.source and one.clause.paragraph for one in seen.findings)
    assert (seen.by is not None) <= (seen.phase is Phase.EARLY)


def test_the_table_that_was_not_found_says_so_wherever_it_decides():
    seen = seeing_of(facts())
    assert "(assumed)" in str(next(one for one in seen.findings if one.rule == "table"))


def test_before_there_were_packages_no_edition_answers():
    with pytest.raises(NoEdition):
        seeing_of(facts(on=date(2026, 3, 31)))


def test_an_outage_is_refused_and_somebody_unknown_has_no_status():
    with pytest.raises(Refused, match="never read as none"):
        package_status(PackagesTold("SPA"), answered=False)
    assert package_status(None) is None
    assert package_status(PackagesTold("SPX", "INIT", ("SPX", "SPB"))).on_package


def test_every_phase_has_words():
    assert all(phase.words for phase in Phase)


D = CheckInFacts("D", True, False, False, False, False, False, False, False)
ON = date(2026, 10, 1)


def test_what_is_not_known_of_a_check_in_is_asked_for_only_where_the_answer_turns_on_it():
    assert check_in(D, on=ON).eligible is True
    assert check_in(replace(D, on_programme=None, pilot=None), on=ON).eligible is True
    turning = check_in(replace(D, device_barred=None, pilot=None), on=ON)
    assert (turning.eligible, turning.to_ask) == (None, ("whether they are barred from a device",))
    assert check_in(replace(D, on_package=False, device_barred=None), on=ON).eligible is False


def test_with_nothing_known_nothing_is_said_and_before_the_rule_neither():
    assert check_in(CheckInFacts(), on=ON).eligible is None
    assert check_in(D, on=date(2026, 9, 30)).to_ask == ("the rule of that day",)
    assert [one.name for one in check_in_editions()] == ["remote-check-in-2026"]


known = st.builds(CheckInFacts, st.sampled_from("ABCDEFG"), *[st.booleans()] * 8)


@given(known, st.sets(st.sampled_from(CheckInFacts().unknown)))
def test_taking_facts_away_never_turns_a_yes_into_a_no(whole, hidden):
    full, part = check_in(whole, on=ON), check_in(replace(whole, **dict.fromkeys(hidden)), on=ON)
    assert part.eligible in {None, full.eligible}
    assert (part.eligible is None) == bool(part.to_ask)
    assert full.finding is not None


def test_a_programme_decides_for_whoever_is_on_one_and_the_pilot_for_the_rest():
    a = replace(D, tier="A", on_programme=True)
    assert (check_in(a, on=ON).eligible, check_in(a, on=ON).by_programme) == (True, True)
    assert check_in(replace(a, early_engagement=True, pilot=True), on=ON).eligible is False
    assert check_in(replace(a, on_programme=False, pilot=True), on=ON).eligible is True
    assert check_in(replace(D, tier="C", on_programme=True), on=ON).eligible is False
